"""What a reader follows comes first, and what is muted never comes."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.app import tick
from bot.commands.preferences import MOST_FILTERS
from tests.news import NOW
from tests.newsroom import ICEBREAKER, STRIKE, announce, publish


async def test_a_reader_is_told_what_a_filter_would_have_matched(reader, store):
    await publish(store, ICEBREAKER)
    await publish(store, replace(STRIKE, url=None))

    assert await reader.say("/follow dockers OR  tariffs") == (
        "Following dockers OR tariffs · 1\n"
        "Such stories come first in your digests; the best of the rest fills them.\n"
        "\n"
        "It would have matched 1 story in the last 7 days:\n"
        "• Port strike ends in its third week · Harbour Post · today · s2"
    )
    assert await reader.press("Drop") == "No longer followed: dockers OR tariffs"
    assert (await reader.press("Undo")).startswith("Following dockers OR tariffs · 2")
    assert await reader.press("My filters") == "You follow\n2 · dockers OR tariffs"
    await reader.press("Drop 2")
    assert (await reader.press("My filters")).startswith("You follow and mute nothing yet.")


async def test_of_many_stories_three_are_shown_each_once(reader, store):
    for title in (
        "Spring comes late to the orchards of Tyrol",
        "Late goal decides the derby in Genoa",
        "Bank of Norway is late to raise rates",
        "Satellite launch from Kourou runs late",
        "Satellite launch from Kourou runs late again",
    ):
        await announce(store, title, site="Post")

    told = await reader.say("/mute late")

    assert told.startswith(
        "Muted late · 1\nSuch stories never come, neither in digests nor as alerts.\n"
    )
    assert "It would have hidden 4 stories in the last 7 days, such as\n" in told
    assert told.count("\n• ") == 3


async def test_what_is_older_than_a_week_is_not_counted(reader, store, clock):
    old = replace(STRIKE, published_at=NOW - timedelta(days=8))
    await publish(store, old)

    assert "Nothing in the last 7 days matches it." in await reader.say("/follow dockers")


async def test_a_misspelled_filter_is_kept_with_what_was_meant(reader, store):
    await publish(store, ICEBREAKER)

    told = await reader.say("/follow icebraeker")

    assert told.endswith("Nothing in the last 7 days matches it.\nDid you mean “icebreaker”?")
    assert "It would have matched 1 story" in await reader.press("Follow that")


async def test_filters_decide_over_digests_and_over_what_they_left_out(reader, stranger, store):
    await publish(store, STRIKE)
    await publish(store, ICEBREAKER)
    await reader.say("/follow dockers")
    await stranger.say("/mute dockers")

    first = await reader.say("/digest")
    assert "1 · Port strike ends" in first
    assert "2 · Icebreaker freed" in first
    assert STRIKE.title not in await stranger.say("/missed")
    second = await stranger.say("/digest")
    assert "1 story out of 1" in second
    assert STRIKE.title not in second


@pytest.mark.parametrize("again", ["Dockers OR Port", "docker  OR ports"])
async def test_the_same_filter_in_another_spelling_is_not_kept_twice(reader, again):
    await reader.say("/follow dockers OR ports")

    assert await reader.say(f"/follow {again}") == ("You follow that already: dockers OR ports · 1")
    assert await reader.say(f"/mute {again}") == (
        "You follow that: dockers OR ports · 1. Drop it to mute it."
    )
    await reader.press("Drop")
    assert (await reader.say(f"/mute {again}")).startswith("Muted")


async def test_both_kinds_are_listed_apart_with_their_numbers(reader, stranger):
    for line in ("/follow ports", "/mute football -cup", "/follow lang:de election after:3d"):
        await reader.say(line)

    assert await reader.say("/filters") == (
        "You follow\n1 · ports\n3 · lang:de election after:3d\nYou mute\n2 · football -cup"
    )
    assert [button.label for row in reader.heard[-1].buttons for button in row] == [
        "Drop 1",
        "Drop 2",
        "Drop 3",
    ]
    assert (await stranger.say("/drop 1")).startswith("There is no filter 1.")
    assert "1 · ports" in await reader.say("/filters")


async def test_a_filter_that_no_button_holds_is_kept_all_the_same(reader):
    long = " OR ".join(f"погода{number}" for number in range(18))

    assert (await reader.say(f"/follow {long}")).startswith(f"Following {long} · 1")
    assert await reader.press("Drop") == f"No longer followed: {long}"
    assert [button.label for row in reader.heard[-1].buttons for button in row] == ["My filters"]


async def test_a_chat_has_so_many_filters_and_no_more(reader, stranger):
    for number in range(MOST_FILTERS):
        await reader.say(f"/follow port{number}")

    assert (await reader.say("/mute football")).startswith("A chat has at most 30 filters.")
    assert (await stranger.say("/mute football")).startswith("Muted football")


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        pytest.param("/follow", "Say what to follow: words, or a filter as for /search."),
        pytest.param("/mute", "Say what to mute: words, or a filter as for /search."),
        pytest.param("/follow colour:red", "There is no field colour"),
        pytest.param("/mute the", "“the” is in nearly every text."),
        pytest.param("/follow " + "x" * 257, "A query has at most 256 characters"),
        pytest.param("/drop", "Say which filter, by its number."),
        pytest.param("/drop football", "Say which filter, by its number."),
        pytest.param("/drop " + "9" * 30, "Say which filter, by its number."),
    ],
)
async def test_what_is_no_filter_gets_one_sentence(reader, line, expected):
    assert (await reader.say(line)).startswith(expected)
    assert (await reader.say("/filters")).startswith("You follow and mute nothing yet.")


async def test_a_subscriber_may_want_only_what_is_followed(reader, store):
    await publish(store, STRIKE)
    await publish(store, ICEBREAKER)
    await reader.say("/subscribe 8:00 Europe/Kyiv")
    await reader.say("/follow dockers")
    await reader.say("/filters")

    assert (await reader.press("Only what I follow")).startswith(
        "A digest tells only what you follow."
    )
    assert "Only what you follow: /filters" in await reader.say("/settings")
    told = await reader.say("/digest")
    assert "1 story out of 1" in told
    assert STRIKE.title in told
    assert ICEBREAKER.title not in await reader.say("/missed")
    assert (await reader.say("/filters")).startswith("You follow, and are told nothing else\n1")
    assert (await reader.press("The rest, too")).startswith("A digest tells what you follow first")
    assert ICEBREAKER.title in await reader.say("/digest")


async def test_a_due_digest_has_only_what_is_followed_if_that_is_wanted(reader, app, store, clock):
    await publish(store, STRIKE)
    await publish(store, ICEBREAKER)
    for line in ("/subscribe 8:30 Europe/Kyiv", "/settings only on", "/follow icebreakers"):
        told = await reader.say(line)
    assert "with all that you follow and nothing else." in told
    clock.move(minutes=30)

    await tick(app)

    assert "1 story out of 1" in await reader.say("/digest d1")


async def test_who_has_no_digests_yet_can_subscribe_from_there(reader):
    await reader.say("/subscribe 8:00 Europe/Kyiv")
    await reader.say("/follow ports")
    with_digests = [button.label for row in reader.heard[-1].buttons for button in row]
    await reader.say("/unsubscribe")
    await reader.say("/follow ferries")

    assert "Subscribe" not in with_digests
    assert "Subscribe" in [button.label for row in reader.heard[-1].buttons for button in row]
    assert "1 · ports" in await reader.say("/filters")
