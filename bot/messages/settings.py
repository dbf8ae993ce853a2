"""Words for `/settings`: all of them on one page, and a page with buttons for each."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, time
from typing import Final

from markupsafe import Markup

from bot.messages.markup import bold, counted, keyboard, lines
from bot.messages.reply import Reply
from bot.messages.subscription import (
    DAY_NAMES,
    clock,
    days_in_words,
    times_in_words,
    when,
    zone_rows,
)
from storage.model import EVERY_DAY, UNTIL_RESUMED, Button, Quiet, Subscriber, SummaryLength

_BACK: Final = (Button("Settings", "/settings"),)
_HOURS: Final = tuple(time(hour) for hour in range(6, 24))
_ROW: Final = 4

STORIES: Final = (3, 5, 10, 20)
ALERTS: Final = (1, 3, 5, 10, 20)
_QUIET: Final = ("22:00-7:00", "23:00-8:00", "21:00-6:00")

_LENGTHS: Final = {
    SummaryLength.LINE: "a line of each story",
    SummaryLength.SHORT: "two sentences of each story",
    SummaryLength.LONG: "four sentences of each story",
}


@dataclass(frozen=True, slots=True)
class Chosen:
    """What the pages show.

    Attributes:
        subscriber: Whose settings.
        now: Aware instant.
        stories: Most stories of a digest, whoever chose that.
        zones: Zones to choose from, likeliest first.
        can_share: Whether the chat can share a location.
    """

    subscriber: Subscriber
    now: datetime
    stories: int
    zones: Sequence[str]
    can_share: bool


def settings(chosen: Chosen) -> Reply:
    """Show everything that is set, with a button for each."""
    subscriber, now = chosen.subscriber, chosen.now
    pauses = subscriber.pauses_at(now)
    return Reply(
        text=lines(
            bold("Settings"),
            _next(chosen),
            Markup("Times: {}, {}").format(
                times_in_words(subscriber.schedule.times),
                days_in_words(subscriber.schedule.weekdays),
            ),
            f"Zone: {subscriber.zone.key}, {clock(now, subscriber.zone)} now",
            f"Quiet hours: {_quiet_in_words(subscriber.schedule.quiet)}",
            f"Length: {_stories(chosen)}, {_LENGTHS[subscriber.length]}",
            "Only what you follow: /filters" if subscriber.only_followed else None,
            f"Nothing new: {'one line says so' if subscriber.tells_empty else 'no message'}",
            f"Alerts: up to {subscriber.alerts} a day",
        ),
        buttons=keyboard(
            (
                Button("Times", "/settings times"),
                Button("Days", "/settings days"),
                Button("Zone", "/settings zone"),
            ),
            (
                Button("Stories", "/settings stories"),
                Button("Length", "/settings length"),
                Button("Nothing new", "/settings empty"),
            ),
            (
                Button("Quiet hours", "/settings quiet"),
                Button("Alerts", "/settings alerts"),
                Button("My taste", "/taste"),
            ),
            (
                Button("Resume", "/resume") if pauses else Button("Pause", "/pause"),
                Button("Unsubscribe", "/unsubscribe"),
            ),
        ),
    )


def times(chosen: Chosen) -> Reply:
    """Show the times of day: a tap drops one or adds one."""
    kept = chosen.subscriber.schedule.times
    buttons = [
        Button(f"✓ {at:%H:%M}", f"/settings time -{at:%H:%M}")
        if at in kept
        else Button(f"{at:%H:%M}", f"/settings time +{at:%H:%M}")
        for at in sorted({*_HOURS, *kept})
    ]
    return Reply(
        text=lines(
            Markup("Digests come at {}.").format(times_in_words(kept)),
            _next(chosen),
            "Tap to add or drop a time, or type all: /settings times 7:30 18:00",
        ),
        buttons=keyboard(*_rows(buttons), _BACK),
    )


def days(chosen: Chosen) -> Reply:
    """Show the days of the week: a tap drops one or adds one."""
    kept = chosen.subscriber.schedule.weekdays
    buttons = [
        Button(f"✓ {name[:3]}", f"/settings day -{name[:3].lower()}")
        if day in kept
        else Button(name[:3], f"/settings day +{name[:3].lower()}")
        for day, name in enumerate(DAY_NAMES)
    ]
    all_of = {"Every day": EVERY_DAY, "Weekdays": frozenset(range(5)), "Weekends": {5, 6}}
    return Reply(
        text=lines(Markup("Digests come {}.").format(bold(days_in_words(kept))), _next(chosen)),
        buttons=keyboard(
            *_rows(buttons),
            (
                Button(label, f"/settings days {label.lower()}")
                for label, meant in all_of.items()
                if meant != kept
            ),
            _BACK,
        ),
    )


def zone(chosen: Chosen) -> Reply:
    """Show the zone, and others to choose."""
    current = chosen.subscriber.zone
    others = [name for name in chosen.zones if name != current.key]
    return Reply(
        text=lines(
            Markup("Your zone is {}, where it is {}.").format(
                bold(current.key), clock(chosen.now, current)
            ),
            _next(chosen),
            "Elsewhere? Tap a city with your time, or type your own: /settings zone Lisbon",
        ),
        buttons=keyboard(*zone_rows(others[:6], now=chosen.now, can_share=chosen.can_share), _BACK),
    )


def quiet(chosen: Chosen) -> Reply:
    """Show the quiet hours, and some to choose."""
    current = chosen.subscriber.schedule.quiet
    hidden = [
        at for at in chosen.subscriber.schedule.times if current is not None and current.covers(at)
    ]
    return Reply(
        text=lines(
            Markup("Quiet hours: {}.").format(bold(_quiet_in_words(current))),
            Markup("What is due at {} comes at {}.").format(
                times_in_words(hidden), bold(f"{current.end:%H:%M}")
            )
            if hidden and current
            else "In quiet hours nothing comes by itself; what is due waits for their end.",
            "Type others: /settings quiet 22:30-6:45",
        ),
        buttons=keyboard(
            (Button(hours.replace("-", "–"), f"/settings quiet {hours}") for hours in _QUIET),
            (Button("No quiet hours", "/settings quiet off") if current else None, *_BACK),
        ),
    )


def stories(chosen: Chosen) -> Reply:
    """Show how many stories a digest has, and other numbers."""
    return Reply(
        text=Markup("A digest has {}.").format(bold(_stories(chosen))),
        buttons=keyboard(
            (
                Button(
                    _ticked(str(number), number == chosen.stories), f"/settings stories {number}"
                )
                for number in STORIES
            ),
            _BACK,
        ),
    )


def length(chosen: Chosen) -> Reply:
    """Show how much is said of each story, and other lengths."""
    current = chosen.subscriber.length
    return Reply(
        text=Markup("A digest tells {}.").format(bold(_LENGTHS[current])),
        buttons=keyboard(
            (
                Button(_ticked(each.capitalize(), each is current), f"/settings length {each}")
                for each in SummaryLength
            ),
            _BACK,
        ),
    )


def empty(chosen: Chosen) -> Reply:
    """Show what comes when there is nothing new."""
    tells = chosen.subscriber.tells_empty
    return Reply(
        text=Markup("When nothing is new, {}.").format(
            bold("one line says so" if tells else "no message comes")
        ),
        buttons=keyboard(
            (
                Button(_ticked("One line", tells), "/settings empty line"),
                Button(_ticked("No message", not tells), "/settings empty nothing"),
            ),
            _BACK,
        ),
    )


def only(chosen: Chosen) -> Reply:
    """Show whether anything is told that the reader doesn't follow."""
    is_on = chosen.subscriber.only_followed
    told = "only what you follow" if is_on else "what you follow first, then the best of the rest"
    return Reply(
        text=lines(
            Markup("A digest tells {}.").format(bold(told)),
            "What you follow: /filters. Who follows nothing is told the best of all.",
        ),
        buttons=keyboard(
            (
                Button(_ticked("Only that", is_on), "/settings only on"),
                Button(_ticked("The rest, too", not is_on), "/settings only off"),
            ),
            (Button("My filters", "/filters"), *_BACK),
        ),
    )


def alerts(chosen: Chosen) -> Reply:
    """Show how many alerts come in a day at most, and other numbers."""
    current = chosen.subscriber.alerts
    return Reply(
        text=lines(
            Markup("At most {} a day.").format(bold(counted(current, "alert"))),
            "What more is wanted on that day comes first in the next digest. /alert lists yours.",
        ),
        buttons=keyboard(
            (
                Button(_ticked(str(number), number == current), f"/settings alerts {number}")
                for number in ALERTS
            ),
            _BACK,
        ),
    )


def _next(chosen: Chosen) -> Markup:
    subscriber, now = chosen.subscriber, chosen.now
    if subscriber.pauses_at(now) and subscriber.paused_until == UNTIL_RESUMED:
        return Markup("Paused until you say /resume.")
    return Markup("{}Next digest: {}").format(
        "Paused. " if subscriber.pauses_at(now) else "",
        bold(when(subscriber.next.at, now=now, zone=subscriber.zone)),
    )


def _stories(chosen: Chosen) -> str:
    return f"up to {counted(chosen.stories, 'story', 'stories')}"


def _quiet_in_words(current: Quiet | None) -> str:
    return f"{current.start:%H:%M} to {current.end:%H:%M}" if current else "none"


def _ticked(label: str, is_chosen: bool) -> str:  # noqa: FBT001 - one label, one fact
    return f"✓ {label}" if is_chosen else label


def _rows(buttons: Sequence[Button]) -> Iterable[Sequence[Button]]:
    return (buttons[start : start + _ROW] for start in range(0, len(buttons), _ROW))
