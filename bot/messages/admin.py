"""Words for admins."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from bot.errors import IngestError, NoArticleError
from bot.messages.errors import error
from bot.messages.markup import bold, code, counted, keyboard, lines
from bot.messages.reply import Reply
from storage.model import (
    Button,
    Delivery,
    DeliveryState,
    Ingested,
    Ref,
    Source,
    Story,
)

# Failures named in an answer; a folder can have thousands.
_NAMED_FAILURES = 5


@dataclass(frozen=True, slots=True)
class Failure:
    """One thing of many that could not be ingested."""

    name: str
    error: IngestError


@dataclass(frozen=True, slots=True)
class Status:
    """How the bot is doing.

    Attributes:
        articles: Published articles.
        headlines: Headlines.
        subscribers: Chats with a subscription.
        sources: Every source.
        waiting: Updates not handled yet.
        deliveries: Messages of the outbox by state.
        unsure: Messages that may or may not have arrived, newest first.
    """

    articles: int
    headlines: int
    subscribers: int
    sources: Sequence[Source]
    waiting: int
    deliveries: Mapping[DeliveryState, int]
    unsure: Sequence[Delivery]


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


def not_ingested(problem: NoArticleError, *, url: str | None) -> Reply:
    """Say why nothing was ingested, and how it is all the same.

    Args:
        problem: What it was taken for.
        url: Its address, if it was one.
    """
    command = f"/ingest {url} anyway"
    is_short = len(command.encode()) <= 64  # noqa: PLR2004 - Button.command
    return Reply(
        lines(
            error(problem).text,
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
