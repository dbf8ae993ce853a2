"""Does what one update asks for.

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
from typing import TYPE_CHECKING, Any, Final

from telegram import Bot
from telegram import Update as TelegramUpdate
from telegram.error import TelegramError

from bot import messages
from bot.app import App
from bot.commands.base import Command, Request, dispatch
from bot.errors import IngestError, NotChatAdminError
from bot.frontends.telegram.files import download
from bot.frontends.telegram.menu import set_admin_menu
from bot.frontends.telegram.progress import Progress, show_typing
from bot.frontends.telegram.rights import is_chat_admin
from bot.frontends.telegram.updates import Asked, Back, Left, Migrated, read_update
from bot.messages import Reply
from bot.messages.parts import parts, plain
from storage.model import DeliveryKind, Outgoing, Update
from storage.store import Transaction

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

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
        """Keep the parts.

        Args:
            app: What commands work with.
            bot: Connected.
            commands: The commands by name.
            on_answer: Called after an answer was committed.
        """
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
        self._start_beside(self._confirm(asked.press_id, plain(messages.error(error).text)))
        return False

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
        async with self._signs_of_life(request) as shown:
            try:
                complete = await self._with_file(shown, asked)
            except IngestError as error:
                async with self._app.store.write() as tx:
                    await shown.answer(tx, messages.error(error))
            else:
                await dispatch(complete, self._app, self._commands)
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
            may_manage=partial(self._may_manage, asked),
            store_answer=self._store_answer(update, asked),
        )

    def _store_answer(
        self, update: Update, asked: Asked
    ) -> Callable[[Transaction, Reply], Coroutine[Any, Any, None]]:
        async def store(tx: Transaction, reply: Reply) -> None:
            now = self._app.clock()
            messages = parts(reply)
            edits = await _page_to_turn(reply, asked, tx=tx) if len(messages) == 1 else None
            outgoing = [
                Outgoing(
                    chat_id=asked.chat_id,
                    kind=DeliveryKind.REPLY,
                    key=f"update:{update.id}:{number}",
                    text=part.text,
                    buttons=part.buttons,
                    about=part.about,
                    thread_id=asked.thread_id,
                    file=part.file,
                    page=part.page,
                    edits=edits,
                )
                for number, part in enumerate(messages)
            ]
            await tx.outbox.add(outgoing, due_at=now)
            await tx.inbox.done(update.id, now=now)

        return store

    async def _with_file(self, request: Request, asked: Asked) -> Request:
        # Nothing is fetched for those whom `dispatch` will send away.
        may_use = self._app.settings.may_use(request.user_id, request.chat_id)
        if asked.file is None or not may_use:
            return request
        return replace(request, attachment=await download(asked.file, bot=self._bot))

    @asynccontextmanager
    async def _signs_of_life(self, request: Request) -> AsyncIterator[Request]:
        """Show that the bot works, and let the request tell how far it has come."""
        seconds = asyncio.get_running_loop().time
        place = (request.chat_id, request.thread_id)
        progress = Progress(self._bot, *place, seconds=seconds)
        typing = asyncio.create_task(show_typing(self._bot, *place))
        try:
            yield replace(request, progress=progress.show)
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


async def _page_to_turn(reply: Reply, asked: Asked, *, tx: Transaction) -> int | None:
    """Return the number of the page in whose place the reply stands, or None."""
    if not (reply.page and asked.press_id and asked.refers_to):
        return None
    pressed = await tx.outbox.page(asked.chat_id, asked.refers_to)
    return asked.refers_to if pressed == reply.page else None
