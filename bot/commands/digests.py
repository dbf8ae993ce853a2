"""Commands about digests: one of now, and those that are stored.

/digest              a digest of now
/digest d3           a stored one
/digest monday       that of a day, or a list if there are several
/digests, /digests 2 a page of all of them
/digests 2026-11     those of some days
/digests port strike what they told of it
"""

from __future__ import annotations

from bot import messages
from bot.app import App
from bot.commands.base import Request
from bot.commands.pages import asked, turned
from bot.commands.reader import reader_of, recipient_of
from bot.digest.build import compose
from bot.digest.stored import find_told, nearest_to, on_days, page_of_digests
from bot.errors import NotFoundError, UsageError
from bot.messages import Reader, Reply
from bot.stories.searching import asker_at
from bot.text.days import Days, days_named
from storage.model import Digest, DigestState, Kind, Ref
from storage.store import Transaction


async def digest(request: Request, app: App) -> Reply:
    """Answer `/digest` with a digest of now, `d3` with a stored one, a day with its own."""
    reader = await reader_of(request, app)
    if not request.args:
        return await _of_now(request, app, reader)
    ref = Ref.parse(request.args)
    if ref is not None and ref.kind is Kind.DIGEST:
        async with app.store.read() as tx:
            return messages.digest(await own_digest(ref, request, tx=tx), zone=reader.zone)
    days = days_in(request.args, reader)
    if days is None:
        raise UsageError(f"“{request.args}” is no digest and no day. /digests lists yours.")
    async with app.store.read() as tx:
        dates = await tx.digests.dates(request.chat_id)
        found = on_days(dates, days, zone=reader.zone)
        if len(found) == 1:
            [only] = await tx.digests.with_ids([found[0].id])
            return messages.digest(only, zone=reader.zone)
        return await _list(request, reader, tx=tx, days=days)


async def digests(request: Request, app: App) -> Reply:
    """Answer `/digests` with a page of the stored ones, or with what they told."""
    typed, page = asked(request)
    reader = await reader_of(request, app)
    if typed.isdecimal() and len(typed) < len("2026"):
        typed, page = "", int(typed)
    async with app.store.read() as tx:
        days = days_in(typed, reader) if any(map(str.isdigit, typed)) else None
        if not typed or days is not None:
            return await _list(request, reader, tx=tx, days=days, page=page)
        asker = await asker_at(reader.now, reader.zone, tx=tx, language=request.language)
        found = await find_told(typed, asker, request.chat_id, tx=tx, page=page)
        if not found.hits and not await tx.digests.of_chat(request.chat_id, limit=1):
            return messages.none_stored()
    more, about = turned(request, typed, page + 1) if found.has_more else ("", "")
    return messages.found_in_digests(
        typed, found.hits, page=page, more=more, about=about, reader=reader
    )


async def own_digest(ref: Ref, request: Request, *, tx: Transaction) -> Digest:
    """Return the chat's digest with this id.

    Raises:
        NotFoundError: There is none, or it is another chat's.
    """
    found = await tx.digests.get(ref.number)
    if found is None or found.chat_id != request.chat_id:
        raise NotFoundError(ref)
    return found


def days_in(text: str, reader: Reader) -> Days | None:
    """Return the days that `text` names where the reader lives, or None."""
    return days_named(text, today=reader.now.astimezone(reader.zone).date())


async def no_digests_of(days: Days, request: Request, reader: Reader, *, tx: Transaction) -> Reply:
    """Say that the chat has none of these days, and which are nearest."""
    dates = await tx.digests.dates(request.chat_id)
    nearest = nearest_to(dates, days, zone=reader.zone)
    return messages.no_digests_of((days.first, days.last), nearest, reader=reader)


async def _list(
    request: Request,
    reader: Reader,
    *,
    tx: Transaction,
    days: Days | None,
    page: int = 1,
) -> Reply:
    found = await page_of_digests(request.chat_id, zone=reader.zone, tx=tx, page=page, days=days)
    if days is not None and not found.pages:
        return await no_digests_of(days, request, reader, tx=tx)

    def turn_to(number: int) -> str:
        typed = f"/digests {days} page:{number}" if days else f"/digests {number}"
        return typed if 1 <= number <= found.pages else ""

    return messages.digests(
        found,
        newer=turn_to(found.number - 1),
        older=turn_to(found.number + 1),
        export=f"/export {days or 'all'}",
        reader=reader,
    )


async def _of_now(request: Request, app: App, reader: Reader) -> Reply:
    composed = await compose(
        await recipient_of(request, app),
        now=reader.now,
        store=app.store,
        workers=app.workers,
        cap=app.settings.digest_stories,
        method=app.settings.summary_method,
    )
    async with app.store.write() as tx:
        stored, _ = await tx.digests.add(
            chat_id=request.chat_id,
            key=f"asked:{request.key}",
            now=reader.now,
            state=DigestState.BUILT if composed.entries else DigestState.EMPTY,
            entries=composed.entries,
            stories=composed.stories,
            outlets=composed.outlets,
            left_out=composed.left_out,
        )
        return await request.answer(tx, messages.digest(stored, zone=reader.zone))
