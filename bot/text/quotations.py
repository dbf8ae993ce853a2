"""Which sentences belong to one quotation, whatever marks a language quotes with.

A mark opens where a blank stands before it and a letter behind, and closes where it is the
other way round, whichever way it curls: German closes with the mark that English opens with,
Danish turns its angles inwards. Where blanks stand on both sides (French) or on none, its
shape tells; a mark that has only one shape then turns what was. Single marks are apostrophes
more often, so they count only where speech begins (at the start, after a colon or a comma)
and where it ends (after a mark).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

_MARK = re.compile(
    r"[\"“”„«»「」『』]|''|,,|``"
    r"|(?:^|(?<=[:,] ))[‘'](?=[^\W\d_])|(?<=[.,!?…—–])['’](?!\w)"
)
_SINGLE = frozenset("'‘’")
_OPENING = frozenset("„«「『") | {",,", "``"}
_CLOSING = frozenset("”»」』’") | {"''"}
# These are not seen from behind in any language.
_ALWAYS_OPENING = frozenset("„「『‘") | {",,", "``"}
_BEFORE = " \t\u00a0\u202f([{—–-/:"
_BEHIND = " \t\u00a0\u202f)]}—–-.,;:!?…/’'"
# A quotation that has not ended by then has lost its closing mark.
_MOST_SENTENCES = 12


@dataclass(frozen=True, slots=True)
class Quotation:
    """Sentences that one pair of marks holds together, or one that lacks a mark.

    Attributes:
        first: The place of the sentence in which it begins.
        last: The place of that in which it ends.
        is_whole: Whether both of its marks were found.
    """

    first: int
    last: int
    is_whole: bool


def long_quotations(sentences: Sequence[str], *, paragraphs: Sequence[int] = ()) -> list[Quotation]:
    """Return the quotations that run over several sentences, and those that lack a mark.

    One that lacks its closing mark ends with its paragraph, and where paragraphs are unknown
    with its first sentence; one that lacks its opening mark has one sentence.

    Args:
        sentences: Of one text, in order.
        paragraphs: The number of the paragraph of each; none if that is unknown.
    """
    reader = _Reader()
    for place, sentence in enumerate(sentences):
        is_new = bool(paragraphs) and place > 0 and paragraphs[place] != paragraphs[place - 1]
        # Each paragraph of a long quotation opens it once more.
        if is_new and not _MARK.match(sentence):
            reader.give_up(place - 1)
        elif place - reader.opened >= _MOST_SENTENCES:
            reader.give_up(reader.opened)
        reader.read(sentence, place)
    reader.give_up(len(sentences) - 1 if len(set(paragraphs)) > 1 else reader.opened)
    return reader.found


class _Reader:
    """Reads sentences in order, and knows whether a quotation is open.

    Attributes:
        found: What has ended.
        opened: The sentence in which the one that is open began.
    """

    def __init__(self) -> None:
        self.found: list[Quotation] = []
        self.opened = 0
        self._mark = ""  # of the one that is open

    def read(self, sentence: str, place: int) -> None:
        for mark in _MARK.finditer(sentence):
            is_other = (mark[0] in _SINGLE) != (self._mark in _SINGLE)
            if self._mark and is_other:  # a quotation in the quotation
                continue
            if _opens(sentence, mark, is_open=bool(self._mark)):
                self._open(mark, place)
            elif self._mark:
                self._end(place, is_whole=True)
            elif mark[0] not in _SINGLE:
                self.found.append(Quotation(place, place, is_whole=False))

    def give_up(self, last: int) -> None:
        """Take what is open, if anything is, for a quotation that lost its end."""
        if self._mark:
            self._end(last, is_whole=False)

    def _open(self, mark: re.Match[str], place: int) -> None:
        if self._mark and mark.start() == 0:
            return
        if self._mark:
            self.give_up(self.opened)
        self._mark, self.opened = mark[0], place

    def _end(self, place: int, *, is_whole: bool) -> None:
        if place > self.opened or not is_whole:
            self.found.append(Quotation(self.opened, place, is_whole))
        self._mark = ""


def _opens(sentence: str, mark: re.Match[str], *, is_open: bool) -> bool:
    """Return whether `mark` opens a quotation; it closes one if not."""
    kind = mark[0]
    before = sentence[max(mark.start() - 1, 0) : mark.start()]
    behind = sentence[mark.end() : mark.end() + 1]
    is_apart, is_free = before in _BEFORE, behind in _BEHIND
    if kind in _ALWAYS_OPENING or is_apart != is_free:
        return kind in _ALWAYS_OPENING or is_apart
    if kind in _OPENING or kind in _CLOSING:
        return kind in _OPENING
    return not is_open
