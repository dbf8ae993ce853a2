"""Words about sources, for admins: what is read, how often, and what is wrong with it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from itertools import takewhile
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from markupsafe import Markup

from bot.errors import Reason
from bot.messages.admin import Failure
from bot.messages.markup import (
    bold,
    code,
    counted,
    day,
    day_and_time,
    italic,
    keyboard,
    lines,
    link,
)
from bot.messages.reading import Reader
from bot.messages.reply import Reply
from storage.model import Added, Button, Offer, Source, SourceState, Taken

# Sources of one answer; it fits one message.
PAGE = 20

# core.telegram.org/bots/api#inlinekeyboardbutton
MAX_COMMAND_BYTES = 64

_NAMED_FAILURES = 5
_MAX_NAME = 40

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
_FAULTS_OF_THE_SITE = range(500, 600)


def source_added(added: Added) -> Reply:
    """Confirm a source."""
    source = added.source
    if not added.is_new:
        return Reply(
            Markup("{} is a source already: {}").format(bold(str(source.ref)), source.title),
            about=str(source.ref),
        )
    return Reply(
        Markup("Added {}: {}, {} so far. It is read regularly from now on.").format(
            bold(str(source.ref)), source.title, counted(added.items, "item")
        ),
        keyboard(
            (
                Button("Latest", "/latest"),
                Button("Sources", "/sources"),
                Button("Undo", f"/removesource {source.ref}"),
            )
        ),
        about=str(source.ref),
    )


def sources_added(added: Sequence[Added], failures: Sequence[Failure]) -> Reply:
    """Confirm several sources that were chosen."""
    new = [one for one in added if one.is_new]
    return Reply(
        lines(
            f"{len(new)} added, {len(added) - len(new)} known, {len(failures)} failed.",
            *(
                Markup("• {} {}, {} so far").format(
                    code(str(one.source.ref)), one.source.title, counted(one.items, "item")
                )
                for one in new
            ),
            *(
                Markup("• {}: {}").format(code(failure.name), failure.error.reason.value)
                for failure in failures
            ),
        ),
        keyboard((Button("Latest", "/latest"), Button("Sources", "/sources"))),
    )


def sources_offered(offers: Sequence[Offer], *, reader: Reader) -> Reply:
    """Ask which of the feeds behind a page to read; each answer is a button."""
    names = _short_names([offer.source.title for offer in offers])
    choices = [
        Button(
            f"{name} ({_extent(offer, reader)})",
            f"/addsource {offer.source.ref}",
        )
        for name, offer in zip(names, offers, strict=True)
    ]
    refs = " ".join(str(offer.source.ref) for offer in offers)
    every = Button("Both" if len(offers) == 2 else f"All {len(offers)}", f"/addsource {refs}")  # noqa: PLR2004 - both
    has_room = len(offers) > 1 and len(every.command.encode()) <= MAX_COMMAND_BYTES
    return Reply(
        Markup("Found {}. Which?").format(counted(len(offers), "feed")),
        keyboard(*((choice,) for choice in choices), (every if has_room else None,)),
    )


def sources_taken(taken: Taken) -> Reply:
    """Report what came of a list of feeds."""
    named = taken.failed[:_NAMED_FAILURES]
    return Reply(
        lines(
            f"{taken.added:,} added, {taken.known:,} known, {len(taken.failed):,} failed"
            + (":" if taken.failed else "."),
            *(Markup("• {}: {}").format(code(_host(source)), _reason(source)) for source in named),
        ),
        keyboard(
            (
                Button("All failures", "/sources failed")
                if len(taken.failed) > len(named)
                else None,
                Button("Sources", "/sources"),
            )
        ),
    )


def sources_exported(opml: str, *, count: int) -> Reply:
    """Show the list of sources as it is saved for other readers."""
    return Reply(
        lines(
            f"{counted(count, 'source')}. Save what follows as sources.opml; it may hold secret "
            "addresses.",
            code(opml),
        )
    )


def sources_failed(offers: Sequence[Source]) -> Reply:
    """List the feeds that could not be had when they were to be added."""
    failed = [offer for offer in offers if offer.last_error]
    if not failed:
        return Reply(Markup("Nothing failed lately. /sources lists what is read."))
    return Reply(
        lines(
            bold(f"{counted(len(failed), 'feed')} could not be added"),
            *(
                Markup("• {} {} · {}").format(code(str(one.ref)), _host(one), _reason(one))
                for one in failed
            ),
            Markup("/addsource {} tries the first one again.").format(str(failed[0].ref)),
        ),
    )


def source_removed(source: Source) -> Reply:
    """Confirm that a source is no longer read."""
    return Reply(
        Markup("{} is no longer read. What it brought stays.").format(source.title),
        keyboard((Button("Undo", f"/addsource {source.url}"),))
        if len(f"/addsource {source.url}".encode()) <= MAX_COMMAND_BYTES
        else (),
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
        return f"stopped: {_reason(source)}"
    since = _since(source.failing_since or now, now=now, zone=zone)
    return f"failing since {since}: {_reason(source)}"


def _reason(source: Source) -> str:
    """Return such as `403, probably blocks bots`."""
    words = source.last_error
    if words in set(Reason):
        words = _PROBLEMS.get(Reason(words), words)
    status = source.last_status
    if status is None:
        return words
    if status in _FAULTS_OF_THE_SITE and words == Reason.STATUS:
        words = "the site has trouble"
    return f"{status}, {_STATUSES.get(status, words)}"


def _extent(offer: Offer, reader: Reader) -> str:
    """Return such as `40 items, today`."""
    items = counted(offer.items, "item") if offer.items else "no items"
    if offer.newest_at is None:
        return items
    return f"{items}, {day(offer.newest_at, now=reader.now, zone=reader.zone)}"


def _short_names(titles: Sequence[str]) -> list[str]:
    """Return the titles without what all of them begin with: `Coast Times - Sport`."""
    words = [title.split() for title in titles]
    same = takewhile(lambda column: len({*column}) == 1, zip(*words, strict=False))
    common = sum(1 for _ in same)
    names = [" ".join(each[common:]).strip(" -–—|:»›/·") for each in words]
    names = [name or title for name, title in zip(names, titles, strict=True)]
    names = names if len({*names}) == len(titles) else list(titles)
    return [name if len(name) <= _MAX_NAME else name[: _MAX_NAME - 1] + "…" for name in names]


def _host(source: Source) -> str:
    return urlsplit(source.url).hostname or source.title


def _since(at: datetime, *, now: datetime, zone: ZoneInfo) -> str:
    local, today = at.astimezone(zone), now.astimezone(zone).date()
    days = (today - local.date()).days
    if days == 0:
        return f"{local:%H:%M}"
    # A week ago the weekday repeats.
    if days < 7:  # noqa: PLR2004 - a week
        return f"{local:%A}"
    return f"{local.day} {local:%b}" + ("" if local.year == today.year else f" {local.year}")
