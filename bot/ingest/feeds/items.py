"""Tell which items of a feed are new.

A feed should give each item an id of its own for ever. Many don't: all items share one, new
software gives new ids and new addresses, or there are none. So an item is known within its
source if any of these is: its id, its address, or its title.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import UTC
from itertools import accumulate
from urllib.parse import urlsplit

from bot.ingest.feeds.parse import Feed, FeedItem
from storage.model import Draft, HeadlineDraft


@dataclass(frozen=True, slots=True)
class Marks:
    """What an item is known by.

    Attributes:
        own: Its id, followed by address, title and instant as far as it takes to tell it
            from the feed's other items.
        address: Its address; empty if others share it, or if it is the site's front page.
        dated_title: Its title and the day of its publication.
        title: Its title alone.
    """

    own: str
    address: str
    dated_title: str
    title: str

    def __iter__(self) -> Iterator[str]:
        """Yield all of them, to be noted as seen."""
        return filter(None, (self.own, self.address, self.dated_title, self.title))


@dataclass(frozen=True, slots=True)
class MarkedItem:
    """An item of a feed that has something to tell, and what it is known by."""

    draft: Draft | HeadlineDraft
    marks: Marks


def marked_items(feed: Feed) -> list[MarkedItem]:
    """Return the feed's items that have something to tell, each once, in its order."""
    drafts = [(item, item.draft) for item in feed.items if item.draft is not None]
    owns = _own_marks(drafts)
    shared = Counter(draft.url for _, draft in drafts)
    told: dict[str, MarkedItem] = {}
    for own, (_, draft) in zip(owns, drafts, strict=True):
        title = " ".join(draft.title.casefold().split())
        day = draft.published_at.astimezone(UTC).date().isoformat() if draft.published_at else ""
        is_its_own = draft.url and shared[draft.url] == 1 and not _is_front(draft.url, feed)
        marks = Marks(
            own=own,
            address=f"address {draft.url}" if is_its_own else "",
            dated_title=f"title {day} {title}",
            title=f"title {title}",
        )
        told.setdefault(own, MarkedItem(draft, marks))
    return list(told.values())


def new_items(told: Sequence[MarkedItem], *, seen: AbstractSet[str]) -> list[MarkedItem]:
    """Return those of the items that the source did not bring before, in their order.

    `seen` has those of their marks that were noted before. A title counts only with its day,
    because some return ("Morning briefing"), and not while the item that had it before is still
    listed. If not one id and not one address is known any more, the site was moved to other
    software, which may have dated all items anew: then titles alone tell.
    """
    known = [each.marks.own in seen or each.marks.address in seen for each in told]
    listed = {each.marks.title for each, is_known in zip(told, known, strict=True) if is_known}
    was_moved = not any(known)

    def is_known_by_title(marks: Marks) -> bool:
        return marks.title not in listed and (
            marks.dated_title in seen or (was_moved and marks.title in seen)
        )

    return [
        each
        for each, is_known in zip(told, known, strict=True)
        if not is_known and not is_known_by_title(each.marks)
    ]


def _own_marks(drafts: Sequence[tuple[FeedItem, Draft | HeadlineDraft]]) -> list[str]:
    """Return each item's id, with as much behind it as makes it unique."""
    longer = [
        list(accumulate(_parts(item, draft), lambda before, part: f"{before} {part}"))
        for item, draft in drafts
    ]
    marks = [forms[0] for forms in longer]
    for length in range(1, max(map(len, longer), default=0)):
        counts = Counter(marks)
        marks = [
            forms[min(length, len(forms) - 1)] if counts[mark] > 1 else mark
            for mark, forms in zip(marks, longer, strict=True)
        ]
    return marks


def _parts(item: FeedItem, draft: Draft | HeadlineDraft) -> list[str]:
    instant = draft.published_at.astimezone(UTC).isoformat() if draft.published_at else ""
    return [part for part in (item.guid, draft.url, draft.title, instant) if part]


def _is_front(url: str, feed: Feed) -> bool:
    parts = urlsplit(url)
    return url == feed.site_url or (parts.path in {"", "/"} and not parts.query)
