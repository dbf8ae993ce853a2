"""A store loses nothing: no update, no error, no half of a transaction."""

from __future__ import annotations

import asyncio
from datetime import datetime
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import make_url, text
from sqlalchemy.exc import DBAPIError, SQLAlchemyError
from sqlalchemy.ext.asyncio import create_async_engine

from storage import StorageBusyError, StorageError, Store
from storage.engine import transaction, writing_engine
from storage.model import Draft
from tests.databases import KINDS
from tests.moments import utc

NOW = utc("2026-01-10T06:00")
DRAFT = Draft("Title", "Body", url="https://coast-times.example/1")
OTHER = Draft("Other", "Body", url="https://coast-times.example/2")


async def count(store: Store) -> int:
    async with store.read() as tx:
        return await tx.articles.count()


async def query(url: str, statement: str) -> list[tuple[object, ...]]:
    """Return the rows that a client of another make gets."""
    engine = create_async_engine(url)
    async with engine.connect() as connection:
        rows = [tuple(row) for row in await connection.execute(text(statement))]
    await engine.dispose()
    return rows


@pytest.mark.parametrize("kind", KINDS)
async def test_what_is_read_before_writing_is_still_true(database_url, kind):
    """150 increments by two processes' worth of writers; SQLAlchemy's defaults keep 24."""
    url = make_url(database_url(kind))
    engines = [writing_engine(url), writing_engine(url)]
    async with transaction(engines[0]) as connection:
        await connection.execute(text("INSERT INTO words (stem, documents) VALUES ('ice', 0)"))

    async def increment(number: int) -> None:
        async with transaction(engines[number % 2]) as connection:
            value = (await connection.execute(text("SELECT documents FROM words"))).scalar_one()
            await asyncio.sleep(0)
            await connection.execute(
                text("UPDATE words SET documents = :value"), {"value": value + 1}
            )

    await asyncio.gather(*(increment(number) for number in range(150)))

    async with transaction(engines[0]) as connection:
        value = (await connection.execute(text("SELECT documents FROM words"))).scalar_one()
    for engine in engines:
        await engine.dispose()
    assert value == 150


async def test_an_error_in_a_transaction_undoes_all_of_it(store):
    async def fail_late() -> None:
        async with store.write() as tx:
            await tx.articles.add(DRAFT, published=True, now=NOW)
            await tx.words.add(["ice"])
            raise LookupError

    with pytest.raises(LookupError):
        await fail_late()

    async with store.read() as tx:
        assert await tx.articles.count() == 0
        assert await tx.words.frequencies(["ice"]) == (0, {})


async def test_a_task_that_is_cancelled_leaves_nothing_behind_and_stops_nobody(store):
    is_inside = asyncio.Event()

    async def write() -> None:
        async with store.write() as tx:
            await tx.articles.add(DRAFT, published=True, now=NOW)
            is_inside.set()
            await asyncio.Event().wait()

    task = asyncio.create_task(write())
    await is_inside.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task

    assert await count(store) == 0
    async with store.write() as tx:
        await tx.articles.add(OTHER, published=True, now=NOW)
    assert await count(store) == 1


async def test_a_writer_that_waits_can_be_cancelled(store):
    async with store.write() as tx:

        async def write() -> None:
            async with store.write() as other:
                await other.articles.add(OTHER, published=True, now=NOW)

        task = asyncio.create_task(write())
        await asyncio.sleep(0)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        await tx.articles.add(DRAFT, published=True, now=NOW)

    assert await count(store) == 1


async def test_a_reader_sees_one_moment(store):
    async with store.read() as view:
        assert await view.articles.count() == 0
        async with store.write() as tx:
            await tx.articles.add(DRAFT, published=True, now=NOW)

        assert await view.articles.count() == 0

    assert await count(store) == 1


async def test_many_readers_read_while_one_writes(store):
    async with store.write() as tx:
        await tx.articles.add(DRAFT, published=True, now=NOW)

        assert await asyncio.gather(*(count(store) for _ in range(20))) == [0] * 20


async def test_a_reader_can_not_write(store):
    with pytest.raises(StorageError):
        async with store.read() as tx:
            await tx.articles.add(DRAFT, published=True, now=NOW)

    assert await count(store) == 0


async def test_an_instant_without_a_zone_is_refused(store):
    with pytest.raises(StorageError, match="instant without a zone"):
        async with store.write() as tx:
            await tx.articles.add(DRAFT, published=True, now=datetime(2026, 1, 10))  # noqa: DTZ001 - the point


async def test_an_instant_in_another_zone_comes_back_in_utc(store):
    kyiv = datetime.fromisoformat("2026-01-10T08:00+02:00")
    async with store.write() as tx:
        article, _ = await tx.articles.add(DRAFT, published=True, now=kyiv)

    assert article.added_at == kyiv
    assert article.added_at.isoformat() == "2026-01-10T06:00:00+00:00"


async def test_an_error_of_the_database_is_the_cause(store):
    with pytest.raises(StorageError) as caught:
        async with store.write() as tx:
            await tx.stories.join(99, (await _article(tx)).ref, now=NOW)

    assert isinstance(caught.value.__cause__, SQLAlchemyError)


async def _article(tx):
    article, _ = await tx.articles.add(DRAFT, published=True, now=NOW)
    return article


async def test_an_error_tells_no_content(store):
    with pytest.raises(StorageError) as caught:
        async with store.write() as tx:
            await tx.articles.add(
                Draft("Secret title", "Secret body"), published=True, now=NOW, source_id=99
            )

    assert isinstance(caught.value.__cause__, DBAPIError)
    assert "Secret" not in f"{caught.value} {caught.value.__cause__}"


@pytest.mark.parametrize(
    "url",
    [
        pytest.param("no address", id="no address"),
        pytest.param("sqlite+aiosqlite:////proc/news.db", id="no file can be made there"),
        pytest.param("sqlite+aiosqlite:////dev/null/news.db", id="no folder can be made there"),
        pytest.param("postgresql+psycopg://127.0.0.1:1/news", id="nobody listens"),
    ],
)
async def test_a_database_that_can_not_be_opened_is_a_storage_error(url):
    with pytest.raises(StorageError):
        async with Store(url):
            pass


async def test_a_file_that_is_no_database_is_a_storage_error(tmp_path):
    path = tmp_path / "news.db"
    path.write_text("This is a text of some length, not a database." * 100)

    with pytest.raises(StorageError):
        async with Store(f"sqlite+aiosqlite:///{path}"):
            pass


async def test_folders_on_the_way_are_made(tmp_path):
    async with Store(f"sqlite+aiosqlite:///{tmp_path}/a/b/news.db") as store:
        assert await count(store) == 0


async def test_sqlite_is_set_up_as_measured(database_url):
    url = database_url("sqlite")
    engine = writing_engine(make_url(url))
    async with transaction(engine) as connection:
        found = {
            name: (await connection.execute(text(f"PRAGMA {name}"))).scalar_one()
            for name in ("journal_mode", "synchronous", "busy_timeout", "foreign_keys")
        }
    await engine.dispose()

    normal = 1
    assert found == {
        "journal_mode": "wal",
        "synchronous": normal,
        "busy_timeout": 30_000,
        "foreign_keys": 1,
    }


@pytest.mark.parametrize("kind", KINDS)
async def test_one_process_at_a_time_delivers(database_url, kind):
    url = database_url(kind)
    async with Store(url) as first, Store(url) as second:
        async with first.sole_runner():
            with pytest.raises(StorageBusyError):
                async with second.sole_runner():
                    pass
            # The other one may work on the data all the same.
            async with second.write() as tx:
                await tx.articles.add(DRAFT, published=True, now=NOW)

        async with second.sole_runner():
            assert await count(second) == 1


@pytest.mark.parametrize("kind", KINDS)
async def test_an_error_ends_the_sole_runners_turn(database_url, kind):
    async with Store(database_url(kind)) as store:
        with pytest.raises(LookupError):
            async with store.sole_runner():
                raise LookupError
        async with store.sole_runner():
            pass


async def cut_the_lock(url: str) -> None:
    """Let PostgreSQL end the connection that holds the lock of the one that delivers."""
    connection = await psycopg.AsyncConnection.connect(
        url.replace("postgresql+psycopg", "postgresql"), autocommit=True
    )
    async with connection:
        await connection.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory'"
            " AND objid = 2 AND database = (SELECT oid FROM pg_database"
            " WHERE datname = current_database())"
        )


async def test_whose_lock_is_cut_takes_it_again(database_url):
    url = database_url("postgresql")
    async with Store(url) as first, Store(url) as second, first.sole_runner() as runner:
        await cut_the_lock(url)
        await runner.stay()
        await runner.stay()

        with pytest.raises(StorageBusyError):
            async with second.sole_runner():
                pass


async def test_whose_lock_was_cut_and_taken_by_another_is_told_so(database_url):
    url = database_url("postgresql")
    async with Store(url) as first, Store(url) as second, first.sole_runner() as runner:
        await cut_the_lock(url)
        async with second.sole_runner():
            with pytest.raises(StorageBusyError):
                await runner.stay()


async def test_a_backup_under_load_is_intact(database_url, tmp_path):
    copy = tmp_path / "copy.db"
    is_over = asyncio.Event()

    async def keep_writing(store: Store) -> None:
        number = 0
        while not is_over.is_set():
            number += 1
            draft = Draft(f"Title {number}", "Body " * 500)
            async with store.write() as tx:
                await tx.articles.add(draft, published=True, now=NOW)
            is_under_way.set()

    is_under_way = asyncio.Event()
    async with Store(database_url("sqlite")) as store:
        writing = asyncio.create_task(keep_writing(store))
        await is_under_way.wait()
        await store.back_up(copy)
        is_over.set()
        await writing

    address = f"sqlite+aiosqlite:///{copy}"
    assert await query(address, "PRAGMA integrity_check") == [("ok",)]
    assert await query(address, "PRAGMA foreign_key_check") == []
    async with Store(address) as restored:
        assert await count(restored) >= 1


async def test_a_backup_overwrites_nothing(database_url, tmp_path):
    kept = tmp_path / "kept.txt"
    kept.write_text("kept")
    async with Store(database_url("sqlite")) as store:
        with pytest.raises(StorageError):
            await store.back_up(kept)

    assert kept.read_text() == "kept"


async def test_postgresql_is_backed_up_with_its_own_tool(database_url):
    async with Store(database_url("postgresql")) as store:
        with pytest.raises(StorageError, match="pg_dump"):
            await store.back_up(Path("copy"))
