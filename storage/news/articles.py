"""Articles: texts that were ingested, each once; and their summaries, computed once each."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import ColumnElement, delete, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.model import Article, Draft, Kind, Ref, Sentence, Summary
from storage.news.stories import Stories
from storage.repository import Mode, Repository, Writes, instants_of, model_of
from storage.schema import articles, headlines, readings, summaries
from storage.search import Search


def content_hash(title: str, body: str) -> str:
    """Return the identity of a text that has no address.

    Hex SHA-256 of title and body with case folded and every run of spaces and line
    breaks as one space, so that pasting a text again in another layout finds it.
    """
    folded = "\n".join(" ".join(part.casefold().split()) for part in (title, body))
    return hashlib.sha256(folded.encode()).hexdigest()


class Articles(Repository[Mode]):
    """The articles."""

    def __init__(
        self, connection: AsyncConnection, *, stories: Stories[Mode], search: Search[Mode]
    ) -> None:
        """Work on the transaction of `connection`, beside its other repositories."""
        super().__init__(connection)
        self._stories = stories
        self._search = search

    async def add(
        self: Articles[Writes],
        draft: Draft,
        *,
        published: bool,
        now: datetime,
        source_id: int | None = None,
    ) -> tuple[Article, bool]:
        """Return the article that `draft` is, storing it if it isn't known.

        It is known by its address or, having none, by its content. A known private
        article becomes published when it is added as published; never the reverse.
        Nothing else of a known article changes.

        Args:
            draft: The article as it was read.
            published: Whether it joins search, stories and digests.
            now: When it counts as added, if it is new.
            source_id: The source that brought it, if one did.

        Returns:
            The article, and whether it is new to its audience: stored or published now.
        """
        digest = content_hash(draft.title, draft.body)
        known = await (self.by_url(draft.url) if draft.url else self._by_hash(digest))
        if known is None:
            article = await self._store(
                draft, digest=digest, published=published, now=now, source_id=source_id
            )
            return article, True
        if known.is_published or not published:
            return known, False
        return await self._publish(known, source_id), True

    async def get(self, article_id: int) -> Article | None:
        """Return the article with this id."""
        return await self._one(articles.c.id == article_id)

    async def many(self, article_ids: Iterable[int]) -> dict[int, Article]:
        """Return those of the articles that exist, by id."""
        if not (wanted := set(article_ids)):
            return {}
        query = select(articles).where(articles.c.id.in_(wanted))
        return {row.id: model_of(Article, row) for row in await self._connection.execute(query)}

    async def languages(self, article_ids: Iterable[int]) -> dict[int, str]:
        """Return the ISO 639-1 codes of those of the articles that exist, by id."""
        query = select(articles.c.id, articles.c.language).where(
            articles.c.id.in_(set(article_ids))
        )
        return {row.id: row.language for row in await self._connection.execute(query)}

    async def by_url(self, url: str) -> Article | None:
        """Return the article with this canonical address."""
        return await self._one(articles.c.url == url)

    async def by_content(self, title: str, body: str) -> Article | None:
        """Return the article with this text, whatever its layout; the first if several."""
        return await self._by_hash(content_hash(title, body))

    async def latest(self, limit: int) -> list[Article]:
        """Return at most `limit` published articles, newest first (`Article.at`)."""
        query = (
            select(articles)
            .where(articles.c.is_published)
            .order_by(articles.c.at.desc(), articles.c.id.desc())
            .limit(limit)
        )
        return [model_of(Article, row) for row in await self._connection.execute(query)]

    async def revise(self: Articles[Writes], article: Article, body: str) -> None:
        """Keep the text that an article has now; summaries of the old one are forgotten.

        It stays in its story, and is found by the words with which it came.
        """
        digest = content_hash(article.title, body)
        await self._connection.execute(
            update(articles)
            .where(articles.c.id == article.id)
            .values(body=body, content_hash=digest)
        )
        await self._connection.execute(
            delete(summaries).where(summaries.c.article_id == article.id)
        )

    async def remove(self: Articles[Writes], article_id: int) -> bool:
        """Forget the article, and return whether there was one.

        Its summaries, readings and words in the search go with it, and so do the headlines
        that stood below it and a story that has no other member.
        """
        below = headlines.c.article_id == article_id
        numbers = await self._connection.scalars(select(headlines.c.id).where(below))
        refs = [Ref(Kind.ARTICLE, article_id), *(Ref(Kind.HEADLINE, one) for one in numbers)]
        for ref in refs:
            await self._stories.leave(ref)
            await self._search.remove(ref)
        await self._connection.execute(delete(readings).where(readings.c.ref.in_(refs)))
        await self._connection.execute(delete(headlines).where(below))
        gone = await self._connection.execute(delete(articles).where(articles.c.id == article_id))
        return gone.rowcount > 0

    async def count(self) -> int:
        """Return how many articles are published."""
        query = select(func.count()).select_from(articles).where(articles.c.is_published)
        return (await self._connection.execute(query)).scalar_one()

    async def _one(self, condition: ColumnElement[bool]) -> Article | None:
        query = select(articles).where(condition).order_by(articles.c.id).limit(1)
        row = (await self._connection.execute(query)).one_or_none()
        return None if row is None else model_of(Article, row)

    async def _by_hash(self, digest: str) -> Article | None:
        return await self._one(articles.c.content_hash == digest)

    async def _store(
        self,
        draft: Draft,
        *,
        digest: str,
        published: bool,
        now: datetime,
        source_id: int | None,
    ) -> Article:
        values = {
            "title": draft.title,
            "body": draft.body,
            "url": draft.url,
            "site": draft.site,
            "authors": draft.authors,
            "language": draft.language,
            **instants_of(draft, now=now),
            "content_hash": digest,
            "is_published": published,
            "source_id": source_id,
        }
        query = insert(articles).values(values).returning(articles)
        return model_of(Article, (await self._connection.execute(query)).one())

    async def _publish(self, article: Article, source_id: int | None) -> Article:
        query = (
            update(articles)
            .where(articles.c.id == article.id)
            .values(is_published=True, source_id=article.source_id or source_id)
            .returning(articles)
        )
        return model_of(Article, (await self._connection.execute(query)).one())


class Summaries(Repository[Mode]):
    """The summaries, one for each article, method and length."""

    async def get(
        self, article_id: int, *, method: str, length: int, edition: int
    ) -> Summary | None:
        """Return the summary of the article by this edition of a method, of this length."""
        query = select(summaries.c.sentences).where(
            summaries.c.article_id == article_id,
            summaries.c.method == method,
            summaries.c.length == length,
            summaries.c.edition == edition,
        )
        chosen = (await self._connection.execute(query)).scalar_one_or_none()
        if chosen is None:
            return None
        sentences = tuple(Sentence(text, article_id, position) for position, text in chosen)
        return Summary(article_id, method, length, edition, sentences)

    async def put(self: Summaries[Writes], summary: Summary) -> None:
        """Keep `summary` in place of an earlier one by the same method and length."""
        insert = self._insert(summaries).values(
            article_id=summary.article_id,
            method=summary.method,
            length=summary.length,
            edition=summary.edition,
            sentences=[[each.position, each.text] for each in summary.sentences],
        )
        await self._connection.execute(
            insert.on_conflict_do_update(
                index_elements=summaries.primary_key.columns,
                set_={
                    "edition": insert.excluded.edition,
                    "sentences": insert.excluded.sentences,
                },
            )
        )
