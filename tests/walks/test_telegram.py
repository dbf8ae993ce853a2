"""Every command in Telegram: the real network stack, on the strict server."""

from __future__ import annotations

import asyncio
import re
from contextlib import asynccontextmanager
from dataclasses import replace

import pytest

from bot.app import build_app
from bot.app import tick as do_what_is_due
from bot.commands.request import Audience
from bot.commands.table import COMMANDS
from bot.delivery.rate_limit import NO_LIMITS
from bot.frontends.telegram.app import run
from bot.workers import Workers
from tests.botapi import BotApi
from tests.telegram_bot import ADMIN, READER, settings_for
from tests.walks.pages import (
    CONSENT_PAGE,
    FEED,
    HEADLINES,
    ICE_TITLE,
    NEWS_PAGE,
    PORT_PAGE,
    PORT_TITLE,
)

# What a reader types, and what the answer must hold. Article 1 has five headlines.
READERS_LINES = (
    ("/start", "Send a link or paste an article"),
    ("/help", "/search <words>"),
    ("/whoami", f"Your user id is {READER}."),
    ("/latest", ICE_TITLE),
    ("/headlines", HEADLINES[0]),
    ("/headlines law", HEADLINES[1]),
    ("/topics", "Nothing is told of more than usual."),
    ("/search tariffs", HEADLINES[1]),
    ("/summary 1", "• "),
    ("/related h2", "both about tariffs and court"),
    ("/why 1", "of what the summary tells"),
    ("/story s1", "s1 · "),
    ("/digest", "1 · " + ICE_TITLE),
    ("/digest d1", "1 · " + ICE_TITLE),
    ("/why d1 1", "is first because"),
    ("/digests", "d1 · "),
    ("/digests icebreaker", "In your digests: “icebreaker”"),
    ("/digest 2020-02-29", "There is no digest of Sat 29 Feb 2020. Nearest is d1"),
    ("/export", "as which file?"),
    ("/export d1 epub", "d1, "),
    ("/export all atom", "d1, "),
    ("/missed", "Nothing was left out."),
    ("/follow icebreaker", "It would have matched 1 story in the last 7 days:"),
    ("/mute football", "Nothing in the last 7 days matches it."),
    ("/alert storm", "Such stories are told at once"),
    ("/taste more s1", "More like this: "),
    ("/taste", "Learned from 1 press"),
    ("/filters", "1 · icebreaker"),
    ("/drop 1", "No longer followed: icebreaker"),
    ("/subscribe 7:30 18:00 weekdays Europe/Kyiv", "on weekdays at 07:30 and 18:00 (Europe/Kyiv)"),
    ("/settings", "Times: 07:30 and 18:00, on weekdays"),
    ("/pause 3 days", "Paused. The next digest comes"),
    ("/resume", "Digests come again"),
    ("/unsubscribe", "No more digests come."),
)

READERS_MISTAKES = (
    ("/start nonsense", "Send a link or paste an article"),
    ("/help nonsense", "/search <words>"),
    ("/whoami nonsense", "Your user id"),
    ("/latest nonsense", ICE_TITLE),
    ("/headlines nonsense", "“nonsense” is no topic."),
    ("/topics nonsense", "Nothing is told of more than usual."),
    ("/search", "How to search"),
    ("/summary 99999", "There is no article 99999."),
    ("/related h99", "There is no headline h99."),
    ("/why 99", "There is no article 99."),
    ("/story s99", "There is no story s99."),
    ("/digest d99", "There is no digest d99."),
    ("/digest nonsense", "“nonsense” is no digest and no day."),
    ("/digests nonsense", "No digest is stored for this chat."),
    ("/digests (icebreaker", "A bracket is opened and not closed"),
    ("/export nonsense", "“nonsense” is no digest, no day and no format."),
    ("/export d99 epub", "There is no digest d99."),
    ("/export epub html", "Name one format"),
    ("/missed nonsense", "Not in your digests"),
    ("/follow", "Say what to follow"),
    ("/mute (football", "A bracket is opened and not closed"),
    ("/alert storm after:3d", "leave out after: and before:."),
    ("/taste nonsense", "“nonsense” is none of more, less, mute, undo and reset."),
    ("/filters nonsense", "You follow and mute nothing yet."),
    ("/drop 9", "There is no filter 9."),
    ("/subscribe 25:00", '"25:00" is no time of day.'),
    ("/settings colour", 'There is no setting "colour".'),
    ("/pause", "No digests come here yet."),
    ("/resume nonsense", "No digests come here yet."),
    ("/unsubscribe", "This chat has no subscription."),
    ("/nonsense", "There is no command /nonsense."),
)

ADMINS_MISTAKES = (
    ("/ingest nonsense", "“nonsense” is neither an address nor a file."),
    ("/merge s1", "Name two stories."),
    ("/split s1", "Name a story and what to take out of it"),
    ("/remove h1", "Name an article, such as 12."),
    ("/addsource", "Name the address of a feed"),
    ("/sources nonsense", "There are no sources yet."),
    ("/source f9", "There is no source f9."),
    ("/exportsources nonsense", "0 sources for any reader"),
    ("/removesource f9", "There is no source f9."),
    ("/unsure send 9", "No message 9 is held."),
    ("/status nonsense", "Updates waiting"),
)


@pytest.fixture
async def telegram(api, database_url, workers):
    """The whole bot, on the strict server; what is due is done by the test."""
    async with bot_on(api, database_url("sqlite"), workers) as app:
        yield app


@asynccontextmanager
async def bot_on(api: BotApi, url: str, workers: Workers):
    """Run the whole bot within the block, with `workers` instead of some of its own."""
    stop = asyncio.Event()
    settings = replace(settings_for(api, database_url=url), allow_private_networks=True)
    async with build_app(settings) as built:
        app = replace(built, workers=workers)
        running = asyncio.create_task(
            run(
                app,
                COMMANDS,
                ticks=[lambda: do_what_is_due(app)],
                stop=stop,
                limits=NO_LIMITS,
            )
        )
        try:
            yield app
        finally:
            stop.set()
            await running


async def talk(api, chat, lines):
    """Say the lines one after the other, and hold each answer to what it must have."""
    for line, expected in lines:
        before = len(api.texts(chat))
        api.say(chat, chat, line)
        answer = (await api.wait_for(chat, before + 1))[-1].text
        assert expected in answer, f"{line!r} was answered with {answer!r}"
    assert api.world.losses == []


def names(lines):
    return {match[1] for line, _ in lines if (match := re.match(r"/(\w+)", line))}


def test_the_walks_use_every_command_and_get_every_command_wrong():
    readers = {row.name for row in COMMANDS.values() if row.audience is not Audience.ADMINS}
    assert names(READERS_LINES) == readers
    assert names(READERS_MISTAKES) - {"nonsense"} == readers
    assert names(ADMINS_MISTAKES) == set(COMMANDS) - readers


@pytest.mark.usefixtures("telegram")
async def test_a_reader_uses_every_command(api):
    await talk(api, ADMIN, [(f"/ingest\n{NEWS_PAGE}", "Ingested as 1")])
    await talk(api, READER, READERS_LINES)


@pytest.mark.usefixtures("telegram")
async def test_a_reader_gets_every_command_wrong(api):
    await talk(api, ADMIN, [(f"/ingest\n{NEWS_PAGE}", "Ingested as 1")])
    await talk(api, READER, READERS_MISTAKES)


@pytest.mark.usefixtures("telegram")
async def test_an_admin_uses_every_command_for_admins(api, site):
    page = site.page("/port", PORT_PAGE)
    feed = site.page("/feed.xml", FEED, content_type="application/rss+xml")
    lines = (
        (f"/ingest {page}", f"Ingested as 1 into story s1 (1 item): {PORT_TITLE}"),
        (f"/ingest {page}", "Known already as 1"),
        ("/merge s1 s1", "s1 and s1 are one story already."),
        ("/split s1 1", "Nothing would be left of s1."),
        ("/remove 1", "Article 1 is removed"),
        (f"/addsource {feed}", "Added f1: Harbour Post"),
        ("/sources", "Harbour Post"),
        ("/source f1", "Harbour Post"),
        ("/exportsources", "1 source for any reader of feeds."),
        ("/removesource f1", "is no longer read"),
        ("/unsure", "No message is held"),
        ("/status", "0 articles, 2 headlines"),
    )
    assert names(lines) == names(ADMINS_MISTAKES)
    await talk(api, ADMIN, lines)


@pytest.mark.usefixtures("telegram")
async def test_an_admin_gets_every_command_for_admins_wrong(api):
    await talk(api, ADMIN, ADMINS_MISTAKES)


@pytest.mark.usefixtures("telegram")
async def test_a_reader_may_use_none_of_them(api):
    await talk(api, READER, [(f"/{name}", "is for admins.") for name in names(ADMINS_MISTAKES)])


@pytest.mark.usefixtures("telegram")
async def test_links_texts_and_documents_need_no_command(api, site):
    page, wall = site.page("/port", PORT_PAGE), site.page("/wall", CONSENT_PAGE)
    await talk(
        api,
        READER,
        [
            (page, PORT_TITLE),
            (wall, "No summary: this is a cookie wall, not the article."),
            (NEWS_PAGE, ICE_TITLE),
        ],
    )
    api.send_document(READER, READER, "news.txt", NEWS_PAGE.encode())
    assert (await api.wait_for(READER, 4))[-1].text.startswith(ICE_TITLE)
    await talk(api, ADMIN, [("/latest", "There are no articles yet."), (page, PORT_TITLE)])
    await talk(api, ADMIN, [("/latest", PORT_TITLE)])


@pytest.mark.usefixtures("telegram")
async def test_a_reply_works_on_what_the_message_is_about(api):
    await talk(api, ADMIN, [(f"/ingest\n{NEWS_PAGE}", "Ingested as 1")])
    api.say(READER, READER, "/headlines")
    await api.wait_for(READER, 1)
    api.say(READER, READER, "/summary 1")
    answer = (await api.wait_for(READER, 2))[-1]
    api.reply(answer, "/related")
    assert HEADLINES[0] in (await api.wait_for(READER, 3))[-1].text
    api.press(answer, "Longer")
    assert (await api.wait_for(READER, 4))[-1].text.count("• ") > 3


@pytest.mark.usefixtures("telegram")
async def test_settings_are_turned_in_their_place_and_other_answers_left_alone(api):
    await talk(api, READER, [("/subscribe 7:30 Kyiv", "every day at 07:30")])
    api.press(api.messages(READER)[-1], "Settings")
    page = (await api.wait_for(READER, 2))[-1]
    for label in ("Times", "18:00", "✓ 07:30"):
        turned = len(api.calls("editMessageText"))
        api.press(page, label)
        await api.wait_for_calls("editMessageText", turned + 1)
        page = api.messages(READER)[-1]
    assert page.text.startswith("Digests come at 18:00.")
    assert len(api.messages(READER)) == 2

    api.press(page, "✓ 18:00")
    told = (await api.wait_for(READER, 3))[-1]
    assert told.text.startswith("The last time stays")
    assert api.world.losses == []


async def test_a_digest_arrives_by_itself(api, database_url, workers):
    async with bot_on(api, database_url("sqlite"), workers) as app:
        await talk(api, ADMIN, [(f"/ingest\n{NEWS_PAGE}", "Ingested as 1")])
        await talk(api, READER, [("/subscribe 8:00 Europe/Kyiv", "every day at 08:00")])
        # Due since a minute ago, as if the bot had been subscribed to yesterday.
        async with app.store.write() as tx:
            known = await tx.subscribers.get(READER)
            await tx.subscribers.put(replace(known, next=replace(known.next, at=app.clock())))
        await do_what_is_due(app)
        answer = (await api.wait_for(READER, 2))[-1]
        api.press(answer, "Why these?")
        whys = [(await api.wait_for(READER, 3))[-1].text]
        api.reply(answer, "/why 1")
        whys.append((await api.wait_for(READER, 4))[-1].text)
    assert "1 · " + ICE_TITLE in answer.text
    assert answer.labels[0] == "1"
    assert whys[0].startswith("Why ")
    assert f"{ICE_TITLE} is first because" in whys[1]
