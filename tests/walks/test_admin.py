"""Admins ingest and look after sources; nobody else does."""

import asyncio
from datetime import timedelta

import pytest

from bot.commands.request import Attachment, Audience
from bot.commands.table import COMMANDS
from bot.settings import Access, Settings
from tests.benchmarks.scoring import page_text
from tests.pdfs import typeset
from tests.walks.conftest import ADMIN
from tests.walks.pages import (
    CONSENT_PAGE,
    HEADLINES,
    ICE_PARAGRAPHS,
    ICE_TITLE,
    NEWS_PAGE,
    PORT_PAGE,
    PORT_PARAGRAPHS,
    PORT_TITLE,
)
from tests.zips import zipped


async def test_a_news_page_becomes_one_article_and_its_headlines(admin, app):
    answer = await admin.say(f"/ingest\n{NEWS_PAGE}")
    assert answer == (
        f"Ingested as 1 into story s1 (1 item): {ICE_TITLE}\n5 headlines below it kept: /headlines"
    )
    async with app.store.read() as tx:
        article = await tx.articles.get(1)
        headlines = await tx.headlines.of_article(1)
    assert article.title == ICE_TITLE
    assert article.body == "\n\n".join(ICE_PARAGRAPHS)
    assert [headline.title for headline in headlines] == list(HEADLINES)


async def test_a_german_admin_ingests_and_takes_back(admin):
    admin.language = "de-DE"
    assert await admin.say(f"/ingest\n{NEWS_PAGE}") == (
        f"Aufgenommen als 1 in Geschichte s1 (1 Beitrag): {ICE_TITLE}\n"
        "5 Schlagzeilen darunter aufgehoben: /headlines"
    )
    assert await admin.say(f"/ingest\n{NEWS_PAGE}") == f"Schon bekannt als 1: {ICE_TITLE}"
    assert (await admin.say("/split s1 1 7")) == (
        "7 gehört nicht zu s1. /story s1 zeigt, was dazugehört.\n"
        "Aufruf: /split <Geschichte> <IDs>\n"
        "Beispiel: /split s12 3 h7"
    )
    assert await admin.say("/remove 1") == (
        "Artikel 1 ist entfernt, und die 5 Schlagzeilen darunter auch."
    )


async def test_undo_of_an_ingest_leaves_nothing_of_it(admin, reader, app):
    await admin.say(f"/ingest\n{NEWS_PAGE}")
    assert await admin.press("Undo") == (
        "Article 1 is removed, and the 5 headlines that stood below it."
    )
    async with app.store.read() as tx:
        assert await tx.headlines.count() == 0
        assert await tx.stories.moved_since(app.clock() - timedelta(days=9), limit=9) == []
    assert (await reader.say(f"/search {HEADLINES[0]}")).startswith("Nothing matches")
    assert ICE_TITLE not in await reader.say("/digest")

    assert "5 headlines" in await admin.say(f"/ingest\n{NEWS_PAGE}")


@pytest.mark.parametrize("settings", [Settings(interface_language="de")], ids=["german"])
async def test_whoever_speaks_nothing_known_is_answered_in_the_language_that_is_set(reader):
    assert (await reader.say("/latest")).startswith("Es gibt noch keine Artikel.")
    assert (await reader.say("/nothing")).startswith("Den Befehl /nothing gibt es nicht.")
    reader.language = "en"
    assert (await reader.say("/latest")).startswith("There are no articles yet.")


async def test_what_is_known_changes_nothing(admin):
    await admin.say(f"/ingest\n{NEWS_PAGE}")
    before = await admin.say("/status")
    answer = await admin.say(f"/ingest\n{NEWS_PAGE}")
    assert answer == f"Known already as 1: {ICE_TITLE}"
    assert await admin.say("/status") == before


async def test_two_spellings_of_an_address_are_fetched_once(admin, site):
    url = site.page("/port", PORT_PAGE)
    assert (await admin.say(f"/ingest {url}")).startswith("Ingested as 1")
    again = await admin.say(f"/ingest {url}?utm_source=chat#top")
    assert again == f"Known already as 1: {PORT_TITLE}"
    assert len(site.visits) == 1


async def test_a_file_is_ingested_by_path_at_the_terminal_alone(admin, terminal, tmp_path):
    path = tmp_path / "page.txt"
    path.write_text(NEWS_PAGE)
    assert "is neither an address nor a file" in await admin.say(f"/ingest {path}")
    assert (await terminal.say(f"/ingest {path}")).startswith("Ingested as 1")


async def test_a_folder_is_ingested_whole_and_failures_are_named(terminal, tmp_path):
    (tmp_path / "ice.txt").write_text(NEWS_PAGE)
    (tmp_path / "again.txt").write_text(NEWS_PAGE)
    (tmp_path / "port.html").write_text(PORT_PAGE)
    (tmp_path / "empty.txt").write_text("")
    (tmp_path / "picture.png").write_bytes(b"\x89PNG")
    answer = await terminal.say(f"/ingest {tmp_path}")
    assert answer.startswith("2 ingested, 1 known already, 1 failed:\n• empty.txt: ")
    glob = await terminal.say(f"/ingest {tmp_path}/*.html")
    assert glob.startswith("Known already as ")
    assert glob.endswith(PORT_TITLE)


async def test_a_zip_is_ingested_like_a_folder(admin):
    content = zipped(
        {"ice.txt": NEWS_PAGE.encode(), "port.html": b"", "a/port.htm": PORT_PAGE.encode()}
    )
    answer = await admin.say("/ingest", attachment=Attachment("news.zip", content))
    assert answer.startswith("2 ingested, 0 known already, 1 failed:\n• port.html: ")


async def test_a_zip_that_is_not_opened_says_why(admin):
    content = zipped({"../ice.txt": NEWS_PAGE.encode()})
    answer = await admin.say("/ingest", attachment=Attachment("news.zip", content))
    assert "1 failed:\n• news.zip: the archive holds paths that lead out of it" in answer


async def test_a_zip_in_a_folder_counts_with_all_that_is_in_it(terminal, tmp_path):
    (tmp_path / "news.zip").write_bytes(zipped({"ice.txt": NEWS_PAGE.encode()}))
    (tmp_path / "port.html").write_text(PORT_PAGE)
    answer = await terminal.say(f"/ingest {tmp_path}")
    assert answer.startswith("2 ingested, 0 known already, 0 failed.")


async def test_a_pdf_is_ingested(admin):
    content = typeset(PORT_TITLE, PORT_PARAGRAPHS)
    answer = await admin.say("/ingest", attachment=Attachment("port.pdf", content))
    assert answer == f"Ingested as 1 into story s1 (1 item): {PORT_TITLE}"


async def test_a_list_of_feeds_is_no_article_but_can_be_added(admin):
    answer = await admin.say("/ingest", attachment=Attachment("feeds.opml", b"<opml></opml>"))
    assert answer == "“feeds.opml” is a list of feeds. Send it with /addsource to read them."


async def test_what_looks_like_no_article_is_ingested_if_the_admin_says_so(admin, site, app):
    url = site.page("/a", CONSENT_PAGE)
    answer = await admin.say(f"/ingest {url}")
    assert answer == (
        "No summary: this is a cookie wall, not the article. If you can read it, paste the text "
        f"here.\nIf it is an article, ingest it all the same: /ingest {url} anyway"
    )
    assert "0 articles" in await admin.say("/status")
    await admin.say(f"/ingest {url}")
    assert (await admin.press("Ingest anyway")).startswith("Ingested as 1 into story s1")
    async with app.store.read() as tx:
        article = await tx.articles.get(1)
    assert "812 partners" in article.body
    # Which is what is measured of pages that are refused.
    assert article.body == page_text(CONSENT_PAGE, url)


async def test_a_short_text_and_a_short_file_are_ingested_anyway(admin):
    answer = await admin.say("/ingest\nFog.\nThe ferry stays in port.")
    assert answer.endswith("If it is an article, send it again with /ingest anyway.")
    answer = await admin.say("/ingest anyway\nFog.\nThe ferry stays in port.")
    assert answer.startswith("Ingested as 1")
    note = Attachment("note.txt", b"Fog again\nThe ferry stays in port again.")
    assert (await admin.say("/ingest ANYWAY", attachment=note)).startswith("Ingested as 2")


async def test_what_has_no_text_is_not_ingested_whatever_the_admin_says(admin, site):
    url = site.page("/a", "<html><body></body></html>")
    answer = await admin.say(f"/ingest {url} anyway")
    assert answer.startswith("No summary: there is too little text for an article.")


async def test_a_reader_can_not_overrule_the_gate(reader, site):
    url = site.page("/a", CONSENT_PAGE)
    assert "anyway" not in await reader.say(url)


async def test_an_article_is_taken_back(admin, reader):
    await admin.say(f"/ingest\n{NEWS_PAGE}")
    assert await admin.press("Undo") == (
        "Article 1 is removed, and the 5 headlines that stood below it."
    )
    assert "There is no article 1" in await reader.say("/summary 1")
    assert "Nothing matches" in await reader.say("/search icebreaker")


async def test_fifty_at_once_make_one_article(admin, site, app):
    url = site.page("/port", PORT_PAGE)
    answers = await asyncio.gather(*(admin.say(f"/ingest {url}") for _ in range(50)))
    assert sum(answer.startswith("Ingested as 1") for answer in answers) == 1
    assert sum(answer.startswith("Known already as 1") for answer in answers) == 49
    async with app.store.read() as tx:
        assert await tx.articles.count() == 1


@pytest.mark.parametrize(
    ("message", "expected"),
    [
        pytest.param("/ingest", "Say what to ingest", id="nothing"),
        pytest.param("/ingest nonsense", "neither an address nor a file", id="no address"),
        pytest.param("/ingest http://no.invalid/", "There is no site at", id="no site"),
        pytest.param("/ingest\nShort.", "there is too little text", id="too short"),
        pytest.param("/remove", "Name an article, such as 12.", id="no id"),
        pytest.param("/remove h1", "Name an article, such as 12.", id="another kind"),
        pytest.param("/remove 99", "There is no article 99.", id="unknown article"),
    ],
)
async def test_wrong_input_gets_a_sentence_that_says_what_to_do(admin, message, expected):
    assert expected in await admin.say(message)


@pytest.mark.parametrize(
    "name", [row.name for row in COMMANDS.values() if row.audience is Audience.ADMINS]
)
async def test_a_reader_may_do_nothing_that_is_for_admins(reader, admin, name):
    answer = await reader.say(f"/{name} 1\n{NEWS_PAGE}")
    assert answer == f"/{name} is for admins. /help lists what you can do."
    assert "0 articles" in await admin.say("/status")


@pytest.mark.parametrize(
    "settings", [Settings(admin_ids=frozenset({ADMIN}), access=Access.LISTED)], ids=["listed"]
)
async def test_a_closed_bot_lets_nobody_else_in_but_tells_them_their_id(reader, admin):
    assert (await reader.say("/latest")).startswith("This bot is private.")
    assert (await reader.say("/nonsense")).startswith("This bot is private.")
    assert "Your user id is 2." in await reader.say("/whoami")
    assert "no articles yet" in await admin.say("/latest")
