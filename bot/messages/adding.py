"""Words for what came of adding sources, and of removing and saving them."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import takewhile
from urllib.parse import urlsplit

from markupsafe import Markup

from bot.messages.admin import Failure
from bot.messages.items import Reader
from bot.messages.markup import bold, code, counted, day, keyboard, lines
from bot.messages.reply import Reply
from bot.messages.sources import reason_of
from storage.model import Added, Button, File, Offer, Source, Taken

# core.telegram.org/bots/api#inlinekeyboardbutton
_MAX_COMMAND_BYTES = 64

_NAMED_FAILURES = 5
_MAX_NAME = 40


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
    has_room = len(offers) > 1 and len(every.command.encode()) <= _MAX_COMMAND_BYTES
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
            *(
                Markup("• {}: {}").format(code(_host(source)), reason_of(source))
                for source in named
            ),
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
    """Give out the list of sources for other readers."""
    return Reply(
        Markup("{} for any reader of feeds. The file may hold secret addresses.").format(
            counted(count, "source")
        ),
        file=File("sources.opml", opml.encode()),
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
                Markup("• {} {} · {}").format(code(str(one.ref)), _host(one), reason_of(one))
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
        if len(f"/addsource {source.url}".encode()) <= _MAX_COMMAND_BYTES
        else (),
    )


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
