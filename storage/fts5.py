"""Words in SQLite's FTS5. See `storage.search` for what is asked of them.

The table, which a migration makes, splits its text at spaces alone (tokenizer `ascii`
takes every letter outside ASCII as it is), so that stems stay whole in any script.
"""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import (
    ColumnElement,
    Delete,
    Insert,
    Select,
    column,
    delete,
    func,
    insert,
    literal_column,
    select,
    table,
)

_words = table("search_words", column("rowid"), column("title"), column("body"))
# FTS5 calls a whole row by the name of its table.
_row: ColumnElement[str] = literal_column("search_words")

# How much a word in the title outweighs one in the body.
_WEIGHTS = (10.0, 1.0)


def adding(number: int, *, title: Sequence[str], body: Sequence[str]) -> Insert:
    """Return the statement that stores the words of item `number`."""
    return insert(_words).values(rowid=number, title=" ".join(title), body=" ".join(body))


def removing(number: int) -> Delete:
    """Return the statement that forgets the words of item `number`."""
    return delete(_words).where(_words.c.rowid == number)


def phrase(words: Sequence[str], *, title: bool = False) -> str:
    """Return an expression for words in a row, in the title alone or anywhere."""
    # In quotes nothing is an operator; a quote is written twice: sqlite.org/fts5.html
    quoted = " ".join(words).replace('"', '""')
    return f'title : "{quoted}"' if title else f'"{quoted}"'


def matching(phrases: Sequence[str]) -> Select[tuple[int, float]]:
    """Return the query for `id` and `score` of the items that have any of the phrases."""
    rank = -func.bm25(_row, *_WEIGHTS)
    return select(_words.c.rowid.label("id"), rank.label("score")).where(
        _row.op("MATCH")(" OR ".join(phrases))
    )
