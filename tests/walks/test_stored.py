"""Readers look for what they were told: by page, by day, by words."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from storage.model import DigestState
from tests.databases import on_both_databases
from tests.moments import utc
from tests.news import NOW
from tests.newsroom import ICEBREAKER, publish
from tests.told import entry, keep, sentences
from tests.walks.conftest import READER, STRANGER

pytestmark = on_both_databases

MONDAY_MORNING, MONDAY_EVENING = utc("2026-11-23T06:00"), utc("2026-11-23T16:00")
SUNDAY = utc("2026-11-22T06:00")


@pytest.fixture
def settings(settings):
    """Where it is two hours later."""
    return replace(settings, zone=ZoneInfo("Europe/Kyiv"))


def labels(person):
    return [button.label for row in person.heard[-1].buttons for button in row]


@pytest.fixture
async def three(store):
    """Three digests of the reader: d1 of Sunday, d2 and d3 of Monday; and a stranger's d4."""
    await keep(store, entry("Snow closes the pass"), chat_id=READER, at=SUNDAY)
    await keep(store, entry("Port strike ends"), chat_id=READER, at=MONDAY_MORNING)
    await keep(
        store,
        entry("Tariffs rise", "Ports pay more for steel."),
        entry("Ferry sinks <at> dawn", "Nobody was hurt.", story_id=413),
        chat_id=READER,
        at=MONDAY_EVENING,
    )
    await keep(store, entry("Port closes"), chat_id=STRANGER, at=MONDAY_EVENING)


async def test_digests_are_listed_with_their_ids(reader, three):
    assert await reader.say("/digests") == (
        "Digests\n"
        "• d3 · Mon 23 Nov, 18:00 · Tariffs rise and 1 more\n"
        "• d2 · Mon 23 Nov, 08:00 · Port strike ends\n"
        "• d1 · Sun 22 Nov, 08:00 · Snow closes the pass"
    )
    assert labels(reader) == ["d3", "d2", "d1", "Export"]
    assert "1 · Port strike ends" in await reader.press("d2")


async def test_a_chat_without_digests_is_told_how_to_get_some(reader):
    for line in ("/digests", "/digests port", "/digests 2026-11-24", "/digest monday"):
        assert await reader.say(line) == (
            "No digest is stored for this chat. /digest makes one, /subscribe many."
        )


async def test_many_digests_are_paged_from_the_newest_on(reader, store):
    for days in range(25):
        await keep(store, entry(), chat_id=READER, at=NOW - timedelta(days=days))

    first = await reader.say("/digests")
    assert first.count("• ") == 10
    assert first.endswith("Page 1 of 3")
    assert "◀ Newer" not in labels(reader)
    second = await reader.press("Older ▶")
    assert "• d11 · Sat 14 Nov, 08:00" in second
    assert {"◀ Newer", "Older ▶"} <= set(labels(reader))
    third = await reader.press("Older ▶")
    assert third.count("• ") == 5
    assert "Older ▶" not in labels(reader)
    assert await reader.press("◀ Newer") == second
    assert await reader.say("/digests 999") == await reader.say("/digests 3") == third
    assert await reader.say("/digests 0") == first


async def test_what_was_skipped_in_a_row_is_one_line_across_pages(reader, store):
    await keep(store, entry(), chat_id=READER, at=NOW - timedelta(days=30))
    for days in range(20, 5, -1):
        at = NOW - timedelta(days=days)
        await keep(store, chat_id=READER, at=at, state=DigestState.SKIPPED)
    await keep(store, chat_id=READER, at=NOW)
    await keep(store, chat_id=READER, at=NOW + timedelta(hours=1), state=DigestState.SKIPPED)

    assert await reader.say("/digests") == (
        "Digests\n"
        "• d18 · Tue 24 Nov, 09:00 · Skipped: it could not be sent in time.\n"
        "• d17 · Tue 24 Nov, 08:00 · Nothing new since the last digest. /latest lists what is"
        " known.\n"
        "• d2 to d16 · Wed 18 Nov, 08:00 · 15 skipped: they could not be sent in time.\n"
        "• d1 · Sun 25 Oct, 08:00 · Icebreaker freed"
    )
    assert labels(reader) == ["d1", "Export"]


@pytest.mark.parametrize("day", ["2026-11-22", "sunday", "22.11.", "22 nov"])
async def test_the_digest_of_a_day_is_shown(reader, three, day):
    assert "1 · Snow closes the pass" in await reader.say(f"/digest {day}")


async def test_of_several_on_a_day_one_is_chosen(reader, three):
    assert await reader.say("/digest yesterday") == (
        "Digests of Mon 23 Nov 2026\n"
        "• d3 · Mon 23 Nov, 18:00 · Tariffs rise and 1 more\n"
        "• d2 · Mon 23 Nov, 08:00 · Port strike ends"
    )
    assert labels(reader) == ["d3", "d2", "Export"]
    assert await reader.say("/digests 2026-11-23") == await reader.say("/digest mon")


async def test_a_day_begins_where_the_reader_lives(reader, store):
    await reader.say("/subscribe 8:00 Pacific/Auckland")
    await keep(store, entry(), chat_id=READER, at=utc("2026-11-23T12:00"))
    assert "1 · Icebreaker freed" in await reader.say("/digest 2026-11-24")
    assert (await reader.say("/digest 2026-11-23")).startswith("There is no digest of Mon 23 Nov")


async def test_for_a_day_without_one_the_nearest_are_named(reader, three):
    assert await reader.say("/digest 2026-11-24") == (
        "There is no digest of Tue 24 Nov 2026. Nearest is d3 of Mon 23 Nov, 18:00."
    )
    assert labels(reader) == ["d3"]
    assert await reader.say("/digest 2025-11-24") == (
        "There is no digest of Mon 24 Nov 2025. Nearest is d1 of Sun 22 Nov, 08:00."
    )


async def test_digests_of_a_month_are_paged(reader, store):
    for days in range(24):
        await keep(store, entry(), chat_id=READER, at=NOW - timedelta(days=days))

    first = await reader.say("/digest november")
    assert first.startswith("Digests of 1 to 30 Nov 2026\n")
    assert first.endswith("Page 1 of 3")
    assert "Page 2 of 3" in await reader.press("Older ▶")
    assert "Page 1 of 3" in await reader.press("◀ Newer")


async def test_a_chat_sees_only_its_own(stranger, three):
    assert await stranger.say("/digest d1") == "There is no digest d1. /digests lists yours."
    assert "1 · Port closes" in await stranger.say("/digest yesterday")
    assert await stranger.say("/digests strike") == (
        "None of your digests mentions “strike”. /search looks in all news."
    )


async def test_what_is_no_digest_and_no_day_is_refused(reader, three):
    for typed in ("12", "nonsense", "s12"):
        answer = await reader.say(f"/digest {typed}")
        assert answer.startswith(f"“{typed}” is no digest and no day.")


async def test_words_are_found_in_titles_and_in_what_was_told(reader, three):
    assert await reader.say("/digests port") == (
        "In your digests: “port”\n"
        "• Tariffs rise (https://coast-times.example/ice) · Mon 23 Nov, 18:00 · d3 1\n"
        "   Ports pay more for steel.\n"
        "• Port strike ends (https://coast-times.example/ice) · Mon 23 Nov, 08:00 · d2 1"
    )
    assert "<b>Ports</b> pay" in reader.heard[-1].text
    assert "<b>Port</b> strike" in reader.heard[-1].text
    assert labels(reader) == ["d3", "d2"]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        pytest.param("port -strike", ["d3 1"], id="without a word"),
        pytest.param('"port strike"', ["d2 1"], id="a phrase"),
        pytest.param("title:port", ["d2 1"], id="in titles"),
        pytest.param("tarif* OR snow", ["d3 1", "d1 1"], id="either, newest first"),
        pytest.param("port after:2026-11-23 before:2026-11-23", [], id="no time"),
        pytest.param("source:coast before:monday", ["d1 1"], id="by outlet and day"),
        pytest.param("ferry", ["d3 2"], id="the second story"),
    ],
)
async def test_they_are_sought_by_the_one_query_language(reader, three, query, expected):
    answer = await reader.say(f"/digests {query}")
    assert [line.rpartition(" · ")[2] for line in answer.splitlines() if line[0] == "•"] == expected


async def test_an_articles_language_and_topics_are_asked_too(reader, store):
    article = await publish(store, ICEBREAKER)
    told = sentences("All 34 crew members are safe.", article_id=article.id)
    await keep(store, entry(sentences=told), chat_id=READER)

    assert "d1 1" in await reader.say("/digests lang:en crew")
    assert "None of your digests" in await reader.say("/digests lang:de")


async def test_a_wrong_query_is_shown_its_place(reader, three):
    answer = await reader.say('/digests (port OR "strike"')
    assert answer.startswith("A bracket is opened and not closed, at: (port")


async def test_what_is_found_is_paged_however_long_the_query(reader, store):
    for days in range(12):
        await keep(store, entry(), chat_id=READER, at=NOW - timedelta(days=days))

    long = "icebreaker OR " + " OR ".join(f"vessel{number}" for number in range(12))
    for query in ("icebreaker", long):
        first = await reader.say(f"/digests {query}")
        assert first.count("• ") == 10
        second = await reader.press("Older ▶")
        assert second.startswith(f"In your digests: “{query}”, page 2\n")
        assert second.count("• ") == 2
        assert "Older ▶" not in labels(reader)


async def test_titles_are_escaped(reader, three):
    await reader.say("/digests ferry")
    assert "&lt;at&gt; dawn" in reader.heard[-1].text


async def test_a_german_reader_reads_of_stored_digests_in_german(reader, three):
    reader.language = "de"

    assert await reader.say("/digests") == (
        "Ausgaben\n"
        "• d3 · Mo., 23. Nov., 18:00 · Tariffs rise und 1 weitere\n"
        "• d2 · Mo., 23. Nov., 08:00 · Port strike ends\n"
        "• d1 · So., 22. Nov., 08:00 · Snow closes the pass"
    )
    assert labels(reader) == ["d3", "d2", "d1", "Als Datei"]
    assert (await reader.press("d2")).startswith("Morgenausgabe · Mo., 23. Nov.\n")
    assert await reader.say("/digest 2026-11-24") == (
        "Vom Di., 24. Nov. 2026 gibt es keine Ausgabe. "
        "Am nächsten liegt d3 vom Mo., 23. Nov., 18:00."
    )
    assert await reader.say("/digests storm") == (
        "In keiner Ihrer Ausgaben steht „storm“. /search sucht in allen Nachrichten."
    )
    assert (await reader.say("/export november")).startswith(
        "3 Ausgaben, 22. bis 23. Nov. 2026: als welche Datei?\n"
    )
    assert await reader.say("/export d9 html epub") == (
        "Nennen Sie ein einziges Format: html, md, epub oder atom.\n"
        "Aufruf: /export [ID|Tage|all] [html|md|epub|atom]\n"
        "Beispiel: /export 2026-11-01..2026-11-24 epub"
    )
