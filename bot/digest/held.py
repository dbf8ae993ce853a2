"""Admins are told, once a day, that messages are held which may not have arrived."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from zoneinfo import ZoneInfo

from bot import messages
from storage.model import DeliveryKind, Outgoing
from storage.store import Store


async def tell_held(
    *, store: Store, admins: Collection[int], zone: ZoneInfo, now: datetime
) -> None:
    """Tell the admins if anything is held, unless they were told on this day.

    Args:
        store: Where the outbox is.
        admins: Their chats.
        zone: Where their days begin.
        now: Aware instant.

    Raises:
        StorageError: The database failed.
    """
    async with store.read() as tx:
        count = await tx.held.count()
    if not count or not admins:
        return
    reply = messages.held_told(count)
    day = now.astimezone(zone).date()
    notices = [
        Outgoing(
            chat_id=admin,
            # Twice does no harm: it must not be held itself.
            kind=DeliveryKind.REPLY,
            key=f"held:{day}:{admin}",
            text=str(reply.text),
            buttons=reply.buttons,
        )
        for admin in admins
    ]
    async with store.write() as tx:
        await tx.outbox.add(notices, due_at=now)
