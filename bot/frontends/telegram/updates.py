"""What an update of Telegram's means to the bot. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, TypeAlias

from telegram import CallbackQuery, ChatMember, ChatMemberUpdated, Message, MessageEntity, Update
from telegram.constants import ChatType

from bot.commands import PASTED_WORDS, CommandLine, parse_line

# Telegram's stand-in for admins of a group who write as the group.
ANONYMOUS_ADMIN: Final = 1087968824

_GONE: Final = (ChatMember.LEFT, ChatMember.BANNED)


@dataclass(frozen=True, slots=True)
class SentFile:
    """A file that came with a message, not downloaded yet.

    Attributes:
        id: What Telegram gives it out for.
        name: As the sender has it, or empty.
        size: In bytes; 0 if unknown.
    """

    id: str
    name: str
    size: int


@dataclass(frozen=True, slots=True)
class Asked:
    """Somebody typed or pressed something.

    Attributes:
        is_private: Whether the chat is with this person alone.
        is_channel: Whether everybody in the chat but its admins only reads.
        is_chat_itself: Whether it was written in the chat's own name, as only its admins can.
        thread_id: Forum topic, or None.
        refers_to: Number of the message that was answered or whose button was pressed,
            or None.
        quoted: Text of the answered message, or empty.
        file: A file that came with it.
        press_id: What the press of a button is confirmed by, or empty.
        language: What the person's Telegram speaks, such as `pt-br`, or empty.
    """

    chat_id: int
    user_id: int
    line: CommandLine
    is_private: bool
    is_channel: bool = False
    is_chat_itself: bool = False
    thread_id: int | None = None
    refers_to: int | None = None
    quoted: str = ""
    file: SentFile | None = None
    press_id: str = ""
    language: str = ""


@dataclass(frozen=True, slots=True)
class Left:
    """The bot was blocked in a private chat, or removed from a group."""

    chat_id: int


@dataclass(frozen=True, slots=True)
class Back:
    """The bot can write to the chat again."""

    chat_id: int


@dataclass(frozen=True, slots=True)
class Migrated:
    """A group became a supergroup, with a new id."""

    old: int
    new: int


Event: TypeAlias = Asked | Left | Back | Migrated


def chat_of(update: Mapping[str, Any]) -> int:
    """Return the chat in whose order an update's JSON is handled; 0 if it has none."""
    for content in update.values():
        if isinstance(content, Mapping):
            message = content.get("message") or content
            return int((message.get("chat") or {}).get("id", 0))
    return 0


def coarse(update: dict[str, Any]) -> dict[str, Any]:
    """Return an update's JSON with a shared place blurred to about a kilometre.

    That is enough for its zone, and the rest is nobody's business: updates are kept for
    days.
    """
    message = update.get("message")
    if not isinstance(message, Mapping) or not isinstance(message.get("location"), Mapping):
        return update
    place = message["location"]
    blurred = {name: round(float(place[name]), 2) for name in ("latitude", "longitude")}
    rest = {name: value for name, value in message.items() if name != "venue"}
    return update | {"message": rest | {"location": blurred}}


def read_update(update: Update, *, bot_name: str) -> Event | None:
    """Return what an update means, or None if it is nothing to the bot.

    In groups and channels only typed commands and buttons are meant for the bot, and none
    that is addressed to another one than `bot_name`. What was forwarded is read as text: a
    command in it was typed by somebody else. A shared location tells the time zone.
    """
    if update.my_chat_member is not None:
        return _membership(update.my_chat_member)
    if update.callback_query is not None:
        return _pressed(update.callback_query)
    if update.message is not None:
        return _migrated(update.message) or _said(update.message, bot_name)
    if update.channel_post is not None:
        return _posted(update.channel_post, bot_name)
    return None


def _membership(change: ChatMemberUpdated) -> Event:
    is_gone = change.new_chat_member.status in _GONE
    return Left(change.chat.id) if is_gone else Back(change.chat.id)


def _migrated(message: Message) -> Event | None:
    if message.migrate_to_chat_id:
        return Migrated(message.chat.id, message.migrate_to_chat_id)
    if message.migrate_from_chat_id:
        return Migrated(message.migrate_from_chat_id, message.chat.id)
    return None


def _pressed(query: CallbackQuery) -> Event | None:
    line = parse_line(query.data or "")
    if query.message is None or line is None or not line.is_typed:
        return None
    thread_id = query.message.message_thread_id if isinstance(query.message, Message) else None
    return Asked(
        chat_id=query.message.chat.id,
        user_id=query.from_user.id,
        line=line,
        is_private=query.message.chat.type == ChatType.PRIVATE,
        is_channel=query.message.chat.type == ChatType.CHANNEL,
        thread_id=thread_id,
        refers_to=query.message.message_id,
        press_id=query.id,
        language=query.from_user.language_code or "",
    )


def _posted(message: Message, bot_name: str) -> Event | None:
    line = parse_line(_text_of(message), bot_name=bot_name)
    if line is None or not line.is_typed or message.forward_origin:
        return None
    return Asked(
        chat_id=message.chat.id,
        user_id=message.chat.id,
        line=line,
        is_private=False,
        is_channel=True,
        is_chat_itself=True,
        quoted=_quoted(message),
    )


def _said(message: Message, bot_name: str) -> Event | None:
    user = message.from_user
    if user is None or (user.is_bot and user.id != ANONYMOUS_ADMIN):
        return None
    line = parse_line(_text_of(message), bot_name=bot_name)
    file = _file(message)
    if line is None and file is not None and not message.caption:
        # A file alone is to be read, as a link alone is; a list of feeds is to be taken over.
        is_list = file.name.lower().endswith(".opml")
        line = CommandLine("addsource" if is_list else "summary", is_typed=False)
    if message.location is not None:
        place = message.location
        line = CommandLine("settings", f"zone {place.latitude} {place.longitude}", is_typed=False)
    is_private = message.chat.type == ChatType.PRIVATE
    is_command = line is not None and line.is_typed
    if line is None or (is_command and message.forward_origin) or not (is_command or is_private):
        return None
    answered = message.reply_to_message
    return Asked(
        chat_id=message.chat.id,
        user_id=user.id,
        line=line,
        is_private=is_private,
        is_chat_itself=message.sender_chat == message.chat,
        thread_id=message.message_thread_id if message.is_topic_message else None,
        refers_to=answered.message_id if answered else None,
        quoted=_quoted(message),
        file=file,
        language=user.language_code or "",
    )


def _quoted(message: Message) -> str:
    if message.quote is not None:
        return message.quote.text
    answered = message.reply_to_message
    if answered is None:
        return ""
    # What we said ourselves is known by its number.
    is_ours = answered.from_user is not None and answered.from_user.is_bot
    return (answered.text or answered.caption or "") if is_ours else _text_of(answered)


# Commands that take addresses; the words of others are meant as they stand.
_TAKES_LINKS: Final = re.compile(r"/(?:addsource|ingest|related|summary|why)\b")
_OF_TELEGRAM: Final = re.compile(r"https?://(?:t|telegram)\.me/", re.IGNORECASE)


def _text_of(message: Message) -> str:
    """Return what a message says, with the addresses under its words behind them.

    Those of channels that stand below a forwarded post are left out beside others, and all of
    a text that is long enough to be the article itself.
    """
    text = message.text or message.caption or ""
    entities = message.entities if message.text else message.caption_entities
    links = [one.url for one in entities if one.type == MessageEntity.TEXT_LINK and one.url]
    if len(text.split()) > PASTED_WORDS or (text[:1] == "/" and not _TAKES_LINKS.match(text)):
        return text
    told = [url for url in dict.fromkeys(links) if not _OF_TELEGRAM.match(url)] or links[:1]
    first, line_end, below = text.partition("\n")
    if text[:1] == "/":
        return " ".join([first, *told]) + line_end + below
    return " ".join([text, *told])


def _file(message: Message) -> SentFile | None:
    document = message.document
    if document is None:
        return None
    return SentFile(document.file_id, document.file_name or "", document.file_size or 0)
