"""What was told is read again for a day, and whoever was told learns of corrections."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from aiohttp import web

from bot.app import build_due_digests, read_due_sources, read_told_again
from bot.messages.telegram_limits import plain
from bot.settings import Settings
from storage.model import Draft
from tests.databases import on_both_databases
from tests.news import NOW
from tests.walks.alerting import bring, sent, told
from tests.walks.conftest import ADMIN, READER, STRANGER

DEAD = "The number of dead in the valley of Lamora rose to 31 on Tuesday morning, officials said."
FEWER = DEAD.replace("31", "29")
REST = """\
Rescuers searched the old town through the night with dogs and lamps, and by the morning all \
houses along the river had been looked through twice.
The school of Lamora is open to everyone who has no roof, and the army has brought beds, \
blankets and a field kitchen that serves four hundred meals an hour.
Rain is expected from Thursday on, the weather service said, and the road to the coast will \
stay closed until the bridge at the mill has been tested by engineers.""".splitlines()


class Paper:
    """A page that may be corrected, and that answers 304 to those who know it."""

    def __init__(self, site) -> None:
        """Stand at an address of the site."""
        self.asked: list[str] = []
        self.first = DEAD
        self.url = site.handle("/quake", self._answer)

    async def _answer(self, request: web.Request) -> web.Response:
        mark = f'"{len(self.first)}-{self.first}"'.encode().hex()
        known = request.headers.get("If-None-Match", "")
        self.asked.append(known)
        if known == f'"{mark}"':
            return web.Response(status=304, headers={"ETag": f'"{mark}"'})
        body = "".join(f"<p>{each}</p>" for each in (self.first, *REST))
        page = (
            "<!doctype html><html lang='en'><head><title>Lamora quake</title></head>"
            f"<body><article><h1>Lamora quake: search goes on</h1>{body}</article></body></html>"
        )
        return web.Response(text=page, content_type="text/html", headers={"ETag": f'"{mark}"'})

    @property
    def draft(self) -> Draft:
        """The article on the page as it is now."""
        return Draft(
            title="Lamora quake: search goes on",
            body="\n\n".join((self.first, *REST)),
            url=self.url,
            site="Day Wire",
            language="en",
        )


@pytest.fixture
def settings() -> Settings:
    """The first sentences are told, whatever a ranker thinks of them."""
    return Settings(
        admin_ids=frozenset({ADMIN}), allow_private_networks=True, summary_method="lead"
    )


@pytest.fixture
def paper(site) -> Paper:
    return Paper(site)


async def subscribe(*people) -> None:
    for person in people:
        await person.say("/subscribe 08:00 20:00 Europe/Kyiv")


async def digest_of(app, clock, chat_id: int = READER) -> str:
    """Return what the chat's digest of the next hour says."""
    clock.now = clock.now.replace(minute=1) + timedelta(hours=1)
    await build_due_digests(app)
    return "\n".join(plain(each.text) for each in await sent(app, chat_id))


async def reread(app, clock, *, hours: float = 0) -> None:
    clock.move(hours=hours)
    await read_told_again(app)


@on_both_databases
async def test_whoever_was_told_gets_the_correction_with_the_next_digest(
    app, reader, stranger, clock, paper
):
    clock.now = NOW - timedelta(hours=1)
    await subscribe(reader)
    await bring(app, paper.draft, hours=0.1)
    assert DEAD in await digest_of(app, clock)
    # Who comes later was told nothing that is to be corrected.
    await subscribe(stranger)

    paper.first = FEWER
    await reread(app, clock, hours=2)
    clock.move(hours=9)
    evening = await digest_of(app, clock)

    assert "Corrected: Lamora quake: search goes on" in evening
    assert f" · s1\nDay Wire says now: {FEWER}\nTold before: {DEAD}" in evening
    assert "Corrected" not in "".join(plain(each.text) for each in await sent(app, STRANGER))
    # Nothing is told twice.
    await reread(app, clock, hours=2)
    clock.move(hours=9)
    assert "Corrected" not in await digest_of(app, clock)


async def test_whoever_was_alerted_is_told_at_once(app, reader, clock, paper):
    await reader.say("/alert Lamora")
    await bring(app, paper.draft, hours=0.1)
    [alert] = await told(app)
    assert DEAD in alert

    paper.first = FEWER
    await reread(app, clock, hours=2)

    [correction] = [plain(each.text) for each in await sent(app)]
    assert correction.startswith("Corrected: Lamora quake: search goes on")
    await reread(app, clock, hours=2)
    assert await sent(app) == []


async def test_in_german_too(app, reader, clock, paper):
    reader.language = "de"
    await reader.say("/alert Lamora")
    await reader.say("/subscribe 08:00 Europe/Kyiv")
    await bring(app, paper.draft, hours=0.1)
    await told(app)

    paper.first = FEWER
    await reread(app, clock, hours=2)

    [correction] = [plain(each.text) for each in await sent(app)]
    assert correction == (
        f"Berichtigt: Lamora quake: search goes on ({paper.url}) · s1\n"
        f"Day Wire schreibt jetzt: {FEWER}\n"
        f"Zuvor gemeldet: {DEAD}"
    )


async def test_a_digest_on_request_has_the_correction_too(app, reader, clock, paper):
    await bring(app, paper.draft, hours=0.1)
    assert DEAD in await reader.say("/digest")

    paper.first = FEWER
    await reread(app, clock, hours=2)

    assert f"Day Wire says now: {FEWER}" in await reader.say("/digest")
    assert "Corrected" not in await reader.say("/digest")


async def test_pages_are_asked_seldom_and_only_for_what_changed(app, reader, clock, paper):
    await bring(app, paper.draft, hours=0.1)
    await reader.say("/digest")

    for _ in range(60):
        await reread(app, clock, hours=0.5)

    first, *later = paper.asked
    assert 2 <= len(later) + 1 <= 4
    assert first == ""
    assert all(later)


async def test_what_nobody_was_told_is_not_read_again(app, clock, paper):
    await bring(app, paper.draft, hours=0.1)
    await reread(app, clock, hours=2)
    assert paper.asked == []


async def test_it_can_be_turned_off(app, reader, clock, paper):
    app = replace(app, settings=replace(app.settings, reread_hours=0))
    reader.app = app
    await bring(app, paper.draft, hours=0.1)
    await reader.say("/digest")
    await reread(app, clock, hours=2)
    assert paper.asked == []
    async with app.store.read() as tx:
        assert await tx.corrections.due(clock() + timedelta(days=9), limit=9) == []


async def test_a_page_that_is_gone_is_asked_no_more(app, reader, clock, site, paper):
    await bring(app, paper.draft, hours=0.1)
    await reader.say("/digest")
    site.page("/quake", status=404)
    await reread(app, clock, hours=2)
    async with app.store.read() as tx:
        assert await tx.corrections.due(clock() + timedelta(days=9), limit=9) == []


def item(body: str) -> str:
    return (
        '<rss version="2.0"><channel><title>Day Wire</title><item><title>Lamora quake</title>'
        "<guid>quake</guid><link>https://day-wire.example/quake</link>"
        f"<pubDate>{NOW:%a, %d %b %Y %H:%M:%S GMT}</pubDate>"
        f"<description>{body}</description></item></channel></rss>"
    )


@on_both_databases
async def test_a_feed_that_brings_an_item_with_another_text_counts_as_read_again(
    app, admin, reader, clock, site
):
    text = "\n\n".join((DEAD, *REST))
    url = site.page("/feed", item(text), content_type="application/rss+xml")
    await admin.say(f"/addsource {url}")
    assert DEAD in await reader.say("/digest")

    site.page("/feed", item(text.replace("31", "29")), content_type="application/rss+xml")
    clock.move(hours=1)
    await read_due_sources(app)
    await read_told_again(app)

    assert f"Day Wire says now: {FEWER}" in await reader.say("/digest")


async def test_a_correction_that_could_not_be_stored_is_found_again(
    app, reader, clock, paper, monkeypatch
):
    await bring(app, paper.draft, hours=0.1)
    await reader.say("/digest")
    paper.first = FEWER

    async def fail(*_: object, **__: object) -> None:
        raise RuntimeError("the machine stops here")

    with monkeypatch.context() as broken:
        broken.setattr("storage.delivery.corrections.Corrections.owe", fail)
        with pytest.raises(RuntimeError):
            await reread(app, clock, hours=2)
    assert "Corrected" not in await reader.say("/digest")

    await reread(app, clock)
    assert f"Day Wire says now: {FEWER}" in await reader.say("/digest")
