"""Numbers of items in the search: see `storage.search`. Pure.

Ids ascend with the hour of `at`, so that the newest items are the last ones of any list of
ids. Finer steps would be of no use, and FTS5 would write longer numbers for each word of
each item.
"""

from __future__ import annotations

from datetime import datetime

from storage.model import Kind, Ref

IDS_AN_HOUR = 4096
# Items of one hour that has more get ids of the next hours: of so many ids in all, with
# dates alone or a flood of old ones. Beyond, `before:` misses some.
OVERFLOW = 48 * IDS_AN_HOUR

_KINDS = (Kind.ARTICLE, Kind.HEADLINE)
_HOUR = 3600


def first_id(at: datetime) -> int:
    """Return the lowest id of the hour of `at`."""
    return int(at.timestamp() // _HOUR) * IDS_AN_HOUR


def item_number(ref: Ref) -> int:
    """Return one number for two kinds: even ones are articles, odd ones headlines."""
    return ref.number * 2 + _KINDS.index(ref.kind)


def ref_of(item: int) -> Ref:
    """Return what has this number."""
    return Ref(_KINDS[item % 2], item // 2)
