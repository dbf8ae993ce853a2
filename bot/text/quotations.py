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
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.languages import load_language

_MARK = re.compile(
    r"[\"“”„«»「」『』]|''|,,|``"
    r"|(?:^|(?<=[:,] ))[‘'](?=[^\W\d_])|(?<=[.,!?…—–])['’](?!\w)"
    r"|(?:^|(?<=[:,.!?] ))['‘’](?= )|(?<=[.,!?…] )['’]$"
)
_MAY_QUOTE = re.compile("[\"“”„«»「」『』'’‘`]|,,")
_SINGLE = frozenset("'‘’")
_OPENING = frozenset("„«「『") | {",,", "``"}
_CLOSING = frozenset("”»」』’") | {"''"}
# These are not seen from behind in any language.
_ALWAYS_OPENING = frozenset("„「『‘") | {",,", "``"}
_BEFORE = " \t\u00a0\u202f([{—–-/:'’"
_BEHIND = " \t\u00a0\u202f)]}—–-.,;:!?…/’'"
# What says whose words they were, where a dash parts it from them.
_SPEAKER = re.compile(r"[,.]?\s[-–—]\s")
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


def long_quotations(
    sentences: Sequence[str], *, language: str = "", paragraphs: Sequence[int] = ()
) -> list[Quotation]:
    """Return the quotations that run over several sentences, and those that lack a mark.

    One that lacks its closing mark ends with its paragraph, and where paragraphs are unknown
    with its first sentence; one that lacks its opening mark has one sentence.

    Args:
        sentences: Of one text, in order.
        language: ISO 639-1 code; in some, dashes quote.
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
        if _MAY_QUOTE.search(sentence):
            reader.read(sentence, place)
    reader.give_up(len(sentences) - 1 if len(set(paragraphs)) > 1 else reader.opened)
    if load_language(language).dashes_name_speakers:
        reader.found.extend(_spoken(sentences, paragraphs))
    return reader.found


# `– No. I saw it – said Roe.`: how a line of speech opens, and how its speaker is named.
_SPEECH = re.compile(r"[-–—]\s?[^\W\d_]")
_SAID = re.compile(r"[^\s–—-][,.!?…]?\s(?:[-–—]\s|—)(?=[^\W\d_])(?-i:[^A-ZÀ-ÖØ-Þ\u0400-\u042f])")
_MOST_SPOKEN = 5


def _spoken(sentences: Sequence[str], paragraphs: Sequence[int]) -> Iterator[Quotation]:
    """Yield what was said behind a dash, up to the sentence that names the speaker."""
    for place, sentence in enumerate(sentences):
        if not _SPEECH.match(sentence) or _SAID.search(sentence):
            continue
        for last in range(place + 1, min(place + _MOST_SPOKEN, len(sentences))):
            is_apart = bool(paragraphs) and paragraphs[last] != paragraphs[place]
            if is_apart or _SPEECH.match(sentences[last]):
                break
            if _SAID.search(sentences[last]):
                yield Quotation(place, last, is_whole=True)
                break


class _Reader:
    """Reads sentences in order, and knows whether a quotation is open.

    Attributes:
        found: What has ended.
        opened: The sentence in which the one that is open began.
    """

    def __init__(self) -> None:
        self.found: list[Quotation] = []
        self.opened = 0
        self._mark = ""  # of the one that was open when the sentence began
        self._is_sure = True  # whether its mark surely opens

    def read(self, sentence: str, place: int) -> None:
        """Read the sentence at `place`: what it opens and does not close goes on behind it."""
        inner: list[re.Match[str]] = []
        for mark in _MARK.finditer(sentence):
            outer = inner[0][0] if inner else self._mark
            if outer and (mark[0] in _SINGLE) != (outer in _SINGLE):
                continue  # a quotation in the quotation, or an apostrophe
            if _opens(sentence, mark, is_open=bool(outer)):
                if not (self._mark and mark.start() == 0):
                    inner.append(mark)
            elif _SPEAKER.match(sentence, mark.end()) and inner:
                inner.clear()  # `in the format "7/24", - he said`
            elif inner:
                inner.pop()
            elif self._mark:
                # At the beginning, it closes what stands before.
                self._end(max(self.opened, place - (mark.start() == 0)), is_whole=True)
            elif mark[0] not in _SINGLE:
                self.found.append(Quotation(place, place, is_whole=False))
        if inner:
            self.give_up(self.opened)
            self._mark, self.opened = inner[0][0], place
            self._is_sure = not sentence[inner[0].end() : inner[0].end() + 1].isspace()

    def give_up(self, last: int) -> None:
        """Take what is open, if anything is, for a quotation that lost its end."""
        if self._mark:
            self._end(last if self._is_sure else self.opened, is_whole=False)

    def _end(self, place: int, *, is_whole: bool) -> None:
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
