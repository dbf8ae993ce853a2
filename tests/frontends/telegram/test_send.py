"""What comes of sending, over real HTTP to the strict server."""

from __future__ import annotations

import inspect
from collections.abc import AsyncIterator
from datetime import timedelta

import httpx
import pytest
import telegram.error
from telegram.error import TelegramError

from bot.delivery.outcomes import Gone, Later, Moved, Outcome, Refused, Sent, Unparsable, Unsure
from bot.frontends.telegram.client import build_bot
from bot.frontends.telegram.send import TelegramSender, outcome_of
from bot.messages import SHARE_LOCATION
from storage.model import Button, Delivery, DeliveryKind, DeliveryState, File, Outgoing
from tests.botapi import BotApi, Fault, Kind
from tests.botapi.entities import Entity, EntityType
from tests.news import NOW
from tests.telegram_bot import GROUP, READER, connected_bot, settings_for

SUPERGROUP = -1_000_000_000_070
BUTTONS = ((Button("Longer", "/summary 12 6"), Button("Related", "/related 12")),)


@pytest.fixture
async def sender(api: BotApi) -> AsyncIterator[TelegramSender]:
    api.say(READER, READER, "/start")
    api.say(GROUP, READER, "/start")
    async with connected_bot(api, read_seconds=0.3) as bot:
        yield TelegramSender(bot)


def delivery(text: str = "<b>A</b> &amp; b", *, chat: int = READER, **facts: object) -> Delivery:
    message = Outgoing(chat, DeliveryKind.REPLY, "key", text, **facts)  # type: ignore[arg-type]
    return Delivery(1, message, DeliveryState.SENDING, NOW, 1, None, "")


async def test_a_message_arrives_with_its_markup_buttons_and_topic(
    api: BotApi, sender: TelegramSender
) -> None:
    outcome = await sender.send(delivery(chat=GROUP, buttons=BUTTONS, thread_id=5))

    (message,) = api.messages(GROUP)
    assert outcome == Sent(message.id)
    assert (message.text, message.entities) == ("A & b", (Entity(EntityType.BOLD, 0, 1),))
    assert (message.labels, message.thread_id) == (["Longer", "Related"], 5)
    assert '"is_disabled": true' in api.calls("sendMessage")[0]["link_preview_options"]


async def test_a_button_that_shares_the_location_stands_below_the_text_field(
    api: BotApi, sender: TelegramSender
) -> None:
    share = ((Button("Share my location", SHARE_LOCATION),),)
    await sender.send(delivery(buttons=share))
    await sender.send(delivery(buttons=(*share, (Button("Settings", "/settings"),))))

    alone, among_others = api.messages(READER)
    assert alone.keyboard == [[{"text": "Share my location", "request_location": True}]]
    assert (alone.labels, among_others.keyboard) == ([], [])
    assert among_others.labels == ["Share my location", "Settings"]


async def test_a_page_is_turned_in_the_place_of_the_one_before(
    api: BotApi, sender: TelegramSender
) -> None:
    await sender.send(delivery(buttons=BUTTONS))
    (page,) = api.messages(READER)

    outcome = await sender.send(delivery("<i>C</i>", edits=page.id))
    again = await sender.send(delivery("<i>C</i>", edits=page.id))

    (page,) = api.messages(READER)
    assert outcome == again == Sent(page.id)
    assert (page.text, page.entities) == ("C", (Entity(EntityType.ITALIC, 0, 1),))
    assert (page.labels, page.edits) == ([], ["A & b"])


async def test_a_page_whose_place_is_gone_comes_as_a_message(
    api: BotApi, sender: TelegramSender
) -> None:
    (others,) = [api.say(READER, READER, "/start")]

    assert await sender.send(delivery(edits=99)) == Sent(api.messages(READER)[-1].id)
    assert await sender.send(delivery(edits=others.id)) == Sent(api.messages(READER)[-1].id)
    assert api.texts(READER) == ["A & b", "A & b"]


async def test_a_page_that_is_refused_is_told_as_any_message(
    api: BotApi, sender: TelegramSender
) -> None:
    await sender.send(delivery())
    (page,) = api.messages(READER)

    assert isinstance(await sender.send(delivery("<b>", edits=page.id)), Unparsable)


async def test_what_was_for_a_topic_that_is_gone_goes_to_everybody(
    api: BotApi, sender: TelegramSender
) -> None:
    api.world.chat(GROUP).deleted_topics.add(5)

    outcome = await sender.send(delivery(chat=GROUP, thread_id=5))

    (message,) = api.messages(GROUP)
    assert outcome == Sent(message.id)
    assert message.thread_id is None


async def test_a_file_arrives_with_its_message_for_caption(
    api: BotApi, sender: TelegramSender
) -> None:
    file = File("sources.opml", b"<opml/>")
    outcome = await sender.send(delivery(chat=GROUP, buttons=BUTTONS, thread_id=5, file=file))

    (message,) = api.messages(GROUP)
    assert outcome == Sent(message.id)
    assert (message.text, message.entities) == ("A & b", (Entity(EntityType.BOLD, 0, 1),))
    assert (message.labels, message.thread_id) == (["Longer", "Related"], 5)
    document = message.file["document"]
    assert document["file_name"] == "sources.opml"
    assert api.world.files[document["file_id"]] == b"<opml/>"


@pytest.mark.parametrize(
    ("kind", "arrived"),
    [
        pytest.param(Kind.DROP_BEFORE, [], id="cut before it was accepted"),
        pytest.param(Kind.DROP_AFTER, ["A & b"], id="cut after it was accepted"),
        pytest.param(Kind.ERROR_BEFORE, [], id="502 before it was accepted"),
        pytest.param(Kind.ERROR_AFTER, ["A & b"], id="502 after it was accepted"),
        pytest.param(Kind.GARBAGE, ["A & b"], id="an answer that is no JSON"),
        pytest.param(Kind.HANG, [], id="never answered"),
        pytest.param(Kind.SLOW, ["A & b"], id="answered too late"),
    ],
)
async def test_a_broken_line_leaves_it_open_whether_the_message_arrived(
    api: BotApi,
    sender: TelegramSender,
    kind: Kind,
    arrived: list[str],
) -> None:
    api.faults.next("sendMessage", Fault(kind, seconds=60))

    assert isinstance(await sender.send(delivery()), Unsure)
    assert api.texts(READER) == arrived


async def test_telegram_says_how_long_to_wait(api: BotApi, sender: TelegramSender) -> None:
    api.faults.next("sendMessage", Fault(Kind.TOO_MANY, seconds=3))

    assert await sender.send(delivery()) == Later(
        "Telegram asks to wait", after=timedelta(seconds=3), whole_chat=True
    )


async def test_without_a_connection_nothing_was_sent() -> None:
    async with BotApi() as api:
        settings = settings_for(api)
    bot = build_bot(settings)
    try:
        outcome = await TelegramSender(bot).send(delivery())
    finally:
        await bot.shutdown()

    assert outcome == Later("no connection: ConnectError")


@pytest.mark.parametrize(
    ("text", "buttons", "outcome"),
    [
        pytest.param(
            "<b>A",
            (),
            Unparsable("Can't parse entities: can't find end tag corresponding to start tag \"b\""),
            id="broken markup",
        ),
        pytest.param("a" * 4097, (), Refused("Message is too long"), id="too long"),
        pytest.param(" ", (), Refused("Text must be non-empty"), id="blank"),
        pytest.param(
            "A", ((Button("B", "/b " + "c" * 62),),), Refused("Button_data_invalid"), id="button"
        ),
    ],
)
async def test_what_telegram_refuses_stays_refused(
    sender: TelegramSender,
    text: str,
    buttons: tuple[tuple[Button, ...], ...],
    outcome: Outcome,
) -> None:
    assert await sender.send(delivery(text, buttons=buttons)) == outcome


async def test_a_chat_that_is_gone_is_told_from_one_that_moved(
    api: BotApi, sender: TelegramSender
) -> None:
    api.say(READER + 1, READER + 1, "/start")
    api.block(READER)
    api.deactivate(READER + 1)
    api.migrate(GROUP, SUPERGROUP)

    outcomes = [await sender.send(delivery(chat=chat)) for chat in (READER, READER + 1, 99, GROUP)]

    assert outcomes == [
        Gone("Forbidden: bot was blocked by the user"),
        Gone("Forbidden: user is deactivated"),
        Gone("Chat not found"),
        Moved(SUPERGROUP),
    ]


async def test_an_answer_of_the_wrong_shape_leaves_it_open(api: BotApi) -> None:
    api.say(READER, READER, "/start")
    async with connected_bot(api) as bot:
        # Nothing that Telegram sends, but what a proxy in between may answer.
        api.faults.next("sendMessage", Kind.EMPTY)

        assert await TelegramSender(bot).send(delivery()) == Unsure("KeyError in the answer")


def _caused(error: TelegramError, cause: Exception | None = None) -> TelegramError:
    error.__cause__ = cause
    return error


OUTCOMES = {
    telegram.error.TelegramError("a"): Unsure,
    telegram.error.Forbidden("a"): Gone,
    telegram.error.InvalidToken("a"): Later,
    telegram.error.EndPointNotFound("a"): Later,
    telegram.error.NetworkError("a"): Unsure,
    telegram.error.BadRequest("a"): Refused,
    telegram.error.TimedOut("a"): Unsure,
    telegram.error.ChatMigrated(SUPERGROUP): Moved,
    telegram.error.RetryAfter(timedelta(seconds=1)): Later,
    telegram.error.Conflict("a"): Later,
    telegram.error.PassportDecryptionError("a"): Unsure,
}


def test_every_error_of_the_library_has_an_outcome() -> None:
    known = {
        error
        for _, error in inspect.getmembers(telegram.error, inspect.isclass)
        if issubclass(error, TelegramError)
    }

    assert {type(error) for error in OUTCOMES} == known
    assert {error: type(outcome_of(error)) for error in OUTCOMES} == OUTCOMES


@pytest.mark.parametrize(
    ("error", "outcome"),
    [
        pytest.param(httpx.ConnectError("a"), Later, id="refused"),
        pytest.param(httpx.ConnectTimeout("a"), Later, id="no connection in time"),
        pytest.param(httpx.PoolTimeout("a"), Later, id="no free connection"),
        pytest.param(httpx.ReadTimeout("a"), Unsure, id="no answer in time"),
        pytest.param(httpx.WriteTimeout("a"), Unsure, id="not written in time"),
        pytest.param(httpx.RemoteProtocolError("a"), Unsure, id="cut"),
        pytest.param(httpx.ReadError("a"), Unsure, id="reset"),
    ],
)
def test_the_cause_tells_whether_the_message_left(error: Exception, outcome: type[Outcome]) -> None:
    assert isinstance(outcome_of(_caused(telegram.error.NetworkError("a"), error)), outcome)
    assert isinstance(outcome_of(_caused(telegram.error.TimedOut("a"), error)), outcome)
