"""Words for one story of a digest."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

from markupsafe import Markup

from bot.messages.markup import code, dotted, folded, lines, link
from bot.messages.spans import Size, size_of, units_of
from storage.model import DigestEntry, Kind, Mention, Outlet, Ref

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
