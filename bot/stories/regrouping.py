"""Group all that is stored anew, as it came, and keep the ids that readers know."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from storage.model import Ref, Ruling


@dataclass(frozen=True, slots=True)
class Renaming:
    """Which known story each new group is.

    Attributes:
        known: The known story's id for each group that is one.
        became: For each known story that no group is: the group that most of its members
            are in now.
    """

    known: Mapping[int, int]
    became: Mapping[int, int]


def rename(before: Mapping[Ref, int], after: Mapping[Ref, int]) -> Renaming:
    """Return which known story each new group is: the one that it shares most members with.

    Each story is one group at most. Of pairs that share as many, the older story and then
    the earlier group come first.

    Args:
        before: The story of each item.
        after: The group of each item, of the same items and perhaps more.
    """
    shared = Counter((before[ref], group) for ref, group in after.items() if ref in before)
    known: dict[int, int] = {}
    taken: set[int] = set()
    became: dict[int, int] = {}
    for (story, group), _ in sorted(shared.items(), key=lambda pair: (-pair[1], *pair[0])):
        became.setdefault(story, group)
        if story not in taken and group not in known:
            known[group] = story
            taken.add(story)
    return Renaming(known, {story: group for story, group in became.items() if story not in taken})


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
