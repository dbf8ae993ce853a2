"""Words that tell nothing about a text's subject, by language."""

from __future__ import annotations

import unicodedata
from functools import cache

import stop_words

# The package's English list has 1,300 words, "fire", "research" and "Microsoft" among
# them. These are the function words, and what every news sentence says.
_ENGLISH = """
    a about above after again against ago all almost along already also although always am
    amid among an and another any anyone anything are aren't around as at away back be
    became because become been before behind being below between both but by came can can't
    cannot come could couldn't did didn't do does doesn't doing don't done down during each
    either else even ever every everyone everything few for from further get gets getting
    give given go goes going gone got had hadn't has hasn't have haven't having he he'd
    he'll he's hence her here here's hers herself him himself his how however i i'd i'll i'm
    i've if in indeed instead into is isn't it it'd it'll it's its itself just last least
    less let's like made make makes many may me meanwhile might more moreover most mr mrs ms
    much must my myself near neither never next no nobody none nor not nothing now of off
    often on once one only onto or other others ought our ours ourselves out over own per
    perhaps put rather said same say says see seen several shall she she'd she'll she's
    should shouldn't since so some someone something still such take taken than that that's
    the their theirs them themselves then there there's therefore these they they'd they'll
    they're they've this those though through thus to together told too took toward towards
    under until up upon us very via was wasn't we we'd we'll we're we've well went were
    weren't what what's when where whether which while who who's whom whose why will with
    within without won't would wouldn't yet you you'd you'll you're you've your yours
    yourself yourselves
"""


# The package has none.
_BENGALI = """
    অথচ অথবা অনেক অন্য অবশ্য আগে আছে আছেন আজ আবার আমরা আমাকে আমাদের আমার আমি আর আরও ইত্যাদি উপর এ
    এই এক একই একজন একটা একটি এখন এখনো এখানে এত এতে এদিকে এবং এবার এমন এর এরপর এরা এসব ও ওই ওপর
    ওর কখনো কথা কয়েক কর করছে করছেন করতে করবে করবেন করলে করা করার করে করেছে করেছেন করেছিল করেন কাউকে
    কাছে কারণ কারণে কি কিংবা কিছু কিন্তু কী কে কেউ কেন কেবল কোন কোনো গত গতকাল গিয়ে গেছে ছাড়া ছিল
    ছিলেন জন জন্য জানা জানান জানায় তখন তবু তবে তা তাই তাঁকে তাঁদের তাঁর তাঁরা তাকে তাদের তার তারা তিনি
    তুমি তো থাকবে থাকা থাকে থেকে থেকেই দিকে দিতে দিয়ে দিয়েছে দিয়েছেন দুই দুটি দেওয়া দেওয়ার দেন
    দেয় না নয় নাকি নিজে নিজের নিতে নিয়ে নেই নেওয়া নেন পর পরে পর্যন্ত পাওয়া পারে পারেন প্রতি প্রায় বরং
    বলছে বলতে বলা বলে বলেছেন বলেন বা বিভিন্ন বেশ বেশি মতো মধ্যে মাত্র যখন যত যদি যা যাওয়া যাতে যাদের
    যায় যার যারা যে যেখানে যেতে যেন যেমন রাখা রেখে শুধু সঙ্গে সব সবাই সময় সাথে সে সেই সেখানে সেটা হওয়া
    হওয়ার হচ্ছে হতে হন হবে হয় হয়ে হয়েছে হয়েছিল হয়নি হলে হলেন হিসেবে
"""
_LISTED_AS = {"nn": "nb", "no": "nb"}
# The package read its Turkish list in the wrong code page.
_TURKISH = str.maketrans("ýþð", "ışğ")


@cache
def stop_words_of(language: str) -> frozenset[str]:
    """Return the stop words of `language` (ISO 639-1), none if it has no list.

    They are in lower case and composed as `words` composes them.
    """
    if language == "en":
        return frozenset(_ENGLISH.split())
    if language == "bn":
        return frozenset(unicodedata.normalize("NFKC", _BENGALI).split())
    listed = stop_words.safe_get_stop_words(_LISTED_AS.get(language, language))
    if language == "tr":
        listed = [word.translate(_TURKISH) for word in listed]
    return frozenset(unicodedata.normalize("NFKC", word.lower()) for word in listed)
