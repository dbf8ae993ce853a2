"""Words for why a digest has its stories, from what was kept when it was made.

Words for why a story is not in a digest.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from markupsafe import Markup

from bot.messages.markup import (
    Reply,
    bold,
    code,
    counted,
    date_of,
    day,
    day_and_time,
    dotted,
    italic,
    keyboard,
    lines,
    link,
)
from bot.messages.preferences import points, rating_buttons
from bot.messages.telegram_limits import BUTTONS_IN_A_ROW as _ROW
from storage.model import (
    Absence,
    Button,
    Cause,
    Digest,
    DigestEntry,
    Kind,
    LeftOut,
    Reader,
    Reasons,
    Ref,
)

_ORDINALS = (
    *("first", "second", "third", "fourth", "fifth"),
    *("sixth", "seventh", "eighth", "ninth", "tenth"),
)


_HOUR = timedelta(hours=1)
# From so many hours on, days say more.
_DAYS_FROM = 48


def why_entry(found: Digest, number: int, *, zone: ZoneInfo) -> Reply:
    """Word why a digest has one of its stories, and what it had no room for.

    Args:
        found: The digest.
        number: Of the entry, from 1 to as many as there are.
        zone: The reader's.
    """
    entry = found.entries[number - 1]
    story = Ref(Kind.STORY, entry.story_id)
    title = bold(link(entry.title, entry.url))
    if entry.reasons is None:
        text = lines(title, _unknown())
    else:
        reasons = reasons_of(entry.reasons, entry.told_at, found.created_at, zone)
        text = lines(
            Markup("{} is {} because").format(title, ordinal(number)),
            *(Markup("• {}").format(reason) for reason in reasons),
            _next(found),
        )
    return Reply(
        text,
        buttons=keyboard(
            [*rating_buttons(story), Button("Mute", f"/taste mute {story}")],
            [Button("Story", f"/story {story}"), Button("Why these?", f"/why {found.ref}")],
            [Button("My taste", "/taste"), Button("My filters", "/filters")],
        ),
        about=str(story),
    )


def why_these(found: Digest) -> Reply:
    """Word why a digest has its stories, one line each."""
    if not any(entry.reasons for entry in found.entries):
        return Reply(_unknown(), about=str(found.ref))
    follows = does_follow(found)
    listed = [
        Markup("{} · {}: {}").format(
            number, entry.title, brief(entry, found.created_at, follows=follows)
        )
        for number, entry in enumerate(found.entries, 1)
    ]
    numbers = [
        Button(str(number), f"/why {found.ref} {number}")
        for number in range(1, len(found.entries) + 1)
    ]
    told = f"these {len(numbers)} stories" if len(numbers) > 1 else "this story"
    return Reply(
        lines(bold(f"Why {told} of {found.stories:,}"), *listed, _next(found)),
        buttons=keyboard(
            *(numbers[start : start + _ROW] for start in range(0, len(numbers), _ROW)),
            [Button("My taste", "/taste"), Button("My filters", "/filters")],
        ),
        about=str(found.ref),
    )


def ordinal(number: int) -> str:
    """Return `second` or `number 11`."""
    return _ORDINALS[number - 1] if number <= len(_ORDINALS) else f"number {number}"


def _unknown() -> Markup:
    return Markup("It was told before reasons were kept. The next digest has them.")


def reasons_of(
    reasons: Reasons, told_at: datetime | None, now: datetime, zone: ZoneInfo
) -> Iterator[str]:
    """Yield what gave a story its rank, each as half a sentence.

    Args:
        reasons: The story's.
        told_at: When the reader was told of it before, if ever.
        now: When the digest was made.
        zone: The reader's.
    """
    if reasons.outlets:
        yield _carried(reasons)
    if reasons.filters:
        named = Markup(", ").join(italic(each) for each in reasons.filters)
        yield Markup("it matches what you asked for: {}").format(named)
    if reasons.likings:
        yield f"{_liked(reasons)}, which counts {reasons.times:.2g} times"
    if told_at is not None:
        told = day(told_at, Reader(now, zone))
        yield f"it moved on since you were told of it ({_ago(told)})"
    yield f"its newest report was {_age(reasons.newest_at, now)} old"
    if not reasons.has_text:
        yield "only headlines tell of it, which counts half"
    if reasons.heard:
        yield (
            f"{counted(reasons.heard, 'story', 'stories')} above it came from the same source, "
            "so that it counts less"
        )
    if reasons.same_topic:
        yield f"{_same_topic(reasons)}, so that it counts less"


def _liked(reasons: Reasons) -> str:
    likes = [one.points > 0 for one in reasons.likings]
    said = "you like such" if all(likes) else "your taste" if any(likes) else "you like such less"
    return f"{said}: {points(reasons.likings)}"


def _same_topic(reasons: Reasons) -> str:
    verb = "is" if reasons.same_topic == 1 else "are"
    stories = counted(reasons.same_topic, "story", "stories")
    return f"{stories} above it {verb} about {reasons.topic} too"


def _carried(reasons: Reasons) -> str:
    verb = "carries" if reasons.outlets == 1 else "carry"
    carried = f"{counted(reasons.outlets, 'source')} {verb} it"
    if reasons.outlets < reasons.most:
        return f"{carried} (the most for any story: {reasons.most})"
    return f"{carried}, like all others" if reasons.most == 1 else f"{carried}, the most of all"


def brief(entry: DigestEntry | LeftOut, now: datetime, *, follows: bool) -> Markup:
    """Return what gave a story its rank in a line.

    Args:
        entry: The story.
        now: When the digest was made.
        follows: Whether the reader follows anything.
    """
    reasons = entry.reasons
    if reasons is None:
        return Markup("told before reasons were kept")
    named = Markup(", ").join(italic(each) for each in reasons.filters)
    is_update = isinstance(entry, DigestEntry) and entry.is_update
    above = f"{reasons.heard} above from the same source" if reasons.heard else None
    return dotted(
        counted(reasons.outlets, "source") if reasons.outlets else None,
        named or ("nothing that you follow" if follows else None),
        "moved on" if is_update else None,
        f"{_age(reasons.newest_at, now)} old",
        None if reasons.has_text else "headlines only",
        points(reasons.likings) or None,
        above,
        f"{reasons.same_topic} above about {reasons.topic}" if reasons.same_topic else None,
    )


def _next(found: Digest) -> Markup | None:
    """Word what came next in the digest, and how it was weaker."""
    left_out = found.left_out
    if left_out is None:
        return None
    return Markup("Left out, just below: {} {} ({})").format(
        italic(left_out.title),
        code(str(Ref(Kind.STORY, left_out.story_id))),
        brief(left_out, found.created_at, follows=does_follow(found)),
    )


def does_follow(found: Digest) -> bool:
    """Return whether the reader's filters had a say, as far as the digest shows."""
    return any(entry.reasons and entry.reasons.filters for entry in found.entries)


def _ago(day: str) -> str:
    return f"{day} ago" if day.endswith("days") else day


def _age(at: datetime, now: datetime) -> str:
    """Return `less than an hour`, `3 hours` or `2 days`."""
    hours = max(now - at, timedelta()) // _HOUR
    if hours < 1:
        return "less than an hour"
    return counted(hours, "hour") if hours < _DAYS_FROM else counted(hours // 24, "day")


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
    return day_and_time(at, Reader(now, zone)) if days <= 1 else date_of(at, Reader(now, zone))


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
