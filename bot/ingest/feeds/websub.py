"""What we agree with a hub that announces a feed's changes: w3.org/TR/websub. Pure."""

from __future__ import annotations

import hmac
import secrets
from dataclasses import replace
from datetime import datetime, timedelta

from bot.delivery import backoff
from bot.ingest.feeds.parse import Feed, plain_url
from bot.ingest.web import Page
from storage.model import Push

# What hubs are asked for; most grant less.
LEASE = timedelta(days=10)

# A hub that is asked should say within minutes that it agrees.
_FIRST_WAIT = timedelta(minutes=15)
_LONGEST_WAIT = timedelta(hours=24)
_SHORTEST_LEASE = timedelta(minutes=10)

_METHODS = {"sha1", "sha256", "sha384", "sha512"}


def announced(feed: Feed, page: Page) -> Feed:
    """Return the feed with the hub and the address that the headers of its answer name.

    These come before those that the feed itself names: section 4 of the standard.
    """
    return replace(
        feed,
        hub_url=plain_url(page.url, page.hub_link) or feed.hub_url,
        self_url=plain_url(page.url, page.self_link) or feed.self_url,
    )


def wanted_push(
    feed: Feed, feed_url: str, source_id: int, *, known: Push | None, now: datetime
) -> Push | None:
    """Return what to ask of the hub that a feed names; None if there is nothing new to ask."""
    topic = feed.self_url or feed_url
    if feed.hub_url is None:
        return None
    if known is not None and (known.hub_url, known.topic_url) == (feed.hub_url, topic):
        return None
    return Push(
        source_id=source_id,
        hub_url=feed.hub_url,
        topic_url=topic,
        token=secrets.token_urlsafe(24),
        secret=secrets.token_urlsafe(24),
        ask_at=now,
    )


def asked(push: Push, *, now: datetime) -> Push:
    """Return it after its hub was asked; it is asked again if it does not agree in time."""
    wait = backoff(push.tries + 1, first=_FIRST_WAIT, longest=_LONGEST_WAIT)
    return replace(push, tries=push.tries + 1, ask_at=now + wait)


def agreed(push: Push, *, topic: str, lease_seconds: str, now: datetime) -> Push | None:
    """Return it after its hub asked whether we meant it; None if we did not.

    `lease_seconds` is as the hub writes it.
    """
    if topic != push.topic_url:
        return None
    is_number = lease_seconds.isdecimal() and len(lease_seconds) < 9  # noqa: PLR2004 - years
    lease = timedelta(seconds=int(lease_seconds)) if is_number else LEASE
    lease = max(lease, _SHORTEST_LEASE)
    # Asked again while it still tells, so that nothing falls between two leases.
    return replace(push, tries=0, lease_until=now + lease, ask_at=now + 0.9 * lease)


def is_signed(push: Push, body: bytes, signature: str) -> bool:
    """Return whether `body` was signed with the secret that its hub alone knows.

    `signature` is `X-Hub-Signature`, such as `sha256=9f86...`.
    """
    method, _, digest = signature.strip().partition("=")
    if method not in _METHODS:
        return False
    expected = hmac.new(push.secret.encode(), body, method).hexdigest()
    return hmac.compare_digest(expected.encode(), digest.lower().encode())
