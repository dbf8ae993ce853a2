"""Titles: of articles and headlines alike, without their texts, to be counted."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select, union_all

from storage.model import StoryTitle
from storage.noun import Noun
from storage.tables import articles, headlines


class Titles(Noun):
    """The titles of published articles and of headlines."""

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
        return [StoryTitle(row.story_id, row.title, row.language, row.at) for row in rows]
