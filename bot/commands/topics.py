"""Commands about topics: what is hot now, and the newest of one topic."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from functools import partial

from bot import messages
from bot.app import App
from bot.commands.base import Request
from bot.commands.reader import reader_of
from bot.errors import UsageError
from bot.messages import Reply
from bot.stories.related import load_items
from bot.stories.topics import topics_of
from bot.stories.trends import DAY, WEEK, trends_of
from bot.text.topics import TOPICS, topic_named
from storage.model import Article, Field, Item, Term
from storage.store import Transaction

# Headlines are short: as many as fit a phone's screen twice.
LISTED = 20
# The search ranks so many of the newest together, by more than their time.
RANKED = 300
# The newest items that are told by their words where too few are known to be of a topic.
NEWEST = 250


async def topics(_request: Request, app: App) -> Reply:
    """Answer `/topics` with what more stories are about now than in the week before."""
    now = app.clock()
    async with app.store.read() as tx:
        titles = await tx.titles.since(now - (WEEK + 1) * DAY)
    # Some seconds for a hundred thousand titles: other chats are answered meanwhile.
    return messages.topics(await asyncio.to_thread(partial(trends_of, titles, now=now)))


async def of_topic(typed: str, request: Request, app: App) -> Reply:
    """Answer `/headlines <topic>` with the newest articles and headlines of a topic.

    Raises:
        UsageError: There is no such topic.
    """
    topic = topic_named(typed)
    if topic is None:
        raise UsageError(f"“{typed}” is no topic. There are {', '.join(TOPICS)}.")
    reader = await reader_of(request, app)
    async with app.store.read() as tx:
        term = Term((), Field.TOPIC, topic)
        known = await load_items(await tx.search.find(term, now=reader.now, limit=RANKED), tx=tx)
        newest = await _newest(tx) if len(known) < LISTED else []
    found = {item.ref: item for item in known}
    told = await asyncio.to_thread(partial(_about, topic, newest))
    found |= {item.ref: item for item in told}
    latest = sorted(found.values(), key=lambda item: (item.at, item.ref), reverse=True)
    return messages.topic(topic, latest[:LISTED], reader=reader)


async def _newest(tx: Transaction) -> list[Item]:
    return [*await tx.articles.latest(NEWEST), *await tx.headlines.latest(NEWEST)]


def _about(topic: str, items: Iterable[Item]) -> list[Item]:
    return [item for item in items if topic in _topics_of(item)]


def _topics_of(item: Item) -> tuple[str, ...]:
    body = item.body if isinstance(item, Article) else ""
    return topics_of(item.title, body, item.language, url=item.url or "")
