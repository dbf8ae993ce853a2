"""Words for admins: what was ingested, what is read and what is wrong with it, what is held."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from itertools import takewhile
from typing import Final
from urllib.parse import urlsplit

from markupsafe import Markup

from bot.errors import Failure, NoArticleError, Reason
from bot.messages.catalogue import clock, date_text, label, say, weekday
from bot.messages.errors import error
from bot.messages.markup import (
    Reply,
    bold,
    button,
    code,
    day,
    day_and_time,
    dotted,
    italic,
    keyboard,
    lines,
    link,
)
from bot.messages.telegram_limits import fits_button
from storage.model import (
    BROKE_HERE,
    NOW_READ_AS,
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
    Weight,
)

# Failures named in an answer; a folder can have thousands.
_NAMED_FAILURES = 5

# Why a message is not sent that an admin forgot; as it is stored, in English for logs.
FORGOTTEN: Final = "forgotten by an admin"


def ingested(found: Ingested, story: Story | None, *, language: str) -> Reply:
    """Confirm what was ingested, or say since when it is known."""
    ref, title = str(found.article.ref), found.article.title
    if not found.is_new:
        text = say(language, "ingested-known", id=ref, title=title)
    elif story is None:
        text = say(language, "ingested", id=ref, title=title)
    else:
        items, into = len(story.members), str(story.ref)
        text = say(language, "ingested-into", id=ref, story=into, count=items, title=title)
    below = len(found.headlines) if found.is_new else 0
    return Reply(
        lines(text, say(language, "ingested-headlines", count=below) if below else None),
        keyboard(
            (
                button(language, "button-summary", f"/summary {ref}"),
                button(language, "button-story", f"/story {story.ref}") if story else None,
                button(language, "button-undo", f"/remove {ref}") if found.is_new else None,
            )
        ),
        about=ref,
    )


def not_ingested(problem: NoArticleError, *, url: str | None, language: str) -> Reply:
    """Say why nothing was ingested, and how it is all the same.

    Args:
        problem: What it was taken for.
        url: Its address, if it was one.
        language: The reader's.
    """
    command = f"/ingest {url} anyway"
    return Reply(
        lines(
            error(problem, language=language).text,
            say(language, "ingest-anyway", command=command)
            if url
            else say(language, "ingest-anyway-again"),
        ),
        keyboard((button(language, "button-ingest-anyway", command),))
        if url and fits_button(command)
        else (),
    )


def ingested_many(
    found: Sequence[Ingested], failures: Sequence[Failure], *, language: str
) -> Reply:
    """Report what came of a folder."""
    new = sum(one.is_new for one in found)
    unnamed = len(failures) - _NAMED_FAILURES
    return Reply(
        lines(
            say(language, "ingested-many", new=new, known=len(found) - new, failed=len(failures)),
            *_failures(failures[:_NAMED_FAILURES], language),
            say(language, "ingested-many-more", count=unnamed) if unnamed > 0 else None,
        ),
        keyboard((button(language, "button-latest", "/latest"),)),
    )


def _failures(failures: Iterable[Failure], language: str) -> list[Markup]:
    return [
        Markup("• {}: {}").format(code(one.name), _worded(one.error.reason, language))
        for one in failures
    ]


def _worded(reason: Reason, language: str) -> Markup:
    return say(language, f"problem-{reason.ending}")


def progress(done: int, total: int, *, language: str) -> Reply:
    """Tell how far long work has come."""
    return Reply(say(language, "progress", done=done, total=total))


def removed(ref: Ref, *, headlines: int, language: str) -> Reply:
    """Confirm that an article is gone, and how many headlines that stood below it."""
    if not headlines:
        return Reply(say(language, "removed", id=str(ref)))
    return Reply(say(language, "removed-with", id=str(ref), headlines=headlines))


def status(found: Status, *, language: str) -> Reply:
    """Tell how the bot is doing, every message that may not have arrived included."""
    failing = sum(bool(source.failing_since) for source in found.sources)
    states = {state.value: found.deliveries.get(state, 0) for state in DeliveryState}
    return Reply(
        lines(
            bold(say(language, "status")),
            say(language, "status-news", articles=found.articles, headlines=found.headlines),
            say(language, "status-sources", count=len(found.sources), failing=failing),
            say(language, "status-subscribers", count=found.subscribers),
            say(language, "status-updates", count=found.waiting),
            say(language, "status-messages", **states),
            bold(say(language, "status-unsure")) if found.unsure else None,
            *(
                Markup("• {}").format(
                    dotted(code(one.message.key), _addressed(one, language), _why(one, language))
                )
                for one in found.unsure
            ),
        ),
        keyboard((button(language, "button-held", "/unsure"),))
        if found.deliveries.get(DeliveryState.UNSURE)
        else (),
    )


def _addressed(delivery: Delivery, language: str) -> Markup:
    """Word what a message is, and to which chat: `alert to 7`."""
    message = delivery.message
    return say(language, f"held-{message.kind}", chat=str(message.chat_id))


# Sources of one answer; it fits one message.
PAGE = 20

# What a site means by these is known better than its reason.
_STATUSES = {401, 402, 404, 410, 429}
_FAULTS_OF_THE_SITE = range(500, 600)


def source(found: Source, *, reader: Reader) -> Reply:
    """Show how a source is read, and offer what can be changed."""
    language, ref = reader.language, str(found.ref)
    last, newest = found.last_success_at, found.newest_at
    next_poll = clock(found.next_poll_at.astimezone(reader.zone))
    return Reply(
        lines(
            Markup("{} {}").format(code(ref), bold(found.title)),
            _problem(found, reader) if _is_sick(found) else None,
            say(language, "source-last", day=day_and_time(last, reader)) if last else None,
            say(language, "source-next", time=next_poll)
            if found.state is SourceState.READ
            else None,
            say(language, "source-newest", day=day_and_time(newest, reader)) if newest else None,
            say(language, f"source-weight-{found.weight}"),
            say(language, f"source-text-{found.full_text}"),
        ),
        keyboard(
            (
                button(language, f"button-text-{setting}", f"/source {ref} {setting}")
                for setting in FullText
                if setting is not found.full_text
            ),
            (
                button(language, f"button-weight-{weight}", f"/source {ref} weight {weight}")
                for weight in Weight
                if weight is not found.weight
            ),
            (
                button(language, "button-sources", "/sources"),
                button(language, "button-remove", f"/removesource {ref}"),
            ),
        ),
        about=ref,
    )


def sources(found: Sequence[Source], *, page: int, reader: Reader) -> Reply:
    """List a page of the sources; those that need an admin come first.

    Args:
        found: Every source.
        page: Its number, from 1; beyond the last one is the last one.
        reader: Who reads it.
    """
    language = reader.language
    if not found:
        return Reply(say(language, "sources-none"))
    pages = -(-len(found) // PAGE)
    page = min(max(page, 1), pages)
    sick_first = sorted(found, key=lambda source: (not _is_sick(source), source.id))
    shown = sick_first[(page - 1) * PAGE : page * PAGE]
    sick = sum(map(_is_sick, found))
    return Reply(
        lines(
            bold(
                say(language, "sources-in-trouble", count=len(found), sick=sick)
                if sick
                else say(language, "count-sources", count=len(found))
            ),
            *(_line(source, reader) for source in shown),
            say(language, "sources-page", page=page, pages=pages) if pages > 1 else None,
        ),
        keyboard(
            (
                button(language, "button-back", f"/sources {page - 1}") if page > 1 else None,
                button(language, "button-more", f"/sources {page + 1}") if page < pages else None,
            )
        ),
        page="sources",
    )


def source_failing(source: Source, *, reader: Reader) -> Reply:
    """Tell an admin, unasked, of a source that keeps failing, or that was stopped."""
    language, ref = reader.language, str(source.ref)
    is_stopped = source.state is SourceState.STOPPED
    problem = _problem(source, reader)
    return Reply(
        lines(
            say(language, "source-told", title=source.title, id=ref, problem=problem),
            say(language, "source-told-stopped" if is_stopped else "source-told-failing"),
        ),
        keyboard(
            (
                button(language, "button-sources", "/sources"),
                button(language, "button-try-again", f"/addsource {ref}"),
                button(language, "button-remove", f"/removesource {ref}"),
            )
        ),
        about=ref,
    )


def _is_sick(source: Source) -> bool:
    return source.failing_since is not None or source.state is SourceState.STOPPED


def _line(source: Source, reader: Reader) -> Markup:
    # The feed's own address may hold a secret.
    page = source.site_url or "{0.scheme}://{0.netloc}/".format(urlsplit(source.url))
    if _is_sick(source):
        state = italic(_problem(source, reader))
    elif source.last_success_at is None:
        state = say(reader.language, "source-not-read")
    else:
        read = day_and_time(source.last_success_at, reader)
        state = say(reader.language, "source-read", day=read)
    return Markup("• {} {} · {}").format(code(str(source.ref)), link(source.title, page), state)


def _problem(source: Source, reader: Reader) -> Markup:
    """Return such as `failing since Tuesday: 403, probably blocks bots`."""
    language = reader.language
    problem = reason_of(source, language=language)
    if source.state is SourceState.STOPPED:
        return say(language, "source-stopped", problem=problem)
    since = _since(source.failing_since or reader.now, reader)
    return say(language, "source-failing", since=since, problem=problem)


def reason_of(source: Source, *, language: str) -> Markup:
    """Return why a source fails, such as `403, probably blocks bots`."""
    told, status = source.last_error, source.last_status
    if told == BROKE_HERE:
        problem = say(language, "problem-here")
    elif told.startswith(NOW_READ_AS):
        problem = say(language, "problem-moved", id=told.removeprefix(NOW_READ_AS))
    elif status in _STATUSES:
        problem = say(language, f"problem-http-{status}")
    elif status in _FAULTS_OF_THE_SITE and told == Reason.STATUS:
        problem = say(language, "problem-trouble")
    else:
        problem = _worded(Reason(told), language) if told in set(Reason) else Markup.escape(told)
    return Markup("{}, {}").format(str(status), problem) if status is not None else problem


def _since(at: datetime, reader: Reader) -> str:
    local, today = at.astimezone(reader.zone), reader.now.astimezone(reader.zone).date()
    days = (today - local.date()).days
    if days == 0:
        return clock(local)
    # A week ago the weekday repeats.
    if days < 7:  # noqa: PLR2004 - a week
        return weekday(reader.language, local.weekday())
    return date_text(reader.language, local.date(), "day" if local.year == today.year else "year")


_MAX_NAME = 40


def source_added(added: Added, *, language: str) -> Reply:
    """Confirm a source."""
    ref, title = str(added.source.ref), added.source.title
    if not added.is_new:
        return Reply(say(language, "source-known", id=ref, title=title), about=ref)
    return Reply(
        say(language, "source-added", id=ref, title=title, count=added.items),
        keyboard(
            (
                button(language, "button-latest", "/latest"),
                button(language, "button-sources", "/sources"),
                button(language, "button-undo", f"/removesource {ref}"),
            )
        ),
        about=ref,
    )


def sources_added(added: Sequence[Added], failures: Sequence[Failure], *, language: str) -> Reply:
    """Confirm several sources that were chosen."""
    new = [one for one in added if one.is_new]
    return Reply(
        lines(
            _counted(len(new), len(added) - len(new), len(failures), language),
            *(
                Markup("• {} {}, {}").format(
                    code(str(one.source.ref)),
                    one.source.title,
                    say(language, "source-so-far", count=one.items),
                )
                for one in new
            ),
            *_failures(failures, language),
        ),
        keyboard(
            (
                button(language, "button-latest", "/latest"),
                button(language, "button-sources", "/sources"),
            )
        ),
    )


def _counted(added: int, known: int, failed: int, language: str) -> Markup:
    return say(language, "sources-added", added=added, known=known, failed=failed)


def sources_offered(offers: Sequence[Offer], *, reader: Reader) -> Reply:
    """Ask which of the feeds behind a page to read; each answer is a button."""
    language, count = reader.language, len(offers)
    names = _short_names([offer.source.title for offer in offers])
    choices = [_choice(offer, name, reader) for offer, name in zip(offers, names, strict=True)]
    refs = " ".join(str(offer.source.ref) for offer in offers)
    every = button(language, "button-all-feeds", f"/addsource {refs}", count=count)
    has_room = count > 1 and fits_button(every.command)
    return Reply(
        say(language, "feeds-found", count=count),
        keyboard(*((choice,) for choice in choices), (every if has_room else None,)),
    )


def _choice(offer: Offer, name: str, reader: Reader) -> Button:
    """Return a button such as `Sport (40 items, today)`."""
    language, command = reader.language, f"/addsource {offer.source.ref}"
    if offer.newest_at is None:
        return button(language, "button-feed-undated", command, name=name, count=offer.items)
    newest = day(offer.newest_at, reader)
    return button(language, "button-feed", command, name=name, count=offer.items, day=newest)


def _short_names(titles: Sequence[str]) -> list[str]:
    """Return the titles without what all of them begin with: `Coast Times - Sport`."""
    words = [title.split() for title in titles]
    same = takewhile(lambda column: len({*column}) == 1, zip(*words, strict=False))
    common = sum(1 for _ in same)
    names = [" ".join(each[common:]).strip(" -–—|:»›/·") for each in words]
    names = [name or title for name, title in zip(names, titles, strict=True)]
    names = names if len({*names}) == len(titles) else list(titles)
    return [name if len(name) <= _MAX_NAME else name[: _MAX_NAME - 1] + "…" for name in names]


def sources_taken(taken: Taken, *, language: str) -> Reply:
    """Report what came of a list of feeds."""
    named = taken.failed[:_NAMED_FAILURES]
    return Reply(
        lines(
            _counted(taken.added, taken.known, len(taken.failed), language),
            *(
                Markup("• {}: {}").format(code(_host(one)), reason_of(one, language=language))
                for one in named
            ),
        ),
        keyboard(
            (
                button(language, "button-all-failures", "/sources failed")
                if len(taken.failed) > len(named)
                else None,
                button(language, "button-sources", "/sources"),
            )
        ),
    )


def sources_exported(opml: str, *, count: int, language: str) -> Reply:
    """Give out the list of sources for other readers."""
    name = label(language, "sources-file")
    return Reply(say(language, "sources-exported", count=count), file=File(name, opml.encode()))


def sources_failed(offers: Sequence[Source], *, language: str) -> Reply:
    """List the feeds that could not be had when they were to be added."""
    failed = [offer for offer in offers if offer.last_error]
    if not failed:
        return Reply(say(language, "sources-none-failed"))
    return Reply(
        lines(
            bold(say(language, "sources-failed", count=len(failed))),
            *(
                Markup("• {} {} · {}").format(
                    code(str(one.ref)), _host(one), reason_of(one, language=language)
                )
                for one in failed
            ),
            say(language, "sources-try-again", id=str(failed[0].ref)),
        ),
    )


def source_removed(source: Source, *, language: str) -> Reply:
    """Confirm that a source is no longer read."""
    undo = f"/addsource {source.url}"
    return Reply(
        say(language, "source-removed", title=source.title),
        keyboard((button(language, "button-undo", undo),)) if fits_button(undo) else (),
    )


def _host(source: Source) -> str:
    return urlsplit(source.url).hostname or source.title


# Of a message as much is shown as tells it from others.
_SHOWN = 70


def held(
    found: Sequence[Delivery], *, count: int, done: Markup | None = None, reader: Reader
) -> Reply:
    """List messages that are held, with two buttons for each.

    Args:
        found: Some of them, newest first.
        count: How many there are.
        done: What was just done with one: see `held_settled`.
        reader: For whom.
    """
    language = reader.language
    if not found:
        return Reply(lines(done, say(language, "held-none")), page="unsure")
    rest = count - len(found)
    blocks = [
        lines(done, bold(say(language, "held", count=count)), say(language, "held-explained")),
        *(_one(each, reader) for each in found),
    ]
    if rest > 0:
        blocks.append(say(language, "held-older", count=rest))
    return Reply(
        Markup("\n\n").join(blocks),
        keyboard(
            *(
                (
                    button(language, "button-send-again", f"/unsure send {one.id}", id=str(one.id)),
                    button(language, "button-forget", f"/unsure forget {one.id}", id=str(one.id)),
                )
                for one in found
            )
        ),
        page="unsure",
    )


def held_settled(number: int, *, sent_to: int | None, language: str) -> Markup:
    """Say that a held message goes to a chat once more, or to none."""
    if sent_to is None:
        return say(language, "held-forgotten", id=str(number))
    return say(language, "held-sent", id=str(number), chat=str(sent_to))


def held_told(count: int, *, language: str) -> Reply:
    """Tell an admin, unasked, that something is held."""
    show = button(language, "button-show", "/unsure")
    return Reply(say(language, "held-told", count=count), keyboard((show,)))


def _why(delivery: Delivery, language: str) -> str:
    """Return why it was not sent: what the connection said, in English, or what we did."""
    is_forgotten = delivery.error == FORGOTTEN
    return say(language, "held-by-admin") if is_forgotten else delivery.error


def _one(delivery: Delivery, reader: Reader) -> Markup:
    message = delivery.message
    # What a reader asked for in private is theirs.
    is_private = message.kind is DeliveryKind.REPLY
    return lines(
        dotted(
            code(str(delivery.id)),
            _addressed(delivery, reader.language),
            day_and_time(delivery.due_at, reader),
        ),
        None if is_private else say(reader.language, "held-text", text=_beginning(message.text)),
        italic(delivery.error) if delivery.error else None,
    )


def _beginning(text: str) -> str:
    shown = " ".join(Markup(text).striptags().split())  # noqa: S704 - stored by us, escaped then
    return shown if len(shown) <= _SHOWN else shown[:_SHOWN].rsplit(" ", 1)[0] + "…"
