"""Words for what a search found."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from bot.messages.items import Reader, item_list
from bot.messages.reply import Reply
from storage.model import Item


def found(query: str, items: Sequence[Item], *, reader: Reader) -> Reply:
    """Word what a search found, best first."""
    if not items:
        return Reply(
            Markup("Nothing matches “{}”. Fewer or other words may; /latest lists all.").format(
                query
            )
        )
    return item_list(f"Found for “{query}”", items, reader)
