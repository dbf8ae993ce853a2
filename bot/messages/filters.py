"""Words for what a reader follows, mutes and is alerted of."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from markupsafe import Markup

from bot.messages.items import Reader, item_day
from bot.messages.markup import bold, code, counted, dotted, italic, keyboard, lines, link
from bot.messages.reply import Reply
from storage.model import Button, Filter, FilterKind, Item, Kind, Ref

# core.telegram.org/bots/api#inlinekeyboardbutton
_BUTTON_BYTES = 64

# Buttons that stand beside each other on a phone without being cut.
_ROW = 4

_KEPT = {FilterKind.FOLLOW: "Following", FilterKind.MUTE: "Muted", FilterKind.ALERT: "Alert set"}
_EFFECT = {
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
    return _ONLY if only_followed and kind is FilterKind.FOLLOW else _EFFECT[kind]


def _too_many(a_day: float, *, alerts: int, has_digests: bool) -> str | None:
    if a_day <= alerts:
        return None
    rest = "come first in your digests" if has_digests else "are listed by /missed"
    return f"That is about {a_day:.0f} a day: {alerts} come as alerts, the others {rest}."


def _drops(found: Sequence[Filter]) -> list[list[Button]]:
    buttons = [Button(f"Drop {one.id}", f"/drop {one.id}") for one in found]
    return [buttons[place : place + _ROW] for place in range(0, len(buttons), _ROW)]


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
