"""From a `Query` to what the databases are asked.

Ids ascend with the hour of `at`, so that the newest items are the last ones of any list of
ids. Finer steps would be of no use, and FTS5 would write longer numbers for each word of
each item.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from sqlalchemy import (
    ColumnElement,
    Executable,
    Insert,
    Row,
    Select,
    and_,
    func,
    not_,
    or_,
    select,
    true,
    union_all,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.model import And, Field, Kind, Not, Or, Query, Ref, Term, Within
from storage.schema import articles, headlines, search

IDS_AN_HOUR = 4096
# Items of one hour that has more get ids of the next hours: of so many ids in all, with
# dates alone or a flood of old ones. Beyond, `before:` misses some.
OVERFLOW = 48 * IDS_AN_HOUR

_KINDS = (Kind.ARTICLE, Kind.HEADLINE)
_HOUR = 3600


def first_id(at: datetime) -> int:
    """Return the lowest id of the hour of `at`."""
    return int(at.timestamp() // _HOUR) * IDS_AN_HOUR


def item_number(ref: Ref) -> int:
    """Return one number for two kinds: even ones are articles, odd ones headlines."""
    return ref.number * 2 + _KINDS.index(ref.kind)


def ref_of(item: int) -> Ref:
    """Return what has this number."""
    return Ref(_KINDS[item % 2], item // 2)


async def story_sizes(refs: Sequence[Ref], connection: AsyncConnection) -> dict[Ref, int]:
    """Return how many members the story of each item has; an item of none is left out."""
    if not refs:
        return {}
    asked = union_all(
        *(
            select(
                (table.c.id * 2 + item_number(Ref(kind, 0))).label("item"),
                table.c.story_id,
            ).where(table.c.id.in_([ref.number for ref in refs if ref.kind is kind]))
            for kind, table in ((Kind.ARTICLE, articles), (Kind.HEADLINE, headlines))
        )
    ).cte("asked")
    stories = select(asked.c.story_id)
    members = union_all(
        *(
            select(table.c.story_id).where(table.c.story_id.in_(stories))
            for table in (articles, headlines)
        )
    ).subquery()
    sizes = (
        select(members.c.story_id, func.count().label("size"))
        .group_by(members.c.story_id)
        .subquery()
    )
    query = select(asked.c.item, sizes.c.size).join(sizes, sizes.c.story_id == asked.c.story_id)
    return {ref_of(row.item): row.size for row in await connection.execute(query)}


_FACETS = frozenset({Field.SOURCE, Field.LANGUAGE, Field.TOPIC})


class WordIndex(Protocol):
    """What `sqlite` and `postgresql` both are: an index of words, and expressions it is asked."""

    id_column: ColumnElement[int]
    text_columns: Sequence[ColumnElement[str]]
    nothing: str
    adding: Insert

    def row(
        self, number: int, *, title: Sequence[str], body: Sequence[str], facets: Sequence[int]
    ) -> dict[str, Any]:
        """Return what `adding` stores of item `number`."""

    def removing(self, number: int) -> Executable:
        """Return the statement that forgets the words of item `number`."""

    def phrase(
        self, words: Sequence[str], *, in_title: bool = False, is_prefix: bool = False
    ) -> str:
        """Return the expression for words in a row, in the title alone or anywhere."""

    def facet(self, number: int) -> str:
        """Return the expression for the items that have this facet."""

    def all_of(self, parts: Sequence[str], *, but: Sequence[str] = ()) -> str:
        """Return the expression for what all `parts` match, and none of `but`."""

    def any_of(self, parts: Sequence[str]) -> str:
        """Return the expression for what any of `parts` matches; nothing if there are none."""

    def matching(self, expression: str | ColumnElement[str]) -> Select[int]:
        """Return the query for the ids of the items that match."""

    def sought(self, term: Term) -> list[str]:
        """Return what `occurrences` looks for: the words of `term`, which has some."""

    def occurrences(
        self, found: Row[Any], sought: Sequence[Sequence[str]]
    ) -> list[tuple[int, int]]:
        """Return how often each term stands in the title and in the body.

        Args:
            found: With `text_columns`.
            sought: By `sought`, for each term; the rarest word of a phrase says how often.
        """

    def opening_columns(self, count: int) -> Sequence[ColumnElement[str]]:
        """Return what `opening` reads, for so many stems of the body."""

    def opening(self, found: Row[Any], count: int) -> tuple[Counter[str], Counter[str]]:
        """Return how often stems stand in the title, and among the first of the body.

        Args:
            found: With `opening_columns`.
            count: For how many stems of the body these were.
        """


def facet_terms(query: Query) -> list[Term]:
    """Return the terms that facets answer, each once."""
    match query:
        case And(parts) | Or(parts):
            return list(dict.fromkeys(term for part in parts for term in facet_terms(part)))
        case Not(part):
            return facet_terms(part)
        case Term(field=field) if field in _FACETS:
            return [query]
    return []


@dataclass(frozen=True, slots=True)
class Translator:
    """Puts queries into the words of one database.

    Attributes:
        index: The database's index of words.
        facets: Numbers of what each term of `facet_terms` matches.
    """

    index: WordIndex
    facets: Mapping[Term, Sequence[int]]

    def newest(self, query: Query, *, limit: int, offset: int = 0) -> Select[int]:
        """Return the query for the ids of what matches, newest first.

        An index of words gives ids in their order, so that only so many of a frequent
        word's items are looked at. Times are no words: where a query has some, the rows
        of `search` are asked about what is left.
        """
        parts = query.parts if isinstance(query, And) else (query,)
        worded = [part for part in parts if not _has_times(part)]
        timed = [part for part in parts if _has_times(part)]
        found = self.index.matching(self._all_of(worded))
        key = self.index.id_column
        if timed:
            lowest, highest = _reach(timed)
            if lowest is not None:
                found = found.where(key >= lowest)
            if highest is not None:
                found = found.where(key <= highest)
            conditions = [self._condition(part) for part in timed]
            found = select(search.c.id).where(search.c.id.in_(found), *conditions)
            key = search.c.id
        return found.order_by(key.desc()).limit(limit).offset(offset)

    def _condition(self, query: Query) -> ColumnElement[bool]:
        match query:
            case Within(since, until):
                after = search.c.at >= since if since else true()
                return and_(after, search.c.at < until) if until else after
            case _ if not _has_times(query):
                return search.c.id.in_(self.index.matching(self._expression(query)))
            case And(parts):
                return and_(*map(self._condition, parts))
            case Or(parts):
                return or_(*map(self._condition, parts))
            case Not(part):
                return not_(self._condition(part))
        raise TypeError(query)

    def _expression(self, query: Query) -> str:
        match query:
            case And(parts):
                return self._all_of(parts)
            case Or(parts):
                return self.index.any_of([self._expression(part) for part in parts])
            case Not():
                return self._all_of([query])
            case Term(field=field) if field in _FACETS:
                return self.index.any_of([self.index.facet(it) for it in self.facets[query]])
            case Term(words=(_, *_) as words, field=field, is_prefix=is_prefix):
                in_title = field is Field.TITLE
                return self.index.phrase(words, in_title=in_title, is_prefix=is_prefix)
        return self.index.nothing

    def _all_of(self, parts: Sequence[Query]) -> str:
        wanted = [self._expression(part) for part in parts if not isinstance(part, Not)]
        unwanted = [self._expression(part.part) for part in parts if isinstance(part, Not)]
        return self.index.all_of(wanted, but=unwanted)


def _has_times(query: Query) -> bool:
    match query:
        case And(parts) | Or(parts):
            return any(map(_has_times, parts))
        case Not(part):
            return _has_times(part)
    return isinstance(query, Within)


def _reach(parts: Sequence[Query]) -> tuple[int | None, int | None]:
    """Return the lowest and the highest id that items of these times may have."""
    times = [part for part in parts if isinstance(part, Within)]
    since = [part.since for part in times if part.since]
    until = [part.until for part in times if part.until]
    return (
        first_id(max(since)) if since else None,
        first_id(min(until)) + OVERFLOW if until else None,
    )
