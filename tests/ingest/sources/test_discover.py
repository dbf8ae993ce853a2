"""The feeds of a site are found on its page, and nothing else is taken for one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.ingest.sources.discover import find_feeds, usual_feeds

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
        pytest.param('<a href="/news/rss-explained">RSS</a>', id="a link to an article"),
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


def named(*paths: str) -> str:
    return "".join(
        f'<link rel="alternate" type="application/rss+xml" href="{path}">' for path in paths
    )


def addresses(*paths: str) -> tuple[str, ...]:
    return tuple(f"https://harbour-post.example{path}" for path in paths)


def test_feeds_come_in_the_pages_order_each_once():
    page = named("/feed", "/feed?utm_source=x", "/sport/feed")
    assert find(page) == addresses("/feed", "/sport/feed")


def test_a_feed_of_comments_counts_only_if_there_is_no_other():
    assert find(named("/comments/feed", "/feed")) == addresses("/feed")
    assert find(named("/comments/feed")) == addresses("/comments/feed")


@pytest.mark.parametrize(
    "path",
    [
        "/rss",
        "/feed/",
        "/feeds/world",
        "/rss/world.php",
        "/news.rss",
        "/export/atom.xml",
        "/newsfeed.xml",
        "/feed.json",
    ],
)
def test_a_page_that_names_none_may_link_to_one(path):
    assert find(f'<p><a href="/about">Us</a> <a href="{path}">RSS</a></p>') == addresses(path)
    assert find(f'{named("/named")}<a href="{path}">RSS</a>') == addresses("/named")


@pytest.mark.parametrize(
    "path", ["/sitemap.xml", "/feeding-cats", "/brass", "/atomic.html", "/rss-news.html"]
)
def test_other_links_are_no_feeds(path):
    assert find(f'<a href="{path}">Read</a>') == ()


def test_links_are_relative_to_the_pages_base():
    page = f'<head><base href="https://a.example/x/">{named("feed")}</head>'
    assert find(page) == ("https://a.example/x/feed",)
    broken = f'<head><base href="http://[::1/">{named("feed")}</head>'
    assert find(broken) == addresses("/news/feed")


def test_feeds_are_sought_below_a_section_and_at_the_root():
    assert usual_feeds("https://a.example/news/?page=2")[:5] == (
        "https://a.example/news/feed",
        "https://a.example/news/rss",
        "https://a.example/feed",
        "https://a.example/rss",
        "https://a.example/rss.xml",
    )
    assert usual_feeds("https://a.example/index.html") == usual_feeds("https://a.example/")


@given(st.binary(max_size=300))
def test_no_bytes_are_too_odd(content):
    assert find_feeds(content, url=URL, charset="") == ()
