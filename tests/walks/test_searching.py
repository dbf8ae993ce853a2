"""Readers search: words of any language and script, pages, mistakes, and what was meant."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.stories.search import LISTED
from storage.model import HeadlineDraft
from tests.databases import on_both_databases
from tests.news import NOW

pytestmark = on_both_databases

GERMAN = """Häfen im Norden schließen wegen Sturm

Die Häfen von Hamburg und Bremerhaven haben am Dienstag wegen eines schweren Sturms den Betrieb
eingestellt. Die Behörden warnten vor einer Sturmflut in der Nacht. Mehrere Fähren zu den Inseln
fielen aus, teilten die Reedereien mit. Der Hafen in Hamburg soll frühestens am Mittwoch wieder
öffnen, sagte eine Sprecherin der Hafenverwaltung. Die Kosten der Ausfälle seien noch nicht
abzusehen, hieß es weiter aus der Stadt und von den Versicherern der Reedereien."""

JAPANESE = """東京の港で大規模なストライキ、物流に影響

東京港の労働者は火曜日、賃金の引き上げを求めて大規模なストライキを始めた。港湾会社によると、コンテナ船二十隻が
沖で待機している。組合は三日間続ける予定だと発表した。政府は物流への影響を調べており、食品や部品の輸送が遅れる
可能性があると説明した。専門家は、ストライキが長引けば物価にも影響すると指摘している。"""

ENGLISH = """Tariffs on ferries rise again

The council raised the tariffs for ferries on Tuesday for the third time in a year. Operators said
that fares for passengers would follow within weeks. The harbour master expects fewer sailings in
winter and more lorries on the coast road. Two islands have no other link to the mainland, and the
mayors of both asked for a hearing before the new tariffs take effect."""


@pytest.fixture
async def library(admin):
    """Three articles, each in a language of its own."""
    for text in (ENGLISH, GERMAN, JAPANESE):
        assert "Ingested as" in await admin.say(f"/ingest\n{text}")


@pytest.fixture
async def many(admin, app):
    """More headlines than a page holds, the last one the newest."""
    async with app.store.write() as tx:
        for number in range(LISTED + 3):
            [found] = await tx.headlines.add([_draft(number)], site="Harbour Post", now=NOW)
            await app.grouper.place(found, tx=tx, now=NOW)


def _draft(number: int) -> HeadlineDraft:
    at = NOW - timedelta(days=30 - number)
    return HeadlineDraft(f"Ferry fares rise for the {number}. time", published_at=at)


@pytest.mark.parametrize(
    ("query", "title"),
    [
        pytest.param("hafen", "Häfen im Norden", id="German singular finds the plural"),
        pytest.param("Häfen Sturm", "Häfen im Norden", id="German words"),
        pytest.param("ストライキ", "東京の港で", id="Japanese"),
        pytest.param("東京 物流 -hamburg", "東京の港で", id="Japanese words and a German one"),
        pytest.param("lang:ja", "東京の港で", id="a language"),
        pytest.param("tariff", "Tariffs on ferries", id="English singular"),
        pytest.param("ferr* after:2d", "Tariffs on ferries", id="beginning and time"),
        pytest.param("title:(häfen OR tariffs) NOT lang:de", "Tariffs on ferries", id="brackets"),
    ],
)
async def test_words_are_found_in_the_forms_of_their_language(reader, library, query, title):
    answer = await reader.say(f"/search {query}")
    lines = [line for line in answer.splitlines() if line.startswith("•")]

    assert len(lines) == 1
    assert title in lines[0]


async def test_what_matched_is_bold_in_title_and_text(reader, library):
    await reader.say("/search tariff")

    assert "<b>Tariffs</b> on ferries" in reader.heard[-1].text
    assert "raised the <b>tariffs</b> for ferries" in reader.heard[-1].text


async def test_a_page_leads_to_the_next_until_there_is_none(reader, many):
    first = await reader.say("/search ferry fares")
    second = await reader.press("More")

    assert first.splitlines()[0] == "Found for “ferry fares”"
    assert second.splitlines()[0] == "Found for “ferry fares”, page 2"
    listed = [line for page in (first, second) for line in page.splitlines() if "•" in line]
    assert len(set(listed)) == LISTED + 3
    assert "the 12. time" in listed[0]
    assert "More" not in [button.label for row in reader.heard[-1].buttons for button in row]
    assert await reader.say("/search ferry page:9") == "Nothing more matches “ferry”."


async def test_a_query_that_no_button_holds_is_paged_too(reader, many):
    query = " OR ".join(f"“ferry fares {number}”" for number in range(9)) + " OR ferry"
    await reader.say(f"/search {query}")
    answer = await reader.press("More")

    assert answer.splitlines()[0] == f"Found for “{query}”, page 2"


async def test_a_misspelled_word_is_asked_back(reader, library):
    answer = await reader.say("/search tarrifs ferries")

    assert answer == "Nothing matches “tarrifs ferries”. Did you mean “tariffs ferries”?"
    assert "Tariffs on ferries" in await reader.press("Search for that")


async def test_a_word_that_is_known_is_not_doubted(reader, library):
    assert "Did you mean" not in await reader.say("/search ferries")
    assert "Did you mean" not in await reader.say("/search qqqqqq")


@pytest.mark.parametrize(
    ("question", "title"),
    [
        pytest.param("what happened with the tariffs?", "Tariffs on ferries", id="asking words"),
        pytest.param("Why do the tariffs for ferries surge?", "Tariffs on ferries", id="one more"),
        pytest.param("Was ist mit den Häfen in Hamburg passiert?", "Häfen im Norden", id="German"),
    ],
)
async def test_a_question_in_plain_words_finds_what_has_most_of_it(
    reader, library, question, title
):
    for line in (question, f"/search {question}"):
        answer = await reader.say(line)
        assert answer.splitlines()[0] == f"Nothing has all of “{question}”; this has most of it"
        assert title in answer.splitlines()[1]


@pytest.mark.parametrize(
    "query",
    [
        pytest.param("ferries volcano", id="half of it"),
        pytest.param('"ferry tariffs" hearing', id="a phrase"),
        pytest.param("title:tariffs volcano", id="a field"),
        pytest.param("tariffs -ferries hearing", id="without"),
    ],
)
async def test_too_little_of_it_and_operators_find_nothing(reader, library, query):
    assert (await reader.say(f"/search {query}")).startswith("Nothing matches")


@pytest.mark.parametrize(
    "query",
    [
        pytest.param("What is at ferries volcano", id="a short word, and its letters in another"),
        pytest.param("what ferries qould", id="a word that is like none"),
        pytest.param("ferries sayd volcanic", id="a word that stands once may be a slip"),
    ],
)
async def test_no_word_is_proposed_that_nobody_would_mean(reader, library, query):
    assert "Did you mean" not in await reader.say(f"/search {query}")


async def test_a_proposal_keeps_the_form_that_was_typed(reader, library):
    assert "Did you mean “tariffs”?" in await reader.say("/search tarriffs")
    assert "What about tariffs" in await reader.say("/search What about tarrifs")


async def test_days_begin_where_the_reader_lives(reader, library, clock):
    """NOW is eight in the morning in Kyiv; eighteen hours later it is two the next day."""
    await reader.say("/subscribe 8:00 Europe/Kyiv")
    clock.move(hours=18)

    assert "Nothing matches" in await reader.say("/search tariffs after:today")
    assert "Tariffs on ferries" in await reader.say("/search tariffs after:yesterday")


@pytest.mark.parametrize(
    ("message", "expected"),
    [
        pytest.param("/search", "How to search", id="nothing"),
        pytest.param(
            "/search port (tariffs",
            "A bracket is opened and not closed, at: …(tariffs",
            id="open bracket",
        ),
        pytest.param("/search topic:cars", "topic: takes politics, world,", id="topic"),
        pytest.param("/search colour:red", "There is no field colour: take title,", id="field"),
        pytest.param("/search after:soon", "after: takes a day such as 2026-11-24", id="time"),
        pytest.param("/follow /ice.*/", "is a pattern, and only words are", id="pattern"),
        pytest.param("/mute ^ferr.+", "any ending: ^ferr.+ Example: /follow", id="any letters"),
        pytest.param("/alert (?:port|ship)\\b", "is a pattern, and only words", id="a border"),
        pytest.param("/search U.S.? and/or [sic]", "Nothing matches", id="no pattern"),
        pytest.param("/search <bold>", "Nothing matches “<bold>”.", id="markup"),
        pytest.param("/search <b>", "“<b>” is no word to look for", id="no word"),
        pytest.param("/search " + "x" * 300, "A query has at most 256 characters", id="length"),
    ],
)
async def test_a_wrong_query_is_shown_its_place(reader, message, expected):
    assert expected in await reader.say(message)
