"""Words in SQLite's FTS5. See `storage.search` for what is asked of them.

The table, which a migration makes, splits its text at spaces alone (tokenizer `ascii`
takes every letter outside ASCII as it is), so that stems stay whole in any script.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Delete,
    Row,
    Select,
    column,
    delete,
    func,
    insert,
    literal_column,
    select,
    table,
)

from storage.model import Term

_words = table("search_words", column("rowid"), column("title"), column("body"), column("facets"))
# FTS5 calls a whole row by the name of its table.
_row: ColumnElement[str] = literal_column("search_words")

id_column: ColumnElement[int] = _words.c.rowid
text_columns: Sequence[ColumnElement[str]] = (_words.c.title, _words.c.body)

# No stem begins with a letter of private use, so a facet is never taken for a word. Each
# item has `_EACH`, since FTS5 can't say "all but", and none has `_NONE`.
_MARK = "\ue000"
_EACH = f'"{_MARK}"'
nothing = f'"{_MARK}-"'

# Letters of a stem and the blank behind it, at most on average.
_LONG_STEM = 14


# Takes what `row` returns, one or many.
adding = insert(_words)


def row(
    number: int, *, title: Sequence[str], body: Sequence[str], facets: Sequence[int]
) -> dict[str, Any]:
    """Return what `adding` stores of item `number`."""
    marks = " ".join([_MARK, *(f"{_MARK}{facet}" for facet in facets)])
    return {"rowid": number, "title": " ".join(title), "body": " ".join(body), "facets": marks}


def removing(number: int) -> Delete:
    """Return the statement that forgets the words of item `number`."""
    return delete(_words).where(_words.c.rowid == number)


def phrase(words: Sequence[str], *, in_title: bool = False, is_prefix: bool = False) -> str:
    """Return the expression for words in a row, in the title alone or anywhere."""
    # In quotes nothing is an operator; a quote is written twice: sqlite.org/fts5.html
    quoted = " ".join(words).replace('"', '""')
    return ("title : " if in_title else "") + f'"{quoted}"' + ("*" if is_prefix else "")


def facet(number: int) -> str:
    """Return the expression for the items that have this facet."""
    return f'"{_MARK}{number}"'


def all_of(parts: Sequence[str], *, but: Sequence[str] = ()) -> str:
    """Return the expression for what all `parts` match, and none of `but`."""
    wanted = " AND ".join(f"({part})" for part in parts) or _EACH
    return f"({wanted}) NOT ({any_of(but)})" if but else wanted


def any_of(parts: Sequence[str]) -> str:
    """Return the expression for what any of `parts` matches; nothing if there are none."""
    return " OR ".join(f"({part})" for part in parts) or nothing


def matching(expression: str | ColumnElement[str]) -> Select[int]:
    """Return the query for the ids of the items that match."""
    return select(id_column).where(_row.op("MATCH")(expression))


def sought(term: Term) -> list[str]:
    """Return what `occurrences` looks for: the words of `term`, which has some."""
    *whole, last = term.words
    return [*(f" {word} " for word in whole), f" {last}" + (" " if not term.is_prefix else "")]


def occurrences(found: Row[Any], sought: Sequence[Sequence[str]]) -> list[tuple[int, int]]:
    """Return how often each term stands in the title and in the body."""
    title, body = f" {found.title} ", f" {found.body} "
    return [
        (min(map(title.count, words)), min(map(body.count, words)))
        if len(words) > 1
        else (title.count(words[0]), body.count(words[0]))
        for words in sought
    ]


def opening_columns(count: int) -> Sequence[ColumnElement[str]]:
    """Return what `opening` reads, for so many stems of the body."""
    return _words.c.title, func.substr(_words.c.body, 1, count * _LONG_STEM).label("body")


def opening(found: Row[Any], count: int) -> tuple[Counter[str], Counter[str]]:
    """Return how often stems stand in the title, and among the first of the body."""
    body = found.body.split()
    if len(found.body) == count * _LONG_STEM:
        # The last one is most likely cut.
        body = body[:-1]
    return Counter(found.title.split()), Counter(body[:count])
