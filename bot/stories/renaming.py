"""Which known story a new group of news is, so that the ids that readers know go on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from storage.model import Ref


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
