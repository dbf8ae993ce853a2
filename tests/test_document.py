"""Files are read by their ending, and what can't be read is refused with the reason."""

from __future__ import annotations

import pytest

from bot.errors import IngestError, NoArticleError, Reason
from bot.ingest.document import MAX_FILE_BYTES, parse_document
from tests.news import NOW
from tests.walks.pages import (
    HEADLINES,
    ICE_PARAGRAPHS,
    ICE_TITLE,
    NEWS_PAGE,
    PORT_PARAGRAPHS,
    PORT_TITLE,
    page,
)


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


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        pytest.param("song.mp3", b"ID3", Reason.FILE_TYPE, id="sound"),
        pytest.param("page", b"text", Reason.FILE_TYPE, id="no ending"),
        pytest.param("empty.txt", b"", Reason.BAD_FILE, id="empty"),
        pytest.param("blank.txt", b" \n", Reason.BAD_FILE, id="blank"),
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


@pytest.mark.parametrize(
    ("marked", "plain"),
    [
        pytest.param("**Two *other* ships**", "Two other ships", id="emphasis in emphasis"),
        pytest.param(
            "2 \\* 3 and snake_case_names", "2 * 3 and snake_case_names", id="no emphasis"
        ),
        pytest.param("[Lily](https://x.example/a_(b)) sails", "Lily sails", id="bracketed address"),
        pytest.param("[Lily][1] sails\n\n[1]: https://x.example", "Lily sails", id="address below"),
        pytest.param("* [x] coal\n- iron\n+ salt", "coal\n\niron\n\nsalt", id="list"),
        pytest.param("1. coal\n2. iron", "1. coal\n\n2. iron", id="numbered list"),
        pytest.param("open again in\n2026 at last", "open again in 2026 at last", id="year first"),
        pytest.param("> > said\n> twice", "said twice", id="quote in a quote"),
        pytest.param("```\nx = 1\n```", "x = 1", id="code"),
        pytest.param("---\n\nBetween rules\n\n---", "Between rules", id="rules"),
    ],
)
def test_markdown_loses_its_marks_and_none_of_its_words(marked, plain):
    rest = "\n\n".join(PORT_PARAGRAPHS)
    draft = parse_document("port.md", f"# {PORT_TITLE}\n\n{marked}\n\n{rest}".encode(), now=NOW)
    assert draft.body == f"{plain}\n\n{rest}"


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
