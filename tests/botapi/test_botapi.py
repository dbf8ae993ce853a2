"""The strict server itself: a wrong one would prove nothing."""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import AsyncIterator, Callable, Coroutine
from typing import Any, TypeAlias

import aiohttp
import pytest

from tests.botapi import BOT_ID, TOKEN, BotApi, Fault, Kind
from tests.botapi.entities import Entity, EntityType
from tests.botapi.errors import ApiError
from tests.botapi.faults import Faults
from tests.botapi.limits import Window, formatted, inline_keyboard

READER = 7
GROUP = -70
Call: TypeAlias = Callable[..., Coroutine[Any, Any, tuple[int, Any]]]


@pytest.fixture
async def call(api: BotApi) -> AsyncIterator[Call]:
    """Call a method as any HTTP client would; returns status and JSON."""
    async with aiohttp.ClientSession() as session:

        async def post(method: str, /, token: str = TOKEN, **arguments: Any) -> tuple[int, Any]:
            data = {
                name: value if isinstance(value, str) else json.dumps(value)
                for name, value in arguments.items()
            }
            url = f"{api.base_url}{token}/{method}"
            async with session.post(url, data=data) as response:
                return response.status, await response.json()

        yield post


@pytest.mark.parametrize(
    ("source", "problem"),
    [
        pytest.param(
            "<b>a",
            'Can\'t find end tag corresponding to start tag "b"',
            id="never closed",
        ),
        pytest.param("a</b>", "Unexpected end tag at byte offset 1", id="never opened"),
        pytest.param(
            "é<b>x</i>",
            'Unmatched end tag at byte offset 6, expected "</b>", found "</i>"',
            id="crossed",
        ),
        pytest.param(
            "😀<u1>x</u1>", 'Unsupported start tag "u1" at byte offset 4', id="unknown tag"
        ),
        pytest.param("a <3", "Unclosed start tag at byte offset 2", id="bare less-than sign"),
        pytest.param("x</b", "Unexpected end tag at byte offset 1", id="end tag first"),
        pytest.param("<b>x</b", "Unclosed end tag at byte offset 4", id="cut end tag"),
        pytest.param(
            '<a href="https://a.example',
            "Unclosed start tag at byte offset 0",
            id="cut link",
        ),
        pytest.param(
            "<a href=https://a.example>x</a>",
            "Unexpected end of name token at byte offset 8",
            id="address without quotes",
        ),
        pytest.param(
            "<b =1>x</b>",
            'Empty attribute name in the tag "b" at byte offset 0',
            id="attribute without a name",
        ),
        pytest.param(
            "<span>x</span>",
            'Tag "span" must have class "tg-spoiler" at byte offset 0',
            id="span of nothing",
        ),
        pytest.param(
            "&#xd800;",
            "Text contains invalid Unicode characters after decoding HTML entities, "
            "check for unmatched surrogate code units",
            id="half a surrogate pair",
        ),
    ],
)
def test_broken_html_is_refused_with_the_place_of_the_fault(source: str, problem: str) -> None:
    with pytest.raises(ApiError) as refused:
        formatted(source, "HTML")

    assert refused.value.description == f"Bad Request: can't parse entities: {problem}"


@pytest.mark.parametrize(
    ("source", "text", "entities"),
    [
        pytest.param("a &lt;b&gt; &amp; &quot;c&quot;", 'a <b> & "c"', [], id="named"),
        pytest.param("&#39;&#x1F600;&#65", "'😀A", [], id="numbered"),
        pytest.param("&copy; &#0; & &;", "&copy; &#0; & &;", [], id="unknown ones stay"),
        pytest.param("<B>a</B>", "a", [Entity(EntityType.BOLD, 0, 1)], id="tags in either case"),
        pytest.param("😀<i>b</>", "😀b", [Entity(EntityType.ITALIC, 2, 1)], id="offsets in UTF-16"),
        pytest.param(
            '<a href="https://a.example/?b=1&amp;c=2">d</a>',
            "d",
            [Entity(EntityType.TEXT_LINK, 0, 1, "https://a.example/?b=1&c=2")],
            id="address with references",
        ),
        pytest.param(
            "<a>a.example</a>",
            "a.example",
            [Entity(EntityType.TEXT_LINK, 0, 9, "http://a.example/")],
            id="text as the address",
        ),
        pytest.param(
            "<blockquote expandable>a</blockquote><blockquote>b</blockquote>",
            "ab",
            [
                Entity(EntityType.EXPANDABLE_BLOCKQUOTE, 0, 1),
                Entity(EntityType.BLOCKQUOTE, 1, 1),
            ],
            id="quotes",
        ),
        pytest.param(
            '<pre><code class="language-py">a</code></pre>',
            "a",
            [Entity(EntityType.PRE, 0, 1, language="py")],
            id="code of a language",
        ),
        pytest.param(
            "<i><b>a</b> b</i>",
            "a b",
            [Entity(EntityType.ITALIC, 0, 3), Entity(EntityType.BOLD, 0, 1)],
            id="nested, longest first",
        ),
        pytest.param("<b><b>a</b></b>", "a", [Entity(EntityType.BOLD, 0, 1)], id="doubled"),
        pytest.param("a<b></b>", "a", [], id="empty entity"),
        pytest.param("  a <b>b </b> ", "a b", [Entity(EntityType.BOLD, 2, 1)], id="trimmed"),
        pytest.param("a\x07b\r\nc\u202ed", "a b\ncd", [], id="cleaned"),
    ],
)
def test_html_is_kept_as_telegram_keeps_it(source: str, text: str, entities: list[Entity]) -> None:
    kept = formatted(source, "HTML")

    assert (kept.text, list(kept.entities), kept.losses) == (text, entities, ())


@pytest.mark.parametrize(
    ("source", "problem"),
    [
        pytest.param("", "message text is empty", id="nothing"),
        pytest.param(" \n\u200b\u2800", "text must be non-empty", id="nothing to see"),
        pytest.param("<b></b>", "text must be non-empty", id="nothing but tags"),
        pytest.param("a" * 4097, "message is too long", id="one letter too many"),
        pytest.param("😀" * 2049, "message is too long", id="one emoji too many"),
        pytest.param("a<b></b>" * 4097, "text is too long", id="32 KB of source"),
    ],
)
def test_texts_outside_the_limits_are_refused(source: str, problem: str) -> None:
    with pytest.raises(ApiError) as refused:
        formatted(source, "HTML")

    assert refused.value.description == f"Bad Request: {problem}"


def test_a_text_of_4096_units_after_parsing_is_taken() -> None:
    assert len(formatted("<b>&amp;</b>" + "😀" * 2047 + "a", "HTML").text) == 2049


def test_what_telegram_drops_in_silence_is_reported() -> None:
    bold = formatted("<b>a</b> " * 101, "HTML")
    link = formatted('<a href="https://localhost/">a</a>', "HTML")
    row = [{"text": str(number), "callback_data": "x"} for number in range(9)]
    keyboard, losses = inline_keyboard(json.dumps({"inline_keyboard": [row]}))

    assert (len(bold.entities), bold.losses) == (100, ("entity bold at 200",))
    assert (link.entities, link.losses) == ((), ("link to https://localhost/",))
    assert (len(keyboard[0]), losses) == (8, ["button 8"])


@pytest.mark.parametrize(
    ("button", "problem"),
    [
        pytest.param(
            {"text": "a", "callback_data": "é" * 32 + "b"},
            "BUTTON_DATA_INVALID",
            id="65 bytes",
        ),
        pytest.param(
            {"text": "a", "callback_data": ""},
            "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard",
            id="no data",
        ),
        pytest.param(
            {"text": "", "callback_data": "a"},
            "inline keyboard button text must be non-empty",
            id="no label",
        ),
    ],
)
def test_buttons_outside_the_limits_are_refused(button: dict[str, str], problem: str) -> None:
    with pytest.raises(ApiError) as refused:
        inline_keyboard(json.dumps({"inline_keyboard": [[button]]}))

    assert refused.value.description == f"Bad Request: {problem}"


@pytest.mark.parametrize("name", ["GetUpdates", "getupdates", "get_updates", "getMee"])
async def test_a_method_has_the_name_that_is_documented_and_no_other(call: Call, name: str) -> None:
    assert await call(name) == (
        404,
        {"ok": False, "error_code": 404, "description": "Not Found: method not found"},
    )


async def test_the_bot_cannot_begin_a_chat(call: Call) -> None:
    assert await call("sendMessage", chat_id=READER, text="a") == (
        400,
        {"ok": False, "error_code": 400, "description": "Bad Request: chat not found"},
    )


async def test_a_message_reaches_the_chat_as_it_is_shown(api: BotApi, call: Call) -> None:
    api.say(READER, READER, "/start")
    keyboard = {"inline_keyboard": [[{"text": "More", "callback_data": "/more"}]]}

    status, answer = await call(
        "sendMessage",
        chat_id=READER,
        text="<b>a</b>",
        parse_mode="HTML",
        reply_markup=keyboard,
    )

    (message,) = await api.wait_for(READER, 1)
    assert (status, answer["result"]["message_id"]) == (200, message.id)
    assert (message.text, message.labels) == ("a", ["More"])


async def test_members_of_a_chat_are_what_they_were_made(api: BotApi, call: Call) -> None:
    api.say(-70, READER, "/start")
    api.own(-70, 11)
    api.promote(-70, 12)

    statuses = {}
    for user in (READER, 11, 12, 404):
        _, answer = await call("getChatMember", chat_id=-70, user_id=user)
        statuses[user] = answer.get("result", {}).get("status") or answer["description"]

    assert statuses == {
        READER: "member",
        11: "creator",
        12: "administrator",
        404: "Bad Request: member not found",
    }


async def test_a_location_can_be_requested_of_a_person_alone(api: BotApi, call: Call) -> None:
    api.say(READER, READER, "/start")
    api.say(-70, READER, "/start")
    keyboard = {"keyboard": [[{"text": "Here", "request_location": True}]]}

    answers = [
        await call("sendMessage", chat_id=chat, text="a", reply_markup=keyboard)
        for chat in (READER, -70)
    ]

    assert [status for status, _ in answers] == [200, 400]
    assert answers[1][1]["description"] == (
        "Bad Request: location can be requested in private chats only"
    )
    assert api.messages(READER)[0].keyboard == keyboard["keyboard"]


async def test_a_topic_that_was_deleted_takes_no_message(api: BotApi, call: Call) -> None:
    api.say(-70, READER, "/start")
    api.world.chat(-70).deleted_topics.add(5)

    status, answer = await call("sendMessage", chat_id=-70, text="a", message_thread_id=5)

    assert (status, answer["description"]) == (400, "Bad Request: message thread not found")


@pytest.mark.parametrize(
    ("token", "method", "status", "description"),
    [
        pytest.param(TOKEN, "sendMesage", 404, "Not Found: method not found", id="method"),
        pytest.param("1:wrong", "getMe", 401, "Unauthorized", id="token"),
        pytest.param("wrong", "getMe", 401, "Unauthorized: invalid token specified", id="no token"),
    ],
)
async def test_wrong_methods_and_tokens_are_refused(
    call: Call, token: str, method: str, status: int, description: str
) -> None:
    answer = {"ok": False, "error_code": status, "description": description}

    assert await call(method, token=token) == (status, answer)


async def test_who_left_cannot_be_written_to(api: BotApi, call: Call) -> None:
    for chat in (READER, READER + 1, GROUP, GROUP - 1):
        api.say(chat, READER, "hello")
    api.block(READER)
    api.deactivate(READER + 1)
    api.kick(GROUP, READER)
    api.migrate(GROUP - 1, -1_000_000_000_071)

    answers = [
        (await call("sendMessage", chat_id=chat, text="a"))[1]
        for chat in (READER, READER + 1, GROUP, GROUP - 1)
    ]

    assert [answer["description"] for answer in answers] == [
        "Forbidden: bot was blocked by the user",
        "Forbidden: user is deactivated",
        "Forbidden: bot was kicked from the group chat",
        "Bad Request: group chat was upgraded to a supergroup chat",
    ]
    assert answers[-1]["parameters"] == {"migrate_to_chat_id": -1_000_000_000_071}


async def test_an_update_comes_again_until_it_is_confirmed(api: BotApi, call: Call) -> None:
    api.say(READER, READER, "one")
    api.say(READER, READER, "two")

    first = (await call("getUpdates", limit=1))[1]["result"]
    again = (await call("getUpdates", limit=1))[1]["result"]
    rest = (await call("getUpdates", offset=first[0]["update_id"] + 1))[1]["result"]

    assert first == again
    assert [update["message"]["text"] for update in rest] == ["two"]
    assert api.updates.confirmed == [first[0]["update_id"]]


async def test_kinds_of_updates_are_remembered_from_call_to_call(api: BotApi, call: Call) -> None:
    await call("getUpdates", allowed_updates=["message"])
    api.say(READER, READER, "one")
    api.block(READER)

    updates = (await call("getUpdates"))[1]["result"]

    assert [list(update) for update in updates] == [["update_id", "message"]]


async def test_a_long_poll_answers_as_soon_as_something_comes(api: BotApi, call: Call) -> None:
    poll = asyncio.create_task(call("getUpdates", timeout=30))
    await api.wait_until_polled(1)
    api.say(READER, READER, "one")

    assert len((await poll)[1]["result"]) == 1


async def test_the_older_of_two_polls_loses(api: BotApi, call: Call) -> None:
    older = asyncio.create_task(call("getUpdates", timeout=30))
    await api.wait_until_polled(1)
    newer = asyncio.create_task(call("getUpdates", timeout=30))

    status, answer = await older
    api.say(READER, READER, "one")

    assert (status, answer["description"]) == (
        409,
        (
            "Conflict: terminated by other getUpdates request; "
            "make sure that only one bot instance is running"
        ),
    )
    assert len((await newer)[1]["result"]) == 1


async def test_a_webhook_shuts_polling_out(call: Call) -> None:
    await call("setWebhook", url="https://bot.example/hook")
    shut_out, _ = await call("getUpdates")
    await call("deleteWebhook")

    assert (shut_out, (await call("getUpdates"))[0]) == (409, 200)


async def test_editing_needs_a_change_and_a_message_of_the_bot(api: BotApi, call: Call) -> None:
    theirs = api.say(READER, READER, "hello")
    await call("sendMessage", chat_id=READER, text="a")
    (ours,) = api.messages(READER)

    answers = [
        (await call("editMessageText", chat_id=READER, message_id=number, text=text))[1]
        for number, text in ((ours.id, "b"), (ours.id, "b"), (theirs.id, "b"), (99, "b"))
    ]

    assert [answer.get("description", "ok") for answer in answers] == [
        "ok",
        (
            "Bad Request: message is not modified: specified new message content and reply "
            "markup are exactly the same as a current content and reply markup of the "
            "message"
        ),
        "Bad Request: message can't be edited",
        "Bad Request: message to edit not found",
    ]
    assert (ours.text, ours.edits) == ("b", ["a"])


async def test_a_press_is_answered_once(api: BotApi, call: Call) -> None:
    api.say(READER, READER, "hello")
    keyboard = {"inline_keyboard": [[{"text": "More", "callback_data": "/more 1"}]]}
    await call("sendMessage", chat_id=READER, text="a", reply_markup=keyboard)
    query_id = api.press(api.messages(READER)[0], "More")

    updates = (await call("getUpdates", offset=-1))[1]["result"]
    first = await call("answerCallbackQuery", callback_query_id=query_id)
    again = await call("answerCallbackQuery", callback_query_id=query_id)

    assert updates[0]["callback_query"]["data"] == "/more 1"
    assert first == (200, {"ok": True, "result": True})
    assert again[1]["description"] == (
        "Bad Request: query is too old and response timeout expired or query ID is invalid"
    )


async def test_files_are_had_in_two_steps_up_to_20_mb(api: BotApi, call: Call) -> None:
    api.send_document(READER, READER, "a.txt", b"content")
    api.send_document(READER, READER, "b.txt", bytes(20 * 2**20 + 1))
    updates = (await call("getUpdates"))[1]["result"]
    small, large = (update["message"]["document"]["file_id"] for update in updates)

    path = (await call("getFile", file_id=small))[1]["result"]["file_path"]
    refused = (await call("getFile", file_id=large))[1]["description"]
    async with (
        aiohttp.ClientSession() as session,
        session.get(f"{api.base_file_url}{TOKEN}/{path}") as response,
    ):
        content = await response.read()

    assert (content, refused) == (b"content", "Bad Request: file is too big")


async def test_menus_are_kept_by_scope(api: BotApi, call: Call) -> None:
    menu = [{"command": "help", "description": "Show help"}]
    scope = {"type": "chat", "chat_id": READER}
    unknown = await call("setMyCommands", commands=menu, scope=scope)
    api.say(READER, READER, "/start")
    await call("setMyCommands", commands=menu, scope=scope)

    assert unknown[1]["description"] == "Bad Request: chat not found"
    assert (await call("getMyCommands", scope=scope))[1]["result"] == menu
    assert (await call("getMyCommands"))[1]["result"] == []


@pytest.mark.parametrize(
    ("command", "problem"),
    [
        pytest.param({"command": "Help", "description": "a"}, "BOT_COMMAND_INVALID", id="case"),
        pytest.param(
            {"command": "help", "description": ""},
            "command description must be non-empty",
            id="no description",
        ),
    ],
)
async def test_wrong_menus_are_refused(call: Call, command: dict[str, str], problem: str) -> None:
    answer = (await call("setMyCommands", commands=[command]))[1]

    assert answer["description"] == f"Bad Request: {problem}"


async def test_too_many_messages_have_to_wait(api: BotApi, call: Call) -> None:
    api.say(READER, READER, "hello")
    api.flood.is_on = True
    await call("sendMessage", chat_id=READER, text="a")

    status, answer = await call("sendMessage", chat_id=READER, text="b")

    assert (status, answer["description"]) == (429, "Too Many Requests: retry after 1")
    assert answer["parameters"] == {"retry_after": 1}


def test_a_window_opens_again_when_its_time_is_over() -> None:
    window = Window(most=2, seconds=10.0)
    for now in (0.0, 4.0):
        window.add(now)

    assert [window.wait(now) for now in (5.0, 9.0, 10.0)] == [5.0, 1.0, 0.0]


@pytest.mark.parametrize(
    ("kind", "received"),
    [
        pytest.param(Kind.DROP_BEFORE, [], id="cut before"),
        pytest.param(Kind.DROP_AFTER, ["a"], id="cut after"),
        pytest.param(Kind.ERROR_BEFORE, [], id="502 before"),
        pytest.param(Kind.ERROR_AFTER, ["a"], id="502 after"),
        pytest.param(Kind.GARBAGE, ["a"], id="garbage"),
        pytest.param(Kind.EMPTY, ["a"], id="empty"),
        pytest.param(Kind.HANG, [], id="hang"),
        pytest.param(Kind.SLOW, ["a"], id="slow"),
    ],
)
async def test_a_faults_name_says_whether_the_message_arrived(
    api: BotApi, kind: Kind, received: list[str]
) -> None:
    api.say(READER, READER, "hello")
    api.faults.next("sendMessage", Fault(kind, seconds=60))
    url = f"{api.base_url}{TOKEN}/sendMessage"

    async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(0.3)) as session:
        with pytest.raises((aiohttp.ClientError, TimeoutError, ValueError, KeyError)):
            # A GET would be sent again by the client itself.
            async with session.post(url, data={"chat_id": READER, "text": "a"}) as answer:
                (await answer.json())["result"]

    assert api.texts(READER) == received


def test_the_same_seed_fails_the_same_calls() -> None:
    def outcomes() -> list[int]:
        faults = Faults()
        faults.share("getMe", 0.5, Kind.TOO_MANY, seed=3)
        return [0 if faults.take("getMe") is None else 1 for _ in range(20)]

    first = outcomes()

    assert first == outcomes()
    assert 0 < sum(first) < 20


async def test_the_bot_knows_itself(call: Call) -> None:
    assert (await call("getMe"))[1]["result"]["id"] == BOT_ID


async def test_a_server_of_its_own_is_played_over_http() -> None:
    server = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.botapi", "--port", "0", stdout=asyncio.subprocess.PIPE
    )
    assert server.stdout is not None
    lines = [(await server.stdout.readline()).decode().strip() for _ in range(2)]
    token, base_url = (line.partition("=")[2] for line in lines)
    url = base_url.removesuffix("/bot")
    try:
        async with aiohttp.ClientSession() as session:
            await session.post(f"{url}/say", json={"chat": 7, "user": 7, "text": "/start"})
            keyboard = {"inline_keyboard": [[{"text": "More", "callback_data": "/more"}]]}
            await session.post(
                f"{base_url}{token}/sendMessage",
                json={"chat_id": 7, "text": "a", "reply_markup": keyboard},
            )
            pressed = {"chat": 7, "message": 2, "label": "More"}
            async with session.post(f"{url}/press", json=pressed) as answer:
                query = await answer.json()
            async with session.get(f"{url}/chats/7") as answer:
                shown = await answer.json()
    finally:
        server.terminate()
        await server.wait()

    assert query == {"query_id": "1"}
    assert shown == [{"message": 2, "text": "a", "entities": [], "buttons": ["More"]}]
