"""Full text: FTS5 on SQLite, `tsvector` on PostgreSQL, with one face.

Both hold the stems that `bot.text` made and leave them alone, so both find the same, in
any script. `search` has one row for each item; `search_words` has, by the same id, its
words and facets, in a form that is each database's own.

Ids ascend with time. The index of a frequent word is read from its newest end, and only
the newest matches are ranked: ranking all took FTS5 0.1 s for a word that is in a third of
100,000 articles, and gave old ones first.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import (
    Double,
    Integer,
    Select,
    Text,
    bindparam,
    delete,
    func,
    insert,
    select,
    union_all,
)

from storage import fts5, tsvector
from storage.facets import Facets
from storage.model import Field, Indexed, Query, Ref, Term, terms_of
from storage.noun import Noun
from storage.relevance import Candidate, ranked, text_score, weights
from storage.search_ids import IDS_AN_HOUR, first_id, item_number, ref_of
from storage.search_query import Translator, WordIndex, facet_terms
from storage.search_tables import search
from storage.story_sizes import story_sizes
from storage.words import Words

# What is ranked together: more than anybody turns the pages of.
BLOCK = 300
# Of these, so many are worth asking how large their stories are.
_WITH_STORIES = 80

# Of a word that is in more items, the newest are similar.
_NEWEST_OF_A_WORD = 200


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
        topics: Iterable[str] = (),
    ) -> None:
        """Make an article or headline findable; one that is known is indexed anew.

        Args:
            ref: The item.
            title: Stems of its title, in order.
            body: Stems of its body, in order.
            source: The outlet's name, or empty.
            language: ISO 639-1 code, or empty.
            at: When it counts as news.
            topics: Names of its topics.
        """
        await self.remove(ref)
        facets = await Facets(self._connection).add(
            [
                (Field.SOURCE, source),
                (Field.LANGUAGE, language),
                *((Field.TOPIC, topic) for topic in topics),
            ]
        )
        number = await self._free_id(at)
        row = {"id": number, "item": item_number(ref), "at": at, "facets": facets}
        await self._connection.execute(insert(search).values(row))
        words = self._words.row(number, title=title, body=body, facets=facets)
        await self._connection.execute(self._words.adding, words)

    async def remove(self, ref: Ref) -> None:
        """Make the item unfindable; nothing happens if it isn't in the index."""
        gone = delete(search).where(search.c.item == item_number(ref))
        row = (await self._connection.execute(gone.returning(search.c.id, search.c.facets))).first()
        if row is not None:
            await self._connection.execute(self._words.removing(row.id))
            await Facets(self._connection).remove(row.facets)

    async def find(
        self, query: Query, *, now: datetime, limit: int = 10, offset: int = 0
    ) -> list[Ref]:
        """Return what `query` matches, best first.

        The newest `BLOCK` matches are ranked by their words, freshness and the size of
        their story; behind them come the next `BLOCK`, and so on.

        Args:
            query: What is searched for. `source:` matches any part of the outlet's name,
                `lang:` the code, `topic:` the name, all in either case.
            now: Aware instant, for freshness.
            limit: Most items to return.
            offset: How many of the best to leave out.
        """
        facets = Facets(self._connection)
        numbers = {term: await facets.matching(term) for term in facet_terms(query)}
        translator = Translator(self._words, numbers)
        terms = terms_of(query)
        found: list[Ref] = []
        while len(found) < limit:
            block, skipped = divmod(offset + len(found), BLOCK)
            newest = translator.newest(query, limit=BLOCK, offset=block * BLOCK)
            refs = await self._ranked(newest, terms, now=now)
            found += refs[skipped : skipped + limit - len(found)]
            if len(refs) < BLOCK:
                break
        return found

    async def similar(
        self, telling: Mapping[str, float], *, limit: int = 50, opening: int = 0
    ) -> list[Indexed]:
        """Return the items that have any of some words, best first, then newest first.

        The best are those whose words tell most, all added; of each word the newest items
        count.

        Args:
            telling: The words, as stems, and how much each tells: a few, for each is sought.
            limit: Most items to return.
            opening: How many stems of the body to read.
        """
        if not telling:
            return []
        query = _similar(len(telling), opening, is_sqlite=self._is_sqlite)
        values: dict[str, object] = {"most": limit}
        for place, (stem, tells) in enumerate(telling.items()):
            values |= {f"stem{place}": self._words.phrase([stem]), f"tells{place}": tells}
        rows = await self._connection.execute(query, values)
        return [Indexed(ref_of(row.item), *self._words.opening(row, opening)) for row in rows]

    async def topics(self, refs: Collection[Ref]) -> dict[Ref, tuple[str, ...]]:
        """Return the topics that items were indexed with; an item of none is left out."""
        names = await Facets(self._connection).names(Field.TOPIC)
        items = [item_number(ref) for ref in refs]
        query = select(search.c.item, search.c.facets).where(search.c.item.in_(items))
        rows = await self._connection.execute(query)
        found = {
            ref_of(row.item): tuple(names[number] for number in row.facets if number in names)
            for row in rows
        }
        return {ref: topics for ref, topics in found.items() if topics}

    async def languages(self) -> dict[str, int]:
        """Return how many items there are in each language (ISO 639-1), most first."""
        return await Facets(self._connection).counts(Field.LANGUAGE)

    @property
    def _words(self) -> WordIndex:
        return _index_of(is_sqlite=self._is_sqlite)

    async def _free_id(self, at: datetime) -> int:
        begin = first_id(at)
        while True:
            end = begin + IDS_AN_HOUR
            query = select(func.max(search.c.id)).where(search.c.id >= begin, search.c.id < end)
            last = (await self._connection.execute(query)).scalar_one()
            if last is None or last + 1 < end:
                return begin if last is None else int(last) + 1
            begin = end

    async def _ranked(
        self, newest: Select[int], terms: Sequence[Term], *, now: datetime
    ) -> list[Ref]:
        """Return the items with the ids that `newest` finds, best first."""
        found = newest.subquery()
        key = self._words.id_column
        query = (
            select(search.c.item, search.c.at, *(self._words.text_columns if terms else ()))
            .select_from(found)
            .join(search, search.c.id == found.c[0])
            .join(key.table, key == found.c[0])
        )
        rows = (await self._connection.execute(query)).all()
        tells = await self._weights(terms)
        sought, occurrences = [*map(self._words.sought, terms)], self._words.occurrences
        candidates = [
            Candidate(
                row.item, row.at, text_score(occurrences(row, sought) if terms else (), tells)
            )
            for row in rows
        ]
        best = ranked(candidates, now=now)
        top = [ref_of(each.item) for each in best[:_WITH_STORIES]]
        sizes = await story_sizes(top, self._connection)
        sized = [
            replace(each, story=sizes.get(ref, 1)) for each, ref in zip(best, top, strict=False)
        ]
        best[:_WITH_STORIES] = ranked(sized, now=now)
        return [ref_of(each.item) for each in best]

    async def _weights(self, terms: Sequence[Term]) -> list[float]:
        if len(terms) == 1:
            return [1.0]
        documents, frequencies = await Words(self._connection).frequencies(
            {word for term in terms for word in term.words}
        )
        return weights(terms, documents=documents, frequencies=frequencies)


def _index_of(*, is_sqlite: bool) -> WordIndex:
    return fts5 if is_sqlite else tsvector


@cache
def _similar(count: int, opening: int, *, is_sqlite: bool) -> Select[Any]:
    """Return the query for the items that have most of `count` stems, with their openings.

    Building it takes as long as the database takes to answer.
    """
    words = _index_of(is_sqlite=is_sqlite)
    key = words.id_column
    found = [
        words.matching(bindparam(f"stem{place}", type_=Text))
        .order_by(key.desc())
        .limit(_NEWEST_OF_A_WORD)
        .subquery()
        for place in range(count)
    ]
    each = union_all(
        *(
            select(items.c[0].label("id"), bindparam(f"tells{place}", type_=Double).label("tells"))
            for place, items in enumerate(found)
        )
    ).subquery()
    score = func.sum(each.c.tells).label("score")
    best = (
        select(each.c.id, score)
        .group_by(each.c.id)
        .order_by(score.desc(), each.c.id.desc())
        .limit(bindparam("most", type_=Integer))
        .subquery()
    )
    return (
        select(search.c.item, *words.opening_columns(opening))
        .join(best, best.c.id == search.c.id)
        .join(key.table, key == search.c.id)
        .order_by(best.c.score.desc(), search.c.id.desc())
    )
