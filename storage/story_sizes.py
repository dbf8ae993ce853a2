"""How many members the stories of items have."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import func, select, union_all
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.model import Kind, Ref
from storage.search_ids import item_number, ref_of
from storage.tables import articles, headlines

_TABLES = {Kind.ARTICLE: articles, Kind.HEADLINE: headlines}


async def story_sizes(refs: Sequence[Ref], connection: AsyncConnection) -> dict[Ref, int]:
    """Return how many members the story of each item has; an item of none is left out."""
    if not refs:
        return {}
    asked = union_all(
        *(
            select(
                (table.c.id * 2 + item_number(Ref(kind, 0))).label("item"),
                table.c.story_id,
            ).where(table.c.id.in_([ref.number for ref in refs if ref.kind is kind]))
            for kind, table in _TABLES.items()
        )
    ).cte("asked")
    stories = select(asked.c.story_id)
    members = union_all(
        *(
            select(table.c.story_id).where(table.c.story_id.in_(stories))
            for table in _TABLES.values()
        )
    ).subquery()
    sizes = (
        select(members.c.story_id, func.count().label("size"))
        .group_by(members.c.story_id)
        .subquery()
    )
    query = select(asked.c.item, sizes.c.size).join(sizes, sizes.c.story_id == asked.c.story_id)
    return {ref_of(row.item): row.size for row in await connection.execute(query)}
