"""What people do in Telegram, and what they see: the side of the tests."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from tests.botapi.entities import Entity, EntityType, utf16_length
from tests.botapi.methods import file_facts
from tests.botapi.server import Server
from tests.botapi.world import BOT, Chat, Message, Reach, User

_COMMAND = re.compile(r"(?:^|(?<=\s))/[A-Za-z0-9_]+(?:@[A-Za-z0-9_]+)?")
_PATIENCE = 60.0


class BotApi(Server):
    """The strict server together with the people who use the bot.

    People are named by their id alone. A private chat has the id of its person.

    Attributes:
        languages: What people's Telegram speaks, by their id.
    """

    def __init__(self, *, port: int = 0) -> None:
        """Prepare a server on this port of loopback; 0 takes a free one."""
        super().__init__(port=port)
        self.languages: dict[int, str] = {}
        self._query_ids = itertools.count(1)

    def say(
        self,
        chat: int,
        user: int,
        text: str,
        *,
        reply_to: Message | None = None,
        thread_id: int | None = None,
    ) -> Message:
        """Let `user` write `text`; it waits for the bot as an update."""
        message = self.world.add(
            self.world.chat(chat),
            self._person(user),
            text,
            entities=tuple(_commands(text)),
            reply_to=reply_to,
            thread_id=thread_id,
        )
        self.updates.add("message", message.json)
        return message

    def post(self, channel: int, text: str) -> Message:
        """Let an admin of a channel post in its name."""
        chat = self.world.chat(channel)
        chat.is_channel = True
        message = self.world.add(chat, person(chat.owner), text, entities=tuple(_commands(text)))
        self.updates.add("channel_post", message.json)
        return message

    def share_location(self, chat: int, user: int, latitude: float, longitude: float) -> Message:
        """Let `user` share a place."""
        place = {"latitude": latitude, "longitude": longitude}
        message = self.world.add(
            self.world.chat(chat), self._person(user), "", extra={"location": place}
        )
        self.updates.add("message", message.json)
        return message

    def own(self, chat: int, user: int) -> None:
        """Make `user` the owner of a group or channel."""
        self.world.chat(chat).owner = user

    def promote(self, chat: int, user: int) -> None:
        """Make `user` an admin of a group or channel."""
        self.world.chat(chat).admins.add(user)

    def demote(self, chat: int, user: int) -> None:
        """Make `user` an admin no longer."""
        self.world.chat(chat).admins.discard(user)

    def reply(self, to: Message, text: str, *, user: int | None = None) -> Message:
        """Let `user`, or whose private chat it is, answer a message."""
        return self.say(to.chat.id, user or to.chat.id, text, reply_to=to)

    def send_document(
        self, chat: int, user: int, name: str, content: bytes, *, caption: str = ""
    ) -> Message:
        """Let `user` send a file."""
        facts = file_facts(self.world.keep_file(content), name, content)
        message = self.world.add(
            self.world.chat(chat),
            person(user),
            caption,
            entities=tuple(_commands(caption)),
            file={"document": facts},
        )
        self.updates.add("message", message.json)
        return message

    def press(self, message: Message, label: str, *, user: int | None = None) -> str:
        """Let `user`, or whose private chat it is, press the button; return the query's id.

        Raises:
            LookupError: The message has no such button.
        """
        for button in itertools.chain(*message.buttons):
            if button["text"] == label:
                return self.forge_press(message, button["callback_data"], user=user)
        raise LookupError(f"no button {label!r} among {message.labels}")

    def forge_press(self, message: Message, data: str, *, user: int | None = None) -> str:
        """Let `user` send callback data that no button of the message may have."""
        query_id = str(next(self._query_ids))
        self.methods.pressed.add(query_id)
        query = {
            "id": query_id,
            "from": self._person(user or message.chat.id).json,
            "chat_instance": "1",
            "message": message.json,
            "data": data,
        }
        self.updates.add("callback_query", query)
        return query_id

    def block(self, user: int) -> None:
        """Let `user` block the bot."""
        self._change(self.world.chat(user), Reach.BLOCKED, person(user))

    def unblock(self, user: int) -> None:
        """Let `user` start the bot again."""
        self._change(self.world.chat(user), Reach.OPEN, person(user))

    def kick(self, chat: int, user: int) -> None:
        """Let `user` remove the bot from a group."""
        self._change(self.world.chat(chat), Reach.KICKED, person(user))

    def deactivate(self, user: int) -> None:
        """Let Telegram close the account of `user`, of which bots are not told."""
        self.world.chat(user).reach = Reach.DEACTIVATED

    def migrate(self, group: int, supergroup: int) -> None:
        """Turn a group into a supergroup; both chats tell so."""
        old, new = self.world.chat(group), self.world.chat(supergroup)
        old.moved_to = new.id
        for chat, extra in (
            (old, {"migrate_to_chat_id": new.id}),
            (new, {"migrate_from_chat_id": old.id}),
        ):
            message = self.world.add(chat, BOT, "", extra=extra)
            self.updates.add("message", message.json)

    def _person(self, user: int) -> User:
        return replace(person(user), language=self.languages.get(user, ""))

    def _change(self, chat: Chat, reach: Reach, by: User) -> None:
        states = []
        for state in (chat.reach, reach):
            gone = {"status": "kicked", "until_date": 0}
            status = {"status": "member"} if state is Reach.OPEN else gone
            states.append(status | {"user": BOT.json})
        chat.reach = reach
        change: dict[str, Any] = {
            "chat": chat.json,
            "from": by.json,
            "date": 1_795_500_000,
            "old_chat_member": states[0],
            "new_chat_member": states[1],
        }
        self.updates.add("my_chat_member", change)

    def messages(self, chat: int) -> list[Message]:
        """Return what the bot wrote to the chat, in order, as it reads now."""
        known = self.world.chats.get(chat)
        return [one for one in known.messages.values() if one.sender is BOT] if known else []

    def texts(self, chat: int) -> list[str]:
        """Return the texts of what the bot wrote to the chat, in order."""
        return [message.text for message in self.messages(chat)]

    def calls(self, method: str) -> list[dict[str, str]]:
        """Return the arguments of all accepted calls of a method, in order."""
        return [given for name, given in self.world.calls if name == method]

    async def wait_for(self, chat: int, count: int, *, seconds: float = _PATIENCE) -> list[Message]:
        """Return the bot's messages to the chat as soon as there are so many.

        Raises:
            TimeoutError: There were too few; it says which.
        """
        try:
            await self.world.until(lambda: len(self.messages(chat)) >= count, seconds=seconds)
        except TimeoutError:
            raise TimeoutError(f"{count} messages wanted, got {self.texts(chat)}") from None
        return self.messages(chat)

    async def wait_for_calls(
        self, method: str, count: int, *, seconds: float = _PATIENCE
    ) -> list[dict[str, str]]:
        """Return the accepted calls of a method as soon as there are so many.

        Raises:
            TimeoutError: There were too few.
        """
        await self.world.until(lambda: len(self.calls(method)) >= count, seconds=seconds)
        return self.calls(method)

    async def wait_until_polled(self, count: int, *, seconds: float = _PATIENCE) -> None:
        """Return as soon as so many `getUpdates` calls have come since the start.

        Raises:
            TimeoutError: The bot asked less often.
        """
        await self.world.until(lambda: self.updates.polls >= count, seconds=seconds)

    async def wait_until_confirmed(self, *, seconds: float = _PATIENCE) -> None:
        """Return as soon as no update waits for the bot any more.

        Raises:
            TimeoutError: The bot did not fetch them all.
        """
        await self.world.until(lambda: not self.updates.waiting, seconds=seconds)


def person(user_id: int) -> User:
    """Return the person of this id."""
    return User(user_id, f"Reader {user_id}")


def _commands(text: str) -> Iterable[Entity]:
    for match in _COMMAND.finditer(text):
        begin, length = utf16_length(text[: match.start()]), utf16_length(match[0])
        yield Entity(EntityType.BOT_COMMAND, begin, length)
