"""A subscriber in memory, served by the functions that serve the real ones."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from bot.schedule.slots import due_slots, first_unserved, missed_by_moving, next_delivery
from storage.model import Schedule, Slot


class Subscription:
    """What a subscriber was sent.

    Attributes:
        next: The slot that is owed next.
        ends: What became of each slot, by its name: `sent` or `skipped`.
        sent: The slots that were sent, with the zone then and the instant.
    """

    def __init__(self, schedule: Schedule, zone: ZoneInfo, since: datetime) -> None:
        """Subscribe at `since`."""
        self.schedule, self.zone, self.since = schedule, zone, since
        self.next = next_delivery(since, schedule, zone)
        self.ends: dict[str, str] = {}
        self.sent: list[tuple[Slot, ZoneInfo, datetime]] = []

    def look(self, now: datetime) -> None:
        """Do what a tick does."""
        while self.next.at <= now:
            found = due_slots(self.next, now=now, schedule=self.schedule, zone=self.zone)
            assert found.next.at > now
            # As in the database: a slot that has its digest gets no second one.
            for slot in found.skipped:
                self.ends.setdefault(str(slot), "skipped")
            if found.send is not None and str(found.send) not in self.ends:
                self.ends[str(found.send)] = "sent"
                self.sent.append((found.send, self.zone, now))
            self.next = found.next

    def move(self, zone: ZoneInfo, now: datetime) -> None:
        """Do what `/settings zone` does."""
        served = self.ends.keys()
        missed = missed_by_moving(
            self.next,
            now=now,
            since=self.since,
            schedule=self.schedule,
            zone=zone,
            served=served,
        )
        self.zone = zone
        self.next = missed or first_unserved(now, self.schedule, zone, served=served)
