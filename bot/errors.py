"""Every error the bot raises on purpose.

    BotError                  something a user can be told, in words that messages has
    ├── UsageError            the command was typed wrong
    │   └── NoZoneError       what should name a time zone names none, or several
    ├── NotAllowedError       the command is for admins, or the bot for listed chats
    ├── NotChatAdminError     the command is for the admins of the group or channel
    ├── NotFoundError         nothing has the id that was named
    ├── IngestError           an article or feed could not be had from where it was sought
    │   ├── UnsafeURLError    not http(s), or an address inside our own network
    │   ├── FetchError        no usable answer came back
    │   ├── NoArticleError    an answer came back, but no article text in it
    │   └── NoFeedError       an answer came back, but no feed in it
    ├── NoSummaryError        the text is there, but no summary can be made of it
    └── SettingsError         a setting in the environment or `.env` is wrong

Each carries the code of its sentence and the facts in it; `str()` is English for logs. What
a reader sees is worded by `messages.error(error, language=...)`. Anything else that reaches
a front end is a bug: it is logged with its traceback, and the user is told only that
something went wrong.
`storage.StorageError` is the database's, and ends a command the same way.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise
from typing import Any, TypeAlias

from storage.model import Draft, Ref

# Several things are told as a list: `a, b or c`.
Told: TypeAlias = str | int | tuple[str, ...]


class BotError(Exception):
    """Something a user can be told.

    Attributes:
        code: The id of its sentence in the catalogue.
        facts: What the sentence tells, by the names that it has for them.
    """

    def __init__(self, logged: str, /, *, code: str, **facts: Told) -> None:
        """Keep the code and the facts; `logged` is English for logs."""
        self.code = code
        self.facts = facts
        super().__init__(logged)

    def __reduce__(self) -> tuple[Callable[..., Any], tuple[Any, ...], dict[str, Any]]:
        """Pickle the facts as they are, so that a worker process can raise it to us.

        `Exception` would call the constructor with `args`, which here are the message.
        """
        return type(self).__new__, (type(self), *self.args), self.__dict__


class UsageError(BotError):
    """The command was typed wrong.

    Its sentence is `error-CODE`; without one, the command's usage line says all.
    """

    def __init__(self, code: str = "", /, **facts: Told) -> None:
        """Keep the code and the facts."""
        told = f"wrong arguments: {code} {facts or ''}".rstrip(" :")
        super().__init__(told, code=code and f"error-{code}", **facts)


class NoZoneError(UsageError):
    """What should name a time zone names none, or more than one.

    Attributes:
        near: IANA zones that may be meant, likeliest first.
        is_place: Whether it is at least a place or a clock, only not one zone.
    """

    def __init__(
        self,
        code: str,
        /,
        *,
        near: tuple[str, ...] = (),
        is_place: bool = False,
        **facts: Told,
    ) -> None:
        """Keep the code, the facts and what may be meant."""
        self.near = near
        self.is_place = is_place
        super().__init__(code, **facts)


class NotAllowedError(BotError):
    """The user may not do this.

    Attributes:
        command: The command's name without its slash; empty if the whole bot is closed
            to this user.
    """

    def __init__(self, command: str = "") -> None:
        """Keep the command's name."""
        self.command = command
        super().__init__(
            f"not allowed: {command or 'this bot'}",
            code="not-allowed" if command else "not-allowed-here",
            command=command,
        )


class NotChatAdminError(BotError):
    """The command is for the admins of the group or channel, and the user is none.

    Attributes:
        command: The command's name without its slash.
        is_known: Whether Telegram said so; False if it did not answer.
    """

    def __init__(self, command: str = "", *, is_known: bool = True) -> None:
        """Keep the command's name."""
        self.command = command
        self.is_known = is_known
        super().__init__(
            f"not an admin of the chat: {command}",
            code="not-chat-admin" if is_known else "not-chat-admin-unknown",
            command=command,
        )


class NotFoundError(BotError):
    """Nothing has the id that was named, or this chat may not see it.

    Attributes:
        ref: The id.
    """

    def __init__(self, ref: Ref) -> None:
        """Keep the id."""
        self.ref = ref
        super().__init__(
            f"nothing is {ref}", code=f"not-found-{ref.kind.name.lower()}", ref=str(ref)
        )


class _Reason(StrEnum):
    """Why something could not be had; the value is English for logs."""

    @property
    def ending(self) -> str:
        """How the codes of its sentences end: `too-short` for TOO_SHORT."""
        return self.name.lower().replace("_", "-")


class Reason(_Reason):
    """Why an article could not be had."""

    NOT_A_URL = "not an http or https address"
    PRIVATE_ADDRESS = "the address is inside a private network"
    PORT = "the port is not one of a website"
    DNS = "the host name is unknown"
    UNREACHABLE = "the site did not answer"
    TIMEOUT = "the site took too long"
    STATUS = "the site answered with an error"
    TOO_LARGE = "the page is too large"
    TOO_MANY_REDIRECTS = "the site redirects in circles"
    BLOCKED = "the site keeps bots out"
    NOT_TEXT = "the address holds no text"
    TOO_SHORT = "there is too little text for an article"
    CONSENT_WALL = "the page shows a cookie dialog instead of the article"
    ERROR_PAGE = "the page is an error page"
    PAYWALL = "the page asks to log in or pay"
    BOT_CHECK = "the page checks for robots instead of showing the article"
    NO_SCRIPT = "the page shows nothing without JavaScript"
    REGION = "the page is not shown in this part of the world"
    APP = "the page sends its readers to an app"
    LINK_LIST = "the page is a list of links"
    BAD_FILE = "the file could not be read"
    FILE_TYPE = "files of this type are not read"
    EMPTY_FILE = "the file is empty"
    WRONG_ENDING = "the file is not what its ending says"
    LOCKED = "the file is locked with a password"
    NO_LETTERS = "the file holds pictures of text, no letters"
    FEED_LIST = "the file is a list of feeds"
    ARCHIVE_EMPTY = "the archive holds no file that is read here"
    ARCHIVE_TOO_LARGE = "the archive unpacks to too much"
    ARCHIVE_IN_ARCHIVE = "the archive holds another archive"
    ARCHIVE_UNSAFE = "the archive holds paths that lead out of it"
    ARCHIVE_OF_MANY = "the archive holds more than one article"
    NO_FEED = "there is no feed"
    TOO_SLOW = "reading it took too long"


# Their sentences are others for what was pasted, which has no address and no name.
_PASTED_REASONS = {Reason.BAD_FILE, Reason.NO_FEED, Reason.TOO_LARGE, Reason.TOO_SLOW}

# What an article or a list of feeds is called that came as text, without a name of its own.
PASTED_TEXT = "the text"


class IngestError(BotError):
    """An article or a feed could not be had. Nothing is stored.

    Attributes:
        what: The URL or the file name as the user or the feed gave it, or `PASTED_TEXT`.
        reason: Why.
    """

    def __init__(self, what: str, *, reason: Reason) -> None:
        """Keep what was sought, and why it could not be had."""
        self.what = what
        self.reason = reason
        shown = without_secrets(what)
        super().__init__(f"{shown}: {reason.value}", code=f"reason-{reason.ending}", what=shown)
        if what == PASTED_TEXT and reason in _PASTED_REASONS:
            self.code += ".pasted"


_SECRET_NAME = re.compile(
    r"key|token|auth(?!or)|secret|pass|pwd|sig|hash|private|session", re.IGNORECASE
)
# In a path only long ones: articles have short ids of this kind.
_RANDOM = re.compile(r"[A-Za-z0-9]{20,}")
_RANDOM_VALUE = re.compile(r"[A-Za-z0-9]{12,}")


def without_secrets(what: str) -> str:
    """Return an address as it may be shown and logged.

    Feeds of paying readers carry a secret in their address. User and password, parameters
    that are called like one, and what looks random become an ellipsis.

    Args:
        what: An address or a file name.
    """
    scheme, colon, rest = what.partition("://")
    if not colon:
        return what
    host, *parts = re.split(r"([/?&;=#])", rest)
    shown = [scheme, colon, f"…{host[host.rindex('@') :]}" if "@" in host else host]
    name = ""
    for mark, part in zip(parts[::2], parts[1::2], strict=True):
        is_value = mark == "="
        is_secret = (is_value and _SECRET_NAME.search(name)) or any(
            map(_looks_random, (_RANDOM_VALUE if is_value else _RANDOM).findall(part))
        )
        shown += [mark, "…" if is_secret and part else part]
        name = part
    return "".join(shown)


# `covid19` has one turn from letters to digits or back, `2to3` two.
_MOST_TURNS_OF_WORDS = 2


def _looks_random(letters: str) -> bool:
    """Return whether letters and digits take turns as in no word or number."""
    turns = sum(a.isdigit() != b.isdigit() for a, b in pairwise(letters))
    return turns > _MOST_TURNS_OF_WORDS


class UnsafeURLError(IngestError):
    """Not http(s), or an address inside our own network.

    Raised by `bot.ingest.web.urls` and, for what DNS and redirects lead to, by `Fetcher`.
    """


@dataclass(frozen=True, slots=True)
class Failure:
    """One thing of many that could not be ingested."""

    name: str
    error: IngestError


class FetchError(IngestError):
    """No usable answer came back: timeout, refused, status 4xx/5xx, or too large.

    Raised by `Fetcher` only, always `from` the client's error when there is one, so that
    callers never import the HTTP client.

    Attributes:
        status: The HTTP status, if there was an answer.
        retry_after: Seconds that the site asked us to wait (`Retry-After`), or None.
    """

    def __init__(
        self,
        what: str,
        *,
        reason: Reason,
        status: int | None = None,
        retry_after: float | None = None,
    ) -> None:
        """Keep what the site said."""
        super().__init__(what, reason=reason)
        self.status = status
        self.retry_after = retry_after
        if status and reason in {Reason.STATUS, Reason.BLOCKED}:
            self.code += ".numbered"
            self.facts["status"] = str(status)


class NoArticleError(IngestError):
    """An answer came back, but no article text in it.

    Attributes:
        draft: What was read all the same, for somebody who knows better; None if there is
            nothing to read at all.
    """

    def __init__(self, what: str, *, reason: Reason, draft: Draft | None = None) -> None:
        """Keep what was read."""
        super().__init__(what, reason=reason)
        self.draft = draft


class NoFeedError(IngestError):
    """An answer came back, but no feed in it."""


class NoSummaryReason(_Reason):
    """Why there is no summary."""

    TOO_SHORT = "the text is hardly longer than its summary would be"
    TOO_LONG = "the text is too long for this method"
    TOO_SLOW = "this method is too slow for this text"
    NO_TEXT = "only the headline is known"


class NoSummaryError(BotError):
    """The text is there, but no summary can be made of it.

    Attributes:
        reason: Why.
        method: The summarizer that was asked.
        sentences: How many sentences the text has.
    """

    def __init__(self, reason: NoSummaryReason, *, method: str, sentences: int) -> None:
        """Keep why, and what was asked."""
        self.reason = reason
        self.method = method
        self.sentences = sentences
        super().__init__(
            f"no summary by {method} of {sentences} sentences: {reason.value}",
            code=f"no-summary-{reason.ending}",
            method=method,
            sentences=sentences,
        )


class SettingsError(BotError):
    """A setting is wrong; its sentence, `setting-CODE`, says what to write.

    Attributes:
        variable: The environment variable's name.
    """

    def __init__(self, variable: str, code: str, /, **facts: Told) -> None:
        """Keep the variable's name, the code and the facts."""
        self.variable = variable
        told = f"{variable}: {code} {facts or ''}".rstrip()
        super().__init__(told, code=f"setting-{code}", variable=variable, **facts)
