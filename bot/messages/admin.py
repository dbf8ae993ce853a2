"""Words for admins.

Words about sources, for admins: what is read, how often, and what is wrong with it.

Words for what came of adding sources, and of removing and saving them.

Words for messages that may or may not have arrived, and wait for an admin's word.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from itertools import takewhile
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from markupsafe import Markup

from bot.errors import Failure, NoArticleError, Reason
from bot.messages.errors import error
from bot.messages.markup import (
    Reply,
    bold,
    code,
    counted,
    day,
    day_and_time,
    dotted,
    italic,
    keyboard,
    lines,
    link,
)
from bot.messages.telegram_limits import MAX_COMMAND_BYTES as _MAX_COMMAND_BYTES
from storage.model import (
    Added,
    Button,
    Delivery,
    DeliveryKind,
    DeliveryState,
    File,
    FullText,
    Ingested,
    Offer,
    Reader,
    Ref,
    Source,
    SourceState,
    Status,
    Story,
    Taken,
)

# Failures named in an answer; a folder can have thousands.
_NAMED_FAILURES = 5


def ingested(found: Ingested, story: Story | None) -> Reply:
    """Confirm what was ingested, or say since when it is known."""
    ref = found.article.ref
    buttons = keyboard(
        (
            Button("Summary", f"/summary {ref}"),
            Button("Story", f"/story {story.ref}") if story else None,
            Button("Undo", f"/remove {ref}") if found.is_new else None,
        )
    )
    if not found.is_new:
        return Reply(
            Markup("Known already as {}: {}").format(bold(str(ref)), found.article.title),
            buttons,
            about=str(ref),
        )
    into = (
        Markup(" into story {} ({})").format(str(story.ref), counted(len(story.members), "item"))
        if story
        else ""
    )
    return Reply(
        lines(
            Markup("Ingested as {}{}: {}").format(bold(str(ref)), into, found.article.title),
            f"{counted(len(found.headlines), 'headline')} below it kept: /headlines"
            if found.headlines
            else None,
        ),
        buttons,
        about=str(ref),
    )


def not_ingested(problem: NoArticleError, *, url: str | None, language: str) -> Reply:
    """Say why nothing was ingested, and how it is all the same.

    Args:
        problem: What it was taken for.
        url: Its address, if it was one.
        language: The reader's.
    """
    command = f"/ingest {url} anyway"
    is_short = len(command.encode()) <= _MAX_COMMAND_BYTES
    return Reply(
        lines(
            error(problem, language=language).text,
            Markup("If it is an article, ingest it all the same: {}").format(code(command))
            if url
            else "If it is an article, send it again with /ingest anyway.",
        ),
        keyboard((Button("Ingest anyway", command),)) if url and is_short else (),
    )


def ingested_many(found: Sequence[Ingested], failures: Sequence[Failure]) -> Reply:
    """Report what came of a folder."""
    new = sum(one.is_new for one in found)
    return Reply(
        lines(
            f"{new} ingested, {len(found) - new} known already, {len(failures)} failed"
            + (":" if failures else "."),
            *(
                Markup("• {}: {}").format(code(failure.name), failure.error.reason.value)
                for failure in failures[:_NAMED_FAILURES]
            ),
            f"and {len(failures) - _NAMED_FAILURES} more"
            if len(failures) > _NAMED_FAILURES
            else None,
        ),
        keyboard((Button("Latest", "/latest"),)),
    )


def progress(done: int, total: int) -> Reply:
    """Tell how far long work has come."""
    return Reply(Markup("Reading… {}/{}").format(done, total))


def removed(ref: Ref) -> Reply:
    """Confirm that an article is gone."""
    return Reply(Markup("Article {} is removed.").format(str(ref)))


def status(found: Status) -> Reply:
    """Tell how the bot is doing, every message that may not have arrived included."""
    failing = sum(bool(source.failing_since) for source in found.sources)
    sent = ", ".join(f"{found.deliveries.get(state, 0):,} {state}" for state in DeliveryState)
    return Reply(
        lines(
            bold("Status"),
            f"{counted(found.articles, 'article')}, {counted(found.headlines, 'headline')}",
            f"{counted(len(found.sources), 'source')}, {failing} failing",
            f"{counted(found.subscribers, 'subscriber')}",
            f"Updates waiting: {found.waiting:,}",
            f"Messages: {sent}",
            bold("May or may not have arrived, or arrived twice") if found.unsure else None,
            *(
                Markup("• {} to {}: {}, {}").format(
                    code(delivery.message.key),
                    delivery.message.chat_id,
                    delivery.state.value,
                    delivery.error,
                )
                for delivery in found.unsure
            ),
        ),
        keyboard((Button("Held messages", "/unsure"),))
        if found.deliveries.get(DeliveryState.UNSURE)
        else (),
    )


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
        return day_and_time(at, reader)

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
    return line + Markup("read {}").format(day_and_time(source.last_success_at, reader))


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
    return f"{items}, {day(offer.newest_at, reader)}"


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


# Of a message as much is shown as tells it from others.
_SHOWN = 70


def held(found: Sequence[Delivery], *, count: int, done: str = "", reader: Reader) -> Reply:
    """List messages that are held, with two buttons for each.

    Args:
        found: Some of them, newest first.
        count: How many there are.
        done: What was just done with one, or empty.
        reader: For whom.
    """
    if not found:
        nothing = "No message is held: all that was sent arrived, or surely did not."
        return Reply(lines(done or None, nothing), page="unsure")
    rest = count - len(found)
    heading = lines(
        done or None,
        bold(f"{counted(count, 'message')} held"),
        "The connection broke before Telegram's answer: each may have arrived, or not. "
        "Sent again, it may arrive twice.",
    )
    older = [Markup("and {} older").format(f"{rest:,}")] if rest > 0 else []
    return Reply(
        Markup("\n\n").join([heading, *(_one(each, reader) for each in found), *older]),
        keyboard(
            *(
                (
                    Button(f"Send {one.id} again", f"/unsure send {one.id}"),
                    Button(f"Forget {one.id}", f"/unsure forget {one.id}"),
                )
                for one in found
            )
        ),
        page="unsure",
    )


def held_told(count: int) -> Reply:
    """Tell an admin, unasked, that something is held."""
    are, each = ("message is", "it") if count == 1 else ("messages are", "each")
    return Reply(
        Markup("{} {} held: {} may have arrived, or not.").format(f"{count:,}", are, each),
        keyboard((Button("Show", "/unsure"),)),
    )


def _one(delivery: Delivery, reader: Reader) -> Markup:
    message = delivery.message
    # What a reader asked for in private is theirs.
    is_private = message.kind is DeliveryKind.REPLY
    return lines(
        dotted(
            code(str(delivery.id)),
            f"{message.kind.value} to {message.chat_id}",
            day_and_time(delivery.due_at, reader),
        ),
        None if is_private else Markup("“{}”").format(_beginning(message.text)),
        italic(delivery.error) if delivery.error else None,
    )


def _beginning(text: str) -> str:
    shown = " ".join(Markup(text).striptags().split())  # noqa: S704 - stored by us, escaped then
    return shown if len(shown) <= _SHOWN else shown[:_SHOWN].rsplit(" ", 1)[0] + "…"
