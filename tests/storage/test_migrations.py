"""A database comes to the newest tables, whatever it is at first, or stays as it is."""

from __future__ import annotations

import asyncio
import sqlite3
import subprocess
import sys
from asyncio.subprocess import PIPE
from collections.abc import AsyncIterator
from datetime import date, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine, inspect, make_url, text

from storage import StorageError, Store, migrations
from storage.model import (
    Arrival,
    Button,
    Centroid,
    DeliveryKind,
    Draft,
    Field,
    File,
    Filter,
    FilterKind,
    FullText,
    Kind,
    LeftOut,
    Liking,
    Mention,
    Outgoing,
    Outlet,
    Quiet,
    Reasons,
    Ref,
    Ruling,
    Schedule,
    Sentence,
    Slot,
    Subscriber,
    SummaryLength,
    Term,
    Timing,
    Trait,
    TraitKind,
    Update,
    Verdict,
    Weight,
)
from storage.schema import metadata
from tests.databases import KINDS
from tests.moments import utc

ROOT = Path(__file__).parents[2]
NOW = utc("2026-01-10T06:00")
DRAFT = Draft("Title", "Body", url="https://coast-times.example/1")


def script() -> ScriptDirectory:
    config = Config()
    config.set_main_option("script_location", str(Path(migrations.__file__).parent))
    return ScriptDirectory.from_config(config)


def plainly(url: str):
    """Return an engine that knows nothing of ours."""
    address = make_url(url)
    return create_engine(address.set(drivername=address.drivername.replace("+aiosqlite", "")))


def set_version(url: str, version: str) -> None:
    engine = plainly(url)
    with engine.begin() as connection:
        statement = text("UPDATE alembic_version SET version_num = :version")
        connection.execute(statement, {"version": version})
    engine.dispose()


def version_of(url: str) -> str:
    engine = plainly(url)
    with engine.connect() as connection:
        statement = text("SELECT version_num FROM alembic_version")
        version: str = connection.execute(statement).scalar_one()
    engine.dispose()
    return version


def test_the_newest_version_is_the_one_that_the_program_asks_for():
    assert script().get_heads() == [migrations.HEAD]


@pytest.mark.parametrize("kind", KINDS)
async def test_migrations_make_the_tables_that_the_program_uses(database_url, kind):
    """The index of words is each database's own, and no part of the tables."""
    engine = plainly(database_url(kind))

    def is_compared(name: str | None, kind: str, _parents: object) -> bool:
        return not (kind == "table" and (name or "").startswith("search_words"))

    with engine.connect() as connection:
        context = MigrationContext.configure(
            connection, opts={"include_name": is_compared, "compare_type": True}
        )
        assert compare_metadata(context, metadata) == []
        assert inspect(connection).has_table("search_words")
    engine.dispose()


@pytest.mark.parametrize("kind", KINDS)
async def test_an_empty_database_gets_its_tables_and_no_copy(databases, kind):
    with databases.fresh(kind, migrated=False) as url:
        async with Store(url) as store, store.write() as tx:
            await tx.articles.add(DRAFT, published=True, now=NOW)

        async with Store(url) as store, store.read() as tx:
            assert await tx.articles.count() == 1
        if kind == "sqlite":
            path = Path(str(make_url(url).database))
            assert not list(path.parent.glob(f"{path.name}.before*"))


@pytest.mark.parametrize("kind", KINDS)
async def test_two_that_open_an_empty_database_at_once_both_can(databases, kind):
    """In processes of their own, as after a start by mistake."""
    program = (
        "import asyncio, sys\n"
        "from storage.store import Store\n"
        "async def main():\n"
        "    async with Store(sys.argv[1]) as store, store.read() as tx:\n"
        "        print(await tx.articles.count())\n"
        "asyncio.run(main())\n"
    )
    with databases.fresh(kind, migrated=False) as url:
        both = [
            await asyncio.create_subprocess_exec(
                sys.executable, "-c", program, url, cwd=ROOT, stdout=PIPE, stderr=PIPE
            )
            for _ in range(2)
        ]
        answers = [await process.communicate() for process in both]

    assert answers == [(b"0\n", b""), (b"0\n", b"")]


async def test_a_sqlite_file_is_copied_before_it_is_changed(database_url):
    url = database_url("sqlite")
    async with Store(url) as store, store.write() as tx:
        await tx.articles.add(DRAFT, published=True, now=NOW)
    set_version(url, "0000")

    # There was no such version: the migration fails, after the copy was made.
    with pytest.raises(StorageError, match="0000"):
        async with Store(url):
            pass

    copy = f"{url}.before-{migrations.HEAD}"
    assert version_of(copy) == "0000"
    set_version(copy, migrations.HEAD)
    async with Store(copy) as store, store.read() as tx:
        assert await tx.articles.by_url(str(DRAFT.url)) is not None


@pytest.mark.parametrize("kind", KINDS)
async def test_a_database_of_a_newer_version_is_refused_and_left_alone(database_url, kind):
    url = database_url(kind)
    set_version(url, "9999")

    with pytest.raises(StorageError, match="newer version"):
        async with Store(url):
            pass

    assert version_of(url) == "9999"


@pytest.mark.parametrize("kind", KINDS)
async def test_subscribers_of_the_first_version_are_served_as_they_were(databases, kind):
    with databases.fresh(kind, migrated=False) as url:
        engine = plainly(url)
        config = Config()
        config.set_main_option("script_location", str(Path(migrations.__file__).parent))
        # SQLite keeps instants as text without a zone.
        moment = NOW if kind == "postgresql" else "2026-01-10 06:00:00.000000"
        statement = text(
            "INSERT INTO subscribers (chat_id, times, weekdays, zone, next_slot, next_at, since,"
            " paused) VALUES (7, '08:00', '0123456', 'Europe/Kyiv', '2026-01-10T08:00', :now,"
            " :now, '')"
        )
        with engine.begin() as connection:
            config.attributes["connection"] = connection
            command.upgrade(config, "0015")
            connection.execute(statement, {"now": moment})
        engine.dispose()

        async with Store(url) as store, store.read() as tx:
            due = await tx.subscribers.due(NOW)

    assert due == [
        Subscriber(
            chat_id=7,
            thread_id=None,
            schedule=Schedule((time(8),)),
            zone=ZoneInfo("Europe/Kyiv"),
            next=Slot(date(2026, 1, 10), time(8), NOW),
            since=NOW,
        )
    ]


@pytest.fixture
async def first_version(databases) -> AsyncIterator[Store]:
    """A SQLite database as version 0015 left it, with something in every table."""
    with databases.fresh("sqlite", migrated=False) as url:
        engine = sqlite3.connect(str(make_url(url).database))
        engine.executescript((Path(__file__).parent / "version_0015.sql").read_text("utf-8"))
        engine.close()
        async with Store(url) as store:
            yield store


async def test_news_of_the_first_version_is_read_and_found_on(first_version):
    ferry = Ref(Kind.ARTICLE, 1)
    async with first_version.read() as tx:
        [source] = await tx.sources.due(NOW, limit=10)
        assert (source.timing, source.gap, source.full_text, source.weight) == (
            Timing(60, frozenset({1, 2}), frozenset({6})),
            timedelta(hours=1, seconds=30),
            FullText.ALWAYS,
            Weight.NORMAL,
        )
        story = await tx.stories.get(2)
        assert story is not None
        assert [(item.ref, item.copy_of) for item in story.members] == [
            (Ref(Kind.ARTICLE, 2), ferry),
            (ferry, None),
            (Ref(Kind.HEADLINE, 1), None),
        ]
        assert story.articles[1].authors == ("A. Writer",)
        assert [each async for each in tx.grouping.changed(after=0, since=NOW)] == [
            Centroid(1, {"ferri": 1.5, "aground": 0.75}, b"\x00\x00\x80?", 3, 1, NOW)
        ]
        assert await tx.grouping.rulings() == [Ruling(ferry, Ref(Kind.ARTICLE, 2), together=True)]
        summary = await tx.summaries.get(1, method="ranker", length=1, edition=1)
        assert summary is not None
        assert summary.sentences == (Sentence("A ferry ran aground.", 1, 0),)
        term = Term(("ferri",), Field.TITLE, "ferry")
        assert await tx.search.find(term, now=NOW) == [Ref(Kind.HEADLINE, 1), ferry]
        assert await tx.words.frequencies(["ferri"]) == (3, {"ferri": 2})


async def test_readers_of_the_first_version_keep_what_they_chose_and_were_told(first_version):
    topic = Liking(Trait(TraitKind.TOPIC, "weather"), 1.0)
    async with first_version.write() as tx:
        assert await tx.subscribers.get(7) == Subscriber(
            chat_id=7,
            thread_id=None,
            schedule=Schedule(
                (time(8), time(18, 30)), frozenset(range(5)), Quiet(time(22), time(7))
            ),
            zone=ZoneInfo("Europe/Kyiv"),
            next=Slot(date(2026, 1, 12), time(8), utc("2026-01-12T06:00")),
            since=NOW,
            paused_until=NOW,
            stories=5,
            length=SummaryLength.LONG,
            alerts=3,
            language="",
        )
        assert await tx.filters.of_chat(7) == [
            Filter(1, 7, FilterKind.ALERT, "ferry", ("en",), NOW, thread_id=4)
        ]
        [rating] = await tx.ratings.of_chat(7)
        assert (rating.about, rating.verdict, rating.likings) == (
            Ref(Kind.STORY, 1),
            Verdict.MORE,
            (topic,),
        )
        digest = await tx.digests.get(1)
        assert digest is not None
        [entry] = digest.entries
        assert (entry.outlets, entry.related) == (
            (Outlet("Coast Times", "https://coast-times.example/1"),),
            (
                Mention(
                    "h1",
                    "Ferry towed free",
                    "https://north-post.example/2",
                    outlet="North Post",
                    in_story=True,
                ),
            ),
        )
        reasons = Reasons(2, 3, NOW, ("ferry",), topic="weather", likings=(topic,), times=1.2)
        assert (entry.reasons, digest.left_out) == (reasons, LeftOut(9, "Other", reasons, (10,)))
        [reply] = await tx.outbox.claim(NOW, owner="me", lease=timedelta(1), limit=9)
        assert reply.message == Outgoing(7, DeliveryKind.REPLY, "update:1:0", "Hello")
        await tx.outbox.sent(reply.id, owner="me", message_id=1, now=NOW)
        [part] = await tx.outbox.claim(NOW, owner="me", lease=timedelta(1), limit=9)
        assert part.message.file == File("a.txt", b"abc")
        assert part.message.buttons == ((Button("More", "/more 1"),),)
        assert await tx.inbox.claim(limit=9, now=NOW) == [Update(1, 7, '{"update_id":1}', NOW)]
        assert await tx.alerts.arrivals(9) == [Arrival(1, Ref(Kind.ARTICLE, 1), NOW)]
        assert await tx.readings.has(7, Ref(Kind.ARTICLE, 1))


async def test_a_reference_to_nothing_stops_a_migration(databases):
    """SQLite checks no references while tables are rebuilt, so they are checked at the end."""
    with databases.fresh("sqlite", migrated=False) as url:
        engine = plainly(url)
        with engine.begin() as connection:
            connection.execute(text("CREATE TABLE child (id INTEGER REFERENCES words (stem))"))
            connection.execute(text("INSERT INTO child VALUES (1)"))
        engine.dispose()

        with pytest.raises(StorageError, match="child"):
            async with Store(url):
                pass

        assert not inspect(engine).has_table("articles")
        engine.dispose()


def test_an_open_database_needs_no_alembic(databases):
    """It takes longer to import than most commands take to run."""
    program = (
        "import asyncio, sys\n"
        "from storage.store import Store\n"
        "async def main():\n"
        "    async with Store(sys.argv[1]):\n"
        "        pass\n"
        "asyncio.run(main())\n"
        "assert 'alembic' not in sys.modules\n"
    )
    with databases.fresh("sqlite") as url:
        done = subprocess.run(
            [sys.executable, "-c", program, url],
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=False,
        )

    assert (done.returncode, done.stderr) == (0, "")
