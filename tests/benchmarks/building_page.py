"""What building digests costs, as Markdown and as a plot."""

from __future__ import annotations

import os
import platform
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from tests.benchmarks.plot_building import Line, plot

# Seconds on one core that the largest size may take.
TARGET = 30

RESULTS = Path(__file__).parent / "results"

_PAGE = """# Building digests: time and memory

Measured on {date}: {machine}, SQLite. This page is written by

```sh
python -m tests.benchmarks.building --write
```

![Seconds against subscribers](building.svg)

{table}

Wanted are {target} s of CPU time for 10,000 subscribers; the table says how far that is off.

Everybody is due at the same instant, in ten zones, with 0 to 3 filters each, half of them
told ten stories before. Measured is everything from the first look at who is due until the
last digest, its message and the next slot are stored. CPU time is that of the process and
its worker processes together; *loop blocked* is the longest time for which the event loop
got to nothing else, and *writer waited* the longest that somebody else waited to write.
The load is that of the whole machine at the end: where others worked too, seconds on the
clock say little, and CPU seconds are more than they would be.
"""


@dataclass(frozen=True, slots=True)
class Cost:
    """What it took to build everybody's digest.

    Attributes:
        subscribers: How many were served.
        filters: How many distinct filters they have at most.
        stories: How many stories they were told, each counted once.
        cpu: Seconds of CPU time of the process.
        workers_cpu: Seconds of CPU time of its worker processes, their start included.
        clock: Seconds that passed.
        megabytes: Peak of resident memory of the process, in units of 1024².
        blocked: For how many seconds the event loop was blocked at most.
        waited: For how many seconds another writer waited at most.
    """

    subscribers: int
    filters: int
    stories: int
    cpu: float
    workers_cpu: float
    clock: float
    megabytes: float
    blocked: float
    waited: float

    @property
    def all_cpu(self) -> float:
        """Return the seconds of CPU time of all processes together."""
        return self.cpu + self.workers_cpu


def table(costs: Sequence[Cost]) -> str:
    """Return the costs as a table in Markdown."""
    columns = (
        "subscribers",
        "filters",
        "stories told",
        "CPU s",
        "of it workers",
        "clock s",
        "MB",
        "loop blocked ms",
        "writer waited ms",
    )
    rows = [f"| {' | '.join(columns)} |", f"|{' ---: |' * len(columns)}"]
    rows += [
        f"| {one.subscribers:,} | {one.filters} | {one.stories:,} | {one.all_cpu:.1f} "
        f"| {one.workers_cpu:.1f} | {one.clock:.1f} | {one.megabytes:.0f} "
        f"| {one.blocked * 1000:.0f} | {one.waited * 1000:.0f} |"
        for one in costs
    ]
    return "\n".join(rows)


def write(costs: Sequence[Cost], *, stories: int) -> None:
    """Write the page of results and its plot."""
    largest = max(one.filters for one in costs)
    growing = [one for one in costs if one.filters == largest]
    lines = [
        Line("all processes", [(one.subscribers, one.all_cpu) for one in growing]),
        Line("workers", [(one.subscribers, one.workers_cpu) for one in growing]),
        Line("on the clock", [(one.subscribers, one.clock) for one in growing]),
    ]
    title = f"Digests of {stories:,} stories, {largest} distinct filters"
    hint = f"CPU seconds, and seconds on the clock of {os.cpu_count()} cores; lower is better."
    drawing = plot(lines, title=title, hint=hint, target=TARGET)
    (RESULTS / "building.svg").write_text(drawing, encoding="utf-8")
    load = ", ".join(f"{each:.1f}" for each in os.getloadavg())
    machine = f"{os.cpu_count()} cores, {platform.machine()}, {platform.system()}"
    page = _PAGE.format(
        date=datetime.now(UTC).date(),
        machine=f"{machine}, Python {platform.python_version()}, load {load}",
        table=table(costs),
        target=TARGET,
    )
    (RESULTS / "building.md").write_text(page, encoding="utf-8")
