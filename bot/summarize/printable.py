"""Gates: what no summary may ever show, and what it may show only beside another sentence.

Whatever chooses sentences asks here first. A gate refuses what no editor would print (half of
a quotation, a caption, a question, a line of a ticker) and names what a sentence cannot be
understood without (the owner of its pronoun). Which words tell stands in `bot/languages`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, cached_property

from bot.languages import load_language
from bot.text import (
    is_aside,
    is_lone,
    is_stop_word,
    leans_back,
    long_quotations,
    mentions,
    speaks_of_person,
    tokens,
)


class Unfit(StrEnum):
    """Why a sentence must never be shown."""

    QUOTATION_TORN = "quotation-torn"  # part of a quotation that is longer, or lacks a mark
    QUOTATION_LONE = "quotation-lone"  # nobody is said to have said it
    ASIDE = "aside"  # furniture of a page: credits, links, invitations; or in brackets
    BYLINE = "byline"  # who wrote it
    CALL = "call"  # asks the reader to do something
    CAPTION = "caption"  # says what is seen in a picture
    FRAGMENT = "fragment"  # no whole sentence
    GLUED = "glued"  # two that have run together
    LABEL = "label"  # a heading, or what a box is called
    QUESTION = "question"
    REPEATED = "repeated"  # a caption or pull quote: the same stands earlier in the text
    TABLE = "table"  # a row of figures or of names
    TEASER = "teaser"  # promises what it does not tell
    TICKER = "ticker"  # an entry of a live blog with its time
    UNMARKED = "unmarked"  # someone's own words, without the marks that say so
    LEANS = "leans"  # nothing that can be shown before it explains it


@dataclass(frozen=True, slots=True)
class Judgement:
    """Whether a sentence may be shown.

    Attributes:
        reason: Why it must never be shown; None if it may be.
        needs: The places of other sentences, earlier or later, that must be shown with it,
            in order; each of them may be shown, and what they need in turn is among them.
    """

    reason: Unfit | None
    needs: tuple[int, ...] = ()


# What needs more sentences than these needs too many.
_MOST_NEEDED = 2


def verdicts(
    sentences: Sequence[str],
    *,
    title: str,
    language: str,
    paragraphs: Sequence[int] = (),
) -> list[Judgement]:
    """Return for each of the sentences of a text whether it may be shown.

    Args:
        sentences: All of them, in order, as `split_sentences` returns them; their datelines
            may be left out.
        title: What is shown above them, empty if nothing is.
        language: ISO 639-1 code, empty if unknown.
        paragraphs: The number of the paragraph of each; none if that is unknown.
    """
    reasons = [_alone(sentence, language) for sentence in sentences]
    for quotation in long_quotations(sentences, language=language, paragraphs=paragraphs):
        for place in range(quotation.first, quotation.last + 1):
            reasons[place] = Unfit.QUOTATION_TORN
    _refuse_bylines(sentences, reasons, language)
    _refuse_unmarked(sentences, reasons, language)
    _refuse_repeated(sentences, reasons, title)
    needs = _needs(sentences, reasons, title=title, language=language)
    found = [_settled(place, reasons, needs) for place in range(len(sentences))]
    if not any(each.reason is Unfit.LEANS for each in found) or not mentions(title, language):
        return found
    return [
        Judgement(None)
        if each.reason is Unfit.LEANS and speaks_of_person(sentence, language)
        else each
        for each, sentence in zip(found, sentences, strict=True)
    ]


def _alone(sentence: str, language: str) -> Unfit | None:
    """Return why a sentence must never be shown, whatever stands around it."""
    if is_aside(sentence, language) or _BRACKETED.fullmatch(sentence):
        return Unfit.ASIDE
    return next((reason for reason, is_it in _GATES.items() if is_it(sentence, language)), None)


_ENDS = "\"'”’“‘»«›)]\u00a0\u202f "
_BRACKETED = re.compile(r"[(\[][^()\[\]]*[)\]][.!?]?")
_QUESTION_MARKS = ("?", "？", "؟", "⁇")


def _is_question(sentence: str, _: str) -> bool:
    return sentence.rstrip(_ENDS).rstrip("!").endswith(_QUESTION_MARKS)


# Spaces part words in most scripts; in others, so many are more than a heading.
_FEWEST_WORDS = 5
_SPACELESS = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]")
_HALF_BEGUN = re.compile(r"[.,;:!?)\]…•]")
_ELLIPSIS = re.compile(r"(?:\.\.\.|…)\W*$")
_MOST_EXCLAIMED = 8


def _is_fragment(sentence: str, language: str) -> bool:
    words = sentence.split()
    if _HALF_BEGUN.match(sentence) or _ELLIPSIS.search(sentence):
        return True
    if len(words) < _FEWEST_WORDS and not _SPACELESS.search(sentence):
        return True
    if len(words) <= _MOST_EXCLAIMED and sentence.endswith("!"):
        return True
    return _opens_with(language, "fragments", sentence)


# What has no mark at its end and is longer is a sentence that has lost it.
_MOST_UNMARKED = 25
_MARKS = tuple(".!?:;…。！？｡।॥؟۔։።။။")
_MOST_HEADING_WORDS = 14
_SPACED_MARK = re.compile(r"[^\W\d_] [.!]$")
_NUMBERED = re.compile(r"\(?\d{1,2}[.)]\s+\S")
_MOST_NUMBERED = 8


def _is_label(sentence: str, language: str) -> bool:
    """Return whether a sentence is a heading, with no mark or with one set apart from it."""
    count = len(sentence.split())
    if count <= _MOST_HEADING_WORDS and _SPACED_MARK.search(sentence):
        return True
    if count <= _MOST_NUMBERED and _NUMBERED.match(sentence):
        return True
    is_marked = sentence.rstrip(_ENDS).endswith(_MARKS) or _SPACELESS.search(sentence)
    return count <= _MOST_UNMARKED and not (is_marked or load_language(language).marks_are_left_out)


_WORD = re.compile(r"[^\W_]+")
_FEW_SMALL = 0.2
# A short sentence may have few words that are no names.
_SHORT_ROW = 7
_IN_BRACKETS = re.compile(r"\([^()]{1,40}\)")
_MOST_BRACKETS = 4


def _is_table(sentence: str, _: str) -> bool:
    """Return whether nearly all words are names or numbers: rows, squads, headings."""
    by_blanks = sentence.split()
    if 2 * sum(not _is_high(each) for each in by_blanks) > len(by_blanks):
        return False
    words = _WORD.findall(sentence)
    small = sum(not _is_high(word) for word in words)
    if len(words) < _FEWEST_WORDS or _SPACELESS.search(sentence):
        return False
    few = _FEW_SMALL * len(words) if len(words) > _SHORT_ROW else 0
    return small <= few or (
        len(_IN_BRACKETS.findall(sentence)) > _MOST_BRACKETS and small < len(words) / 2
    )


def _is_high(word: str) -> bool:
    return word[0].isupper() or word[0].isdecimal()


_CLOCK = re.compile(
    r"(?:\+{2,}|\[?\d{1,2}[:.]\d{2}(?!\d)\]?(?:\s?(?:Uhr|h|[AaPp]\.?[Mm]\.?|[A-Z]{2,4})\b)?)"
    r"\s*[:–—|+-]?\s+(?=[^\W\d_a-z]|[\"“„«])"
)


def _is_ticker(sentence: str, _: str) -> bool:
    return bool(_CLOCK.match(sentence))


def _is_glued(sentence: str, language: str) -> bool:
    """Return whether a word that begins sentences stands within one, with its capital."""
    found = _beginner(language).search(sentence)
    return found is not None and found[1].islower()


@cache
def _beginner(language: str) -> re.Pattern[str]:
    listed = "|".join(sorted(map(str.capitalize, load_language(language).beginners))) or "(?!)"
    return re.compile(rf" (?<=[^\W\d_A-Z)\]'’\"”»] )(?<![^\w] )(?:{listed}) (?=([^\W\d_]))")


# What is read of the beginning.
_START = 120


def _plain(sentence: str) -> str:
    """Return `sentence` in small letters and with plain apostrophes, as patterns are written."""
    return sentence.replace("İ", "i").lower().replace("’", "'")


def _is_teaser(sentence: str, language: str) -> bool:
    return _opens_with(language, "teasers", sentence)


def _is_call(sentence: str, language: str) -> bool:
    return _opens_with(language, "calls", sentence)


def _is_caption(sentence: str, language: str) -> bool:
    return _has(language, "captions", sentence)


def _has(language: str, kind: str, sentence: str) -> bool:
    """Return whether patterns of a kind stand in `sentence`; those with a `^` at its beginning."""
    if _opens_with(language, kind, sentence):
        return True
    inside = _inside(language, kind)
    return inside is not None and bool(inside.search(_plain(sentence)))


def _opens_with(language: str, kind: str, sentence: str) -> bool:
    return bool(_begins(language, kind).match(_plain(sentence[:_START])))


@cache
def _begins(language: str, kind: str) -> re.Pattern[str]:
    patterns: Sequence[str] = getattr(load_language(language), kind)
    return re.compile("|".join(patterns) or "(?!)")


@cache
def _inside(language: str, kind: str) -> re.Pattern[str] | None:
    """Return what stands within sentences too, or None if nothing of a kind does."""
    patterns: Sequence[str] = getattr(load_language(language), kind)
    listed = [each for each in patterns if not each.startswith("^")]
    return re.compile("|".join(listed)) if listed else None


# In order: the first that holds is the reason.
_GATES: dict[Unfit, Callable[[str, str], bool]] = {
    Unfit.TICKER: _is_ticker,
    Unfit.TABLE: _is_table,
    Unfit.QUESTION: _is_question,
    Unfit.CALL: _is_call,
    Unfit.TEASER: _is_teaser,
    Unfit.CAPTION: _is_caption,
    Unfit.LABEL: _is_label,
    Unfit.FRAGMENT: _is_fragment,
    Unfit.GLUED: _is_glued,
}

# Who wrote it stands at one of its ends, in few words.
_NEAR_AN_END = 4
_MOST_BYLINE = 20


def _refuse_bylines(sentences: Sequence[str], reasons: list[Unfit | None], language: str) -> None:
    for place, sentence in enumerate(sentences):
        if reasons[place] is None and len(sentence.split()) <= _MOST_BYLINE:
            is_near = min(place, len(sentences) - 1 - place) < _NEAR_AN_END
            is_byline = _has if is_near else _opens_with
            if is_byline(language, "bylines", sentence):
                reasons[place] = Unfit.BYLINE


# Where the author says "I" as often, it is no quotation that has lost its marks.
_SELDOM = 0.2
_QUOTATION_MARKS = frozenset('"“”„«»‘‹›「『')


def _refuse_unmarked(sentences: Sequence[str], reasons: list[Unfit | None], language: str) -> None:
    """Refuse `We knew it.` in a text that tells of others and has lost its quotation marks."""
    if any(not _QUOTATION_MARKS.isdisjoint(sentence) for sentence in sentences):
        return
    speaks = _speaker(language)
    found = [place for place, each in enumerate(sentences) if speaks.match(each)]
    if len(found) < _SELDOM * len(sentences):
        for place in found:
            reasons[place] = reasons[place] or Unfit.UNMARKED


@cache
def _speaker(language: str) -> re.Pattern[str]:
    """Return what begins a sentence in the first person, outside of quotations."""
    listed = "|".join(sorted(load_language(language).first_person)) or "(?!)"
    return re.compile(rf"(?:[^\W\d_]+,? ){{0,2}}(?:{listed})\b(?!['’]s\b)", re.IGNORECASE)


_TELLING = re.compile(r"[^\W_]{4,}")
_FEWEST_TELLING = 5
_REPEATED = 0.85
_MOST_COMPARED = 200


def _refuse_repeated(sentences: Sequence[str], reasons: list[Unfit | None], title: str) -> None:
    """Refuse what says again, in nearly the same words, what the title or a sentence said."""
    known = [frozenset(_TELLING.findall(title.lower()))]
    for place, sentence in enumerate(sentences[:_MOST_COMPARED]):
        if reasons[place] is not None:
            continue
        if _runs_on_from(title, sentence):
            reasons[place] = Unfit.GLUED
            continue
        found = frozenset(_TELLING.findall(sentence.lower()))
        if len(found) < _FEWEST_TELLING:
            continue
        # Of most sentences, one word tells that they are others.
        fewest, longest = _REPEATED * len(found), max(found, key=len)
        if any(longest in each and len(found & each) >= fewest for each in known):
            reasons[place] = Unfit.REPEATED
        else:
            known.append(found)


# Shorter titles are names, which stand in sentences.
_SHORTEST_TITLE = 25


def _runs_on_from(title: str, sentence: str) -> bool:
    """Return whether the title stands in a sentence, and another begins without a mark behind."""
    if len(title) < _SHORTEST_TITLE or title not in sentence:
        return False
    rest = sentence[sentence.rindex(title) + len(title) :]
    return rest[:1].isspace() and rest.lstrip()[:1].isupper()


_AROUND = ".,;:!?\"'”’)"


def _needs(
    sentences: Sequence[str], reasons: list[Unfit | None], *, title: str, language: str
) -> list[set[int]]:
    """Return what each needs directly; what is said by nobody, and cannot have it, is refused."""
    names = _Names(sentences, title, language)
    needs: list[set[int]] = [set() for _ in sentences]
    for place, sentence in enumerate(sentences):
        if reasons[place] is not None:
            continue
        lone, before = is_lone(sentence), _before(place, reasons)
        if lone and (before is None or reasons[before] is not None):
            reasons[place] = Unfit.QUOTATION_LONE
        elif lone or leans_back(sentence, language, names=names):
            if before is not None:
                needs[place].add(before)
            elif not title:  # which is the sentence before the first
                reasons[place] = Unfit.LEANS
    return needs


class _Names:
    """What a text names, for words that have a capital because they begin a sentence.

    They are names if they never stand there without one. Where all nouns have capitals, it
    takes longer to tell.
    """

    def __init__(self, sentences: Sequence[str], title: str, language: str) -> None:
        self._text = title, *sentences
        self._language = language

    def __contains__(self, word: object) -> bool:
        if load_language(self._language).common_endings:
            return word in self._mentioned
        name = str(word)
        return name.lower() not in self._small and not is_stop_word(name, self._language)

    @cached_property
    def _small(self) -> frozenset[str]:
        words = (word for each in self._text for word in each.split())
        return frozenset(word.strip(_AROUND) for word in words if word[0].islower())

    @cached_property
    def _mentioned(self) -> frozenset[str]:
        found = mentions("\n".join(self._text), self._language)
        return frozenset(word for name in found for word in tokens(name) if word[0].isupper())


# Lines between sentences that explain nothing, and that a reader passes over.
_PASSED_OVER = frozenset(
    {
        Unfit.ASIDE,
        Unfit.BYLINE,
        Unfit.CALL,
        Unfit.CAPTION,
        Unfit.FRAGMENT,
        Unfit.LABEL,
        Unfit.REPEATED,
        Unfit.TABLE,
        Unfit.TEASER,
        Unfit.TICKER,
    }
)


def _before(place: int, reasons: Sequence[Unfit | None]) -> int | None:
    """Return the place of the sentence before, past what only stands between."""
    return next(
        (each for each in range(place - 1, -1, -1) if reasons[each] not in _PASSED_OVER), None
    )


def _settled(place: int, reasons: Sequence[Unfit | None], needs: Sequence[set[int]]) -> Judgement:
    """Return the verdict with all that is needed by what is needed."""
    if reason := reasons[place]:
        return Judgement(reason)
    whole: set[int] = set()
    waiting = {place}
    while waiting:
        whole |= waiting
        waiting = set[int]().union(*(needs[each] for each in waiting)) - whole
    whole.discard(place)
    if len(whole) > _MOST_NEEDED or any(reasons[each] for each in whole):
        return Judgement(Unfit.LEANS)
    return Judgement(None, tuple(sorted(whole)))
