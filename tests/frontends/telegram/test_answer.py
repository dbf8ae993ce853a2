"""From what people type to what they read: the whole front end on the strict server."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from dataclasses import replace

import pytest
from markupsafe import Markup

from bot.app import App
from bot.commands.request import Conversation, Request
from bot.messages import Reply
from storage.model import DeliveryKind, Kind, Outgoing, Ref, Schedule, Slot, Subscriber
from tests.botapi import BOT_NAME, BotApi
from tests.telegram_bot import ADMIN, COMMANDS, GROUP, READER, command, echo, running_bot

SUPERGROUP = -1_000_000_000_070


@pytest.fixture
async def app(api: BotApi, database_url: Callable[[str], str]) -> AsyncIterator[App]:
    async with running_bot(api, database_url("sqlite"), COMMANDS) as app:
        yield app


@pytest.mark.usefixtures("app")
async def test_a_command_is_answered_with_markup_and_buttons(api: BotApi) -> None:
    api.say(READER, READER, f"/latest@{BOT_NAME} a <b>\nbelow")

    (answer,) = await api.wait_for(READER, 1)

    assert answer.text == "latest\nargs: a <b>\ntext: below"
    assert answer.labels == ["Again"]
    assert api.world.losses == []


@pytest.mark.usefixtures("app")
async def test_a_button_is_confirmed_and_knows_what_its_message_was_about(api: BotApi) -> None:
    api.say(READER, READER, "/latest")
    (answer,) = await api.wait_for(READER, 1)
    press_id = api.press(answer, "Again")

    _, second = await api.wait_for(READER, 2)
    await api.wait_for_calls("answerCallbackQuery", 1)

    assert second.text == "latest\nargs: again\nabout: s4"
    assert api.methods.answered == [(press_id, "")]


@pytest.mark.usefixtures("app")
async def test_a_reply_knows_what_the_answered_message_was_about(api: BotApi) -> None:
    api.say(READER, READER, "/latest")
    (answer,) = await api.wait_for(READER, 1)
    api.reply(answer, "/latest")

    _, second = await api.wait_for(READER, 2)

    assert second.text == "latest\nabout: s4\nquoted: latest"


@pytest.mark.usefixtures("app")
async def test_admins_are_who_the_settings_say_wherever_they_are(api: BotApi) -> None:
    api.say(GROUP, ADMIN, "/latest")
    api.say(GROUP - 1, READER, "/ingest")

    (of_admin,), (of_reader,) = await api.wait_for(GROUP, 1), await api.wait_for(GROUP - 1, 1)

    assert of_admin.text == "latest\nadmin: yes"
    assert of_reader.text.startswith("/ingest is for admins")


@pytest.mark.usefixtures("app")
async def test_an_answer_goes_to_the_topic_that_asked(api: BotApi) -> None:
    message = api.say(GROUP, READER, "/latest", thread_id=5)
    update = api.updates.waiting[-1]
    update["message"]["is_topic_message"] = True

    (answer,) = await api.wait_for(message.chat.id, 1)

    assert answer.thread_id == 5


@pytest.mark.usefixtures("app")
async def test_an_unknown_command_is_named_in_private_and_ignored_in_groups(
    api: BotApi,
) -> None:
    api.say(GROUP, READER, "/unknown")
    api.say(GROUP, READER, "/latest")
    api.say(READER, READER, "/unknown")

    (in_group,), (in_private,) = await api.wait_for(GROUP, 1), await api.wait_for(READER, 1)

    assert in_group.text == "latest"
    assert in_private.text.startswith("There is no command /unknown")


@pytest.mark.usefixtures("app")
async def test_a_file_comes_with_its_content(api: BotApi) -> None:
    api.send_document(ADMIN, ADMIN, "news.txt", b"content", caption="/ingest")

    (answer,) = await api.wait_for(ADMIN, 1)

    assert answer.text == "ingest\nadmin: yes\nfile: news.txt=content"


@pytest.mark.parametrize(
    ("name", "size", "answer"),
    [
        pytest.param("news.exe", 7, "is no file that is read here", id="type"),
        pytest.param("news.txt", 20 * 2**20 + 1, "is too large to read", id="size"),
    ],
)
@pytest.mark.usefixtures("app")
async def test_a_file_of_no_use_is_refused_before_it_is_fetched(
    api: BotApi, name: str, size: int, answer: str
) -> None:
    api.send_document(READER, READER, name, bytes(size))

    (refused,) = await api.wait_for(READER, 1)

    assert answer in refused.text
    assert api.calls("getFile") == []


@pytest.mark.usefixtures("app")
async def test_a_file_that_telegram_lost_is_told(api: BotApi) -> None:
    api.send_document(READER, READER, "news.txt", b"content")
    api.world.files.clear()

    (refused,) = await api.wait_for(READER, 1)

    assert "does not answer" in refused.text


async def test_a_long_answer_comes_in_parts_with_the_buttons_last(
    api: BotApi, database_url: Callable[[str], str]
) -> None:
    async def long(_request: Request, _app: App, _: Conversation) -> Reply:
        first = await echo(_request, _app, Conversation())
        return replace(first, text=Markup("word ") * 1000)

    commands = {"long": replace(command("long"), run=long)}
    async with running_bot(api, database_url("sqlite"), commands):
        api.say(READER, READER, "/long")
        first, last = await api.wait_for(READER, 2)

    assert (len(first.text) + 1 + len(last.text), first.labels) == (4999, [])
    assert last.labels == ["Again"]


async def test_updates_of_one_chat_are_answered_in_order(
    api: BotApi, database_url: Callable[[str], str]
) -> None:
    for number in range(1, 4):
        api.say(READER, READER, f"/related {number}")

    async with running_bot(api, database_url("sqlite"), COMMANDS) as app:
        await api.wait_for(READER, 3)
        async with app.store.read() as tx:
            last = await tx.readings.last(READER)

    assert api.texts(READER) == ["read 1", "read 2", "read 3"]
    assert last == Ref(Kind.ARTICLE, 3)


async def test_a_slow_command_holds_up_no_other_chat(
    api: BotApi, database_url: Callable[[str], str]
) -> None:
    may_end = asyncio.Event()

    async def slow(_request: Request, _app: App, _: Conversation) -> Reply:
        await may_end.wait()
        return Reply(Markup("done"))

    commands = COMMANDS | {"slow": replace(command("slow"), run=slow)}
    api.say(READER, READER, "/slow")
    api.say(READER, READER, "/latest")
    api.say(GROUP, READER, "/latest")
    async with running_bot(api, database_url("sqlite"), commands):
        await api.wait_for(GROUP, 1)
        await api.wait_for_calls("sendChatAction", 1)
        before = api.texts(READER)
        may_end.set()
        await api.wait_for(READER, 2)

    assert before == []
    assert api.texts(READER) == ["done", "latest"]


async def test_a_replayed_update_has_no_second_effect(
    api: BotApi, database_url: Callable[[str], str]
) -> None:
    address = database_url("sqlite")
    api.say(READER, READER, "/latest")
    first = dict(api.updates.waiting[0])
    async with running_bot(api, address, COMMANDS):
        await api.wait_for(READER, 1)
    api.updates.waiting.append(first)
    api.say(GROUP, READER, "/latest")

    async with running_bot(api, address, COMMANDS):
        await api.wait_for(GROUP, 1)
        await api.wait_until_confirmed()

    assert api.texts(READER) == ["latest"]


async def test_an_update_that_makes_no_sense_is_given_up(
    api: BotApi, app: App, caplog: pytest.LogCaptureFixture
) -> None:
    api.say(READER, READER, "/latest")
    del api.updates.waiting[0]["message"]["date"]
    api.say(READER, READER, "/latest")

    await api.wait_for(READER, 1)

    async with app.store.read() as tx:
        assert await tx.inbox.waiting() == 0
    assert "can't be handled" in caplog.text


async def test_who_blocks_the_bot_is_owed_nothing_until_the_return(api: BotApi, app: App) -> None:
    api.say(READER, READER, "/latest")
    await api.wait_for(READER, 1)
    await subscribe(app, READER)
    waiting = Outgoing(READER, DeliveryKind.DIGEST, "digest:1", "a")
    async with app.store.write() as tx:
        await tx.outbox.add([waiting], due_at=app.clock().replace(year=2100))

    api.block(READER)
    await handled(api, app)
    async with app.store.read() as tx:
        blocked = await tx.subscribers.get(READER)
        left = await tx.outbox.pending(app.clock().replace(year=2101))
    api.unblock(READER)
    await handled(api, app)
    async with app.store.read() as tx:
        back = await tx.subscribers.get(READER)

    assert (blocked and blocked.paused, left) == ("the bot was blocked or removed", 0)
    assert back is not None
    assert back.paused == ""


async def test_a_group_that_moved_keeps_its_subscription(api: BotApi, app: App) -> None:
    api.say(GROUP, READER, "/latest")
    await api.wait_for(GROUP, 1)
    await subscribe(app, GROUP)

    api.migrate(GROUP, SUPERGROUP)
    await handled(api, app)

    async with app.store.read() as tx:
        assert await tx.subscribers.get(GROUP) is None
        assert await tx.subscribers.get(SUPERGROUP) is not None


async def subscribe(app: App, chat_id: int) -> None:
    now = app.clock()
    schedule = Schedule((now.time().replace(second=0, microsecond=0, tzinfo=None),))
    slot = Slot(now.date(), schedule.times[0], now.replace(year=2100))
    subscriber = Subscriber(chat_id, None, schedule, app.settings.zone, slot, now)
    async with app.store.write() as tx:
        await tx.subscribers.put(subscriber)


async def handled(api: BotApi, app: App) -> None:
    """Return once everything that happened so far was handled."""
    await api.wait_until_confirmed()
    async with asyncio.timeout(20):
        waiting = 1
        while waiting:
            async with app.store.read() as tx:
                waiting = await tx.inbox.waiting()
