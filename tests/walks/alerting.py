"""News that comes in as from a feed, and what chats get by then."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from bot.app import App, tell_alerts
from bot.ingest.pipeline import keep
from bot.messages.telegram_limits import plain
from storage.model import Draft, Ingested, Outgoing
from tests.walks.conftest import READER


async def bring(app: App, *drafts: Draft, hours: float = 1, published: bool = True) -> Ingested:
    """Keep articles that came out so many hours ago; return the last one."""
    for draft in drafts:
        async with app.store.write() as tx:
            last = await keep(
                replace(draft, published_at=app.clock() - timedelta(hours=hours)),
                tx=tx,
                grouper=app.grouper,
                published=published,
                now=app.clock(),
            )
    return last


async def told(app: App, chat_id: int = READER) -> list[str]:
    """Tell what is to be told at once, and return what the chat gets now."""
    await tell_alerts(app)
    return [plain(message.text) for message in await sent(app, chat_id)]


async def sent(app: App, chat_id: int = READER) -> list[Outgoing]:
    """Send what waits in the outbox, and return what the chat got, in order."""
    found: list[Outgoing] = []
    while True:
        now = app.clock()
        async with app.store.write() as tx:
            claimed = await tx.outbox.claim(now, owner="a", lease=timedelta(minutes=2), limit=99)
            for each in claimed:
                await tx.outbox.sent(each.id, owner="a", message_id=each.id, now=now)
        if not claimed:
            return found
        found += [each.message for each in claimed if each.message.chat_id == chat_id]
