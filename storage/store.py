"""The store: one database, and transactions that carry its repositories."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from types import TracebackType
from typing import Generic, Self, TypeAlias

from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError
from sqlalchemy.ext.asyncio import AsyncConnection

from storage import migrations
from storage.delivery import (
    Alerts,
    Corrections,
    DeliveryHistory,
    Digests,
    Held,
    Inbox,
    Missed,
    Outbox,
)
from storage.engine import (
    StorageError,
    copy_sqlite,
    is_sqlite,
    reading_engine,
    transaction,
    writing_engine,
)
from storage.lock import SoleRunner, sole_holder
from storage.news import Articles, Grouping, Headlines, Pushes, Sources, Stories, Summaries, Titles
from storage.readers import Chats, Filters, Ratings, Readings, Subscribers
from storage.repository import Mode, Reads, Writes
from storage.search import Facets, Search, Words


class Transaction(Generic[Mode]):
    """The repositories, as one transaction sees them; one that writes changes all or nothing."""

    def __init__(self, connection: AsyncConnection) -> None:
        """Carry the repositories over `connection`."""
        self.alerts: Alerts[Mode] = Alerts(connection)
        self.chats: Chats[Mode] = Chats(connection)
        self.corrections: Corrections[Mode] = Corrections(connection)
        self.filters: Filters[Mode] = Filters(connection)
        self.grouping: Grouping[Mode] = Grouping(connection)
        self.headlines: Headlines[Mode] = Headlines(connection)
        self.held: Held[Mode] = Held(connection)
        self.inbox: Inbox[Mode] = Inbox(connection)
        self.missed: Missed[Mode] = Missed(connection)
        self.outbox: Outbox[Mode] = Outbox(connection)
        self.pushes: Pushes[Mode] = Pushes(connection)
        self.ratings: Ratings[Mode] = Ratings(connection)
        self.readings: Readings[Mode] = Readings(connection)
        self.sources: Sources[Mode] = Sources(connection)
        self.subscribers: Subscribers[Mode] = Subscribers(connection)
        self.summaries: Summaries[Mode] = Summaries(connection)
        self.titles: Titles[Mode] = Titles(connection)
        self.history: DeliveryHistory[Mode] = DeliveryHistory(connection)
        self.words: Words[Mode] = Words(connection)
        self.digests: Digests[Mode] = Digests(connection)
        self.search: Search[Mode] = Search(connection, facets=Facets(connection), words=self.words)
        self.stories: Stories[Mode] = Stories(connection, grouping=self.grouping)
        self.articles: Articles[Mode] = Articles(
            connection, stories=self.stories, search=self.search
        )
        self._if_undone: list[Callable[[], None]] = []

    def if_undone(self: Transaction[Writes], forget: Callable[[], None]) -> None:
        """Call `forget` if the changes made here don't come to be.

        For whoever keeps in memory what was written: it must not be taken for true.
        """
        self._if_undone.append(forget)

    def undone(self) -> None:
        """Tell those who asked that nothing came of it."""
        for forget in self._if_undone:
            forget()


ReadTransaction: TypeAlias = Transaction[Reads]
WriteTransaction: TypeAlias = Transaction[Writes]


class Store:
    """Where everything is kept: a SQLite file or a PostgreSQL database.

    `async with Store(url) as store:` opens and closes it. What `write()` and `read()`
    yield is used by one task, and only until its block ends; the network is never awaited
    inside, for all other writers wait meanwhile.
    """

    def __init__(self, url: str, *, read_pool: int = 4) -> None:
        """Prepare a store; nothing is opened or created yet.

        Args:
            url: `sqlite+aiosqlite:///path` or `postgresql+psycopg://...`.
            read_pool: Connections for reading that stay open.

        Raises:
            StorageError: `url` is no address of a database.
        """
        try:
            self._url = make_url(url)
        except ArgumentError as error:
            raise StorageError("the database's address can't be read") from error
        self._writer = writing_engine(self._url)
        self._reader = reading_engine(self._url, connections=read_pool)

    async def open(self) -> None:
        """Create the database, or bring it to this version's tables.

        Before a SQLite file is changed, a copy is put beside it, named after the version
        that it is about to get: `news.db.before-0016`.

        Raises:
            StorageError: It can't be reached, or was made by a newer version.
        """
        await migrations.bring_up_to_date(self._url)

    async def close(self) -> None:
        """Close all connections; what is open in `write()` or `read()` must have ended."""
        await self._reader.dispose()
        await self._writer.dispose()

    async def __aenter__(self) -> Self:
        """Open the store."""
        await self.open()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close the store."""
        await self.close()

    @asynccontextmanager
    async def write(self) -> AsyncIterator[WriteTransaction]:
        """Open a transaction that may change things; it commits at the end of the block.

        It is alone: others, of other processes too, wait until it ends. Any error rolls
        everything back.

        Raises:
            StorageError: The database failed, or was busy for longer than 30 seconds.
        """
        tx: WriteTransaction | None = None
        try:
            async with transaction(self._writer) as connection:
                tx = Transaction(connection)
                yield tx
        except BaseException:
            if tx is not None:
                tx.undone()
            raise

    @asynccontextmanager
    async def read(self) -> AsyncIterator[ReadTransaction]:
        """Open a transaction that sees one moment, whatever is written meanwhile.

        Raises:
            StorageError: The database failed, or something was to be changed.
        """
        async with transaction(self._reader) as connection:
            yield Transaction(connection)

    @asynccontextmanager
    async def sole_runner(self) -> AsyncIterator[SoleRunner]:
        """Be the one process that delivers from this database, until the block ends.

        Raises:
            StorageBusyError: Another one is.
        """
        async with sole_holder(self._url) as runner:
            yield runner

    async def back_up(self, path: Path) -> None:
        """Write an intact copy of the SQLite database to `path`, while others work on it.

        Args:
            path: A file that doesn't exist yet.

        Raises:
            StorageError: There is such a file, it can't be written, or the database is on
                PostgreSQL, which has its own tool for this.
        """
        if not is_sqlite(self._url):
            raise StorageError("use pg_dump to back up a PostgreSQL database")
        await copy_sqlite(self._url, path)
