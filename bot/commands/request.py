"""What a command is, what a typed message asks for, and the one way to run a command.

`dispatch` is the only place where rights are checked and where errors become words.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, replace
from enum import Enum
from typing import TypeAlias

from bot import messages
from bot.app import App
from bot.errors import BotError, NotAllowedError, NotChatAdminError, UsageError
from bot.ingest.web import find_urls
from bot.messages import Reply
from storage import ReadTransaction, StorageError, WriteTransaction

# Longer messages are pasted articles; shorter ones are words to search for.
PASTED_WORDS = 60

# PostgreSQL stores no NUL, UTF-8 no lone surrogate, and nobody means to type either.
_UNTYPABLE = re.compile(r"[\0-\x08\x0b-\x1f\x7f\ud800-\udfff]")

_COMMAND = re.compile(r"/(?P<name>[A-Za-z0-9_]{1,32})(?:@(?P<bot>[A-Za-z0-9_]+))?(?=\s|$)")


@dataclass(frozen=True, slots=True)
class CommandLine:
    """A message, read as a command.

    Attributes:
        name: The command, lower case, without its slash.
        args: What followed on the first line.
        text: The lines below, or the pasted text.
        is_typed: Whether the command itself was typed, not concluded.
    """

    name: str
    args: str = ""
    text: str = ""
    is_typed: bool = True


def parse_line(message: str, *, bot_name: str = "") -> CommandLine | None:
    """Return what `message` asks for, or None if it is for another bot or empty.

    Without a command, links or a long text are to be summarised, and a few words are
    searched for.

    Args:
        message: As typed.
        bot_name: Our own user name in Telegram; `/help@other_bot` is not for us.
    """
    message = _UNTYPABLE.sub("", message).strip()
    if not message:
        return None
    command = _COMMAND.match(message)
    if command is not None:
        addressee = command["bot"]
        if addressee and bot_name and addressee.lower() != bot_name.lower():
            return None
        first, _, below = message[command.end() :].partition("\n")
        below = below.strip()
        if below and all(find_urls(line) == (line,) for line in below.split()):
            # Links are not a text that was pasted.
            first, below = f"{first} {' '.join(below.split())}", ""
        return CommandLine(command["name"].lower(), args=first.strip(), text=below)
    if len(message.split()) > PASTED_WORDS:
        return CommandLine("summary", text=message, is_typed=False)
    if urls := find_urls(message):
        return CommandLine("summary", args=" ".join(urls), is_typed=False)
    return CommandLine("search", args=" ".join(message.split()), is_typed=False)


_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that came with a command.

    Attributes:
        name: File name as given; only its ending is trusted.
        content: The bytes.
    """

    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Request:
    """A command line, and who typed it where: values alone.

    Attributes:
        chat_id: Where the answer goes; `LOCAL_CHAT` for the terminal.
        user_id: Who typed it; `LOCAL_CHAT` for the terminal.
        key: Names this request for ever (`update:8812`, `line:5f...`): a request that
            is handled again after a crash has the same key, and no second effect.
        name: The command's name, lower case, without its slash.
        args: The rest of the first line.
        text: Lines below the first one: pasted text, or empty.
        is_admin: Whether the user is in `ADMIN_IDS`, or sits at the terminal.
        attachment: A file that came with it.
        about: The item that a replied-to message or the pressed button's message was
            about, as typed, or empty.
        quoted: Text of the replied-to message, or empty.
        is_local: Whether paths of this machine may be read.
        thread_id: Forum topic, or None.
        language: What the user's Telegram speaks, such as `pt-br`. A front end may leave it
            empty; a command that runs is told the bot's `INTERFACE_LANGUAGE` then.
        is_language_known: Whether a command that runs was told what the user's Telegram speaks.
    """

    chat_id: int
    user_id: int
    key: str
    name: str
    args: str = ""
    text: str = ""
    is_admin: bool = False
    attachment: Attachment | None = None
    about: str = ""
    quoted: str = ""
    is_local: bool = False
    thread_id: int | None = None
    language: str = ""
    is_language_known: bool = True

    @property
    def words(self) -> list[str]:
        """Return the arguments, split at spaces."""
        return self.args.split()


@dataclass(frozen=True, slots=True)
class Answered:
    """A reply that is stored, in the same transaction as what its command changed."""

    reply: Reply


async def _store_nowhere(tx: ReadTransaction, reply: Reply) -> None:
    """Store nothing: the front end shows the reply itself."""


async def _of_ones_own() -> bool:
    """Say yes: whoever has a chat with the bot alone decides about it."""
    return True


async def silent(done: int, total: int) -> None:
    """Show no progress."""


@dataclass(frozen=True, slots=True)
class Conversation:
    """What the front end does for a request while it is handled.

    Attributes:
        store: Stores the answer, inside the transaction that holds the command's effect.
        may_manage: Asks whether the user decides what this chat gets: in a group or a
            channel, its admins do.
        progress: Called with (done, total) during long work.
    """

    store: Callable[[WriteTransaction, Reply], Awaitable[None]] = _store_nowhere
    may_manage: Callable[[], Awaitable[bool]] = _of_ones_own
    progress: Callable[[int, int], Awaitable[None]] = silent

    async def answer(self, tx: WriteTransaction, reply: Reply) -> Answered:
        """Store `reply` together with the effect that `tx` holds.

        A command that changes something ends with this inside its transaction, so that
        effect, answer and "handled" are kept together or not at all. What only reads
        returns its reply, and `dispatch` stores it.
        """
        await self.store(tx, reply)
        return Answered(reply)


Handler: TypeAlias = Callable[[Request, App, Conversation], Awaitable[Reply | Answered]]


class Audience(Enum):
    """Who may use a command: ANYONE means even those whom `ACCESS` keeps out."""

    ANYONE = "anyone"
    EVERYONE = "everyone"
    ADMINS = "admins"


@dataclass(frozen=True, slots=True)
class Command:
    """One row of the table of commands; its words are in the catalogue, as `command-NAME`.

    Attributes:
        name: What is typed after the slash: 1 to 32 of a-z, 0-9 and `_`.
        audience: Who may use it.
        run: The function.
        for_chat_admins: Whether it changes what the chat gets: in a group or a channel, its
            admins alone may use it.
    """

    name: str
    audience: Audience
    run: Handler
    for_chat_admins: bool = False


_registered: list[Command] = []


def command(audience: Audience, *, for_chat_admins: bool = False) -> Callable[[Handler], Handler]:
    """Make a function a command, called by the function's name; see `Command`."""

    def register(run: Handler) -> Handler:
        name = run.__name__.rstrip("_")
        _registered.append(Command(name, audience, run, for_chat_admins=for_chat_admins))
        return run

    return register


def commands_of(module: str) -> list[Command]:
    """Return the commands that a module, which was imported, holds, in their order there."""
    return [row for row in _registered if row.run.__module__ == module]


async def dispatch(
    request: Request, app: App, commands: Mapping[str, Command], conversation: Conversation
) -> Reply:
    """Run the command that `request` names and return its answer, whatever happens.

    Rights are checked here and nowhere else. Errors become the sentence that
    `bot.messages` has for them; an unforeseen one is logged with its traceback. When it
    returns, the answer was stored exactly once: an error leaves nothing of the command's own
    transaction, and its sentence is stored instead.

    Raises:
        StorageError: The database failed. Nothing was changed and nothing answered, so
            the request can be handled again later.
    """
    command = commands.get(request.name)
    language = request.language or app.settings.interface_language
    answer: Reply | Answered
    failed: Reply | None = None
    try:
        answer = await _run(command, request, app, conversation, language=language)
    except UsageError as error:
        failed = messages.usage(error, command=request.name, language=language)
    except BotError as error:
        failed = messages.error(error, language=language)
    except StorageError:
        raise
    except Exception:  # noqa: BLE001 - whatever a bug raises, the reader gets an answer
        _log.exception("/%s failed", request.name)
        failed = messages.went_wrong(language=language)
    if failed is not None:
        answer = replace(failed, is_done=False)
    if isinstance(answer, Reply):
        async with app.store.write() as tx:
            answer = await conversation.answer(tx, answer)
    return answer.reply


async def _run(
    command: Command | None,
    request: Request,
    app: App,
    conversation: Conversation,
    *,
    language: str,
) -> Reply | Answered:
    is_welcome = request.is_admin or app.settings.may_use(request.user_id, request.chat_id)
    if not is_welcome and (command is None or command.audience is not Audience.ANYONE):
        raise NotAllowedError
    if command is None:
        unknown = messages.unknown_command(request.name, language=language)
        return replace(unknown, is_done=False)
    if command.audience is Audience.ADMINS and not request.is_admin:
        raise NotAllowedError(command.name)
    if command.for_chat_admins and not await conversation.may_manage():
        raise NotChatAdminError(command.name)
    if command.for_chat_admins or request.chat_id == request.user_id:
        await _keep_language(request, app)
    return await command.run(
        replace(request, language=language, is_language_known=bool(request.language)),
        app,
        conversation,
    )


async def _keep_language(request: Request, app: App) -> None:
    """Keep what the user's Telegram speaks now, for what comes to a subscriber by itself."""
    if not request.language:
        return
    async with app.store.read() as view:
        known = await view.subscribers.get(request.chat_id)
    if known is None or known.language == request.language:
        return
    async with app.store.write() as tx:
        # It may have changed since.
        if (known := await tx.subscribers.get(request.chat_id)) is not None:
            await tx.subscribers.put(replace(known, language=request.language))
