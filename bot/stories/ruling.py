"""What admins say of which news belong together: done at once, and remembered for good."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from itertools import islice, product

from bot.stories.placing import Grouper
from storage.model import Item, Story
from storage.store import Transaction

# Between stories of many members, so many pairs say enough.
_MOST_RULINGS = 200


async def merge_stories(
    into: Story, gone: Story, *, grouper: Grouper, tx: Transaction, now: datetime
) -> None:
    """Make two stories one, which it stays when all is grouped anew.

    Args:
        into: The story that keeps its id.
        gone: The story whose members join it; its id leads there from now on.
        grouper: Knows the live stories.
        tx: A write transaction.
        now: Aware UTC.
    """
    mine, theirs = ([item.ref for item in story.members] for story in (into, gone))
    await tx.grouping.lift(mine, theirs, together=False)
    await tx.grouping.rule(mine[0], theirs[0], together=True, now=now)
    await grouper.merge(into, gone, tx=tx, now=now)


async def split_story(
    story: Story, taken: Collection[Item], *, grouper: Grouper, tx: Transaction, now: datetime
) -> int:
    """Make some members of a story one of their own; return its id.

    They don't join what is left again, whatever comes, unless an admin merges the two.

    Args:
        story: The story; other members must be left in it.
        taken: Some of its members.
        grouper: Knows the live stories.
        tx: A write transaction.
        now: Aware UTC.
    """
    mine = [item.ref for item in taken]
    theirs = [item.ref for item in story.members if item.ref not in mine]
    await tx.grouping.lift(mine, theirs, together=True)
    for one, other in islice(product(mine, theirs), _MOST_RULINGS):
        await tx.grouping.rule(one, other, together=False, now=now)
    return await grouper.split(story, taken, tx=tx, now=now)
