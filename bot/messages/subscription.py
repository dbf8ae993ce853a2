"""Words for subscribing."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, time

from markupsafe import Markup

from bot.messages.markup import bold, date_of, keyboard
from bot.messages.reply import Reply
from storage.model import Button, Subscriber

# Zones fit two in a row on a phone.
_ROW = 2


def subscribed(subscriber: Subscriber, *, now: datetime) -> Reply:
    """Confirm a subscription: when, where, and when the first digest comes."""
    times = ", ".join(f"{at:%H:%M}" for at in subscriber.schedule.times)
    first = subscriber.next.at.astimezone(subscriber.zone)
    today = now.astimezone(subscriber.zone).date()
    when = "today" if first.date() == today else date_of(first, zone=subscriber.zone)
    return Reply(
        text=Markup(
            "A digest comes every day at {} ({}), the first one {} at {}. /unsubscribe ends it."
        ).format(bold(times), subscriber.zone.key, when, f"{first:%H:%M}"),
        buttons=keyboard((Button("Digest now", "/digest"),)),
    )


def ask_zone(at: time, zones: Iterable[str]) -> Reply:
    """Ask in which time zone `at` is meant."""
    buttons = [
        Button(zone.rpartition("/")[2].replace("_", " "), f"/subscribe {at:%H:%M} {zone}")
        for zone in zones
    ]
    return Reply(
        text=Markup(
            "Where do you live? Tap a city of your time zone, "
            "or type yours: /subscribe {} Europe/Kyiv"
        ).format(f"{at:%H:%M}"),
        buttons=keyboard(
            *(buttons[start : start + _ROW] for start in range(0, len(buttons), _ROW))
        ),
    )


def unsubscribed(*, was_subscribed: bool) -> Reply:
    """Confirm that no more digests come."""
    if was_subscribed:
        return Reply(Markup("No more digests come. /subscribe starts them again."))
    return Reply(Markup("This chat has no subscription. /subscribe 8:00 starts one."))
