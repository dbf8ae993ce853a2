"""Gates: what no summary may ever show, and what it may show only beside another sentence.

Whatever chooses sentences asks here first. A gate refuses what no editor would print (half of
a quotation, a caption, a question, a line of a ticker) and names what a sentence cannot be
understood without (the rest of its quotation, the owner of its pronoun).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from bot.text import is_aside, is_lone, leans_back, long_quotations


class Unfit(StrEnum):
    """Why a sentence must never be shown."""

    QUOTATION_TORN = "quotation-torn"  # part of a quotation that is too long, or not whole
    QUOTATION_LONE = "quotation-lone"  # nobody is said to have said it
    ASIDE = "aside"  # furniture of a page: credits, links, invitations
    BYLINE = "byline"  # who wrote it, and when
    CALL = "call"  # asks the reader to do something
    CAPTION = "caption"  # says what is seen in a picture
    FRAGMENT = "fragment"  # no whole sentence
    GLUED = "glued"  # two that have run together
    LABEL = "label"  # a heading, or what a box is called
    QUESTION = "question"
    REPEATED = "repeated"  # a pull quote: the same stands elsewhere in the text
    TABLE = "table"  # a row of figures or of names
    TEASER = "teaser"  # promises what it does not tell
    TICKER = "ticker"  # an entry of a live blog with its time
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


# A longer quotation is no summary.
_MOST_QUOTED = 3
# What needs more sentences than these needs too many.
_MOST_NEEDED = 2
_ENDS = "\"'”’“‘»«›)]\u00a0\u202f "


def verdicts(
    sentences: Sequence[str],
    *,
    title: str,  # noqa: ARG001 - chosen by names in it, once those of sentences are known
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
    reasons: list[Unfit | None] = [_alone(sentence, language) for sentence in sentences]
    needs: list[set[int]] = [set() for _ in sentences]
    for quotation in long_quotations(sentences, paragraphs=paragraphs):
        places = range(quotation.first, quotation.last + 1)
        is_shown = quotation.is_whole and len(places) <= _MOST_QUOTED
        for place in places:
            if is_shown:
                needs[place].update(set(places) - {place})
            else:
                reasons[place] = reasons[place] or Unfit.QUOTATION_TORN
    for place, sentence in enumerate(sentences):
        if reasons[place] is None and (is_lone(sentence) or leans_back(sentence, language)):
            if place:
                needs[place].add(place - 1)
            elif is_lone(sentence):
                reasons[place] = Unfit.QUOTATION_LONE
    return [_settled(place, reasons, needs) for place in range(len(sentences))]


def _alone(sentence: str, language: str) -> Unfit | None:
    if is_aside(sentence, language):
        return Unfit.ASIDE
    if sentence.rstrip(_ENDS).endswith(("?", "？", "؟")):
        return Unfit.QUESTION
    return None


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
