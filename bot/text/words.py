"""Words of a text, as written and as compared.

Numbers, hyphens, apostrophes and dotted capitals stay whole (`3.5`, `COVID-19`,
`House's`, `U.S.`); scripts without spaces are cut into overlapping pairs of characters,
which is how search engines find words in them without a dictionary.

Words that tell nothing about a text's subject, by language.
"""

from __future__ import annotations

import re
import threading
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from functools import cache, lru_cache
from itertools import pairwise
from typing import Any

import snowballstemmer
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


_SNOWBALL = {
    "ar": "arabic",
    "ca": "catalan",
    "cs": "czech",
    "da": "danish",
    "de": "german",
    "el": "greek",
    "en": "english",
    "es": "spanish",
    "et": "estonian",
    "eu": "basque",
    "fa": "persian",
    "fi": "finnish",
    "fr": "french",
    "ga": "irish",
    "hi": "hindi",
    "hu": "hungarian",
    "hy": "armenian",
    "id": "indonesian",
    "it": "italian",
    "lt": "lithuanian",
    "nb": "norwegian",
    "ne": "nepali",
    "nl": "dutch",
    "no": "norwegian",
    "pl": "polish",
    "pt": "portuguese",
    "ro": "romanian",
    "ru": "russian",
    "sr": "serbian",
    "sv": "swedish",
    "ta": "tamil",
    "tr": "turkish",
    "yi": "yiddish",
}

_APOSTROPHES = str.maketrans("’‘ʼ＇", "''''")
# What only parts words becomes a blank, because what is left is ASCII in most English texts.
_PLAIN = _APOSTROPHES | str.maketrans("“”„«»–—…\u00a0", " " * 9)

# `\w` knows letters and digits but not the signs that Indic, Arabic, Hebrew and decomposed
# Latin letters carry.
_SIGNS = (
    "\u0300-\u036f\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed"
    "\u0900-\u0963\u0971-\u0dff"
)
_SPACELESS = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff"  # Thai, Lao, Burmese, Khmer
    "\u3005-\u3007\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"  # Kana, Han
)
_LETTER = rf"(?:[^\W_{_SPACELESS}]|[{_SIGNS}])"
_IS_SPACELESS = re.compile(f"[{_SPACELESS}]")


def _words_of(letter: str, sign: str) -> str:
    """Return a pattern of `U.S.` and of words, whose parts hyphens and the like may join."""
    return (
        rf"{letter}(?=\.{letter})(?<!\w.)(?:\.{letter})+(?!\w)\.?"
        rf"|{sign}+(?:['\-‑·&.,:/](?:(?<=['\-‑·&])|(?<=\d.)(?=\d)){sign}+)*"
    )


_TOKEN = re.compile(rf"[{_SPACELESS}]+|" + _words_of(r"[^\W\d_]", _LETTER))
# The same for ASCII, which is read four times as fast.
_ASCII_TOKEN = re.compile(_words_of("[A-Za-z]", "[A-Za-z0-9]"), re.ASCII)

# French, Italian and Catalan glue articles to their nouns: `l'homme`, `dell'arte`.
_ELIDING = frozenset({"ca", "fr", "it"})


def tokens(text: str) -> list[str]:
    """Return the words and numbers of `text` as written, in order.

    Curly apostrophes come back straight. Chinese, Japanese, Thai and other text without
    spaces comes as overlapping pairs of characters.
    """
    plain = text if text.isascii() else text.translate(_PLAIN)
    if plain.isascii():
        return _ASCII_TOKEN.findall(plain)
    return [part for token in _TOKEN.findall(plain) for part in _cut(token)]


def placed_tokens(text: str) -> Iterator[tuple[str, int, int]]:
    """Yield the tokens of `text`, each with where it begins and ends in `text`."""
    # One character becomes one, so places stay.
    for match in _TOKEN.finditer(text.translate(_PLAIN)):
        place = match.start()
        for token in _cut(match[0]):
            yield token, place, place + len(token)
            place += 1


def words(text: str) -> list[str]:
    """Return the tokens of `text` in lower case, full-width letters made plain."""
    folded = text.lower() if text.isascii() else _fold(unicodedata.normalize("NFKC", text))
    # `u.s` as in titles and addresses
    return [token.rstrip(".") if token[-1] == "." else token for token in tokens(folded)]


def stems(text: str, language: str = "") -> list[str]:
    """Return what is left of the words of `text` to compare texts by, in order.

    Stop words and single characters are dropped, the rest is stemmed.

    Args:
        text: Any text.
        language: ISO 639-1 code; empty is taken for English. A language without a
            stemmer keeps its words whole.
    """
    found = words(text)
    if language in _ELIDING:
        found = [part for word in found for part in word.split("'")]
    stop_words = stop_words_of(language or "en")
    return [stem(word, language) for word in found if len(word) > 1 and word not in stop_words]


@lru_cache(maxsize=50_000)
def stem(word: str, language: str = "") -> str:
    """Return the stem of a lower-case `word`, or the word if there is no stemmer."""
    return stemmer_of(language)(word)


def stemmer_of(language: str) -> Callable[[str], str]:
    """Return what `stem` does in `language`, for the calling thread and for words seldom met."""
    algorithm = _SNOWBALL.get(language or "en")
    if algorithm is None:
        return str
    stemmed: Callable[[str], str] = _stemmer(algorithm, threading.get_ident()).stemWord
    return lambda word: word if "." in word else stemmed(word)  # `u.s` is no plural of `u.`


@lru_cache(maxsize=100)
def _stemmer(algorithm: str, _thread: int) -> Any:
    # A stemmer keeps the word it works on, so threads must not share one.
    stemmer = snowballstemmer.stemmer(algorithm)
    stemmer.maxCacheSize = 0  # `stem` keeps what was stemmed
    return stemmer


def is_stop_word(word: str, language: str = "") -> bool:
    """Return whether `word`, in any case, tells nothing about a text's subject.

    Args:
        word: One token.
        language: ISO 639-1 code; empty is taken for English. A language without a list
            has no stop words.
    """
    plain = word if word.isascii() else unicodedata.normalize("NFKC", word)
    return _fold(plain).rstrip(".") in stop_words_of(language or "en")


def _cut(token: str) -> Iterable[str]:
    """Return `token`, or the pairs of its characters if its script sets no spaces."""
    if len(token) > 1 and _IS_SPACELESS.match(token):
        return map("".join, pairwise(token))
    return (token,)


def _fold(text: str) -> str:
    # Lower case of the Turkish capital leaves a dot that no typed word has.
    return text.lower().replace("i\u0307", "i")
