"""Words about sources, for admins: what is read, how often, and what is wrong with it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from markupsafe import Markup

from bot.errors import Reason
from bot.messages.items import Reader
from bot.messages.markup import (
    bold,
    code,
    counted,
    day_and_time,
    italic,
    keyboard,
    lines,
    link,
)
from bot.messages.reply import Reply
from storage.model import Button, FullText, Source, SourceState

# Sources of one answer; it fits one message.
PAGE = 20

_PROBLEMS = {
    Reason.NOT_A_URL: "leads to no web address",
    Reason.PRIVATE_ADDRESS: "leads into a private network",
    Reason.PORT: "leads to a port that is none of a website",
    Reason.DNS: "no site of that name",
    Reason.UNREACHABLE: "the site does not answer",
    Reason.TIMEOUT: "the site takes too long to answer",
    Reason.TOO_LARGE: "too large to read",
    Reason.TOO_MANY_REDIRECTS: "redirects in circles",
    Reason.BLOCKED: "probably blocks bots",
    Reason.NOT_TEXT: "no feed there any more",
    Reason.NO_FEED: "no feed there any more",
    Reason.TOO_SLOW: "reading it takes too long",
}
_STATUSES = {
    401: "asks for a password",
    402: "asks for money",
    404: "no longer there",
    410: "gone for good",
    429: "wants to be asked less often",
}
_FULL_TEXTS = {
    FullText.SHORT: "Items with little text are read on their pages (short).",
    FullText.ALWAYS: "All items are read on their pages (always).",
    FullText.NEVER: "No item is read on its page (never).",
}
_FAULTS_OF_THE_SITE = range(500, 600)


def source(found: Source, *, reader: Reader) -> Reply:
    """Show how a source is read, and offer what can be changed."""

    def when(at: datetime) -> str:
        return day_and_time(at, now=reader.now, zone=reader.zone)

    is_read = found.state is SourceState.READ
    return Reply(
        lines(
            Markup("{} {}").format(code(str(found.ref)), bold(found.title)),
            _problem(found, now=reader.now, zone=reader.zone) if _is_sick(found) else None,
            f"Last read {when(found.last_success_at)}" if found.last_success_at else None,
            f"Next at {found.next_poll_at.astimezone(reader.zone):%H:%M}" if is_read else None,
            f"Newest item {when(found.newest_at)}" if found.newest_at else None,
            _FULL_TEXTS[found.full_text],
        ),
        keyboard(
            (
                Button(setting.capitalize(), f"/source {found.ref} {setting}")
                for setting in FullText
                if setting is not found.full_text
            ),
            (
                Button("Sources", "/sources"),
                Button("Remove", f"/removesource {found.ref}"),
            ),
        ),
        about=str(found.ref),
    )


def sources(found: Sequence[Source], *, page: int, reader: Reader) -> Reply:
    """List a page of the sources; those that need an admin come first.

    Args:
        found: Every source.
        page: Its number, from 1; beyond the last one is the last one.
        reader: Who reads it.
    """
    if not found:
        return Reply(Markup("There are no sources yet. /addsource <address> adds one."))
    pages = -(-len(found) // PAGE)
    page = min(max(page, 1), pages)
    sick_first = sorted(found, key=lambda source: (not _is_sick(source), source.id))
    shown = sick_first[(page - 1) * PAGE : page * PAGE]
    sick = sum(map(_is_sick, found))
    return Reply(
        lines(
            bold(f"{counted(len(found), 'source')}" + (f", {sick} in trouble" if sick else "")),
            *(_line(source, reader) for source in shown),
            f"Page {page} of {pages}" if pages > 1 else None,
        ),
        keyboard(
            (
                Button("Back", f"/sources {page - 1}") if page > 1 else None,
                Button("More", f"/sources {page + 1}") if page < pages else None,
            )
        ),
        page="sources",
    )


def source_failing(source: Source, *, now: datetime, zone: ZoneInfo) -> Reply:
    """Tell an admin of a source that keeps failing, or that was stopped."""
    tail = (
        "It is no longer read."
        if source.state is SourceState.STOPPED
        else "It is asked on, once a day; this is not told again."
    )
    return Reply(
        lines(
            Markup("{} ({}): {}.").format(
                bold(source.title), code(str(source.ref)), _problem(source, now=now, zone=zone)
            ),
            tail,
        ),
        keyboard(
            (
                Button("Sources", "/sources"),
                Button("Try again", f"/addsource {source.ref}"),
                Button("Remove", f"/removesource {source.ref}"),
            )
        ),
        about=str(source.ref),
    )


def _is_sick(source: Source) -> bool:
    return source.failing_since is not None or source.state is SourceState.STOPPED


def _line(source: Source, reader: Reader) -> Markup:
    # The feed's own address may hold a secret.
    page = source.site_url or "{0.scheme}://{0.netloc}/".format(urlsplit(source.url))
    line = Markup("• {} {} · ").format(code(str(source.ref)), link(source.title, page))
    if _is_sick(source):
        return line + italic(_problem(source, now=reader.now, zone=reader.zone))
    if source.last_success_at is None:
        return line + Markup("not read yet")
    return line + Markup("read {}").format(
        day_and_time(source.last_success_at, now=reader.now, zone=reader.zone)
    )


def _problem(source: Source, *, now: datetime, zone: ZoneInfo) -> str:
    """Return such as `failing since Tuesday: 403, probably blocks bots`."""
    if source.state is SourceState.STOPPED:
        return f"stopped: {reason_of(source)}"
    since = _since(source.failing_since or now, now=now, zone=zone)
    return f"failing since {since}: {reason_of(source)}"


def reason_of(source: Source) -> str:
    """Return why a source fails, such as `403, probably blocks bots`."""
    words = source.last_error
    if words in set(Reason):
        words = _PROBLEMS.get(Reason(words), words)
    status = source.last_status
    if status is None:
        return words
    if status in _FAULTS_OF_THE_SITE and words == Reason.STATUS:
        words = "the site has trouble"
    return f"{status}, {_STATUSES.get(status, words)}"


def _since(at: datetime, *, now: datetime, zone: ZoneInfo) -> str:
    local, today = at.astimezone(zone), now.astimezone(zone).date()
    days = (today - local.date()).days
    if days == 0:
        return f"{local:%H:%M}"
    # A week ago the weekday repeats.
    if days < 7:  # noqa: PLR2004 - a week
        return f"{local:%A}"
    return f"{local.day} {local:%b}" + ("" if local.year == today.year else f" {local.year}")
