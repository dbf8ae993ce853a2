"""The people's side of the server over HTTP, for a server in a process of its own."""

from __future__ import annotations

from typing import Any

from aiohttp import web

from tests.botapi.people import BotApi
from tests.botapi.world import Message


def add_control(api: BotApi) -> None:
    """Let people be played by HTTP requests; called before the server is started.

    POST /say    {"chat", "user", "text"}        somebody writes
    POST /press  {"chat", "message", "label"}    somebody presses a button
    GET  /chats/{chat}                           what the bot wrote, in order
    """

    async def say(request: web.Request) -> web.Response:
        given = await request.json()
        return web.json_response(_told(api.say(given["chat"], given["user"], given["text"])))

    async def press(request: web.Request) -> web.Response:
        given = await request.json()
        message = api.world.chats[given["chat"]].messages[given["message"]]
        return web.json_response({"query_id": api.press(message, given["label"])})

    async def chat(request: web.Request) -> web.Response:
        messages = api.messages(int(request.match_info["chat"]))
        return web.json_response([_told(message) for message in messages])

    router = api.application.router
    router.add_post("/say", say)
    router.add_post("/press", press)
    router.add_get("/chats/{chat}", chat)


def _told(message: Message) -> dict[str, Any]:
    return {
        "message": message.id,
        "text": message.text,
        "entities": [entity.json for entity in message.entities],
        "buttons": message.labels,
    }
