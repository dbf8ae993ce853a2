"""Facets: what items are of besides their words: an outlet, a language, topics.

Each value of a field has a number, by which the index of words knows it like a word.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sqlalchemy import delete, insert, select, update

from storage.model import Field, Term
from storage.noun import Noun
from storage.search_tables import facets


class Facets(Noun):
    """The facets, and how many items have each."""

    async def add(self, values: Iterable[tuple[Field, str]]) -> list[int]:
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

    async def remove(self, numbers: Sequence[int]) -> None:
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
