"""A database comes to the newest tables, whatever it is at first, or stays as it is."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from asyncio.subprocess import PIPE
from datetime import date, time
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine, inspect, make_url, text

from storage import migrations
from storage.engine import StorageError
from storage.model import Draft, Field, Kind, Ref, Schedule, Slot, Subscriber, Term
from storage.schema import metadata
from storage.store import Store
from tests.databases import KINDS
from tests.moments import utc
from tests.news import source

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
async def test_sources_of_the_first_version_are_read_on(databases, kind):
    with databases.fresh(kind, migrated=False) as url:
        engine = plainly(url)
        config = Config()
        config.set_main_option("script_location", str(Path(migrations.__file__).parent))
        with engine.begin() as connection:
            config.attributes["connection"] = connection
            command.upgrade(config, "0001")
            for number, failures in ((1, 0), (2, 3)):
                statement = text(
                    "INSERT INTO sources (url, title, etag, last_modified, next_poll_at, failures,"
                    " last_error, added_at) VALUES (:url, 'Post', '\"7\"', '', :now, :failures, '',"
                    " :now)"
                )
                values = {"url": f"https://a.example/{number}", "failures": failures}
                # SQLite keeps instants as text without a zone.
                moment = NOW if kind == "postgresql" else "2026-01-10 06:00:00.000000"
                connection.execute(statement, {"now": moment, **values})
        engine.dispose()

        async with Store(url) as store, store.read() as tx:
            well, sick = await tx.sources.due(NOW, limit=10)

    assert well == source(
        1, url="https://a.example/1", title="Post", etag='"7"', next_poll_at=NOW, added_at=NOW
    )
    assert (sick.failures, sick.failing_since) == (3, NOW)


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
            command.upgrade(config, "0001")
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


@pytest.mark.parametrize("kind", KINDS)
async def test_what_was_searched_for_before_facets_is_found_on(databases, kind):
    """Items of one hour, of one outlet and without any, in the form of each database."""
    old = ((2, "coast times", "en", "ship"), (3, "coast times", "en", "tow"), (4, "", "", "ship"))
    with databases.fresh(kind, migrated=False) as url:
        engine = plainly(url)
        config = Config()
        config.set_main_option("script_location", str(Path(migrations.__file__).parent))
        # SQLite keeps instants as text without a zone.
        moment = NOW if kind == "postgresql" else "2026-01-10 06:00:00.000000"
        words = (
            "INSERT INTO search_words (id, words) VALUES (:id, CAST(:title AS tsvector))"
            if kind == "postgresql"
            else "INSERT INTO search_words (rowid, title, body) VALUES (:id, :title, 'old')"
        )
        with engine.begin() as connection:
            config.attributes["connection"] = connection
            command.upgrade(config, "0008")
            for number, source, language, title in old:
                row = {"id": number, "source": source, "language": language, "at": moment}
                statement = "INSERT INTO search (id, source, language, at) "
                connection.execute(text(f"{statement} VALUES (:id, :source, :language, :at)"), row)
                connection.execute(text(words), {"id": number, "title": title})
            connection.execute(text("INSERT INTO words VALUES ('ship', 2)"))
        engine.dispose()

        coast = Term((), Field.SOURCE, "coast")
        async with Store(url) as store, store.write() as tx:
            await tx.search.index(
                Ref(Kind.ARTICLE, 9),
                title=["ship"],
                body=["old"],
                source="Coast Times",
                language="en",
                at=NOW,
            )
            ships = await tx.search.find(Term(("ship",), Field.ANY, "ship"), now=NOW)
            assert sorted(ships) == [Ref(Kind.ARTICLE, n) for n in (1, 2, 9)]
            found = await tx.search.find(coast, now=NOW)
            assert sorted(found) == [
                Ref(Kind.ARTICLE, 1),
                Ref(Kind.ARTICLE, 9),
                Ref(Kind.HEADLINE, 1),
            ]
            assert await tx.search.languages() == {"en": 3}
            assert await tx.words.frequencies(["ship"]) == (0, {"ship": 2})
