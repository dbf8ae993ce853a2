"""What the Bot API refuses because of its size, its shape or its frequency.

Numbers: core.telegram.org/bots/api and the Bots FAQ; words: tdlib and telegram-bot-api.
What the real server drops without a word (the 101st entity, the 9th button of a row, a
link to nowhere) is dropped here too, but reported: see `World.losses`.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict, deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any, Final

from tests.botapi.entities import Entity, checked_link, tidy, utf16_length
from tests.botapi.errors import bad_request, too_many_requests
from tests.botapi.html import parse_html

MAX_SOURCE_BYTES: Final = 2**15
MAX_TEXT: Final = 4096
MAX_CAPTION: Final = 1024
MAX_ENTITIES: Final = 100
MAX_BUTTONS: Final = 100
MAX_BUTTONS_IN_ROW: Final = 8
MAX_BUTTON_DATA_BYTES: Final = 64
MAX_COMMANDS: Final = 100
MAX_DOWNLOAD_BYTES: Final = 20 * 2**20
_HREF: Final = re.compile(r"""<a\s+href=["']([^"'>]*)""")
_COMMAND: Final = re.compile(r"[a-z0-9_]{1,32}")
_MAX_DESCRIPTION: Final = 256


@dataclass(frozen=True, slots=True)
class Formatted:
    """A text as Telegram keeps it.

    Attributes:
        text: What is shown.
        entities: Sorted by offset; at most 100.
        losses: What was dropped without a word.
    """

    text: str
    entities: tuple[Entity, ...]
    losses: tuple[str, ...] = ()


def formatted(source: str, parse_mode: str, *, limit: int = MAX_TEXT) -> Formatted:
    """Return the text that `source` shows.

    Raises:
        ApiError: 400, if it is empty, too long or not well-formed.
    """
    if not source:
        raise bad_request("Message text is empty")
    if len(source.encode()) > MAX_SOURCE_BYTES:
        raise bad_request("Text is too long")
    if parse_mode.lower() not in ("", "none", "html"):
        # Markdown exists too; this project has no use for it.
        raise bad_request("Unsupported parse_mode")
    is_html = parse_mode.lower() == "html"
    text, entities = parse_html(source) if is_html else (source, [])
    text, kept = tidy(text, entities)
    if utf16_length(text) > limit:
        what = "Message" if limit == MAX_TEXT else "Message caption"
        raise bad_request(f"{what} is too long")
    losses = [f"entity {entity.type} at {entity.offset}" for entity in kept[MAX_ENTITIES:]]
    if is_html:
        losses += [f"link to {url}" for url in _HREF.findall(source) if not checked_link(url)]
    return Formatted(text, kept[:MAX_ENTITIES], tuple(losses))


def inline_keyboard(markup: str) -> tuple[list[list[dict[str, Any]]], list[str]]:
    """Return rows of buttons as they are kept, and what was dropped without a word.

    Args:
        markup: `reply_markup` as it came; may be empty.

    Raises:
        ApiError: 400, if it is no inline keyboard or a button is wrong.
    """
    if not markup:
        return [], []
    try:
        rows = json.loads(markup)
    except ValueError:
        raise bad_request("Can't parse reply keyboard markup JSON object") from None
    if not isinstance(rows, dict):
        raise bad_request("Object expected as reply markup")
    kept: list[list[dict[str, Any]]] = []
    losses: list[str] = []
    for row in rows.get("inline_keyboard", ()):
        if not isinstance(row, list):
            raise bad_request(
                'Field "inline_keyboard" of the InlineKeyboardMarkup must be an Array of Arrays'
            )
        buttons = [_button(button) for button in row]
        room = min(MAX_BUTTONS_IN_ROW, MAX_BUTTONS - sum(map(len, kept)))
        losses += [f"button {button['text']}" for button in buttons[room:]]
        if buttons[:room]:
            kept.append(buttons[:room])
    return kept, losses


def reply_keyboard(markup: str, *, is_private: bool) -> list[list[dict[str, Any]]]:
    """Return rows of buttons below the text field; empty if `markup` is none.

    Args:
        markup: `reply_markup` as it came; may be empty.
        is_private: Whether it is sent to a person.

    Raises:
        ApiError: 400, if a button is wrong.
    """
    rows: list[list[dict[str, Any]]] = json.loads(markup or "{}").get("keyboard", [])
    for button in (button for row in rows for button in row):
        if not button.get("text"):
            raise bad_request("keyboard button text must be non-empty")
        if button.get("request_location") and not is_private:
            raise bad_request("location can be requested in private chats only")
    return rows


def _button(button: Any) -> dict[str, Any]:
    problem = "Can't parse inline keyboard button: "
    if not isinstance(button, dict):
        raise bad_request(f"{problem}InlineKeyboardButton must be an Object")
    if "text" not in button:
        raise bad_request(f'{problem}Can\'t find field "text"')
    if not button["text"]:
        raise bad_request("Inline keyboard button text must be non-empty")
    url, data = button.get("url", ""), button.get("callback_data", "")
    if not (url or data):
        raise bad_request(f"{problem}Text buttons are unallowed in the inline keyboard")
    if url and not checked_link(url):
        raise bad_request(f"Inline keyboard button URL '{url}' is invalid: Wrong HTTP URL")
    if len(data.encode()) > MAX_BUTTON_DATA_BYTES:
        raise bad_request("BUTTON_DATA_INVALID")
    return button


def bot_commands(given: str) -> list[dict[str, str]]:
    """Return the commands of a `setMyCommands`.

    Raises:
        ApiError: 400, if there are too many or one is wrong.
    """
    try:
        commands = json.loads(given or "[]")
    except ValueError:
        raise bad_request("Can't parse commands JSON object") from None
    if not isinstance(commands, list):
        raise bad_request("Expected an Array of BotCommand")
    if len(commands) > MAX_COMMANDS:
        raise bad_request("BOT_COMMANDS_TOO_MUCH")
    for command in commands:
        if not _COMMAND.fullmatch(command.get("command", "")):
            raise bad_request("BOT_COMMAND_INVALID")
        if not command.get("description", ""):
            raise bad_request("Command description must be non-empty")
        if len(command["description"]) > _MAX_DESCRIPTION:
            raise bad_request(f"Command description length must not exceed {_MAX_DESCRIPTION}")
    return list(commands)


@dataclass(slots=True)
class Window:
    """At most `most` events within `seconds`."""

    most: int
    seconds: float
    _events: deque[float] = field(default_factory=deque)

    def wait(self, now: float) -> float:
        """Return for how many seconds another event is one too many."""
        while self._events and self._events[0] <= now - self.seconds:
            self._events.popleft()
        if len(self._events) < self.most:
            return 0.0
        return self._events[0] + self.seconds - now

    def add(self, now: float) -> None:
        """Count an event."""
        self._events.append(now)


class Flood:
    """The limits on how often messages are sent; off until `is_on`.

    The real limits are unpublished and allow short bursts; these are the numbers of the
    Bots FAQ taken literally: 30 messages a second in all, 1 a second to a private chat,
    20 a minute to a group.

    Attributes:
        is_on: Whether what is too much is refused.
        arrivals: When each message came, in seconds of the clock, and to which chat.
        refused: How many messages were one too many.
    """

    def __init__(self, clock: Callable[[], float]) -> None:
        """Count by `clock`, in seconds."""
        self.is_on = False
        self.arrivals: list[tuple[float, int]] = []
        self.refused = 0
        self._clock = clock
        self._all = Window(30, 1.0)
        self._private: defaultdict[int, Window] = defaultdict(lambda: Window(1, 1.0))
        self._groups: defaultdict[int, Window] = defaultdict(lambda: Window(20, 60.0))

    def count(self, chat_id: int) -> None:
        """Count a message to the chat.

        Raises:
            ApiError: 429, with the seconds to wait, if it is one too many.
        """
        now = self._clock()
        if self.is_on:
            self._check(chat_id, now)
        self.arrivals.append((now, chat_id))

    def _check(self, chat_id: int, now: float) -> None:
        per_chat = self._groups if chat_id < 0 else self._private
        windows: Iterable[Window] = (self._all, per_chat[chat_id])
        wait = max(window.wait(now) for window in windows)
        if wait > 0:
            self.refused += 1
            raise too_many_requests(int(wait) + 1)
        for window in windows:
            window.add(now)
