"""Words for digests."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from markupsafe import Markup

from bot.messages.markup import (
    bold,
    code,
    counted,
    date_of,
    dotted,
    folded,
    italic,
    keyboard,
    lines,
    link,
)
from bot.messages.reply import Reply
from storage.model import Button, Digest, DigestEntry, DigestState, Kind, Ref

# From these hours on, on the reader's clock, a digest is called by its time of day.
_MORNING, _MIDDAY, _EVENING, _NIGHT = 4, 12, 17, 23

# Telegram's keyboards hold eight buttons in a row.
_ROW = 8

# Days after which a weekday's name is no longer clear.
_WEEK = 7

# Outlets named below an entry; the rest are counted.
_NAMED_OUTLETS = 2


def digest(found: Digest, *, zone: ZoneInfo) -> Reply:
    """Word a digest as it was stored.

    Args:
        found: The digest.
        zone: The reader's; the digest is named and dated by its wall clock.
    """
    heading = lines(
        dotted(bold(digest_name(found.created_at, zone)), date_of(found.created_at, zone=zone)),
        digest_counts(found),
    )
    if not found.entries:
        return Reply(heading, about=str(found.ref))
    entries = (_entry(number, entry, found, zone) for number, entry in enumerate(found.entries, 1))
    numbers = [
        Button(str(number), f"/story {Ref(Kind.STORY, entry.story_id)}")
        for number, entry in enumerate(found.entries, 1)
    ]
    return Reply(
        text=Markup("\n\n").join([heading, *entries]),
        buttons=keyboard(
            *(numbers[start : start + _ROW] for start in range(0, len(numbers), _ROW)),
            [_why(found), Button("More stories", "/missed") if found.left_out else None],
        ),
        about=str(found.ref),
    )


def _why(found: Digest) -> Button | None:
    has_reasons = any(entry.reasons for entry in found.entries)
    return Button("Why these?", f"/why {found.ref}") if has_reasons else None


def digest_name(at: datetime, zone: ZoneInfo) -> str:
    """Return `Morning digest`, by the hour in the reader's zone."""
    hour = at.astimezone(zone).hour
    if _MORNING <= hour < _MIDDAY:
        return "Morning digest"
    if _MIDDAY <= hour < _EVENING:
        return "Afternoon digest"
    return "Evening digest" if _EVENING <= hour < _NIGHT else "Night digest"


def digest_counts(found: Digest) -> str:
    """Return `5 stories out of 87, from 23 sources`, or why there is none."""
    if found.state is DigestState.SKIPPED:
        return "Skipped: it could not be sent in time."
    if not found.entries:
        return "Nothing new since the last digest. /latest lists what is known."
    told = f"{counted(len(found.entries), 'story', 'stories')} out of {found.stories:,}"
    return f"{told}, from {counted(found.outlets, 'source')}" if found.outlets else told


def _entry(number: int, entry: DigestEntry, found: Digest, zone: ZoneInfo) -> Markup:
    title = ("Update: " if entry.is_update else "") + entry.title
    also = [
        Markup("• {} · {}").format(link(mention.title, mention.url), mention.ref)
        for mention in entry.related
    ]
    return lines(
        bold(Markup("{} · {}").format(number, link(title, entry.url))),
        _sentences(entry, found, zone) or None,
        dotted(
            italic(_outlets(entry)) if entry.outlets else None,
            italic(_moment(entry, found, zone)),
            code(str(Ref(Kind.STORY, entry.story_id))),
        ),
        folded(lines("Also:", *also)) if also else None,
    )


def _sentences(entry: DigestEntry, found: Digest, zone: ZoneInfo) -> str:
    told = " ".join(sentence.text for sentence in entry.sentences)
    if entry.told_at is None:
        return told
    return f"New since {_since(entry.told_at, found.created_at, zone)}: {told}"


def _since(told_at: datetime, now: datetime, zone: ZoneInfo) -> str:
    """Return `08:00`, `yesterday`, `Sunday` or `3 Nov`, in the reader's zone."""
    local, today = told_at.astimezone(zone), now.astimezone(zone).date()
    days = (today - local.date()).days
    if days <= 0:
        return f"{local:%H:%M}"
    if days == 1:
        return "yesterday"
    return f"{local:%A}" if days < _WEEK else f"{local.day} {local:%b}"


def _moment(entry: DigestEntry, found: Digest, zone: ZoneInfo) -> str:
    """Return `06:40`, `23 Nov, 06:40`, or `23 Nov` where no more than the day is known."""
    if entry.day is not None:
        return f"{entry.day.day} {entry.day:%b}"
    local = entry.at.astimezone(zone)
    same_day = local.date() == found.created_at.astimezone(zone).date()
    return f"{local:%H:%M}" if same_day else f"{local.day} {local:%b}, {local:%H:%M}"


def _outlets(entry: DigestEntry) -> str:
    names = [outlet.name for outlet in entry.outlets]
    rest = len(names) - _NAMED_OUTLETS
    return ", ".join(names[:_NAMED_OUTLETS]) + (f", +{rest}" if rest > 0 else "")
