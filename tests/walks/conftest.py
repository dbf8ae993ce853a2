"""People who chat with the bot, each through `dispatch` on a real database."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import count

import pytest

from bot.app import App
from bot.commands.request import Attachment, Conversation, Request, dispatch, parse_line
from bot.commands.table import COMMANDS
from bot.ingest.web.fetch import Fetcher
from bot.messages import Reply
from bot.messages.telegram_limits import plain
from bot.settings import Settings
from bot.workers import Workers
from storage import Store
from storage.model import LOCAL_CHAT
from tests.news import NOW

# core.telegram.org/bots/api#inlinekeyboardbutton
CALLBACK_BYTES = 64

ADMIN, READER, STRANGER = 1, 2, 3

_keys = count(1)


class Clock:
    """A clock that stands still until it is moved."""

    def __init__(self) -> None:
        """Begin at NOW."""
        self.now = NOW

    def __call__(self) -> datetime:
        """Return the present instant."""
        return self.now

    def move(self, **step: float) -> None:
        """Move by a `timedelta` of these units."""
        self.now += timedelta(**step)


@dataclass
class Person:
    """Somebody at a chat: what they say is dispatched, what they hear is kept."""

    app: App
    user_id: int
    chat_id: int
    is_admin: bool = False
    is_local: bool = False
    language: str = ""
    heard: list[Reply] = field(default_factory=list)

    async def say(
        self,
        message: str,
        *,
        attachment: Attachment | None = None,
        about: str = "",
        quoted: str = "",
        key: str = "",
    ) -> str:
        """Say something and return the answer as plain text.

        Args:
            message: As typed.
            attachment: A file that comes with it.
            about: What the replied-to message was about.
            quoted: The replied-to message.
            key: The request's, to say the very same thing again.
        """
        line = parse_line(message)
        assert line is not None
        request = Request(
            chat_id=self.chat_id,
            user_id=self.user_id,
            key=key or f"test:{next(_keys)}",
            name=line.name,
            args=line.args,
            text=line.text,
            is_admin=self.is_admin,
            attachment=attachment,
            about=about,
            quoted=quoted,
            is_local=self.is_local,
            language=self.language,
        )
        reply = await dispatch(request, self.app, COMMANDS, Conversation())
        for button in (button for row in reply.buttons for button in row):
            pressed = parse_line(button.command)
            assert pressed is not None
            assert pressed.name in COMMANDS
            assert len(button.command.encode()) <= CALLBACK_BYTES
        self.heard.append(reply)
        return plain(reply.text)

    async def press(self, label: str) -> str:
        """Press a button under the last answer."""
        buttons = [button for row in self.heard[-1].buttons for button in row]
        [command] = [button.command for button in buttons if button.label == label]
        return await self.say(command, about=self.heard[-1].about)


@pytest.fixture
def clock() -> Clock:
    """A clock that the test moves."""
    return Clock()


@pytest.fixture
def settings() -> Settings:
    """Settings for tests: the website of the tests is inside a private network."""
    return Settings(admin_ids=frozenset({ADMIN}), allow_private_networks=True)


@pytest.fixture
async def app(
    store: Store, workers: Workers, clock: Callable[[], datetime], settings: Settings
) -> AsyncIterator[App]:
    """The app on a real database, twice: SQLite and PostgreSQL."""
    # A test asks the one website that it has again and again.
    fetcher = Fetcher(user_agent="test", allow_private_networks=True, host_pause=0)
    yield App(settings=settings, store=store, fetcher=fetcher, workers=workers, clock=clock)
    await fetcher.close()


@pytest.fixture
def admin(app: App) -> Person:
    """The admin, in a private chat."""
    return Person(app, ADMIN, ADMIN, is_admin=True)


@pytest.fixture
def reader(app: App) -> Person:
    """A reader, in a private chat."""
    return Person(app, READER, READER)


@pytest.fixture
def stranger(app: App) -> Person:
    """Another reader."""
    return Person(app, STRANGER, STRANGER)


@pytest.fixture
def terminal(app: App) -> Person:
    """Who sits at the machine."""
    return Person(app, LOCAL_CHAT, LOCAL_CHAT, is_admin=True, is_local=True)
