"""Which stories admins took apart."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from storage.model import Ref, Ruling


class Apart:
    """Items that admins took apart: none may join a story that has one of the others."""

    def __init__(self, rulings: Sequence[Ruling]) -> None:
        """Keep the rulings; no item is in a story yet."""
        self._from: dict[Ref, set[Ref]] = defaultdict(set)
        for ruling in rulings:
            if not ruling.together:
                self._from[ruling.one].add(ruling.other)
                self._from[ruling.other].add(ruling.one)
        self._stories: dict[Ref, int] = {}

    @property
    def refs(self) -> frozenset[Ref]:
        """Return the items that some ruling is about."""
        return frozenset(self._from)

    def put(self, ref: Ref, story_id: int) -> None:
        """Remember in which story an item is that some ruling is about."""
        if ref in self._from:
            self._stories[ref] = story_id

    def closed_to(self, ref: Ref) -> frozenset[int]:
        """Return the stories that the item must not join."""
        return frozenset(
            self._stories[other] for other in self._from.get(ref, ()) if other in self._stories
        )

    def merge(self, into: int, gone: int) -> None:
        """Take the members of one story for members of another."""
        for ref, story_id in self._stories.items():
            if story_id == gone:
                self._stories[ref] = into

    def pairs(self) -> frozenset[tuple[int, int]]:
        """Return the stories that must not be merged, smaller id first."""
        return frozenset(
            (min(mine, story), max(mine, story))
            for ref, mine in self._stories.items()
            for story in self.closed_to(ref)
            if story != mine
        )
