"""The outbox: messages on their way. A message is a row before it is sent.

    new -> sending(owner, lease) -> sent | failed
     ^        |
     +--------+--> unsure

Whoever sends claims rows first, and settles each with what came of it. A row that is
unsure may have arrived or not: a reply or a digest goes back to new, for one doubled is
better than none, and an alert is held for the admin to see (`Held`).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, case, exists, func, null, or_, select, update

from storage.lock import Arrived
from storage.model import LOCAL_CHAT, Delivery, DeliveryKind, DeliveryState, Outgoing
from storage.repository import Mode, Repository, Writes, delivery_of, row_of
from storage.schema import outbox

_IS_HELD = outbox.c.state == DeliveryState.UNSURE


class Held(Repository[Mode]):
    """The messages of the outbox that are unsure for good."""

    async def newest(self, limit: int = 10) -> list[Delivery]:
        """Return at most `limit` of them, last added first."""
        query = select(outbox).where(_IS_HELD).order_by(outbox.c.id.desc()).limit(limit)
        return [delivery_of(row) for row in await self._connection.execute(query)]

    async def count(self) -> int:
        """Return how many there are."""
        query = select(func.count()).select_from(outbox).where(_IS_HELD)
        return (await self._connection.execute(query)).scalar_one()

    async def send(self: Held[Writes], delivery_id: int, *, now: datetime) -> Delivery | None:
        """Put a message on its way once more and return it; None if it isn't held.

        If nobody can tell whether it arrived this time, it is held again.
        """
        return await self._settle(delivery_id, state=DeliveryState.NEW, due_at=now, settled_at=None)

    async def forget(self: Held[Writes], delivery_id: int, *, error: str) -> Delivery | None:
        """Send a message never again and return it; None if it isn't held.

        Args:
            delivery_id: The message.
            error: Why, in English.
        """
        return await self._settle(delivery_id, state=DeliveryState.FAILED, error=error)

    async def _settle(self, delivery_id: int, **values: object) -> Delivery | None:
        query = (
            update(outbox)
            .where(outbox.c.id == delivery_id, _IS_HELD)
            .values(**values)
            .returning(outbox)
        )
        row = (await self._connection.execute(query)).one_or_none()
        return None if row is None else delivery_of(row)


# In this order the messages of one chat are served.
_TURNS = (DeliveryKind.REPLY, DeliveryKind.ALERT, DeliveryKind.DIGEST)

_NEW, _SENDING, _UNSURE = DeliveryState.NEW, DeliveryState.SENDING, DeliveryState.UNSURE


class Outbox(Repository[Mode]):
    """The messages."""

    async def add(
        self: Outbox[Writes],
        messages: Sequence[Outgoing],
        *,
        due_at: datetime,
        newest_first: datetime | None = None,
    ) -> None:
        """Put messages on their way, in this order; one whose key is known is ignored.

        Messages of one kind are sent in the order in which they fall due. After an outage,
        that would let all who are in time wait for those who are late.

        Args:
            messages: The messages.
            due_at: Not to be sent before.
            newest_first: The slot that they serve: the newer, the sooner they are sent.
        """
        rank = -_seconds(newest_first) if newest_first else _seconds(due_at)
        rows = [
            row_of(each, "file")
            | {
                "turn": _TURNS.index(each.kind),
                "rank": rank,
                "file_name": each.file.name if each.file else None,
                "file_content": each.file.content if each.file else None,
                "state": _NEW,
                "due_at": due_at,
                "tries": 0,
                "unsure": 0,
                "owner": "",
                "error": "",
            }
            for each in messages
        ]
        if rows:
            await self._connection.execute(self._insert(outbox).on_conflict_do_nothing(), rows)

    async def claim(
        self: Outbox[Writes],
        now: datetime,
        *,
        owner: str,
        lease: timedelta,
        limit: int,
        local: bool = False,
    ) -> list[Delivery]:
        """Take messages to send: from new to sending, most urgent first.

        Replies go before alerts before digests, and each of these as `add` says. There is at
        most one of each chat, and none of a chat that has one in sending. Within a chat, each
        kind goes in the order in which it was added, even where an earlier one is not yet due.

        Args:
            now: Aware instant, compared with `due_at` and with leases.
            owner: Who sends; the same is given when the message is settled.
            lease: For how long the rows are the owner's. Afterwards they are unsure.
            limit: Most messages to take.
            local: Whether to serve the terminal's chat alone, or all others.
        """
        await self._doubt(outbox.c.lease_until <= now, now)
        due = (
            select(outbox.c.id)
            .where(
                outbox.c.state == _NEW,
                outbox.c.due_at <= now,
                (outbox.c.chat_id == LOCAL_CHAT) == local,
                ~_has_to_wait(now),
            )
            .order_by(outbox.c.turn, outbox.c.rank, outbox.c.id)
            .limit(limit)
            # Inline, a nested-loop plan of PostgreSQL would pass over the limit.
            .cte("due")
        )
        query = (
            update(outbox)
            .where(outbox.c.id.in_(select(due.c.id)))
            .values(state=_SENDING, owner=owner, lease_until=now + lease, tries=outbox.c.tries + 1)
            .returning(outbox)
        )
        # What an UPDATE returns has no order.
        rows = sorted(
            await self._connection.execute(query), key=lambda row: (row.turn, row.rank, row.id)
        )
        return [delivery_of(row) for row in rows]

    async def sent(
        self: Outbox[Writes], delivery_id: int, *, owner: str, message_id: int | None, now: datetime
    ) -> bool:
        """Note that the message arrived, and as what; return whether it was `owner`'s.

        What was in its file is no longer kept: the chat has it.
        """
        values = {"state": DeliveryState.SENT, "message_id": message_id, "settled_at": now}
        return await self._settle(delivery_id, owner, error="", file_content=None, **values)

    async def retry(
        self: Outbox[Writes], delivery_id: int, *, owner: str, due_at: datetime, error: str
    ) -> bool:
        """Put back a message that surely did not arrive; return whether it was `owner`'s.

        Args:
            delivery_id: The message.
            owner: Who claimed it.
            due_at: Not to be sent again before.
            error: Why it did not arrive, in English.
        """
        return await self._settle(delivery_id, owner, state=_NEW, due_at=due_at, error=error)

    async def unsure(
        self: Outbox[Writes],
        delivery_id: int,
        *,
        owner: str,
        error: str,
        now: datetime,
        again_at: datetime | None = None,
    ) -> bool:
        """Note that nobody can tell whether the message arrived; return whether it was `owner`'s.

        Args:
            delivery_id: The message.
            owner: Who claimed it.
            error: Why nobody can tell, in English.
            now: Aware instant.
            again_at: Not to be sent again before; None to hold it for the admin to see.
        """
        held = {"state": _UNSURE, "settled_at": now}
        again = {"state": _NEW, "due_at": again_at}
        values = again if again_at else held
        count = outbox.c.unsure + 1
        return await self._settle(delivery_id, owner, error=error, unsure=count, **values)

    async def failed(self: Outbox[Writes], delivery_id: int, *, owner: str, error: str) -> bool:
        """Note that the message was refused for good; return whether it was `owner`'s."""
        values = {"state": DeliveryState.FAILED, "file_content": None}
        return await self._settle(delivery_id, owner, error=error, **values)

    async def replace_text(
        self: Outbox[Writes], delivery_id: int, *, owner: str, text: str
    ) -> None:
        """Change the text of a message that `owner` is sending, say to plain text."""
        held = _held_by(delivery_id, owner)
        await self._connection.execute(update(outbox).where(held).values(text=text))

    async def postpone(self: Outbox[Writes], chat_id: int, *, until: datetime) -> None:
        """Let all new messages of the chat wait at least so long."""
        early = and_(_new_of(chat_id), outbox.c.due_at < until)
        await self._connection.execute(update(outbox).where(early).values(due_at=until))

    async def cancel(self: Outbox[Writes], chat_id: int, *, error: str) -> int:
        """Send none of the chat's new messages; return how many these are.

        Args:
            chat_id: The chat.
            error: Why, in English.
        """
        query = update(outbox).where(_new_of(chat_id))
        failed = query.values(state=DeliveryState.FAILED, error=error)
        return (await self._connection.execute(failed)).rowcount

    async def recover(
        self: Outbox[Writes], *, now: datetime, arrived: Arrived | None = None
    ) -> int:
        """Settle what was being sent when the program ended; return how many are unsure.

        Called at the start by the one process that delivers, with the receipts of the last
        run. Replies and digests are sent again, however often the program ended; alerts are
        held.
        """
        for (delivery_id, owner), message_id in (arrived or {}).items():
            await self.sent(delivery_id, owner=owner, message_id=message_id, now=now)
        return await self._doubt(outbox.c.state == _SENDING, now)

    async def unsure_rows(self, limit: int = 50) -> list[Delivery]:
        """Return at most `limit` messages that were ever unsure, last added first."""
        query = select(outbox).where(outbox.c.unsure > 0).order_by(outbox.c.id.desc()).limit(limit)
        return [delivery_of(row) for row in await self._connection.execute(query)]

    async def about(self, chat_id: int, message_id: int) -> str:
        """Return what the chat's message is about, as typed, or empty."""
        query = (
            select(outbox.c.about)
            .where(outbox.c.chat_id == chat_id, outbox.c.message_id == message_id)
            .order_by(outbox.c.id.desc())
            .limit(1)
        )
        return (await self._connection.execute(query)).scalar_one_or_none() or ""

    async def page(self, chat_id: int, message_id: int) -> str:
        """Return of which pages the chat's message is one, or empty."""
        query = (
            select(outbox.c.page)
            .where(outbox.c.chat_id == chat_id, outbox.c.message_id == message_id)
            .order_by(outbox.c.id.desc())
            .limit(1)
        )
        return (await self._connection.execute(query)).scalar_one_or_none() or ""

    async def pending(self, now: datetime) -> int:
        """Return how many messages are due at `now` or being sent."""
        is_due = and_(outbox.c.state == _NEW, outbox.c.due_at <= now)
        query = (
            select(func.count()).select_from(outbox).where(or_(is_due, outbox.c.state == _SENDING))
        )
        return (await self._connection.execute(query)).scalar_one()

    async def counts(self) -> dict[DeliveryState, int]:
        """Return how many messages are in each state; a state without any is left out."""
        query = select(outbox.c.state, func.count()).group_by(outbox.c.state)
        rows = await self._connection.execute(query)
        return {row.state: row[1] for row in rows}

    async def _settle(self, delivery_id: int, owner: str, **values: Any) -> bool:
        held = _held_by(delivery_id, owner)
        query = update(outbox).where(held).values(owner="", lease_until=None, **values)
        return (await self._connection.execute(query)).rowcount > 0

    async def _doubt(self, condition: ColumnElement[bool], now: datetime) -> int:
        """Count as unsure what is being sent and meets `condition`."""
        is_alert = outbox.c.kind == DeliveryKind.ALERT
        query = (
            update(outbox)
            .where(outbox.c.state == _SENDING, condition)
            .values(
                state=case((is_alert, _UNSURE), else_=_NEW),
                settled_at=case((is_alert, now), else_=null()),
                # Behind what surely was not sent yet: where the program ends again and
                # again, nobody gets the same message each time, nor blocks the others.
                rank=_seconds(now),
                due_at=now,
                unsure=outbox.c.unsure + 1,
                owner="",
                lease_until=None,
                error="the program ended before the answer came",
            )
        )
        return (await self._connection.execute(query)).rowcount


def _seconds(at: datetime) -> int:
    return int(at.timestamp())


def _has_to_wait(now: datetime) -> ColumnElement[bool]:
    other = outbox.alias()
    return exists().where(
        other.c.chat_id == outbox.c.chat_id,
        other.c.state.in_([_NEW, _SENDING]),
        or_(
            other.c.state == _SENDING,
            and_(other.c.kind == outbox.c.kind, other.c.id < outbox.c.id),
            and_(other.c.turn < outbox.c.turn, other.c.due_at <= now),
        ),
    )


def _held_by(delivery_id: int, owner: str) -> ColumnElement[bool]:
    return and_(outbox.c.id == delivery_id, outbox.c.owner == owner, outbox.c.state == _SENDING)


def _new_of(chat_id: int) -> ColumnElement[bool]:
    return and_(outbox.c.chat_id == chat_id, outbox.c.state == _NEW)
