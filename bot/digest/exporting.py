"""Stored digests made into a file: read, and rendered beside the event loop."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, replace
from zoneinfo import ZoneInfo

from bot.digest.stored import article_ids, in_batches
from bot.messages.exports import Export, ExportFormat, render
from storage.model import DigestDate, File
from storage.store import Store

# A year of a digest a day. More take a phone's reader seconds to open.
MOST_DIGESTS = 400
# A file waits in the outbox, and is sent in one piece.
MOST_BYTES = 5_000_000


@dataclass(frozen=True, slots=True)
class Exported:
    """A file with digests in it.

    Attributes:
        file: The file.
        chosen: The digests in it, newest first.
    """

    file: File
    chosen: tuple[DigestDate, ...]


async def export_digests(
    chosen: Sequence[DigestDate],
    wanted: ExportFormat,
    *,
    first: DigestDate,
    zone: ZoneInfo,
    store: Store,
    most_bytes: int = MOST_BYTES,
) -> Exported:
    """Return the digests as a file; the newest of them, if they are too many for one.

    Args:
        chosen: Digests that told something, newest first; at least one.
        wanted: What the file is.
        first: The chat's oldest digest, see `Export.first`.
        zone: The reader's.
        store: Where they are kept.
        most_bytes: How large the file may become; a single digest may be larger.
    """
    chosen = chosen[:MOST_DIGESTS]
    languages: dict[int, str] = {}
    digests = []
    async with store.read() as tx:
        async for batch in in_batches([one.id for one in chosen], tx=tx):
            languages |= await tx.articles.languages(article_ids(batch))
            digests += batch
    export = Export(digests[::-1], first=first, zone=zone, languages=languages)
    file, count = await asyncio.to_thread(_rendered, export, wanted, most_bytes)
    return Exported(file, tuple(chosen[:count]))


def _rendered(export: Export, wanted: ExportFormat, most_bytes: int) -> tuple[File, int]:
    """Return a file that is small enough, and how many digests, newest ones, are in it."""
    while True:
        file, count = render(export, wanted), len(export.digests)
        if count == 1 or len(file.content) <= most_bytes:
            return file, count
        fewer = min(count - 1, count * most_bytes // len(file.content))
        export = replace(export, digests=export.digests[-max(1, fewer) :])
