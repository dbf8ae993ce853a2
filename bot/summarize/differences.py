"""Where reports of one event differ: two sentences that can't both be right.

Two reports count the same thing and come to different numbers, give another time or another
name for the same, or one says what the other denies. Whatever can be explained otherwise is no
difference: a rounded number, an older count, a part of it, another day, another place. What
counts, denies and was so before in a language stands in `bot/languages`; in a language of which
nothing of that is known, nothing is found.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import cache, partial
from itertools import combinations
from math import floor, log10
from typing import TypeAlias

from bot.languages import load_language
from bot.summarize.article import SECONDS
from bot.summarize.novelty import Claim, claim_of, numbers_in_words, opposites
from bot.summarize.printable import verdicts
from bot.summarize.quotations import statements_of
from bot.text import (
    calendar_words,
    is_stop_word,
    placed_tokens,
    split_paragraphs,
    split_sentences,
    stem,
    without_dateline,
)
from bot.workers import WorkerDiedError, Workers
from storage.model import Article, Attributed, Difference, Statement, Story

# Below a story a reader looks at no more.
MOST = 2

# What comes later in an article is background.
_MOST_SENTENCES = 25
_MOST_READ = 6
_MOST_PARAGRAPHS = 25
# Where a correction says that it is one.
_BEGINNING = 600  # characters
# A longer sentence says more than what differs.
_LONGEST = 320  # characters
# One with more numbers is a table in words.
_MOST_NUMBERS = 3
# After so long, another number is a newer one.
_MOVES_ON = timedelta(hours=2)
# What was open so long before the newest report is settled,
_STANDS_FOR = timedelta(hours=6)
# but for what was denied in a day.
_DENIED_WITHIN = timedelta(hours=24)
# What is many times as much is another thing.
_MOST_TIMES = 4.0
# Below, a rounder number is the other one rounded.
_LITTLE = 1.07
# Stems that are looked at behind a number and before it.
_BEHIND, _BEFORE = 6, 4
_NEAREST = 3
# Words around a number that may say that it counts something else.
_AROUND = 6
# Parts of what the shorter of two sentences says, without numbers, that the other one says too.
_SAME_COUNT, _SAME_FEW, _SAME_SHARE, _SAME_HOUR = 0.25, 0.4, 0.34, 0.7
_FEWEST_SHARED, _FEWEST_AMOUNT, _MANY_SHARED = 3, 4, 6
# Few are soon others: two senators and three of them.
_MANY = 10
# So much of what is denied stands in what it denies.
_DENIED, _FEWEST_DENIED = 0.75, 3
# Two that differ in more words are no variants of each other.
_FEW = 2
_FEWEST_STEMS = 5
# `12 000`, but not `2 000 000 000`.
_MOST_GROUPED = 1_000_000


@dataclass(frozen=True, slots=True)
class Voices:
    """What is folded below a story.

    Attributes:
        differs: Where its reports differ.
        said: Who said what.
    """

    differs: tuple[Difference, ...] = ()
    said: tuple[Statement, ...] = ()


async def find_voices(
    story: Story,
    *,
    title: str,
    told: Sequence[str],
    workers: Workers,
    seconds: float = SECONDS,
) -> Voices:
    """Return where the reports of a story differ and who said what, off the event loop.

    Nothing is returned if that takes too long.

    Args:
        story: Its newest reports are read.
        title: What is shown above.
        told: Sentences that the reader sees anyway.
        workers: Where they are read.
        seconds: How long the reader waits.
    """
    own = [article for article in story.articles if article.copy_of is None]
    if not own:
        return Voices()
    newest = sorted(own, key=lambda one: (-one.at.timestamp(), one.id))[:_MOST_READ]
    job = partial(_voices, newest, title=title, told=tuple(told))
    try:
        return await workers.run(job, seconds=seconds)
    except (TimeoutError, WorkerDiedError):
        return Voices()


def _voices(articles: Sequence[Article], *, title: str, told: Sequence[str]) -> Voices:
    return Voices(differences_of(articles), statements_of(articles, title=title, told=told))


@dataclass(frozen=True, slots=True)
class _Quantity:
    """A number in a sentence, and what it counts.

    Attributes:
        value: The number.
        unit: `%`, a sign of money, or empty.
        counted: Stems behind it, up to the next number; its noun first.
        before: Stems before it, the nearest last.
        is_direct: Whether nothing stands between it and what it counts.
        is_other: Whether words beside it say why it is another one than elsewhere.
    """

    value: float
    unit: str
    counted: tuple[str, ...]
    before: tuple[str, ...]
    is_direct: bool
    is_other: bool

    @property
    def predicates(self) -> frozenset[str]:
        """Return what may be said of those that it counts: `killed` of 12 people."""
        return frozenset(self.counted[1:2] + self.before[-1:])

    @property
    def around(self) -> frozenset[str]:
        """Return the stems on both sides of it."""
        return frozenset(self.counted[: _NEAREST + 1] + self.before[-_NEAREST:])


@dataclass(frozen=True, slots=True)
class _Assertion:
    """A sentence, read for what may be held against another.

    Attributes:
        article: The report that it stands in.
        text: The sentence.
        claim: What it says, with its numbers.
        quantities: What it counts.
        days: Days and months that it names, and years.
        names: Other words with capitals.
        is_fit: Whether it can be shown alone.
    """

    article: Article
    text: str
    claim: Claim
    quantities: tuple[_Quantity, ...]
    days: frozenset[str]
    names: frozenset[str]
    is_fit: bool

    @property
    def told(self) -> Attributed:
        """Return it as readers see it."""
        article = self.article
        return Attributed(self.text, article.outlet, article.url, article.at, article.id)


def differences_of(articles: Sequence[Article], *, most: int = MOST) -> tuple[Difference, ...]:
    """Return where reports of one event differ, the weightiest first, no sentence twice.

    Reports of one outlet don't differ: they move on. Nor do those with hours between, but for
    what the later one denies, or reports that are hours older than the newest. One that
    corrects something explains why it is another.

    Args:
        articles: Reports, none a copy of another.
        most: How many differences to return at most.
    """
    if not articles:
        return ()
    newest = max(article.at for article in articles)
    read = {
        article: _assertions(article)
        for article in sorted(articles, key=lambda one: (one.at, one.id))
        if newest - article.at <= _DENIED_WITHIN and not _is_correction(article)
    }
    found: list[tuple[int, Difference]] = []
    for one, other in combinations(read, 2):
        if one.language == other.language and one.outlet != other.outlet:
            is_one_moment = other.at - one.at <= _MOVES_ON and newest - one.at <= _STANDS_FOR
            found += _between(read[one], read[other], one.language, only_denials=not is_one_moment)
    chosen: list[Difference] = []
    shown: set[str] = set()
    for _, each in sorted(found, key=lambda pair: pair[0]):
        if shown.isdisjoint((each.one.text, each.other.text)):
            chosen.append(each)
            shown |= {each.one.text, each.other.text}
    return tuple(chosen[:most])


def _is_correction(article: Article) -> bool:
    patterns = "|".join(load_language(article.language).corrections) or "(?!)"
    text = f"{article.title}\n{article.body[:_BEGINNING]}"
    return re.search(patterns, text, re.IGNORECASE) is not None


def _between(
    ones: Sequence[_Assertion],
    others: Sequence[_Assertion],
    language: str,
    *,
    only_denials: bool,
) -> Iterator[tuple[int, Difference]]:
    """Yield the differences of two reports, each with how far down it stands."""
    for place, one in enumerate(ones):
        for other_place, other in enumerate(others):
            if not (one.is_fit and other.is_fit) or _are_apart(one, other):
                continue
            if _denies(other, one, ones, language) or (
                not only_denials
                and (
                    _count_differs(one, other, ones, others, language)
                    or _varies(one.claim, other.claim, language)
                    or _denies(one, other, others, language)
                    or _hour_differs(one, other)
                )
            ):
                yield place + other_place, Difference(one.told, other.told)


def _are_apart(one: _Assertion, other: _Assertion) -> bool:
    """Return whether two sentences are of other days or of others' doings."""
    return any(
        mine and theirs and not mine & theirs
        for mine, theirs in ((one.days, other.days), (one.names, other.names))
    )


def _shared(one: _Assertion, other: _Assertion) -> tuple[int, float]:
    """Return how many stems two sentences share but for numbers, and which part that is."""
    mine = one.claim.stems - one.claim.numbers
    theirs = other.claim.stems - other.claim.numbers
    shared = len(mine & theirs)
    return shared, shared / (min(len(mine), len(theirs)) or 1)


def _count_differs(
    one: _Assertion,
    other: _Assertion,
    ones: Sequence[_Assertion],
    others: Sequence[_Assertion],
    language: str,
) -> bool:
    """Return whether two sentences count the same and come to different numbers.

    A number that the other report has as well is an older one there, or of something else.
    """
    shared, part = _shared(one, other)
    return any(
        _conflicts(mine, theirs, shared, part, language)
        and not _stands_in(theirs, ones)
        and not _stands_in(mine, others)
        for mine in one.quantities
        for theirs in other.quantities
    )


def _conflicts(mine: _Quantity, theirs: _Quantity, shared: int, part: float, language: str) -> bool:
    low, high = sorted((mine.value, theirs.value))
    if (
        mine.is_other
        or theirs.is_other
        or mine.unit != theirs.unit
        or not (mine.counted and theirs.counted)
        or low <= 0
        or low == high
        or high / low > _MOST_TIMES
        or shared < _FEWEST_SHARED
        or _is_rounded(low, high)
    ):
        return False
    if mine.unit:
        same = set(mine.counted[:_NEAREST]) & set(theirs.counted[:_NEAREST])
        same |= set(mine.before[-_NEAREST:]) & set(theirs.before[-_NEAREST:])
        is_near = mine.unit != "%" or part >= _SAME_SHARE
        is_same_news = mine.unit != "%" and part >= _SAME_FEW and shared >= _MANY_SHARED
        return is_same_news or (len(same) > 1 and shared >= _FEWEST_AMOUNT and is_near)
    nouns = {mine.counted[0], theirs.counted[0]}
    known = _nouns(language)
    if not (mine.is_direct and theirs.is_direct) or nouns & known.measures:
        return False
    if len(nouns) == 1 and nouns <= known.persons:
        return bool(mine.predicates & theirs.predicates) and part >= _SAME_COUNT
    same = nouns & set(mine.counted[:2]) & set(theirs.counted[:2]) - known.persons
    is_near = part >= (_SAME_COUNT if low >= _MANY else _SAME_FEW)
    return bool(same) and bool((mine.around & theirs.around) - same) and is_near


def _is_alike(one: float, other: float) -> bool:
    low, high = sorted((one, other))
    return one == other or (low > 0 and _is_rounded(low, high))


def _is_rounded(low: float, high: float) -> bool:
    """Return whether one of two numbers may be the other one in round figures."""
    for rounder, finer in ((low, high), (high, low)):
        digits = _figures(rounder)
        if digits < _figures(finer):
            last = digits - 1 - floor(log10(finer))
            if high / low < _LITTLE or round(finer, last) == rounder:
                return True
    return False


def _figures(value: float) -> int:
    """Return how many figures a number has without the noughts at its ends."""
    return len(f"{value:.10f}".replace(".", "").strip("0"))


def _stands_in(quantity: _Quantity, assertions: Sequence[_Assertion]) -> bool:
    return any(
        _is_alike(each.value, quantity.value)
        and each.unit == quantity.unit
        and (each.unit or each.counted[:1] == quantity.counted[:1])
        for assertion in assertions
        for each in assertion.quantities
    )


def _varies(one: Claim, other: Claim, language: str) -> bool:
    """Return whether two sentences are the same but for a name, a "not" or the outcome."""
    more, less = one.stems - other.stems, other.stems - one.stems
    fewest = min(len(one.stems), len(other.stems))
    if max(len(more), len(less)) > _FEW or fewest < _FEWEST_STEMS:
        return False
    against = opposites(language)
    if any(not less.isdisjoint(against.get(each, ())) for each in more):
        return one.is_negated == other.is_negated
    if one.is_negated != other.is_negated:
        return len(more) <= 1 and len(less) <= 1
    calendar = {stem(word.lower(), language) for word in calendar_words()}
    return (
        len(more) == len(less) == 1
        and more <= one.names - calendar
        and less <= other.names - calendar
        and not _is_spelled_alike(*more, *less)
    )


def _is_spelled_alike(one: str, other: str) -> bool:
    """Return whether two spellings may be of one name: `Advisers`, `Advisors`; `Lt.`."""
    return one[0] == other[0]


@cache
def _denying(language: str) -> re.Pattern[str]:
    return re.compile("|".join(load_language(language).denials) or "(?!)", re.IGNORECASE)


def _denies(
    one: _Assertion, other: _Assertion, others: Sequence[_Assertion], language: str
) -> bool:
    """Return whether `one` denies what `other` says, in a report that has no denial of it."""
    found = _denying(language).search(one.text)
    if found is None or other.claim.is_negated or _denying(language).search(other.text):
        return False
    if not load_language(language).other_counts.isdisjoint(_lowered(one.text)):
        return False
    denied = claim_of(one.text[found.end() :], language).stems
    if len(denied & other.claim.stems) < max(_FEWEST_DENIED, _DENIED * len(denied)):
        return False
    return not any(
        _denying(language).search(each.text) and not denied.isdisjoint(each.claim.stems)
        for each in others
    )


_CLOCK = re.compile(
    r"\b(?P<hour>\d{1,2}):(?P<minute>\d\d)(?![\d:])|\b(?P<full>\d{1,2})\s?(?:[ap]\.?m\b|Uhr\b)"
)


def _hour_differs(one: _Assertion, other: _Assertion) -> bool:
    """Return whether two sentences say the same of another time of day."""
    times = [list(_CLOCK.finditer(each.text)) for each in (one, other)]
    shared, part = _shared(one, other)
    if shared < _FEWEST_AMOUNT or part < _SAME_HOUR or any(len(found) != 1 for found in times):
        return False
    # Twelve hours apart is another way to write it.
    mine, theirs = (
        (int(found["hour"] or found["full"]) % 12, int(found["minute"] or 0)) for [found] in times
    )
    return mine != theirs


@dataclass(frozen=True, slots=True)
class _Nouns:
    """Stems of nouns that count little: see `Language`."""

    persons: frozenset[str]
    measures: frozenset[str]


@cache
def _nouns(language: str) -> _Nouns:
    known = load_language(language)
    return _Nouns(
        persons=frozenset(stem(word, language) for word in known.persons),
        measures=frozenset(stem(word, language) for word in known.measures),
    )


@cache
def _numbers(language: str) -> Mapping[str, float]:
    """Return the numbers that are written in words."""
    return {
        **{word: float(value) for word, value in numbers_in_words(language).items()},
        **_valued(load_language(language).more_numbers),
    }


@cache
def _scales(language: str) -> Mapping[str, float]:
    return _valued(load_language(language).scales)


def _valued(lines: Sequence[str]) -> dict[str, float]:
    parted = (line.rpartition("|") for line in lines)
    return {word: float(value) for words, _, value in parted for word in words.split()}


def _assertions(article: Article) -> list[_Assertion]:
    """Return the first sentences of an article; none in a language that can't count."""
    language = article.language
    if not load_language(language).scales:
        return []
    split = [
        (without_dateline(sentence), place)
        for place, paragraph in enumerate(split_paragraphs(article.body)[:_MOST_PARAGRAPHS])
        for sentence in split_sentences(paragraph, language)
    ][:_MOST_SENTENCES]
    sentences, places = [text for text, _ in split], [place for _, place in split]
    judged = verdicts(sentences, title=article.title, language=language, paragraphs=places)
    named = {word for text in sentences for word in _words(text)[1:] if _is_name(word, language)}
    return [
        _Assertion(
            article=article,
            text=text,
            claim=(claim := claim_of(text, language)),
            quantities=tuple(_quantities(text, language)),
            days=frozenset(word for word in _words(text) if _is_day(word)),
            names=frozenset(named.intersection(_words(text))),
            is_fit=verdict.reason is None
            and not verdict.needs
            and len(text) <= _LONGEST
            and len(claim.numbers) <= _MOST_NUMBERS,
        )
        for text, verdict in zip(sentences, judged, strict=True)
    ]


def _words(text: str) -> list[str]:
    return [token.removesuffix("'s").rstrip(".") for token, _, _ in placed_tokens(text)]


def _lowered(text: str) -> frozenset[str]:
    return frozenset(word.lower() for word in _words(text))


def _is_day(word: str) -> bool:
    return word in calendar_words() or f"{word}." in calendar_words() or bool(_YEAR.fullmatch(word))


def _is_name(word: str, language: str) -> bool:
    # German gives every noun a capital.
    return (
        language != "de"
        and word[:1].isupper()
        and not _is_day(word)
        and not is_stop_word(word, language)
    )


_DIGITS = re.compile(r"\d+(?:[.,]\d+)*")
_THREE = re.compile(r"\d{3}")
_YEAR = re.compile(r"(?:19|20)\d\d")
# What a number is not counted across: `30 people were killed and 12 injured`
_PARTED = re.compile(r"[;:()–—,]|--|\b(?:and|but|und|aber|et|y|e|en|i|a|и|й|і|та|ve)\b")
_MONEY = "$£€¥₴₽₺"
_SIGNS = _MONEY + "%"
# What makes a number part of an age, a score or a name; an end is none of these.
_JOINED_BEHIND = frozenset("-–/")
_JOINED_BEFORE = frozenset("-–/#№")

_Placed: TypeAlias = tuple[str, int, int]


def _quantities(text: str, language: str) -> Iterator[_Quantity]:
    """Yield what a sentence counts; no years, days, ages, scores and numbers of names."""
    known, placed = load_language(language), list(placed_tokens(text))
    place = 0
    while place < len(placed):
        first, start = place, placed[place][1]
        value, place = _value_at(placed, place, text, language)
        if value is None:
            continue
        end = placed[place - 1][2]
        unit, place = _unit_at(placed, place, text, start, language)
        previous, before_it = placed[first - 1][::2] if first else ("", start)
        following = placed[place][0] if place < len(placed) else ""
        if not unit and (
            text[end : end + 1] in _JOINED_BEHIND
            or text[start - 1 : start] in _JOINED_BEFORE
            or (place - first == 1 and _YEAR.fullmatch(placed[first][0]))
            or _is_month(previous, language)
            or _is_month(following, language)
            or (text[before_it:start].isspace() and _is_called(previous, first, language))
            or _is_share(placed[:first], language)
        ):
            continue
        near = {word.lower() for word, _, _ in placed[max(0, first - _AROUND) : place + _AROUND]}
        yield _Quantity(
            value,
            unit,
            counted=tuple(_stems(placed[place:], text, end, language, most=_BEHIND)),
            before=tuple(_stems(placed[:first], text, start, language, most=_BEFORE))[::-1],
            is_direct=bool(following) and not is_stop_word(following, language),
            is_other=not known.other_counts.isdisjoint(near),
        )


def _is_month(word: str, language: str) -> bool:
    months = load_language(language).months
    return word in months or f"{word}." in calendar_words() or word.rstrip(".") in months


def _is_called(previous: str, place: int, language: str) -> bool:
    """Return whether a number behind a word is part of a name: `No. 1`, `Section 230`."""
    known = load_language(language).abbreviations
    is_counting = known is not None and previous.lower().rstrip(".") in known.counting
    return is_counting or (place > 1 and _is_name(previous, language))


def _is_share(before: Sequence[_Placed], language: str) -> bool:
    """Return whether these words end in `one in`, `seven of`, before the whole."""
    return (
        len(before) > 1
        and is_stop_word(before[-1][0], language)
        and _value(before[-2][0], language) is not None
    )


def _value_at(
    placed: Sequence[_Placed], place: int, text: str, language: str
) -> tuple[float | None, int]:
    """Return the number that begins at a token, with its scale, and the token behind it."""
    token, _, end = placed[place]
    value = _value(token, language)
    place += 1
    if value is None:
        return None, place
    # `12 000`
    while (
        place < len(placed)
        and 1 <= value < _MOST_GROUPED
        and token.isdigit()
        and _THREE.fullmatch(placed[place][0])
        and text[end : placed[place][1]] in {" ", "\u00a0", "\u202f"}
    ):
        value, end, place = value * 1000 + float(placed[place][0]), placed[place][2], place + 1
    scales = _scales(language)
    while place < len(placed) and (scale := scales.get(placed[place][0].lower().rstrip("."))):
        value, place = value * scale, place + 1
    return value, place


def _value(token: str, language: str) -> float | None:
    """Return the number that a token is, in digits or in words."""
    if not _DIGITS.fullmatch(token):
        parts = [_numbers(language).get(part) for part in token.lower().split("-")]
        return None if None in parts else sum(part for part in parts if part)
    groups = re.split("[.,]", token)
    is_grouped = all(_THREE.fullmatch(group) for group in groups[1:])
    if is_grouped and not (language == "en" and "." in token):
        return float("".join(groups))
    return float(f"{''.join(groups[:-1])}.{groups[-1]}")


def _unit_at(
    placed: Sequence[_Placed], place: int, text: str, start: int, language: str
) -> tuple[str, int]:
    """Return the unit of the number before a token, and the token behind it."""
    sign = text[placed[place - 1][2] :].lstrip()[:1]
    if text[start - 1 : start] in _MONEY and start:
        return text[start - 1], place
    if sign and sign in _SIGNS:
        return sign, place
    percent = load_language(language).percent
    begun = place
    while place < len(placed) and placed[place][0].lower() in percent:
        place += 1
    return ("%" if place > begun else ""), place


def _stems(
    placed: Sequence[_Placed], text: str, edge: int, language: str, *, most: int
) -> Iterator[str]:
    """Yield the stems of words nearest to `edge`, as far as nothing parts them from it."""
    is_behind = bool(placed) and placed[0][1] >= edge
    for token, start, end in placed if is_behind else reversed(placed):
        between = text[edge:start] if is_behind else text[end:edge]
        is_joint = _PARTED.fullmatch(token.lower())
        if most == 0 or is_joint or _PARTED.search(between) or _value(token, language) is not None:
            return
        edge = end if is_behind else start
        if not is_stop_word(token, language):
            most -= 1
            yield stem(token.lower().removesuffix("'s").rstrip("."), language)
