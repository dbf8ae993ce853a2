"""Explain why a story is not in a digest.

A digest keeps the places of its stories and of those just below. All else is decided anew by
the reports, filters and presses that there were when it was made.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.digest.candidates import Candidates, RankedStory, is_bare, news_of, read_in, untold
from bot.digest.compose import WINDOW
from bot.preferences import Filtering, documents_of, factor_of, likings_of, muted_stories
from bot.summarize import lead_of
from storage import ReadTransaction
from storage.model import (
    Absence,
    Cause,
    Digest,
    Filter,
    FilterKind,
    Item,
    Rating,
    Reasons,
    Ref,
    Story,
    Weight,
)


@dataclass(frozen=True, slots=True)
class Known:
    """What was known when the digest was made.

    Attributes:
        told_at: When the chat had last been told the story, if ever.
        matching: The chat's filters of then that match the story.
        only_followed: Whether nothing else is told, which is known of now alone.
        languages: Those that the reader reads, of which the same holds.
        weights: What the admin weighs high or low, by source id; likewise.
    """

    topics: Mapping[Ref, Sequence[str]]
    told_at: datetime | None
    matching: tuple[Filter, ...]
    follows: tuple[str, ...]
    ratings: tuple[Rating, ...]
    only_followed: bool
    languages: tuple[str, ...] = ()
    weights: Mapping[int, Weight] = field(default_factory=dict)


async def why_absent(
    story: Story, digest: Digest, *, zone: ZoneInfo, tx: ReadTransaction
) -> Absence:
    """Return why a story, which has members, is not in a digest of a chat."""
    made_at = digest.created_at
    then = as_of(story, made_at)
    told = await tx.digests.told(digest.chat_id, [story.id], before=made_at)
    filters = [one for one in await tx.filters.of_chat(digest.chat_id) if one.made_at <= made_at]
    ratings = [one for one in await tx.ratings.of_chat(digest.chat_id) if one.rated_at <= made_at]
    topics = await tx.search.topics([item.ref for item in story.members])
    subscriber = await tx.subscribers.get(digest.chat_id)
    filtering = Filtering(
        documents_of([then] if then else [], topics),
        now=made_at,
        languages=[*await tx.search.languages()],
    )
    known = Known(
        topics=topics,
        told_at=told.get(story.id),
        matching=filtering.matching(filters, story.id, zone=zone),
        follows=tuple(one.text for one in filters if one.kind is not FilterKind.MUTE),
        ratings=tuple(ratings),
        only_followed=subscriber is not None and subscriber.only_followed,
        languages=subscriber.languages if subscriber else (),
        weights=await tx.sources.weights(),
    )
    return absence_of(story, then, digest, known)


def as_of(story: Story, instant: datetime) -> Story | None:
    """Return the story with the members that it had by then, or None if it had none."""
    articles = tuple(item for item in story.articles if item.added_at <= instant)
    headlines = tuple(item for item in story.headlines if item.added_at <= instant)
    if not articles and not headlines:
        return None
    added: list[Item] = [*articles, *headlines]
    updated_at = max(item.added_at for item in added)
    return replace(story, articles=articles, headlines=headlines, updated_at=updated_at)


def absence_of(story: Story, then: Story | None, digest: Digest, known: Known) -> Absence:
    """Decide why a story is not in a digest: the first cause that holds is named.

    `then` is the story as it was when the digest was made; None if there was nothing of it.
    """
    about = Absence(story, lead_of(then or story), Cause.RANKED)
    if then is None:
        return replace(about, cause=Cause.LATER, at=story.first_seen_at)
    place = _place(story.id, digest)
    if place is None:
        kept_out = next(_kept_out(about, then, digest, known), None)
        if kept_out is not None:
            return kept_out
    return replace(about, place=place, reasons=_reasons(news_of(then) or then, digest, known))


def _kept_out(about: Absence, then: Story, digest: Digest, known: Known) -> Iterator[Absence]:
    """Yield what kept a story from being ranked with the others, as far as anything did."""
    yield from _done_with(about, then, known)
    news = news_of(then)
    if news is None:
        yield replace(about, cause=Cause.UNDATED)
        return
    ranked = RankedStory.of(news, now=digest.created_at)
    if ranked.is_unwanted and not _followed(known):
        yield replace(about, cause=Cause.UNWANTED, genre=ranked.genre)
    if read_in(news, known.languages) is None and not _followed(known):
        yield replace(about, cause=Cause.FOREIGN, languages=known.languages)
    if known.only_followed and known.follows and not _followed(known):
        yield replace(about, cause=Cause.NOT_FOLLOWED, filters=known.follows)
    if news.updated_at < digest.created_at - WINDOW:
        yield replace(about, cause=Cause.OLD, at=news.updated_at)
    if digest.headlines and is_bare(news, known.languages) and not _followed(known):
        yield replace(about, cause=Cause.BARE)
    if digest.left_out is None:
        yield replace(about, cause=Cause.UNKNOWN)


def _done_with(about: Absence, then: Story, known: Known) -> Iterator[Absence]:
    """Yield why a reader wants a story no more, whatever it is worth: it is muted, or was told."""
    mutes = _texts(one for one in known.matching if one.kind is FilterKind.MUTE)
    if then.id in muted_stories(known.ratings):
        yield replace(about, cause=Cause.MUTED)
    if mutes:
        yield replace(about, cause=Cause.FILTERED, filters=mutes)
    if known.told_at is not None:
        later = untold(then, since=known.told_at)
        count = len(later.members) if later else 0
        yield replace(about, cause=Cause.TOLD, at=known.told_at, later=count)


def _place(story_id: int, digest: Digest) -> int | None:
    """Return which of all stories it was, as far as that was kept."""
    if digest.left_out is None:
        return None
    behind = [digest.left_out.story_id, *digest.left_out.next]
    if story_id not in behind:
        return None
    return len(digest.entries) + 1 + behind.index(story_id)


def _reasons(story: Story, digest: Digest, known: Known) -> Reasons:
    from bot.digest.affinity import TraitIndex

    left_out = digest.left_out
    if left_out is not None and left_out.story_id == story.id:
        return left_out.reasons
    part = untold(story, since=known.told_at) if known.told_at else None
    candidates = Candidates(
        [part or story], now=digest.created_at, topics=known.topics, weights=known.weights
    )
    ranked = candidates[story.id]
    likings = likings_of(known.ratings)
    traits = TraitIndex(candidates)
    traits.ask(likings)
    found = traits.affinity(likings)
    liked = found.likings(story.id) if found else ()
    told = [entry.reasons for entry in digest.entries if entry.reasons is not None]
    return Reasons(
        outlets=len(ranked.outlets),
        most=max((one.most for one in told), default=len(ranked.outlets)),
        newest_at=ranked.newest_at,
        filters=_followed(known),
        has_text=bool(ranked.story.articles),
        topic=ranked.topic,
        likings=liked,
        times=factor_of(liked),
        weight=ranked.weight,
        weighed=ranked.weighed,
    )


def _followed(known: Known) -> tuple[str, ...]:
    return _texts(one for one in known.matching if one.kind is not FilterKind.MUTE)


def _texts(filters: Iterable[Filter]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(one.text for one in filters))
