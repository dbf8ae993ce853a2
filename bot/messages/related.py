"""Words for what is near an item or a story, and why."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from markupsafe import Markup

from bot.messages.items import Reader, item_line
from bot.messages.markup import bold, italic, lines
from bot.messages.reply import Reply
from storage.model import Related

# What is older than this beside its target is background, not news.
BACKGROUND = timedelta(days=3)


def related(
    title: str,
    found: Sequence[Related],
    *,
    about: str,
    reader: Reader,
    at: datetime | None = None,
) -> Reply:
    """Word what is near: the same story first, then near it, then earlier background.

    Args:
        title: Of what it is near to.
        found: Nearest first.
        about: The id of what it is near to; empty for words.
        reader: Who reads it.
        at: When what it is near to was news; None for words, which are of today's.
    """
    if not found:
        return Reply(Markup("Nothing else is known near “{}”.").format(title), about=about)
    oldest_news = (at or max(near.item.at for near in found)) - BACKGROUND
    same = [near for near in found if near.in_story]
    near = [other for other in found if not other.in_story and other.item.at >= oldest_news]
    earlier = [other for other in found if not other.in_story and other.item.at < oldest_news]
    blocks = [
        lines(bold(heading), *(_related_lines(other, reader) for other in group))
        for heading, group in (
            ("In the same story", same),
            (f"Near “{title}”", near),
            ("Earlier", earlier),
        )
        if group
    ]
    return Reply(Markup("\n\n").join(blocks), about=about)


def _related_lines(near: Related, reader: Reader) -> Markup:
    return lines(item_line(near.item, reader), Markup("   {}").format(italic(_reason(near))))


def _reason(near: Related) -> str:
    """Word what both have: `same names: Appeals Court, Trump; both about tariffs`."""
    names = f"same {'names' if len(near.names) > 1 else 'name'}: {', '.join(near.names)}"
    about = f"both about {', '.join(near.words)}"
    return "; ".join([names] * bool(near.names) + [about] * bool(near.words))
