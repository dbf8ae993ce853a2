"""How far long work has come: one message, edited, gone at the end."""

from __future__ import annotations

from bot.frontends.telegram.answer import PROGRESS_SECONDS, Progress
from tests.botapi import BotApi, Kind
from tests.telegram_bot import READER, connected_bot


class Seconds:
    """A clock that is moved by hand."""

    def __init__(self) -> None:
        """Begin at some time."""
        self.now = 100.0

    def __call__(self) -> float:
        """Return the time."""
        return self.now


async def test_progress_is_one_message_edited_every_two_seconds(api: BotApi) -> None:
    seconds = Seconds()
    api.say(READER, READER, "/ingest")
    shown: list[list[str]] = []

    async with connected_bot(api) as bot:
        progress = Progress(bot, READER, None, seconds=seconds, language="en")
        for done in range(1, 6):
            await progress.show(done, 5)
            shown.append(api.texts(READER))
            seconds.now += PROGRESS_SECONDS / 2
        await progress.remove()

    assert shown == [
        [],
        [],
        ["Reading… 3/5"],
        ["Reading… 3/5"],
        ["Reading… 5/5"],
    ]
    assert api.texts(READER) == []


async def test_a_german_sees_progress_in_german(api: BotApi) -> None:
    seconds = Seconds()
    api.say(READER, READER, "/ingest")

    async with connected_bot(api) as bot:
        progress = Progress(bot, READER, None, seconds=seconds, language="de")
        seconds.now += PROGRESS_SECONDS
        await progress.show(1200, 3000)

    assert api.texts(READER) == ["Wird gelesen … 1.200/3.000"]


async def test_short_work_shows_nothing(api: BotApi) -> None:
    api.say(READER, READER, "/ingest")

    async with connected_bot(api) as bot:
        progress = Progress(bot, READER, None, seconds=Seconds(), language="en")
        await progress.show(1, 1)
        await progress.remove()

    assert api.world.calls == [("getMe", {})]


async def test_progress_that_telegram_loses_disturbs_nothing(api: BotApi) -> None:
    seconds = Seconds()
    api.say(READER, READER, "/ingest")
    api.faults.next("sendMessage", Kind.ERROR_BEFORE, None)
    api.faults.next("editMessageText", Kind.DROP_BEFORE)
    api.faults.next("deleteMessage", Kind.ERROR_BEFORE)

    async with connected_bot(api) as bot:
        progress = Progress(bot, READER, None, seconds=seconds, language="en")
        for done in range(1, 4):
            seconds.now += PROGRESS_SECONDS
            await progress.show(done, 3)
        await progress.remove()

    assert api.texts(READER) == ["Reading… 2/3"]
