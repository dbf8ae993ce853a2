"""Lists of feeds come from other readers and go to them, however they are written."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import NoFeedError, Reason
from bot.ingest.feeds.opml import Subscription, is_opml, opml_of, parse_opml
from tests.news import source

HARBOUR = Subscription("https://harbour-post.example/feed", "Harbour Post")
COAST = Subscription("https://coast-times.example/rss?a=1&b=2", "Coast Times")


def read(outlines: str, *, head: str = "<head><title>Mine</title></head>"):
    document = f'<?xml version="1.0"?><opml version="2.0">{head}<body>{outlines}</body></opml>'
    return parse_opml(document.encode(), what="feeds.opml")


def refusal(content: bytes) -> Reason:
    with pytest.raises(NoFeedError) as caught:
        parse_opml(content, what="feeds.opml")
    assert caught.value.what == "feeds.opml"
    return caught.value.reason


HARBOUR_OUTLINE = (
    '<outline type="rss" text="Harbour Post" xmlUrl="https://harbour-post.example/feed"/>'
)
COAST_OUTLINE = (
    '<outline title="Coast Times" text="x" xmlUrl="https://coast-times.example/rss?a=1&amp;b=2"/>'
)


@pytest.mark.parametrize(
    "outlines",
    [
        pytest.param(HARBOUR_OUTLINE + COAST_OUTLINE, id="a list"),
        pytest.param(
            f'<outline text="News">{HARBOUR_OUTLINE}<outline text="Coast">{COAST_OUTLINE}'
            "</outline></outline>",
            id="folders in folders",
        ),
        pytest.param(HARBOUR_OUTLINE * 2 + COAST_OUTLINE + HARBOUR_OUTLINE, id="one twice"),
        pytest.param(
            HARBOUR_OUTLINE
            + '<outline type="link" url="https://a.example/"/><outline xmlUrl="news.rss"/>'
            '<outline xmlUrl="javascript:alert(1)"/><outline xmlUrl=""/>' + COAST_OUTLINE,
            id="other things between",
        ),
        pytest.param(HARBOUR_OUTLINE + COAST_OUTLINE.replace("&amp;", "&"), id="bare ampersand"),
        pytest.param(
            HARBOUR_OUTLINE.replace('"/>', '">') + COAST_OUTLINE, id="a tag that nobody closes"
        ),
        pytest.param(
            HARBOUR_OUTLINE.replace("xmlUrl", "XMLURL").replace("outline", "OUTLINE")
            + COAST_OUTLINE.replace('"', "'"),
            id="capitals and other quotes",
        ),
        pytest.param(
            HARBOUR_OUTLINE.replace("https://", "feed:https://") + COAST_OUTLINE,
            id="for readers of feeds",
        ),
    ],
)
def test_a_list_is_read_however_it_is_written(outlines):
    assert read(outlines) == (HARBOUR, COAST)


def test_an_address_for_readers_of_feeds_alone_is_one_of_the_web():
    assert read('<outline xmlUrl="feed://a.example/rss"/>')[0].url == "http://a.example/rss"


def test_a_feed_without_a_name_is_called_by_its_host():
    url = "https://a.example/rss?key=secret"
    assert read(f'<outline xmlUrl="{url}"/>') == (Subscription(url, "a.example"),)


def test_letters_are_right_whatever_the_encoding():
    document = (
        '<?xml version="1.0" encoding="windows-1251"?><opml><body>'
        '<outline text="Вісті" xmlUrl="https://a.example/rss"/></body></opml>'
    )
    [feed] = parse_opml(document.encode("windows-1251"), what="feeds.opml")
    assert feed.title == "Вісті"


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(b"", id="nothing"),
        pytest.param(b"<opml><body></body></opml>", id="no feeds"),
        pytest.param(b"<html><body>Hello</body></html>", id="a page"),
        pytest.param(b"\x89PNG\r\n\x1a\n\x00", id="a picture"),
    ],
)
def test_what_lists_no_feed_is_refused(content):
    assert refusal(content) is Reason.NO_FEED


def test_what_lists_too_many_is_refused():
    outlines = "".join(f'<outline xmlUrl="https://a.example/{n}"/>' for n in range(5_001))
    assert refusal(f"<opml>{outlines}</opml>".encode()) is Reason.TOO_LARGE
    assert refusal(b"<opml>" + b" " * 5_000_000) is Reason.TOO_LARGE


def test_entities_are_no_danger():
    bomb = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 10))
    head = f'<!DOCTYPE opml [<!ENTITY e0 "ha">{bomb}<!ENTITY f SYSTEM "file:///etc/passwd">]>'
    document = f'{head}<opml><outline text="&e9;&f;" xmlUrl="https://a.example/rss"/></opml>'
    [feed] = parse_opml(document.encode(), what="feeds.opml")
    assert feed.title == "&e9;&f;"


@given(st.binary(max_size=300))
def test_no_bytes_are_too_odd(content):
    assert refusal(content) is Reason.NO_FEED


def test_a_list_that_was_saved_is_read_again():
    sources = [
        source(1, url=HARBOUR.url, title=HARBOUR.title, site_url="https://harbour-post.example/"),
        source(2, url=COAST.url, title=COAST.title),
        source(3, url="https://a.example/rss", title="Fish & <Chips> \"daily\" 'x'"),
    ]
    saved = opml_of(sources)
    assert parse_opml(saved.encode(), what="sources.opml") == (
        HARBOUR,
        COAST,
        Subscription("https://a.example/rss", "Fish & \"daily\" 'x'"),
    )
    assert 'htmlUrl="https://harbour-post.example/"' in saved
    assert is_opml(saved.encode())


def test_a_list_without_sources_is_a_document_all_the_same():
    assert opml_of([]).endswith("  <body>\n  </body>\n</opml>\n")


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        pytest.param(b"<?xml version='1.0'?>\n<OPML version='1.0'>", True, id="list"),
        pytest.param(b"<outline text='News'>", True, id="part of one"),
        pytest.param(b"<html><body>About OPML</body></html>", False, id="page"),
    ],
)
def test_a_list_is_told_from_a_page(content, expected):
    assert is_opml(content) == expected
