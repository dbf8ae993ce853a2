"""Readers teach their taste by buttons, see what was learned, and reset it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.settings import Settings
from storage.model import Draft
from tests.newsroom import ICEBREAKER, STRIKE, publish
from tests.walks.conftest import ADMIN

CUP = Draft(
    title="Oslo wins the football cup final",
    body="Ada Berg scored both goals as Oslo won the football cup against Bergen. "
    "The coach praised his players, and the fans sang in the stadium until midnight. "
    "It is the third title for the club in the league's history.",
    url="https://coast-times.example/cup",
    site="Coast Times",
    language="en",
)
MATCH = replace(
    CUP,
    title="Tromso loses a football match by three goals",
    body="Tromso lost its football match in the league by three goals to none on Sunday. "
    "The goalkeeper was injured early, and the team has not won since August. "
    "The coach wants new players before the season ends.",
    url="https://northern-wire.example/match",
    site="Northern Wire",
)


@pytest.fixture
def settings():
    """Digests of one story, so that the first place is what counts."""
    return Settings(admin_ids=frozenset({ADMIN}), digest_stories=1)


@pytest.fixture
async def news(store):
    """A cup final, a strike, and a digest's worth of other news that is as fresh."""
    for draft in (CUP, MATCH, STRIKE):
        await publish(store, draft)


async def first_title(reader):
    """Return the title of the first story that a digest of now tells."""
    return (await reader.say("/digest")).split("\n1 · ")[1].split(" (")[0]


@pytest.mark.usefixtures("news")
async def test_more_of_one_story_brings_such_stories_first(reader):
    assert await first_title(reader) == STRIKE.title
    await reader.say("/taste more s2")

    assert await first_title(reader) == MATCH.title
    assert "you like stories like this: " in await reader.say("/why d2 1")
    assert await first_title(reader) == CUP.title
    assert "sport +1" in await reader.say("/why d3 1")


@pytest.mark.usefixtures("news")
async def test_a_press_says_what_it_moved_and_can_be_taken_back(reader):
    await reader.say("/story s1")
    said = await reader.press("More like this")

    assert said.startswith(f"More like this: {CUP.title}\nSuch stories count more")
    assert "Coast Times +1" in said
    assert "sport +1" in said
    assert "noted before" in await reader.say("/taste more s1")
    assert (await reader.press("Undo")) == f"Taken back: {CUP.title}"
    assert "Nothing is learned yet" in await reader.press("My taste")


@pytest.mark.usefixtures("news")
async def test_the_opposite_takes_the_place_of_what_was_said(reader):
    await reader.say("/taste more s1")
    await reader.say("/taste less s1")
    shown = await reader.say("/taste")

    assert "sport −1" in shown
    assert "Coast Times −1" in shown
    assert "Learned from 1 press:" in shown


@pytest.mark.usefixtures("news")
async def test_a_digest_is_rated_by_its_thumbs(reader):
    await reader.say("/taste more s2")
    await reader.say("/digest")
    await reader.say("/digest")
    said = await reader.press("👍")

    assert said.startswith("A good digest: d2\n")
    assert "sport +1.2" in said
    await reader.say("/digest d2")
    assert "sport +0.8" in await reader.press("👎")


@pytest.mark.usefixtures("news")
async def test_one_trait_is_reset_and_then_all(reader):
    await reader.say("/taste more s1")
    await reader.say("/taste")
    shown = await reader.press("Reset sport")

    assert "sport" not in shown
    assert "Sources: Coast Times +1" in shown
    assert "Nothing is learned yet" in await reader.press("Reset all")
    assert await first_title(reader) == STRIKE.title


@pytest.mark.usefixtures("news")
async def test_a_muted_story_never_comes_and_is_named_until_it_is_unmuted(reader):
    await reader.say("/digest")
    await reader.press("Why these?")
    await reader.press("1")
    said = await reader.press("Mute")
    assert said.startswith(f"Muted: {STRIKE.title}\nThis story never comes again")

    shown = await reader.say("/taste")
    assert f"Never again: {STRIKE.title} s3" in shown
    assert await reader.press("Unmute s3") == f"Taken back: {STRIKE.title}"
    assert "Nothing is learned yet" in await reader.press("My taste")


async def test_a_muted_story_does_not_return_however_it_moves_on(reader, store, clock):
    await publish(store, ICEBREAKER)
    await reader.say("/taste mute s1")

    assert "none that you chose" in await reader.say("/digest")


@pytest.mark.usefixtures("news")
async def test_whoever_wants_less_can_mute_what_the_story_is_of(reader):
    await reader.say("/taste less s1")

    assert (await reader.press("Mute Coast Times")).startswith('Muted source:"Coast Times"')


@pytest.mark.usefixtures("news")
async def test_tastes_are_each_chats_own(reader, stranger):
    await reader.say("/taste more s1")

    assert "Nothing is learned yet" in await stranger.say("/taste")
    assert await first_title(stranger) == STRIKE.title


@pytest.mark.usefixtures("news")
async def test_settings_lead_to_the_taste(reader):
    await reader.say("/subscribe 8:00 Europe/Kyiv")
    await reader.say("/settings")

    assert (await reader.press("My taste")).startswith("Your taste")


@pytest.mark.usefixtures("news")
@pytest.mark.parametrize(
    ("line", "expected"),
    [
        pytest.param("/taste more s99", "There is no story s99.", id="no such story"),
        pytest.param("/taste less d99", "There is no digest d99.", id="no such digest"),
        pytest.param("/taste more", "Say of what: /taste more s12", id="nothing named"),
        pytest.param("/taste undo s1", "Nothing was said of s1.", id="nothing said"),
        pytest.param("/taste reset opera", "Nothing was learned of “opera”.", id="not learned"),
        pytest.param("/taste love s1", "“love” is none of more, less,", id="no such verb"),
        pytest.param("/taste mute d1", "A digest can't be muted", id="a digest"),
    ],
)
async def test_what_cannot_be_done_gets_one_sentence(reader, line, expected):
    assert (await reader.say(line)).startswith(expected)


@pytest.mark.usefixtures("news")
async def test_others_digests_are_nobody_elses_to_rate(reader, stranger):
    await reader.say("/digest")

    assert (await stranger.say("/taste more d1")).startswith("There is no digest d1.")


@pytest.mark.usefixtures("news")
async def test_a_reply_rates_what_its_message_is_about(reader):
    said = await reader.say("/taste more", about="1")

    assert said.startswith(f"More like this: {CUP.title}")
