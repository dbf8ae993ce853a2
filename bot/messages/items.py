"""Words for articles and headlines in a list."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from markupsafe import Markup

from bot.messages.catalogue import label
from bot.messages.markup import (
    Reply,
    bold,
    button,
    day,
    day_and_time,
    day_in_words,
    dotted,
    keyboard,
    lines,
    link,
)
from storage.model import Article, Button, Genre, Item, Reader


def item_list(heading: str, items: Sequence[Item], reader: Reader) -> Reply:
    """Word a list under its heading, with a button for each of the first articles."""
    return Reply(
        text=lines(bold(heading), *(item_line(item, reader) for item in items)),
        buttons=keyboard(summary_buttons(items, language=reader.language)),
    )


def summary_buttons(items: Iterable[Item], *, language: str) -> list[Button]:
    """Return a button for the summary of each of the first articles."""
    refs = [str(item.ref) for item in items if isinstance(item, Article)][:5]
    if len(refs) == 1:
        return [button(language, "button-summary-of", f"/summary {refs[0]}", id=refs[0])]
    return [Button(ref, f"/summary {ref}") for ref in refs]


def item_line(
    item: Item, reader: Reader, *, with_time: bool = False, title: str | None = None
) -> Markup:
    """Word one article or headline: title, outlet, day (and hour), id.

    Args:
        item: The item.
        reader: For whom.
        with_time: Whether the hour is shown too.
        title: Its title with words marked, or None to leave it plain.
    """
    when = moment if with_time else item_day
    return Markup("• {}").format(
        dotted(
            link(title or item.title, item.url),
            item.outlet,
            when(item, reader),
            str(item.ref),
        )
    )


def moment(item: Item, reader: Reader) -> str:
    """Return `today, 06:40`; the day alone where the item's source says no more."""
    if item.day is not None:
        return item_day(item, reader)
    return day_and_time(item.at, reader)


def item_day(item: Item, reader: Reader) -> str:
    """Return `today`, `3 days` or `24 Nov`, in the reader's zone."""
    if item.day is not None:
        return day_in_words(item.day, reader)
    return day(item.at, reader)


def topic_name(topic: str, language: str) -> str:
    """Return what a topic is called; its own name where the catalogue has none."""
    try:
        return label(language, f"topic-name-{topic}")
    except LookupError:  # learned by a version that had other topics
        return topic


# What is told beside the news is marked as what it is.
MARKED = frozenset({Genre.OPINION, Genre.FEATURE, Genre.INTERVIEW, Genre.REVIEW})


def marked(title: str, genre: Genre, language: str) -> str:
    """Return the title of a story, behind the name of its genre if it is no report of news."""
    return f"{label(language, f'genre-{genre}')} · {title}" if genre in MARKED else title
