"""Words for subscribing, pausing, and for the times, days and zones that are chosen.

Words for `/settings`: all of them on one page, and a page with buttons for each.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from markupsafe import Markup

from bot.messages.markup import Reply, bold, counted, date_of, keyboard, lines
from storage.model import (
    EVERY_DAY,
    UNTIL_RESUMED,
    Button,
    Keyboard,
    Quiet,
    Reader,
    Subscriber,
    SummaryLength,
)

# A keyboard of this command alone is shown below the text field, where Telegram lets a tap
# share the location.
SHARE_LOCATION = "/settings zone here"

# Zones fit two in a row on a phone.
_ROW = 2

# core.telegram.org/bots/api#inlinekeyboardbutton
_CALLBACK_BYTES = 64

DAY_NAMES = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_WEEKDAYS, _WEEKEND = frozenset(range(5)), frozenset({5, 6})

_SETTINGS = Button("Settings", "/settings")


def subscribed(subscriber: Subscriber, *, now: datetime, is_new: bool = True) -> Reply:
    """Confirm a subscription: when, where, and when the next digest comes."""
    return Reply(
        text=Markup("A digest comes {} at {} ({}), the {} one {}. /unsubscribe ends it.").format(
            days_in_words(subscriber.schedule.weekdays),
            times_in_words(subscriber.schedule.times),
            subscriber.zone.key,
            "first" if is_new else "next",
            when(subscriber.next.at, now=now, zone=subscriber.zone),
        ),
        buttons=keyboard((Button("Digest now", "/digest"), _SETTINGS)),
    )


def ask_zone(
    subscriber: Subscriber,
    zones: Sequence[str],
    *,
    now: datetime,
    is_guessed: bool,
    can_share: bool,
) -> Reply:
    """Ask on which clock the times are meant; nothing comes before the answer.

    Args:
        subscriber: With the guessed zone.
        zones: To choose from, likeliest first.
        now: Aware instant.
        is_guessed: Whether the first one is likely enough to be asked about.
        can_share: Whether the chat can share a location.
    """
    plan = Markup("Noted: {} at {}.").format(
        days_in_words(subscriber.schedule.weekdays), times_in_words(subscriber.schedule.times)
    )
    first: tuple[Button, ...] = ()
    question = Markup(
        "Which clock is yours? Tap a city with your time, or type your own: /settings zone Lisbon"
    )
    if is_guessed:
        guess, *zones = zones
        city, shown = city_of(guess), clock(now, ZoneInfo(guess))
        first = (Button(f"Yes, {shown} as in {city}", f"/settings zone {guess}"),)
        question = Markup(
            "Is it {} where you are, as in {}? If not, tap a city with your time, "
            "or type your own: /settings zone Lisbon"
        ).format(bold(shown), city)
    return Reply(
        text=lines(plan, question),
        buttons=keyboard(first, *zone_rows(zones, now=now, can_share=can_share)),
    )


def ask_which_zone(
    problem: str, near: Sequence[str], *, now: datetime, line: str, can_share: bool
) -> Reply:
    """Say what is wrong with a zone, and offer those that may be meant.

    Args:
        problem: One sentence.
        near: Zones that may be meant, likeliest first.
        now: Aware instant.
        line: What was typed before the zone, such as `/settings zone`.
        can_share: Whether the chat can share a location.
    """
    return Reply(
        text=Markup.escape(problem),
        buttons=keyboard(*zone_rows(near, now=now, can_share=can_share, line=line)),
    )


def zone_rows(
    zones: Iterable[str], *, now: datetime, can_share: bool, line: str = "/settings zone"
) -> Keyboard:
    """Return buttons for zones, each with the time that it is there.

    A zone whose command is longer than Telegram takes gets none.
    """
    buttons = [
        Button(f"{city_of(zone)} {clock(now, ZoneInfo(zone))}", command)
        for zone in zones
        if len((command := f"{line} {zone}").encode()) <= _CALLBACK_BYTES
    ]
    rows = [tuple(buttons[start : start + _ROW]) for start in range(0, len(buttons), _ROW)]
    if can_share:
        rows.append((Button("Share my location", SHARE_LOCATION),))
    return tuple(rows)


def share_location(*, can_share: bool) -> Reply:
    """Show the button that shares a location, or say what to do without."""
    if not can_share:
        return Reply(Markup("No location can be shared here. Type a city: /settings zone Lisbon"))
    return Reply(
        Markup("Tap the button below the text field, or type a city: /settings zone Lisbon"),
        buttons=((Button("Share my location", SHARE_LOCATION),),),
    )


def not_subscribed(zone: ZoneInfo | None = None) -> Reply:
    """Say that no digests come here, and offer some.

    Args:
        zone: Where the reader is, if that was said.
    """
    place = f" {zone.key}" if zone else ""
    known = Markup("Your zone is {}. ").format(bold(zone.key)) if zone else Markup()
    return Reply(
        text=lines(
            known + "No digests come here yet. When should they?",
            Markup("Others: /subscribe 7:30 18:00 weekdays Europe/Kyiv"),
        ),
        buttons=keyboard(
            (Button("Every day at 8:00", f"/subscribe 8:00{place}"),),
            (Button("Weekdays at 7:30 and 18:00", f"/subscribe 7:30 18:00 weekdays{place}"),),
            (Button("Sundays at 10:00", f"/subscribe sunday 10:00{place}"),),
        ),
    )


def paused(subscriber: Subscriber, *, now: datetime) -> Reply:
    """Confirm a pause: until when, and when the first digest after it comes."""
    resume = Button("Resume", "/resume")
    if subscriber.paused_until is None or subscriber.paused_until >= UNTIL_RESUMED:
        return Reply(
            text=Markup("Paused until you say /resume. Shorter:"),
            buttons=keyboard(
                (
                    Button("1 day", "/pause 1 day"),
                    Button("3 days", "/pause 3 days"),
                    Button("1 week", "/pause 1 week"),
                ),
                (resume, _SETTINGS),
            ),
        )
    return Reply(
        text=Markup("Paused. The next digest comes {}.").format(
            bold(when(subscriber.next.at, now=now, zone=subscriber.zone))
        ),
        buttons=keyboard((resume, _SETTINGS)),
    )


def resumed(subscriber: Subscriber, *, now: datetime, was_paused: bool) -> Reply:
    """Confirm that digests come again."""
    next_one = bold(when(subscriber.next.at, now=now, zone=subscriber.zone))
    text = (
        Markup("Digests come again, the next one {}.")
        if was_paused
        else Markup("Nothing was paused. The next digest comes {}.")
    )
    return Reply(text.format(next_one), buttons=keyboard((_SETTINGS,)))


def unsubscribed(was: Subscriber | None, *, has_alerts: bool) -> Reply:
    """Confirm that no more digests come.

    Args:
        was: The subscription that was ended, or None if there was none.
        has_alerts: Whether the chat is still told some things at once.
    """
    if was is None:
        return Reply(Markup("This chat has no subscription. /subscribe 8:00 starts one."))
    again = f"/subscribe {as_typed(was.schedule.times, was.schedule.weekdays)} {was.zone.key}"
    if not was.is_confirmed or len(again.encode()) > _CALLBACK_BYTES:
        again = "/subscribe"
    return Reply(
        lines(
            "No more digests come. /subscribe starts them again.",
            "Your alerts go on: /alert lists them." if has_alerts else None,
        ),
        buttons=keyboard((Button("Subscribe again", again),)),
    )


def times_in_words(times: Sequence[time]) -> Markup:
    """Return `07:30 and 18:00`, the times in bold."""
    return _joined([bold(f"{at:%H:%M}") for at in times])


def days_in_words(weekdays: Collection[int]) -> str:
    """Return when in the week: `every day`, `on weekdays`, `on Mondays and Fridays`."""
    days = frozenset(weekdays)
    if days == EVERY_DAY:
        return "every day"
    if days == _WEEKDAYS:
        return "on weekdays"
    if days == _WEEKEND:
        return "on weekends"
    if len(days) == len(EVERY_DAY) - 1:
        [left_out] = EVERY_DAY - days
        return f"every day but {DAY_NAMES[left_out]}s"
    return f"on {_joined([Markup(f'{DAY_NAMES[day]}s') for day in sorted(days)])}"  # noqa: S704 - ours


def as_typed(times: Iterable[time], weekdays: frozenset[int] | None) -> str:
    """Return times and days as they may be typed behind `/subscribe`: `07:30 mon fri`."""
    named = {EVERY_DAY: [], _WEEKDAYS: ["weekdays"], _WEEKEND: ["weekends"]}
    days = weekdays or EVERY_DAY
    listed = [DAY_NAMES[day][:3].lower() for day in sorted(days)]
    return " ".join([*(f"{at:%H:%M}" for at in times), *named.get(days, listed)])


def when(at: datetime, *, now: datetime, zone: ZoneInfo) -> str:
    """Return when something to come is: `today at 18:00`, `Sun 29 Nov at 10:00`."""
    if at <= now:
        return "in a moment"
    local, today = at.astimezone(zone), now.astimezone(zone).date()
    day = {today: "today", today + timedelta(days=1): "tomorrow"}.get(
        local.date(), date_of(at, Reader(at, zone))
    )
    year = "" if local.year == today.year or " " not in day else f" {local.year}"
    return f"{day}{year} at {local:%H:%M}"


def clock(now: datetime, zone: ZoneInfo) -> str:
    """Return what the clocks of `zone` show."""
    return f"{now.astimezone(zone):%H:%M}"


def city_of(zone: str) -> str:
    """Return the city that a zone is called by: `New York` for `America/New_York`."""
    return zone.rpartition("/")[2].replace("_", " ")


def _joined(parts: Sequence[Markup]) -> Markup:
    *others, last = parts
    return Markup("{} and {}").format(Markup(", ").join(others), last) if others else last


_BACK: Final = (Button("Settings", "/settings"),)
_HOURS: Final = tuple(time(hour) for hour in range(6, 24))
_SETTINGS_IN_A_ROW: Final = 4

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
    return (
        buttons[start : start + _SETTINGS_IN_A_ROW]
        for start in range(0, len(buttons), _SETTINGS_IN_A_ROW)
    )
