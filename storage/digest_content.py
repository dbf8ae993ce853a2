"""What a digest told, as JSON: kept as it was told, whatever this program becomes."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from functools import lru_cache
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
    told = _content_of(replace(entry, reasons=None))
    return told | {"reasons": _content_reasons(entry.reasons) if entry.reasons else None}


# Ten thousand readers are told the same, one after the other.
@lru_cache(maxsize=1_024)
def _content_of(entry: DigestEntry) -> dict[str, Any]:
    return _fields(entry) | {
        "sentences": [_fields(each) for each in entry.sentences],
        "outlets": [_fields(each) for each in entry.outlets],
        "at": entry.at.isoformat(),
        "related": [_fields(each) for each in entry.related],
        "told_at": entry.told_at.isoformat() if entry.told_at else None,
        "day": entry.day.isoformat() if entry.day else None,
    }


def _fields(
    one: DigestEntry | Sentence | Outlet | Mention | LeftOut | Reasons | Liking | Trait,
) -> dict[str, Any]:
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
    return _fields(story) | {"reasons": _content_reasons(story.reasons)}


def left_out_of(content: dict[str, Any]) -> LeftOut:
    """Return what a digest had no room for, from what `content_of_left_out` returned."""
    # Those that were told before have no ids of those behind it.
    behind = tuple(content.get("next", ()))
    return LeftOut(content["story_id"], content["title"], _reasons(content["reasons"]), behind)


def _content_reasons(reasons: Reasons) -> dict[str, Any]:
    likings = [_fields(each) | {"trait": _fields(each.trait)} for each in reasons.likings]
    return _fields(reasons) | {"newest_at": reasons.newest_at.isoformat(), "likings": likings}


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
