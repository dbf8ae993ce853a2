"""The composition root: what the program is made of, put together once.

This is the only module that reads the clock; everything else is told the time.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from functools import cached_property
from typing import TYPE_CHECKING

from bot.errors import SettingsError
from bot.settings import Settings
from bot.summarize.methods import METHODS
from bot.workers import Workers
from storage.store import Store

if TYPE_CHECKING:
    from bot.ingest.fetch import Fetcher


def utc_now() -> datetime:
    """Return the present instant, aware and in UTC."""
    return datetime.now(UTC)


class App:
    """What commands work with.

    Attributes:
        settings: What was set.
        store: The open database.
        workers: Processes for work that would block or might never end.
        clock: Returns the present instant, aware and in UTC.
    """

    def __init__(
        self,
        *,
        settings: Settings,
        store: Store,
        workers: Workers,
        clock: Callable[[], datetime],
    ) -> None:
        """Keep the parts."""
        self.settings = settings
        self.store = store
        self.workers = workers
        self.clock = clock

    @cached_property
    def fetcher(self) -> Fetcher:
        """Return the only HTTP client, made when the first page is wanted.

        Importing it takes longer than answering most commands.
        """
        from bot.ingest.fetch import Fetcher  # noqa: PLC0415 - see the docstring

        return Fetcher(
            allow_private_networks=self.settings.allow_private_networks,
            user_agent=self.settings.user_agent,
        )

    async def close(self) -> None:
        """Close what was opened, in the reverse order."""
        if "fetcher" in self.__dict__:
            await self.fetcher.close()
        self.workers.close()
        await self.store.close()


@asynccontextmanager
async def build_app(
    settings: Settings, *, clock: Callable[[], datetime] = utc_now
) -> AsyncIterator[App]:
    """Open the database and yield the `App`; close all of it at the end.

    Raises:
        SettingsError: A setting names something that does not exist.
        StorageError: The database can't be opened or migrated.
    """
    if settings.summary_method not in METHODS:
        raise SettingsError(
            "SUMMARY_METHOD",
            f'"{settings.summary_method}" is not known. Write one of {", ".join(METHODS)}.',
        )
    app = App(
        settings=settings,
        store=Store(settings.database_url),
        workers=Workers(),
        clock=clock,
    )
    await app.store.open()
    try:
        yield app
    finally:
        await app.close()


async def tick(app: App) -> None:
    """Do once what is due: read the feeds, then build the digests that are owed.

    Raises:
        StorageError: The database failed; what was not done is still due.
    """
    await read_due_sources(app)
    await build_due_digests(app)


async def build_due_digests(app: App) -> None:
    """Build the digests that are owed now; their messages wait in the outbox.

    Raises:
        StorageError: Who is owed one can't be read.
    """
    from bot.digest.build import deliver_due  # noqa: PLC0415 - heavy, and not for `/help`

    await deliver_due(
        store=app.store,
        workers=app.workers,
        now=app.clock(),
        cap=app.settings.digest_stories,
        method=app.settings.summary_method,
    )


async def read_due_sources(app: App) -> None:
    """Read the feeds whose time has come.

    Raises:
        StorageError: Which are due can't be read.
    """
    from bot.ingest.sources import refresh_sources  # noqa: PLC0415 - as above

    await refresh_sources(
        store=app.store,
        fetcher=app.fetcher,
        workers=app.workers,
        now=app.clock(),
        every=timedelta(minutes=app.settings.feed_minutes),
    )
