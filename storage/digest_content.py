"""What a digest told, as JSON: kept as it was told, whatever this program becomes."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date, datetime
from typing import Any

from storage.model import (
    DigestEntry,
    LeftOut,
    Liking,
    Mention,
    Outlet,
    Reasons,
    Sentence,
    Trait,
    TraitKind,
)


def content_of(entry: DigestEntry) -> dict[str, Any]:
    """Return what a digest told of a story, for `entry_of`."""
    # Not by `asdict`, which copies every text: ten thousand readers are told the same.
    told = {
        "sentences": [_fields(each) for each in entry.sentences],
        "outlets": [_fields(each) for each in entry.outlets],
        "at": entry.at.isoformat(),
        "related": [_fields(each) for each in entry.related],
        "told_at": entry.told_at.isoformat() if entry.told_at else None,
        "day": entry.day.isoformat() if entry.day else None,
        "reasons": _content_reasons(entry.reasons) if entry.reasons else None,
    }
    return _fields(entry) | told


def _fields(one: DigestEntry | Sentence | Outlet | Mention) -> dict[str, Any]:
    return {name: getattr(one, name) for name in one.__slots__}


def entry_of(content: dict[str, Any]) -> DigestEntry:
    """Return what a digest told of a story, from what `content_of` returned."""
    return DigestEntry(
        story_id=content["story_id"],
        title=content["title"],
        url=content["url"],
        sentences=tuple(Sentence(**each) for each in content["sentences"]),
        outlets=tuple(Outlet(**each) for each in content["outlets"]),
        at=datetime.fromisoformat(content["at"]),
        related=tuple(Mention(**each) for each in content["related"]),
        told_at=datetime.fromisoformat(told) if (told := content.get("told_at")) else None,
        # Those that were told before there were such days have none.
        day=date.fromisoformat(day) if (day := content.get("day")) else None,
        reasons=_reasons(reasons) if (reasons := content.get("reasons")) else None,
    )


def content_of_left_out(story: LeftOut) -> dict[str, Any]:
    """Return what a digest had no room for, for `left_out_of`."""
    return asdict(story) | {"reasons": _content_reasons(story.reasons)}


def left_out_of(content: dict[str, Any]) -> LeftOut:
    """Return what a digest had no room for, from what `content_of_left_out` returned."""
    # Those that were told before have no ids of those behind it.
    behind = tuple(content.get("next", ()))
    return LeftOut(content["story_id"], content["title"], _reasons(content["reasons"]), behind)


def _content_reasons(reasons: Reasons) -> dict[str, Any]:
    return asdict(reasons) | {"newest_at": reasons.newest_at.isoformat()}


def _reasons(content: dict[str, Any]) -> Reasons:
    # Those that were told before there were likings have none.
    likings = tuple(
        Liking(Trait(TraitKind(each["trait"]["kind"]), each["trait"]["name"]), each["points"])
        for each in content.get("likings", ())
    )
    given = {
        "newest_at": datetime.fromisoformat(content["newest_at"]),
        "filters": tuple(content["filters"]),
        "likings": likings,
    }
    return Reasons(**content | given)
