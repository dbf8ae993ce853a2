"""An admin sees what may not have arrived, and says what becomes of it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.app import tick
from storage.model import DeliveryKind, DeliveryState, Outgoing
from tests.news import NOW
from tests.outbox import states
from tests.walks.alerting import sent
from tests.walks.conftest import ADMIN


async def hold(store, *texts: str, kind: DeliveryKind = DeliveryKind.ALERT) -> None:
    """Let messages with these texts be held."""
    for text in texts:
        async with store.write() as tx:
            await tx.outbox.add([Outgoing(7, kind, text, f"<b>{text}</b>")], due_at=NOW)
            for _ in range(2):
                claimed = await tx.outbox.claim(NOW, owner="a", lease=timedelta(minutes=2), limit=1)
                for each in claimed:
                    await tx.outbox.unsure(each.id, owner="a", error="cut", now=NOW)


async def test_an_admin_sends_one_again_and_forgets_the_other(admin, store):
    await hold(store, "Storm &amp; flood", "Fire")

    assert await admin.say("/unsure") == (
        "2 messages held\n"
        "The connection broke before Telegram's answer: each may have arrived, or not. "
        "Sent again, it may arrive twice.\n\n"
        "2 · alert to 7 · today, 06:00\n“Fire”\ncut\n\n"
        "1 · alert to 7 · today, 06:00\n“Storm & flood”\ncut"
    )
    assert (await admin.press("Send 1 again")).startswith(
        "Message 1 goes to 7 once more.\n1 message held\n"
    )
    assert (await admin.press("Forget 2")).startswith(
        "Message 2 is not sent again.\nNo message is held"
    )
    assert await states(store) == {DeliveryState.NEW: 1, DeliveryState.FAILED: 1}


async def test_an_admin_who_reads_german_does_the_same(admin, store):
    await hold(store, "Sturm", "Feuer")
    admin.language = "de"

    assert (await admin.say("/status")).splitlines()[2:] == [
        "0 Quellen, 0 davon gestört",
        "0 Abos",
        "Wartende Eingänge: 0",
        "Nachrichten: 0 neu, 0 unterwegs, 0 gesendet, 2 ungewiss, 0 fehlgeschlagen",
        "Vielleicht angekommen, vielleicht nicht, vielleicht doppelt",
        "• Feuer · Meldung an 7 · cut",
        "• Sturm · Meldung an 7 · cut",
    ]
    assert (await admin.press("Ungewisse Nachrichten")).startswith("2 ungewisse Nachrichten\n")
    answer = await admin.press("1 noch einmal senden")
    assert answer.startswith("Nachricht 1 geht noch einmal an 7.\n1 ungewisse Nachricht\n")
    assert (await admin.press("2 vergessen")).endswith(
        "Keine Nachricht ist ungewiss: Was gesendet wurde, kam an oder sicher nicht an."
    )
    assert await admin.say("/unsure send 9") == (
        "Eine ungewisse Nachricht 9 gibt es nicht. /unsure zeigt alle.\n"
        "Aufruf: /unsure [send|forget] [Nummer]\n"
        "Beispiel: /unsure send 812"
    )


async def test_the_status_leads_to_what_is_held(admin, store):
    await admin.say("/status")
    assert admin.heard[-1].buttons == ()
    await hold(store, "Storm")

    await admin.say("/status")

    assert (await admin.press("Held messages")).startswith("1 message held")


async def test_an_admin_is_told_once_a_day_that_something_is_held(app, store, clock):
    await tick(app)
    assert await sent(app, ADMIN) == []
    await hold(store, "Storm")

    for hours in (0, 17, 1, 0):
        clock.move(hours=hours)
        await tick(app)

    first, second = await sent(app, ADMIN)
    assert first.text == "1 message is held: it may have arrived, or not."
    assert [button.command for row in second.buttons for button in row] == ["/unsure"]


async def test_an_admin_is_told_in_the_language_that_is_known(app, admin, store, clock):
    admin.language = "de"
    await admin.say("/subscribe 20:00 Europe/Berlin")
    await hold(store, "Sturm", "Feuer")
    clock.move(hours=1)
    await tick(app)

    notice = (await sent(app, ADMIN))[-1]
    assert notice.text == "2 Nachrichten sind ungewiss: Jede kann angekommen sein oder nicht."


async def test_of_many_the_newest_are_shown_and_the_rest_counted(admin, store):
    await hold(store, *(f"Storm {number}" for number in range(1, 12)))

    told = await admin.say("/unsure")

    assert told.startswith("11 messages held")
    assert "Storm 11" in told
    assert told.endswith("and 3 older")


async def test_what_a_reader_asked_for_in_private_is_not_shown(admin, store):
    await hold(store, "Of a private article", kind=DeliveryKind.REPLY)

    told = await admin.say("/unsure")

    assert "reply to 7" in told
    assert "private article" not in told


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        pytest.param("/unsure send", "Say which message to send or to forget", id="no number"),
        pytest.param("/unsure 1", "Say which message to send or to forget", id="no verb"),
        pytest.param("/unsure send it", "Say which message to send or to forget", id="a word"),
        pytest.param("/unsure send " + "9" * 30, "Say which message", id="too long"),
        pytest.param("/unsure send 9", "No message 9 is held.", id="not there"),
        pytest.param("/unsure forget 9", "No message 9 is held.", id="not there to forget"),
    ],
)
async def test_what_is_no_message_gets_one_sentence(admin, line, expected):
    assert (await admin.say(line)).startswith(expected)
