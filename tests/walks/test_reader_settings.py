"""Times, days, zones, quiet hours, pauses: chosen by typing or by tapping, the same."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.app import tick
from storage.model import SummaryLength
from tests.walks.pages import ICE_TITLE, NEWS_PAGE
from tests.walks.test_subscription import digests_sent


@pytest.fixture
async def subscribed(reader):
    """A reader in Kyiv with a digest at 8:30; it is Tuesday, 08:00 there."""
    await reader.say("/subscribe 8:30 Europe/Kyiv")
    return reader


async def subscriber(app, person):
    """Return what is stored of a person's subscription."""
    async with app.store.read() as tx:
        return await tx.subscribers.get(person.chat_id)


async def test_several_times_on_weekdays_in_one_line(reader):
    assert await reader.say("/subscribe 7:30 18:00 weekdays Europe/Kyiv") == (
        "A digest comes on weekdays at 07:30 and 18:00 (Europe/Kyiv), the first one today at "
        "18:00. /unsubscribe ends it.\n"
        "Which languages do you read? Until you say, news come in any."
    )
    assert "Times: 07:30 and 18:00, on weekdays" in await reader.press("Settings")


async def test_a_weekly_digest(reader):
    assert "on Sundays at 10:00 (Europe/Kyiv), the first one Sun 29 Nov at 10:00" in (
        await reader.say("/subscribe sunday 10am Kyiv")
    )


async def test_a_guess_from_the_language_is_confirmed_with_a_tap(reader, app, clock):
    reader.language = "uk"
    answer = await reader.say("/subscribe 8:30 weekdays")
    assert answer.startswith("Noted: on weekdays at 08:30.\nIs it 08:00 where you are, as in Kyiv?")
    clock.move(minutes=30)
    await tick(app)
    assert await digests_sent(app, clock) == []

    assert "on weekdays at 08:30 (Europe/Kyiv), the first one tomorrow at 08:30" in (
        await reader.press("Yes, 08:00 as in Kyiv")
    )


async def test_a_wrong_guess_is_put_right_by_a_city_or_a_place(reader):
    reader.language = "uk"
    await reader.say("/subscribe 8:30")
    assert "(Europe/Warsaw), the first one today at 08:30" in await reader.press("Warsaw 07:00")
    assert "Your zone is Europe/Lisbon" in await reader.say("/settings zone 38.7 -9.1")


async def test_before_the_zone_is_known_settings_ask_for_it(reader):
    await reader.say("/subscribe 8:30")
    for line in ("/settings", "/settings stories 10", "/subscribe"):
        assert "Which clock is yours?" in await reader.say(line)


async def test_a_location_is_asked_for_where_one_can_be_shared(subscribed, terminal):
    await subscribed.say("/settings zone")
    assert (await subscribed.press("Share my location")).startswith("Tap the button below")
    assert (await terminal.say("/settings zone here")).startswith("No location can be shared")


async def test_times_are_tapped(subscribed):
    await subscribed.say("/settings")
    assert "Digests come at 08:30." in await subscribed.press("Times")
    assert "Digests come at 08:30 and 18:00." in await subscribed.press("18:00")
    assert "Digests come at 18:00." in await subscribed.press("✓ 08:30")
    assert (await subscribed.press("✓ 18:00")).startswith("The last time stays")


async def test_days_are_tapped(subscribed):
    await subscribed.say("/settings")
    assert "Digests come every day." in await subscribed.press("Days")
    assert "Digests come every day but Tuesdays." in await subscribed.press("✓ Tue")
    assert "Digests come on weekdays." in await subscribed.press("Weekdays")
    await subscribed.say("/settings days tue")
    assert (await subscribed.say("/settings day -tue")).startswith("The last day stays")


async def test_the_rest_is_tapped(subscribed, app):
    await subscribed.say("/settings")
    await subscribed.press("Stories")
    assert await subscribed.press("10") == "A digest has up to 10 stories."
    await subscribed.press("Settings")
    await subscribed.press("Length")
    assert await subscribed.press("Long") == "A digest tells four sentences of each story."
    await subscribed.press("Settings")
    await subscribed.press("Nothing new")
    assert await subscribed.press("No message") == "When nothing is new, no message comes."
    await subscribed.press("Settings")
    await subscribed.press("Quiet hours")
    assert "Quiet hours: 22:00 to 07:00." in await subscribed.press("22:00–7:00")

    stored = await subscriber(app, subscribed)
    assert (stored.stories, stored.length, stored.tells_empty) == (10, SummaryLength.LONG, False)


async def test_subscribing_anew_keeps_what_is_not_about_time(subscribed, app):
    await subscribed.say("/settings stories 10")
    await subscribed.say("/settings quiet 22-7")
    before = await subscriber(app, subscribed)
    await subscribed.say("/subscribe 9:00")

    after = await subscriber(app, subscribed)
    assert (after.stories, after.schedule.quiet) == (10, before.schedule.quiet)
    assert (after.zone, after.since) == (before.zone, before.since)


async def test_days_alone_keep_the_times_and_times_alone_are_every_days(subscribed):
    assert "on weekends at 08:30" in await subscribed.say("/subscribe weekends")
    assert "every day at 09:00" in await subscribed.say("/subscribe 9:00")


async def test_a_pause_ends_by_itself(subscribed, app, clock):
    assert await subscribed.say("/pause 3 days") == (
        "Paused. The next digest comes Fri 27 Nov at 08:30."
    )
    for _ in range(3):
        clock.move(hours=24)
        await tick(app)
    # It is Friday, 08:00.
    assert await digests_sent(app, clock) == []
    clock.move(minutes=30)
    await tick(app)
    assert len(await digests_sent(app, clock)) == 1
    assert "Skipped" not in await subscribed.say("/digests")


async def test_a_pause_without_an_end_is_ended_by_a_tap(subscribed, app, clock):
    await subscribed.say("/pause")
    clock.move(days=100)
    await tick(app)
    assert await digests_sent(app, clock) == []
    assert "Paused until you say /resume." in await subscribed.say("/settings")
    assert await subscribed.press("Resume") == ("Digests come again, the next one today at 08:30.")


async def test_a_change_during_a_pause_does_not_end_it(subscribed, app, clock):
    await subscribed.say("/pause 3 days")
    assert "Paused. Next digest: Fri 27 Nov at 09:00" in (
        await subscribed.say("/settings times 9:00")
    )


async def test_moving_west_on_the_day_brings_no_second_digest(subscribed, app, clock):
    clock.move(minutes=30)
    await tick(app)
    assert len(await digests_sent(app, clock)) == 1
    assert "Next digest: tomorrow at 08:30" in await subscribed.say("/settings zone New York")
    clock.move(hours=12)
    await tick(app)
    assert await digests_sent(app, clock) == []


async def test_moving_east_on_the_day_brings_its_digest_at_once(subscribed, app, clock):
    # The subscription is older than the morning in Tokyo.
    async with app.store.write() as tx:
        known = await tx.subscribers.get(subscribed.chat_id)
        await tx.subscribers.put(replace(known, since=known.since - timedelta(days=1)))

    assert "Next digest: in a moment" in await subscribed.say("/settings zone Tokyo")
    await tick(app)
    assert len(await digests_sent(app, clock)) == 1
    assert "Next digest: tomorrow at 08:30" in await subscribed.say("/settings")


async def test_a_digest_on_demand_is_as_long_as_was_chosen(subscribed, admin):
    await admin.say(f"/ingest\n{NEWS_PAGE}")
    await subscribed.say("/settings stories 1")
    answer = await subscribed.say("/digest")
    assert "1 · " + ICE_TITLE in answer
    assert "2 · " not in answer


@pytest.mark.parametrize(
    ("message", "expected"),
    [
        pytest.param("/settings colour", 'There is no setting "colour".', id="no setting"),
        pytest.param("/settings time soon", '"soon" is no time of day.', id="no time"),
        pytest.param("/settings days never", '"never" is no day.', id="no day"),
        pytest.param("/settings zone UTC+2", "would be an hour off", id="an offset"),
        pytest.param("/settings zone Amsterdan", "Did you mean Europe/Amsterdam?", id="no zone"),
        pytest.param("/settings zone 0 -30", "no time zone at that point", id="at sea"),
        pytest.param("/settings quiet never", '"never" is no stretch of time.', id="no hours"),
        pytest.param("/settings stories 21", '"21" is no number from 1 to 20.', id="too many"),
        pytest.param("/settings length huge", '"huge" is no length', id="no length"),
        pytest.param("/settings empty maybe", "neither line nor nothing", id="no answer"),
        pytest.param("/settings languages xx", '"xx" is no language that I know.', id="no tongue"),
        pytest.param("/settings only maybe", "neither on nor off", id="neither"),
        pytest.param("/pause soon", '"soon" is no length of time', id="no pause"),
    ],
)
async def test_wrong_input_gets_a_sentence_that_says_what_to_do(subscribed, app, message, expected):
    before = await subscriber(app, subscribed)
    answer = await subscribed.say(message)
    assert expected in answer
    assert len(answer.splitlines()) == 1
    assert await subscriber(app, subscribed) == before


async def test_a_zone_that_was_nearly_named_is_chosen_with_a_tap(reader):
    await reader.say("/subscribe 7:30 18:00 weekdays Amsterdan")
    assert "on weekdays at 07:30 and 18:00 (Europe/Amsterdam)" in (
        await reader.press("Amsterdam 07:00")
    )


async def test_a_zone_that_was_nearly_named_leaves_the_times_as_they_are(subscribed):
    await subscribed.say("/subscribe Amsterdan")
    assert "every day at 08:30 (Europe/Amsterdam)" in await subscribed.press("Amsterdam 07:00")


async def test_a_topic_is_no_city(reader, app):
    answer = await reader.say("/subscribe sport")
    assert answer.startswith('"sport" is what news are about')
    assert "/follow topic:sport" in answer
    assert await reader.say("/settings zone Mars") == (
        '"Mars" is no time zone. Name a large city, such as Europe/Kyiv'
    )
    assert await subscriber(app, reader) is None


@pytest.mark.parametrize(
    "typed",
    ["every morning at 8", "8 in the morning", "täglich um 8 Uhr", "800", "jeden Morgen um 8"],
)
async def test_times_are_typed_as_people_say_them(reader, typed):
    await reader.say("/settings zone Kyiv")
    assert "A digest comes every day at 08:00 (Europe/Kyiv)" in (
        await reader.say(f"/subscribe {typed}")
    )


async def test_whoever_names_a_winters_clock_is_offered_its_city(reader):
    assert "Do you mean the clock of New York?" in await reader.say("/subscribe mo,we,fr 9 EST")
    assert "on Mondays, Wednesdays and Fridays at 09:00 (America/New_York)" in (
        await reader.press("New York 01:00")
    )


async def test_what_waits_for_its_zone_can_not_pause(reader):
    await reader.say("/subscribe 8:30")
    assert "No digests come here yet." in await reader.say("/pause")
    assert "No digests come here yet." in await reader.say("/resume")


@pytest.mark.parametrize("line", ["/pause 3 days", "/resume", "/settings zone Lisbon"])
async def test_without_a_subscription_one_is_offered(reader, line):
    assert "No digests come here yet." in await reader.say(line)
    assert "on Sundays at 10:00" in await reader.press("Sundays at 10:00")


async def test_what_is_chosen_before_a_subscription_is_kept(reader, app):
    assert "A digest has up to 10 stories." in await reader.say("/settings stories 10")
    await reader.say("/settings length long")
    await reader.say("/settings quiet 22-7")
    await reader.say("/settings languages en uk")
    page = await reader.say("/settings")
    assert "No digests come here yet: /subscribe 8:00" in page
    assert "up to 10 stories, four sentences of each" in page
    assert "Times" not in page
    assert "Zone" not in page

    assert "at 08:00" in await reader.press("Subscribe")
    await reader.say("/settings zone Kyiv")
    stored = await subscriber(app, reader)
    assert (stored.stories, stored.length) == (10, SummaryLength.LONG)
    assert (str(stored.schedule.quiet.start), stored.languages) == ("22:00:00", ("en", "uk"))


async def test_times_that_are_set_first_are_a_subscription(reader):
    assert "Which clock is yours?" in await reader.say("/settings times 7:30")
    assert "every day at 07:30 (Europe/Kyiv), the first one tomorrow at 07:30" in (
        await reader.say("/settings zone Kyiv")
    )


async def test_unsubscribing_forgets_nothing_but_the_times(subscribed, app, clock):
    for line in ("stories 10", "length line", "quiet 23-7", "empty nothing", "languages uk"):
        await subscribed.say(f"/settings {line}")
    before = await subscriber(app, subscribed)
    assert await subscribed.say("/unsubscribe") == (
        "No more digests come. Your settings are kept, and /subscribe starts them again."
    )
    clock.move(days=2)
    await tick(app)
    assert await digests_sent(app, clock) == []
    assert "This chat has no subscription." in await subscribed.say("/unsubscribe")

    assert "every day at 08:00 (Europe/Kyiv)" in await subscribed.say("/subscribe")
    after = await subscriber(app, subscribed)
    assert (after.stories, after.length, after.tells_empty, after.languages) == (
        before.stories,
        before.length,
        before.tells_empty,
        before.languages,
    )
    assert (after.zone, after.schedule.quiet) == (before.zone, before.schedule.quiet)
    assert after.since == clock()


async def test_a_reader_is_asked_which_languages_to_read(reader, app):
    reader.language = "de"
    assert "Welche Sprachen lesen Sie?" in await reader.say("/start")
    assert [button.label for button in reader.heard[-1].buttons[0]] == [
        "Deutsch",
        "English",
        "Andere",
    ]
    assert "Ausgaben bringen Nachrichten auf Deutsch," in await reader.press("Deutsch")
    assert "auf Deutsch und Englisch," in await reader.press("English")
    assert (await subscriber(app, reader)).languages == ("de", "en")
    assert "auf Englisch," in await reader.press("✓ Deutsch")
    assert "auf Englisch und Ukrainisch" in await reader.say("/settings languages + Ukrainisch")

    assert "Welche Sprachen" not in await reader.say("/start")
    assert "Welche Sprachen" not in await reader.say("/subscribe 9 Berlin")
    assert "Sprachen: Englisch und Ukrainisch" in await reader.say("/settings")
    await reader.press("Sprachen")
    assert "Ausgaben bringen Nachrichten in allen Sprachen." in await reader.press("Alle Sprachen")


async def test_other_languages_are_behind_a_button(reader):
    await reader.say("/start")
    await reader.press("Others")
    assert "Čeština" in [button.label for row in reader.heard[-1].buttons for button in row]
    assert "news in Czech," in await reader.press("Čeština")


@pytest.mark.parametrize(
    "typed", ["en de", "de and English, deutsch", "German english", "+en +de", "Deutsch en"]
)
async def test_languages_are_typed_as_people_call_them(reader, app, typed):
    await reader.say(f"/settings languages {typed}")
    assert set((await subscriber(app, reader)).languages) == {"de", "en"}


async def test_the_digest_brings_what_the_reader_reads(subscribed, admin):
    await admin.say(f"/ingest\n{NEWS_PAGE}")
    await subscribed.say("/settings languages de")
    assert ICE_TITLE not in await subscribed.say("/digest")
    assert "told in English alone, and you read German" in await subscribed.say("/why s1")
    await subscribed.say("/settings languages +en")
    assert ICE_TITLE in await subscribed.say("/digest")


async def test_a_zone_may_be_named_first(reader):
    assert (await reader.say("/settings zone Lviv")).startswith("Your zone is Europe/Kyiv.")
    assert "at 08:00 (Europe/Kyiv)" in await reader.press("Every day at 8:00")


async def test_whoever_left_comes_back_with_a_tap(subscribed):
    await subscribed.say("/unsubscribe")
    assert "every day at 08:30 (Europe/Kyiv)" in await subscribed.press("Subscribe again")


async def test_what_a_readers_telegram_speaks_is_kept_and_follows_it(subscribed, app):
    assert (await subscriber(app, subscribed)).language == ""

    for language, kept in (("de", "de"), ("", "de"), ("uk", "uk")):
        subscribed.language = language
        await subscribed.say("/latest")
        assert (await subscriber(app, subscribed)).language == kept


async def test_a_new_subscription_has_the_language_of_its_reader(reader, app):
    reader.language = "de"
    await reader.say("/subscribe 8:30 Europe/Berlin")

    assert (await subscriber(app, reader)).language == "de"
