"""Hubs tell of new items: asked, confirmed and signed over real HTTP, both ways."""

from __future__ import annotations

import asyncio
import hmac
import io
import socket
from collections.abc import AsyncIterator, Mapping
from dataclasses import replace
from datetime import timedelta

import aiohttp
import pytest
from aiohttp import web

from bot.app import App, ask_due_hubs, read_due_sources
from bot.commands.request import silent
from bot.errors import SettingsError
from bot.frontends.web import listening
from bot.ingest.sources.add import add_source
from bot.ingest.sources.reader import Reading
from bot.settings import Settings
from storage.model import Added, Push, Source
from tests.feeds import feed, headlines
from tests.news import NOW
from tests.outbox import Clock
from tests.website import Website

HOUR = timedelta(hours=1)


class Hub:
    """A hub on a website: it writes down what it is asked, and visits and sends on command."""

    def __init__(self, site: Website) -> None:
        """Answer at `/hub`."""
        self.url = site.handle("/hub", self._asked)
        self.asked: list[dict[str, str]] = []
        self.status = 202

    async def _asked(self, request: web.Request) -> web.Response:
        self.asked.append({name: str(value) for name, value in (await request.post()).items()})
        return web.Response(status=self.status)

    async def visit(self, **changed: str) -> tuple[int, str]:
        """Ask whether what was asked last was meant; return status and text."""
        last = self.asked[-1]
        query = {
            "hub.mode": "subscribe",
            "hub.topic": last["hub.topic"],
            "hub.challenge": "abc",
            "hub.lease_seconds": "86400",
        } | {f"hub.{name}": value for name, value in changed.items()}
        callback = last["hub.callback"]
        async with (
            aiohttp.ClientSession() as session,
            session.get(callback, params=query) as answer,
        ):
            return answer.status, await answer.text()

    async def send(self, content: str, *, secret: str | None = None, path: str = "") -> int:
        """Send a feed to who asked last; return the status."""
        last = self.asked[-1]
        key = last["hub.secret"] if secret is None else secret
        digest = hmac.new(key.encode(), content.encode(), "sha256").hexdigest()
        headers: Mapping[str, str] = {
            "X-Hub-Signature": f"sha256={digest}",
            "Content-Type": "application/rss+xml",
        }
        url = last["hub.callback"] + path
        async with (
            aiohttp.ClientSession() as session,
            session.post(url, data=io.BytesIO(content.encode()), headers=headers) as answer,
        ):
            return answer.status


@pytest.fixture
async def hub(site) -> Hub:
    """A hub."""
    return Hub(site)


@pytest.fixture
async def app(reading: Reading) -> AsyncIterator[App]:
    """The app, reached from the web at a free port."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    app = App(
        settings=Settings(public_url=f"http://127.0.0.1:{port}/news/", web_port=port),
        store=reading.store,
        fetcher=reading.fetcher,
        workers=reading.workers,
        clock=Clock(),
    )
    async with listening(app):
        yield app


def feed_with_hub(hub: Hub, *numbers: int) -> str:
    link = f'<atom:link xmlns:atom="http://www.w3.org/2005/Atom" rel="hub" href="{hub.url}"/>'
    return feed(*numbers).replace("<channel>", f"<channel>{link}")


async def add(app: App, url: str) -> Source:
    added = await add_source(url, app.reading, now=NOW, progress=silent)
    assert isinstance(added, Added)
    return added.source


async def push_of(app: App, source: Source) -> Push:
    async with app.store.read() as tx:
        push = await tx.pushes.of(source.id)
    assert push is not None
    return push


@pytest.fixture
async def source(app, hub, site) -> Source:
    """A source whose hub was asked."""
    source = await add(app, site.page("/feed", feed_with_hub(hub, 9)))
    await ask_due_hubs(app)
    return source


async def test_a_hub_is_asked_to_tell_of_a_feeds_changes(app, hub, site, source):
    [asked] = hub.asked
    push = await push_of(app, source)
    assert asked == {
        "hub.mode": "subscribe",
        "hub.topic": f"{site.url}/feed",
        "hub.callback": f"{app.settings.public_url}{push.token}",
        "hub.secret": push.secret,
        "hub.lease_seconds": "864000",
    }

    await ask_due_hubs(app)
    assert len(hub.asked) == 1


async def test_a_hub_that_headers_name_is_asked_as_well_and_kept_whatever_it_sends(
    app, hub, site, store
):
    """What it sends may name another one, or none: that is no reason to ask anew."""
    link = f'<{hub.url}>; rel="hub", </canonical>; rel="self"'
    source = await add(app, site.page("/feed", feed(9), headers={"Link": link}))
    await ask_due_hubs(app)

    [asked] = hub.asked
    assert asked["hub.topic"] == f"{site.url}/canonical"
    await hub.visit()
    before = await push_of(app, source)
    elsewhere = feed_with_hub(hub, 3).replace(hub.url, f"{hub.url}/other")
    assert await hub.send(elsewhere) == 202
    assert len(await headlines(store)) == 2
    assert await push_of(app, source) == before


async def test_a_hub_hears_that_it_was_meant_and_is_asked_again_before_its_lease_ends(
    app, hub, source
):
    assert await hub.visit() == (200, "abc")
    assert (await push_of(app, source)).lease_until == NOW + timedelta(days=1)

    app.clock.pass_by(hours=21)
    await ask_due_hubs(app)
    assert len(hub.asked) == 1
    app.clock.pass_by(hours=1)
    await ask_due_hubs(app)
    assert len(hub.asked) == 2
    assert hub.asked[0] == hub.asked[1]


@pytest.mark.parametrize(
    ("changed", "status"),
    [
        pytest.param({"topic": "https://a.example/"}, 404, id="another feed"),
        pytest.param({"mode": "unsubscribe"}, 404, id="the contrary"),
        pytest.param({"mode": "denied"}, 200, id="its refusal"),
    ],
)
async def test_a_hub_is_not_told_that_it_was_meant_for(app, hub, source, changed, status):
    assert (await hub.visit(**changed))[0] == status
    assert (await push_of(app, source)).lease_until is None


async def test_what_a_hub_sends_is_stored_at_once_and_once(app, hub, store, source):
    await hub.visit()
    assert await hub.send(feed(1, 9, title="Only a part")) == 202
    assert await hub.send(feed(1, 9)) == 202

    assert await headlines(store) == ["Ferry number 1 sails", "Ferry number 9 sails"]
    async with store.read() as tx:
        after = await tx.sources.get(source.id)
    assert after is not None
    assert (after.title, after.etag, after.url) == ("Harbour Post", source.etag, source.url)


async def test_what_is_not_signed_by_the_hub_is_left_alone(hub, store, source):
    assert await hub.send(feed(1), secret="guess") == 202
    assert await headlines(store) == ["Ferry number 9 sails"]


async def test_what_is_no_feed_is_left_alone(hub, store, source):
    assert await hub.send("<html><body>Hello</body></html>") == 202
    assert await headlines(store) == ["Ferry number 9 sails"]


async def test_a_hub_that_nobody_asked_is_told_to_stop(app, hub, store, source):
    assert await hub.send(feed(1), path="x") == 410
    async with store.write() as tx:
        await tx.sources.remove(source.id)
    assert await hub.send(feed(1)) == 410
    assert (await hub.visit())[0] == 404


async def test_what_is_too_large_is_not_read(hub, store, source):
    assert await hub.send("x" * 5_000_001) == 413
    assert await headlines(store) == ["Ferry number 9 sails"]


async def test_a_hub_that_does_not_answer_holds_up_nothing_and_is_asked_later(
    app, hub, site, source
):
    hub.status = 500
    app.clock.pass_by(hours=1)
    await ask_due_hubs(app)
    await read_due_sources(app)
    push = await push_of(app, source)
    assert (len(hub.asked), push.tries, push.lease_until) == (2, 2, None)
    assert push.ask_at == NOW + HOUR + timedelta(minutes=30)


async def test_without_a_public_address_nobody_listens_and_no_hub_is_asked(reading, hub, site):
    app = App(
        settings=replace(Settings(), web_port=1),
        store=reading.store,
        fetcher=reading.fetcher,
        workers=reading.workers,
        clock=Clock(),
    )
    async with listening(app):
        await add(app, site.page("/feed", feed_with_hub(hub, 9)))
        await ask_due_hubs(app)
    assert hub.asked == []


async def test_a_port_that_is_taken_stops_the_start_with_a_sentence(app):
    with pytest.raises(SettingsError, match=r"^WEB_PORT: port-taken .*127\.0\.0\.1:\d+"):
        async with listening(app):
            pass


async def test_several_at_once_are_stored_once(hub, store, source):
    statuses = await asyncio.gather(*(hub.send(feed(1, 9)) for _ in range(5)))
    assert statuses == [202] * 5
    assert await headlines(store) == ["Ferry number 1 sails", "Ferry number 9 sails"]
