"""What grouping is decided by: what stories have in common, and what admins ruled.

Whoever groups keeps the stories of the last days in memory. Every change of a story gets a
*revision*, one higher than all before, so that a process can tell whether it has seen what
others changed, and ask for just that.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Collection, Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, delete, func, or_, select, union_all, update

from storage.model import Centroid, Ref, Ruling
from storage.repository import Mode, Repository, Writes, model_of
from storage.schema import former_stories, rulings, stories, word_counts

# Rows between two breaths: thousands in one piece would hold up whoever else is answered.
_AT_ONCE = 200


class Grouping(Repository[Mode]):
    """Centroids of stories, and rulings on which items belong together."""

    async def revision(self) -> int:
        """Return the number of the last change of any story; 0 if there was none."""
        newest = union_all(
            select(func.max(stories.c.revision).label("revision")),
            select(func.max(former_stories.c.revision)),
        ).subquery()
        query = select(func.coalesce(func.max(newest.c.revision), 0))
        return int((await self._connection.execute(query)).scalar_one())

    async def changed(self, *, after: int, since: datetime) -> AsyncIterator[Centroid]:
        """Yield what the stories have in common that changed after a revision.

        Args:
            after: A revision; 0 for all.
            since: Stories whose newest member is older are left out.
        """
        last = 0
        while True:
            query = (
                select(stories)
                .where(
                    stories.c.revision > after, stories.c.newest_at >= since, stories.c.id > last
                )
                .order_by(stories.c.id)
                .limit(_AT_ONCE)
            )
            rows = (await self._connection.execute(query)).all()
            for row in rows:
                yield model_of(Centroid, row, story_id=row.id, moved=row.newest_at)
            if len(rows) < _AT_ONCE:
                return
            last = rows[-1].id

    async def former(self, *, after: int) -> dict[int, int | None]:
        """Return the stories that ended after a revision, and which one each became.

        None stands for a story that lost its last member.
        """
        query = select(former_stories).where(former_stories.c.revision > after)
        return {row.id: row.became for row in await self._connection.execute(query)}

    async def save(
        self: Grouping[Writes], centroids: Collection[Centroid], *, revision: int | None = None
    ) -> int:
        """Store what the stories have in common, and return the new revision.

        Args:
            centroids: Of stories that changed.
            revision: The present revision, if it was asked for in this transaction and
                nothing but centroids changed since.
        """
        revision = (await self.revision() if revision is None else revision) + 1
        rows = [
            {
                "story": centroid.story_id,
                "terms": dict(centroid.terms),
                "meaning": centroid.meaning,
                "size": centroid.size,
                "headlines": centroid.headlines,
                "newest_at": centroid.moved,
                "revision": revision,
            }
            for centroid in centroids
        ]
        if rows:
            values: dict[str, Any] = {name: bindparam(name) for name in rows[0] if name != "story"}
            statement = update(stories).where(stories.c.id == bindparam("story")).values(values)
            await self._connection.execute(statement, rows)
        return revision

    async def counts(self) -> bytes | None:
        """Return what `keep_counts` kept last."""
        query = select(word_counts.c.content)
        return (await self._connection.execute(query)).scalar_one_or_none()

    async def keep_counts(self: Grouping[Writes], content: bytes) -> None:
        """Keep how often words were counted, in place of what was kept before."""
        kept = self._insert(word_counts).values(id=1, content=content)
        await self._connection.execute(
            kept.on_conflict_do_update(
                index_elements=word_counts.primary_key.columns,
                set_={"content": kept.excluded.content},
            )
        )

    async def rule(
        self: Grouping[Writes], one: Ref, other: Ref, *, together: bool, now: datetime
    ) -> None:
        """Remember that an admin put two items together, or apart; the last word counts."""
        first, second = sorted((one, other), key=str)
        row = {"one": first, "other": second, "together": together, "made_at": now}
        await self._connection.execute(
            self._insert(rulings)
            .values(row)
            .on_conflict_do_update(
                index_elements=rulings.primary_key.columns,
                set_={"together": together, "made_at": now},
            )
        )

    async def rulings(self) -> list[Ruling]:
        """Return everything that admins ruled, oldest first."""
        query = select(rulings).order_by(rulings.c.made_at, rulings.c.one, rulings.c.other)
        return [model_of(Ruling, row) for row in await self._connection.execute(query)]

    async def lift(
        self: Grouping[Writes], ones: Iterable[Ref], others: Iterable[Ref], *, together: bool
    ) -> None:
        """Forget what was ruled between any of `ones` and any of `others`."""
        first, second = list(ones), list(others)
        between = or_(
            rulings.c.one.in_(first) & rulings.c.other.in_(second),
            rulings.c.one.in_(second) & rulings.c.other.in_(first),
        )
        await self._connection.execute(
            delete(rulings).where(between, rulings.c.together.is_(together))
        )
