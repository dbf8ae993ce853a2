"""What can be set, and the only reader of the environment.

Every setting has a default that works; `.env.example` lists them, and a test keeps that
list true. A wrong value stops the start with one sentence that names the variable.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from enum import StrEnum
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from dotenv import dotenv_values

from bot.errors import SettingsError

_UTC = ZoneInfo("UTC")


class Access(StrEnum):
    """Who may use the bot besides its admins."""

    OPEN = "open"
    LISTED = "listed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What can be set. Each attribute is the environment variable of the same name.

    Attributes:
        telegram_bot_token: The token that @BotFather gave; needed by `run` alone.
        telegram_base_url: Bot API server, up to and including `/bot`.
        telegram_base_file_url: The same for files, up to and including `/file/bot`.
        allowed_updates: Kinds of updates asked of Telegram.
        database_url: An SQLite file or a PostgreSQL database, with its async driver.
        admin_ids: Telegram user ids that may ingest, add sources and see everything.
        access: OPEN lets everybody chat with the bot, LISTED only `allowed_ids`.
        allowed_ids: User and chat ids that LISTED lets in, besides admins.
        allow_private_networks: Whether pages inside private networks may be fetched.
        user_agent: How the bot names itself to websites.
        host_seconds: Pause between two requests to the same website, in seconds.
        feed_minutes: A feed is asked in its own rhythm, but not more often than once in so
            many minutes.
        reread_hours: For so many hours after it was told a report is read again, so that readers
            learn of corrections, 0 to 168; 0 is never.
        public_url: Where this bot is reached from the web, such as https://bot.example/news, so
            that hubs can tell of new items at once (WebSub); empty to do without.
        web_host: Address at which it listens for them; a proxy with TLS stands before it.
        web_port: Port at which it does.
        summary_method: Summarizer used where none is named.
        summary_sentences: Sentences of a summary where no number is given, 1 to 10.
        story_hours: Hours after which a story that nobody went on telling is over.
        story_fade_hours: Hours in which the likeness to a resting story falls to 37 %.
        vectors: What tells the meaning of English news when they are grouped: wordllama, or
            minilm, which groups better and takes longer; it needs the extra `quality`.
        digest_stories: Most stories in a digest, 1 to 20.
        zone: IANA zone of chats that have none of their own.
        interface_language: The language of the terminal, and of chats whose language nobody
            knows. (Many systems set LANGUAGE, for other programs.)
        log_level: Least severe messages that are logged.
    """

    telegram_bot_token: str = field(default="", repr=False)
    telegram_base_url: str = "https://api.telegram.org/bot"
    telegram_base_file_url: str = "https://api.telegram.org/file/bot"
    allowed_updates: tuple[str, ...] = (
        "message",
        "channel_post",
        "callback_query",
        "my_chat_member",
    )
    database_url: str = field(default="sqlite+aiosqlite:///news-digest.db", repr=False)
    admin_ids: frozenset[int] = frozenset()
    access: Access = Access.OPEN
    allowed_ids: frozenset[int] = frozenset()
    allow_private_networks: bool = False
    user_agent: str = "news-digest-bot/0.1 (self-hosted news digest; reads for its users)"
    host_seconds: int = 1
    feed_minutes: int = 15
    reread_hours: int = 24
    public_url: str = ""
    web_host: str = "127.0.0.1"
    web_port: int = 8090
    summary_method: str = "ranker"
    summary_sentences: int = 3
    story_hours: int = 120
    story_fade_hours: int = 72
    vectors: str = "wordllama"
    digest_stories: int = 5
    zone: ZoneInfo = _UTC
    interface_language: str = "en"
    log_level: str = "INFO"

    def may_use(self, user_id: int, chat_id: int) -> bool:
        """Return whether this user, in this chat, may use the bot at all."""
        return self.access is Access.OPEN or bool(
            {user_id, chat_id} & (self.allowed_ids | self.admin_ids)
        )


def load_settings(
    environment: Mapping[str, str] | None = None, *, dotenv: Path | None = None
) -> Settings:
    """Return the settings from `.env` and the environment, which wins.

    Args:
        environment: Instead of the process's own.
        dotenv: Instead of `.env` in the working directory; need not exist.

    Raises:
        SettingsError: A value is wrong; it names the variable and what to write.
    """
    given = {
        **dotenv_values(dotenv or Path(".env")),
        **(os.environ if environment is None else environment),
    }
    values: dict[str, Any] = {}
    for setting in fields(Settings):
        variable = setting.name.upper()
        text = (given.get(variable) or "").strip()
        if text:
            values[setting.name] = _PARSERS[setting.name](variable, text)
    return Settings(**values)


def prepare_telegram() -> None:
    """Set what python-telegram-bot looks up in the environment itself.

    Without it, the time that Telegram asks to wait is a number, and each a warning that
    it will be a `timedelta` one day.
    """
    os.environ.setdefault("PTB_TIMEDELTA", "1")


def _text(_variable: str, text: str) -> str:
    return text


def _ids(variable: str, text: str) -> frozenset[int]:
    try:
        return frozenset(int(part) for part in text.replace(",", " ").split())
    except ValueError as error:
        raise SettingsError(variable, "no-ids", typed=text) from error


def _names(_variable: str, text: str) -> tuple[str, ...]:
    return tuple(text.replace(",", " ").split())


def _yes_or_no(variable: str, text: str) -> bool:
    answers = {
        "1": True,
        "true": True,
        "yes": True,
        "0": False,
        "false": False,
        "no": False,
    }
    if text.lower() not in answers:
        raise SettingsError(variable, "no-answer", typed=text)
    return answers[text.lower()]


def _number(low: int, high: int) -> Callable[[str, str], int]:
    def parse(variable: str, text: str) -> int:
        if not (text.isdecimal() and low <= int(text) <= high):
            raise SettingsError(variable, "no-number", typed=text, low=low, high=high)
        return int(text)

    return parse


def _one_of(*names: str) -> Callable[[str, str], str]:
    def parse(variable: str, text: str) -> str:
        for name in names:
            if text.lower() == name.lower():
                return name
        raise SettingsError(variable, "unknown", typed=text, names=names)

    return parse


def _access(variable: str, text: str) -> Access:
    return Access(_one_of(*Access)(variable, text))


def _zone(variable: str, text: str) -> ZoneInfo:
    try:
        return ZoneInfo(text)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise SettingsError(variable, "no-zone", typed=text) from error


def _web_url(variable: str, text: str) -> str:
    if not text.startswith(("http://", "https://")):
        raise SettingsError(variable, "no-web-address", typed=text)
    return text


# What hosting providers and people write, to what SQLAlchemy's async drivers are called.
_DRIVERS = {
    "sqlite": "sqlite+aiosqlite",
    "sqlite+aiosqlite": "sqlite+aiosqlite",
    "postgres": "postgresql+psycopg",
    "postgresql": "postgresql+psycopg",
    "postgresql+psycopg": "postgresql+psycopg",
}


def _database_url(variable: str, text: str) -> str:
    scheme, separator, rest = text.partition("://")
    driver = _DRIVERS.get(scheme.lower())
    if driver is None or not separator or not rest.strip("/"):
        raise SettingsError(variable, "no-database")
    return f"{driver}://{rest}"


_PARSERS: dict[str, Callable[[str, str], Any]] = {
    "telegram_bot_token": _text,
    "telegram_base_url": _web_url,
    "telegram_base_file_url": _web_url,
    "allowed_updates": _names,
    "database_url": _database_url,
    "admin_ids": _ids,
    "access": _access,
    "allowed_ids": _ids,
    "allow_private_networks": _yes_or_no,
    "user_agent": _text,
    "host_seconds": _number(0, 60),
    "feed_minutes": _number(5, 1440),
    "reread_hours": _number(0, 168),
    "public_url": _web_url,
    "web_host": _text,
    "web_port": _number(1, 65_535),
    "summary_method": _text,
    "summary_sentences": _number(1, 10),
    "story_hours": _number(1, 24 * 60),
    "story_fade_hours": _number(1, 24 * 60),
    "vectors": _one_of("wordllama", "minilm"),
    "digest_stories": _number(1, 20),
    "zone": _zone,
    "interface_language": _text,
    "log_level": _one_of("DEBUG", "INFO", "WARNING", "ERROR"),
}
