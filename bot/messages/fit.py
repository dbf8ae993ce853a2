"""A digest made to fit one message: what doesn't fit is left to `/missed`."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Final

from bot.messages.digest import NAMED_OUTLETS, entry_size, headlines_line
from bot.messages.telegram_limits import MAX_ENTITIES, MAX_SOURCE_BYTES, MAX_UNITS, Size, size_of
from storage.model import DigestEntry, Outlet, Reader

# The heading, and what words may grow by where the digest is shown in another zone or language.
_HEADING: Final = Size(units=160, entities=1, source=200)

# The blank line between entries.
_BETWEEN: Final = 2

# A sentence of so many characters is left out sooner than other stories are for its sake.
_LONG: Final = 700

_LIMITS: Final = Size(MAX_UNITS, MAX_ENTITIES, MAX_SOURCE_BYTES)


def fitted(entries: Sequence[DigestEntry], *, reader: Reader) -> tuple[DigestEntry, ...]:
    """Return the entries as they fit one message together, best first.

    The folded parts go first, those of the last entries before those of the first, and of each
    what people said before the rest; where there is more markup than Telegram takes, the links
    of outlets' names go before them. Then go sentences, each time the last one of the entry that
    is longest; and last whole entries. An entry keeps its first sentence unless that is very
    long, and the first entry stays whatever its length.

    Args:
        entries: What is to be told, best first.
        reader: For whom, at the moment when the digest is made.
    """
    # Why each is told is not shown, and is the reader's own.
    bare = [replace(entry, reasons=None) for entry in entries]
    page = _Page(bare, reader)
    page.shorten(_without_quotations, while_=lambda: not page.fits)
    page.shorten(_without_folded, while_=lambda: not page.fits)
    page.shorten(_without_links, while_=lambda: page.has_many_links)
    page.shorten(_without_folded, while_=lambda: page.has_many_links)
    while not page.fits and page.drop_sentence():
        pass
    while not page.fits and page.drop_last():
        pass
    return tuple(
        replace(shown, reasons=entry.reasons)
        for shown, entry in zip(page.entries, entries, strict=False)
    )


def fitted_headlines(
    headlines: Sequence[DigestEntry], entries: Sequence[DigestEntry], *, reader: Reader
) -> tuple[DigestEntry, ...]:
    """Return the first of the headlines that fit below the entries with nothing left out of them.

    Args:
        headlines: For the line below the entries, best first.
        entries: What is told above it.
        reader: For whom, at the moment when the digest is made.
    """
    page = _Page([replace(entry, reasons=None) for entry in entries], reader)
    for count in range(len(headlines), 0, -1):
        if page.has_room_for(size_of(headlines_line(headlines[:count], reader.language))):
            return tuple(headlines[:count])
    return ()


class _Page:
    """Entries without their reasons, and the size of each and of all."""

    def __init__(self, entries: Sequence[DigestEntry], reader: Reader) -> None:
        self.entries = list(entries)
        self._reader = reader
        self._sizes = [self._size(place) for place in range(len(self.entries))]
        self._whole = _HEADING
        for size in self._sizes:
            self._add(size)

    @property
    def fits(self) -> bool:
        """Return whether the text is short enough, however it is marked up."""
        whole = self._whole
        return whole.units <= _LIMITS.units and whole.source <= _LIMITS.source

    def has_room_for(self, size: Size) -> bool:
        """Return whether a paragraph of this size fits below the entries as they are."""
        self._add(size)
        has_room = self.fits and not self.has_many_links
        self._add(size, sign=-1)
        return has_room

    @property
    def has_many_links(self) -> bool:
        """Return whether there is more markup than Telegram takes."""
        whole = self._whole
        return whole.entities > _LIMITS.entities or whole.source > _LIMITS.source

    def shorten(
        self, change: Callable[[DigestEntry], DigestEntry], *, while_: Callable[[], bool]
    ) -> None:
        """Change entries from the last one up, as long as there is need to."""
        for place in reversed(range(len(self.entries))):
            if not while_():
                return
            self._change(place, change(self.entries[place]))

    def drop_sentence(self) -> bool:
        """Leave out a sentence; return whether there was one to leave out."""
        places = [place for place, entry in enumerate(self.entries) if _can_lose(entry)]
        if not places:
            return False
        longest = max(places, key=lambda place: (self._sizes[place].units, place))
        entry = self.entries[longest]
        self._change(longest, replace(entry, sentences=entry.sentences[:-1]))
        return True

    def drop_last(self) -> bool:
        """Leave out the last entry; return whether it was not the only one."""
        if len(self.entries) <= 1:
            return False
        del self.entries[-1]
        self._add(self._sizes.pop(), sign=-1)
        return True

    def _change(self, place: int, entry: DigestEntry) -> None:
        self.entries[place] = entry
        self._add(self._sizes[place], sign=-1)
        self._sizes[place] = self._size(place)
        self._add(self._sizes[place])

    def _add(self, size: Size, *, sign: int = 1) -> None:
        whole = self._whole
        self._whole = Size(
            units=whole.units + sign * (size.units + _BETWEEN),
            entities=whole.entities + sign * size.entities,
            source=whole.source + sign * (size.source + _BETWEEN),
        )

    def _size(self, place: int) -> Size:
        return entry_size(place + 1, self.entries[place], self._reader)


def _can_lose(entry: DigestEntry) -> bool:
    told = entry.sentences
    return len(told) > 1 or any(len(sentence.text) > _LONG for sentence in told)


def _without_quotations(entry: DigestEntry) -> DigestEntry:
    return replace(entry, said=())


def _without_folded(entry: DigestEntry) -> DigestEntry:
    others = tuple(Outlet(outlet.name, None) for outlet in entry.outlets[NAMED_OUTLETS:])
    return replace(
        entry, related=(), differs=(), said=(), outlets=(*entry.outlets[:NAMED_OUTLETS], *others)
    )


def _without_links(entry: DigestEntry) -> DigestEntry:
    return replace(entry, outlets=tuple(Outlet(outlet.name, None) for outlet in entry.outlets))
