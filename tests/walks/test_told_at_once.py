"""Who asks for it is told at once: each story once, a few a day, none in quiet hours."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from io import StringIO

import pytest
from rich.console import Console

from bot.alerts import send
from bot.alerts.send import Alerting
from bot.app import build_due_digests, read_due_sources, tell_alerts, tick
from bot.frontends.terminal.shell import deliver_local
from storage import StorageError
from storage.delivery import Outbox
from storage.model import Draft, FilterKind, Ref
from tests.feeds import feed
from tests.news import NOW
from tests.newsroom import ICEBREAKER, STRIKE, TOW
from tests.walks.alerting import bring, sent, told
from tests.walks.conftest import READER, STRANGER
from tests.walks.pages import HEADLINES, NEWS_PAGE

# In stories of their own, all of which match "late".
LATE = tuple(
    Draft(title=title, body=body, url=f"https://post.example/{number}", site="Post", language="en")
    for number, (title, body) in enumerate(
        (
            (
                "Spring comes late to the orchards of Tyrol",
                "Apple trees bloom three weeks after their time. Growers light candles at night.",
            ),
            (
                "Goal in a late minute decides the derby in Genoa",
                "A substitute headed the ball in after a corner. The coach wept on the bench.",
            ),
            (
                "Bank of Norway is late to raise rates",
                "The governor spoke of cautious households. Mortgages cost more from January on.",
            ),
            (
                "Satellite launch from Kourou runs late",
                "A valve of the upper stage leaked. Engineers replace it before the weekend.",
            ),
        )
    )
)


def labels(reader) -> list[str]:
    return [button.label for row in reader.heard[-1].buttons for button in row]


async def test_a_reader_is_told_at_once_and_where_to_go_from_there(reader, app):
    assert await reader.say("/alert dockers OR  tariffs") == (
        "Alert set dockers OR tariffs · 1\n"
        "Such stories are told at once, each one once, at most 5 a day.\n"
        "\n"
        "Nothing in the last 7 days matches it."
    )
    await bring(app, STRIKE, ICEBREAKER)
    await tell_alerts(app)

    [alert] = await sent(app)

    assert alert.text == (
        '<b><a href="https://harbour-post.example/strike">Port strike ends in its third week</a>'
        "</b>\nDockers accepted a raise of 4.1 percent with 61 percent of the votes.\n"
        "<i>Harbour Post</i> · <i>05:00</i> · <code>s1</code>\n"
        "Your alert: <i>dockers OR tariffs</i>"
    )
    assert [button.command for row in alert.buttons for button in row] == [
        "/story s1",
        "/taste mute s1",
        "/drop 1",
    ]
    assert alert.about == "s1"
    assert await reader.say("/drop 1") == "No more alerts of: dockers OR tariffs"


async def test_alone_it_says_what_alerts_are_and_lists_them(reader):
    assert await reader.say("/alert") == (
        "An alert tells a story at once: each one once, at most 5 a day, none in quiet hours.\n"
        'Example: /alert "port strike" OR title:earthquake'
    )
    await reader.say("/alert dockers")
    await reader.say("/mute football")

    assert (await reader.say("/alert")).endswith("\n\nYour alerts\n1 · dockers")
    assert labels(reader) == ["Drop 1", "My filters"]
    assert (
        await reader.press("My filters")
        == "You mute\n2 · football\nYou are alerted of\n1 · dockers"
    )
    assert await reader.press("Drop 1") == "No more alerts of: dockers"
    assert (await reader.press("Undo")).startswith("Alert set dockers · 3")


async def test_a_reader_is_told_beforehand_what_would_have_come(reader, app):
    await bring(app, *LATE, STRIKE)

    assert "It would have matched 4 stories in the last 7 days, such as" in (
        await reader.say("/alert late")
    )
    assert await told(app) == []


async def test_a_story_is_told_once_however_many_report_it(reader, app):
    await reader.say("/alert icebreaker")
    await bring(app, ICEBREAKER)
    assert len(await told(app)) == 1

    second = await bring(app, TOW)

    assert second.article.story_id == 1
    assert await told(app) == []


async def test_what_came_together_is_told_together_as_one(reader, app):
    await reader.say("/alert icebreaker")
    await bring(app, ICEBREAKER, TOW)

    [alert] = await told(app)
    assert alert.startswith(ICEBREAKER.title)


async def test_a_story_that_was_merged_with_one_that_was_told_is_not_told(reader, admin, app):
    await reader.say("/alert dockers")
    await bring(app, STRIKE)
    assert len(await told(app)) == 1
    other = await bring(app, ICEBREAKER)
    await admin.say(f"/merge s{other.article.story_id} s1")

    await bring(app, replace(ICEBREAKER, url=None, body=f"{ICEBREAKER.body} Dockers cheered."))

    async with app.store.read() as tx:
        assert len(await tx.stories.moved_since(NOW)) == 1
    assert await told(app) == []


async def test_a_headline_is_told_by_its_title_alone(reader, admin, app):
    await reader.say("/alert tariffs")
    await admin.say(f"/ingest\n{NEWS_PAGE}")

    assert await told(app) == [f"{HEADLINES[1]}\n06:00 · s3\nYour alert: tariffs"]


async def test_only_so_many_come_in_a_day_and_the_last_one_says_so(reader, app, clock):
    await reader.say("/subscribe 20:00 Europe/Kyiv")
    assert (await reader.say("/settings alerts 2")).startswith("At most 2 alerts a day.")
    await reader.say("/alert late")
    await bring(app, *LATE[:3])

    first, second = await told(app)

    assert "today" not in first
    assert second.endswith(
        "That is alert 2 of 2 today. What else matches comes first in your next digest; "
        "/missed lists it now."
    )
    missed = await reader.say("/missed")
    assert LATE[2].title in missed
    assert LATE[0].title not in missed
    # 23:59 in Kyiv, and a minute later.
    clock.now = NOW.replace(hour=21, minute=59)
    await bring(app, LATE[3])
    assert await told(app) == []
    clock.move(minutes=1)
    await bring(app, replace(STRIKE, title="Late strike"))
    [next_day] = await told(app)
    assert next_day.startswith("Late strike")


async def test_what_was_over_the_limit_comes_first_in_the_next_digest(reader, app, clock, store):
    for line in ("/subscribe 8:30 Europe/Kyiv", "/settings alerts 1", "/alert late"):
        await reader.say(line)
    await bring(app, ICEBREAKER, TOW, LATE[0], LATE[1])
    [alert] = await told(app)
    assert alert.startswith(LATE[0].title)
    assert "That is the only alert of today." in alert
    clock.move(minutes=30)

    await tick(app)

    [digest] = await sent(app)
    assert f'1 · <a href="{LATE[1].url}">{LATE[1].title}' in digest.text
    assert LATE[0].title not in digest.text


async def test_in_quiet_hours_alerts_wait_for_their_end(reader, app, clock):
    await reader.say("/subscribe 12:00 Europe/Kyiv")
    await reader.say("/settings quiet 22:00-7:00")
    await reader.say("/alert dockers")
    clock.now = NOW.replace(hour=21)
    await bring(app, STRIKE)
    assert await told(app) == []

    clock.now = NOW.replace(day=25, hour=5)

    [alert] = await told(app)
    # 22:00 in Kyiv, on the evening before.
    assert "Harbour Post · 24 Nov, 22:00 · s1" in alert


async def test_who_is_awake_after_all_gets_what_waits(reader, app, clock):
    await reader.say("/subscribe 12:00 Europe/Kyiv")
    await reader.say("/settings quiet 7:00-9:00")
    await reader.say("/alert dockers")
    await bring(app, STRIKE)
    assert await told(app) == []

    await reader.say("/settings quiet off")

    assert len(await told(app)) == 1


async def test_who_pauses_gets_none_and_is_told_by_digests(reader, app, clock):
    await reader.say("/subscribe 12:00 Europe/Kyiv")
    await reader.say("/settings quiet 7:00-9:00")
    await reader.say("/alert dockers OR icebreaker")
    await bring(app, STRIKE)
    await tell_alerts(app)
    await reader.say("/pause 1 day")
    await bring(app, ICEBREAKER)
    clock.move(hours=4)

    assert await told(app) == []

    await reader.say("/resume")
    digest = await reader.say("/digest")
    assert STRIKE.title in digest
    assert ICEBREAKER.title in digest


@pytest.mark.parametrize("line", ["/drop 1", "/taste mute s1"])
async def test_what_is_not_wanted_any_more_is_not_sent_after_quiet_hours(reader, app, clock, line):
    await reader.say("/subscribe 12:00 Europe/Kyiv")
    await reader.say("/settings quiet 7:00-9:00")
    await reader.say("/alert dockers")
    await bring(app, STRIKE)
    await tell_alerts(app)
    await reader.say(line)
    clock.move(hours=4)

    assert await told(app) == []


@pytest.mark.parametrize(
    ("hours", "expected"), [pytest.param(11, 1, id="today"), pytest.param(13, 0, id="old")]
)
async def test_old_news_is_no_alert(reader, app, hours, expected):
    await reader.say("/alert dockers")
    await bring(app, STRIKE, hours=hours)

    assert len(await told(app)) == expected


async def test_what_was_there_before_the_alert_is_not_told(reader, app, clock):
    await reader.say("/alert tariffs")
    await bring(app, STRIKE)
    clock.move(seconds=1)
    await reader.say("/alert dockers")

    assert await told(app) == []


async def test_what_a_new_source_has_already_is_not_told_and_what_it_brings_later_is(
    reader, admin, app, clock, site
):
    await reader.say("/alert ferry")
    url = site.feed("/feed", feed(1, 2))
    await admin.say(f"/addsource {url}")
    assert await told(app) == []
    clock.move(hours=2)
    site.feed("/feed", feed(0, 1, 2))

    await read_due_sources(app)

    [alert] = await told(app)
    assert alert.startswith("Ferry number 0 sails\n")


async def test_a_folder_of_articles_is_no_news(reader, terminal, app, tmp_path):
    for number, draft in enumerate((STRIKE, ICEBREAKER)):
        (tmp_path / f"{number}.txt").write_text(f"{draft.title}\n\n{draft.body}")
    await reader.say("/alert dockers OR icebreaker")

    assert (await terminal.say(f"/ingest {tmp_path}")).startswith("2 ingested")
    assert await told(app) == []


async def test_what_is_published_later_is_told_then(reader, app):
    await reader.say("/alert dockers")
    await bring(app, STRIKE, published=False)
    assert await told(app) == []

    await bring(app, STRIKE)

    assert len(await told(app)) == 1


async def test_a_muted_story_is_never_told(reader, app):
    await reader.say("/alert icebreaker")
    await reader.say("/mute flares")
    await bring(app, ICEBREAKER, TOW, STRIKE)

    assert await told(app) == []


async def test_a_story_that_was_muted_by_a_tap_is_never_told(reader, app):
    await bring(app, ICEBREAKER)
    await reader.say("/alert flares")
    await reader.say("/taste mute s1")
    await bring(app, TOW)

    assert await told(app) == []


async def test_a_story_that_was_told_by_a_digest_is_an_update_if_it_moved_on(reader, app, clock):
    await reader.say("/subscribe 8:30 Europe/Kyiv")
    await reader.say("/alert flares")
    await bring(app, ICEBREAKER)
    clock.move(minutes=30)
    await tick(app)
    assert len(await sent(app)) == 1
    clock.move(minutes=1)

    await bring(app, TOW)

    [alert] = await told(app)
    assert alert.startswith(f"Update: {TOW.title}")


async def test_what_an_alert_told_is_not_told_again_by_a_digest_before_it_moves_on(
    reader, app, clock
):
    await reader.say("/alert icebreaker")
    await bring(app, ICEBREAKER)
    assert len(await told(app)) == 1
    clock.move(hours=1)
    assert ICEBREAKER.title not in await reader.say("/digest")

    await bring(app, TOW)

    digest = await reader.say("/digest")
    assert f"Update: {TOW.title}" in digest
    assert "New since" in digest


async def test_what_came_while_an_alert_was_made_is_told_by_the_next_digest(reader, app, clock):
    await reader.say("/alert icebreaker")
    await bring(app, ICEBREAKER)
    clock.move(seconds=1)
    await bring(app, TOW)
    clock.move(seconds=1)
    [alert] = await told(app)
    assert alert.startswith(ICEBREAKER.title)

    assert f"Update: {TOW.title}" in await reader.say("/digest")


async def test_an_alert_that_may_not_have_arrived_is_told_by_the_next_digest(reader, app):
    await reader.say("/alert dockers")
    await bring(app, STRIKE)
    await tell_alerts(app)
    async with app.store.write() as tx:
        [taken] = await tx.outbox.claim(app.clock(), owner="a", lease=timedelta(minutes=2), limit=9)
        await tx.outbox.unsure(taken.id, owner="a", error="cut", now=app.clock())

    assert STRIKE.title in await reader.say("/digest")
    assert await told(app) == []


async def test_an_alert_that_could_not_be_sent_for_hours_is_left_to_digests(reader, app, clock):
    await reader.say("/alert dockers")
    await bring(app, STRIKE)
    await tell_alerts(app)
    clock.move(hours=12, seconds=1)
    await build_due_digests(app)

    assert await sent(app) == []
    assert STRIKE.title in await reader.say("/digest")


async def test_what_is_followed_may_be_alerted_of_and_what_is_muted_may_not(reader, app):
    await reader.say("/follow dockers")
    assert (await reader.say("/alert dockers")).startswith("Alert set dockers · 2")
    assert await reader.say("/alert Dockers") == "You are alerted of that already: dockers · 2"
    assert await reader.say("/mute dockers") == "You follow that: dockers · 1. Drop it to mute it."
    await reader.say("/mute football")
    assert await reader.say("/alert football") == (
        "You mute that: football · 3. Drop it to be alerted of it."
    )


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        pytest.param(
            "/alert dockers after:3d",
            "An alert is about what is still to come: leave out after: and before:.",
            id="a time",
        ),
        pytest.param(
            "/alert dockers -(before:2026-11-24 OR ferry)",
            "An alert is about what is still to come",
            id="a time within",
        ),
        pytest.param("/alert the", "“the” is in nearly every text.", id="everything"),
        pytest.param("/alert colour:red", "There is no field colour", id="no field"),
        pytest.param("/settings alerts 0", '"0" is no number from 1 to 20.', id="none a day"),
        pytest.param("/settings alerts many", '"many" is no number from 1 to 20.', id="no number"),
    ],
)
async def test_what_is_no_alert_gets_one_sentence(reader, line, expected):
    await reader.say("/subscribe 8:00 Europe/Kyiv")
    assert (await reader.say(line)).startswith(expected)
    assert "alerted" not in await reader.say("/filters")


async def test_how_many_come_is_chosen_by_a_tap(reader):
    await reader.say("/subscribe 8:00 Europe/Kyiv")
    await reader.say("/settings")

    assert (await reader.press("Alerts")).startswith("At most 5 alerts a day.\n")
    assert labels(reader) == ["1", "3", "✓ 5", "10", "20", "Settings"]
    assert (await reader.press("3")).startswith("At most 3 alerts a day.\n")
    assert "Alerts: up to 3 a day" in await reader.press("Settings")


async def test_who_ends_the_digests_is_told_that_alerts_go_on(reader, app):
    await reader.say("/subscribe 8:00 Europe/Kyiv")
    await reader.say("/alert dockers")

    assert "Your alerts go on: /alert" in await reader.say("/unsubscribe")
    await bring(app, STRIKE)
    assert len(await told(app)) == 1


async def test_a_crash_between_chats_loses_nothing_and_doubles_nothing(
    reader, stranger, app, monkeypatch
):
    for person in (reader, stranger):
        await person.say("/alert dockers")
    await bring(app, STRIKE)
    monkeypatch.setattr(send, "CHATS_AT_ONCE", 1)
    add, calls = Outbox.add, iter(range(9))

    async def fail_once(self, messages, *, due_at):
        if next(calls) == 1:
            raise StorageError("the disk is full")
        await add(self, messages, due_at=due_at)

    monkeypatch.setattr(Outbox, "add", fail_once)

    with pytest.raises(StorageError):
        await tell_alerts(app)
    for _ in range(2):
        await tell_alerts(app)

    assert [len(await sent(app, chat)) for chat in (READER, STRANGER)] == [1, 0]
    async with app.store.read() as tx:
        assert await tx.alerts.told([READER, STRANGER], [1]) == {(READER, 1), (STRANGER, 1)}
        assert await tx.alerts.arrivals(9) == []


async def test_what_cannot_be_told_costs_nobody_the_others(reader, app, monkeypatch, caplog):
    await reader.say("/alert dockers OR icebreaker")
    await bring(app, ICEBREAKER, STRIKE)
    prepare = Alerting.prepare

    async def fail(self, matches, *, languages, now):
        if any(match.came.item.title == ICEBREAKER.title for match in matches):
            raise RuntimeError("a title that nobody foresaw")
        return await prepare(self, matches, languages=languages, now=now)

    monkeypatch.setattr(Alerting, "prepare", fail)

    [alert] = await told(app)
    assert alert.startswith(STRIKE.title)
    assert "a title that nobody foresaw" in caplog.text
    assert await told(app) == []


async def test_alerts_of_the_terminal_are_printed_there(terminal, app):
    await terminal.say("/alert dockers")
    await bring(app, STRIKE)
    await tick(app)
    printed = StringIO()

    assert await deliver_local(app, Console(file=printed, width=100)) == 1
    assert printed.getvalue().startswith(STRIKE.title)


async def test_stories_that_change_while_they_are_told_are_looked_at_anew(reader, app, monkeypatch):
    await reader.say("/alert icebreaker")
    await bring(app, ICEBREAKER)
    [later] = [replace(STRIKE, body=f"{STRIKE.body} An icebreaker came.")]
    await bring(app, later)
    prepare, is_first = Alerting.prepare, iter((True, False))

    async def merge_meanwhile(self, matches, *, languages, now):
        found = await prepare(self, matches, languages=languages, now=now)
        if next(is_first):
            async with app.store.write() as tx:
                one, other = [await tx.stories.get(number) for number in (1, 2)]
                await app.grouper.merge(one, other, tx=tx, now=now)
        return found

    monkeypatch.setattr(Alerting, "prepare", merge_meanwhile)

    assert len(await told(app)) == 1


async def test_an_alert_goes_to_the_topic_of_the_forum_in_which_it_was_made(app):
    async with app.store.write() as tx:
        await tx.filters.add(
            READER, FilterKind.ALERT, "dockers", languages=["en"], now=app.clock(), thread_id=5
        )
    await bring(app, STRIKE)
    await tell_alerts(app)

    assert [message.thread_id for message in await sent(app)] == [5]


async def test_an_article_that_was_removed_is_not_told(reader, admin, app):
    await reader.say("/alert dockers")
    await bring(app, STRIKE)
    await admin.say(f"/remove {Ref.parse('1')}")

    assert await told(app) == []
