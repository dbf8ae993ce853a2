"""The inbox: what Telegram told us, kept before it is confirmed, handled once each."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import and_, delete, exists, func, or_, select, update

from storage.model import Update
from storage.repository import Mode, Repository, Writes, row_of
from storage.schema import inbox

# An update that the program did not survive this often is the reason: it is given up.
# Up to eight are under way at a crash, so with a few tries the innocent would go too.
MAX_TRIES = 20

# The chat of updates that belong to none; they have no order among each other.
_NO_CHAT = 0


class _State(StrEnum):
    NEW = "new"
    WORKING = "working"
    DONE = "done"
    FAILED = "failed"


class Inbox(Repository[Mode]):
    """The updates: new -> working -> done | failed."""

    async def add(self: Inbox[Writes], updates: Sequence[Update]) -> int:
        """Store the updates that aren't known, and return how many these are."""
        if not updates:
            return 0
        rows = [
            row_of(each)
            | {"state": _State.NEW, "tries": 0, "moved_at": each.received_at, "error": ""}
            for each in updates
        ]
        query = self._insert(inbox).on_conflict_do_nothing().returning(inbox.c.id)
        return len((await self._connection.scalars(query, rows)).all())

    async def claim(self: Inbox[Writes], *, limit: int, now: datetime) -> list[Update]:
        """Take at most `limit` updates to work on, oldest first, and count the try.

        A chat's updates are handled one after the other: at most one of each chat, and
        none of a chat that has an update in work.
        """
        other = inbox.alias()
        waits_for_another = exists().where(
            other.c.chat_id == inbox.c.chat_id,
            or_(
                other.c.state == _State.WORKING,
                and_(other.c.state == _State.NEW, other.c.id < inbox.c.id),
            ),
        )
        oldest = (
            select(inbox.c.id)
            .where(
                inbox.c.state == _State.NEW,
                or_(inbox.c.chat_id == _NO_CHAT, ~waits_for_another),
            )
            .order_by(inbox.c.id)
            .limit(limit)
            .cte("oldest")
        )
        query = (
            update(inbox)
            .where(inbox.c.id.in_(select(oldest.c.id)))
            .values(state=_State.WORKING, tries=inbox.c.tries + 1, moved_at=now)
            .returning(inbox.c.id, inbox.c.chat_id, inbox.c.payload, inbox.c.received_at)
        )
        claimed = [Update(*row) for row in await self._connection.execute(query)]
        return sorted(claimed, key=lambda each: each.id)

    async def done(self: Inbox[Writes], update_id: int, *, now: datetime) -> None:
        """Note that the update was handled."""
        await self._move(update_id, _State.DONE, moved_at=now)

    async def give_up(self: Inbox[Writes], update_id: int, *, error: str, now: datetime) -> None:
        """Note that the update can't be handled, and why, in English.

        Nothing happens to one that was handled already, nor in `put_back`.
        """
        await self._move(update_id, _State.FAILED, error=error, moved_at=now)

    async def put_back(self: Inbox[Writes], update_id: int) -> None:
        """Let the update be claimed again."""
        await self._move(update_id, _State.NEW)

    async def recover(self: Inbox[Writes]) -> int:
        """Put back what was being worked on when the program ended; return how many.

        Called at the start by the one process that works. An update that was tried
        `MAX_TRIES` times is given up instead.
        """
        working = inbox.c.state == _State.WORKING
        given_up = {"state": _State.FAILED, "error": f"not survived {MAX_TRIES} times"}
        hopeless = update(inbox).where(working, inbox.c.tries >= MAX_TRIES)
        await self._connection.execute(hopeless.values(given_up))
        again = update(inbox).where(working).values(state=_State.NEW)
        return (await self._connection.execute(again)).rowcount

    async def waiting(self) -> int:
        """Return how many updates are new or being worked on."""
        query = (
            select(func.count())
            .select_from(inbox)
            .where(inbox.c.state.in_([_State.NEW, _State.WORKING]))
        )
        return (await self._connection.execute(query)).scalar_one()

    async def prune(self: Inbox[Writes], before: datetime) -> int:
        """Forget the updates that were done or given up before then; return how many."""
        query = delete(inbox).where(
            inbox.c.state.in_([_State.DONE, _State.FAILED]), inbox.c.moved_at < before
        )
        return (await self._connection.execute(query)).rowcount

    async def _move(self, update_id: int, state: _State, **values: Any) -> None:
        # A stop may cancel a task whose commit is already on its way: done stays done.
        this = and_(inbox.c.id == update_id, inbox.c.state == _State.WORKING)
        query = update(inbox).where(this).values(state=state, **values)
        await self._connection.execute(query)
