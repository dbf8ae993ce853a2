"""An answer is read by the kind of source that recognises it."""

from __future__ import annotations

import pytest

from bot.errors import NoFeedError
from bot.ingest.sources.kinds import Answer, read_answer
from tests.news import NOW

URL = "https://harbour-post.example/feed"
RSS = b"<rss><channel><title>Harbour Post</title><item><title>Strike</title></item></channel></rss>"
JSON = b'{"version": "1", "title": "Coast", "items": [{"title": "Ice"}]}'
PAGE = b"<!doctype html><title>Harbour Post</title>"


@pytest.mark.parametrize(
    ("content", "title", "item"),
    [
        pytest.param(RSS, "Harbour Post", "Strike", id="RSS"),
        pytest.param(JSON, "Coast", "Ice", id="JSON Feed"),
    ],
)
def test_a_feed_is_read_as_a_feed(content, title, item):
    feed = read_answer(Answer(content, URL, ""), now=NOW)

    assert feed.title == title
    assert [only.draft and only.draft.title for only in feed.items] == [item]


def test_a_page_is_no_source_of_any_kind():
    with pytest.raises(NoFeedError):
        read_answer(Answer(PAGE, URL, ""), now=NOW)
