"""The feeds of a site are found on its page, and nothing else is taken for one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.ingest.discovery import find_feeds

URL = "https://harbour-post.example/news/"


def find(page: str) -> tuple[str, ...]:
    return find_feeds(page.encode(), url=URL, charset="utf-8")


@pytest.mark.parametrize(
    ("link", "feed"),
    [
        pytest.param(
            '<link rel="alternate" type="application/rss+xml" href="https://a.example/rss">',
            "https://a.example/rss",
            id="rss",
        ),
        pytest.param(
            '<link rel=alternate type=application/atom+xml href="/atom.xml">',
            "https://harbour-post.example/atom.xml",
            id="atom",
        ),
        pytest.param(
            '<link type="application/rdf+xml" rel="alternate" href="rdf">',
            "https://harbour-post.example/news/rdf",
            id="rdf",
        ),
        pytest.param(
            '<link rel="alternate" type="application/feed+json" href="//a.example/feed.json">',
            "https://a.example/feed.json",
            id="json feed",
        ),
        pytest.param(
            '<LINK REL="Alternate Home" TYPE=" Application/RSS+XML " HREF=" /rss ">',
            "https://harbour-post.example/rss",
            id="capitals and spaces",
        ),
        pytest.param(
            '</head><body><link rel="alternate" type="application/rss+xml" href="/rss">',
            "https://harbour-post.example/rss",
            id="in the body",
        ),
        pytest.param(
            '<link rel="alternate" type="application/rss+xml" href="/rss?utm_source=page">',
            "https://harbour-post.example/rss",
            id="canonical",
        ),
    ],
)
def test_a_feed_is_found_where_a_page_names_it(link, feed):
    assert find(f"<html><head>{link}</head></html>") == (feed,)


@pytest.mark.parametrize(
    "page",
    [
        pytest.param("", id="nothing"),
        pytest.param("not a page at all", id="text"),
        pytest.param('<a href="/rss">RSS</a>', id="a link to read"),
        pytest.param('<link rel="stylesheet" type="text/css" href="/rss">', id="style"),
        pytest.param('<link rel="alternate" hreflang="de" href="/de">', id="language"),
        pytest.param('<link rel="alternate" type="application/json" href="/api">', id="interface"),
        pytest.param('<link rel="alternate" type="application/rss+xml">', id="no address"),
        pytest.param(
            '<link rel="alternate" type="application/rss+xml" href="javascript:rss()">',
            id="script",
        ),
        pytest.param(
            '<link rel="alternate" type="application/rss+xml" href="http://[::1/">', id="broken"
        ),
    ],
)
def test_what_is_no_feed_is_not_found(page):
    assert find(page) == ()


def test_feeds_come_in_the_pages_order_those_of_comments_last_each_once():
    paths = ("/comments/feed", "/feed", "/feed?utm_source=x", "/sport/feed")
    links = [f'<link rel="alternate" type="application/rss+xml" href="{path}">' for path in paths]
    assert find("".join(links)) == tuple(
        f"https://harbour-post.example{path}" for path in ("/feed", "/sport/feed", "/comments/feed")
    )


@given(st.binary(max_size=300))
def test_no_bytes_are_too_odd(content):
    assert find_feeds(content, url=URL, charset="") == ()
