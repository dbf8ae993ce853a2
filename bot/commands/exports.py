"""Stored digests as a file.

    /export                             the newest digest; buttons say what it can be had as
    /export d12 epub                    a digest as a book
    /export 2026-11-01..2026-11-24 md   those of some days
    /export all atom                    all of them as a feed

In a group, a member may have what the group was told: it stands in its chat anyway.
"""

from __future__ import annotations

from dataclasses import dataclass

from bot import messages
from bot.app import App
from bot.commands.base import Request
from bot.commands.digests import days_in, no_digests_of, own_digest
from bot.commands.reader import reader_of
from bot.digest.exporting import export_digests
from bot.digest.stored import on_days
from bot.errors import UsageError
from bot.messages import Reader, Reply
from bot.messages.exports import FORMATS, ExportFormat
from bot.text.days import Days
from storage.model import DigestDate, DigestState, Kind, Ref
from storage.store import Transaction

_ALL = "all"


@dataclass(frozen=True, slots=True)
class Wish:
    """What was typed behind `/export`, in any order.

    Attributes:
        what: Which digests; empty for the one at hand.
        wanted: What the file is to be, or None if that was not said.
    """

    what: str
    wanted: ExportFormat | None

    @classmethod
    def parse(cls, words: list[str]) -> Wish:
        """Return what `words` ask for.

        Raises:
            UsageError: They name two formats.
        """
        formats = {FORMATS[word.lower()] for word in words if word.lower() in FORMATS}
        if len(formats) > 1:
            raise UsageError("Name one format: html, md, epub or atom.")
        what = " ".join(word for word in words if word.lower() not in {*FORMATS, "as"})
        return cls(what, formats.pop() if formats else None)


async def export(request: Request, app: App) -> Reply:
    """Answer `/export` with a file of digests, or with what they can be had as."""
    wish = Wish.parse(request.words)
    reader = await reader_of(request, app)
    days = _days(wish.what, reader)
    async with app.store.read() as tx:
        dates = await tx.digests.dates(request.chat_id)
        told = [one for one in dates if one.state is DigestState.BUILT]
        if days is not None:
            chosen = on_days(told, days, zone=reader.zone)
            if not chosen:
                return await no_digests_of(days, request, reader, tx=tx)
        elif wish.what.lower() == _ALL:
            chosen = told
        else:
            chosen = await _one(wish.what, told, request, tx=tx)
    if not chosen:
        return messages.nothing_to_export() if dates else messages.none_stored()
    typed = str(days or (_ALL if len(chosen) > 1 else chosen[0].ref))
    if wish.wanted is None:
        return messages.export_offered(
            chosen, typed=typed, has_others=len(told) > len(chosen), zone=reader.zone
        )
    done = await export_digests(
        chosen, wish.wanted, first=dates[-1], zone=reader.zone, store=app.store
    )
    return messages.exported(
        done.file,
        done.chosen,
        asked=len(chosen),
        typed=typed,
        wanted=wish.wanted,
        zone=reader.zone,
    )


def _days(what: str, reader: Reader) -> Days | None:
    """Return the days that are meant, or None if something else is.

    Raises:
        UsageError: What was typed names nothing.
    """
    ref = Ref.parse(what)
    if not what or what.lower() == _ALL or (ref and ref.kind is Kind.DIGEST):
        return None
    if days := days_in(what, reader):
        return days
    raise UsageError(f"“{what}” is no digest, no day and no format. /digests lists yours.")


async def _one(
    what: str, told: list[DigestDate], request: Request, *, tx: Transaction
) -> list[DigestDate]:
    """Return the digest that is named, or replied to, or else the newest, if there is one.

    Raises:
        NotFoundError: This chat has none with the id.
        UsageError: It told nothing.
    """
    ref = Ref.parse(what or request.about)
    if ref is None or ref.kind is not Kind.DIGEST:
        return told[:1]
    found = await own_digest(ref, request, tx=tx)
    if not found.entries:
        raise UsageError(f"{ref} has no stories.")
    return [one for one in told if one.id == found.id]
