"""Words for why a story is not in a digest."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from zoneinfo import ZoneInfo

from markupsafe import Markup

from bot.messages.markup import (
    bold,
    code,
    counted,
    date_of,
    day_and_time,
    italic,
    keyboard,
    lines,
    link,
)
from bot.messages.reasons import brief, does_follow, ordinal, reasons_of
from bot.messages.reply import Reply
from bot.messages.taste import rating_buttons
from storage.model import Button, Digest, Item, Reasons, Story


class Cause(Enum):
    """Why a story is not in a digest."""

    LATER = "it came later"
    TOLD = "it was told before"
    MUTED = "the reader muted it"
    FILTERED = "the reader mutes such"
    NOT_FOLLOWED = "the reader wants nothing but what is followed"
    OLD = "nothing came of it for too long"
    RANKED = "others ranked before it"
    UNKNOWN = "it was not in the running, for a reason that is no longer known"


@dataclass(frozen=True, slots=True)
class Absence:
    """Why a story is not in a digest.

    Attributes:
        story: As it is now.
        lead: The member that stands for it.
        cause: The first thing that kept it out.
        at: LATER: when it was first heard of. TOLD: when it was last told before. OLD: when
            it last moved before.
        filters: FILTERED: those that it matches. NOT_FOLLOWED: all that the reader follows.
        place: RANKED: which it was, from 1; None if it was behind all whose place is known.
        reasons: RANKED: what gave it its rank.
        later: TOLD: how many reports had come since.
    """

    story: Story
    lead: Item
    cause: Cause
    at: datetime | None = None
    filters: tuple[str, ...] = ()
    place: int | None = None
    reasons: Reasons | None = None
    later: int = 0


def why_not(absence: Absence, found: Digest, *, now: datetime, zone: ZoneInfo) -> Reply:
    """Word why a story is not in a digest.

    Args:
        absence: Why.
        found: The digest.
        now: Aware instant.
        zone: The reader's.
    """
    story = absence.story.ref
    made = _when(found.created_at, now=now, zone=zone)
    return Reply(
        lines(
            Markup("{} {} is not in {} of {} because").format(
                bold(link(absence.lead.title, absence.lead.url)), code(str(story)), found.ref, made
            ),
            *(
                Markup("• {}").format(reason)
                for reason in _causes(absence, found, now=now, zone=zone)
            ),
            _last_told(found) if absence.cause is Cause.RANKED else None,
        ),
        buttons=keyboard(
            rating_buttons(story),
            [Button("Story", f"/story {story}"), Button("Why these?", f"/why {found.ref}")],
            [Button("My taste", "/taste"), Button("My filters", "/filters")],
        ),
        about=str(story),
    )


def _causes(absence: Absence, found: Digest, *, now: datetime, zone: ZoneInfo) -> Iterator[str]:
    when = _when(absence.at, now=now, zone=zone) if absence.at else ""
    named = Markup(", ").join(italic(each) for each in absence.filters)
    match absence.cause:
        case Cause.LATER:
            yield f"it came later: {when}"
        case Cause.TOLD:
            yield f"you were told of it before: {when}"
            reports = counted(absence.later, "report")
            yield (
                f"{reports} came since, with nothing new or not enough"
                if absence.later
                else "nothing came of it since"
            )
        case Cause.MUTED:
            yield "you muted it: /taste lists what you muted"
        case Cause.FILTERED:
            yield Markup("you mute such: {}").format(named)
        case Cause.NOT_FOLLOWED:
            yield Markup("you are told only what you follow, and it matches none of: {}").format(
                named
            )
        case Cause.OLD:
            yield f"nothing came of it since {when}, and a digest looks back a day and a half"
        case Cause.UNKNOWN:
            yield "it was not in the running then; what you follow or mute may have changed since"
        case Cause.RANKED:
            yield from _rank(absence, found, zone)


def _when(at: datetime, *, now: datetime, zone: ZoneInfo) -> str:
    """Return `today, 06:40`, `yesterday, 06:40` or `Tue 24 Nov`, in the reader's zone."""
    days = (now.astimezone(zone).date() - at.astimezone(zone).date()).days
    return day_and_time(at, now=now, zone=zone) if days <= 1 else date_of(at, zone=zone)


def _rank(absence: Absence, found: Digest, zone: ZoneInfo) -> Iterator[str]:
    told = len(found.entries)
    room = "1 had room" if told == 1 else f"{told} had room"
    if absence.place is None:
        known = told + (1 + len(found.left_out.next) if found.left_out else 0)
        yield f"it ranked behind the first {known} of {found.stories:,}, and {room}"
    else:
        yield f"it ranked {ordinal(absence.place)} of {found.stories:,}, and {room}"
    if absence.reasons is not None:
        yield from reasons_of(absence.reasons, None, found.created_at, zone)
        if not absence.reasons.filters and does_follow(found):
            yield "it matches nothing that you follow"


def _last_told(found: Digest) -> Markup:
    last = found.entries[-1]
    return Markup("The last that had room: {} ({})").format(
        italic(last.title), brief(last, found.created_at, follows=does_follow(found))
    )
