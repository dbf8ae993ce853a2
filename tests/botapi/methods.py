"""The methods of the Bot API that bots of this kind call."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import partial
from typing import Any, Final, TypeAlias

from tests.botapi import limits
from tests.botapi.errors import ApiError, bad_request
from tests.botapi.limits import Flood, Formatted
from tests.botapi.updates import Updates
from tests.botapi.world import BOT, Message, User, World

_ACTIONS: Final = {"typing", "upload_document", "upload_photo"}


@dataclass(frozen=True, slots=True)
class Call:
    """A call as it came.

    Attributes:
        arguments: By name; lists and objects as JSON.
        uploads: File names and contents, by the name of their part.
    """

    arguments: dict[str, str]
    uploads: dict[str, tuple[str, bytes]]


Method: TypeAlias = Callable[[Call], Awaitable[Any]]


class Methods:
    """What the bot can call, over one `World`.

    Attributes:
        commands: Menus by scope, the scope as sorted JSON.
        pressed: Callback queries that wait for their answer.
        answered: Answers to callback queries: id and text.
    """

    def __init__(self, world: World, updates: Updates, flood: Flood) -> None:
        """Work on these."""
        self._world = world
        self._updates = updates
        self._flood = flood
        self.commands: dict[str, list[dict[str, str]]] = {}
        self.pressed: set[str] = set()
        self.answered: list[tuple[str, str]] = []

    def find(self, name: str) -> Method:
        """Return the method of this name, which must be spelled as it is documented.

        Telegram's own server takes any case of letters; others need not.

        Raises:
            ApiError: 404: there is no such method.
        """
        method = _METHODS.get(name)
        if method is None:
            raise ApiError(404, "Not Found: method not found")
        return partial(method, self)

    async def _get_me(self, _call: Call) -> Any:
        rights = (
            "can_join_groups",
            "can_read_all_group_messages",
            "supports_inline_queries",
        )
        return BOT.json | dict.fromkeys(rights, False)

    async def _get_updates(self, call: Call) -> Any:
        return await self._updates.get(call.arguments)

    async def _set_webhook(self, call: Call) -> Any:
        url = call.arguments.get("url", "")
        if url and not url.startswith("https://"):
            raise bad_request("bad webhook: An HTTPS URL must be provided for webhook")
        self._updates.webhook = url
        return True

    async def _delete_webhook(self, _call: Call) -> Any:
        self._updates.webhook = ""
        return True

    async def _send_message(self, call: Call) -> Any:
        text = self._formatted(call)
        return self._send(call, text, {})

    async def _send_document(self, call: Call) -> Any:
        return self._send_file("document", call)

    async def _send_photo(self, call: Call) -> Any:
        return self._send_file("photo", call)

    def _send_file(self, kind: str, call: Call) -> Any:
        # python-telegram-bot names the upload's part and refers to it by attach://.
        part = call.arguments.get(kind, "").removeprefix("attach://") or kind
        if part not in call.uploads:
            raise bad_request(f"There is no {kind} in the request")
        name, content = call.uploads[part]
        caption = Formatted("", ())
        if call.arguments.get("caption"):
            source, parse_mode = (
                call.arguments["caption"],
                call.arguments.get("parse_mode", ""),
            )
            caption = limits.formatted(source, parse_mode, limit=limits.MAX_CAPTION)
        facts = file_facts(self._world.keep_file(content), name, content)
        described = facts if kind == "document" else [facts | {"width": 1, "height": 1}]
        return self._send(call, caption, {kind: described})

    def _send(self, call: Call, text: Formatted, file: dict[str, Any]) -> Any:
        markup = call.arguments.get("reply_markup", "")
        buttons, losses = limits.inline_keyboard(markup)
        chat = self._world.reachable(call.arguments.get("chat_id", ""))
        keyboard = limits.reply_keyboard(markup, is_private=chat.type == "private")
        answered = json.loads(call.arguments.get("reply_parameters", "{}"))
        reply_to = chat.messages.get(answered.get("message_id", 0))
        if answered and reply_to is None and not answered.get("allow_sending_without_reply"):
            raise bad_request("message to be replied not found")
        thread_id = int(call.arguments.get("message_thread_id", 0)) or None
        if thread_id in chat.deleted_topics:
            raise bad_request("message thread not found")
        self._flood.count(chat.id)
        self._world.losses += [*text.losses, *losses]
        message = self._world.add(
            chat,
            BOT,
            text.text,
            entities=text.entities,
            buttons=buttons,
            keyboard=keyboard,
            reply_to=reply_to,
            thread_id=thread_id,
            file=file,
        )
        return message.json

    async def _edit_message_text(self, call: Call) -> Any:
        text = self._formatted(call)
        buttons, losses = limits.inline_keyboard(call.arguments.get("reply_markup", ""))
        message = self._own(call)
        same = (text.text, text.entities, buttons)
        if (message.text, message.entities, message.buttons) == same:
            raise bad_request(_NOT_MODIFIED)
        self._world.losses += [*text.losses, *losses]
        message.edits.append(message.text)
        message.text, message.entities, message.buttons = same
        return message.json

    async def _edit_message_reply_markup(self, call: Call) -> Any:
        buttons, losses = limits.inline_keyboard(call.arguments.get("reply_markup", ""))
        message = self._own(call)
        if message.buttons == buttons:
            raise bad_request(_NOT_MODIFIED)
        self._world.losses += losses
        message.buttons = buttons
        return message.json

    async def _delete_message(self, call: Call) -> Any:
        message = self._message(call, "message to delete")
        if message.sender is not BOT and message.chat.type != "private":
            raise bad_request("message can't be deleted")
        del message.chat.messages[message.id]
        return True

    def _formatted(self, call: Call) -> Formatted:
        return limits.formatted(
            call.arguments.get("text", ""), call.arguments.get("parse_mode", "")
        )

    def _message(self, call: Call, what: str) -> Message:
        chat = self._world.reachable(call.arguments.get("chat_id", ""))
        message = chat.messages.get(int(call.arguments.get("message_id", 0)))
        if message is None:
            raise bad_request(f"{what} not found")
        return message

    def _own(self, call: Call) -> Message:
        message = self._message(call, "message to edit")
        if message.sender is not BOT:
            raise bad_request("message can't be edited")
        return message

    async def _answer_callback_query(self, call: Call) -> Any:
        query_id, text = (
            call.arguments.get("callback_query_id", ""),
            call.arguments.get("text", ""),
        )
        if query_id not in self.pressed:
            raise bad_request(_QUERY_IS_OLD)
        if len(text) > _MAX_ANSWER:
            raise bad_request("MESSAGE_TOO_LONG")
        self.pressed.remove(query_id)
        self.answered.append((query_id, text))
        return True

    async def _send_chat_action(self, call: Call) -> Any:
        if call.arguments.get("action") not in _ACTIONS:
            raise bad_request("Wrong parameter action in request")
        self._world.reachable(call.arguments.get("chat_id", ""))
        return True

    async def _set_my_commands(self, call: Call) -> Any:
        self.commands[self._scope(call)] = limits.bot_commands(call.arguments.get("commands", ""))
        return True

    async def _get_my_commands(self, call: Call) -> Any:
        return self.commands.get(self._scope(call), [])

    async def _delete_my_commands(self, call: Call) -> Any:
        self.commands.pop(self._scope(call), None)
        return True

    def _scope(self, call: Call) -> str:
        scope = json.loads(call.arguments.get("scope") or '{"type": "default"}')
        if scope["type"].startswith("chat"):
            self._world.reachable(str(scope["chat_id"]))
        language = call.arguments.get("language_code", "")
        return json.dumps(scope, sort_keys=True) + (f" {language}" if language else "")

    async def _get_file(self, call: Call) -> Any:
        file_id = call.arguments.get("file_id", "")
        if not file_id:
            raise bad_request("file_id not specified")
        content = self._world.files.get(file_id)
        if content is None:
            raise bad_request("invalid file_id")
        if len(content) > limits.MAX_DOWNLOAD_BYTES:
            raise bad_request("file is too big")
        return file_facts(file_id, "", content) | {"file_path": f"documents/{file_id}"}

    async def _get_chat(self, call: Call) -> Any:
        chat = self._world.reachable(call.arguments.get("chat_id", ""))
        return chat.json | {"accent_color_id": 0, "max_reaction_count": 11}

    async def _get_chat_member(self, call: Call) -> Any:
        chat = self._world.reachable(call.arguments.get("chat_id", ""))
        user_id = int(call.arguments.get("user_id", 0))
        if chat.hides_members:
            raise bad_request("member list is inaccessible")
        person = User(user_id, f"Reader {user_id}").json
        if user_id == chat.owner:
            return {"status": "creator", "user": person, "is_anonymous": False}
        if user_id in chat.admins:
            return {"status": "administrator", "user": person} | dict.fromkeys(_RIGHTS, False)
        for message in chat.messages.values():
            if message.sender.id == user_id:
                return {"status": "member", "user": message.sender.json}
        raise bad_request("member not found")


def file_facts(file_id: str, name: str, content: bytes) -> dict[str, Any]:
    """Return the `Document` or `File` of the Bot API."""
    facts = {
        "file_id": file_id,
        "file_unique_id": f"u-{file_id}",
        "file_size": len(content),
    }
    return facts | ({"file_name": name} if name else {})


# core.telegram.org/bots/api#chatmemberadministrator
_RIGHTS: Final = (
    "can_be_edited",
    "is_anonymous",
    "can_manage_chat",
    "can_delete_messages",
    "can_manage_video_chats",
    "can_restrict_members",
    "can_promote_members",
    "can_change_info",
    "can_invite_users",
    "can_post_stories",
    "can_edit_stories",
    "can_delete_stories",
)
_MAX_ANSWER: Final = 200
_NOT_MODIFIED: Final = (
    "message is not modified: specified new message content and reply markup "
    "are exactly the same as a current content and reply markup of the message"
)
_QUERY_IS_OLD: Final = "query is too old and response timeout expired or query ID is invalid"
_METHODS: Final = {
    "getMe": Methods._get_me,
    "getUpdates": Methods._get_updates,
    "setWebhook": Methods._set_webhook,
    "deleteWebhook": Methods._delete_webhook,
    "sendMessage": Methods._send_message,
    "sendDocument": Methods._send_document,
    "sendPhoto": Methods._send_photo,
    "editMessageText": Methods._edit_message_text,
    "editMessageReplyMarkup": Methods._edit_message_reply_markup,
    "deleteMessage": Methods._delete_message,
    "answerCallbackQuery": Methods._answer_callback_query,
    "sendChatAction": Methods._send_chat_action,
    "setMyCommands": Methods._set_my_commands,
    "getMyCommands": Methods._get_my_commands,
    "deleteMyCommands": Methods._delete_my_commands,
    "getFile": Methods._get_file,
    "getChat": Methods._get_chat,
    "getChatMember": Methods._get_chat_member,
}
