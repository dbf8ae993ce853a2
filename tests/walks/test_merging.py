"""An admin corrects which news belong together, and it stays corrected."""

from __future__ import annotations

import pytest

from tests.newsroom import ICEBREAKER, STRIKE, announce, publish


@pytest.fixture
async def stories(store):
    """The icebreaker is s1 with article 1 and h1, the strike s2 with article 2."""
    await publish(store, ICEBREAKER)
    await announce(store, "Icebreaker freed in Kara Sea", site="Northern Wire")
    await publish(store, STRIKE)


async def test_two_stories_become_one_and_both_ids_lead_there(admin, reader, stories):
    answer = await admin.say("/merge s1 s2")
    assert answer == "Merged s2 into s1: 3 items."

    assert await reader.say("/story s2") == await reader.say("/story s1")
    assert "s1 · 3 items" in await reader.say("/story s2")


async def test_a_merge_can_be_undone_by_its_button(admin, reader, stories):
    await admin.say("/merge s1 s2")
    answer = await admin.press("Undo")

    assert answer == f"Took 1 item out of s1. It is now s2: {STRIKE.title}"
    assert "s1 · 2 items" in await reader.say("/story s1")
    assert "s2 · 1 item" in await reader.say("/story s2")


async def test_after_undo_ids_lead_where_they_led_before(admin, reader, stories):
    await admin.say("/split s1 h1")
    await admin.say("/merge s2 s3")
    await admin.say("/merge s1 s2")
    assert "s1 · 3 items" in await reader.say("/story s3")
    await admin.press("Undo")

    assert "s2 · 2 items" in await reader.say("/story s2")
    assert "s2 · 2 items" in await reader.say("/story s3")
    assert "s1 · 1 item" in await reader.say("/story s1")


async def test_after_undo_nothing_is_told_twice(admin, reader, stranger, stories):
    assert STRIKE.title in await reader.say("/digest")
    await admin.say("/merge s1 s2")
    await admin.press("Undo")

    assert "Nothing new since the last digest." in await reader.say("/digest")
    assert STRIKE.title in await stranger.say("/digest")


async def test_what_was_told_of_a_story_goes_with_what_is_taken_out(admin, reader, stories):
    await admin.say("/merge s2 s1")
    told = await reader.say("/digest")
    lead = STRIKE if f"1 · {STRIKE.title}" in told else ICEBREAKER
    await admin.press("Undo")

    later = await reader.say("/digest")
    assert (STRIKE.title in later, ICEBREAKER.title in later) == (
        lead is ICEBREAKER,
        lead is STRIKE,
    )


async def test_several_items_leave_a_story_together(admin, reader, stories):
    await admin.say("/merge s1 s2")
    answer = await admin.say("/split s1 1 h1")

    assert answer == f"Took 2 items out of s1. They are now s3: {ICEBREAKER.title}"
    assert "s3 · 2 items" in await reader.say("/story s3")
    assert (await reader.say("/story s1")).startswith(STRIKE.title)


async def test_a_split_can_be_undone_by_its_button(admin, reader, stories):
    await admin.say("/split s1 h1")
    assert await admin.press("Undo") == "Merged s3 into s1: 2 items."


async def test_who_was_told_a_story_is_not_told_the_one_that_it_became(admin, reader, store):
    await publish(store, ICEBREAKER)
    assert ICEBREAKER.title in await reader.say("/digest")
    await publish(store, STRIKE)
    await admin.say("/merge s2 s1")

    assert "Nothing new since the last digest." in await reader.say("/digest")


@pytest.mark.parametrize(
    ("message", "expected"),
    [
        pytest.param("/merge", "Name two stories.", id="nothing to merge"),
        pytest.param("/merge s1 2", "Name two stories.", id="no story"),
        pytest.param("/merge s1 s1", "s1 and s1 are one story already.", id="the same"),
        pytest.param("/merge s1 s99", "There is no story s99.", id="unknown story"),
        pytest.param("/split s1", "Name a story and what to take out of it.", id="none"),
        pytest.param("/split s1 2", "2 is not in s1. /story s1 lists what is.", id="elsewhere"),
        pytest.param("/split s1 x", "x is not in s1. /story s1 lists what is.", id="no id"),
        pytest.param(
            "/split s2 2", "Nothing would be left of s2. Leave one of its items in it.", id="all"
        ),
        pytest.param("/split s1 s2", "Nothing in s1 came from s2:", id="never merged"),
        pytest.param("/split s99 1", "There is no story s99.", id="no story to split"),
    ],
)
async def test_a_mistake_gets_one_sentence_and_changes_nothing(admin, stories, message, expected):
    before = [await admin.say(f"/story s{number}") for number in (1, 2)]
    assert (await admin.say(message)).startswith(expected)
    assert [await admin.say(f"/story s{number}") for number in (1, 2)] == before


async def test_merged_stories_are_one_already(admin, stories):
    await admin.say("/merge s1 s2")
    assert (await admin.say("/merge s1 s2")).startswith("s1 and s2 are one story already.")
