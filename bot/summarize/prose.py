"""What of a text a summary may show."""

from __future__ import annotations

from typing import NamedTuple

from bot.text.asides import is_aside
from bot.text.datelines import without_dateline
from bot.text.sentences import split_sentences


class Passage(NamedTuple):
    """A sentence as a summary shows it.

    Attributes:
        position: Its place among all sentences of its text, from 0.
        text: Its words, without the dateline that it may begin with.
    """

    position: int
    text: str


def prose_of(body: str, language: str) -> list[Passage]:
    """Return the sentences of `body` in order, without captions, bylines and other asides.

    A text of nothing but asides is returned whole.

    Args:
        body: Paragraphs, one a line.
        language: ISO 639-1 code, or empty if unknown.
    """
    whole = [
        Passage(position, without_dateline(sentence))
        for position, sentence in enumerate(split_sentences(body, language))
    ]
    return [each for each in whole if not is_aside(each.text, language)] or whole
