"""Filters: what each chat follows, mutes and is alerted of."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import delete, insert, select

from storage.model import Filter, FilterKind
from storage.repository import Mode, Repository, Writes, model_of
from storage.schema import filters


class Filters(Repository[Mode]):
    """The filters, each of one chat."""

    async def add(
        self: Filters[Writes],
        chat_id: int,
        kind: FilterKind,
        text: str,
        *,
        languages: Sequence[str],
        now: datetime,
        thread_id: int | None = None,
    ) -> Filter:
        """Store a filter and return it, whether or not the chat has the same already.

        Args:
            chat_id: Whose.
            kind: What becomes of what it matches.
            text: A query.
            languages: See `Filter.languages`.
            now: Aware instant.
            thread_id: The forum topic in which it was asked for.
        """
        row = {
            "chat_id": chat_id,
            "kind": kind,
            "text": text,
            "languages": languages,
            "made_at": now,
            "thread_id": thread_id,
        }
        query = insert(filters).values(row).returning(filters)
        return model_of(Filter, (await self._connection.execute(query)).one())

    async def of_chat(self, chat_id: int) -> list[Filter]:
        """Return the chat's filters, in the order in which they were made."""
        return await self.of_chats([chat_id])

    async def of_chats(
        self, chat_ids: Collection[int], kind: FilterKind | None = None
    ) -> list[Filter]:
        """Return the filters that the chats have, in the order of making.

        Args:
            chat_ids: Whose.
            kind: Those of one kind alone; None for all.
        """
        query = select(filters).where(filters.c.chat_id.in_(set(chat_ids))).order_by(filters.c.id)
        if kind is not None:
            query = query.where(filters.c.kind == kind)
        return [model_of(Filter, row) for row in await self._connection.execute(query)]

    async def of_kind(self, kind: FilterKind) -> list[Filter]:
        """Return the filters of one kind that there are, in the order of making."""
        query = select(filters).where(filters.c.kind == kind).order_by(filters.c.id)
        return [model_of(Filter, row) for row in await self._connection.execute(query)]

    async def drop(self: Filters[Writes], chat_id: int, number: int) -> Filter | None:
        """Forget the chat's filter with this id and return it; None if it has none such."""
        this = (filters.c.chat_id == chat_id) & (filters.c.id == number)
        row = (
            await self._connection.execute(delete(filters).where(this).returning(filters))
        ).first()
        return None if row is None else model_of(Filter, row)
