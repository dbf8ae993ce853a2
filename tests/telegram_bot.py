"""The Telegram front end with small commands of its own, on the strict server."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import replace

from markupsafe import Markup
from telegram import Bot

from bot.app import App, build_app
from bot.commands.request import Answered, Audience, Command, Conversation, Request
from bot.frontends.telegram.app import run
from bot.frontends.telegram.client import READ_SECONDS, build_bot
from bot.messages import Reply
from bot.settings import Settings
from storage.model import Button, Kind, Ref
from tests.botapi import BotApi

READER = 7
ADMIN = 8
GROUP = -70


def settings_for(api: BotApi, *, database_url: str = "") -> Settings:
    """Return settings of a bot that talks to `api`."""
    settings = Settings(
        telegram_bot_token=api.token,
        telegram_base_url=api.base_url,
        telegram_base_file_url=api.base_file_url,
        admin_ids=frozenset({ADMIN}),
    )
    return replace(settings, database_url=database_url) if database_url else settings


@asynccontextmanager
async def connected_bot(api: BotApi, *, read_seconds: float = READ_SECONDS) -> AsyncIterator[Bot]:
    """Yield a bot that is connected to `api`, and nothing else of the front end."""
    bot = build_bot(settings_for(api), read_seconds=read_seconds)
    await bot.initialize()
    try:
        yield bot
    finally:
        await bot.shutdown()


@asynccontextmanager
async def running_bot(
    api: BotApi, database_url: str, commands: Mapping[str, Command]
) -> AsyncIterator[App]:
    """Run the whole front end on `api` within the block; stop it gracefully."""
    stop = asyncio.Event()
    async with build_app(settings_for(api, database_url=database_url)) as app:
        running = asyncio.create_task(run(app, commands, ticks=[nothing_is_due], stop=stop))
        try:
            yield app
        finally:
            stop.set()
            await running


async def nothing_is_due() -> None:
    """Tick without anything to do."""


async def echo(request: Request, _app: App, _: Conversation) -> Reply:
    """Answer with what was asked, as the front end understood it."""
    attached = request.attachment
    facts = {
        "args": request.args,
        "text": request.text,
        "about": request.about,
        "quoted": request.quoted,
        "admin": "yes" if request.is_admin else "",
        "thread": str(request.thread_id or ""),
        "file": f"{attached.name}={attached.content.decode()}" if attached else "",
    }
    told = "\n".join(f"{name}: {fact}" for name, fact in facts.items() if fact)
    return Reply(
        Markup("<b>{}</b>\n{}").format(request.name, told),
        ((Button("Again", f"/{request.name} again"),),),
        about="s4",
    )


async def read(request: Request, app: App, conversation: Conversation) -> Answered:
    """Change something together with the answer: note that an article was read."""
    async with app.store.write() as tx:
        ref = Ref(Kind.ARTICLE, int(request.args))
        await tx.readings.record(request.chat_id, ref, now=app.clock())
        return await conversation.answer(tx, Reply(Markup("read {}").format(request.args)))


def command(name: str, *, audience: Audience = Audience.EVERYONE) -> Command:
    """Return a row of a table of commands."""
    run = {"related": read}.get(name, echo)
    return Command(name, audience, run)


COMMANDS = {name: command(name) for name in ("start", "latest", "related", "summary", "search")} | {
    "ingest": command("ingest", audience=Audience.ADMINS)
}
