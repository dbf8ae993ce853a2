"""The terminal's front end: one chat, lines in and replies out, digests when they fall due."""

from __future__ import annotations

import asyncio
import logging
import sys
import uuid
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import suppress
from dataclasses import replace
from importlib import resources
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from markupsafe import Markup
from rich.console import Console

from bot import messages
from bot.app import App, build_app, tick
from bot.commands import (
    COMMANDS,
    Audience,
    Command,
    Conversation,
    Request,
    dispatch,
    parse_line,
    silent,
)
from bot.delivery import NO_LIMITS, OutboxWorker, Sent
from bot.frontends.terminal.rendering import paint, show
from bot.messages import Reply
from bot.messages.catalogue import label, say
from bot.settings import Settings
from storage import StorageBusyError, StorageError
from storage.model import LOCAL_CHAT, Delivery

if TYPE_CHECKING:
    from rich.progress import Progress


class Chat:
    """The terminal's chat: it remembers the last reply, so that its buttons can be typed."""

    def __init__(
        self, app: App, *, progress: Callable[[int, int], Awaitable[None]] = silent
    ) -> None:
        """Keep the parts; `progress` is shown (done, total) during long work."""
        self.last: Reply | None = None
        self._app = app
        self._progress = progress

    async def say(self, message: str) -> Reply | None:
        """Return the answer to `message`, or None if it asks for nothing.

        A number presses the button that the last reply showed under it.

        Raises:
            StorageError: The database failed; nothing was changed.
        """
        line = parse_line(self._pressed(message) or message)
        if line is None:
            return None
        request = Request(
            chat_id=LOCAL_CHAT,
            user_id=LOCAL_CHAT,
            key=f"line:{uuid.uuid4().hex}",
            name=line.name,
            args=line.args,
            text=line.text,
            is_admin=True,
            about=self.last.about if self.last else "",
            is_local=True,
            language=self._app.settings.interface_language,
        )
        conversation = Conversation(progress=self._progress)
        self.last = await dispatch(request, self._app, COMMANDS, conversation)
        return self.last

    def _pressed(self, message: str) -> str | None:
        choices = [button for row in self.last.buttons for button in row] if self.last else []
        number = message.strip()
        if number.isdecimal() and 1 <= int(number) <= len(choices):
            return choices[int(number) - 1].command
        return None


class ConsoleSender:
    """Prints messages: what the terminal takes for sending."""

    def __init__(self, console: Console, *, language: str) -> None:
        """Print to `console`."""
        self._console = console
        self._language = language

    async def send(self, delivery: Delivery) -> Sent:
        """Print the message; a terminal has no numbers of its own for messages."""
        message = delivery.message
        reply = Reply(
            Markup(message.text),  # noqa: S704 - stored by us, escaped when it was worded
            message.buttons,
            message.about,
            message.file,
        )
        _show(reply, self._console, self._language)
        return Sent(delivery.id)

    async def is_there(self) -> bool:
        """Return that a terminal answers."""
        return True


def _show(reply: Reply, console: Console, language: str) -> None:
    # What goes into a file or a pipe can't be unfolded there.
    show(reply, console, language=language, unfold=not console.is_terminal)


async def deliver_local(app: App, console: Console) -> int:
    """Print what waits for the terminal's chat; return how many messages that were.

    Raises:
        StorageError: The outbox can't be read.
    """
    worker = OutboxWorker(
        store=app.store,
        sender=ConsoleSender(console, language=app.settings.interface_language),
        clock=app.clock,
        owner=f"terminal:{uuid.uuid4().hex}",
        local=True,
        limits=NO_LIMITS,
    )
    return await worker.drain()


_log = logging.getLogger(__name__)

# Digests in the shell are at most so late.
TICK_SECONDS = 15.0

HISTORY = Path("~/.local/state/news-digest-bot/history").expanduser()

# Shown in the order in which a newcomer meets them.
DEMO = ("/summary 1", "/related 1", "/related h3", "/search ice", "/digest", "/digests")


class TerminalProgress:
    """A progress bar that appears with the first step and goes with the last."""

    def __init__(self, console: Console, *, language: str) -> None:
        """Show nothing yet."""
        self._console = console
        self._language = language
        self._bar: Progress | None = None

    async def __call__(self, done: int, total: int) -> None:
        """Show that `done` of `total` steps are done."""
        if self._bar is None:
            from rich.progress import Progress

            self._bar = Progress(console=self._console, transient=True)
            self._bar.add_task(label(self._language, "terminal-reading"), total=total)
            self._bar.start()
        self._bar.update(self._bar.task_ids[0], completed=done)
        if done >= total:
            self._bar.stop()
            self._bar = None


async def do(message: str, settings: Settings, *, console: Console) -> None:
    """Answer one message; end with status 1 if it could not be done.

    Where the output is piped, a file that comes with the answer is written there alone, and
    the words go to the standard error.

    Raises:
        BotError: A setting is wrong.
        StorageError: The database failed.
        SystemExit: The command could not be done.
    """
    async with build_app(settings) as app:
        language = settings.interface_language
        reply = await Chat(app, progress=TerminalProgress(console, language=language)).say(message)
    if reply is None:
        return
    if reply.file is not None and not sys.stdout.isatty():
        _show(replace(reply, file=None), Console(stderr=True, highlight=False), language)
        sys.stdout.buffer.write(reply.file.content)
    else:
        _show(reply, console, language)
    if not reply.is_done:
        sys.exit(1)


async def chat(settings: Settings, *, console: Console) -> None:
    """Chat until the input ends; from a pipe, each line is a message.

    Where somebody types, feeds are read and digests printed when they fall due, unless
    another process looks after this database.
    """
    async with build_app(settings) as app:
        if not sys.stdin.isatty():
            await _converse(app, console=console)
            return
        looking_after = asyncio.create_task(_look_after(app, console))
        try:
            await _converse(app, console=console)
        finally:
            looking_after.cancel()
            await asyncio.gather(looking_after, return_exceptions=True)


async def demo(settings: Settings, *, console: Console) -> None:
    """Show what the bot does with a page that ships with it; nothing is kept.

    In a terminal it ends in the shell, over the same articles.
    """
    page = resources.files("bot.frontends.terminal").joinpath("demo.txt")
    with (
        TemporaryDirectory(prefix="news-digest-demo-") as folder,
        resources.as_file(page) as path,
    ):
        url = f"sqlite+aiosqlite:///{Path(folder, 'demo.db')}"
        async with build_app(replace(settings, database_url=url)) as app:
            chat = Chat(app)
            for message in (f"/ingest {path}", *DEMO):
                shown = message if message in DEMO else "/ingest demo.txt"
                console.print(f"> {shown}", style="bold green", markup=False, highlight=False)
                if reply := await chat.say(message):
                    _show(reply, console, settings.interface_language)
            if console.is_terminal and sys.stdin.isatty():
                await _converse(app, console=console)


async def _converse(app: App, *, console: Console) -> None:
    language = app.settings.interface_language
    chat = Chat(app, progress=TerminalProgress(console, language=language))
    if sys.stdin.isatty():
        welcome = Reply(say(language, "terminal-welcome"))
        console.print(paint(welcome, language=language), highlight=False)
    messages = _typed(language) if sys.stdin.isatty() else _piped()
    async for message in messages:
        if message.strip() == "+" and chat.last:
            show(chat.last, console, language=language, unfold=True)
        elif reply := await chat.say(message):
            _show(reply, console, language)


async def _look_after(app: App, console: Console) -> None:
    with suppress(StorageBusyError):
        async with app.store.sole_runner():
            while True:
                try:
                    await tick(app)
                    await deliver_local(app, console)
                except StorageError:
                    _log.exception("what is due could not be done; it is tried again")
                await asyncio.sleep(TICK_SECONDS)


async def _piped() -> AsyncIterator[str]:
    while line := await asyncio.to_thread(sys.stdin.readline):
        yield line


async def _typed(language: str) -> AsyncIterator[str]:
    """Yield lines as they are typed, with history and completion, until Ctrl-D."""
    from prompt_toolkit import PromptSession
    from prompt_toolkit.completion import WordCompleter
    from prompt_toolkit.history import FileHistory, InMemoryHistory
    from prompt_toolkit.patch_stdout import patch_stdout

    try:
        HISTORY.parent.mkdir(parents=True, exist_ok=True)
        history: FileHistory | InMemoryHistory = FileHistory(HISTORY)
    except OSError:
        history = InMemoryHistory()
    completer = WordCompleter(
        [f"/{name}" for name in COMMANDS],
        meta_dict={f"/{row.name}": _help(row, language) for row in COMMANDS.values()},
        sentence=True,
    )
    session: PromptSession[str] = PromptSession(
        "> ", completer=completer, history=history, complete_while_typing=True
    )
    while True:
        try:
            with patch_stdout(raw=True):
                message = await session.prompt_async()
            yield message
        except KeyboardInterrupt:
            continue
        except EOFError:
            return


def _help(row: Command, language: str) -> str:
    text = messages.command_help(row.name, language=language)
    is_for_all = row.audience is not Audience.ADMINS
    return text if is_for_all else label(language, "terminal-admin-help", help=text)
