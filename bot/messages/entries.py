"""Words for one story of a digest."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

from markupsafe import Markup

from bot.messages.markup import bold, code, dotted, folded, italic, lines, link
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
    # Why it is told is not shown here, and is each reader's own.
    return _text(number, replace(entry, reasons=None), now, zone)


# Thousands of readers are told the same stories at the same places.
@lru_cache(maxsize=2_000)
def _text(number: int, entry: DigestEntry, now: datetime, zone: ZoneInfo) -> Markup:
    title = ("Update: " if entry.is_update else "") + entry.title
    more = _folded(entry)
    return lines(
        bold(Markup("{} · {}").format(number, link(title, entry.url))),
        _sentences(entry, now, zone) or None,
        dotted(
            italic(dotted(_outlets(entry), _moment(entry, now, zone))),
            code(str(Ref(Kind.STORY, entry.story_id))),
        ),
        folded(more) if more else None,
    )


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


def _sentences(entry: DigestEntry, now: datetime, zone: ZoneInfo) -> str:
    told = " ".join(sentence.text for sentence in entry.sentences)
    if entry.told_at is None:
        return told
    return f"New since {_since(entry.told_at, now, zone)}: {told}"


def _since(told_at: datetime, now: datetime, zone: ZoneInfo) -> str:
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
    names = [link(outlet.name, outlet.url) for outlet in outlets]
    rest = len(names) - most
    return Markup(", ").join(names[:most]) + (f", +{rest}" if rest > 0 else "")
