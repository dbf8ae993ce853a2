"""Words for digests."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from markupsafe import Markup

from bot.messages.entries import entry_text
from bot.messages.markup import bold, counted, date_of, dotted, keyboard, lines
from bot.messages.reply import Reply
from bot.messages.taste import rating_buttons
from storage.model import Button, Digest, DigestState, Kind, Ref

# From these hours on, on the reader's clock, a digest is called by its time of day.
_MORNING, _MIDDAY, _EVENING, _NIGHT = 4, 12, 17, 23

# Telegram's keyboards hold eight buttons in a row.
_ROW = 8


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
    entries = (
        entry_text(number, entry, now=found.created_at, zone=zone)
        for number, entry in enumerate(found.entries, 1)
    )
    numbers = [
        Button(str(number), f"/story {Ref(Kind.STORY, entry.story_id)}")
        for number, entry in enumerate(found.entries, 1)
    ]
    return Reply(
        text=Markup("\n\n").join([heading, *entries]),
        buttons=keyboard(
            *_rows(numbers),
            [*rating_buttons(found.ref), _why(found), Button("Settings", "/settings")],
            [Button("More stories", "/missed") if found.left_out else None],
        ),
        about=str(found.ref),
    )


def _rows(numbers: Sequence[Button]) -> Iterator[Sequence[Button]]:
    """Yield rows of about the same length: 7, 7 and 6 for 20."""
    rows = -(-len(numbers) // _ROW)
    width = -(-len(numbers) // rows)
    return (numbers[start : start + width] for start in range(0, len(numbers), width))


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
