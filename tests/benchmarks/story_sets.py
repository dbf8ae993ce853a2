"""News that people sorted into stories: which sets there are, and their rows.

They are read from `related/stories_<set>.jsonl` in the folder that the environment
variable NEWS_DATA names, one JSON object a line: `id`, `story`, `title`, and where there
are any `text`, `ts` (seconds since 1970) and `topic`.
"""

from __future__ import annotations

import hashlib
import json
import os
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

_NEVER = datetime.max.replace(tzinfo=UTC)

SETS = ("uci", "allsides_dated", "ecbplus")


@dataclass(frozen=True, slots=True)
class Row:
    """One article.

    Attributes:
        title: Its headline.
        text: Its opening or all of it; empty for a headline alone.
        at: When it appeared, aware; None where nobody knows.
        story: Which event it is about, as people judged.
        topic: What like stories have in common; the story where the set has no topics.
        row_id: Its name in the set.
    """

    title: str
    text: str
    at: datetime | None
    story: str
    topic: str
    row_id: str


def folder() -> Path:
    """Return the folder of the sets, or leave with a sentence that says what is missing."""
    named = os.environ.get("NEWS_DATA", "")
    found = Path(named) / "related"
    if not named or not found.is_dir():
        raise SystemExit(
            "Set NEWS_DATA to the folder that has related/stories_*.jsonl: labelled news."
        )
    return found


def rows(name: str) -> list[Row]:
    """Return the rows of a set in the order of the stream.

    Args:
        name: `uci`, `allsides`, `ecbplus`, or `allsides_dated` for the part with times, in
            their order.
    """
    path = folder() / f"stories_{name.removesuffix('_dated')}.jsonl"
    with path.open(encoding="utf-8") as lines:
        found = [_row(json.loads(line)) for line in lines]
    if name.endswith("_dated"):
        return sorted(
            (row for row in found if row.at), key=lambda row: (row.at or _NEVER, row.row_id)
        )
    # A shuffle that is always the same: the rows come story by story.
    return sorted(found, key=lambda row: hashlib.sha256(row.row_id.encode()).digest())


def _row(read: dict[str, Any]) -> Row:
    at = read.get("ts")
    return Row(
        title=read["title"],
        text=read.get("text", ""),
        at=datetime.fromtimestamp(at, UTC) if at else None,
        story=read["story"],
        topic=read.get("topic", read["story"]),
        row_id=read["id"],
    )
