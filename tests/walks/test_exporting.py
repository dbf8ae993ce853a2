"""Readers take what they were told with them, as files."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.digest.archive import LISTED, MOST_DIGESTS, export_digests
from bot.messages.exports import ExportFormat
from storage.model import DigestState, Reader
from tests.moments import utc
from tests.news import NOW
from tests.newsroom import ICEBREAKER, publish
from tests.telegram_bot import ADMIN, GROUP
from tests.told import entry, keep, sentences
from tests.walks.conftest import READER, STRANGER
from tests.walks.pages import NEWS_PAGE
from tests.walks.test_telegram import bot_on, talk

AT_HOME = Reader(NOW, ZoneInfo("UTC"), "en")
SUNDAY, MONDAY = utc("2026-11-22T06:00"), utc("2026-11-23T06:00")


@pytest.fixture
def settings(settings):
    """Where it is two hours later."""
    return replace(settings, zone=ZoneInfo("Europe/Kyiv"))


@pytest.fixture
async def three(store):
    """The reader's d1 of Sunday, d2 of Monday, an empty d3 of today; and a stranger's d4."""
    await keep(store, entry("Snow closes the pass"), chat_id=READER, at=SUNDAY)
    await keep(store, entry("Port strike ends"), chat_id=READER, at=MONDAY)
    await keep(store, chat_id=READER, at=NOW)
    await keep(store, entry("Secret of another"), chat_id=STRANGER, at=MONDAY)


def labels(person):
    return [button.label for row in person.heard[-1].buttons for button in row]


def file(person):
    return person.heard[-1].file


def text(person):
    return file(person).content.decode()


async def test_the_newest_digest_is_offered_as_any_file(reader, three):
    offered = await reader.say("/export")
    assert offered.startswith("d2, Morning digest · Mon 23 Nov 2026: as which file?\n")
    assert labels(reader) == ["HTML page", "Markdown", "EPUB book", "Atom feed", "All digests"]
    assert file(reader) is None

    assert await reader.press("HTML page") == "d2, Morning digest · Mon 23 Nov 2026"
    assert file(reader).name == "digest-2026-11-23-d2.html"
    assert "Port strike ends" in text(reader)
    assert labels(reader) == ["Markdown", "EPUB book", "Atom feed"]
    await reader.press("EPUB book")
    assert zipfile.ZipFile(io.BytesIO(file(reader).content)).testzip() is None
    await reader.press("Atom feed")
    assert file(reader).name.endswith(".atom")
    await reader.press("Markdown")
    assert file(reader).name.endswith(".md")


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        pytest.param("d1 md", {"Snow"}, id="an id"),
        pytest.param("md d1", {"Snow"}, id="in any order"),
        pytest.param("sunday markdown", {"Snow"}, id="a day"),
        pytest.param("D1 as MARKDOWN", {"Snow"}, id="in any case"),
        pytest.param("2026-11-22..2026-11-24 md", {"Snow", "Port"}, id="days"),
        pytest.param("last 7 days md", {"Snow", "Port"}, id="days back"),
        pytest.param("all md", {"Snow", "Port"}, id="all"),
        pytest.param("md", {"Port"}, id="the newest that told something"),
    ],
)
async def test_what_is_named_is_in_the_file(reader, three, typed, expected):
    await reader.say(f"/export {typed}")
    assert {word for word in ("Snow", "Port", "Secret") if word in text(reader)} == expected


async def test_several_digests_are_read_from_the_oldest_on(reader, three):
    assert (await reader.say("/export all")).startswith("2 digests, 22 to 23 Nov 2026: as which")
    await reader.press("Markdown")
    assert file(reader).name == "digests-2026-11-22-to-2026-11-23.md"
    assert text(reader).index("Snow closes") < text(reader).index("Port strike")


async def test_a_list_of_digests_leads_to_their_export(reader, three):
    await reader.say("/digests")
    assert (await reader.press("Export")).startswith("2 digests, 22 to 23 Nov 2026")
    await reader.say("/digests 2026-11-22")
    assert (await reader.press("Export")).startswith("d1, Morning digest")


async def test_a_reply_to_a_digest_exports_that_one(reader, three):
    await reader.say("/export html", about="d1")
    assert "Snow closes the pass" in text(reader)
    assert reader.heard[-1].about == "d1"


async def test_times_and_languages_are_the_readers_and_the_articles(reader, store):
    article = await publish(store, replace(ICEBREAKER, language="de"))
    told = sentences("Alle 34 sind wohlauf.", article_id=article.id)
    await keep(store, entry("Eisbrecher frei", sentences=told), chat_id=READER)
    await reader.say("/export html")
    assert '<h2 dir="auto" lang="de">1 · ' in text(reader)
    assert "24 Nov 2026, 08:00" in text(reader)


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        pytest.param("d99 html", "There is no digest d99. /digests lists yours.", id="unknown"),
        pytest.param("d4 html", "There is no digest d4. /digests lists yours.", id="another's"),
        pytest.param("d3 html", "d3 has no stories.", id="empty"),
        pytest.param("nonsense", "“nonsense” is no digest, no day and no format.", id="nonsense"),
        pytest.param("12 pdf", "“12 pdf” is no digest, no day and no format.", id="no format"),
        pytest.param("d1 html epub", "Name one format: html, md, epub or atom.", id="two formats"),
        pytest.param(
            "2026-11-24", "There is no digest of Tue 24 Nov 2026. Nearest is d2", id="day"
        ),
    ],
)
async def test_what_cannot_be_exported_gets_one_sentence(reader, three, typed, expected):
    assert (await reader.say(f"/export {typed}")).startswith(expected)
    assert file(reader) is None


async def test_a_chat_without_stories_is_told_how_to_get_some(reader, stranger, store):
    assert (await reader.say("/export all epub")).startswith("No digest is stored for this chat.")
    await keep(store, chat_id=STRANGER)
    assert (await stranger.say("/export")).startswith("No stored digest has a story yet.")


async def test_a_member_of_a_group_may_export_what_the_group_was_told(api, database_url, workers):
    async with bot_on(api, database_url("sqlite"), workers):
        await talk(api, ADMIN, [(f"/ingest\n{NEWS_PAGE}", "Ingested as 1")])
        api.own(GROUP, ADMIN)
        for number, line in enumerate(("/digest", "/export epub", "/digests icebreaker"), 1):
            api.say(GROUP, READER, line)
            answers = await api.wait_for(GROUP, number)

    document = answers[1].file["document"]
    assert document["file_name"].endswith("-d1.epub")
    with zipfile.ZipFile(io.BytesIO(api.world.files[document["file_id"]])) as book:
        assert "EPUB/d1.xhtml" in book.namelist()
    assert answers[1].labels == ["HTML page", "Markdown", "Atom feed"]
    assert answers[2].text.startswith("In your digests: “icebreaker”")


async def test_too_many_digests_for_a_file_are_said_to_be(reader, store):
    async with store.write() as tx:
        for number in range(MOST_DIGESTS + 5):
            await tx.digests.add(
                chat_id=READER,
                key=f"asked:{number}",
                now=NOW - timedelta(hours=number),
                state=DigestState.BUILT,
                entries=[entry(f"Story {number}")],
                stories=1,
                outlets=1,
            )
    assert (await reader.say("/export all md")).endswith(
        "\nThese are the newest of 405: a file holds no more. Name days to get the others."
    )
    assert text(reader).count("Story ") == MOST_DIGESTS
    assert "[Story 0]" in text(reader)
    assert "[Story 400]" not in text(reader)


@pytest.mark.parametrize("wanted", ExportFormat)
async def test_a_file_is_never_larger_than_it_may_be(store, wanted):
    for days in range(2 * LISTED):
        at = NOW - timedelta(days=days)
        await keep(store, entry("Ice", f"{days} " * 500), chat_id=READER, at=at)
    async with store.read() as tx:
        dates = await tx.digests.dates(READER)

    most = 5_000
    done = await export_digests(
        dates, wanted, first=dates[-1], reader=AT_HOME, store=store, most_bytes=most
    )

    assert len(done.file.content) <= most
    assert 1 <= len(done.chosen) < len(dates)
    assert done.chosen == tuple(dates[: len(done.chosen)])


async def test_a_digest_that_is_too_large_by_itself_is_whole(store):
    await keep(store, entry("Ice", "long " * 999), chat_id=READER)
    async with store.read() as tx:
        [only] = await tx.digests.dates(READER)

    done = await export_digests(
        [only], ExportFormat.HTML, first=only, reader=AT_HOME, store=store, most_bytes=9
    )

    assert done.chosen == (only,)
    assert done.file.content.endswith(b"</html>\n")


async def test_what_stories_become_later_does_not_change_a_file(reader, store):
    article = await publish(store, ICEBREAKER)
    told = sentences("All 34 crew members are safe.", article_id=article.id)
    await keep(store, entry(sentences=told, story_id=article.id), chat_id=READER)
    async with store.write() as tx:
        await tx.articles.remove(article.id)
    await reader.say("/export md")
    assert "All 34 crew members are safe." in text(reader)
