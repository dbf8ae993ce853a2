"""Words: in how many documents each one stands, so that rare ones can tell more."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import select

from storage.noun import Noun
from storage.tables import MAX_STEM, words

# No stem is empty: this row counts the documents.
_ALL = ""


class Words(Noun):
    """The counts of documents, in all and for each stem."""

    async def add(self, stems: Collection[str]) -> None:
        """Count one more document, which has these stems (any number of times each)."""
        counted = [
            {"stem": stem, "documents": 1} for stem in {_ALL, *stems} if len(stem) <= MAX_STEM
        ]
        await self._connection.execute(
            self._insert(words).on_conflict_do_update(
                index_elements=words.primary_key.columns,
                set_={"documents": words.c.documents + 1},
            ),
            counted,
        )

    async def frequencies(self, stems: Collection[str]) -> tuple[int, dict[str, int]]:
        """Return how many documents there are, and how many have each of the stems.

        A stem that stands in none is left out.
        """
        query = select(words).where(words.c.stem.in_({_ALL, *stems}))
        found = {row.stem: row.documents for row in await self._connection.execute(query)}
        return found.pop(_ALL, 0), found
