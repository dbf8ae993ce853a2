"""The program: `news-digest-bot demo | run | shell | do | tick | regroup | backup`."""

from __future__ import annotations

import gc

# What is imported stays: to look through it again and again would be a tenth of the start.
gc.disable()

import argparse
import asyncio
import logging
import sys
from collections.abc import Callable, Coroutine
from datetime import timedelta
from pathlib import Path
from typing import Any

from rich.console import Console

from bot import messages
from bot.app import (
    ask_due_hubs,
    build_app,
    build_due_digests,
    read_due_sources,
    read_told_again,
    tell_admins,
    tell_alerts,
    tick,
)
from bot.commands import COMMANDS
from bot.errors import BotError
from bot.frontends.terminal import chat, deliver_local, demo, do
from bot.messages.catalogue import DEFAULT_LANGUAGE, label
from bot.settings import Settings, load_settings
from bot.stories import regroup
from bot.text.embeddings import WORDLLAMA, meanings_by
from storage import StorageError


def main() -> None:
    """Run the command line and exit: 0 done, 1 failed, 2 typed wrong."""
    arguments = _parser().parse_args()
    console = Console(highlight=False)
    # What was imported stays for good. Whenever the collector looks through it, nobody is
    # answered for 45 ms.
    gc.freeze()
    gc.enable()
    language = DEFAULT_LANGUAGE
    try:
        settings = load_settings()
        language = settings.interface_language
        _log_to_stderr(settings.log_level if arguments.command == "run" else "WARNING")
        asyncio.run(_chosen(arguments, settings, console))
    except BotError as error:
        sys.exit(str(messages.error(error, language=language).text.unescape()))
    except StorageError as error:
        sys.exit(label(language, "database-failed", why=str(error)))
    except KeyboardInterrupt:
        sys.exit(130)


def _log_to_stderr(level: str) -> None:
    logging.basicConfig(level=level, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    # It tells of each of its parts at every migration.
    logging.getLogger("alembic").setLevel(logging.WARNING)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="news-digest-bot",
        description="Reads the news, and tells it in its own sentences.",
    )
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    commands.add_parser("demo", help="show the main job on a page that ships with the bot")
    commands.add_parser("run", help="be the Telegram bot; needs TELEGRAM_BOT_TOKEN")
    commands.add_parser("shell", help="chat in the terminal; needs no token")
    do = commands.add_parser("do", help="answer one message and end")
    do.add_argument("message", help='such as "/ingest page.txt" or "/summary 1"')
    commands.add_parser("tick", help="do once what is due: read feeds, build digests")
    commands.add_parser("regroup", help="group all news into stories anew; ids stay")
    backup = commands.add_parser("backup", help="copy the SQLite database while in use")
    backup.add_argument("path", type=Path, help="the copy; must not exist")
    return parser


def _chosen(
    arguments: argparse.Namespace, settings: Settings, console: Console
) -> Coroutine[Any, Any, None]:
    chosen: dict[str, Callable[[], Coroutine[Any, Any, None]]] = {
        "run": lambda: _run(settings),
        "tick": lambda: _tick(settings, console),
        "regroup": lambda: _regroup(settings, console),
        "backup": lambda: _back_up(settings, arguments.path, console),
        "demo": lambda: demo(settings, console=console),
        "shell": lambda: chat(settings, console=console),
        "do": lambda: do(arguments.message, settings, console=console),
    }
    return chosen[arguments.command]()


async def _run(settings: Settings) -> None:
    if not settings.telegram_bot_token:
        sys.exit(label(settings.interface_language, "how-to-run"))
    from bot.frontends.telegram import run
    from bot.frontends.web import listening

    async with build_app(settings) as app, listening(app):
        # Loading them takes 0.1 s and more, in any thread with the interpreter's lock: later,
        # everybody would wait for it.
        for kind in {WORDLLAMA, settings.vectors}:
            meanings_by(kind)([])
        ticks = (
            lambda: build_due_digests(app),
            lambda: read_due_sources(app),
            lambda: read_told_again(app),
            lambda: ask_due_hubs(app),
            lambda: tell_admins(app),
        )
        await run(app, COMMANDS, ticks=ticks, urgent=lambda: tell_alerts(app))


async def _tick(settings: Settings, console: Console) -> None:
    async with build_app(settings) as app, app.store.sole_runner():
        await tick(app)
        await deliver_local(app, console)


async def _regroup(settings: Settings, console: Console) -> None:
    language = settings.interface_language
    async with build_app(settings) as app, app.store.sole_runner():
        with console.status(label(language, "regroup-reading")) as status:
            found = await regroup(
                app.store,
                window=timedelta(hours=settings.story_hours),
                fade=timedelta(hours=settings.story_fade_hours),
                vectors=settings.vectors,
                progress=lambda done, of: status.update(
                    label(language, "regroup-progress", done=done, total=of)
                ),
            )
    counts = {"items": found.items, "stories": found.stories, "moved": found.moved}
    console.print(label(language, "regrouped", **counts))


async def _back_up(settings: Settings, path: Path, console: Console) -> None:
    async with build_app(settings) as app:
        await app.store.back_up(path)
    told = label(settings.interface_language, "backed-up", path=str(path))
    console.print(told, markup=False)


if __name__ == "__main__":
    main()
