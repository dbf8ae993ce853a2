"""Words for the first minute, for subscribing, for pausing, and for the pages of `/settings`."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from markupsafe import Markup

from bot.errors import NoZoneError
from bot.messages.catalogue import (
    city,
    clock,
    date_text,
    label,
    language_name,
    listed,
    own_name_of,
    say,
    weekday,
)
from bot.messages.errors import error
from bot.messages.markup import Reply, bold, button, keyboard, lines
from bot.messages.telegram_limits import fits_button
from storage.model import (
    EVERY_DAY,
    UNTIL_RESUMED,
    Button,
    Chosen,
    Keyboard,
    Quiet,
    Reader,
    Subscriber,
    SummaryLength,
)

# A keyboard of this command alone is shown below the text field, where Telegram lets a tap
# share the location.
SHARE_LOCATION = "/settings zone here"

# As many languages are offered at first: with the button for others, four rows.
LANGUAGES_OFFERED: Final = 11
_LANGUAGES_IN_A_ROW: Final = 3

# Zones fit two in a row on a phone, times and days four.
_ZONES_IN_A_ROW: Final = 2
_TIMES_IN_A_ROW: Final = 4

_WEEKDAYS, _WEEKEND = frozenset(range(5)), frozenset({5, 6})

# As they are typed in every language.
_TYPED_DAYS: Final = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")

_HOURS: Final = tuple(time(hour) for hour in range(6, 24))
_STORY_COUNTS: Final = (3, 5, 10, 20)
_ALERT_COUNTS: Final = (1, 3, 5, 10, 20)
_QUIET_HOURS: Final = ("22:00-7:00", "23:00-8:00", "21:00-6:00")


def start(*, is_admin: bool, languages: Sequence[str], language: str) -> Reply:
    """Greet: what this is, and the first taps.

    Args:
        is_admin: Whether the reader is one.
        languages: To ask which of them are read; empty if that was said.
        language: The reader's.
    """
    return Reply(
        text=lines(
            say(language, "start"),
            say(language, "start-admin") if is_admin else None,
            say(language, "languages-which") if languages else None,
        ),
        buttons=keyboard(
            *(language_rows(languages, language=language) if languages else ()),
            (
                button(language, "button-digest-now", "/digest"),
                button(language, "button-subscribe", "/subscribe"),
            ),
            (
                button(language, "button-latest", "/latest"),
                button(language, "button-help", "/help"),
            ),
        ),
    )


def subscribed(
    subscriber: Subscriber,
    *,
    now: datetime,
    language: str,
    languages: Sequence[str] = (),
    is_new: bool = True,
) -> Reply:
    """Confirm a subscription: when, where, and when the next digest comes.

    Whoever is new and did not say which languages to read is asked, with `languages` to choose
    from.
    """
    asks = is_new and languages and not subscriber.languages
    return Reply(
        text=lines(
            say(
                language,
                "subscription-new" if is_new else "subscription-changed",
                days=days_in_words(subscriber.schedule.weekdays, language=language),
                times=times_in_words(subscriber.schedule.times, language=language),
                zone=subscriber.zone.key,
                next=_next_at(subscriber, now=now, language=language),
            ),
            say(language, "languages-which") if asks else None,
        ),
        buttons=keyboard(
            *(language_rows(languages, language=language) if asks else ()),
            (button(language, "button-digest-now", "/digest"), _settings_button(language)),
        ),
    )


def language_rows(
    offered: Sequence[str], *, language: str, chosen: Collection[str] = ()
) -> list[Sequence[Button]]:
    """Return buttons for languages, each of which adds one or drops it.

    Args:
        offered: Their codes; if they are few, a button leads to all others.
        language: The reader's.
        chosen: Codes of those that the reader reads.
    """
    buttons = [
        _tick(
            own_name_of(code),
            f"/settings languages {'-' if code in chosen else '+'}{code}",
            code in chosen,
        )
        for code in offered
    ]
    if len(offered) <= LANGUAGES_OFFERED:
        buttons.append(button(language, "button-more-languages", "/settings languages more"))
    return _rows(buttons, _LANGUAGES_IN_A_ROW)


def ask_zone(
    subscriber: Subscriber,
    zones: Sequence[str],
    *,
    now: datetime,
    is_guessed: bool,
    can_share: bool,
    language: str,
) -> Reply:
    """Ask on which clock the times are meant; nothing comes before the answer.

    Args:
        subscriber: With the guessed zone.
        zones: To choose from, likeliest first.
        now: Aware instant.
        is_guessed: Whether the first one is likely enough to be asked about.
        can_share: Whether the chat can share a location.
        language: The reader's.
    """
    first: list[Button] = []
    question = say(language, "zone-which")
    if is_guessed:
        guess, *zones = zones
        facts = {"time": _clock_in(guess, now), "city": city(language, guess)}
        first = [button(language, "button-zone-right", f"/settings zone {guess}", **facts)]
        question = say(language, "zone-guessed", **facts)
    noted = say(
        language,
        "subscription-noted",
        days=days_in_words(subscriber.schedule.weekdays, language=language),
        times=times_in_words(subscriber.schedule.times, language=language),
    )
    return Reply(
        text=lines(noted, question),
        buttons=keyboard(first, *zone_rows(zones, now=now, can_share=can_share, language=language)),
    )


def ask_which_zone(
    problem: NoZoneError, *, now: datetime, line: str, can_share: bool, language: str
) -> Reply:
    """Say what is wrong with a zone, and offer those that may be meant.

    Args:
        problem: What is wrong, with the zones that may be meant.
        now: Aware instant.
        line: What was typed before the zone, such as `/settings zone`.
        can_share: Whether the chat can share a location.
        language: The reader's.
    """
    rows = zone_rows(problem.near, now=now, can_share=can_share, line=line, language=language)
    return replace(error(problem, language=language), buttons=keyboard(*rows))


def zone_rows(
    zones: Iterable[str],
    *,
    now: datetime,
    can_share: bool,
    language: str,
    line: str = "/settings zone",
) -> Keyboard:
    """Return buttons for zones, each with the time that it is there.

    A zone whose command is longer than Telegram takes gets none.
    """
    buttons = [
        Button(f"{city(language, zone)} {_clock_in(zone, now)}", command)
        for zone in zones
        if fits_button(command := f"{line} {zone}")
    ]
    share = button(language, "button-share-location", SHARE_LOCATION)
    return keyboard(*_rows(buttons, _ZONES_IN_A_ROW), [share if can_share else None])


def share_location(*, can_share: bool, language: str) -> Reply:
    """Show the button that shares a location, or say what to do without."""
    if not can_share:
        return Reply(say(language, "location-impossible"))
    share = button(language, "button-share-location", SHARE_LOCATION)
    return Reply(say(language, "location-asked"), buttons=keyboard([share]))


def not_subscribed(*, zone: ZoneInfo | None = None, language: str) -> Reply:
    """Say that no digests come here, and offer some.

    Args:
        zone: Where the reader is, if that was said.
        language: The reader's.
    """
    place = f" {zone.key}" if zone else ""
    return Reply(
        text=lines(
            say(language, "subscription-none-in", zone=zone.key)
            if zone
            else say(language, "subscription-none"),
            say(language, "subscription-others"),
        ),
        buttons=keyboard(
            [button(language, "button-daily", f"/subscribe 8:00{place}")],
            [button(language, "button-weekdays", f"/subscribe 7:30 18:00 weekdays{place}")],
            [button(language, "button-sundays", f"/subscribe sunday 10:00{place}")],
        ),
    )


def paused(subscriber: Subscriber, *, now: datetime, language: str) -> Reply:
    """Confirm a pause: until when, and when the first digest after it comes."""
    last = (button(language, "button-resume", "/resume"), _settings_button(language))
    if subscriber.paused_until is None or subscriber.paused_until >= UNTIL_RESUMED:
        return Reply(
            text=say(language, "pause-endless"),
            buttons=keyboard(
                (
                    button(language, "button-pause-day", "/pause 1 day"),
                    button(language, "button-pause-days", "/pause 3 days"),
                    button(language, "button-pause-week", "/pause 1 week"),
                ),
                last,
            ),
        )
    next_one = _next_at(subscriber, now=now, language=language)
    return Reply(say(language, "pause-begun", next=next_one), buttons=keyboard(last))


def resumed(subscriber: Subscriber, *, now: datetime, was_paused: bool, language: str) -> Reply:
    """Confirm that digests come again."""
    next_one = _next_at(subscriber, now=now, language=language)
    return Reply(
        say(language, "pause-ended" if was_paused else "pause-none", next=next_one),
        buttons=keyboard([_settings_button(language)]),
    )


def unsubscribed(was: Subscriber | None, *, has_alerts: bool, language: str) -> Reply:
    """Confirm that no more digests come.

    Args:
        was: The subscription that was ended, or None if there was none.
        has_alerts: Whether the chat is still told some things at once.
        language: The reader's.
    """
    if was is None:
        return Reply(say(language, "subscription-absent"))
    again = f"/subscribe {as_typed(was.schedule.times, was.schedule.weekdays)} {was.zone.key}"
    if not was.is_confirmed or not fits_button(again):
        again = "/subscribe"
    return Reply(
        lines(
            say(language, "subscription-ended"),
            say(language, "subscription-alerts-stay") if has_alerts else None,
        ),
        buttons=keyboard([button(language, "button-subscribe-again", again)]),
    )


def times_in_words(times: Sequence[time], *, language: str) -> Markup:
    """Return `07:30 and 18:00`, the times in bold."""
    return listed(language, [bold(clock(at)) for at in times])


def days_in_words(weekdays: Collection[int], *, language: str) -> Markup:
    """Return when in the week: `every day`, `on weekdays`, `on Mondays and Fridays`."""
    days = frozenset(weekdays)
    if days == EVERY_DAY:
        return say(language, "days-all")
    if days == _WEEKDAYS:
        return say(language, "days-weekdays")
    if days == _WEEKEND:
        return say(language, "days-weekends")
    if len(days) == len(EVERY_DAY) - 1:
        [left_out] = EVERY_DAY - days
        return say(language, "days-all-but", day=say(language, "days-each", day=left_out))
    each = [say(language, "days-each", day=day) for day in sorted(days)]
    return say(language, "days-some", days=listed(language, each))


def as_typed(times: Iterable[time], weekdays: frozenset[int] | None) -> str:
    """Return times and days as they may be typed behind `/subscribe`: `07:30 mon fri`."""
    named = {EVERY_DAY: [], _WEEKDAYS: ["weekdays"], _WEEKEND: ["weekends"]}
    days = weekdays or EVERY_DAY
    each = [_TYPED_DAYS[day] for day in sorted(days)]
    return " ".join([*map(clock, times), *named.get(days, each)])


def when(at: datetime, reader: Reader) -> Markup:
    """Return when something to come is: `today at 18:00`, `Sun 29 Nov at 10:00`."""
    if at <= reader.now:
        return say(reader.language, "when-now")
    local, today = at.astimezone(reader.zone), reader.now.astimezone(reader.zone).date()
    if local.date() == today:
        return say(reader.language, "when-today", time=clock(local))
    if local.date() == today + timedelta(days=1):
        return say(reader.language, "when-tomorrow", time=clock(local))
    style = "weekday" if local.year == today.year else "weekday-year"
    day = date_text(reader.language, local.date(), style)
    return say(reader.language, "when-day", day=day, time=clock(local))


def _clock_in(zone: str, now: datetime) -> str:
    return clock(now.astimezone(ZoneInfo(zone)))


def _next_at(subscriber: Subscriber, *, now: datetime, language: str) -> Markup:
    return when(subscriber.next.at, Reader(now, subscriber.zone, language))


def _settings_button(language: str) -> Button:
    return button(language, "button-settings", "/settings")


def settings(chosen: Chosen, name: str = "") -> Reply:
    """Show one of `SETTINGS` with others to choose, or all that is set with a button for each."""
    return replace(_PAGES[name](chosen), page="settings")


def _all(chosen: Chosen) -> Reply:
    subscriber, language = chosen.subscriber, chosen.language
    zone = subscriber.zone.key
    return Reply(
        text=lines(
            bold(say(language, "settings")),
            _next(chosen),
            say(
                language,
                "settings-times",
                times=times_in_words(subscriber.schedule.times, language=language),
                days=days_in_words(subscriber.schedule.weekdays, language=language),
            )
            if subscriber.is_subscribed
            else None,
            say(language, "settings-zone", zone=zone, time=_clock_in(zone, chosen.now))
            if subscriber.is_confirmed
            else None,
            say(language, "settings-quiet", hours=_hours(subscriber.schedule.quiet, language)),
            say(
                language, "settings-length", stories=chosen.stories, length=subscriber.length.value
            ),
            say(language, "settings-languages", languages=_read(chosen)),
            say(language, "settings-only") if subscriber.only_followed else None,
            say(language, "settings-empty" if subscriber.tells_empty else "settings-silent"),
            say(language, "settings-alerts", alerts=subscriber.alerts),
        ),
        buttons=keyboard(
            (
                button(language, "button-times", "/settings times"),
                button(language, "button-days", "/settings days"),
                button(language, "button-zone", "/settings zone"),
            ),
            (
                button(language, "button-stories", "/settings stories"),
                button(language, "button-length", "/settings length"),
                button(language, "button-languages", "/settings languages"),
            ),
            (
                button(language, "button-quiet", "/settings quiet"),
                button(language, "button-alerts", "/settings alerts"),
                button(language, "button-empty", "/settings empty"),
            ),
            (button(language, "button-taste", "/taste"), *_ends(chosen)),
        ),
    )


def _ends(chosen: Chosen) -> Iterator[Button]:
    """Yield what ends digests for now or for good, or what begins them."""
    subscriber, language = chosen.subscriber, chosen.language
    if not subscriber.is_subscribed:
        yield button(language, "button-subscribe", "/subscribe")
        return
    if subscriber.pauses_at(chosen.now):
        yield button(language, "button-resume", "/resume")
    else:
        yield button(language, "button-pause", "/pause")
    yield button(language, "button-unsubscribe", "/unsubscribe")


def _read(chosen: Chosen) -> Markup:
    """Return which languages the reader reads, in words."""
    names = [language_name(chosen.language, code) for code in chosen.subscriber.languages]
    return listed(chosen.language, names) or say(chosen.language, "languages-any")


def _languages(chosen: Chosen) -> Reply:
    """Show in which languages news come: a tap drops one or adds one."""
    kept, language = chosen.subscriber.languages, chosen.language
    rows = language_rows(chosen.languages, language=language, chosen=kept)
    if kept:
        rows.append([button(language, "button-any-language", "/settings languages any")])
    now = say(language, "languages-now", languages=_read(chosen))
    return _page(
        chosen,
        now if kept else say(language, "languages-all"),
        say(language, "languages-how"),
        rows=rows,
    )


def _times(chosen: Chosen) -> Reply:
    """Show the times of day: a tap drops one or adds one."""
    kept, language = chosen.subscriber.schedule.times, chosen.language
    buttons = [
        _tick(clock(at), f"/settings time {'-' if at in kept else '+'}{clock(at)}", at in kept)
        for at in sorted({*_HOURS, *kept})
    ]
    now = say(language, "times-now", times=times_in_words(kept, language=language))
    return _page(
        chosen,
        now if kept else None,
        _next(chosen),
        say(language, "times-how"),
        rows=_rows(buttons, _TIMES_IN_A_ROW),
    )


def _days(chosen: Chosen) -> Reply:
    """Show the days of the week: a tap drops one or adds one."""
    kept, language = chosen.subscriber.schedule.weekdays, chosen.language
    buttons = [
        _tick(
            weekday(language, day, is_short=True),
            f"/settings day {'-' if day in kept else '+'}{typed}",
            day in kept,
        )
        for day, typed in enumerate(_TYPED_DAYS)
    ]
    several = {
        EVERY_DAY: button(language, "button-every-day", "/settings days every day"),
        _WEEKDAYS: button(language, "button-on-weekdays", "/settings days weekdays"),
        _WEEKEND: button(language, "button-on-weekends", "/settings days weekends"),
    }
    return _page(
        chosen,
        say(language, "days-now", days=bold(days_in_words(kept, language=language))),
        _next(chosen),
        rows=[
            *_rows(buttons, _TIMES_IN_A_ROW),
            [each for meant, each in several.items() if meant != kept],
        ],
    )


def _zone(chosen: Chosen) -> Reply:
    """Show the zone, and others to choose."""
    current, language = chosen.subscriber.zone.key, chosen.language
    is_known = chosen.subscriber.is_confirmed
    others = [name for name in chosen.zones if not is_known or name != current][:6]
    return _page(
        chosen,
        *(
            say(language, "zone-now", zone=current, time=_clock_in(current, chosen.now)),
            _next(chosen),
            say(language, "zone-how"),
        )
        if is_known
        else (say(language, "zone-which"),),
        rows=zone_rows(others, now=chosen.now, can_share=chosen.can_share, language=language),
    )


def _quiet(chosen: Chosen) -> Reply:
    """Show the quiet hours, and some to choose."""
    schedule, language = chosen.subscriber.schedule, chosen.language
    current = schedule.quiet
    waits = say(language, "quiet-means")
    if current is not None and (hidden := [at for at in schedule.times if current.covers(at)]):
        late = times_in_words(hidden, language=language)
        waits = say(language, "quiet-puts-off", times=late, end=clock(current.end))
    none = button(language, "button-no-quiet", "/settings quiet off")
    return Reply(
        text=lines(
            say(language, "quiet-now", hours=_hours(current, language)),
            waits,
            say(language, "quiet-how"),
        ),
        buttons=keyboard(
            [Button(hours.replace("-", "–"), f"/settings quiet {hours}") for hours in _QUIET_HOURS],
            [none if current else None, _settings_button(language)],
        ),
    )


def _stories(chosen: Chosen) -> Reply:
    """Show how many stories a digest has, and other numbers."""
    ticks = [_tick(str(n), f"/settings stories {n}", n == chosen.stories) for n in _STORY_COUNTS]
    return _page(chosen, say(chosen.language, "stories-now", stories=chosen.stories), rows=[ticks])


def _length(chosen: Chosen) -> Reply:
    """Show how much is said of each story, and other lengths."""
    current, language = chosen.subscriber.length, chosen.language
    ticks = [
        _tick(label(language, f"button-length-{each}"), f"/settings length {each}", each is current)
        for each in SummaryLength
    ]
    return _page(chosen, say(language, "length-now", length=current.value), rows=[ticks])


def _empty(chosen: Chosen) -> Reply:
    """Show what comes when there is nothing new."""
    tells, language = chosen.subscriber.tells_empty, chosen.language
    ticks = [
        _tick(label(language, "button-empty-line"), "/settings empty line", tells),
        _tick(label(language, "button-empty-nothing"), "/settings empty nothing", not tells),
    ]
    return _page(chosen, say(language, "empty-line" if tells else "empty-nothing"), rows=[ticks])


def _only(chosen: Chosen) -> Reply:
    """Show whether anything is told that the reader doesn't follow."""
    is_on, language = chosen.subscriber.only_followed, chosen.language
    return Reply(
        text=lines(
            say(language, "only-followed" if is_on else "only-followed-first"),
            say(language, "only-how"),
        ),
        buttons=keyboard(
            (
                _tick(label(language, "button-only"), "/settings only on", is_on),
                _tick(label(language, "button-the-rest"), "/settings only off", not is_on),
            ),
            (button(language, "button-filters", "/filters"), _settings_button(language)),
        ),
    )


def _alerts(chosen: Chosen) -> Reply:
    """Show how many alerts come in a day at most, and other numbers."""
    current, language = chosen.subscriber.alerts, chosen.language
    ticks = [_tick(str(n), f"/settings alerts {n}", n == current) for n in _ALERT_COUNTS]
    return _page(
        chosen,
        say(language, "alerts-now", alerts=current),
        say(language, "alerts-rest"),
        rows=[ticks],
    )


_PAGES: Final[Mapping[str, Callable[[Chosen], Reply]]] = {
    "": _all,
    "times": _times,
    "days": _days,
    "zone": _zone,
    "quiet": _quiet,
    "stories": _stories,
    "length": _length,
    "languages": _languages,
    "empty": _empty,
    "only": _only,
    "alerts": _alerts,
}

# What may be typed behind `/settings`.
SETTINGS: Final = tuple(filter(None, _PAGES))


def _page(chosen: Chosen, *text: Markup | None, rows: Iterable[Sequence[Button]]) -> Reply:
    back = _settings_button(chosen.language)
    return Reply(lines(*text), buttons=keyboard(*rows, [back]))


def _next(chosen: Chosen) -> Markup:
    subscriber, language = chosen.subscriber, chosen.language
    if not subscriber.is_subscribed:
        return say(language, "next-none")
    is_paused = subscriber.pauses_at(chosen.now)
    if is_paused and subscriber.paused_until == UNTIL_RESUMED:
        return say(language, "next-paused-endless")
    at = _next_at(subscriber, now=chosen.now, language=language)
    return say(language, "next-paused" if is_paused else "next", at=at)


def _hours(current: Quiet | None, language: str) -> Markup:
    if current is None:
        return say(language, "quiet-none")
    return say(language, "quiet-hours", start=clock(current.start), end=clock(current.end))


def _tick(label: str, command: str, is_chosen: bool) -> Button:  # noqa: FBT001 - one label, one fact
    return Button(f"✓ {label}" if is_chosen else label, command)


def _rows(buttons: Sequence[Button], in_a_row: int) -> list[Sequence[Button]]:
    return [buttons[start : start + in_a_row] for start in range(0, len(buttons), in_a_row)]
