"""The versions of the tables, and how a database comes to the newest one.

A new version is written by hand beside the others in `versions/` and becomes `HEAD`; it is
right if `tests/storage/test_migrations.py` finds no difference to `storage.schema`.
"""

from __future__ import annotations

import asyncio
import sqlite3
from pathlib import Path

from sqlalchemy import URL, Connection, inspect, text
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.engine import (
    StorageError,
    copy_sqlite,
    is_sqlite,
    plain_connection,
    transaction,
    writing_engine,
)

# Numbers of four digits, so that a later version is the greater text.
HEAD = "0017"


async def bring_up_to_date(url: URL) -> None:
    """Create the tables of the database at `url`, or change them to the newest version.

    All of it is one transaction. Before a SQLite file is changed, a copy of it is put
    beside it: `news.db.before-0016`.

    Raises:
        StorageError: The database failed, or was made by a newer version of the program.
    """
    if is_sqlite(url):
        await asyncio.to_thread(_make_file, Path(url.database or ""))
    found = await _version(url)
    if found == HEAD:
        return
    if found is not None:
        if found > HEAD:
            raise StorageError("the database was made by a newer version of the program")
        if is_sqlite(url):
            await _copy(url)
    engine = writing_engine(url, foreign_keys=False)
    try:
        async with transaction(engine) as connection:
            await connection.run_sync(_upgrade)
            await _check_foreign_keys(connection)
    finally:
        await engine.dispose()


def _make_file(path: Path) -> None:
    """Create the file and its folder, if they aren't there.

    What can't be is found here because aiosqlite doesn't wait for its thread after a failure:
    the thread's last answer then comes when the loop may be closed.
    """
    folder = path.parent
    try:
        folder.mkdir(parents=True, exist_ok=True)
        sqlite3.connect(path).close()
    except OSError as error:
        raise StorageError(f"can't make the folder {folder}: {error.strerror}") from error
    except sqlite3.Error as error:
        raise StorageError(str(error)) from error


async def _copy(url: URL) -> None:
    copy = Path(f"{url.database}.before-{HEAD}")
    # One may be left by an attempt that failed: since that was rolled back, it is the same.
    await asyncio.to_thread(copy.unlink, missing_ok=True)
    await copy_sqlite(url, copy)


async def _version(url: URL) -> str | None:
    async with plain_connection(url) as connection:
        if not await connection.run_sync(lambda it: inspect(it).has_table("alembic_version")):
            return None
        query = text("SELECT version_num FROM alembic_version")
        return (await connection.execute(query)).scalar_one_or_none()


def _upgrade(connection: Connection) -> None:
    # Alembic takes longer to import than most commands to run, and is hardly ever needed.
    from alembic import command  # noqa: PLC0415 - see above
    from alembic.config import Config  # noqa: PLC0415
    from alembic.util import CommandError  # noqa: PLC0415

    config = Config()
    folder = str(Path(__file__).parent)
    config.set_main_option("script_location", folder.replace("%", "%%"))
    config.attributes["connection"] = connection
    try:
        command.upgrade(config, "head")
    except CommandError as error:
        raise StorageError(f"can't migrate the database: {error}") from error


async def _check_foreign_keys(connection: AsyncConnection) -> None:
    if connection.dialect.name != "sqlite":
        return
    if broken := (await connection.execute(text("PRAGMA foreign_key_check"))).first():
        raise StorageError(f"the migration broke a reference of table {broken[0]}")
