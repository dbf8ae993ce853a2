"""What a reader is told about a subscription."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot import messages
from bot.errors import NoZoneError, UsageError
from bot.messages.subscription import as_typed, days_in_words, times_in_words, when
from bot.schedule.parse import read_schedule
from bot.schedule.slots import next_delivery
from bot.text.query.parse import FIELD_NAMES
from storage.model import (
    EVERY_DAY,
    UNTIL_RESUMED,
    Button,
    Chosen,
    Quiet,
    Reader,
    Schedule,
    Slot,
    Subscriber,
    SummaryLength,
)
from tests.news import NOW

KYIV = ZoneInfo("Europe/Kyiv")
# NOW is Tuesday, 24 November, 08:00 in Kyiv.
READER = Subscriber(
    chat_id=7,
    thread_id=None,
    schedule=Schedule((time(8),)),
    zone=KYIV,
    next=Slot(date(2026, 11, 25), time(8), NOW + timedelta(days=1)),
    since=NOW,
)
ZONES = ("Europe/Kyiv", "America/New_York", "Asia/Tokyo")


def chosen(
    subscriber: Subscriber = READER,
    *,
    stories: int = 5,
    can_share: bool = False,
    language: str = "en",
) -> Chosen:
    """Return what the pages of settings show of a subscriber."""
    return Chosen(
        subscriber, NOW, stories, ZONES, ("en", "de"), can_share=can_share, language=language
    )


def commands(reply) -> list[str]:
    """Return what the buttons type."""
    return [button.command for row in reply.buttons for button in row]


def labels(reply) -> list[str]:
    """Return what is on the buttons."""
    return [button.label for row in reply.buttons for button in row]


def test_a_subscription_is_confirmed_with_its_first_digest():
    assert messages.subscribed(READER, now=NOW, language="en").text == (
        "A digest comes every day at <b>08:00</b> (Europe/Kyiv), the first one tomorrow at "
        "08:00. /unsubscribe ends it."
    )


def test_a_change_is_confirmed_with_the_next_digest():
    weekly = replace(READER, schedule=Schedule((time(7, 30), time(18)), frozenset(range(5))))

    assert messages.subscribed(weekly, now=NOW, is_new=False, language="en").text == (
        "A digest comes on weekdays at <b>07:30</b> and <b>18:00</b> (Europe/Kyiv), the next "
        "one tomorrow at 08:00. /unsubscribe ends it."
    )


def test_a_zone_that_is_likely_is_asked_about():
    reply = messages.ask_zone(
        READER, ZONES, now=NOW, is_guessed=True, can_share=True, language="en"
    )

    assert reply.text == (
        "Noted: every day at <b>08:00</b>.\n"
        "Is it <b>08:00</b> where you are, as in Kyiv? If not, tap a city with your time, or "
        "type your own: /settings zone Lisbon"
    )
    assert reply.buttons == (
        (Button("Yes, 08:00 as in Kyiv", "/settings zone Europe/Kyiv"),),
        (
            Button("New York 01:00", "/settings zone America/New_York"),
            Button("Tokyo 15:00", "/settings zone Asia/Tokyo"),
        ),
        (Button("Share my location", "/settings zone here"),),
    )


def test_where_no_zone_is_likelier_all_are_offered_with_their_time():
    reply = messages.ask_zone(
        READER, ZONES, now=NOW, is_guessed=False, can_share=False, language="en"
    )

    assert "Which clock is yours?" in reply.text
    assert labels(reply) == ["Kyiv 08:00", "New York 01:00", "Tokyo 15:00"]


def test_a_zone_that_may_be_meant_is_offered_with_what_was_typed_before_it():
    near = ("Europe/Amsterdam", "America/Argentina/ComodRivadavia")
    problem = NoZoneError("zone-mistyped", typed="<x>", zones=near, near=near)

    reply = messages.ask_which_zone(
        problem,
        now=NOW,
        line="/subscribe 07:30 18:00 mon tue wed fri",
        can_share=False,
        language="en",
    )

    # The second is longer than a button may be.
    assert reply.text == (
        '"&lt;x&gt;" is no time zone. Did you mean Europe/Amsterdam or '
        "America/Argentina/ComodRivadavia?"
    )
    assert commands(reply) == ["/subscribe 07:30 18:00 mon tue wed fri Europe/Amsterdam"]


def test_a_pause_says_when_it_ends():
    until = replace(READER, paused_until=NOW + timedelta(hours=3))

    assert messages.paused(until, now=NOW, language="en").text == (
        "Paused. The next digest comes <b>tomorrow at 08:00</b>."
    )


def test_a_pause_without_an_end_offers_shorter_ones():
    reply = messages.paused(replace(READER, paused_until=UNTIL_RESUMED), now=NOW, language="en")

    assert reply.text == "Paused until you say /resume. Shorter:"
    assert labels(reply) == ["1 day", "3 days", "1 week", "Resume", "Settings"]


def test_the_end_of_a_pause_names_the_next_digest():
    assert messages.resumed(READER, now=NOW, was_paused=True, language="en").text == (
        "Digests come again, the next one <b>tomorrow at 08:00</b>."
    )
    assert messages.resumed(READER, now=NOW, was_paused=False, language="en").text.startswith(
        "Nothing was paused."
    )


def test_whoever_left_can_come_back_with_a_tap():
    weekly = replace(READER, schedule=Schedule((time(10),), frozenset({6})))

    assert commands(messages.unsubscribed(weekly, has_alerts=False, language="en")) == [
        "/subscribe 10:00 sun Europe/Kyiv"
    ]
    assert messages.unsubscribed(None, has_alerts=False, language="en").text.startswith(
        "This chat has no subscription."
    )


def test_a_return_that_no_button_can_hold_is_asked_for_anew():
    many = Schedule(tuple(time(hour) for hour in range(8, 18)))

    assert commands(
        messages.unsubscribed(replace(READER, schedule=many), has_alerts=False, language="en")
    ) == ["/subscribe"]


def test_whoever_named_a_zone_first_is_asked_for_times_there():
    reply = messages.not_subscribed(zone=KYIV, language="en")

    assert reply.text.startswith("Your zone is <b>Europe/Kyiv</b>. No digests come here yet.")
    assert commands(reply)[0] == "/subscribe 8:00 Europe/Kyiv"


def test_the_settings_are_one_page():
    subscriber = replace(
        READER,
        schedule=Schedule((time(7, 30), time(18)), frozenset(range(5)), Quiet(time(22), time(7))),
        tells_empty=False,
    )

    assert messages.settings(chosen(subscriber)).text == (
        "<b>Settings</b>\n"
        "Next digest: <b>tomorrow at 08:00</b>\n"
        "Times: <b>07:30</b> and <b>18:00</b>, on weekdays\n"
        "Zone: Europe/Kyiv, 08:00 now\n"
        "Quiet hours: 22:00 to 07:00\n"
        "Length: up to 5 stories, two sentences of each story\n"
        "Languages: any\n"
        "Nothing new: no message\n"
        "Alerts: up to 5 a day"
    )


@pytest.mark.parametrize(
    ("until", "line", "button"),
    [
        pytest.param(None, "Next digest: <b>tomorrow at 08:00</b>", "Pause", id="none"),
        pytest.param(
            NOW + timedelta(hours=3),
            "Paused. Next digest: <b>tomorrow at 08:00</b>",
            "Resume",
            id="for a while",
        ),
        pytest.param(UNTIL_RESUMED, "Paused until you say /resume.", "Resume", id="without end"),
    ],
)
def test_the_settings_say_whether_digests_pause(until, line, button):
    reply = messages.settings(chosen(replace(READER, paused_until=until)))

    assert reply.text.splitlines()[1] == line
    assert button in labels(reply)


def test_a_tap_adds_a_time_or_drops_it():
    early = replace(READER, schedule=Schedule((time(7, 30),)))

    reply = messages.settings(chosen(early), "times")

    assert labels(reply)[:3] == ["06:00", "07:00", "✓ 07:30"]
    assert commands(reply)[1:3] == ["/settings time +07:00", "/settings time -07:30"]


def test_a_tap_adds_a_day_or_drops_it():
    weekend = replace(READER, schedule=Schedule((time(8),), frozenset({5, 6})))

    reply = messages.settings(chosen(weekend), "days")

    assert labels(reply) == [
        *("Mon", "Tue", "Wed", "Thu", "Fri", "✓ Sat", "✓ Sun"),
        *("Every day", "Weekdays", "Settings"),
    ]
    assert commands(reply)[:1] == ["/settings day +mon"]
    assert commands(reply)[6] == "/settings day -sun"


def test_the_zone_shows_its_time_and_others():
    reply = messages.settings(chosen(can_share=True), "zone")

    assert reply.text.startswith("Your zone is <b>Europe/Kyiv</b>, where it is 08:00.")
    assert labels(reply) == ["New York 01:00", "Tokyo 15:00", "Share my location", "Settings"]


def test_quiet_hours_say_which_times_they_put_off():
    early = replace(READER, schedule=Schedule((time(6), time(8)), quiet=Quiet(time(22), time(7))))

    assert messages.settings(chosen(early), "quiet").text.splitlines()[:2] == [
        "Quiet hours: <b>22:00 to 07:00</b>.",
        "What is due at <b>06:00</b> comes at <b>07:00</b>.",
    ]
    assert "No quiet hours" in labels(messages.settings(chosen(early), "quiet"))
    assert "No quiet hours" not in labels(messages.settings(chosen(), "quiet"))


def test_what_is_chosen_is_ticked():
    long = replace(READER, length=SummaryLength.LONG, tells_empty=False)

    assert labels(messages.settings(chosen(stories=10), "stories"))[:4] == ["3", "5", "✓ 10", "20"]
    assert labels(messages.settings(chosen(long), "length"))[:3] == ["Line", "Short", "✓ Long"]
    assert labels(messages.settings(chosen(long), "empty"))[:2] == ["One line", "✓ No message"]


@pytest.mark.parametrize(
    ("weekdays", "expected"),
    [
        pytest.param(EVERY_DAY, "every day", id="all"),
        pytest.param({0, 1, 2, 3, 4}, "on weekdays", id="weekdays"),
        pytest.param({5, 6}, "on weekends", id="weekend"),
        pytest.param({6}, "on Sundays", id="one"),
        pytest.param({4, 0, 2}, "on Mondays, Wednesdays and Fridays", id="three"),
        pytest.param({0, 1, 2, 3, 4, 6}, "every day but Saturdays", id="six"),
    ],
)
def test_days_are_said_as_people_say_them(weekdays, expected):
    assert days_in_words(weekdays, language="en") == expected


def test_times_are_said_as_people_say_them():
    assert times_in_words([time(8)], language="en") == "<b>08:00</b>"
    assert times_in_words([time(8), time(9), time(10)], language="en") == (
        "<b>08:00</b>, <b>09:00</b> and <b>10:00</b>"
    )


@pytest.mark.parametrize(
    ("local", "expected"),
    [
        pytest.param("2026-11-24T07:59", "in a moment", id="due"),
        pytest.param("2026-11-24T18:00", "today at 18:00", id="today"),
        pytest.param("2026-11-25T00:00", "tomorrow at 00:00", id="tomorrow"),
        pytest.param("2026-11-29T10:00", "Sun 29 Nov at 10:00", id="this year"),
        pytest.param("2027-01-03T10:00", "Sun 3 Jan 2027 at 10:00", id="next year"),
    ],
)
def test_what_is_to_come_is_dated_on_the_readers_clock(local, expected):
    at = datetime.fromisoformat(local).replace(tzinfo=KYIV)

    assert when(at, Reader(NOW, KYIV, "en")) == expected


@pytest.mark.parametrize(
    "schedule",
    [
        Schedule((time(8),)),
        Schedule((time(7, 30), time(18)), frozenset(range(5))),
        Schedule((time(0),), frozenset({5, 6})),
        Schedule((time(23, 59),), frozenset({0, 2, 6})),
    ],
    ids=lambda schedule: as_typed(schedule.times, schedule.weekdays),
)
def test_a_schedule_in_typed_words_is_read_as_itself(schedule):
    wish = read_schedule(as_typed(schedule.times, schedule.weekdays).split())

    assert Schedule(wish.times, wish.weekdays or EVERY_DAY) == schedule
    assert next_delivery(NOW, schedule, KYIV).at > NOW


def test_a_german_reader_is_told_of_a_subscription_in_german():
    weekly = replace(READER, schedule=Schedule((time(7, 30), time(18)), frozenset({0, 4})))

    assert messages.subscribed(weekly, now=NOW, language="de").text == (
        "Eine Ausgabe kommt montags und freitags um <b>07:30</b> und <b>18:00</b> Uhr "
        "(Europe/Kyiv), die erste morgen um 08:00 Uhr. /unsubscribe beendet das Abo."
    )
    reply = messages.ask_zone(
        READER, ZONES, now=NOW, is_guessed=True, can_share=True, language="de-AT"
    )
    assert reply.text == (
        "Notiert: täglich um <b>08:00</b> Uhr.\n"
        "Ist es bei Ihnen <b>08:00</b> Uhr, wie in Kiew? Wenn nicht, tippen Sie auf eine Stadt "
        "mit Ihrer Uhrzeit, oder schreiben Sie Ihre eigene: /settings zone Lissabon"
    )
    assert labels(reply) == [
        "Ja, 08:00 wie in Kiew",
        "New York 01:00",
        "Tokio 15:00",
        "Meinen Standort teilen",
    ]


def test_a_german_reader_sees_the_settings_in_german():
    subscriber = replace(
        READER,
        schedule=Schedule((time(7, 30),), frozenset(range(6)), Quiet(time(22), time(7))),
        next=Slot(date(2027, 1, 3), time(7, 30), datetime(2027, 1, 3, 7, 30, tzinfo=KYIV)),
    )

    assert messages.settings(chosen(subscriber, stories=1, language="de")).text == (
        "<b>Einstellungen</b>\n"
        "Nächste Ausgabe: <b>am So., 3. Jan. 2027 um 07:30 Uhr</b>\n"
        "Zeiten: <b>07:30</b> Uhr, täglich außer sonntags\n"
        "Zeitzone: Europe/Kyiv, dort ist es 08:00 Uhr\n"
        "Ruhezeit: 22:00 bis 07:00 Uhr\n"
        "Umfang: bis zu 1 Geschichte, zwei Sätze zu jeder\n"
        "Sprachen: alle\n"
        "Nichts Neues: eine Zeile sagt es\n"
        "Meldungen: bis zu 5 am Tag"
    )
    assert labels(messages.settings(chosen(language="de"), "days"))[:2] == ["✓ Mo", "✓ Di"]


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("en", '"soon" is no time of day. Example: /subscribe 7:30 18:00 weekdays Europe/Kyiv'),
        (
            "de",
            "„soon“ ist keine Uhrzeit. Beispiel: /subscribe 7:30 18:00 weekdays Europe/Berlin",
        ),
    ],
)
def test_what_is_no_time_is_quoted_with_an_example(language, expected):
    problem = UsageError("no-time", typed="soon")

    assert messages.usage(problem, command="subscribe", language=language).text == expected


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        (
            "en",
            "There is no field colour: take title, source, lang, topic, after or before, at: …red",
        ),
        (
            "de",
            (
                "Ein Feld colour gibt es nicht. Nehmen Sie title, source, lang, topic, after oder "
                "before, bei: …red"
            ),
        ),
    ],
)
def test_what_may_be_typed_instead_is_one_list(language, expected):
    problem = UsageError("query-no-field", field="colour", fields=FIELD_NAMES, at="…red")

    assert messages.error(problem, language=language).text == expected
