"""For whom a command answers."""

from __future__ import annotations

from bot.app import App
from bot.commands.base import Request
from bot.digest.edition import Recipient
from bot.messages import Reader
from storage.model import SummaryLength


async def reader_of(request: Request, app: App) -> Reader:
    """Return for whom an answer is worded: the subscriber's zone, or the default one."""
    async with app.store.read() as tx:
        subscriber = await tx.subscribers.get(request.chat_id)
    return Reader(now=app.clock(), zone=subscriber.zone if subscriber else app.settings.zone)


async def recipient_of(request: Request, app: App) -> Recipient:
    """Return who is told news: what the chat's subscription says, or what most get."""
    async with app.store.read() as tx:
        subscriber = await tx.subscribers.get(request.chat_id)
    return Recipient(
        request.chat_id,
        cap=subscriber.stories if subscriber else None,
        length=subscriber.length if subscriber else SummaryLength.SHORT,
        zone=subscriber.zone if subscriber else app.settings.zone,
        only_followed=subscriber is not None and subscriber.only_followed,
    )
