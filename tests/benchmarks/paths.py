"""How many files of ours a piece of news passes through.

    python -m tests.benchmarks.paths --show

Two ways are walked for real, in a database of their own: an admin's `/ingest URL`, through
`dispatch`, from a website on loopback; and from there until a subscriber's digest has reached
the strict Bot API server. Counted are the distinct files of `bot/` and `storage/` of which a
function is called, in worker processes too. What is called while a module is imported or the
database is opened doesn't count.
"""

from __future__ import annotations

import argparse
import asyncio
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from types import FrameType
from typing import Any

from bot.app import App, build_due_digests
from bot.commands.request import Conversation, Request, dispatch, parse_line
from bot.commands.table import COMMANDS
from bot.delivery.rate_limit import NO_LIMITS
from bot.delivery.worker import OutboxWorker
from bot.frontends.telegram.send import TelegramSender
from bot.ingest.web.fetch import Fetcher
from bot.settings import Settings
from bot.workers import Workers
from storage import Store
from tests.botapi import BotApi
from tests.news import NOW
from tests.telegram_bot import ADMIN, READER, connected_bot
from tests.walks.pages import PORT_PAGE, PORT_TITLE
from tests.website import Website

ROOT = Path(__file__).parent.parent.parent

_OURS = (f"{ROOT}/bot/", f"{ROOT}/storage/")


@dataclass(slots=True)
class Files:
    """The files of which functions were called, each with the functions.

    Attributes:
        is_on: Whether calls are noted now.
    """

    called: dict[str, set[str]] = field(default_factory=dict)
    is_on: bool = False

    @contextmanager
    def watching(self) -> Iterator[None]:
        """Be told of all calls in this thread, and in those that start within the block."""
        threading.setprofile(self._note)
        sys.setprofile(self._note)
        try:
            yield
        finally:
            sys.setprofile(None)
            threading.setprofile(None)

    @contextmanager
    def noted(self) -> Iterator[None]:
        """Note what is called within the block."""
        self.is_on = True
        try:
            yield
        finally:
            self.is_on = False

    def add(self, called: dict[str, set[str]]) -> None:
        """Add what was noted in another process."""
        for name, functions in called.items():
            self.called.setdefault(name, set()).update(functions)

    def _note(self, frame: FrameType, event: str, _: object) -> None:
        code = frame.f_code
        if not self.is_on or event != "call" or not code.co_filename.startswith(_OURS):
            return
        name = code.co_filename.removeprefix(f"{ROOT}/")
        if code.co_name not in self.called.get(name, ()) and not _is_imported(frame):
            self.called.setdefault(name, set()).add(code.co_name)


def _is_imported(frame: FrameType | None) -> bool:
    """Return whether the import of one of our modules runs the frame."""
    while frame is not None:
        if frame.f_code.co_name == "<module>" and frame.f_code.co_filename.startswith(_OURS):
            return True
        frame = frame.f_back
    return False


class WatchedWorkers(Workers):
    """Real workers, which tell what is called in them."""

    def __init__(self, files: Files) -> None:
        """Tell it to `files`."""
        super().__init__(count=1)
        self._files = files

    async def run(  # type: ignore[override]  # whatever the types are, all is passed on
        self, function: Callable[..., Any], /, *args: object, seconds: float | None = None
    ) -> object:
        """Return what the function returns."""
        result, called = await super().run(_watched, function, args, seconds=seconds)
        if self._files.is_on:
            self._files.add(called)
        return result


def _watched(
    function: Callable[..., Any], args: tuple[Any, ...]
) -> tuple[Any, dict[str, set[str]]]:
    files = Files(is_on=True)
    with files.watching():
        return function(*args), files.called


async def walked() -> tuple[set[str], dict[str, set[str]]]:
    """Return the files of `/ingest URL`, and all until a digest is sent, with functions."""
    files, moment = Files(), [NOW]
    settings = Settings(admin_ids=frozenset({ADMIN}), allow_private_networks=True)
    fetcher = Fetcher(user_agent="test", allow_private_networks=True, host_pause=0)
    workers = WatchedWorkers(files)
    with files.watching(), tempfile.TemporaryDirectory() as folder:
        async with (
            Store(f"sqlite+aiosqlite:///{folder}/news.db") as store,
            Website() as site,
            BotApi() as api,
            connected_bot(api) as bot,
        ):
            app = App(
                settings=settings,
                store=store,
                fetcher=fetcher,
                workers=workers,
                clock=lambda: moment[0],
            )
            api.world.chat(READER)
            await say(app, READER, "/subscribe 08:00 UTC")
            with files.noted():
                await say(app, ADMIN, f"/ingest {site.page('/port', PORT_PAGE)}")
            of_ingest = set(files.called)
            moment[0] = next_morning(NOW)
            worker = OutboxWorker(
                store=store,
                sender=TelegramSender(bot),
                clock=app.clock,
                owner="telegram",
                limits=NO_LIMITS,
            )
            with files.noted():
                await build_due_digests(app)
                await worker.drain()
            sent = api.texts(READER)
        await fetcher.close()
        workers.close()
    if not any(PORT_TITLE in text for text in sent):
        message = f"the digest did not arrive: {sent}"
        raise RuntimeError(message)
    return of_ingest, files.called


async def say(app: App, user_id: int, message: str) -> None:
    """Say something in a private chat with the bot."""
    line = parse_line(message)
    if line is None:
        raise ValueError(message)
    request = Request(
        chat_id=user_id,
        user_id=user_id,
        key=message,
        name=line.name,
        args=line.args,
        text=line.text,
        is_admin=user_id in app.settings.admin_ids,
    )
    await dispatch(request, app, COMMANDS, Conversation())


def next_morning(now: datetime) -> datetime:
    """Return one minute past eight of the next day, UTC."""
    return now.replace(hour=8, minute=1) + timedelta(days=1)


def main() -> None:
    """Count, and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--show", action="store_true", help="name the files, with functions")
    arguments = parser.parse_args()
    of_ingest, of_digest = asyncio.run(walked())
    if arguments.show:
        for name in sorted(of_digest):
            way = "ingest" if name in of_ingest else "digest"
            print(f"{way}  {name}: {', '.join(sorted(of_digest[name])[:8])}")
    print(f"/ingest URL enters {len(of_ingest)} files, a digest until it is sent {len(of_digest)}")


if __name__ == "__main__":
    main()
