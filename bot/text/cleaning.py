"""What a page sets among and into its sentences: asides, datelines, torn quotations.

An *aside* is a heading, caption, credit, byline or time stamp, "Read more", "Follow us": no
summary may show it. When in doubt, it is a sentence: one lost costs a reader more than an
aside shown. A *dateline* says where a report was filed and by which agency:
`KYIV, Ukraine, Nov. 3 (Reuters) - `, `(CNN) -- `. It stays in the text and is left out of
what is shown. Prose with dashes and brackets looks much the same, so a dateline needs an
agency or a city that is known, or a place in capitals, and a sentence after it.

Which words tell stands in `bot/languages`, mostly for all languages at once, whatever the
language of the text, since pages mix them.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Mapping
from functools import cache
from typing import NamedTuple

from bot.languages import ANY, load_language, of_all
from bot.text.words import is_stop_word

# What is left must be worth showing.
_FEWEST_CHARACTERS = 20
# `By Ann Roe and Jo Hall WASHINGTON (Reuters) - `
_MOST_WORDS = 12
_MOST_BARE_WORDS = 6
# `OSLO`; what is shorter is an acronym, and so may be this if a dash closes what one opened.
_FEWEST_CAPITALS = 4
_FEW_CAPITALS = 5
# `(ANSA) - ROMA, 03 NOV - `; a player's notice and a time stamp.
_MOST_DATELINES = 2

_CALL_LETTERS = re.compile(r"[KW][A-Z]{2,4}(?:-TV)?")  # of stations in the United States

_LONGEST = 70
# One class to begin with is searched for several times as fast as one of many marks.
_MARK = re.compile(
    r"[(–—:-](?:(?<=\()(?P<agency>[^()\n]{2,40})\)(?P<closed>\.?\s?(?:[-–—]{1,2}|[:=]))?"
    r"|(?<=-)-|(?<=[–—])|(?<=\s-)|(?<=:)(?=\s))\s*"
)
_AGENCY_NAME = re.compile(r"[^\W\d_][\w.+&' -]*")
# Korea's agencies name the place and the reporter, China's the place and the day.
_EAST_ASIAN = re.compile(
    r"\([^()\n]{2,30}=[^()\n]{2,20}\)\s?(?:\S{2,12}(?:\s\S{2,4})? =\s)?"
    r"|(?:新华社|中新社|中新网)[^\s。，]{2,14}日电(?:\s?[（(][^（）()\n]{2,40}[）)])?\s?"
    r"|【[^【】\n]{2,30}】\s?"
)
_EAST_ASIAN_OPENING = ("(", "新", "中", "【")
_OPENING_QUOTES = "\"'“‘„«»‹「『"


def without_dateline(sentence: str) -> str:
    """Return `sentence` without the dateline that it begins with, or unchanged.

    What is returned is the end of `sentence`, letter for letter, and more than 20
    characters long.
    """
    for _ in range(_MOST_DATELINES):
        head = _certain_head(sentence)
        mark = head or _MARK.search(sentence, 0, _LONGEST)
        if mark is None:
            break
        rest = sentence[mark.end() :]
        begins = rest[:1].isalnum() or rest[:1] in _OPENING_QUOTES
        if len(rest) <= _FEWEST_CHARACTERS or not begins:
            break
        if head is None and not _is_dateline(sentence[: mark.start()], mark, rest):
            break
        sentence = rest
    return sentence


def _certain_head(sentence: str) -> re.Match[str] | None:
    """Return what may stand before any sentence, whatever the sentence."""
    if sentence.startswith(_EAST_ASIAN_OPENING):
        return _EAST_ASIAN.match(sentence)
    return _notice().match(sentence)


@cache
def _notice() -> re.Pattern[str]:
    return re.compile(rf"(?:{'|'.join(of_all(lambda each: each.notices))})\s+(?![a-z])")


def _is_dateline(before: str, mark: re.Match[str], rest: str) -> bool:
    place, agency = before.strip(" ,."), mark["agency"]
    follows_capital = not rest.lstrip(_OPENING_QUOTES)[:1].islower()
    if agency is None:
        dash = before[len(before.rstrip()) :] + mark[0]
        return follows_capital and _stands_alone(place, dash, rest)
    is_closed = mark["closed"] is not None or not mark[0][-1].isspace()
    if _is_agency(agency):
        return (is_closed or follows_capital) and _is_place(place) and not _spells(agency, place)
    if not is_closed or not follows_capital or not _AGENCY_NAME.fullmatch(agency):
        return False
    if place:
        return mark["closed"] is not None and _is_place_in_capitals(place)
    return agency[0].isupper() or "." in agency


def _stands_alone(place: str, dash: str, rest: str) -> bool:
    """Return whether `place` and `dash` (blanks included) are a dateline without an agency."""
    if rest[:_FEWEST_CHARACTERS].isupper():  # a headline
        return False
    goes_on = dash in rest
    if dash[0] != ":" and _is_place_in_capitals(place):
        return not (goes_on and len(place) <= _FEW_CAPITALS)
    cities = place.partition(",")[0].casefold().replace(" ", "_").split("/")
    is_apart = dash[-1].isspace()
    return is_apart and _cities().issuperset(cities) and _is_place(place) and not goes_on


@cache
def _cities() -> frozenset[str]:
    return frozenset(of_all(lambda each: each.cities))


@cache
def _agencies() -> frozenset[str]:
    return frozenset(of_all(lambda each: each.agencies))


@cache
def _particles() -> frozenset[str]:
    return frozenset(of_all(lambda each: each.particles))


def _is_agency(agency: str) -> bool:
    # `CNN Business`, `dpa/lno`, `Thomson Reuters Foundation`, `The Associated Press`
    names = re.split(r"[\s/,]+", agency.casefold())
    return not _agencies().isdisjoint(names[:2]) or bool(_CALL_LETTERS.fullmatch(agency))


def _is_place(place: str) -> bool:
    """Return whether `place` is empty, or names with at most a day of the month."""
    found = re.findall(r"[^\s,/]+", place)
    return (
        "(" not in place
        and len(found) <= _MOST_WORDS
        and all(
            not word[0].islower() or word in _particles() or (before.rstrip(".").isdigit())
            for before, word in zip(["", *found], found, strict=False)
        )
    )


def _is_place_in_capitals(place: str) -> bool:
    """Return whether `place` is `FORT WORTH` or `COMPTON, Calif.`, not `NASA`."""
    city = place.partition(",")[0]
    return (
        city.isupper()
        and sum(map(str.isalpha, city)) >= _FEWEST_CAPITALS
        and not any(map(str.isdigit, city))
        and city not in load_language(ANY).not_places
        and len(place.split()) <= _MOST_BARE_WORDS
        and _is_place(place)
    )


def _spells(agency: str, place: str) -> bool:
    """Return whether `agency` is short for what stands before it: `Associated Press (AP)`."""
    initials = "".join(word[0] for word in re.split(r"[\s-]+", place) if word)
    return initials.casefold().endswith(agency.casefold())


_BEFORE_OPENING = "\"'“‘„‚«‹¿¡([ \u00a0\u202f"
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")


def leans_back(sentence: str, language: str = "", *, names: Container[str] = ()) -> bool:
    """Return whether only the sentence before it says whom or what `sentence` speaks of.

    It opens with a pronoun (`He said ...`, `But they ...`) or a phrase such as `The latter`;
    or it has a person's pronoun and no name to which that could belong (`"No," she said.`);
    or it opens with `And` or `But` and names nothing. `It is clear that ...` and `This week
    ...` stand alone.

    Args:
        sentence: One sentence, without its dateline.
        language: ISO 639-1 code; a language without a list never leans.
        names: What its text names with one word: the first of a sentence has a capital anyway.
    """
    known = load_language(language)
    if not known.leaning:
        return False
    opening = sentence[:_LONGEST_READ].lstrip(_BEFORE_OPENING)
    clause = _clause(opening, language)
    first = _WORD.match(clause.text)
    if first is None:
        return False
    word = first[0].lower().replace("’", "'")
    may_come_later = clause.is_subordinate and word in known.personal
    if (word in known.leaning and not may_come_later) or any(
        map(_leaning_phrases(language).match, {opening, clause.text})
    ):
        return not _standing_alone(language).match(clause.text)
    if clause.is_joined and not _names_any(f"… {clause.text}", language, names):
        return not _standing_alone(language).match(clause.text)
    return _lacks_owner(sentence, language, names)


class _Clause(NamedTuple):
    """What follows the words that join a sentence to the one before it.

    Attributes:
        is_joined: Whether one of them is a conjunction.
        is_subordinate: Whether it stands before the main clause.
    """

    text: str
    is_joined: bool = False
    is_subordinate: bool = False


def _clause(text: str, language: str) -> _Clause:
    clause = _Clause(text)
    while joint := _joint(language).match(clause.text):
        if _standing_alone(language).match(clause.text):
            break
        clause = _Clause(
            clause.text[joint.end() :],
            clause.is_joined or joint.lastgroup == "close",
            clause.is_subordinate or joint.lastgroup == "subordinating",
        )
    return clause


@cache
def _joint(language: str) -> re.Pattern[str]:
    known = load_language(language)
    kinds = {
        "loose": known.joining,
        "close": known.conjunctions,
        "subordinating": known.subordinating,
    }
    listed = "|".join(
        f"(?P<{kind}>{'|'.join(map(re.escape, sorted(words, reverse=True))) or '(?!)'})"
        for kind, words in kinds.items()
    )
    return re.compile(rf"(?:{listed})(?![\w'’]),?[\s\"“„«]+", re.IGNORECASE)


def _lacks_owner(sentence: str, language: str, names: Container[str]) -> bool:
    """Return whether a person's pronoun stands in `sentence` outside of quotations, and no name."""
    said = _without_quotations(sentence)
    pronoun = _personal(language).search(said.lower())
    if pronoun is None or _names_any(said, language, names):
        return False
    # Where all nouns have capitals, any of them may be the owner.
    return not load_language(language).common_endings or not any(
        word[0].isupper() and not is_stop_word(word, language)
        for word in _WORD.findall(said[: pronoun.start()])
    )


def speaks_of_person(sentence: str, language: str) -> bool:
    """Return whether a person's pronoun stands in `sentence` outside of quotations."""
    return bool(_personal(language).search(_without_quotations(sentence).lower()))


def _without_quotations(sentence: str) -> str:
    read = sentence[:_LONGEST_READ]
    return _QUOTED.sub(" ", read) if _QUOTE_MARK.search(read) or "'" in read else read


# No sentence of news is longer.
_LONGEST_READ = 1_000
_QUOTED = re.compile(r"[\"“„«][^\"“”„«»]*[\"”“»]|(?<!\w)[‘'][^‘’']*[’'](?!\w)")


def _names_any(text: str, language: str, names: Container[str]) -> bool:
    """Return whether a word of `text` seems to name someone or something."""
    nouns_have_capitals = bool(load_language(language).common_endings)
    found = list(_WORD.finditer(text))
    if not nouns_have_capitals and any(
        word[0][0].isupper() and word.start() > 0 and _may_be_name(word[0], language)
        for word in found
    ):
        return True
    asked = found if nouns_have_capitals else found[:1]
    return any(word[0][0].isupper() and word[0] in names for word in asked)


def _may_be_name(word: str, language: str) -> bool:
    known = load_language(language)
    return not (is_stop_word(word, language) or word in known.weekdays or word in known.months)


@cache
def _personal(language: str) -> re.Pattern[str]:
    listed = "|".join(map(re.escape, sorted(load_language(language).personal)))
    return re.compile(rf"(?<![\w'’])(?:{listed or '(?!)'})(?!\w)")


@cache
def _standing_alone(language: str) -> re.Pattern[str]:
    return _any_of(load_language(language).standing_alone)


@cache
def _leaning_phrases(language: str) -> re.Pattern[str]:
    return _any_of(load_language(language).leaning_phrases)


def _any_of(patterns: Iterable[str]) -> re.Pattern[str]:
    return re.compile("|".join(patterns) or "(?!)", re.IGNORECASE)


_QUOTE_OPENS = "\"'“”‘„«»‹「『"
_QUOTE_MARK = re.compile('["“”„«»「」『』]')
_QUOTE_CLOSES = "\"'”’“‘»«›」』 \u00a0\u202f"
# Who is said to have said it, before or after the words.
_OUTSIDE = re.compile(r"[^\W\d_]{2,}")


def is_torn(sentence: str) -> bool:
    """Return whether a quotation begins or ends in another sentence.

    However a language turns its marks, a whole quotation has two.
    """
    marks = sentence.count('"') if sentence.isascii() else len(_QUOTE_MARK.findall(sentence))
    return marks % 2 == 1


def is_lone(sentence: str) -> bool:
    """Return whether `sentence` is all quotation and does not say whose words it is."""
    text = sentence.strip()
    if text[:1] not in _QUOTE_OPENS or not text or text[-1] not in _QUOTE_CLOSES:
        return False
    marks = [mark.start() for mark in _QUOTE_MARK.finditer(text)]
    inside = text[1:-1]
    if len(marks) <= 2:  # noqa: PLR2004 - a quotation has two ends
        return True
    between = "".join(
        inside[end - 1 : start - 1] for end, start in zip(marks[1::2], marks[2::2], strict=False)
    )
    return not _OUTSIDE.search(between)


_MARKS = tuple(".!?…。！？｡।॥؟۔։።။។")
_CLOSING = "\"'”’“‘»«›)]}」』）】》〉\\ \u00a0\u202f"
_LEADING = "([{*•·–—-_|>\u00a0 "
# What has no mark is a heading up to this length; a longer one has lost its mark.
_MOST_HEADING_WORDS = 11
_MOST_HEADING_CHARACTERS = 100
_MOST_HAN_CHARACTERS = 30
# What announces the next line tells nothing alone.
_ANNOUNCING = (":", "：")
_STAMP_END = re.compile(r"(?:\d|[ap]\.?m|\b[A-Z]{2,4}|Uhr|h)[\s.)\]]*$")
_MOST_STAMP_WORDS = 9
_LONGEST_BYLINE = 100
_ADDRESS = r"@\w|https?:"
_LONGEST_CONTAINING = 300
# What is read of the beginning.
_HEAD = 60


def is_aside(sentence: str, language: str = "") -> bool:
    """Return whether `sentence`, as split from a text, is none that a summary may show.

    Args:
        sentence: One of `split_sentences`, better without its dateline.
        language: ISO 639-1 code, empty if unknown: some set no marks at the end.
    """
    if _is_unfinished(sentence) and not load_language(language).marks_are_left_out:
        return True
    known = _asides()
    head = sentence[:_HEAD].lstrip(_LEADING).casefold().replace("’", "'")
    word = head.partition(" ")[0]
    if word in known.openings and head.startswith(known.openings[word]):
        return True
    label = word.rstrip(":.")
    if label in known.labels and head[len(label) :].lstrip()[:1] == ":":
        return True
    if (
        label in known.stamps
        and _STAMP_END.search(sentence)
        and _counts(sentence, _MOST_STAMP_WORDS)
    ):
        return True
    return _is_credit(sentence, head, word) or not any(map(str.isalpha, sentence))


class _Asides(NamedTuple):
    """What tells asides in any language; see `Language`.

    Attributes:
        openings: Its `asides`, by their first word.
    """

    openings: Mapping[str, tuple[str, ...]]
    labels: frozenset[str]
    stamps: frozenset[str]
    by: frozenset[str]
    byline: re.Pattern[str]
    inviting: tuple[str, ...]
    address: re.Pattern[str]
    linking: frozenset[str]
    patterns: re.Pattern[str]
    endings: tuple[str, ...]


@cache
def _asides() -> _Asides:
    openings: dict[str, list[str]] = {}
    for phrase in of_all(lambda each: each.asides):
        openings.setdefault(phrase.partition(" ")[0], []).append(phrase)
    joints = "|".join(of_all(lambda each: each.by_joints))
    return _Asides(
        openings={word: tuple(phrases) for word, phrases in openings.items()},
        labels=frozenset(of_all(lambda each: each.labels)),
        stamps=frozenset(of_all(lambda each: each.stamps)),
        by=frozenset(of_all(lambda each: each.by)),
        byline=re.compile(rf"\w+(?:,? (?:{joints}|[^\W\d_a-z][\w.'’-]*)){{2,10}},?\s?\.?"),
        inviting=tuple(f"{phrase} " for phrase in of_all(lambda each: each.inviting)),
        address=re.compile("|".join([_ADDRESS, *of_all(lambda each: each.networks)])),
        linking=frozenset(of_all(lambda each: each.linking)),
        patterns=_any_of(of_all(lambda each: each.aside_patterns)),
        endings=of_all(lambda each: each.aside_endings),
    )


def _is_unfinished(sentence: str) -> bool:
    """Return whether `sentence` has no closing mark and is too short to have lost it."""
    bare = sentence.rstrip(_CLOSING)
    if bare.endswith(_MARKS):
        return False
    if bare.endswith(_ANNOUNCING):
        return True
    most = _MOST_HAN_CHARACTERS if bare[-1:] >= "\u3000" else _MOST_HEADING_CHARACTERS
    return len(bare) <= most and _counts(bare, _MOST_HEADING_WORDS)


def _counts(text: str, most: int) -> bool:
    return len(text.split(maxsplit=most)) <= most


def _is_credit(sentence: str, head: str, word: str) -> bool:
    """Return whether `sentence` says who made, owns or can be written to about a text."""
    known = _asides()
    if len(sentence) <= _LONGEST_BYLINE and word in known.by and known.byline.fullmatch(sentence):
        return True
    if word in known.linking and "»" in sentence and "«" not in sentence:
        return True
    if f"{head} ".startswith(known.inviting) and known.address.search(sentence):
        return True
    if head.startswith("©") or known.patterns.match(head):
        return True
    lowered = sentence[:_LONGEST_CONTAINING].casefold()
    return any(map(lowered.__contains__, known.endings))
