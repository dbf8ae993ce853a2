"""Updates on their way into the inbox, over real HTTP from the strict server."""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

import pytest
from telegram import Bot

from bot import messages
from bot.errors import SettingsError
from bot.frontends.telegram.receive import Poller
from storage import Store
from tests.botapi import BotApi, Kind
from tests.databases import Databases
from tests.news import NOW
from tests.telegram_bot import GROUP, READER, connected_bot, settings_for


@pytest.fixture
async def store(database_url: Callable[[str], str]) -> AsyncIterator[Store]:
    """A store of one kind: what differs between databases is the inbox's own concern."""
    async with Store(database_url("sqlite")) as store:
        yield store


def poller_of(
    api: BotApi, store: Store, bot: Bot, *, on_new: Callable[[], None] = lambda: None
) -> Poller:
    return Poller(
        bot=bot,
        store=store,
        clock=lambda: NOW,
        allowed_updates=settings_for(api).allowed_updates,
        on_new=on_new,
    )


@asynccontextmanager
async def polling(
    api: BotApi, store: Store, *, on_new: Callable[[], None] = lambda: None
) -> AsyncIterator[None]:
    stop = asyncio.Event()
    async with connected_bot(api) as bot:
        task = asyncio.create_task(poller_of(api, store, bot, on_new=on_new).run(stop))
        try:
            yield
        finally:
            stop.set()
            await task


async def kept(store: Store) -> list[str]:
    """Return the texts of the messages in the inbox, oldest of each chat."""
    async with store.write() as tx:
        claimed = await tx.inbox.claim(limit=10, now=NOW)
    return [json.loads(update.payload)["message"]["text"] for update in claimed]


async def test_updates_are_confirmed_once_they_are_kept(api: BotApi, store: Store) -> None:
    woken = asyncio.Event()
    api.say(READER, READER, "one")
    api.say(GROUP, READER, "two")

    async with store.write(), polling(api, store, on_new=woken.set):
        await api.wait_until_polled(1)
        confirmed_before = list(api.updates.confirmed)
    async with polling(api, store, on_new=woken.set):
        await api.wait_until_confirmed()

    assert confirmed_before == []
    assert woken.is_set()
    assert await kept(store) == ["one", "two"]


async def test_a_poll_that_waits_brings_what_comes(api: BotApi, store: Store) -> None:
    async with polling(api, store):
        await api.wait_until_polled(1)
        api.say(READER, READER, "one")
        await api.wait_until_confirmed()

    assert await kept(store) == ["one"]


async def test_an_update_that_comes_again_is_kept_once(api: BotApi, store: Store) -> None:
    api.say(READER, READER, "one")
    async with polling(api, store):
        await api.wait_until_confirmed()
    api.updates.waiting.append(json.loads(await payload(store)))
    async with polling(api, store):
        await api.wait_until_polled(4)

    async with store.read() as tx:
        assert await tx.inbox.waiting() == 1


async def payload(store: Store) -> str:
    """Return what is kept of the one update."""
    async with store.write() as tx:
        (update,) = await tx.inbox.claim(limit=1, now=NOW)
        await tx.inbox.put_back(update.id)
    return update.payload


async def test_an_update_of_a_kind_from_the_future_is_kept_with_the_others(
    api: BotApi, store: Store
) -> None:
    api.say(READER, READER, "one")
    api.updates.waiting[0]["message"]["entities"] = [{"type": "unheard-of"}]
    api.say(GROUP, READER, "two")

    async with polling(api, store):
        await api.wait_until_confirmed()

    assert await kept(store) == ["one", "two"]


@pytest.mark.parametrize(
    "kind",
    [
        pytest.param(Kind.DROP_BEFORE, id="cut line"),
        pytest.param(Kind.ERROR_BEFORE, id="502"),
        pytest.param(Kind.GARBAGE, id="garbage"),
        pytest.param(Kind.TOO_MANY, id="429"),
    ],
)
async def test_what_the_network_does_delays_updates_only(
    api: BotApi, store: Store, kind: Kind
) -> None:
    api.say(READER, READER, "one")
    api.faults.next("getUpdates", kind)

    async with polling(api, store):
        await api.wait_until_confirmed()

    assert await kept(store) == ["one"]


async def test_another_program_with_the_same_token_is_told_of_and_outlived(
    api: BotApi, store: Store, caplog: pytest.LogCaptureFixture
) -> None:
    async with connected_bot(api) as rival, polling(api, store):
        await api.wait_until_polled(1)
        await asyncio.gather(
            rival.get_updates(timeout=1), api.wait_until_polled(3), return_exceptions=True
        )
        api.say(READER, READER, "one")
        await api.wait_until_confirmed()

    assert "another program fetches this bot's updates" in caplog.text
    assert await kept(store) == ["one"]


async def test_a_token_that_telegram_forgot_ends_it_with_one_sentence(
    api: BotApi, store: Store
) -> None:
    async with connected_bot(api) as bot:
        poller = poller_of(api, store, bot)
        api.token = "1:another"

        with pytest.raises(SettingsError) as ended:
            await poller.run(asyncio.Event())

    assert messages.error(ended.value, language="en").text == (
        "TELEGRAM_BOT_TOKEN: Telegram does not know this token. Copy it again from @BotFather."
    )


async def test_a_404_after_the_start_is_an_outage_and_no_wrong_token(
    api: BotApi, store: Store, caplog: pytest.LogCaptureFixture
) -> None:
    api.say(READER, READER, "one")
    api.faults.next("getUpdates", Kind.NOT_FOUND)

    async with polling(api, store):
        await api.wait_until_confirmed()

    assert "no updates from Telegram (404 Not Found" in caplog.text
    assert await kept(store) == ["one"]


async def test_storage_that_fails_is_waited_for(
    api: BotApi, databases: Databases, caplog: pytest.LogCaptureFixture
) -> None:
    api.say(READER, READER, "one")

    with databases.fresh("sqlite", migrated=False) as address:
        store = Store(address)
        async with polling(api, store):
            await until_logged(caplog, "updates can't be kept")
            # Only now does it get its tables.
            await store.open()
            await api.wait_until_confirmed()

        assert await kept(store) == ["one"]
        await store.close()


async def until_logged(caplog: pytest.LogCaptureFixture, text: str) -> None:
    """Return as soon as `text` was logged."""
    logged = asyncio.Event()

    def watch(record: logging.LogRecord) -> bool:
        if text in record.getMessage():
            logged.set()
        return True

    caplog.handler.addFilter(watch)
    try:
        if text not in caplog.text:
            await asyncio.wait_for(logged.wait(), 20)
    finally:
        caplog.handler.removeFilter(watch)
