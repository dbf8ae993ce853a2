"""The index of words and facets of items, and how well an item fits what is searched for.

Both databases hold the stems that `bot.text` made and leave them alone, so both find the
same, in any script. `search` has one row for each item; `search_words` has, by the same id,
its words and facets, in a form that is each database's own.

Ids ascend with time. The index of a frequent word is read from its newest end, and only
the newest matches are ranked: ranking all took FTS5 0.1 s for a word that is in a third of
100,000 articles, and gave old ones first.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from sqlalchemy import (
    ARRAY,
    Double,
    Integer,
    Select,
    Text,
    and_,
    bindparam,
    delete,
    func,
    insert,
    literal,
    or_,
    select,
    union_all,
    update,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.model import Field, Indexed, Query, Ref, Term, terms_of
from storage.repository import Mode, Repository, Writes
from storage.schema import MAX_STEM, facets, search, words
from storage.search import sqlite
from storage.search.query import (
    IDS_AN_HOUR,
    Translator,
    WordIndex,
    facet_terms,
    first_id,
    item_number,
    ref_of,
    story_sizes,
)


class Facets(Repository[Mode]):
    """The facets, and how many items have each."""

    async def add(self: Facets[Writes], values: Iterable[tuple[Field, str]]) -> list[int]:
        """Count an item that has these; return their numbers."""
        wanted = {(field.value, value.casefold()): None for field, value in values if value}
        if not wanted:
            return []
        known = await self._known({value for _, value in wanted})
        for field, value in wanted.keys() - known.keys():
            row = {"field": field, "value": value, "documents": 0}
            added = insert(facets).values(row).returning(facets.c.id)
            known[field, value] = (await self._connection.execute(added)).scalar_one()
        numbers = [known[each] for each in wanted]
        await self._count(numbers, 1)
        return numbers

    async def remove(self: Facets[Writes], numbers: Sequence[int]) -> None:
        """Count an item that had these no longer."""
        await self._count(numbers, -1)
        await self._connection.execute(
            delete(facets).where(facets.c.id.in_(numbers), facets.c.documents <= 0)
        )

    async def matching(self, term: Term) -> list[int]:
        """Return the numbers of what a SOURCE, LANGUAGE or TOPIC term matches."""
        text = term.text.casefold()
        query = select(facets.c.id).where(facets.c.field == term.field.value)
        if term.field is Field.SOURCE:
            query = query.where(facets.c.value.contains(text, autoescape=True))
        else:
            query = query.where(facets.c.value == text)
        return list(await self._connection.scalars(query.order_by(facets.c.id)))

    async def counts(self, field: Field) -> dict[str, int]:
        """Return how many items have each value of a field, most first."""
        query = (
            select(facets.c.value, facets.c.documents)
            .where(facets.c.field == field.value)
            .order_by(facets.c.documents.desc(), facets.c.value)
        )
        return {row.value: row.documents for row in await self._connection.execute(query)}

    async def names(self, field: Field) -> dict[int, str]:
        """Return the values of a field by their numbers."""
        query = select(facets.c.id, facets.c.value).where(facets.c.field == field.value)
        return {row.id: row.value for row in await self._connection.execute(query)}

    async def _known(self, values: Iterable[str]) -> dict[tuple[str, str], int]:
        query = select(facets).where(facets.c.value.in_(list(values)))
        return {(row.field, row.value): row.id for row in await self._connection.execute(query)}

    async def _count(self, numbers: Sequence[int], step: int) -> None:
        if numbers:
            counted = update(facets).where(facets.c.id.in_(numbers))
            await self._connection.execute(counted.values(documents=facets.c.documents + step))


# A word in the title outweighs any number of the same word in the body.
_TITLE = 2.0
# So many in the body count half of what endlessly many would, as in bm25.
_HALF = 2.0

# News: of two that fit alike, an item of today beats one of last week, but not the one
# that has the words in its title. A large story is likelier to be what is meant.
_FRESHNESS = 0.4
_HALF_LIFE = timedelta(days=4)
_SIZE = 0.2
_LARGE = 32


@dataclass(frozen=True, slots=True)
class Candidate:
    """An item that matches.

    Attributes:
        item: Its number, see `storage.search`.
        at: When it counts as news.
        text: How well its words fit, 0 to 1.
        story: Members of its story.
    """

    item: int
    at: datetime
    text: float
    story: int = 1


def weights(
    terms: Sequence[Term], *, documents: int, frequencies: Mapping[str, int]
) -> list[float]:
    """Return what each term tells: ln(1 + documents / df) of its rarest word, summing to 1.

    Args:
        terms: With words.
        documents: How many were counted in all.
        frequencies: In how many of them each stem is; one that is not there counts as 1.
    """
    telling = [
        max(math.log(1 + max(1, documents) / frequencies.get(word, 1)) for word in term.words)
        for term in terms
    ]
    return [weight / sum(telling) for weight in telling]


def text_score(occurrences: Iterable[tuple[int, int]], weights: Iterable[float]) -> float:
    """Return how well an item's words fit, 0 to 1.

    Args:
        occurrences: How often each term stands in the title and in the body.
        weights: What each of them tells, by `weights`.
    """
    found = 0.0
    for (title, body), weight in zip(occurrences, weights, strict=True):
        found += weight * ((_TITLE if title else 0) + body / (body + _HALF))
    return found / (_TITLE + 1)


def score(candidate: Candidate, *, now: datetime) -> float:
    """Return the candidate's rank: text, freshness at `now` and size of its story, added."""
    age = max(now - candidate.at, timedelta(0))
    fresh: float = 0.5 ** (age / _HALF_LIFE)
    size = min(1.0, math.log(max(1, candidate.story)) / math.log(_LARGE))
    return candidate.text + _FRESHNESS * fresh + _SIZE * size


def ranked(candidates: Sequence[Candidate], *, now: datetime) -> list[Candidate]:
    """Return the candidates, best first, then newest first."""
    return sorted(candidates, key=lambda one: (score(one, now=now), one.at, one.item), reverse=True)


# No stem is empty: this row counts the documents.
_ALL = ""

_COUNT = """
INSERT INTO words (stem, documents) VALUES (?, 1)
ON CONFLICT (stem) DO UPDATE SET documents = documents + 1
"""


class Words(Repository[Mode]):
    """The counts of documents, in all and for each stem."""

    async def add(self: Words[Writes], stems: Collection[str]) -> None:
        """Count one more document, which has these stems (any number of times each)."""
        counted = sorted(stem for stem in {_ALL, *stems} if len(stem) <= MAX_STEM)
        if self._is_sqlite:
            # To the driver as it is: what SQLAlchemy does for each row takes as long again.
            await self._connection.exec_driver_sql(_COUNT, [(stem,) for stem in counted])
            return
        each = select(func.unnest(bindparam("stems", type_=ARRAY(Text))), literal(1))
        adding = self._insert(words).from_select(["stem", "documents"], each)
        await self._connection.execute(
            adding.on_conflict_do_update(
                index_elements=words.primary_key.columns,
                set_={"documents": words.c.documents + 1},
            ),
            {"stems": counted},
        )

    async def frequencies(self, stems: Collection[str]) -> tuple[int, dict[str, int]]:
        """Return how many documents there are, and how many have each of the stems.

        A stem that stands in none is left out.
        """
        query = select(words).where(words.c.stem.in_({_ALL, *stems}))
        found = {row.stem: row.documents for row in await self._connection.execute(query)}
        return found.pop(_ALL, 0), found

    async def spelled_like(self, word: str, *, least: int) -> dict[str, int]:
        """Return stems that may be meant by `word`, and in how many documents each is.

        They begin with the same letter and are up to two letters longer or shorter, or are
        the same but for the first letter, which may be missing, too many or another one.

        Args:
            word: What was typed.
            least: In fewer documents a stem is most likely a mistake itself.
        """
        first, rest = word[0], word[1:]
        stem = words.c.stem
        # All letters of most alphabets stand in so many places around each of them.
        others = [chr(max(1, ord(first) + step)) for step in range(-32, 33)]
        alike = [rest, rest[:1] + first + rest[1:], *(it + rest for it in others)]
        alike += [it + word for it in others]
        begins = func.substr(stem, 1, 1) == first
        if self._is_sqlite:  # whose order is that of letters' numbers: it need not look at all
            begins = and_(stem >= first, stem < chr(ord(first) + 1))
        query = select(words).where(
            words.c.documents >= least,
            or_(
                and_(begins, func.length(stem).between(len(word) - 2, len(word) + 2)),
                stem.in_([it for it in alike if it]),
            ),
        )
        return {row.stem: row.documents for row in await self._connection.execute(query)}


# What is ranked together: more than anybody turns the pages of.
BLOCK = 300
# Of these, so many are worth asking how large their stories are.
_WITH_STORIES = 80

# Of a word that is in more items, the newest are similar.
_NEWEST_OF_A_WORD = 200


class Search(Repository[Mode]):
    """The search over published articles and headlines."""

    def __init__(
        self, connection: AsyncConnection, *, facets: Facets[Mode], words: Words[Mode]
    ) -> None:
        """Work on the transaction of `connection`, beside its other repositories."""
        super().__init__(connection)
        self._facets = facets
        self._word_counts = words

    async def index(
        self: Search[Writes],
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

        `title` and `body` are stems in order, `source` is the outlet's name and `language`
        an ISO 639-1 code, each empty if unknown; it counts as news `at`.
        """
        await self.remove(ref)
        facets = await self._facets.add(
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

    async def remove(self: Search[Writes], ref: Ref) -> None:
        """Make the item unfindable; nothing happens if it isn't in the index."""
        gone = delete(search).where(search.c.item == item_number(ref))
        row = (await self._connection.execute(gone.returning(search.c.id, search.c.facets))).first()
        if row is not None:
            await self._connection.execute(self._words.removing(row.id))
            await self._facets.remove(row.facets)

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
        numbers = {term: await self._facets.matching(term) for term in facet_terms(query)}
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
        names = await self._facets.names(Field.TOPIC)
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
        return await self._facets.counts(Field.LANGUAGE)

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
        documents, frequencies = await self._word_counts.frequencies(
            {word for term in terms for word in term.words}
        )
        return weights(terms, documents=documents, frequencies=frequencies)


def _index_of(*, is_sqlite: bool) -> WordIndex:
    if is_sqlite:
        return sqlite
    from storage.search import postgresql

    return postgresql


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
