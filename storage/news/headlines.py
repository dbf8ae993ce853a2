"""Headlines: titles with no body of their own yet, each once."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Select, func, insert, select, union_all

from storage.model import Headline, HeadlineDraft, StoryTitle
from storage.repository import Mode, Repository, Writes, instants_of, model_of
from storage.schema import articles, headlines


class Titles(Repository[Mode]):
    """The titles of published articles and of headlines, without their texts, to be counted."""

    async def since(self, instant: datetime) -> list[StoryTitle]:
        """Return the titles of items in stories that count as news since `instant`, by time.

        A hundred thousand take about half a second.

        Args:
            instant: Aware instant, compared with `Article.at` and `Headline.at`.
        """
        texts, titles = (
            select(table.c.story_id, table.c.title, table.c.language, table.c.at).where(
                table.c.at >= instant, table.c.story_id.is_not(None)
            )
            for table in (articles, headlines)
        )
        both = union_all(texts.where(articles.c.is_published), titles).subquery()
        query = select(both).order_by(both.c.at, both.c.story_id, both.c.title)
        rows = await self._connection.execute(query)
        return [model_of(StoryTitle, row) for row in rows]


class Headlines(Repository[Mode]):
    """The headlines."""

    async def add(
        self: Headlines[Writes],
        drafts: Sequence[HeadlineDraft],
        *,
        site: str,
        article_id: int | None = None,
        source_id: int | None = None,
        now: datetime,
    ) -> list[Headline]:
        """Store those of `drafts` that aren't known, and return these, in order.

        A headline is known by its address or, having none, by its title within its
        source (case and spaces folded); those without a source count as one source.

        Args:
            drafts: The headlines as they were read.
            site: The outlet's name of those that don't say their own, or empty.
            article_id: The article below which they stood, if one.
            source_id: The feed they came from, if one.
            now: When they count as added.
        """
        by_identity: dict[str, HeadlineDraft] = {}
        for draft in drafts:
            by_identity.setdefault(_identity(draft, source_id), draft)
        known = await self._known(by_identity)
        rows = [
            {
                "identity": identity,
                "title": draft.title,
                "url": draft.url,
                "site": draft.site or site,
                "language": draft.language,
                **instants_of(draft, now=now),
                "source_id": source_id,
                "article_id": article_id,
            }
            for identity, draft in by_identity.items()
            if identity not in known
        ]
        if not rows:
            return []
        query = insert(headlines).returning(headlines, sort_by_parameter_order=True)
        return [model_of(Headline, row) for row in await self._connection.execute(query, rows)]

    async def get(self, headline_id: int) -> Headline | None:
        """Return the headline with this id."""
        return (await self.many([headline_id])).get(headline_id)

    async def many(self, headline_ids: Iterable[int]) -> dict[int, Headline]:
        """Return those of the headlines that exist, by id."""
        if not (wanted := set(headline_ids)):
            return {}
        query = select(headlines).where(headlines.c.id.in_(wanted))
        return {headline.id: headline for headline in await self._all(query)}

    async def latest(self, limit: int) -> list[Headline]:
        """Return at most `limit` headlines, newest first (`Headline.at`)."""
        newest_first = (headlines.c.at.desc(), headlines.c.id.desc())
        return await self._all(select(headlines).order_by(*newest_first).limit(limit))

    async def of_article(self, article_id: int) -> list[Headline]:
        """Return the headlines that stood below the article, in their order there."""
        below = headlines.c.article_id == article_id
        return await self._all(select(headlines).where(below).order_by(headlines.c.id))

    async def count(self) -> int:
        """Return how many headlines there are."""
        query = select(func.count()).select_from(headlines)
        return (await self._connection.execute(query)).scalar_one()

    async def _known(self, identities: Iterable[str]) -> set[str]:
        query = select(headlines.c.identity).where(headlines.c.identity.in_(identities))
        return set(await self._connection.scalars(query))

    async def _all(self, query: Select[Any]) -> list[Headline]:
        return [model_of(Headline, row) for row in await self._connection.execute(query)]


def _identity(draft: HeadlineDraft, source_id: int | None) -> str:
    # No address begins like this title.
    title = f"f{source_id or 0} {' '.join(draft.title.casefold().split())}"
    return hashlib.sha256((draft.url or title).encode()).hexdigest()
