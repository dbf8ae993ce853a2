"""Chats, users, messages and files: what Telegram knows."""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import Enum
from typing import Any, Final

from tests.botapi.entities import Entity
from tests.botapi.errors import ApiError, bad_request, forbidden

BOT_ID: Final = 424242
BOT_NAME: Final = "strict_news_bot"
TOKEN: Final = f"{BOT_ID}:strict-server-token-AbCdEf0123456789"
# Any instant will do, so long as two runs agree: 2026-11-24T06:00:00Z.
_FIRST_DATE: Final = 1_795_500_000


@dataclass(frozen=True, slots=True)
class User:
    """A person, or the bot.

    Attributes:
        id: Also the id of the private chat with this person.
        name: First name.
        is_bot: Whether it is a bot.
        language: What the person's Telegram speaks, or empty if it does not tell.
    """

    id: int
    name: str
    is_bot: bool = False
    language: str = ""

    @property
    def json(self) -> dict[str, Any]:
        """Return the `User` of the Bot API."""
        more = {"username": BOT_NAME} if self.is_bot else {}
        if self.language:
            more["language_code"] = self.language
        return {"id": self.id, "is_bot": self.is_bot, "first_name": self.name, **more}


BOT: Final = User(BOT_ID, "Strict News", is_bot=True)


class Reach(Enum):
    """Whether the bot can write to a chat; the value is what the server says if not."""

    OPEN = ""
    BLOCKED = "bot was blocked by the user"
    DEACTIVATED = "user is deactivated"
    KICKED = "bot was kicked from the group chat"


@dataclass(slots=True)
class Chat:
    """A chat that the bot knows.

    Attributes:
        id: Negative for groups.
        title: The group's title, or the person's name.
        reach: Whether the bot can write to it.
        moved_to: The supergroup that it became, or None.
        messages: All messages by number, those of people too.
        is_channel: Whether it is a channel.
        owner: Whose chat it is; 0 if nobody's.
        admins: Its other admins.
        hides_members: Whether only a bot that is an admin is told of others.
        deleted_topics: Forum topics that are gone.
    """

    id: int
    title: str
    reach: Reach = Reach.OPEN
    moved_to: int | None = None
    messages: dict[int, Message] = field(default_factory=dict)
    is_channel: bool = False
    owner: int = 0
    admins: set[int] = field(default_factory=set)
    hides_members: bool = False
    deleted_topics: set[int] = field(default_factory=set)
    _numbers: itertools.count[int] = field(default_factory=lambda: itertools.count(1))

    @property
    def type(self) -> str:
        """Return `private`, `group`, `supergroup` or `channel`."""
        if self.id > 0:
            return "private"
        if self.is_channel:
            return "channel"
        # Telegram's supergroups and channels are the ids below -10^12.
        return "supergroup" if self.id < -(10**12) else "group"

    @property
    def json(self) -> dict[str, Any]:
        """Return the `Chat` of the Bot API."""
        name = "first_name" if self.type == "private" else "title"
        return {"id": self.id, "type": self.type, name: self.title}

    def number(self) -> int:
        """Return the next message's number; every chat counts from 1."""
        return next(self._numbers)


@dataclass(slots=True)
class Message:
    """A message.

    Attributes:
        chat: Where it stands.
        id: Its number, unique within the chat.
        sender: Who wrote it.
        text: What is shown: the text after its entities were parsed, or the caption.
        entities: Its entities.
        buttons: Rows of inline buttons as the Bot API has them.
        reply_to: The message that it answers, or None.
        thread_id: Forum topic, or None.
        keyboard: Rows of buttons below the text field as the Bot API has them.
        file: `document` or `photo` and its description, or empty.
        edits: Earlier texts, oldest first.
        extra: Fields of service messages.
    """

    chat: Chat
    id: int
    sender: User
    text: str
    entities: tuple[Entity, ...] = ()
    buttons: list[list[dict[str, Any]]] = field(default_factory=list)
    reply_to: Message | None = None
    thread_id: int | None = None
    keyboard: list[list[dict[str, Any]]] = field(default_factory=list)
    file: dict[str, Any] = field(default_factory=dict)
    edits: list[str] = field(default_factory=list)
    extra: dict[str, Any] = field(default_factory=dict)

    @property
    def labels(self) -> list[str]:
        """Return what is on its buttons, row by row."""
        return [button["text"] for row in self.buttons for button in row]

    @property
    def json(self) -> dict[str, Any]:
        """Return the `Message` of the Bot API."""
        text, entities = ("caption", "caption_entities") if self.file else ("text", "entities")
        optional = {
            text: self.text,
            entities: [entity.json for entity in self.entities],
            "reply_to_message": self.reply_to.json if self.reply_to else None,
            "message_thread_id": self.thread_id,
            "reply_markup": {"inline_keyboard": self.buttons} if self.buttons else None,
        }
        return {
            "message_id": self.id,
            "date": _FIRST_DATE + self.id,
            "chat": self.chat.json,
            # Posts of a channel have no person for their author.
            **(
                {"sender_chat": self.chat.json}
                if self.chat.is_channel
                else {"from": self.sender.json}
            ),
            **{name: value for name, value in optional.items() if value},
            **self.file,
            **self.extra,
        }


class World:
    """All chats, and what the bot did in them.

    Attributes:
        chats: Chats by id.
        files: Contents of files by `file_id`.
        losses: What Telegram dropped of the bot's messages without saying so.
        calls: Calls that were accepted: method and arguments, in order.
        changed: Notified when a call came, when it was accepted, and when a poll begins.
    """

    def __init__(self) -> None:
        """Begin with a bot that nobody has written to."""
        self.chats: dict[int, Chat] = {}
        self.files: dict[str, bytes] = {}
        self.losses: list[str] = []
        self.calls: list[tuple[str, dict[str, str]]] = []
        self.changed = asyncio.Condition()

    def chat(self, chat_id: int, title: str = "") -> Chat:
        """Return the chat; it begins when somebody else than the bot comes first."""
        if chat_id not in self.chats:
            self.chats[chat_id] = Chat(chat_id, title or f"Chat {chat_id}")
        return self.chats[chat_id]

    def reachable(self, given: str) -> Chat:
        """Return the chat that the bot writes to.

        Raises:
            ApiError: It does not exist, or the bot may not, or it moved.
        """
        if not given:
            raise bad_request("chat_id is empty")
        try:
            chat = self.chats[int(given)]
        except (ValueError, KeyError):
            raise bad_request("chat not found") from None
        if chat.moved_to is not None:
            raise ApiError(
                400,
                "Bad Request: group chat was upgraded to a supergroup chat",
                migrate_to_chat_id=chat.moved_to,
            )
        if chat.reach is not Reach.OPEN:
            raise forbidden(chat.reach.value)
        return chat

    def add(self, chat: Chat, sender: User, text: str, **facts: Any) -> Message:
        """Put a message into the chat and return it."""
        message = Message(chat, chat.number(), sender, text, **facts)
        chat.messages[message.id] = message
        return message

    def keep_file(self, content: bytes) -> str:
        """Keep a file and return its `file_id`."""
        file_id = f"file-{len(self.files) + 1}"
        self.files[file_id] = content
        return file_id

    async def until(self, is_so: Callable[[], bool], *, seconds: float) -> None:
        """Return as soon as `is_so()`, which is asked after each accepted call.

        Raises:
            TimeoutError: It did not become so within `seconds`.
        """
        async with asyncio.timeout(seconds), self.changed:
            await self.changed.wait_for(is_so)
