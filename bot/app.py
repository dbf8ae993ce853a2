"""The composition root: what the program is made of, put together once.

Only this module reads the clock; everything else is told the time. What is due may raise
`StorageError`; it is then still due.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from bot.alerts import Alerting, Correcting, Watch, call_off_late
from bot.delivery import tell_held
from bot.digest import deliver_due
from bot.errors import SettingsError
from bot.ingest.sources import Reading, ask_hubs, refresh_sources
from bot.ingest.web import Fetcher
from bot.messages import LANGUAGES
from bot.settings import Settings
from bot.stories import Grouper
from bot.summarize import METHODS
from bot.text.embeddings import WORDLLAMA, check
from bot.workers import Workers
from storage import Store


def utc_now() -> datetime:
    """Return the present instant, aware and in UTC."""
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class App:
    """What commands work with.

    Attributes:
        workers: Processes for work that would block or might never end.
        clock: Returns the present instant, aware and in UTC.
    """

    settings: Settings
    store: Store
    fetcher: Fetcher
    workers: Workers
    clock: Callable[[], datetime]
    grouper: Grouper = field(default_factory=Grouper)
    watch: Watch = field(default_factory=Watch)

    @property
    def reading(self) -> Reading:
        """Return what it takes to read sources."""
        return Reading(
            store=self.store,
            fetcher=self.fetcher,
            workers=self.workers,
            grouper=self.grouper,
            shortest=timedelta(minutes=self.settings.feed_minutes),
            admins=self.settings.admin_ids,
            zone=self.settings.zone,
            language=self.settings.interface_language,
        )


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
            "SUMMARY_METHOD", "unknown", typed=settings.summary_method, names=tuple(METHODS)
        )
    if (language := settings.interface_language) not in LANGUAGES:
        raise SettingsError("INTERFACE_LANGUAGE", "unknown", typed=language, names=LANGUAGES)
    for kind in {WORDLLAMA, settings.vectors}:
        check(kind)
    fetcher = Fetcher(
        allow_private_networks=settings.allow_private_networks,
        user_agent=settings.user_agent,
        host_pause=settings.host_seconds,
    )
    workers = Workers()
    async with Store(settings.database_url) as store:
        try:
            yield App(
                settings=settings,
                store=store,
                fetcher=fetcher,
                workers=workers,
                clock=clock,
                grouper=Grouper(
                    window=timedelta(hours=settings.story_hours),
                    fade=timedelta(hours=settings.story_fade_hours),
                    vectors=settings.vectors,
                ),
            )
        finally:
            await fetcher.close()
            workers.close()


async def tick(app: App) -> None:
    """Do once what is due: read the feeds, send alerts, build digests. What fails stays due."""
    await read_due_sources(app)
    await read_told_again(app)
    await tell_alerts(app)
    await build_due_digests(app)
    await tell_admins(app)


async def tell_alerts(app: App) -> None:
    """Put alerts of what came in into the outbox."""
    alerting = Alerting(
        store=app.store,
        workers=app.workers,
        grouper=app.grouper,
        watch=app.watch,
        home=app.settings.zone,
        method=app.settings.summary_method,
        language=app.settings.interface_language,
    )
    await alerting.tell(now=app.clock())


async def read_told_again(app: App) -> None:
    """Read again what was told of late, and have it corrected where its outlets do that."""
    correcting = Correcting(
        store=app.store,
        fetcher=app.fetcher,
        workers=app.workers,
        hours=app.settings.reread_hours,
        home=app.settings.zone,
        language=app.settings.interface_language,
    )
    await correcting.reread(now=app.clock())


async def tell_admins(app: App) -> None:
    """Tell the admins, once a day, that messages are held which may not have arrived."""
    await tell_held(
        store=app.store,
        admins=app.settings.admin_ids,
        zone=app.settings.zone,
        language=app.settings.interface_language,
        now=app.clock(),
    )


async def build_due_digests(app: App) -> None:
    """Build the digests that are owed now; their messages wait in the outbox."""
    now = app.clock()
    await call_off_late(app.store, now=now)
    async with app.store.write() as tx:
        if await tx.subscribers.due(now, limit=1):
            # Merge split stories first: telling one story twice is worse than telling it late.
            await app.grouper.tidy(tx=tx, now=now)
    await deliver_due(
        store=app.store,
        workers=app.workers,
        now=now,
        cap=app.settings.digest_stories,
        method=app.settings.summary_method,
        language=app.settings.interface_language,
    )


async def ask_due_hubs(app: App) -> None:
    """Ask the hubs of feeds to tell of changes, if the bot can be reached from the web."""
    if app.settings.public_url:
        await ask_hubs(app.reading, public_url=app.settings.public_url, now=app.clock())


async def read_due_sources(app: App) -> None:
    """Read the feeds whose time has come."""
    await refresh_sources(app.reading, now=app.clock())
