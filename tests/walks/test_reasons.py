"""Readers ask why a digest has its stories, and hear what decided when it was made."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.settings import Settings
from storage.model import Draft
from tests.newsroom import ICEBREAKER, STRIKE, publish
from tests.walks.conftest import ADMIN

INSURERS = Draft(
    title="Insurers raise premiums for vineyards",
    body="Hail broke the vines of a third of all growers in May, insurers say.",
    language="en",
)


@pytest.fixture
def settings():
    """Digests of one story, so that one is left out."""
    return Settings(admin_ids=frozenset({ADMIN}), digest_stories=1)


@pytest.fixture
async def told(reader, store):
    """A digest that tells one of two stories, because the reader follows it."""
    await publish(store, replace(STRIKE, url=None))
    await publish(store, replace(ICEBREAKER, url=None))
    await reader.say("/follow dockers")
    assert "1 · Port strike ends" in await reader.say("/digest")


WHY_FIRST = (
    "Port strike ends in its third week is first because\n"
    "• 1 source carries it, like all others\n"
    "• it matches what you asked for: dockers\n"
    "• its newest report was less than an hour old\n"
    "Left out, just below: Icebreaker freed after nine days in the Kara Sea s2 "
    "(1 source · nothing that you follow · less than an hour old)"
)


@pytest.mark.usefixtures("told")
async def test_a_story_is_explained_by_number_by_reply_and_by_the_digests_id(reader):
    assert await reader.say("/why 1") == WHY_FIRST
    assert await reader.say("/why 1", about="d1") == WHY_FIRST
    assert await reader.say("/why d1 1") == WHY_FIRST


@pytest.mark.usefixtures("told")
async def test_buttons_lead_from_the_digest_to_its_reasons(reader):
    assert (await reader.press("Why these?")).startswith("Why this story of 2\n1 · Port strike")
    assert await reader.press("1") == WHY_FIRST
    assert (await reader.press("Story")).startswith("Port strike ends")
    await reader.say("/digest d1")
    assert (await reader.press("More stories")).startswith("Not in your digests\n• Icebreaker")


@pytest.mark.usefixtures("told")
async def test_without_a_number_all_stories_are_explained(reader):
    assert (await reader.say("/why")).startswith("Why this story of 2")


@pytest.mark.usefixtures("told")
async def test_the_reasons_are_those_of_when_the_digest_was_made(reader, store, clock):
    await reader.say("/drop 1")
    clock.move(hours=5)
    await publish(store, replace(STRIKE, url=None, site="Coast Times"), now=clock())

    assert await reader.say("/why d1 1") == WHY_FIRST


@pytest.mark.usefixtures("told")
async def test_after_a_summary_a_number_still_counts_the_stories_of_the_digest(reader, clock):
    clock.move(minutes=1)
    await reader.say("/summary 2")

    assert await reader.say("/why 1") == WHY_FIRST
    assert await reader.say("/why 1", about="d1") == WHY_FIRST
    assert "Why these sentences were chosen" in await reader.say("/why")
    assert "Why these sentences were chosen" in await reader.say("/why 1", about="2")


@pytest.mark.usefixtures("told")
async def test_a_number_that_the_digest_has_not_is_an_articles_if_one_was_read_since(reader, clock):
    assert (await reader.say("/why 2")).startswith("d1 has stories 1 to 1.")
    assert (await reader.say("/why 21")).startswith("There is no article 21.")
    clock.move(minutes=1)
    await reader.say("/summary 2")
    assert (await reader.say("/why 2")).startswith("Icebreaker freed")
    assert (await reader.say("/why 1 2")).startswith("Port strike ends in its third week · 1\n")


@pytest.mark.usefixtures("told")
async def test_what_cannot_be_explained_gets_one_sentence(reader, stranger):
    assert (await reader.say("/why d1 2")).startswith("d1 has stories 1 to 1.")
    assert (await reader.say("/why 2", about="d1")).startswith("d1 has stories 1 to 1.")
    assert (await reader.say("/why d1 x")).startswith("d1 has stories 1 to 1.")
    assert (await reader.say("/why d9")).startswith("There is no digest d9.")
    assert (await stranger.say("/why d1")).startswith("There is no digest d1.")
    assert (await stranger.say("/why 9")).startswith("There is no article 9.")


async def test_a_digest_without_stories_has_no_reasons(reader):
    await reader.say("/digest")

    assert (await reader.say("/why d1")).startswith("d1 has no stories.")


@pytest.mark.usefixtures("told")
async def test_a_story_that_was_left_out_is_explained_by_its_id(reader):
    assert await reader.say("/why s2") == (
        f"{ICEBREAKER.title} s2 is not in d1 of today, 06:00 because\n"
        "• it ranked second of 2, and 1 had room\n"
        "• 1 source carries it, like all others\n"
        "• its newest report was less than an hour old\n"
        "• it matches nothing that you follow\n"
        f"The last that had room: {STRIKE.title} (1 source · dockers · less than an hour old)"
    )
    assert await reader.say("/why s1") == WHY_FIRST


@pytest.mark.usefixtures("told")
async def test_a_story_is_explained_of_the_digest_that_is_replied_to(reader, clock):
    clock.move(hours=1)
    assert ICEBREAKER.title in await reader.say("/digest")

    assert "1 source carries it" in await reader.say("/why s2")
    assert "it ranked second of 2" in await reader.say("/why s2", about="d1")
    assert (await reader.say("/why s1")).startswith(f"{STRIKE.title} s1 is not in d2 of")
    assert "you were told of it before: today, 06:00" in await reader.say("/why s1")


@pytest.mark.usefixtures("told")
async def test_filters_of_then_count_and_those_of_later_do_not(reader, store, clock):
    clock.move(minutes=1)
    await reader.say("/mute insurers")
    await publish(store, INSURERS)
    clock.move(minutes=1)
    await reader.say("/digest")
    await reader.say("/mute icebreaker")

    assert "you mute stories like this: insurers" in await reader.say("/why s3")
    assert "1 source carries it" in await reader.say("/why s2")


async def test_where_there_was_no_digest_a_storys_sentences_are_explained(reader, store):
    await publish(store, STRIKE)

    assert "Why these sentences were chosen" in await reader.say("/why s1")
