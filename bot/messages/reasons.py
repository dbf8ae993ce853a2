"""Words for why a digest has its stories, and why a story is in none.

Both are told from what was kept when the digest was made.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from markupsafe import Markup

from bot.messages.catalogue import label, language_name, listed, say
from bot.messages.items import MARKED, topic_name
from bot.messages.markup import (
    Reply,
    bold,
    button,
    code,
    date_of,
    day_and_time,
    dotted,
    in_rows,
    italic,
    keyboard,
    lines,
    link,
)
from bot.messages.preferences import points, rating_buttons
from bot.messages.telegram_limits import BUTTONS_IN_A_ROW
from storage.model import (
    Absence,
    Button,
    Cause,
    Digest,
    DigestEntry,
    Genre,
    Kind,
    LeftOut,
    Reader,
    Reasons,
    Ref,
    Weight,
)

_HOUR = timedelta(hours=1)
# What is no news, and has a name of its own for it.
UNWANTED = frozenset(
    {Genre.LISTICLE, Genre.GUIDE, Genre.COLUMN, Genre.PROMOTION, Genre.PRESS_RELEASE, Genre.TABLE}
)
# From so many hours on, days say more.
_DAYS_FROM = 48


def why_entry(found: Digest, number: int, *, zone: ZoneInfo, language: str) -> Reply:
    """Word why a digest has one of its stories, and what it had no room for.

    Args:
        found: The digest.
        number: Of the entry, from 1 to as many as there are.
        zone: The reader's.
        language: The reader's.
    """
    entry = found.entries[number - 1]
    story = Ref(Kind.STORY, entry.story_id)
    title = bold(link(entry.title, entry.url))
    if entry.reasons is None:
        text = lines(title, say(language, "rank-unknown"))
    else:
        made = Reader(found.created_at, zone, language)
        text = lines(
            say(language, "rank-entry", title=title, place=number),
            *map(_bullet, _reasons(entry.reasons, entry.told_at, made)),
            _next(found, language),
        )
    return Reply(
        text,
        buttons=keyboard(
            [
                *rating_buttons(story, language),
                button(language, "button-mute", f"/taste mute {story}"),
            ],
            *_further(found, story, language),
        ),
        about=str(story),
    )


def why_these(found: Digest, *, language: str) -> Reply:
    """Word why a digest has its stories, one line each."""
    if not any(entry.reasons for entry in found.entries):
        return Reply(say(language, "rank-unknown"), about=str(found.ref))
    entries = [*enumerate(found.entries, 1)]
    told = {"told": len(entries), "stories": found.stories}
    return Reply(
        lines(
            bold(say(language, "rank-heading", **told)),
            *(
                Markup("{} · {}: {}").format(number, entry.title, _brief(entry, found, language))
                for number, entry in entries
            ),
            _next(found, language),
        ),
        buttons=keyboard(
            *in_rows(
                (Button(str(one), f"/why {found.ref} {one}") for one, _ in entries),
                BUTTONS_IN_A_ROW,
            ),
            _own(language),
        ),
        about=str(found.ref),
    )


def _further(found: Digest, story: Ref, language: str) -> Iterator[list[Button]]:
    yield [
        button(language, "button-story", f"/story {story}"),
        button(language, "button-why-these", f"/why {found.ref}"),
    ]
    yield _own(language)


def _own(language: str) -> list[Button]:
    return [
        button(language, "button-taste", "/taste"),
        button(language, "button-filters", "/filters"),
    ]


def _bullet(reason: Markup) -> Markup:
    return Markup("• {}").format(reason)


def _reasons(reasons: Reasons, told_at: datetime | None, made: Reader) -> Iterator[Markup]:
    """Yield what gave a story its rank.

    Args:
        reasons: The story's.
        told_at: When the reader was told of it before, if ever.
        made: For whom, at the moment when the digest was made.
    """
    language = made.language
    if reasons.outlets:
        yield _carried(reasons, language)
    yield from _worth(reasons, language)
    if reasons.filters:
        yield say(language, "rank-asked", filters=_queries(reasons.filters))
    if reasons.likings:
        likes = [one.points > 0 for one in reasons.likings]
        yield say(
            language,
            "rank-liked" if all(likes) else "rank-taste" if any(likes) else "rank-disliked",
            points=points(reasons.likings, language),
            # Two digits say what matters: the third would be noise.
            times=float(f"{reasons.times:.2g}"),
        )
    if reasons.weight is not Weight.NORMAL:
        outlets = listed(language, reasons.weighed)
        yield say(language, f"rank-weight-{reasons.weight}", outlets=outlets)
    if told_at is not None:
        days = made.now.astimezone(made.zone).date() - told_at.astimezone(made.zone).date()
        yield say(language, "rank-moved", days=max(days.days, 0))
    yield _age(reasons, made.now, language, of="rank")
    if not reasons.has_text:
        yield say(language, "rank-headlines")
    if reasons.heard:
        yield say(language, "rank-heard", stories=reasons.heard)
    if reasons.same_topic:
        alike, topic = reasons.same_topic, topic_name(reasons.topic, language)
        yield say(language, "rank-same-topic", stories=alike, topic=topic)


# Of 5: what is worth more is grave, what is worth less is small.
_GRAVE, _SMALL = 2.6, 1.8


def _worth(reasons: Reasons, language: str) -> Iterator[Markup]:
    """Yield what the texts themselves say for a story, or against it."""
    if reasons.worth >= _GRAVE and reasons.themes:
        themes = listed(language, [label(language, f"theme-{one}") for one in reasons.themes])
        yield say(language, "rank-grave", themes=themes)
    elif reasons.worth <= _SMALL:
        yield say(language, "rank-small")
    if reasons.genre in MARKED:
        yield say(language, "rank-genre", genre=label(language, f"genre-{reasons.genre}"))


def _carried(reasons: Reasons, language: str) -> Markup:
    if reasons.outlets < reasons.most:
        facts = {"sources": reasons.outlets, "most": reasons.most}
        return say(language, "rank-carried", **facts)
    if reasons.most == 1:
        return say(language, "rank-carried-alike")
    return say(language, "rank-carried-most", sources=reasons.outlets)


def _age(reasons: Reasons, now: datetime, language: str, *, of: str) -> Markup:
    """Word how old the newest report is: `3 hours old`, as a reason or in brief."""
    hours = max(now - reasons.newest_at, timedelta()) // _HOUR
    if hours < _DAYS_FROM:
        return say(language, f"{of}-hours", hours=hours)
    return say(language, f"{of}-days", days=hours // 24)


def _queries(filters: Iterable[str]) -> Markup:
    """Return filters one after the other: an "and" between would read like part of a query."""
    return Markup(", ").join(italic(each) for each in filters)


def _brief(entry: DigestEntry | LeftOut, found: Digest, language: str) -> Markup:
    """Return what gave a story of a digest its rank, in a line."""
    reasons = entry.reasons
    if reasons is None:
        return say(language, "brief-unknown")
    is_update = isinstance(entry, DigestEntry) and entry.is_update
    alike, topic = reasons.same_topic, topic_name(reasons.topic, language)
    not_followed = say(language, "brief-not-followed") if _does_follow(found) else None
    return dotted(
        say(language, "brief-sources", sources=reasons.outlets) if reasons.outlets else None,
        _queries(reasons.filters) or not_followed,
        None
        if reasons.weight is Weight.NORMAL
        else say(language, f"brief-weight-{reasons.weight}"),
        say(language, "brief-moved") if is_update else None,
        _age(reasons, found.created_at, language, of="brief"),
        None if reasons.has_text else say(language, "brief-headlines"),
        points(reasons.likings, language),
        say(language, "brief-heard", stories=reasons.heard) if reasons.heard else None,
        say(language, "brief-same-topic", stories=alike, topic=topic) if alike else None,
    )


def _next(found: Digest, language: str) -> Markup | None:
    """Word what came next in the digest, and how it was weaker."""
    left_out = found.left_out
    if left_out is None:
        return None
    return say(
        language,
        "rank-next",
        title=italic(left_out.title),
        id=code(str(Ref(Kind.STORY, left_out.story_id))),
        why=_brief(left_out, found, language),
    )


def _does_follow(found: Digest) -> bool:
    """Return whether the reader's filters had a say, as far as the digest shows."""
    return any(entry.reasons and entry.reasons.filters for entry in found.entries)


def why_not(absence: Absence, found: Digest, *, reader: Reader) -> Reply:
    """Word why a story is not in a digest."""
    language, story, lead = reader.language, absence.story.ref, absence.lead
    is_named = any(one.story_id == absence.story.id for one in found.headlines)
    heading = say(
        language,
        "absent-named" if is_named else "absent",
        title=bold(link(lead.title, lead.url)),
        id=code(str(story)),
        digest=str(found.ref),
        when=_when(found.created_at, reader),
    )
    return Reply(
        lines(
            heading,
            *map(_bullet, _causes(absence, found, reader)),
            _last_told(found, language) if absence.cause is Cause.RANKED else None,
        ),
        buttons=keyboard(rating_buttons(story, language), *_further(found, story, language)),
        about=str(story),
    )


def _causes(absence: Absence, found: Digest, reader: Reader) -> Iterator[Markup]:
    language = reader.language
    when = _when(absence.at, reader) if absence.at else ""
    filters = _queries(absence.filters)
    match absence.cause:
        case Cause.LATER | Cause.OLD as cause:
            yield say(language, "absent-old" if cause is Cause.OLD else "absent-later", when=when)
        case Cause.TOLD:
            yield say(language, "absent-told", when=when)
            yield say(language, "absent-reports", reports=absence.later)
        case Cause.MUTED | Cause.BARE | Cause.UNDATED | Cause.UNKNOWN:
            yield say(language, f"absent-{absence.cause.name.lower()}")
        case Cause.FILTERED:
            yield say(language, "absent-filtered", filters=filters)
        case Cause.UNWANTED:
            yield _unwanted(absence.genre, language)
        case Cause.FOREIGN:
            yield _foreign(absence, language)
        case Cause.NOT_FOLLOWED:
            yield say(language, "absent-not-followed", filters=filters)
        case Cause.RANKED:
            yield from _rank(absence, found, Reader(found.created_at, reader.zone, language))


def _unwanted(genre: Genre, language: str) -> Markup:
    if genre not in UNWANTED:
        return say(language, "absent-small")
    return say(language, "absent-unwanted", genre=label(language, f"genre-{genre}"))


def _foreign(absence: Absence, language: str) -> Markup:
    """Say in which languages a story is told, and which the reader reads."""
    told_in = dict.fromkeys(item.language for item in absence.story.members if item.language)
    return say(
        language,
        "absent-foreign",
        languages=listed(language, [language_name(language, code) for code in told_in]),
        yours=listed(language, [language_name(language, code) for code in absence.languages]),
        line=f"/settings languages +{' '.join(told_in)}",
    )


def _when(at: datetime, reader: Reader) -> str:
    """Return `today, 06:40`, `yesterday, 06:40` or `Tue 24 Nov`, in the reader's zone."""
    days = (reader.now.astimezone(reader.zone).date() - at.astimezone(reader.zone).date()).days
    return day_and_time(at, reader) if days <= 1 else date_of(at, reader)


def _rank(absence: Absence, found: Digest, made: Reader) -> Iterator[Markup]:
    language, facts = made.language, {"stories": found.stories, "told": len(found.entries)}
    if absence.place is None:
        known = len(found.entries) + (1 + len(found.left_out.next) if found.left_out else 0)
        yield say(language, "absent-behind", known=known, **facts)
    else:
        yield say(language, "absent-ranked", place=absence.place, **facts)
    if absence.reasons is not None:
        yield from _reasons(absence.reasons, None, made)
        if not absence.reasons.filters and _does_follow(found):
            yield say(language, "absent-matching-nothing")


def _last_told(found: Digest, language: str) -> Markup:
    last = found.entries[-1]
    why = _brief(last, found, language)
    return say(language, "absent-last", title=italic(last.title), why=why)
