"""Words for what a reader likes, and for the buttons that say so.

Words for what is told at once.

Words for what a reader follows, mutes and is alerted of.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from markupsafe import Markup

from bot.messages.items import item_day
from bot.messages.markup import Reply, bold, code, counted, dotted, italic, keyboard, lines, link
from bot.messages.telegram_limits import MAX_COMMAND_BYTES as _BUTTON_BYTES
from storage.model import (
    Button,
    Filter,
    FilterKind,
    Item,
    Kind,
    Liking,
    Rating,
    Reader,
    Ref,
    TraitKind,
    Verdict,
)


def alert(
    item: Item,
    sentence: str,
    wanted: Filter,
    *,
    story_id: int,
    is_update: bool,
    last_of: int | None,
    has_digests: bool,
    reader: Reader,
) -> Reply:
    """Word one story that is told at once.

    Args:
        item: What came in of it.
        sentence: Of the article, word for word; empty of a headline.
        wanted: The filter that it matches.
        story_id: The story.
        is_update: Whether the chat was told the story before.
        last_of: If it is the last alert of the day, how many there were; else None.
        has_digests: Whether digests come to the chat.
        reader: For whom, at the moment when it is sent.
    """
    title = f"Update: {item.title}" if is_update else item.title
    story = Ref(Kind.STORY, story_id)
    return Reply(
        lines(
            bold(link(title, item.url)),
            sentence or None,
            dotted(
                italic(item.outlet) if item.outlet else None,
                italic(_moment(item, reader)),
                code(str(story)),
            ),
            Markup("Your alert: {}").format(italic(wanted.text)),
            _last(last_of, has_digests=has_digests) if last_of else None,
        ),
        buttons=keyboard(
            [
                Button("Story", f"/story {story}"),
                Button("Mute story", f"/taste mute {story}"),
                Button("Drop alert", f"/drop {wanted.id}"),
            ],
            [Button("More a day", "/settings alerts") if last_of and has_digests else None],
        ),
        about=str(story),
    )


def _moment(item: Item, reader: Reader) -> str:
    """Return `06:40`, `23 Nov, 06:40`, or `23 Nov` where no more than the day is known.

    No `today`: who knows when it is read.
    """
    if item.day is not None:
        return f"{item.day.day} {item.day:%b}"
    local = item.at.astimezone(reader.zone)
    same_day = local.date() == reader.now.astimezone(reader.zone).date()
    return f"{local:%H:%M}" if same_day else f"{local.day} {local:%b}, {local:%H:%M}"


def _last(count: int, *, has_digests: bool) -> str:
    told = (
        "That is the only alert of today"
        if count == 1
        else f"That is alert {count} of {count} today"
    )
    if not has_digests:
        return f"{told}. /missed lists what else matches."
    return f"{told}. What else matches comes first in your next digest; /missed lists it now."


# Buttons that stand beside each other on a phone without being cut.
_FILTERS_IN_A_ROW = 4

_KEPT = {FilterKind.FOLLOW: "Following", FilterKind.MUTE: "Muted", FilterKind.ALERT: "Alert set"}
_EFFECT_OF_FILTER = {
    FilterKind.FOLLOW: "Such stories come first in your digests; the best of the rest fills them.",
    FilterKind.MUTE: "Such stories never come, neither in digests nor as alerts.",
}
_ONLY = "Such stories come in your digests, with all that you follow and nothing else."
_WOULD_HAVE = {
    FilterKind.FOLLOW: "It would have matched",
    FilterKind.MUTE: "It would have hidden",
    FilterKind.ALERT: "It would have matched",
}
_YOU = {
    FilterKind.FOLLOW: "You follow",
    FilterKind.MUTE: "You mute",
    FilterKind.ALERT: "You are alerted of",
}
_TO = {
    FilterKind.FOLLOW: "follow it",
    FilterKind.MUTE: "mute it",
    FilterKind.ALERT: "be alerted of it",
}
_DROPPED = {
    FilterKind.FOLLOW: "No longer followed",
    FilterKind.MUTE: "No longer muted",
    FilterKind.ALERT: "No more alerts of",
}

_HEADINGS = {False: "You follow", True: "You follow, and are told nothing else"}

_FILTERS = Button("My filters", "/filters")


def filter_kept(
    kept: Filter,
    examples: Sequence[Item],
    *,
    stories: int,
    has_more: bool,
    days: int,
    instead: str,
    only_followed: bool | None,
    alerts: int,
    reader: Reader,
) -> Reply:
    """Word that a filter is kept, and what it would have matched.

    Args:
        kept: The filter.
        examples: Items that match, of different stories, best first.
        stories: How many stories match.
        has_more: Whether there are more of them.
        days: Within how many days.
        instead: The filter that may have been meant, or empty.
        only_followed: Whether nothing is told but what is followed; None if the chat has no
            subscription.
        alerts: Most alerts of a day.
        reader: For whom.
    """
    matched = counted(stories, "story", "stories")
    has_digests = only_followed is not None
    if stories:
        end = ":" if stories <= len(examples) and not has_more else ", such as"
        more = "more than " if has_more else ""
        tried = f"{_WOULD_HAVE[kept.kind]} {more}{matched} in the last {days} days{end}"
    else:
        tried = f"Nothing in the last {days} days matches it."
    meant = Markup("Did you mean “{}”?").format(instead) if instead else None
    return Reply(
        lines(
            Markup("{} {} · {}").format(bold(_KEPT[kept.kind]), italic(kept.text), kept.id),
            _effect(kept.kind, only_followed=bool(only_followed), alerts=alerts),
            "",
            tried,
            *(_example(item, reader) for item in examples),
            _too_many(stories / days, alerts=alerts, has_digests=has_digests)
            if kept.kind is FilterKind.ALERT
            else None,
            meant,
        ),
        buttons=keyboard(
            [
                Button("Drop", f"/drop {kept.id}"),
                _FILTERS,
                Button("Subscribe", "/subscribe") if only_followed is None else None,
            ],
            [_again(kept.kind, instead, label=f"{kept.kind.value.capitalize()} that")],
        ),
    )


def filter_known(known: Filter, *, kind: FilterKind) -> Reply:
    """Word that the chat has such a filter already, of the kind asked for or of the other."""
    if known.kind is kind:
        text = Markup("{} that already: {} · {}").format(
            _YOU[known.kind], italic(known.text), known.id
        )
    else:
        text = Markup("{} that: {} · {}. Drop it to {}.").format(
            _YOU[known.kind], italic(known.text), known.id, _TO[kind]
        )
    return Reply(text, buttons=keyboard([Button("Drop", f"/drop {known.id}"), _FILTERS]))


def alerts(found: Sequence[Filter], *, most: int) -> Reply:
    """Say what alerts are, and list those that a chat has.

    Args:
        found: The alerts.
        most: Most alerts of a day.
    """
    return Reply(
        lines(
            f"An alert tells a story at once: each one once, at most {most} a day, none in quiet "
            "hours.",
            Markup("Example: {}").format(code('/alert "port strike" OR title:earthquake')),
            *(["", *_part("Your alerts", found)] if found else []),
        ),
        buttons=keyboard(*_drops(found), [_FILTERS if found else None]),
    )


def filters(found: Sequence[Filter], *, only_followed: bool | None) -> Reply:
    """Word all filters of a chat, with a button for each that drops it.

    Args:
        found: The filters.
        only_followed: Whether nothing else is told; None if the chat has no subscription.
    """
    if not found:
        return Reply(
            lines(
                "You follow and mute nothing yet.",
                Markup(
                    "{} brings such stories first, {} hides them, {} tells them at once."
                ).format(
                    code("/follow ports OR shipping"), code("/mute football"), code("/alert strike")
                ),
            ),
        )
    follows = any(one.kind is FilterKind.FOLLOW for one in found)
    only = Button("Only what I follow", "/settings only on")
    rest = Button("The rest, too", "/settings only off")
    choice = None if only_followed is None else rest if only_followed else only
    return Reply(
        lines(
            *_part(
                _HEADINGS[bool(only_followed)],
                (one for one in found if one.kind is FilterKind.FOLLOW),
            ),
            *_part("You mute", (one for one in found if one.kind is FilterKind.MUTE)),
            *_part("You are alerted of", (one for one in found if one.kind is FilterKind.ALERT)),
        ),
        buttons=keyboard(
            *_drops(found),
            [choice if follows else None],
        ),
    )


def filter_dropped(gone: Filter) -> Reply:
    """Word that a filter is gone."""
    return Reply(
        Markup("{}: {}").format(_DROPPED[gone.kind], italic(gone.text)),
        buttons=keyboard([_again(gone.kind, gone.text, label="Undo"), _FILTERS]),
    )


def _effect(kind: FilterKind, *, only_followed: bool, alerts: int) -> str:
    if kind is FilterKind.ALERT:
        return f"Such stories are told at once, each one once, at most {alerts} a day."
    return _ONLY if only_followed and kind is FilterKind.FOLLOW else _EFFECT_OF_FILTER[kind]


def _too_many(a_day: float, *, alerts: int, has_digests: bool) -> str | None:
    if a_day <= alerts:
        return None
    rest = "come first in your digests" if has_digests else "are listed by /missed"
    return f"That is about {a_day:.0f} a day: {alerts} come as alerts, the others {rest}."


def _drops(found: Sequence[Filter]) -> list[list[Button]]:
    buttons = [Button(f"Drop {one.id}", f"/drop {one.id}") for one in found]
    return [
        buttons[place : place + _FILTERS_IN_A_ROW]
        for place in range(0, len(buttons), _FILTERS_IN_A_ROW)
    ]


def _part(heading: str, found: Iterable[Filter]) -> list[Markup]:
    listed = [Markup("{} · {}").format(one.id, one.text) for one in found]
    return [bold(heading), *listed] if listed else []


def _example(item: Item, reader: Reader) -> Markup:
    story = str(Ref(Kind.STORY, item.story_id)) if item.story_id else None
    return Markup("• {}").format(
        dotted(link(item.title, item.url), item.outlet, item_day(item, reader), story)
    )


def _again(kind: FilterKind, text: str, *, label: str) -> Button | None:
    """Return the button that makes such a filter, if one can hold it."""
    command = f"/{kind.value} {text}"
    fits = bool(text) and len(command.encode()) <= _BUTTON_BYTES
    return Button(label, command) if fits else None


# Longer labels are cut beside another one on a phone.
_LABEL: Final = 18

# Traits that an answer names, and that have a button; `/taste` lists all.
_MOST_NAMED: Final = 6
_MOST_BUTTONS: Final = 6
_MOST_MUTES: Final = 4
_POINTS_IN_A_ROW: Final = 2

_KINDS: Final = {
    TraitKind.TOPIC: "Topics",
    TraitKind.SOURCE: "Sources",
    TraitKind.NAME: "Names",
}
_SAID: Final = {
    Verdict.MORE: "More like this",
    Verdict.LESS: "Less like this",
    Verdict.MUTE: "Muted",
}
_EFFECT_OF_VERDICT: Final = {
    Verdict.MORE: "Such stories count more in your digests.",
    Verdict.LESS: "Such stories count less in your digests.",
    Verdict.MUTE: "This story never comes again, and such stories count less.",
}

_TASTE: Final = Button("My taste", "/taste")


def taste(likings: Sequence[Liking], ratings: Sequence[Rating], *, doubles: float) -> Reply:
    """Word what a chat likes, with a button for each that resets it.

    Args:
        likings: What its presses come to, most points first.
        ratings: The presses.
        doubles: How many points double what a story counts for.
    """
    if not ratings:
        return Reply(
            lines(
                bold("Your taste"),
                "Nothing is learned yet. 👍 and 👎 below a digest move it a little, “More like "
                "this” and “Less like this” below a story more.",
            ),
            buttons=keyboard([_FILTERS, Button("Settings", "/settings")]),
            page="taste",
        )
    muted = [one for one in ratings if one.verdict is Verdict.MUTE]
    return Reply(
        lines(
            bold("Your taste"),
            *(_of_kind(kind, likings) for kind in TraitKind),
            None if likings else "Nothing counts more or less than else.",
            *(_muted(one) for one in muted),
            "",
            f"{doubles:g} points double what a story counts for, −{doubles:g} halve it; four times "
            "and a quarter are the most. "
            f"Learned from {counted(len(ratings), 'press', 'presses')}: the newest hundred count.",
        ),
        buttons=keyboard(
            *_rows(_reset_buttons(likings)),
            *_rows(
                [Button(f"Unmute {one.about}", f"/taste undo {one.about}") for one in muted[:4]]
            ),
            [Button("Reset all", "/taste reset"), _FILTERS, Button("Settings", "/settings")],
        ),
        page="taste",
    )


def rated(rating: Rating, likings: Sequence[Liking], *, is_new: bool) -> Reply:
    """Word that a press was noted, and what the chat likes now of what it moved.

    Args:
        rating: The press.
        likings: All that the chat likes now.
        is_new: Whether it was not said before.
    """
    moved = {one.trait for one in rating.likings}
    now = [one for one in likings if one.trait in moved]
    said = _SAID[rating.verdict]
    if rating.about.kind is Kind.DIGEST:
        said = "A good digest" if rating.verdict is Verdict.MORE else "Not a good digest"
    return Reply(
        lines(
            Markup("{}: {}").format(bold(said), _about(rating)),
            None if is_new else "That was noted before.",
            _EFFECT_OF_VERDICT[rating.verdict],
            _named(now) if now else None,
        ),
        buttons=keyboard(
            [Button("Undo", f"/taste undo {rating.about}"), _TASTE],
            *_rows(_mute_buttons(rating)),
        ),
        about=str(rating.about),
    )


def unrated(rating: Rating) -> Reply:
    """Word that a press was taken back."""
    thumb = "👍" if rating.verdict is Verdict.MORE else "👎"
    label = thumb if rating.about.kind is Kind.DIGEST else _SAID[rating.verdict]
    again = Button(label, f"/taste {rating.verdict} {rating.about}")
    return Reply(
        Markup("Taken back: {}").format(_about(rating)),
        buttons=keyboard([again, _TASTE]),
        about=str(rating.about),
    )


def points(likings: Iterable[Liking]) -> str:
    """Return likings as they are shown: `sport +2, Coast Times −0.5`."""
    return ", ".join(_point(one) for one in likings)


def rating_buttons(about: Ref) -> list[Button]:
    """Return the buttons that rate a story or a digest."""
    labels = ("👍", "👎") if about.kind is Kind.DIGEST else ("More like this", "Less like this")
    commands = (f"/taste {verdict} {about}" for verdict in (Verdict.MORE, Verdict.LESS))
    return [Button(*each) for each in zip(labels, commands, strict=True)]


def _point(one: Liking) -> str:
    sign = "+" if one.points > 0 else "−"
    return f"{one.trait.name} {sign}{abs(round(one.points, 1)):g}"


def _of_kind(kind: TraitKind, likings: Sequence[Liking]) -> Markup | None:
    found = [_point(one) for one in likings if one.trait.kind is kind]
    return Markup("{}: {}").format(_KINDS[kind], dotted(*found)) if found else None


def _muted(rating: Rating) -> Markup:
    return Markup("Never again: {} {}").format(italic(rating.title), code(str(rating.about)))


def _unmute(rating: Rating) -> Button:
    return Button(f"Unmute {rating.about}", f"/taste undo {rating.about}")


def _named(likings: Sequence[Liking]) -> Markup:
    strongest = sorted(likings, key=lambda one: -abs(one.points))[:_MOST_NAMED]
    more = len(likings) - len(strongest)
    return dotted(*map(_point, strongest), f"and {more} more" if more else None)


def _about(rating: Rating) -> Markup:
    return italic(rating.title) if rating.title else code(str(rating.about))


def _reset_buttons(likings: Sequence[Liking]) -> list[Button]:
    strongest = sorted(likings, key=lambda one: -abs(one.points))
    buttons = (
        _fitting(f"Reset {one.trait.name}", f"/taste reset {one.trait.name}") for one in strongest
    )
    return [button for button in buttons if button is not None][:_MOST_BUTTONS]


def _mute_buttons(rating: Rating) -> list[Button]:
    """Return buttons that mute what a story is of, for whoever wants less of it."""
    if rating.verdict is Verdict.MORE or rating.about.kind is Kind.DIGEST:
        return []
    commands = {
        TraitKind.TOPIC: "/mute topic:{}",
        TraitKind.SOURCE: '/mute source:"{}"',
        TraitKind.NAME: '/mute "{}"',
    }
    buttons = (
        _fitting(f"Mute {one.trait.name}", commands[one.trait.kind].format(one.trait.name))
        for one in rating.likings
    )
    return [button for button in buttons if button is not None][:_MOST_MUTES]


def _fitting(label: str, command: str) -> Button | None:
    """Return the button, its label cut if need be; None if it can't hold the command."""
    if len(command.encode()) > _BUTTON_BYTES:
        return None
    return Button(label if len(label) <= _LABEL else f"{label[: _LABEL - 1]}…", command)


def _rows(buttons: Sequence[Button]) -> Iterable[Sequence[Button]]:
    return (
        buttons[start : start + _POINTS_IN_A_ROW]
        for start in range(0, len(buttons), _POINTS_IN_A_ROW)
    )
