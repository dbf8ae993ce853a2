"""What no digest had room for is not lost."""

from __future__ import annotations

import re

from tests.databases import on_both_databases
from tests.newsroom import ICEBREAKER, STRIKE, announce, publish
from tests.walks.pages import (
    ICE_TITLE,
    NEWS_PAGE,
    PORT_PAGE,
    PORT_PARAGRAPHS,
    PORT_TITLE,
    page,
)

pytestmark = on_both_databases

_DATE = re.compile('<meta property="article:published_time".*?>')


async def test_after_a_digest_with_room_for_all_nothing_was_missed(reader, store):
    await publish(store, ICEBREAKER)
    await publish(store, STRIKE)
    told = await reader.say("/digest")
    assert ICEBREAKER.title in told
    assert STRIKE.title in told

    assert await reader.say("/missed") == (
        "Nothing was left out. /latest lists the newest articles."
    )


async def test_an_empty_bots_first_digest_says_what_to_do(reader):
    assert (await reader.say("/digest")).splitlines()[1] == (
        "Nothing is read here yet. An admin adds newspapers and feeds: "
        "/addsource https://coast-times.example"
    )
    reader.language = "de"
    assert "/addsource https://coast-times.example" in await reader.say("/digest")


async def test_a_digest_of_quiet_days_says_that_nothing_came(reader, store, clock):
    await publish(store, ICEBREAKER)
    clock.move(days=3)
    assert (await reader.say("/digest")).splitlines()[1].startswith("No news came in the last day")


async def test_a_digest_for_which_too_little_was_chosen_says_how_to_choose_more(
    reader, store, clock, app
):
    await publish(store, ICEBREAKER)
    await reader.say("/settings languages de")
    answer = await reader.say("/digest")
    assert answer.splitlines()[1] == (
        "There is news, but none that you chose: /filters lists what you follow and mute, "
        "/settings languages what you read."
    )
    assert "Digests tell news in German," in await reader.press("Languages")
    await reader.press("Any language")
    assert ICEBREAKER.title in await reader.say("/digest")
    assert "Nothing new since the last digest." in await reader.say("/digest")


async def test_a_page_that_names_no_date_is_found_and_is_no_news_of_today(admin, reader, site):
    undated = _DATE.sub("", PORT_PAGE)
    await admin.say(f"/ingest {site.page('/port', undated)}")
    await admin.say(f"/ingest\n{NEWS_PAGE}")

    told = await reader.say("/digest")
    assert ICE_TITLE in told
    assert PORT_TITLE not in told
    assert PORT_TITLE not in await reader.say("/missed")
    assert "its page names no date" in await reader.say("/why s1")
    for asked in ("/latest", "/search dockers", "/story s1"):
        assert PORT_TITLE in await reader.say(asked)


async def test_a_story_is_told_by_its_report_that_names_a_date(admin, reader, site):
    undated = _DATE.sub("", page(PORT_TITLE, PORT_PARAGRAPHS, site="Old Wire"))
    await admin.say(f"/ingest {site.page('/old', undated)}")
    await admin.say(f"/ingest {site.page('/port', PORT_PAGE)}")

    told = await reader.say("/digest")
    assert PORT_TITLE in told
    assert "Coast Times" in told
    assert "Old Wire" not in told
    assert "Old Wire" in await reader.say("/story s1")


async def test_a_reader_who_had_no_digest_yet_missed_all(reader, stranger, store):
    await publish(store, ICEBREAKER)
    await reader.say("/digest")

    assert ICEBREAKER.title in await stranger.say("/missed")
    assert (await stranger.press("1")).startswith(ICEBREAKER.title)
    assert ICEBREAKER.title not in await reader.say("/missed")


async def test_who_is_told_only_what_is_followed_missed_nothing_else(reader, store):
    await publish(store, ICEBREAKER)
    await publish(store, STRIKE)
    await reader.say("/subscribe 8:00 Kyiv")
    await reader.say("/follow dockers")
    await reader.say("/settings only on")

    missed = await reader.say("/missed")

    assert STRIKE.title in missed
    assert ICEBREAKER.title not in missed


async def test_headlines_end_a_digest_in_one_line_and_are_told_by_it(reader, store):
    await publish(store, ICEBREAKER)
    await announce(store, "France bans outdoor smoking", site="Day Wire")
    line = "Also in the headlines: France bans outdoor smoking (Day Wire)"

    assert (await reader.say("/digest")).split("\n\n")[-1] == line
    assert (await reader.say("/digest d1")).split("\n\n")[-1] == line
    assert "France bans outdoor smoking · " in await reader.say("/digests smoking")
    assert "s2 has only a line in d1 of today" in await reader.say("/why s2")

    await publish(store, STRIKE)
    again = await reader.say("/digest")
    assert STRIKE.title in again
    assert "smoking" not in again
