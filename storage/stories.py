"""Stories: articles and headlines about one event, and the words they share."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Select, Table, delete, insert, select, update

from storage.model import Article, Centroid, Headline, Kind, Ref, Story
from storage.noun import Noun
from storage.rows import article_of, headline_of
from storage.tables import articles, headlines, stories

# A story is told apart by its few heaviest words; what lies below only grows the row.
MAX_TERMS = 80

_MEMBERS = {Kind.ARTICLE: articles, Kind.HEADLINE: headlines}


class Stories(Noun):
    """The stories."""

    async def create(self, title: str, *, now: datetime) -> int:
        """Store a story without members, and return its id."""
        values = {
            "title": title,
            "first_seen_at": now,
            "updated_at": now,
            "terms": {},
            "size": 0,
        }
        query = insert(stories).values(values).returning(stories.c.id)
        return int((await self._connection.execute(query)).scalar_one())

    async def join(
        self, story_id: int, ref: Ref, *, terms: Mapping[str, float], now: datetime
    ) -> None:
        """Make an article or a headline a member of the story.

        The story's first article gives it its title.

        Args:
            story_id: The story.
            ref: The member.
            terms: The member's words and their weights, added to the story's.
            now: When the story counts as updated.
        """
        story = (await self._rows([story_id])).one()
        sums = Counter(story.terms)
        sums.update(terms)
        values: dict[str, Any] = {
            "terms": dict(_heaviest(sums)),
            "size": story.size + 1,
            "updated_at": now,
        }
        table = _MEMBERS[ref.kind]
        if ref.kind is Kind.ARTICLE and not await self._titles(articles, story_id):
            title = select(articles.c.title).where(articles.c.id == ref.number)
            values["title"] = title.scalar_subquery()
        await self._connection.execute(
            update(stories).where(stories.c.id == story_id).values(values)
        )
        await self._connection.execute(
            update(table).where(table.c.id == ref.number).values(story_id=story_id)
        )

    async def leave(self, ref: Ref) -> None:
        """Take the article or headline out of its story, if it is in one.

        A story without members is forgotten; one that lost the article it was named for
        is named for the next. Its centroid stays as it is: what the member added to it
        isn't known any more, and counts less with each new member.
        """
        story_id = (await self.of([ref])).get(ref)
        if story_id is None:
            return
        table = _MEMBERS[ref.kind]
        await self._connection.execute(
            update(table).where(table.c.id == ref.number).values(story_id=None)
        )
        titles = await self._titles(articles, story_id)
        titles = titles or await self._titles(headlines, story_id)
        this = stories.c.id == story_id
        if titles:
            await self._connection.execute(update(stories).where(this).values(title=titles[0]))
        else:
            await self._connection.execute(delete(stories).where(this))

    async def get(self, story_id: int) -> Story | None:
        """Return the story with this id, and its members."""
        found = await self._with_members(select(stories).where(stories.c.id == story_id))
        return found[0] if found else None

    async def moved_since(self, instant: datetime, *, limit: int = 500) -> list[Story]:
        """Return the stories updated at or after `instant`, last updated first.

        Args:
            instant: Aware instant, compared with `Story.updated_at`.
            limit: Most stories to return.
        """
        return await self._with_members(
            select(stories)
            .where(stories.c.updated_at >= instant)
            .order_by(stories.c.updated_at.desc(), stories.c.id.desc())
            .limit(limit)
        )

    async def of(self, refs: Iterable[Ref]) -> dict[Ref, int]:
        """Return the story ids of those of `refs` that belong to a story."""
        numbers = defaultdict(list)
        for ref in refs:
            numbers[ref.kind].append(ref.number)
        found: dict[Ref, int] = {}
        for kind in numbers.keys() & _MEMBERS.keys():
            table = _MEMBERS[kind]
            query = select(table.c.id, table.c.story_id).where(
                table.c.id.in_(numbers[kind]), table.c.story_id.is_not(None)
            )
            rows = await self._connection.execute(query)
            found |= {Ref(kind, row.id): row.story_id for row in rows}
        return found

    async def centroids(self, story_ids: Collection[int]) -> dict[int, Centroid]:
        """Return what the members of each story have in common, by story id."""
        return {
            row.id: Centroid(row.id, row.terms, row.size, row.updated_at)
            for row in await self._rows(story_ids)
        }

    async def _rows(self, story_ids: Collection[int]) -> Any:
        query = select(stories).where(stories.c.id.in_(set(story_ids)))
        return await self._connection.execute(query)

    async def _titles(self, table: Table, story_id: int) -> list[str]:
        query = (
            select(table.c.title)
            .where(table.c.story_id == story_id)
            .order_by(table.c.added_at, table.c.id)
        )
        return list(await self._connection.scalars(query))

    async def _with_members(self, query: Select[Any]) -> list[Story]:
        rows = (await self._connection.execute(query)).all()
        story_ids = [row.id for row in rows]
        texts: dict[int, list[Article]] = defaultdict(list)
        for row in await self._members(articles, story_ids):
            texts[row.story_id].append(article_of(row))
        titles: dict[int, list[Headline]] = defaultdict(list)
        for row in await self._members(headlines, story_ids):
            titles[row.story_id].append(headline_of(row))
        return [
            Story(
                id=row.id,
                title=row.title,
                first_seen_at=row.first_seen_at,
                updated_at=row.updated_at,
                articles=tuple(texts[row.id]),
                headlines=tuple(titles[row.id]),
            )
            for row in rows
        ]

    async def _members(self, table: Table, story_ids: list[int]) -> Any:
        oldest_first = (table.c.at, table.c.id)
        query = select(table).where(table.c.story_id.in_(story_ids)).order_by(*oldest_first)
        return await self._connection.execute(query)


def _heaviest(sums: Mapping[str, float]) -> list[tuple[str, float]]:
    # Equal weights in alphabetical order: the same members give the same story.
    return sorted(sums.items(), key=lambda item: (-item[1], item[0]))[:MAX_TERMS]
