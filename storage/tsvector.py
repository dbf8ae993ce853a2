"""Words in PostgreSQL's text search. See `storage.search` for what is asked of them.

Vectors and queries are written out and cast: PostgreSQL's parsers, which would split and
fold the stems again, never see them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from sqlalchemy import (
    REAL,
    Delete,
    Insert,
    Select,
    cast,
    column,
    delete,
    func,
    insert,
    select,
    table,
)
from sqlalchemy.dialects.postgresql import ARRAY, TSQUERY, TSVECTOR

from storage.tables import MAX_STEM

# postgresql.org/docs/current/textsearch-limitations.html: positions end here, and a vector
# is at most 1 MB, of which the positions need a part.
_LAST_POSITION = 16_383
_MAX_BYTES = 500_000

_TITLE, _BODY = "A", "D"
# What a word weighs by its letter, from D to A: about what bm25 makes of a word in the
# body and in the title (see `storage.fts5`), where repetition soon counts no more.
_WEIGHTS = cast([0.4, 0.4, 0.4, 1.0], ARRAY(REAL))

_words = table("search_words", column("id"), column("words", TSVECTOR))


def adding(number: int, *, title: Sequence[str], body: Sequence[str]) -> Insert:
    """Return the statement that stores the words of item `number`."""
    vector = cast(_vector(title, body), TSVECTOR)
    return insert(_words).values(id=number, words=vector)


def removing(number: int) -> Delete:
    """Return the statement that forgets the words of item `number`."""
    return delete(_words).where(_words.c.id == number)


def phrase(words: Sequence[str], *, title: bool = False) -> str:
    """Return an expression for words in a row, in the title alone or anywhere."""
    weight = f":{_TITLE}" if title else ""
    return " <-> ".join(_quoted(word) + weight for word in words)


def matching(phrases: Sequence[str]) -> Select[tuple[int, float]]:
    """Return the query for `id` and `score` of the items that have any of the phrases."""
    query = cast(" | ".join(f"({each})" for each in phrases), TSQUERY)
    rank = func.ts_rank(_WEIGHTS, _words.c.words, query)
    return select(_words.c.id, rank.label("score")).where(_words.c.words.bool_op("@@")(query))


def _vector(title: Sequence[str], body: Sequence[str]) -> str:
    # One place stays free between both, so that no phrase reaches across.
    body_from = len(title) + 2
    places = [(word, place, _TITLE) for place, word in enumerate(title, start=1)]
    places += [(word, place, _BODY) for place, word in enumerate(body, start=body_from)]
    positions: defaultdict[str, list[str]] = defaultdict(list)
    size = 0
    for word, place, weight in places[:_LAST_POSITION]:
        size += len(word.encode())
        if size > _MAX_BYTES:
            break
        if len(word) <= MAX_STEM:
            positions[word].append(f"{place}{weight}")
    return " ".join(f"{_quoted(word)}:{','.join(at)}" for word, at in positions.items())


def _quoted(word: str) -> str:
    # In quotes nothing is an operator; quotes and backslashes are written twice:
    # postgresql.org/docs/current/datatype-textsearch.html
    return "'" + word.replace("\\", "\\\\").replace("'", "''") + "'"
