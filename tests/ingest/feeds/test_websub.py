"""A hub may tell of a feed's changes if it was asked to, and signs what it sends."""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.ingest.feeds.parse import Feed
from bot.ingest.feeds.websub import LEASE, agreed, announced, asked, is_signed, wanted_push
from bot.ingest.web.fetch import Page
from storage.model import Push
from tests.news import NOW

MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
HOST = "https://harbour-post.example"
HUB, TOPIC = "https://hub.example/", f"{HOST}/feed"
PUSH = Push(1, HUB, TOPIC, "token", "secret", ask_at=NOW)


def feed(*, hub: str | None = HUB, itself: str | None = TOPIC) -> Feed:
    return Feed(title="Post", site_url=None, items=(), hub_url=hub, self_url=itself)


def page(*, hub: str, itself: str) -> Page:
    return Page(
        url=TOPIC,
        requested=TOPIC,
        status=200,
        content=b"",
        content_type="application/rss+xml",
        charset="",
        etag="",
        last_modified="",
        moved_permanently=False,
        hub_link=hub,
        self_link=itself,
    )


def test_a_hub_is_asked_for_what_the_feed_calls_itself_with_secrets_of_its_own():
    push = wanted_push(feed(), "https://a.example/x", 1, known=None, now=NOW)
    other = wanted_push(feed(), "https://a.example/x", 2, known=None, now=NOW)
    assert push is not None
    assert other is not None
    assert (push.source_id, push.hub_url, push.topic_url, push.ask_at) == (1, HUB, TOPIC, NOW)
    assert len({push.token, push.secret, other.token, other.secret}) == 4
    assert min(len(push.token), len(push.secret)) >= 32


def test_a_feed_that_does_not_name_itself_is_asked_for_by_its_address():
    push = wanted_push(feed(itself=None), "https://a.example/x", 1, known=None, now=NOW)
    assert push is not None
    assert push.topic_url == "https://a.example/x"


@pytest.mark.parametrize(
    ("now_named", "is_asked"),
    [
        pytest.param(feed(), False, id="the same"),
        pytest.param(feed(hub=None), False, id="none"),
        pytest.param(feed(hub="https://other.example/"), True, id="another hub"),
        pytest.param(feed(itself="https://a.example/new"), True, id="another name"),
    ],
)
def test_a_hub_is_asked_anew_only_if_something_changed(now_named, is_asked):
    push = wanted_push(now_named, TOPIC, 1, known=PUSH, now=NOW)
    assert (push is not None) == is_asked


@pytest.mark.parametrize(
    ("hub", "itself", "expected"),
    [
        pytest.param("", "", (HUB, TOPIC), id="none: those of the feed"),
        pytest.param("https://h.example/", "/x", ("https://h.example/", f"{HOST}/x"), id="both"),
        pytest.param("https://h.example/", "", ("https://h.example/", TOPIC), id="the hub alone"),
        pytest.param("ftp://h.example/", "https://[", (HUB, TOPIC), id="no web addresses"),
    ],
)
def test_what_headers_name_comes_before_what_the_feed_names(hub, itself, expected):
    found = announced(feed(), page(hub=hub, itself=itself))
    assert (found.hub_url, found.self_url) == expected


def test_a_hub_that_does_not_agree_is_asked_less_and_less():
    push, waits = PUSH, []
    for _ in range(9):
        push = asked(push, now=NOW)
        waits.append((push.ask_at - NOW) / MINUTE)
    assert waits == [15, 30, 60, 120, 240, 480, 960, 1440, 1440]


@pytest.mark.parametrize(
    ("granted", "lease"),
    [
        pytest.param("86400", DAY, id="a day"),
        pytest.param("", LEASE, id="as asked"),
        pytest.param("1", 10 * MINUTE, id="hardly any time"),
        pytest.param("9" * 30, LEASE, id="for ever"),
        pytest.param("-5", LEASE, id="nonsense"),
    ],
)
def test_a_hub_that_agrees_is_asked_again_before_its_lease_ends(granted, lease):
    push = agreed(replace(PUSH, tries=3), topic=TOPIC, lease_seconds=granted, now=NOW)
    assert push == replace(PUSH, tries=0, lease_until=NOW + lease, ask_at=NOW + 0.9 * lease)


def test_a_hub_that_speaks_of_another_feed_was_not_meant():
    assert agreed(PUSH, topic="https://a.example/", lease_seconds="1", now=NOW) is None


def signature(method: str, key: bytes = b"secret", body: bytes = b"<rss/>") -> str:
    return f"{method}={hmac.new(key, body, method).hexdigest()}"


@pytest.mark.parametrize("method", ["sha1", "sha256", "sha384", "sha512"])
def test_what_the_hub_signed_is_known(method):
    assert is_signed(PUSH, b"<rss/>", signature(method))
    assert is_signed(PUSH, b"<rss/>", f" {method}={signature(method)[len(method) + 1 :].upper()} ")


@pytest.mark.parametrize(
    "wrong",
    [
        pytest.param("", id="none"),
        pytest.param(signature("sha256", key=b"guess"), id="another secret"),
        pytest.param(signature("sha256", body=b"<rss></rss>"), id="another body"),
        pytest.param(signature("md5"), id="a weak method"),
        pytest.param(hashlib.sha256(b"<rss/>").hexdigest(), id="no method"),
        pytest.param("sha256=é", id="no digest"),
        pytest.param("sha256=", id="empty digest"),
    ],
)
def test_what_anybody_else_sends_is_not(wrong):
    assert not is_signed(PUSH, b"<rss/>", wrong)
