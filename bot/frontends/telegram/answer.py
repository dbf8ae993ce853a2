"""Does what one update asks for, and shows the chat meanwhile that the bot works.

A command's effect, its answer (rows of the outbox) and "handled" are one transaction. A
crash before it leaves the update to be handled again, one behind it nothing to do.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Coroutine, Mapping
from contextlib import asynccontextmanager, suppress
from dataclasses import replace
from functools import partial
from pathlib import PurePath
from typing import TYPE_CHECKING, Any, Final

from telegram import Bot, ChatMember
from telegram import Update as TelegramUpdate
from telegram.constants import ChatAction, ParseMode
from telegram.error import BadRequest, TelegramError

from bot import messages
from bot.app import App
from bot.commands import Attachment, Command, Conversation, Request, dispatch
from bot.errors import IngestError, NotChatAdminError, Reason
from bot.frontends.telegram.client import set_admin_menu
from bot.frontends.telegram.updates import Asked, Back, Left, Migrated, SentFile, read_update
from bot.ingest.documents import ENDINGS, MAX_FILE_BYTES
from bot.messages import Reply, outgoing, plain
from storage import ReadTransaction, WriteTransaction
from storage.model import DeliveryKind, Update

if TYPE_CHECKING:
    from collections.abc import AsyncIterator


async def download(file: SentFile, *, bot: Bot) -> Attachment:
    """Return the file with its content.

    Raises:
        IngestError: It is of no use (FILE_TYPE, TOO_LARGE), which is known before it is
            downloaded, or Telegram does not give it out (UNREACHABLE).
    """
    if PurePath(file.name).suffix.lower() not in ENDINGS:
        raise IngestError(file.name, reason=Reason.FILE_TYPE)
    if file.size > MAX_FILE_BYTES:
        raise IngestError(file.name, reason=Reason.TOO_LARGE)
    try:
        found = await bot.get_file(file.id)
        content = await found.download_as_bytearray()
    except TelegramError as error:
        raise IngestError(file.name, reason=Reason.UNREACHABLE) from error
    return Attachment(file.name, bytes(content))


# Telegram shows "typing" for 5 s: core.telegram.org/bots/api#sendchataction
_TYPING_SECONDS: Final = 4.5
# Most answers are there before anyone would look for a sign of life.
_QUIET_SECONDS: Final = 1.0

# Edits count towards Telegram's limits for messages.
PROGRESS_SECONDS: Final = 2.0


async def show_typing(bot: Bot, chat_id: int, thread_id: int | None) -> None:
    """Show that the bot works, until cancelled."""
    await asyncio.sleep(_QUIET_SECONDS)
    while True:
        with suppress(TelegramError):
            await bot.send_chat_action(chat_id, ChatAction.TYPING, message_thread_id=thread_id)
        await asyncio.sleep(_TYPING_SECONDS)


class Progress:
    """One message that tells how far long work has come; gone when it is done.

    It is shown at best: what Telegram refuses or loses of it is not missed.
    """

    def __init__(
        self,
        bot: Bot,
        chat_id: int,
        thread_id: int | None,
        *,
        seconds: Callable[[], float],
        language: str,
    ) -> None:
        """Show nothing yet; `seconds` tells the time on any clock that only goes forward."""
        self._bot = bot
        self._chat_id = chat_id
        self._thread_id = thread_id
        self._seconds = seconds
        self._language = language
        self._next_at = seconds() + PROGRESS_SECONDS
        self._message_id: int | None = None

    async def show(self, done: int, total: int) -> None:
        """Tell how far it is, at most once in `PROGRESS_SECONDS`."""
        if self._seconds() < self._next_at:
            return
        self._next_at = self._seconds() + PROGRESS_SECONDS
        text = messages.progress(done, total, language=self._language).text
        with suppress(TelegramError):
            if self._message_id is None:
                sent = await self._bot.send_message(
                    self._chat_id,
                    text,
                    parse_mode=ParseMode.HTML,
                    message_thread_id=self._thread_id,
                )
                self._message_id = sent.message_id
            else:
                await self._bot.edit_message_text(
                    text, self._chat_id, self._message_id, parse_mode=ParseMode.HTML
                )

    async def remove(self) -> None:
        """Take the message away: the answer comes instead."""
        if self._message_id is not None:
            with suppress(TelegramError):
                await self._bot.delete_message(self._chat_id, self._message_id)


_ADMINS: Final = (ChatMember.OWNER, ChatMember.ADMINISTRATOR)

# Telegram has no codes for these. Any other refusal says nothing about the person: a bot
# that is no admin itself may not see the members of some chats.
_NO_MEMBER: Final = ("member not found", "user not found", "participant_id_invalid")


async def is_chat_admin(bot: Bot, *, chat_id: int, user_id: int) -> bool:
    """Return whether the person is an admin of the group or channel now.

    It is asked anew each time: who is no longer an admin must not stay one here.

    Raises:
        NotChatAdminError: Telegram did not say.
    """
    try:
        member = await bot.get_chat_member(chat_id, user_id)
    except BadRequest as error:
        if error.message.lower() in _NO_MEMBER:
            return False
        raise NotChatAdminError(is_known=False) from error
    except TelegramError as error:
        raise NotChatAdminError(is_known=False) from error
    return member.status in _ADMINS


BLOCKED: Final = "the bot was blocked or removed"


class Answerer:
    """Turns updates into effects and answers."""

    def __init__(
        self,
        *,
        app: App,
        bot: Bot,
        commands: Mapping[str, Command],
        on_answer: Callable[[], None],
    ) -> None:
        """Keep the parts; `on_answer` is called after an answer was committed."""
        self._app = app
        self._bot = bot
        self._commands = commands
        self._on_answer = on_answer
        self._beside: set[asyncio.Task[None]] = set()

    async def handle(self, update: Update) -> None:
        """Do what the update asks for, and note that it was handled.

        Raises:
            StorageError: Nothing was changed; it may be handled again.
        """
        event = read_update(
            TelegramUpdate.de_json(json.loads(update.payload), self._bot),
            bot_name=self._bot.username,
        )
        if isinstance(event, Asked) and self._is_ours(event):
            await self._answer(update, event)
            return
        async with self._app.store.write() as tx:
            match event:
                case Left(chat_id):
                    await tx.subscribers.pause(chat_id, BLOCKED)
                    await tx.outbox.cancel(chat_id, error=BLOCKED)
                case Back(chat_id):
                    await tx.subscribers.resume(chat_id)
                case Migrated(old, new):
                    await tx.chats.move(old, new)
            await tx.inbox.done(update.id, now=self._app.clock())

    async def close(self) -> None:
        """Leave what is done beside the answers."""
        for task in self._beside:
            task.cancel()
        await asyncio.gather(*self._beside, return_exceptions=True)

    def _is_ours(self, asked: Asked) -> bool:
        # In a group an unknown command is another bot's.
        return asked.is_private or asked.line.name in self._commands

    async def _may_press(self, asked: Asked) -> bool:
        """Return whether a press may have a public answer; if not, say so to one alone.

        Anybody can press what stands in a group or a channel: all others would read the
        answers, or that there is none.
        """
        command = self._commands.get(asked.line.name)
        is_for_admins = asked.is_channel or (command is not None and command.for_chat_admins)
        if asked.is_private or not is_for_admins:
            self._start_beside(self._confirm(asked.press_id))
            return True
        try:
            if await self._may_manage(asked):
                self._start_beside(self._confirm(asked.press_id))
                return True
            error = NotChatAdminError(asked.line.name)
        except NotChatAdminError as unknown:
            error = unknown
        self._start_beside(
            self._confirm(
                asked.press_id, plain(messages.error(error, language=self._language(asked)).text)
            )
        )
        return False

    def _language(self, asked: Asked) -> str:
        return asked.language or self._app.settings.interface_language

    async def _may_manage(self, asked: Asked) -> bool:
        if asked.is_private or asked.is_chat_itself:
            return True
        return await is_chat_admin(self._bot, chat_id=asked.chat_id, user_id=asked.user_id)

    async def _answer(self, update: Update, asked: Asked) -> None:
        if asked.press_id and not await self._may_press(asked):
            async with self._app.store.write() as tx:
                await tx.inbox.done(update.id, now=self._app.clock())
            return
        request = await self._request(update, asked)
        async with self._signs_of_life(asked) as progress:
            conversation = Conversation(
                store=self._store_answer(update, asked),
                may_manage=partial(self._may_manage, asked),
                progress=progress.show,
            )
            try:
                complete = await self._with_file(request, asked)
            except IngestError as error:
                async with self._app.store.write() as tx:
                    await conversation.answer(
                        tx, messages.error(error, language=self._language(asked))
                    )
            else:
                await dispatch(complete, self._app, self._commands, conversation)
        self._on_answer()
        if request.is_admin and asked.is_private and request.name == "start":
            self._start_beside(set_admin_menu(self._bot, self._commands, admin_id=request.user_id))

    async def _request(self, update: Update, asked: Asked) -> Request:
        about = ""
        if asked.refers_to is not None:
            async with self._app.store.read() as tx:
                about = await tx.outbox.about(asked.chat_id, asked.refers_to)
        return Request(
            chat_id=asked.chat_id,
            user_id=asked.user_id,
            key=f"update:{update.id}",
            name=asked.line.name,
            args=asked.line.args,
            text=asked.line.text,
            is_admin=asked.user_id in self._app.settings.admin_ids,
            about=about,
            quoted=asked.quoted,
            thread_id=asked.thread_id,
            language=asked.language,
        )

    def _store_answer(
        self, update: Update, asked: Asked
    ) -> Callable[[WriteTransaction, Reply], Coroutine[Any, Any, None]]:
        async def store(tx: WriteTransaction, reply: Reply) -> None:
            now = self._app.clock()
            rows = outgoing(
                reply,
                chat_id=asked.chat_id,
                kind=DeliveryKind.REPLY,
                key=f"update:{update.id}",
                thread_id=asked.thread_id,
            )
            if len(rows) == 1:
                rows = [replace(rows[0], edits=await _page_to_turn(reply, asked, tx=tx))]
            await tx.outbox.add(rows, due_at=now)
            await tx.inbox.done(update.id, now=now)

        return store

    async def _with_file(self, request: Request, asked: Asked) -> Request:
        # Nothing is fetched for those whom `dispatch` will send away.
        may_use = self._app.settings.may_use(request.user_id, request.chat_id)
        if asked.file is None or not may_use:
            return request
        return replace(request, attachment=await download(asked.file, bot=self._bot))

    @asynccontextmanager
    async def _signs_of_life(self, asked: Asked) -> AsyncIterator[Progress]:
        """Show that the bot works, and yield what tells how far it has come."""
        seconds = asyncio.get_running_loop().time
        place = (asked.chat_id, asked.thread_id)
        progress = Progress(self._bot, *place, seconds=seconds, language=self._language(asked))
        typing = asyncio.create_task(show_typing(self._bot, *place))
        try:
            yield progress
        finally:
            typing.cancel()
            self._start_beside(progress.remove())

    async def _confirm(self, press_id: str, words: str = "") -> None:
        # Until then the button shows a clock. Too late is no error: the answer comes.
        with suppress(TelegramError):
            await self._bot.answer_callback_query(press_id, words or None, show_alert=bool(words))

    def _start_beside(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(work)
        self._beside.add(task)
        task.add_done_callback(self._beside.discard)


async def _page_to_turn(reply: Reply, asked: Asked, *, tx: ReadTransaction) -> int | None:
    """Return the number of the page in whose place the reply stands, or None."""
    if not (reply.page and asked.press_id and asked.refers_to):
        return None
    pressed = await tx.outbox.page(asked.chat_id, asked.refers_to)
    return asked.refers_to if pressed == reply.page else None
