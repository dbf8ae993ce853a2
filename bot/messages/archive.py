"""Words for stored digests: pages of them, those of some days, what was found in them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from itertools import count
from zoneinfo import ZoneInfo

from markupsafe import Markup

from bot.messages.digest import digest_counts, digest_name
from bot.messages.markup import Reply, bold, code, dotted, keyboard, lines, link
from bot.messages.news import with_bold
from storage.model import Button, Digest, DigestDate, DigestPage, Reader, Skipped, ToldHit

# Ids are short: five in a row fit a phone.
_ROW = 5


def none_stored() -> Reply:
    """Say that a chat has no digest yet."""
    return Reply(Markup("No digest is stored for this chat. /digest makes one, /subscribe many."))


def digests(page: DigestPage, *, newer: str, older: str, export: str, reader: Reader) -> Reply:
    """Word a page of a chat's stored digests.

    Args:
        page: The page.
        newer: The command that shows the page before, or empty.
        older: The command that shows the page behind, or empty.
        export: The command that offers them as a file, or empty.
        reader: For whom.
    """
    if not page.pages:
        return none_stored()
    heading = "Digests" + (f" of {days_in_words(*page.days)}" if page.days else "")
    stored = [line for line in page.lines if isinstance(line, Digest)]
    return Reply(
        lines(
            bold(heading),
            *(_line(line, reader) for line in page.lines),
            f"Page {page.number} of {page.pages}" if page.pages > 1 else None,
        ),
        keyboard(
            *_rows(_open(one.ref) for one in stored if one.entries),
            [
                Button("◀ Newer", newer) if newer else None,
                Button("Older ▶", older) if older else None,
            ],
            [Button("Export", export) if export else None],
        ),
        page="digests",
    )


def no_digests_of(
    days: tuple[date, date], nearest: Sequence[DigestDate], *, reader: Reader
) -> Reply:
    """Say that a chat has no digest of these days, and which are nearest.

    Args:
        days: The first and the last day.
        nearest: The last one before and the first one after, of those that told something.
        reader: For whom.
    """
    if not nearest:
        return none_stored()
    named = " and ".join(f"{one.ref} of {when(one.created_at, reader)}" for one in nearest)
    verb = "is" if len(nearest) == 1 else "are"
    return Reply(
        Markup("There is no digest of {}. Nearest {} {}.").format(
            days_in_words(*days), verb, named
        ),
        keyboard([_open(one.ref) for one in nearest]),
    )


def found_in_digests(
    query: str,
    hits: Sequence[ToldHit],
    *,
    page: int,
    more: str,
    about: str,
    reader: Reader,
) -> Reply:
    """Word what was found in a chat's stored digests, newest first.

    Args:
        query: As typed.
        hits: One page of it.
        page: Its number, from 1.
        more: The command that shows the next page, or empty.
        about: What a pressed button is to know, or empty.
        reader: For whom.
    """
    if not hits:
        nothing = "None of your digests has “{}”." if page == 1 else "No more digests have “{}”."
        return Reply(
            Markup(nothing + " /search looks in all news.").format(query)  # noqa: S704 - ours
        )
    heading = f"Told with “{query}”" + (f", page {page}" if page > 1 else "")
    refs = dict.fromkeys(hit.digest.ref for hit in hits)
    return Reply(
        lines(bold(heading), *(_hit(hit, reader) for hit in hits)),
        keyboard(*_rows(map(_open, refs)), [Button("Older ▶", more) if more else None]),
        about=about,
        page="digests",
    )


def when(at: datetime, reader: Reader) -> str:
    """Return `Tue 24 Nov, 08:00`, with the year if it is another one."""
    local = at.astimezone(reader.zone)
    return f"{_day(local, is_this_year=_is_this_year(local, reader))}, {local:%H:%M}"


def full_date(at: datetime, zone: ZoneInfo) -> str:
    """Return `Tue 24 Nov 2026`."""
    return _day(at.astimezone(zone))


def days_in_words(first: date, last: date) -> str:
    """Return `Tue 24 Nov 2026`, or `1 to 24 Nov 2026`."""
    if first == last:
        return _day(first)
    begin = f"{first.day}"
    if (first.month, first.year) != (last.month, last.year):
        begin += f" {first:%b}"
    if first.year != last.year:
        begin += f" {first.year}"
    return f"{begin} to {last.day} {last:%b} {last.year}"


def _is_this_year(local: datetime, reader: Reader) -> bool:
    return local.year == reader.now.astimezone(reader.zone).year


def _day(day: date, *, is_this_year: bool = False) -> str:
    return f"{day:%a} {day.day} {day:%b}" + ("" if is_this_year else f" {day.year}")


def _line(line: Digest | Skipped, reader: Reader) -> Markup:
    if isinstance(line, Digest):
        return Markup("• {}").format(
            dotted(
                code(str(line.ref)),
                when(line.created_at, reader),
                _content(line),
            )
        )
    newest, oldest = line.newest, line.oldest
    if line.count == 1:
        return Markup("• {} · {} · Skipped: it could not be sent in time.").format(
            code(str(newest.ref)), when(newest.created_at, reader)
        )
    return Markup("• {} to {} · {} · {} skipped: they could not be sent in time.").format(
        code(str(oldest.ref)),
        code(str(newest.ref)),
        when(newest.created_at, reader),
        line.count,
    )


def _content(digest: Digest) -> str:
    if not digest.entries:
        return digest_counts(digest)
    others = len(digest.entries) - 1
    return digest.entries[0].title + (f" and {others} more" if others else "")


def _hit(hit: ToldHit, reader: Reader) -> Markup:
    numbers = count(1)
    title = link(with_bold(hit.title, numbers), hit.url)
    line = dotted(title, when(hit.digest.created_at, reader), f"{hit.digest.ref} {hit.number}")
    excerpt = with_bold(hit.excerpt, numbers)
    return lines(Markup("• {}").format(line), Markup("   {}").format(excerpt) if excerpt else None)


def _open(ref: object) -> Button:
    return Button(str(ref), f"/digest {ref}")


def _rows(buttons: Iterable[Button]) -> list[list[Button]]:
    found = list(buttons)
    return [found[start : start + _ROW] for start in range(0, len(found), _ROW)]


def digest_heading(digest: Digest | DigestDate, zone: ZoneInfo) -> str:
    """Return `Morning digest · Tue 24 Nov 2026`."""
    return f"{digest_name(digest.created_at, zone)} · {full_date(digest.created_at, zone)}"
