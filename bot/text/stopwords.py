"""Words that tell nothing about a text's subject, by language."""

from __future__ import annotations

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


@cache
def stop_words_of(language: str) -> frozenset[str]:
    """Return the stop words of `language` (ISO 639-1), lower case; none if it has no list."""
    if language == "en":
        return frozenset(_ENGLISH.split())
    return frozenset(map(str.lower, stop_words.safe_get_stop_words(language)))
