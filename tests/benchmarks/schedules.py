"""Every time zone, every day of ten years: does each slot have exactly one digest?

    python -m tests.benchmarks.schedules [--years 10] [--from 2020]

It takes some minutes. Each row is a way in which a bot is looked after; each subscriber is
served by what serves the real ones, in memory. A slot is *lost* if it has no digest, sent or
skipped, and *doubled* if it has two; *late* is sent behind its minute, *skipped* more than
twelve hours. No row may show a slot that was lost, doubled or too late.
"""

from __future__ import annotations

import argparse
import random
import time as stopwatch
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta
from functools import cache
from pathlib import Path
from zoneinfo import TZPATH, ZoneInfo, available_timezones

from bot.schedule.slots import LATEST, next_delivery, owed_at
from storage.model import Quiet, Schedule
from tests.subscription import Subscription

TWICE = Schedule((time(7, 30), time(18)))
IN_MOST_GAPS = Schedule((time(2, 30),))
BEFORE_MIDNIGHT = Schedule((time(23, 50),))
EARLY = Schedule((time(6),), quiet=Quiet(time(22), time(7)))
WEEKLY = Schedule((time(10),), frozenset({6}))
# The program looks every 15 s; from a slot's minute to the look is the same in each.
LOOK = timedelta(seconds=15)


@dataclass
class Tally:
    """What came of the slots.

    Attributes:
        slots: How many there were.
        ends: How many ended in which way.
        worst: The longest that one was sent behind its minute.
    """

    slots: int = 0
    ends: Counter[str] = field(default_factory=Counter)
    worst: timedelta = timedelta()


Looks = Callable[[Subscription, datetime, datetime], Iterator[datetime]]


def always(one: Subscription, _start: datetime, end: datetime) -> Iterator[datetime]:
    """Look in time for each slot: what lies between changes nothing."""
    while one.next.at < end:
        yield one.next.at + LOOK


def with_downtime(hours: float) -> Looks:
    """Look in time, but for a downtime of so many hours once a week."""

    def looks(one: Subscription, start: datetime, end: datetime) -> Iterator[datetime]:
        chance = random.Random(str((one.zone.key, hours)))
        down = start
        while one.next.at < end:
            if one.next.at >= down:
                begins = one.next.at - timedelta(hours=chance.uniform(0, hours))
                yield max(begins + timedelta(hours=hours), one.next.at)
                down = one.next.at + timedelta(days=7)
            else:
                yield one.next.at + LOOK

    return looks


@cache
def distinct_zones() -> tuple[ZoneInfo, ...]:
    """Return one zone of each set of rules: many names are the same zone."""
    by_rules: dict[bytes, str] = {}
    for name in sorted(available_timezones() - {"localtime"}):
        paths = (Path(folder, name) for folder in TZPATH)
        by_rules.setdefault(next(path for path in paths if path.exists()).read_bytes(), name)
    return tuple(ZoneInfo(name) for name in sorted(by_rules.values()))


def expected(schedule: Schedule, zone: ZoneInfo, start: datetime, end: datetime) -> Iterator[str]:
    """Yield the names of the slots that fall due."""
    slot = next_delivery(start, schedule, zone)
    while slot.at < end:
        yield str(slot)
        slot = next_delivery(slot.at, schedule, zone)


# Schedules by their words, and how the bot is looked after.
ROWS: tuple[tuple[str, Schedule, str, Looks], ...] = (
    ("Sundays 10:00", WEEKLY, "26 h down weekly", with_downtime(26)),
    ("02:30", IN_MOST_GAPS, "always up", always),
    ("02:30", IN_MOST_GAPS, "26 h down weekly", with_downtime(26)),
    ("06:00, quiet 22 to 7", EARLY, "26 h down weekly", with_downtime(26)),
    ("23:50", BEFORE_MIDNIGHT, "always up", always),
    ("07:30 and 18:00", TWICE, "1 h down weekly", with_downtime(1)),
    ("07:30 and 18:00", TWICE, "26 h down weekly", with_downtime(26)),
)


def run(looks: Looks, schedule: Schedule, start: datetime, end: datetime) -> Tally:
    """Serve a subscriber in every zone, and count."""
    tally = Tally()
    for zone in distinct_zones():
        one = Subscription(schedule, zone, start)
        for now in looks(one, start, end):
            one.look(now)
        wanted = set(expected(schedule, zone, start, end))
        told = Counter(str(slot) for slot, _, _ in one.sent)
        tally.slots += len(wanted)
        tally.ends["lost"] += len(wanted - one.ends.keys())
        tally.ends["doubled"] += sum(count - 1 for count in told.values())
        tally.ends["skipped"] += sum(end == "skipped" for end in one.ends.values())
        for slot, where, now in one.sent:
            late = now - owed_at(slot.day, slot.time, schedule, where)
            tally.worst = max(tally.worst, late)
            tally.ends["late"] += late > timedelta(minutes=1)
            tally.ends["too late"] += late > LATEST
    return tally


def travel(start: datetime, *, people: int, years: int) -> Counter[str]:
    """Let people move to any zone once a month; count local days with two digests."""
    found: Counter[str] = Counter()
    names = sorted(available_timezones() - {"localtime"})
    for number in range(people):
        chance = random.Random(number)
        one = Subscription(Schedule((time(8),)), ZoneInfo(chance.choice(names)), start)
        now = start
        for _ in range(12 * years):
            move_at = now + timedelta(days=chance.uniform(20, 40))
            while one.next.at < move_at:
                one.look(one.next.at + LOOK)
            now = move_at
            one.move(ZoneInfo(chance.choice(names)), now)
            one.look(now + LOOK)
            found["moves"] += 1
        days = Counter(slot.day for slot, _, _ in one.sent)
        found["digests"] += len(one.sent)
        found["days with two"] += sum(count > 1 for count in days.values())
        found["too late"] += sum(
            now - owed_at(slot.day, slot.time, one.schedule, zone) > LATEST
            for slot, zone, now in one.sent
        )
    return found


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--years", type=int, default=10)
    parser.add_argument("--from", dest="first", type=int, default=2020)
    given = parser.parse_args()
    start = datetime(given.first, 1, 1, tzinfo=UTC)
    end = datetime(given.first + given.years, 1, 1, tzinfo=UTC)
    print(f"{len(distinct_zones())} zones with rules of their own\n")
    print(
        "| schedule | bot | slots | lost | doubled | late | skipped | too late | latest | CPU s |"
    )
    print("| --- | --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |")
    for words, schedule, way, looks in ROWS:
        begun = stopwatch.process_time()
        tally = run(looks, schedule, start, end)
        counts = (tally.ends[end] for end in ("lost", "doubled", "late", "skipped", "too late"))
        took = stopwatch.process_time() - begun
        row = (words, way, tally.slots, *counts, tally.worst, f"{took:.0f}")
        print("|", " | ".join(map(str, row)), "|", flush=True)
    moved = travel(start, people=200, years=given.years)
    print("\n200 people who move to any zone once a month:", dict(moved))


if __name__ == "__main__":
    main()
