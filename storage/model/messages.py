"""What comes in and what goes out: updates and deliveries."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import TypeAlias

from storage.model.sources import Source

# A chat that is not Telegram's: the terminal on the machine itself.
LOCAL_CHAT = 0


@dataclass(frozen=True, slots=True)
class Button:
    """A button, which *is* a command line.

    Attributes:
        label: What is on it.
        command: What pressing it types, such as `/related 12`; at most 64 bytes of
            UTF-8, Telegram's limit for callback data.
    """

    label: str
    command: str


Keyboard: TypeAlias = tuple[tuple[Button, ...], ...]


class DeliveryKind(StrEnum):
    """Why a message is on its way; replies go first."""

    REPLY = "reply"
    DIGEST = "digest"
    ALERT = "alert"


class DeliveryState(StrEnum):
    """Where a message is: new -> sending -> sent | unsure | failed."""

    NEW = "new"
    SENDING = "sending"
    SENT = "sent"
    UNSURE = "unsure"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class File:
    """A file that goes along with a message; its name has an ending."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A message to put into the outbox.

    Attributes:
        key: Unique for ever, such as `digest:7:2026-11-24T08:00` or
            `update:8812`: putting it in a second time does nothing.
        text: The HTML subset of `bot.messages`; fits one Telegram message.
        buttons: Rows of buttons.
        about: The item that the message is about, as typed, or empty. A later
            `/related` in reply to the message means that item.
        thread_id: Forum topic, or None.
        file: Goes along; `text` is then its caption, of at most 1,024 characters.
        page: Names the pages of which it is one, such as `settings`, or empty.
        edits: Number of the sent message in whose place it stands, or None.
    """

    chat_id: int
    kind: DeliveryKind
    key: str
    text: str
    buttons: Keyboard = ()
    about: str = ""
    thread_id: int | None = None
    file: File | None = None
    page: str = ""
    edits: int | None = None


@dataclass(frozen=True, slots=True)
class Delivery:
    """A message on its way: a row of the outbox.

    Attributes:
        id: Ascending; the order of messages within a chat and kind.
        due_at: Not to be sent before.
        tries: Times that it was claimed.
        message_id: Telegram's number of the sent message, or None.
        error: Why the last try ended as it did, in English, or empty.
        unsure: How often nobody could tell whether it had arrived.
    """

    id: int
    message: Outgoing
    state: DeliveryState
    due_at: datetime
    tries: int
    message_id: int | None
    error: str
    unsure: int = 0


@dataclass(frozen=True, slots=True)
class Update:
    """Something that Telegram told us: a row of the inbox.

    Attributes:
        id: Telegram's `update_id`, unique.
        chat_id: The chat in whose order it is handled; 0 if it has none.
        payload: The update's JSON as received.
        received_at: When it was stored.
    """

    id: int
    chat_id: int
    payload: str
    received_at: datetime


@dataclass(frozen=True, slots=True)
class Status:
    """How the bot is doing.

    Attributes:
        articles: Published ones.
        waiting: Updates not handled yet.
        deliveries: Messages of the outbox by state.
        unsure: Messages that may or may not have arrived, newest first.
    """

    articles: int
    headlines: int
    subscribers: int
    sources: Sequence[Source]
    waiting: int
    deliveries: Mapping[DeliveryState, int]
    unsure: Sequence[Delivery]
