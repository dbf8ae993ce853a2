"""Readers ask for digests and subscribe to them."""

from datetime import timedelta

import pytest

from bot.app import tick
from storage.model import DeliveryState, Ref
from tests.databases import on_both_databases
from tests.walks.pages import ICE_TITLE, NEWS_PAGE, PORT_PAGE, PORT_TITLE

pytestmark = on_both_databases


@pytest.fixture
async def news(admin):
    """Article 1 with five headlines."""
    await admin.say(f"/ingest\n{NEWS_PAGE}")


async def digests_sent(app, clock):
    """Return the texts that wait for readers, taking them out of the outbox."""
    async with app.store.write() as tx:
        claimed = await tx.outbox.claim(
            clock(), owner="test", lease=timedelta(minutes=1), limit=100
        )
        for delivery in claimed:
            await tx.outbox.sent(delivery.id, owner="test", message_id=1, now=clock())
    return [delivery.message.text for delivery in claimed]


async def test_a_digest_of_now_is_stored_and_tells_each_story_once(reader, news):
    first = await reader.say("/digest")
    assert "1 · " + ICE_TITLE in first
    assert "Nothing new since the last digest." in await reader.say("/digest")
    assert await reader.say("/digest d1") == first
    assert "d1" in await reader.say("/digests")


async def test_what_came_since_is_in_the_next_digest_alone(reader, admin, site, clock, news):
    await reader.say("/digest")
    clock.move(hours=2)
    await admin.say(f"/ingest {site.page('/port', PORT_PAGE)}")
    answer = await reader.say("/digest")
    assert PORT_TITLE in answer
    assert ICE_TITLE not in answer


async def test_one_readers_memory_is_not_anothers(reader, stranger, news):
    await reader.say("/digest")
    assert ICE_TITLE in await stranger.say("/digest")
    assert await stranger.say("/digest d1") == "There is no digest d1. /digests lists yours."


async def test_latest_has_no_memory(reader, news):
    await reader.say("/digest")
    assert ICE_TITLE in await reader.say("/latest")


async def test_asking_again_with_the_same_key_builds_no_second_digest(reader, news):
    first = await reader.say("/digest", key="update:7")
    assert await reader.say("/digest", key="update:7") == first
    assert "d2" not in await reader.say("/digests")


async def test_a_subscription_names_its_first_digest_and_replaces_the_last_one(reader):
    assert await reader.say("/subscribe 08:30 Europe/Kyiv") == (
        "A digest comes every day at 08:30 (Europe/Kyiv), the first one today at 08:30. "
        "/unsubscribe ends it.\nWhich languages do you read? Until you say, news come in any."
    )
    assert "at 7:00" not in await reader.say("/subscribe 19")
    assert "19:00 (Europe/Kyiv), the next one today at 19:00" in await reader.say("/subscribe 7pm")


async def test_the_zone_is_asked_for_when_it_is_not_known(reader, clock):
    answer = await reader.say("/subscribe")
    assert "Which clock is yours?" in answer
    assert "every day at 08:00 (Europe/London)" in await reader.press("London 06:00")


async def test_the_digest_comes_at_the_readers_time_once_a_day(reader, news, app, clock):
    await reader.say("/subscribe 08:30 Europe/Kyiv")
    await tick(app)
    assert await digests_sent(app, clock) == []
    clock.move(minutes=30)
    await tick(app)
    await tick(app)
    [text] = await digests_sent(app, clock)
    assert ICE_TITLE in text
    clock.move(hours=24)
    await tick(app)
    [text] = await digests_sent(app, clock)
    assert "Nothing new since the last digest." in text


async def test_after_an_outage_it_comes_late_once_and_never_too_late(reader, news, app, clock):
    await reader.say("/subscribe 08:30 Europe/Kyiv")
    clock.move(hours=12)
    await tick(app)
    assert len(await digests_sent(app, clock)) == 1
    clock.move(hours=26)
    await tick(app)
    assert len(await digests_sent(app, clock)) == 0
    assert "Skipped" in await reader.say("/digests")
    clock.move(hours=11)
    await tick(app)
    assert len(await digests_sent(app, clock)) == 1


async def test_unsubscribing_ends_it(reader, app, clock):
    await reader.say("/subscribe 08:30 Europe/Kyiv")
    assert (await reader.say("/unsubscribe")).startswith("No more digests come.")
    assert (await reader.say("/unsubscribe")).startswith("This chat has no subscription.")
    clock.move(hours=1)
    await tick(app)
    assert await digests_sent(app, clock) == []


async def test_a_reply_to_a_digest_means_its_first_story(reader, news):
    await reader.say("/digest")
    assert (await reader.say("/story", about=reader.heard[-1].about)).startswith(ICE_TITLE)
    assert Ref.parse(reader.heard[0].about) is not None


@pytest.mark.parametrize(
    ("message", "expected"),
    [
        pytest.param(
            "/subscribe 25:00",
            '"25:00" is no time of day. Example: /subscribe 7:30 18:00 weekdays Europe/Kyiv',
            id="no time",
        ),
        pytest.param(
            "/subscribe 8:00 xyzzy",
            '"xyzzy" is no time, day or large city. '
            "Example: /subscribe 7:30 18:00 weekdays Europe/Kyiv",
            id="no zone",
        ),
        pytest.param("/digest nonsense", "“nonsense” is no digest and no day.", id="id"),
        pytest.param("/digest d99", "There is no digest d99. /digests lists yours.", id="unknown"),
    ],
)
async def test_wrong_input_gets_a_sentence_that_says_what_to_do(reader, message, expected):
    assert expected in await reader.say(message)


async def test_status_counts_subscribers_and_messages(reader, admin, app, clock):
    await reader.say("/subscribe 08:30 Europe/Kyiv")
    clock.move(hours=1)
    await tick(app)
    answer = await admin.say("/status")
    assert "1 subscriber" in answer
    assert f"1 {DeliveryState.NEW}" in answer
