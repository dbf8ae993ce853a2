"""Words for digests, and for each story in one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

from markupsafe import Markup

from bot.messages.catalogue import clock, date_text, label, language_of, say, weekday
from bot.messages.items import marked
from bot.messages.markup import (
    Reply,
    bold,
    button,
    code,
    date_of,
    dotted,
    folded,
    italic,
    keyboard,
    lines,
    link,
    moment_of,
)
from bot.messages.preferences import rating_buttons
from bot.messages.telegram_limits import BUTTONS_IN_A_ROW, Size, size_of, units_of
from storage.model import (
    Button,
    Correction,
    Difference,
    Digest,
    DigestEntry,
    DigestState,
    Emptiness,
    Keyboard,
    Kind,
    Mention,
    Outlet,
    Reader,
    Ref,
    Statement,
)

# Days after which a weekday's name is no longer clear.
_WEEK = 7

# Outlets named below an entry; the rest are counted there, and named in the folded part.
NAMED_OUTLETS = 2

# An agency's text may stand at a hundred papers.
_MOST_OTHERS = 8


def entry_text(number: int, entry: DigestEntry, reader: Reader) -> Markup:
    """Word a story as a digest told it.

    Its title leads to the text, its outlets to theirs. Below it, folded, is where its reports
    differ, who said what, who else tells it, what each of them adds, and related headlines.

    Args:
        number: Its place, from 1.
        entry: What was told of it.
        reader: For whom, at the moment when the digest was made.
    """
    worded = _worded_for(entry, reader)
    moment = moment_of(entry.at, entry.day, reader)
    return Markup(f"<b>{number}") + worded.before + moment + worded.behind  # noqa: S704 - a number


def entry_size(number: int, entry: DigestEntry, reader: Reader) -> Size:
    """Return the size of what `entry_text` returns, of which it takes the same arguments."""
    size = _worded_for(entry, reader).size
    own = f"{number}{moment_of(entry.at, entry.day, reader)}"
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


def _worded_for(entry: DigestEntry, reader: Reader) -> _Worded:
    # Why it is told is the reader's own; what is fitted has no reasons with it.
    bare = entry if entry.reasons is None else replace(entry, reasons=None)
    clocks = tuple(
        moment_of(told.at, None, reader)
        for each in entry.differs
        for told in (each.one, each.other)
    )
    return _worded(bare, _since(entry, reader), clocks, language_of(reader.language))


# Thousands of readers are told the same at the same time.
@lru_cache(maxsize=2_048)
def _worded(entry: DigestEntry, since: str, clocks: tuple[str, ...], language: str) -> _Worded:
    title = marked(entry.title, entry.genre, language)
    title = f"{label(language, 'digest-update')} {title}" if entry.is_update else title
    told = " ".join([*([since] if since else ()), *(one.text for one in entry.sentences)])
    outlets = _named(entry.outlets, most=NAMED_OUTLETS)
    more = _folded(entry, clocks, language)
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


def _folded(entry: DigestEntry, clocks: Sequence[str], language: str) -> Markup:
    lined = {mention.outlet for mention in entry.related if mention.in_story}
    # Those without an address are counted above, and there is no way to them here.
    others = _named(
        [one for one in entry.outlets[NAMED_OUTLETS:] if one.url and one.name not in lined],
        most=_MOST_OTHERS,
    )
    adding = [_member(mention) for mention in entry.related if mention.in_story]
    near = [_near(mention) for mention in entry.related if not mention.in_story]
    return lines(
        *voices(entry.differs, entry.said, clocks=clocks, language=language),
        Markup("{} {}").format(label(language, "digest-others"), others) if others else None,
        *adding,
        label(language, "digest-related") if near else None,
        *near,
    )


def voices(
    differs: Sequence[Difference],
    said: Sequence[Statement],
    *,
    clocks: Sequence[str],
    language: str,
) -> list[Markup]:
    """Word where reports differ, and what people said, each with its outlet.

    Args:
        differs: Where they differ.
        said: Who said what.
        clocks: When each of the sentences that differ was published, in their order.
        language: The reader's.
    """
    told = [each for pair in differs for each in (pair.one, pair.other)]
    return [
        *([italic(label(language, "voices-differ"))] if differs else []),
        *(
            Markup("• {} ({})").format(each.text, _joined(link(each.outlet, each.url), clock_text))
            for each, clock_text in zip(told, clocks, strict=True)
        ),
        *([italic(label(language, "voices-said"))] if said else []),
        *(
            Markup("• {} — {}").format(
                each.quoted.text, _spoken(each.speaker, each.quoted.outlet, each.quoted.url)
            )
            for each in said
        ),
    ]


def _joined(outlet: Markup, moment: str) -> Markup:
    return Markup(", ").join(part for part in (outlet, moment) if part)


def _spoken(speaker: str, outlet: str, url: str | None) -> Markup:
    return (
        Markup("{} ({})").format(speaker, link(outlet, url)) if outlet else Markup.escape(speaker)
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


def _since(entry: DigestEntry, reader: Reader) -> str:
    """Return `New since yesterday:` of a story that was told before, else nothing."""
    if entry.told_at is None:
        return ""
    language = reader.language
    local, now = entry.told_at.astimezone(reader.zone), reader.now.astimezone(reader.zone)
    days = (now.date() - local.date()).days
    if days <= 0:
        return label(language, "digest-since-time", time=clock(local))
    if days == 1:
        return label(language, "digest-since", day=label(language, "date-yesterday"))
    named = weekday(language, local.weekday()) if days < _WEEK else date_text(language, local)
    return label(language, "digest-since", day=named)


def _named(outlets: Sequence[Outlet], *, most: int) -> Markup:
    names = [link(outlet.name, outlet.url) for outlet in outlets[:most]]
    rest = len(outlets) - most
    # With commas alone in every language: a row of names is no sentence.
    return Markup(", ").join(names) + (f", +{rest}" if rest > 0 else "")


# From these hours on, on the reader's clock, a digest is called by its time of day.
_MORNING, _AFTERNOON, _EVENING, _NIGHT = 4, 12, 17, 23


def digest(
    found: Digest,
    *,
    zone: ZoneInfo,
    language: str,
    emptiness: Emptiness = Emptiness.NOTHING_NEW,
) -> Reply:
    """Word a digest as it was stored.

    Args:
        found: The digest.
        zone: The reader's; the digest is named and dated by its wall clock.
        language: The reader's.
        emptiness: Why it tells nothing, if it does.
    """
    reader = Reader(found.created_at, zone, language)
    name = dotted(bold(digest_name(reader)), date_of(found.created_at, reader))
    corrected = [correction_text(each, reader) for each in found.corrections]
    if found.state is DigestState.EMPTY and not found.entries and not corrected:
        why = say(language, f"digest-{emptiness}")
        return Reply(lines(name, why), buttons=_wider(emptiness, language), about=str(found.ref))
    heading = lines(name, digest_counts(found, language))
    if not found.entries:
        return Reply(Markup("\n\n").join([heading, *corrected]), about=str(found.ref))
    entries = (entry_text(number, entry, reader) for number, entry in enumerate(found.entries, 1))
    numbers = [
        Button(str(number), f"/story {Ref(Kind.STORY, entry.story_id)}")
        for number, entry in enumerate(found.entries, 1)
    ]
    has_reasons = any(entry.reasons for entry in found.entries)
    return Reply(
        text=Markup("\n\n").join(
            [heading, *corrected, *entries]
            + ([headlines_line(found.headlines, language)] if found.headlines else [])
        ),
        buttons=keyboard(
            *_rows(numbers),
            [
                *rating_buttons(found.ref, language),
                button(language, "button-why-these", f"/why {found.ref}") if has_reasons else None,
                button(language, "button-settings", "/settings"),
            ],
            [button(language, "button-more-stories", "/missed") if found.left_out else None],
        ),
        about=str(found.ref),
    )


def headlines_line(headlines: Sequence[DigestEntry], language: str) -> Markup:
    """Word the headlines below the stories: one line, each with who has it.

    Args:
        headlines: At least one.
        language: The reader's.
    """
    named = (
        Markup("{} ({})").format(link(one.title, one.url), one.outlets[0].name)
        if one.outlets
        else link(one.title, one.url)
        for one in headlines
    )
    return Markup("{} {}").format(italic(label(language, "digest-headlines")), dotted(*named))


def correction_text(found: Correction, reader: Reader) -> Markup:
    """Word what a report says now, and what was told of it before."""
    language = reader.language
    title = label(language, "corrected-title", title=found.title)
    now = label(language, "corrected-now", outlet=found.outlet or found.title)
    return lines(
        dotted(bold(link(title, found.url)), code(str(Ref(Kind.STORY, found.story_id)))),
        Markup("{} {}").format(now, found.new),
        Markup("{} {}").format(label(language, "corrected-before"), italic(found.old))
        if found.old
        else None,
    )


def correction(found: Correction, *, reader: Reader) -> Reply:
    """Word a correction of what was told at once."""
    story = str(Ref(Kind.STORY, found.story_id))
    return Reply(
        text=correction_text(found, reader),
        buttons=keyboard((button(reader.language, "button-story", f"/story {story}"),)),
        about=story,
    )


def _wider(emptiness: Emptiness, language: str) -> Keyboard:
    """Return buttons by which a reader who chose too little chooses more."""
    if emptiness is not Emptiness.NO_MATCH:
        return ()
    filters = button(language, "button-filters", "/filters")
    return keyboard([filters, button(language, "button-languages", "/settings languages")])


def _rows(numbers: Sequence[Button]) -> Iterator[Sequence[Button]]:
    """Yield rows of about the same length: 7, 7 and 6 for 20."""
    rows = -(-len(numbers) // BUTTONS_IN_A_ROW)
    width = -(-len(numbers) // rows)
    return (numbers[start : start + width] for start in range(0, len(numbers), width))


def digest_name(reader: Reader) -> str:
    """Return `Morning digest`, by the hour that `reader.now` is where the reader lives."""
    hour = reader.now.astimezone(reader.zone).hour
    if _MORNING <= hour < _AFTERNOON:
        return label(reader.language, "digest-morning")
    if _AFTERNOON <= hour < _EVENING:
        return label(reader.language, "digest-afternoon")
    is_evening = _EVENING <= hour < _NIGHT
    return label(reader.language, "digest-evening" if is_evening else "digest-night")


def digest_heading(made_at: datetime, zone: ZoneInfo, language: str) -> str:
    """Return `Morning digest · Tue 24 Nov 2026`."""
    name = digest_name(Reader(made_at, zone, language))
    return f"{name} · {date_text(language, made_at.astimezone(zone), 'weekday-year')}"


def digest_counts(found: Digest, language: str) -> Markup:
    """Return `5 stories out of 87, from 23 sources`, or why there is none."""
    if found.state is DigestState.SKIPPED:
        return say(language, "digest-skipped")
    if not found.entries:
        return say(language, "digest-empty")
    told = {"told": len(found.entries), "stories": found.stories}
    if not found.outlets:
        return say(language, "digest-counts", **told)
    return say(language, "digest-counts-sources", **told, sources=found.outlets)
