"""The front end from its start to its stop."""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace

import pytest
from markupsafe import Markup

from bot.app import App, build_app
from bot.commands.request import Conversation, Request
from bot.errors import SettingsError
from bot.frontends.telegram.app import run, seconds_to_tick
from bot.messages import LANGUAGES, Reply
from storage import StorageBusyError
from tests.botapi import BotApi, Kind
from tests.moments import utc
from tests.telegram_bot import (
    ADMIN,
    COMMANDS,
    GROUP,
    READER,
    command,
    nothing_is_due,
    running_bot,
    settings_for,
)


@pytest.fixture
def address(database_url: Callable[[str], str]) -> str:
    return database_url("sqlite")


async def test_a_webhook_of_earlier_days_does_not_shut_polling_out(
    api: BotApi, address: str
) -> None:
    api.updates.webhook = "https://bot.example/hook"
    api.say(READER, READER, "/latest")

    async with running_bot(api, address, COMMANDS):
        await api.wait_for(READER, 1)

    assert api.updates.webhook == ""


async def test_telegram_may_be_away_at_the_start(api: BotApi, address: str) -> None:
    api.faults.next("getMe", Kind.ERROR_BEFORE)
    api.say(READER, READER, "/latest")

    async with running_bot(api, address, COMMANDS):
        await api.wait_for(READER, 1)

    assert api.texts(READER) == ["latest"]


async def test_it_can_be_stopped_while_telegram_does_not_answer(api: BotApi, address: str) -> None:
    api.faults.next("getMe", Kind.HANG)

    async with running_bot(api, address, COMMANDS):
        await api.world.until(lambda: bool(api.faults.done), seconds=20)

    assert api.world.calls == []


async def test_a_wrong_token_ends_the_start_with_one_sentence(api: BotApi, address: str) -> None:
    settings = replace(settings_for(api, database_url=address), telegram_bot_token="1:a")
    async with build_app(settings) as app:
        with pytest.raises(SettingsError) as ended:
            await run(app, COMMANDS, ticks=[nothing_is_due])

    assert ended.value.variable == "TELEGRAM_BOT_TOKEN"
    assert "1:a" not in str(ended.value)


async def test_a_server_that_knows_no_getme_is_told_of_as_a_wrong_token(
    api: BotApi, address: str
) -> None:
    api.faults.next("getMe", Kind.NOT_FOUND)
    async with build_app(settings_for(api, database_url=address)) as app:
        with pytest.raises(SettingsError) as ended:
            await run(app, COMMANDS, ticks=[nothing_is_due])

    assert ended.value.variable == "TELEGRAM_BOT_TOKEN"


async def test_any_other_404_at_the_start_is_waited_out(
    api: BotApi, address: str, caplog: pytest.LogCaptureFixture
) -> None:
    api.faults.next("deleteWebhook", Kind.NOT_FOUND)
    api.say(READER, READER, "/latest")

    async with running_bot(api, address, COMMANDS):
        await api.wait_for(READER, 1)

    assert "Telegram can't be reached (Not Found); again in 1 s" in caplog.text


async def test_a_second_bot_on_the_same_database_does_not_start(api: BotApi, address: str) -> None:
    async with running_bot(api, address, COMMANDS):
        await api.wait_until_polled(1)
        async with build_app(settings_for(api, database_url=address)) as second:
            with pytest.raises(StorageBusyError):
                await run(second, COMMANDS, ticks=[nothing_is_due])


async def test_admins_get_their_menu_when_they_first_write(api: BotApi, address: str) -> None:
    async with running_bot(api, address, COMMANDS):
        await api.wait_for_calls("setMyCommands", 1)
        api.say(ADMIN, ADMIN, "/start")
        calls = await api.wait_for_calls("setMyCommands", 2 * len(LANGUAGES))

    assert f'"chat_id": {ADMIN}' in calls[-1]["scope"]


async def test_what_is_due_is_done_at_the_start_and_fails_without_harm(
    api: BotApi, address: str, caplog: pytest.LogCaptureFixture
) -> None:
    ticked = asyncio.Event()

    async def fail() -> None:
        ticked.set()
        raise RuntimeError("no luck")

    stop = asyncio.Event()
    async with build_app(settings_for(api, database_url=address)) as app:
        running = asyncio.create_task(run(app, COMMANDS, ticks=[fail], stop=stop))
        await asyncio.wait_for(ticked.wait(), 20)
        api.say(READER, READER, "/latest")
        await api.wait_for(READER, 1)
        stop.set()
        await running

    assert "no luck" in caplog.text


@pytest.mark.parametrize(
    ("now", "seconds"),
    [
        pytest.param("2026-01-10T05:59:59", 1, id="just before"),
        pytest.param("2026-01-10T05:59:46.5", 13.5, id="in between"),
        pytest.param("2026-01-10T06:00", 15, id="at a full minute"),
    ],
)
def test_what_is_due_at_a_full_minute_is_looked_for_then(now: str, seconds: float) -> None:
    assert seconds_to_tick(utc(now)) == seconds


async def test_what_is_urgent_is_done_again_and_again(
    api: BotApi, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.frontends.telegram.app.URGENT_SECONDS", 0.01)
    times, twice = 0, asyncio.Event()

    async def count() -> None:
        nonlocal times
        times += 1
        if times > 1:
            twice.set()

    stop = asyncio.Event()
    async with build_app(settings_for(api, database_url=address)) as app:
        running = asyncio.create_task(
            run(app, COMMANDS, ticks=[nothing_is_due], urgent=count, stop=stop)
        )
        await asyncio.wait_for(twice.wait(), 20)
        stop.set()
        await running


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT], ids=["term", "int"])
async def test_a_signal_ends_it_gracefully(
    api: BotApi, address: str, number: signal.Signals
) -> None:
    before = signal.getsignal(number)
    async with build_app(settings_for(api, database_url=address)) as app:
        running = asyncio.create_task(run(app, COMMANDS, ticks=[nothing_is_due]))
        await api.wait_until_polled(1)
        os.kill(os.getpid(), number)
        await asyncio.wait_for(running, 20)

    assert signal.getsignal(number) == before


async def test_a_stop_finishes_what_is_under_way(api: BotApi, address: str) -> None:
    begun, may_end = asyncio.Event(), asyncio.Event()

    async def slow(_request: Request, _app: App, _: Conversation) -> Reply:
        begun.set()
        await may_end.wait()
        return Reply(Markup("done"))

    commands = {"slow": replace(command("slow"), run=slow)}
    api.say(READER, READER, "/slow")
    async with running_bot(api, address, commands):
        await asyncio.wait_for(begun.wait(), 20)
        asyncio.get_running_loop().call_later(0.1, may_end.set)

    # The answer is kept; it is sent now or at the next start.
    async with running_bot(api, address, commands):
        await api.wait_for(READER, 1)
    assert api.texts(READER) == ["done"]


async def test_a_stop_puts_back_what_hangs(
    api: BotApi, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.frontends.telegram.receive.STOP_SECONDS", 0.1)
    begun = asyncio.Event()

    async def hang(_request: Request, _app: App, _: Conversation) -> Reply:
        begun.set()
        await asyncio.get_running_loop().create_future()
        return Reply(Markup("never"))

    api.say(READER, READER, "/latest")
    api.say(GROUP, READER, "/related 12")
    with suppress(asyncio.CancelledError):
        commands = COMMANDS | {"related": replace(command("related"), run=hang)}
        async with running_bot(api, address, commands):
            await asyncio.wait_for(begun.wait(), 20)
            await api.wait_for(READER, 1)

    async with running_bot(api, address, COMMANDS):
        await api.wait_for(GROUP, 1)
    assert (api.texts(READER), api.texts(GROUP)) == (["latest"], ["read 12"])
