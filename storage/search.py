"""Full text: FTS5 on SQLite, `tsvector` on PostgreSQL, with one face.

Both hold the stems that `bot.text` made and leave them alone, so both find the same, in
any script. `search` has one row for each item; `search_words` has, by the same number,
its words, in a form that is each database's own.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any, Protocol

from sqlalchemy import (
    ColumnElement,
    Executable,
    Select,
    and_,
    delete,
    false,
    func,
    insert,
    not_,
    or_,
    select,
)

from storage import fts5, tsvector
from storage.model import And, Field, Kind, Not, Or, Query, Ref, Term
from storage.noun import Noun
from storage.tables import search

_KINDS = (Kind.ARTICLE, Kind.HEADLINE)


class WordIndex(Protocol):
    """What `fts5` and `tsvector` both are."""

    def adding(self, number: int, *, title: Sequence[str], body: Sequence[str]) -> Executable:
        """Return the statement that stores the words of item `number`."""

    def removing(self, number: int) -> Executable:
        """Return the statement that forgets the words of item `number`."""

    def phrase(self, words: Sequence[str], *, title: bool = False) -> str:
        """Return an expression for words in a row, in the title alone or anywhere."""

    def matching(self, phrases: Sequence[str]) -> Select[tuple[int, float]]:
        """Return the query for `id` and `score` of the items that have any of the phrases."""


class Search(Noun):
    """The search over published articles and headlines."""

    async def index(
        self,
        ref: Ref,
        *,
        title: Sequence[str],
        body: Sequence[str],
        source: str,
        language: str,
        at: datetime,
    ) -> None:
        """Make an article or headline findable; one that is known is indexed anew.

        Args:
            ref: The item.
            title: Stems of its title, in order.
            body: Stems of its body, in order.
            source: The outlet's name, or empty.
            language: ISO 639-1 code, or empty.
            at: When it counts as news; of equally good items the newest is first.
        """
        await self.remove(ref)
        row = {
            "id": _number(ref),
            "source": source.casefold(),
            "language": language.casefold(),
            "at": at,
        }
        await self._connection.execute(insert(search).values(row))
        await self._connection.execute(self._words.adding(_number(ref), title=title, body=body))

    async def remove(self, ref: Ref) -> None:
        """Make the item unfindable; nothing happens if it isn't in the index."""
        await self._connection.execute(delete(search).where(search.c.id == _number(ref)))
        await self._connection.execute(self._words.removing(_number(ref)))

    async def find(self, query: Query, *, limit: int = 10, offset: int = 0) -> list[Ref]:
        """Return what `query` matches, best first, then newest first.

        `source:` matches any part of the outlet's name, `lang:` the code, both in either
        case. A term without stems matches nothing.
        """
        found = select(search.c.id).where(self._matches(query))
        order = [search.c.at.desc(), search.c.id.desc()]
        if phrases := [self._phrase(term) for term in _wanted(query)]:
            scores = self._words.matching(phrases).subquery()
            found = found.outerjoin(scores, scores.c.id == search.c.id)
            order.insert(0, func.coalesce(scores.c.score, 0).desc())
        return await self._refs(found.order_by(*order).limit(limit).offset(offset))

    async def similar(
        self, stems: Sequence[str], *, limit: int = 50, exclude: Ref | None = None
    ) -> list[Ref]:
        """Return the items that have any of the words, best first, then newest first.

        Args:
            stems: Words; each costs time, so pass the telling ones.
            limit: Most items to return.
            exclude: An item to leave out: the one that the words were taken from.
        """
        if not stems:
            return []
        scores = self._words.matching([self._words.phrase([stem]) for stem in set(stems)])
        best = scores.subquery()
        found = (
            select(search.c.id)
            .join(best, best.c.id == search.c.id)
            .order_by(best.c.score.desc(), search.c.at.desc(), search.c.id.desc())
            .limit(limit)
        )
        if exclude is not None:
            found = found.where(search.c.id != _number(exclude))
        return await self._refs(found)

    @property
    def _words(self) -> WordIndex:
        return fts5 if self._is_sqlite else tsvector

    def _matches(self, query: Query) -> ColumnElement[bool]:
        match query:
            case And(parts):
                return and_(*(self._matches(part) for part in parts))
            case Or(parts):
                return or_(*(self._matches(part) for part in parts))
            case Not(part):
                return not_(self._matches(part))
            case Term():
                return self._stands_in(query)

    def _stands_in(self, term: Term) -> ColumnElement[bool]:
        match term:
            case Term(field=Field.SOURCE, text=text):
                return search.c.source.contains(text.casefold(), autoescape=True)
            case Term(field=Field.LANGUAGE, text=text):
                return search.c.language == text.casefold()
            case Term(words=()):
                return false()
        found = self._words.matching([self._phrase(term)]).subquery()
        return search.c.id.in_(select(found.c.id))

    def _phrase(self, term: Term) -> str:
        return self._words.phrase(term.words, title=term.field is Field.TITLE)

    async def _refs(self, query: Select[Any]) -> list[Ref]:
        numbers = await self._connection.scalars(query)
        return [Ref(_KINDS[number % 2], number // 2) for number in numbers]


def _number(ref: Ref) -> int:
    # Even numbers are articles, odd ones headlines: one number, which FTS5 can find a row
    # by, for two kinds.
    return ref.number * 2 + _KINDS.index(ref.kind)


def _wanted(query: Query) -> Iterator[Term]:
    """Yield the terms that make an item better by standing in its text."""
    match query:
        case And(parts) | Or(parts):
            for part in parts:
                yield from _wanted(part)
        case Term(words=(_, *_), field=Field.ANY | Field.TITLE):
            yield query
