"""Words in PostgreSQL's text search. See `storage.search` for what is asked of them.

Vectors and queries are written out and cast: PostgreSQL's parsers, which would split and
fold the stems again, never see them.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Delete,
    Row,
    Select,
    Text,
    bindparam,
    cast,
    column,
    delete,
    insert,
    select,
    table,
)
from sqlalchemy.dialects.postgresql import TSQUERY, TSVECTOR

from storage.model import Term
from storage.schema import MAX_STEM

# postgresql.org/docs/current/textsearch-limitations.html: positions end here, and a vector
# is at most 1 MB, of which the positions need a part.
_LAST_POSITION = 16_383
_MAX_BYTES = 500_000

_TITLE, _BODY = "A", "D"

_words = table("search_words", column("id"), column("words", TSVECTOR))

id_column: ColumnElement[int] = _words.c.id
text_columns: Sequence[ColumnElement[str]] = (cast(_words.c.words, Text).label("words"),)

# No stem begins with a letter of private use, so a facet is never taken for a word.
_MARK = "\ue000"
nothing = f"'{_MARK}-'"

# A lexeme with its positions, as PostgreSQL writes a vector; one without any is a facet.
_LEXEME = re.compile(r"'((?:[^']|'')*)':([\dA,]+)")


# Takes what `row` returns, one or many.
adding = insert(_words).values(
    id=bindparam("number"), words=cast(bindparam("vector", type_=Text), TSVECTOR)
)


def row(
    number: int, *, title: Sequence[str], body: Sequence[str], facets: Sequence[int]
) -> dict[str, Any]:
    """Return what `adding` stores of item `number`."""
    marks = " ".join(map(facet, facets))
    return {"number": number, "vector": f"{_vector(title, body)} {marks}"}


def removing(number: int) -> Delete:
    """Return the statement that forgets the words of item `number`."""
    return delete(_words).where(_words.c.id == number)


def phrase(words: Sequence[str], *, in_title: bool = False, is_prefix: bool = False) -> str:
    """Return the expression for words in a row, in the title alone or anywhere."""
    title = _TITLE if in_title else ""
    *whole, last = words
    parts = [(word, title) for word in whole] + [(last, title + "*" * is_prefix)]
    return " <-> ".join(_quoted(word) + (f":{marks}" if marks else "") for word, marks in parts)


def facet(number: int) -> str:
    """Return the expression for the items that have this facet."""
    return f"'{_MARK}{number}'"


def all_of(parts: Sequence[str], *, but: Sequence[str] = ()) -> str:
    """Return the expression for what all `parts` match, and none of `but`."""
    unwanted = [f"!({any_of(but)})"] if but else []
    return " & ".join([*(f"({part})" for part in parts), *unwanted])


def any_of(parts: Sequence[str]) -> str:
    """Return the expression for what any of `parts` matches; nothing if there are none."""
    return " | ".join(f"({part})" for part in parts) or nothing


def matching(expression: str | ColumnElement[str]) -> Select[int]:
    """Return the query for the ids of the items that match; all do if it is empty."""
    found = select(id_column)
    if isinstance(expression, str) and not expression:
        return found
    return found.where(_words.c.words.bool_op("@@")(cast(expression, TSQUERY)))


def sought(term: Term) -> list[str]:
    """Return what `occurrences` looks for: the words of `term`, which has some."""
    *whole, last = (f" {_quoted(word)}" for word in term.words)
    return [*(f"{word}:" for word in whole), last[:-1] if term.is_prefix else f"{last}:"]


def occurrences(found: Row[Any], sought: Sequence[Sequence[str]]) -> list[tuple[int, int]]:
    """Return how often each term stands in the title and in the body."""
    vector = f" {found.words} "
    counts = [[_count(vector, word) for word in words] for words in sought]
    return [(min(title for title, _ in each), min(body for _, body in each)) for each in counts]


def opening_columns(count: int) -> Sequence[ColumnElement[str]]:
    """Return what `opening` reads, for so many stems of the body."""
    del count  # A vector is in the order of the alphabet: its opening is everywhere.
    return text_columns


def opening(found: Row[Any], count: int) -> tuple[Counter[str], Counter[str]]:
    """Return how often stems stand in the title, and among the first of the body."""
    title, body = Counter[str](), Counter[str]()
    ends = 0
    in_body: list[tuple[str, list[int]]] = []
    for quoted, places in _LEXEME.findall(found.words):
        stem = quoted.replace("''", "'").replace("\\\\", "\\")
        at = places.split(",")
        in_title = [int(place[:-1]) for place in at if place.endswith(_TITLE)]
        if in_title:
            title[stem] = len(in_title)
            ends = max(ends, *in_title)
        in_body.append((stem, [int(place) for place in at if not place.endswith(_TITLE)]))
    for stem, at in in_body:
        if near := sum(place < ends + 2 + count for place in at):
            body[stem] = near
    return title, body


def _count(vector: str, start: str) -> tuple[int, int]:
    """Return how often the words that begin so stand in the title and in the body.

    Args:
        vector: Such as ` 'ice':1A,17,21 'tow':3 `, with the blanks.
        start: Such as ` 'ice':`, or ` 'ic` for all that begin with it.
    """
    title = body = 0
    place = vector.find(start)
    while place != -1:
        begin = place + len(start)
        if start[-1] != ":":
            begin = vector.find("':", begin) + 2
        end = vector.find(" ", begin)
        positions = vector[begin:end]
        in_title = positions.count(_TITLE)
        title += in_title
        body += positions.count(",") + 1 - in_title
        place = vector.find(start, end)
    return title, body


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
