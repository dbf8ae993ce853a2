"""Files are read by their ending, and what can't be read is refused with the reason."""

from __future__ import annotations

import pytest

from bot.errors import IngestError, NoArticleError, Reason
from bot.ingest.documents.document import MAX_FILE_BYTES, parse_archive, parse_document
from tests.news import NOW
from tests.pdfs import typeset
from tests.walks.pages import (
    HEADLINES,
    ICE_PARAGRAPHS,
    ICE_TITLE,
    NEWS_PAGE,
    PORT_PARAGRAPHS,
    PORT_TITLE,
    page,
)
from tests.zips import zipped


@pytest.mark.parametrize("name", ["page.txt", "PAGE.TXT", "2026.11.24.txt"])
def test_a_text_is_read_as_a_news_page(name):
    draft = parse_document(name, NEWS_PAGE.encode(), now=NOW)
    assert (draft.title, draft.body) == (ICE_TITLE, "\n\n".join(ICE_PARAGRAPHS))
    assert tuple(headline.title for headline in draft.headlines) == HEADLINES
    assert draft.url is None


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1252"])
def test_a_text_may_come_in_any_encoding(encoding):
    draft = parse_document("page.txt", NEWS_PAGE.encode(encoding), now=NOW)
    assert draft.body == "\n\n".join(ICE_PARAGRAPHS)


@pytest.mark.parametrize("name", ["saved.html", "saved.HTM"])
def test_a_saved_page_is_read_as_a_page(name):
    draft = parse_document(name, page(PORT_TITLE, PORT_PARAGRAPHS).encode(), now=NOW)
    assert (draft.title, draft.site) == (PORT_TITLE, "Coast Times")
    assert draft.body == "\n\n".join(PORT_PARAGRAPHS)
    assert draft.url is None


def test_markdown_is_read_without_its_marks():
    first, second, *rest = PORT_PARAGRAPHS
    text = f"""---
tags: [port]
---
# {PORT_TITLE}

![cranes](cranes.jpg)
{first.replace("raise", "**raise**", 1).replace("their union", "[their union](https://u.example)")}

> {second.replace("container ships", "_container ships_")}
---
"""
    draft = parse_document("port.md", (text + "\n\n".join(rest)).encode(), now=NOW)
    assert draft.title == PORT_TITLE
    assert draft.body == "\n\n".join(PORT_PARAGRAPHS)


def test_a_line_break_in_markdown_ends_no_paragraph():
    wrapped = "\n\n".join(line.replace(". ", ".\n") for line in PORT_PARAGRAPHS)
    draft = parse_document("port.md", f"# {PORT_TITLE}\n\n{wrapped}".encode(), now=NOW)
    assert draft.body == "\n\n".join(PORT_PARAGRAPHS)


def test_a_pdf_is_read_as_a_news_page():
    content = typeset(ICE_TITLE, [*ICE_PARAGRAPHS, *HEADLINES], header="Coast Times")
    draft = parse_document("ice.pdf", content, now=NOW)
    assert (draft.title, draft.body) == (ICE_TITLE, "\n\n".join(ICE_PARAGRAPHS))
    assert tuple(headline.title for headline in draft.headlines) == HEADLINES


def test_a_mail_is_read_as_one():
    text = f"From: jo@coast-times.example\nSubject: {PORT_TITLE}\n\n" + "\n\n".join(PORT_PARAGRAPHS)
    draft = parse_document("port.eml", text.encode(), now=NOW)
    assert (draft.title, draft.site) == (PORT_TITLE, "coast-times.example")
    assert draft.body == "\n\n".join(PORT_PARAGRAPHS)


TWO = {"ice.txt": NEWS_PAGE.encode(), "port.html": page(PORT_TITLE, PORT_PARAGRAPHS).encode()}


def test_a_zip_of_one_document_is_that_document():
    draft = parse_document("ice.zip", zipped({"ice.txt": NEWS_PAGE.encode()}), now=NOW)
    assert draft.title == ICE_TITLE


def test_a_zip_of_many_gives_out_its_documents():
    packed = parse_archive("news.zip", zipped(TWO))
    assert [document.name for document in packed] == ["ice.txt", "port.html"]
    with pytest.raises(IngestError) as caught:
        parse_archive("news.zip", b"")
    assert caught.value.reason == Reason.EMPTY_FILE


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        pytest.param("song.mp3", b"ID3", Reason.FILE_TYPE, id="sound"),
        pytest.param("page", b"text", Reason.FILE_TYPE, id="no ending"),
        pytest.param("empty.txt", b"", Reason.EMPTY_FILE, id="empty"),
        pytest.param("blank.txt", b" \n", Reason.EMPTY_FILE, id="blank"),
        pytest.param("empty.pdf", b"", Reason.EMPTY_FILE, id="empty pdf"),
        pytest.param("feeds.opml", b"<opml></opml>", Reason.FEED_LIST, id="list of feeds"),
        pytest.param("feeds.xml", b"<opml></opml>", Reason.FEED_LIST, id="list called xml"),
        pytest.param("page.xml", b"<note>A</note>", Reason.FILE_TYPE, id="any xml"),
        pytest.param("page.txt", typeset("A", ["B"]), Reason.WRONG_ENDING, id="pdf called txt"),
        pytest.param("page.html", zipped(TWO), Reason.WRONG_ENDING, id="zip called html"),
        pytest.param("page.pdf", NEWS_PAGE.encode(), Reason.WRONG_ENDING, id="txt called pdf"),
        pytest.param("page.zip", NEWS_PAGE.encode(), Reason.WRONG_ENDING, id="txt called zip"),
        pytest.param("page.eml", NEWS_PAGE.encode(), Reason.WRONG_ENDING, id="txt called eml"),
        pytest.param("a.zip", zipped(TWO), Reason.ARCHIVE_OF_MANY, id="zip of two"),
        pytest.param(
            "picture.txt", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0", Reason.BAD_FILE, id="png"
        ),
        pytest.param("noise.html", bytes(range(256)) * 8, Reason.BAD_FILE, id="noise"),
        pytest.param("giant.txt", b"a" * (MAX_FILE_BYTES + 1), Reason.TOO_LARGE, id="giant"),
    ],
)
def test_what_is_no_text_is_refused(name, content, reason):
    with pytest.raises(IngestError) as caught:
        parse_document(name, content, now=NOW)
    assert (caught.value.what, caught.value.reason) == (name, reason)


def test_a_text_that_is_no_article_is_refused():
    with pytest.raises(NoArticleError) as caught:
        parse_document("note.txt", b"Buy milk\n\nand bread.", now=NOW)
    assert caught.value.reason == Reason.TOO_SHORT


def test_a_rule_before_the_title_hides_nothing():
    text = "\n\n".join(["---", f"# {PORT_TITLE}", PORT_PARAGRAPHS[0], "---", *PORT_PARAGRAPHS[1:]])
    draft = parse_document("port.md", text.encode(), now=NOW)
    assert (draft.title, draft.body) == (PORT_TITLE, "\n\n".join(PORT_PARAGRAPHS))


@pytest.mark.parametrize("ending", ["txt", "md", "html"])
def test_no_file_brings_in_what_a_database_cannot_store(ending):
    marks = "\0&#0;&#1;&#xD800;\x1b"
    paragraphs = tuple(line.replace("Monday", f"Monday{marks}") for line in PORT_PARAGRAPHS)
    text = page(PORT_TITLE, paragraphs) if ending == "html" else "\n\n".join(paragraphs)
    draft = parse_document(f"port.{ending}", text.encode(), now=NOW)
    assert {*"\0\x01\x1b\ud800"}.isdisjoint(draft.title + draft.body)
