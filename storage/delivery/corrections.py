"""Corrections: which reports are read again, what changed in them, and who is owed that.

A report is noted by the transaction that stores what was told of it, and what it corrects is
kept by the one that changes its text, together with those who are owed it: whatever happens
between, nobody is told twice, and nobody is left out.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta

from sqlalchemy import delete, insert, literal, or_, select, update

from storage.model import Article, Correction, DigestState, Rereading, Telling
from storage.repository import Mode, Repository, Writes, model_of
from storage.schema import (
    ARRIVES,
    alerts,
    articles,
    corrected,
    corrections,
    digest_entries,
    digests,
    outbox,
    rereadings,
)

# What is corrected at all is corrected soon, most often.
FIRST_AFTER = timedelta(hours=1)

# With more, a digest would be about the last one.
_AT_ONCE = 3

# Of a report's length, what its feed brings of it again.
_WHOLE = 0.7


class Corrections(Repository[Mode]):
    """What is read again, and what came of it."""

    async def expect(
        self: Corrections[Writes], article_ids: Collection[int], *, now: datetime
    ) -> None:
        """Note that reports were told, and are to be read again; those without address aren't."""
        if not article_ids:
            return
        these = select(
            articles.c.id,
            literal(now, rereadings.c.told_at.type),
            literal(now + FIRST_AFTER, rereadings.c.due_at.type),
            literal(""),
            literal(""),
            literal(""),
        ).where(articles.c.id.in_(set(article_ids)), articles.c.url.is_not(None))
        query = self._insert(rereadings).from_select(list(rereadings.c.keys()), these)
        query = query.on_conflict_do_update(
            index_elements=[rereadings.c.article_id], set_={"told_at": now}
        )
        await self._connection.execute(query)

    async def due(self, now: datetime, *, limit: int) -> list[Rereading]:
        """Return at most `limit` of the reports to be read again now, longest waiting first."""
        query = (
            select(rereadings)
            .where(rereadings.c.due_at <= now)
            .order_by(rereadings.c.due_at, rereadings.c.article_id)
            .limit(limit)
        )
        return [model_of(Rereading, row) for row in await self._connection.execute(query)]

    async def bring(self: Corrections[Writes], bodies: Mapping[str, str], *, now: datetime) -> None:
        """Note what feeds say now in reports that were told, to be looked at with the next ones.

        What is much shorter than the report is a summary of it.

        Args:
            bodies: The texts by the addresses of their articles, known or not.
            now: Aware instant.
        """
        if not bodies:
            return
        query = (
            select(articles.c.id, articles.c.url, articles.c.body)
            .join(rereadings, rereadings.c.article_id == articles.c.id)
            .where(articles.c.url.in_(list(bodies)))
        )
        for row in (await self._connection.execute(query)).all():
            brought = bodies[row.url]
            if brought != row.body and len(brought) >= _WHOLE * len(row.body):
                await self._connection.execute(
                    update(rereadings)
                    .where(rereadings.c.article_id == row.id)
                    .values(brought=brought, due_at=now)
                )

    async def put_off(self: Corrections[Writes], reading: Rereading) -> None:
        """Keep when a report is to be read next, and by what its page is known then."""
        await self._connection.execute(
            update(rereadings)
            .where(rereadings.c.article_id == reading.article_id)
            .values(
                due_at=reading.due_at,
                etag=reading.etag,
                last_modified=reading.last_modified,
                brought=reading.brought,
            )
        )

    async def forget(self: Corrections[Writes], article_ids: Collection[int]) -> None:
        """Read these reports no more."""
        these = rereadings.c.article_id.in_(set(article_ids))
        await self._connection.execute(delete(rereadings).where(these))

    async def tellings(self, article: Article, *, since: datetime) -> list[Telling]:
        """Return what chats were told of an article from an instant on, each sentence once.

        See `DeliveryHistory` for what counts as told. A sentence of which a chat was alerted
        counts as that, whatever digests told later.
        """
        by_digests = (
            select(digests.c.chat_id, digest_entries.c.content)
            .join(digests, digests.c.id == digest_entries.c.digest_id)
            .where(
                digest_entries.c.story_id == article.story_id,
                digests.c.state == DigestState.BUILT,
                digests.c.created_at >= since,
            )
        )
        by_alerts = (
            select(alerts.c.chat_id, alerts.c.sentence)
            .outerjoin(outbox, outbox.c.key == alerts.c.key)
            .where(
                alerts.c.story_id == article.story_id,
                alerts.c.ref == article.ref,
                alerts.c.told_at >= since,
                ARRIVES,
            )
        )
        found = {
            (row.chat_id, sentence["text"]): Telling(row.chat_id, sentence["text"], was_alert=False)
            for row in await self._connection.execute(by_digests)
            for sentence in row.content["sentences"]
            if sentence["article_id"] == article.id
        }
        for row in await self._connection.execute(by_alerts):
            if row.sentence:
                told = Telling(row.chat_id, row.sentence, was_alert=True)
                found[row.chat_id, row.sentence] = told
        return list(found.values())

    async def add(
        self: Corrections[Writes], article: Article, *, old: str, new: str, now: datetime
    ) -> Correction | None:
        """Keep what an article corrects; return None if that is known already.

        See `Correction` for what the arguments are.
        """
        parts = (str(article.id), old, new)
        values = {
            "identity": hashlib.sha256("\n".join(parts).encode()).hexdigest(),
            "article_id": article.id,
            "story_id": article.story_id or 0,
            "title": article.title,
            "outlet": article.outlet,
            "url": article.url,
            "old": old,
            "new": new,
            "found_at": now,
        }
        query = self._insert(corrections).values(values).on_conflict_do_nothing()
        row = (await self._connection.execute(query.returning(corrections))).one_or_none()
        return None if row is None else model_of(Correction, row)

    async def owe(
        self: Corrections[Writes], correction: Correction, chat_ids: Collection[int]
    ) -> None:
        """Note whom the next digest is to tell a correction."""
        rows = [{"chat_id": each, "correction_id": correction.id} for each in sorted(chat_ids)]
        if rows:
            await self._connection.execute(insert(corrected), rows)

    async def owed(self, chat_ids: Collection[int]) -> dict[int, tuple[Correction, ...]]:
        """Return by chat what its next digest corrects, the first found first; a few at a time.

        What a digest told that was skipped is still owed.
        """
        query = (
            select(corrected.c.chat_id, corrections)
            .join(corrections, corrections.c.id == corrected.c.correction_id)
            .outerjoin(digests, digests.c.id == corrected.c.digest_id)
            .where(
                corrected.c.chat_id.in_(set(chat_ids)),
                or_(corrected.c.digest_id.is_(None), digests.c.state == DigestState.SKIPPED),
            )
            .order_by(corrections.c.id)
        )
        found: defaultdict[int, list[Correction]] = defaultdict(list)
        for row in await self._connection.execute(query):
            found[row.chat_id].append(model_of(Correction, row))
        return {chat_id: tuple(each[:_AT_ONCE]) for chat_id, each in found.items()}

    async def settle(
        self: Corrections[Writes], chat_id: int, told: Sequence[Correction], *, digest_id: int
    ) -> None:
        """Note that a digest tells a chat these corrections."""
        await self._connection.execute(
            update(corrected)
            .where(
                corrected.c.chat_id == chat_id,
                corrected.c.correction_id.in_([each.id for each in told]),
            )
            .values(digest_id=digest_id)
        )
