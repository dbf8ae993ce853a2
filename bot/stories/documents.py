"""Items as filters are asked of them in memory."""

from __future__ import annotations

from collections.abc import Sequence

from bot.stories.terms import body_stems, title_stems
from bot.text.matching import Document
from storage.model import Item


def document_of(item: Item, topics: Sequence[str] = ()) -> Document:
    """Return the item as the search has it.

    Args:
        item: An article or a headline.
        topics: Its topics: `tx.search.topics` knows those of many items.
    """
    return Document(
        title=title_stems(item),
        body=body_stems(item),
        source=item.outlet,
        language=item.language,
        topics=topics,
        at=item.at,
    )
