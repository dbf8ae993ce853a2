"""Words for stored digests: pages of them, those of some days, what was found in them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from itertools import count

from markupsafe import Markup

from bot.messages.catalogue import clock, date_text, label, listed, say
from bot.messages.digest import digest_counts
from bot.messages.markup import Reply, bold, button, code, dotted, in_rows, keyboard, lines, link
from bot.messages.news import with_bold
from storage.model import Button, Digest, DigestDate, DigestPage, Reader, Skipped, ToldHit

# Ids are short: five in a row fit a phone.
_ROW = 5


def none_stored(*, language: str) -> Reply:
    """Say that a chat has no digest yet."""
    return Reply(say(language, "digests-none"))


def digests(page: DigestPage, *, newer: str, older: str, export: str, reader: Reader) -> Reply:
    """Word a page of a chat's stored digests.

    Args:
        page: The page.
        newer: The command that shows the page before, or empty.
        older: The command that shows the page behind, or empty.
        export: The command that offers them as a file.
        reader: For whom.
    """
    language = reader.language
    if not page.pages:
        return none_stored(language=language)
    heading = (
        say(language, "digests-of", days=span_of_days(language, *page.days))
        if page.days
        else say(language, "digests-heading")
    )
    numbers = {"page": page.number, "pages": page.pages}
    stored = [line for line in page.lines if isinstance(line, Digest)]
    return Reply(
        lines(
            bold(heading),
            *(_line(line, reader) for line in page.lines),
            say(language, "digests-page", **numbers) if page.pages > 1 else None,
        ),
        keyboard(
            *in_rows((_open(one) for one in stored if one.entries), _ROW),
            [
                button(language, "button-newer", newer) if newer else None,
                button(language, "button-older", older) if older else None,
            ],
            [button(language, "button-export", export)],
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
    language = reader.language
    if not nearest:
        return none_stored(language=language)
    named = [
        say(language, "digests-dated", id=str(one.ref), when=_when(one.created_at, reader))
        for one in nearest
    ]
    return Reply(
        say(
            language,
            "digests-none-of",
            days=span_of_days(language, *days),
            count=len(nearest),
            nearest=listed(language, named),
        ),
        keyboard([_open(one) for one in nearest]),
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
    language = reader.language
    if not hits:
        nothing = say(
            language,
            "digests-found-none" if page == 1 else "digests-found-no-more",
            query=query,
        )
        return Reply(nothing)
    heading = (
        say(language, "digests-found", query=query)
        if page == 1
        else say(language, "digests-found-page", query=query, page=page)
    )
    digests = {hit.digest.ref: hit.digest for hit in hits}
    return Reply(
        lines(bold(heading), *(_hit(hit, reader) for hit in hits)),
        keyboard(
            *in_rows(map(_open, digests.values()), _ROW),
            [button(language, "button-older", more) if more else None],
        ),
        about=about,
        page="digests",
    )


def span_of_days(language: str, first: date, last: date) -> str:
    """Return `Tue 24 Nov 2026`, or `1 to 24 Nov 2026`."""
    if first == last:
        return date_text(language, first, "weekday-year")
    style = "day" if first.year == last.year else "year"
    if (first.month, first.year) == (last.month, last.year):
        style = "number"
    begin, end = date_text(language, first, style), date_text(language, last, "year")
    return label(language, "date-span", first=begin, last=end)


def _when(at: datetime, reader: Reader) -> str:
    """Return `Tue 24 Nov, 08:00`, with the year if it is another one."""
    local = at.astimezone(reader.zone)
    is_this_year = local.year == reader.now.astimezone(reader.zone).year
    day = date_text(reader.language, local, "weekday" if is_this_year else "weekday-year")
    return label(reader.language, "date-and-time", day=day, time=clock(local))


def _line(line: Digest | Skipped, reader: Reader) -> Markup:
    newest = line if isinstance(line, Digest) else line.newest
    ref, when = code(str(newest.ref)), _when(newest.created_at, reader)
    if isinstance(line, Digest):
        content = _content(line, reader.language)
    elif line.count == 1:
        content = say(reader.language, "digest-skipped")
    else:
        oldest = code(str(line.oldest.ref))
        ref = say(reader.language, "digests-span", oldest=oldest, newest=ref)
        content = say(reader.language, "digests-skipped", count=line.count)
    return Markup("• {}").format(dotted(ref, when, content))


def _content(digest: Digest, language: str) -> Markup:
    if not digest.entries:
        return digest_counts(digest, language)
    title, others = digest.entries[0].title, len(digest.entries) - 1
    if not others:
        return Markup.escape(title)
    return say(language, "digests-titles", title=title, others=others)


def _hit(hit: ToldHit, reader: Reader) -> Markup:
    numbers = count(1)
    title = link(with_bold(hit.title, numbers), hit.url)
    where = f"{hit.digest.ref} {hit.number}" if hit.number else str(hit.digest.ref)
    line = dotted(title, _when(hit.digest.created_at, reader), where)
    excerpt = with_bold(hit.excerpt, numbers)
    return lines(Markup("• {}").format(line), Markup("   {}").format(excerpt) if excerpt else None)


def _open(digest: Digest | DigestDate) -> Button:
    return Button(str(digest.ref), f"/digest {digest.ref}")
