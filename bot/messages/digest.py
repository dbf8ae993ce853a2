"""Words for digests.

Words for one story of a digest.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

from markupsafe import Markup

from bot.messages.markup import (
    Reply,
    bold,
    code,
    counted,
    date_of,
    dotted,
    folded,
    keyboard,
    lines,
    link,
)
from bot.messages.preferences import rating_buttons
from bot.messages.telegram_limits import BUTTONS_IN_A_ROW as _ROW
from bot.messages.telegram_limits import Size, size_of, units_of
from storage.model import (
    Button,
    Digest,
    DigestEntry,
    DigestState,
    Kind,
    Mention,
    Outlet,
    Reader,
    Ref,
)

# Days after which a weekday's name is no longer clear.
_WEEK = 7

# Outlets named below an entry; the rest are counted there, and named in the folded part.
NAMED_OUTLETS = 2

# An agency's text may stand at a hundred papers.
_MOST_OTHERS = 8


def entry_text(number: int, entry: DigestEntry, *, now: datetime, zone: ZoneInfo) -> Markup:
    """Word a story as a digest told it.

    Its title leads to the text, its outlets to theirs. Below it, folded, is who else tells
    it, what each of them adds, and related headlines.

    Args:
        number: Its place, from 1.
        entry: What was told of it.
        now: When the digest was made.
        zone: The reader's.
    """
    worded = _worded(replace(entry, reasons=None), _since(entry, now, zone))
    moment = _moment(entry, now, zone)
    return Markup(f"<b>{number}") + worded.before + moment + worded.behind  # noqa: S704 - a number


def entry_size(number: int, entry: DigestEntry, *, now: datetime, zone: ZoneInfo) -> Size:
    """Return the size of what `entry_text` returns, of which it takes the same arguments."""
    size = _worded(replace(entry, reasons=None), _since(entry, now, zone)).size
    own = f"{number}{_moment(entry, now, zone)}"
    return Size(size.units + units_of(own), size.entities, size.source + len(own.encode()))


@dataclass(frozen=True, slots=True)
class _Worded:
    """An entry, but for what differs between the digests that tell it.

    Attributes:
        before: What stands between its number and the moment.
        behind: What stands behind the moment.
        size: Of both, with the tag before the number.
    """

    before: Markup
    behind: Markup
    size: Size


# Thousands of readers are told the same at the same time.
@lru_cache(maxsize=2_048)
def _worded(entry: DigestEntry, since: str) -> _Worded:
    title = ("Update: " if entry.is_update else "") + entry.title
    told = since + " ".join(sentence.text for sentence in entry.sentences)
    outlets = _outlets(entry)
    more = _folded(entry)
    before = Markup(" · {}</b>\n{}<i>{}").format(
        link(title, entry.url),
        lines(told, "") if told else "",
        outlets + " · " if outlets else "",
    )
    behind = lines(
        Markup("</i> · {}").format(code(str(Ref(Kind.STORY, entry.story_id)))),
        folded(more) if more else None,
    )
    return _Worded(before, behind, size_of(Markup("<b>") + before + behind))


def _folded(entry: DigestEntry) -> Markup:
    lined = {mention.outlet for mention in entry.related if mention.in_story}
    # Those without an address are counted above, and there is no way to them here.
    others = _named(
        [one for one in entry.outlets[NAMED_OUTLETS:] if one.url and one.name not in lined],
        most=_MOST_OTHERS,
    )
    adding = [_member(mention) for mention in entry.related if mention.in_story]
    near = [_near(mention) for mention in entry.related if not mention.in_story]
    return lines(
        Markup("Also: {}").format(others) if others else None,
        *adding,
        "Related:" if near else None,
        *near,
    )


def _member(mention: Mention) -> Markup:
    """Word who else tells the story: what that adds, or else its title."""
    if not mention.outlet:
        return _near(mention)
    told = mention.adds or mention.title
    outlet = link(mention.outlet, mention.url)
    return Markup("• {}: {}").format(outlet, dotted(told, mention.ref))


def _near(mention: Mention) -> Markup:
    return Markup("• {}").format(dotted(link(mention.title, mention.url), mention.ref))


def _since(entry: DigestEntry, now: datetime, zone: ZoneInfo) -> str:
    """Return `New since yesterday: ` of a story that was told before, else nothing."""
    if entry.told_at is None:
        return ""
    return f"New since {_told(entry.told_at, now, zone)}: "


def _told(told_at: datetime, now: datetime, zone: ZoneInfo) -> str:
    """Return `08:00`, `yesterday`, `Sunday` or `3 Nov`, in the reader's zone."""
    local, today = told_at.astimezone(zone), now.astimezone(zone).date()
    days = (today - local.date()).days
    if days <= 0:
        return f"{local:%H:%M}"
    if days == 1:
        return "yesterday"
    return f"{local:%A}" if days < _WEEK else f"{local.day} {local:%b}"


def _moment(entry: DigestEntry, now: datetime, zone: ZoneInfo) -> str:
    """Return `06:40`, `23 Nov, 06:40`, or `23 Nov` where no more than the day is known."""
    if entry.day is not None:
        return f"{entry.day.day} {entry.day:%b}"
    local = entry.at.astimezone(zone)
    same_day = local.date() == now.astimezone(zone).date()
    return f"{local:%H:%M}" if same_day else f"{local.day} {local:%b}, {local:%H:%M}"


def _outlets(entry: DigestEntry) -> Markup:
    return _named(entry.outlets, most=NAMED_OUTLETS)


def _named(outlets: Sequence[Outlet], *, most: int) -> Markup:
    names = [link(outlet.name, outlet.url) for outlet in outlets[:most]]
    rest = len(outlets) - most
    return Markup(", ").join(names) + (f", +{rest}" if rest > 0 else "")


# From these hours on, on the reader's clock, a digest is called by its time of day.
_MORNING, _MIDDAY, _EVENING, _NIGHT = 4, 12, 17, 23


def digest(found: Digest, *, zone: ZoneInfo) -> Reply:
    """Word a digest as it was stored.

    Args:
        found: The digest.
        zone: The reader's; the digest is named and dated by its wall clock.
    """
    heading = lines(
        dotted(
            bold(digest_name(found.created_at, zone)),
            date_of(found.created_at, Reader(found.created_at, zone)),
        ),
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
