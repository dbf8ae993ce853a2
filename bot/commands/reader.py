"""For whom a command answers."""

from __future__ import annotations

from bot.app import App
from bot.commands.base import Request
from bot.messages import Reader


async def reader_of(request: Request, app: App) -> Reader:
    """Return for whom an answer is worded: the subscriber's zone, or the default one."""
    async with app.store.read() as tx:
        subscriber = await tx.subscribers.get(request.chat_id)
    return Reader(now=app.clock(), zone=subscriber.zone if subscriber else app.settings.zone)
