"""Words for what a search found, and for how to search."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import count

from markupsafe import Markup

from bot.messages.items import Reader, item_line, summary_buttons
from bot.messages.markup import bold, code, keyboard, lines
from bot.messages.reply import Reply
from storage.model import Button, Item

# Telegram ignores entities past the hundredth; ten items have ten links and a heading.
_MOST_BOLD = 8


@dataclass(frozen=True, slots=True)
class Hit:
    """An item that was found.

    Attributes:
        item: The item.
        title: Its title in pieces, each with whether it was sought.
        excerpt: A part of its body that was sought, the same way; empty if there is none.
    """

    item: Item
    title: Sequence[tuple[str, bool]]
    excerpt: Sequence[tuple[str, bool]] = ()


def found(  # noqa: D417 - the query is what it is called
    query: str,
    hits: Sequence[Hit],
    *,
    reader: Reader,
    page: int = 1,
    more: str = "",
    instead: str = "",
    retry: str = "",
    about: str = "",
) -> Reply:
    """Word what a search found, best first.

    Args:
        hits: One page of it.
        reader: For whom.
        page: Its number, from 1.
        more: The command that shows the next page, or empty.
        instead: The query that may have been meant, or empty.
        retry: The command that searches for that, or empty.
        about: What a pressed button is to know, or empty.
    """
    meant = Markup("Did you mean “{}”?").format(instead) if instead else None
    again = Button("Search for that", retry) if retry else None
    if not hits:
        nothing = "Nothing matches “{}”." if page == 1 else "Nothing more matches “{}”."
        hint = None if instead or page > 1 else "Fewer or other words may; /latest lists all."
        sentences = (part for part in (Markup(nothing).format(query), meant, hint) if part)  # noqa: S704
        return Reply(Markup(" ").join(sentences), buttons=keyboard([again]))
    heading = f"Found for “{query}”" + (f", page {page}" if page > 1 else "")
    return Reply(
        lines(bold(heading), *(_hit_lines(hit, reader) for hit in hits), meant),
        buttons=keyboard(
            summary_buttons(hit.item for hit in hits),
            [Button("More", more) if more else None, again],
        ),
        about=about,
    )


_EXAMPLES = (
    ("port strikes", "both words, in any form, in any language"),
    ('"port strike" OR ferr*', "words in a row, or words that begin so"),
    ("title:tariffs -football", "in the title, and without a word"),
    ("(ferry OR train) NOT weather", "brackets"),
    ('source:"Coast Times" lang:de topic:climate', "of an outlet, a language, a topic"),
    ("election after:3d", "of the last days; after:yesterday, before:2026-11-24"),
)


def how_to_search() -> Reply:
    """Explain the language of queries by examples."""
    return Reply(
        lines(
            bold("How to search"),
            *(Markup("{}\n   {}").format(code(query), text) for query, text in _EXAMPLES),
            "",
            "AND, OR and NOT are written in capitals. The best come first: words in the title, "
            "fresh news, large stories. Words without any command are searched for, too.",
        )
    )


def _hit_lines(hit: Hit, reader: Reader) -> Markup:
    numbers = count(1)
    title = with_bold(hit.title, numbers)
    excerpt = with_bold(hit.excerpt, numbers)
    line = item_line(hit.item, reader, title=title)
    return lines(line, Markup("   {}").format(excerpt) if excerpt else None)


def with_bold(pieces: Iterable[tuple[str, bool]], numbers: Iterable[int]) -> Markup:
    """Return what was sought in bold, as far as Telegram lets one hit have it.

    Args:
        pieces: Of a text, each with whether it was sought.
        numbers: Counts what was sought in the hit, from 1 on.
    """
    return Markup("").join(
        bold(text) if is_sought and next(iter(numbers)) <= _MOST_BOLD else text
        for text, is_sought in pieces
    )
