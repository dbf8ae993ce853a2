"""Words: in how many documents each one stands, so that rare ones can tell more."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import JSON, Select, Text, bindparam, column, func, literal, select, true
from sqlalchemy.dialects.postgresql import ARRAY

from storage.noun import Noun
from storage.search_tables import MAX_STEM, words

# No stem is empty: this row counts the documents.
_ALL = ""


class Words(Noun):
    """The counts of documents, in all and for each stem."""

    async def add(self, stems: Collection[str]) -> None:
        """Count one more document, which has these stems (any number of times each)."""
        # In the order of the table, hundreds of rows touch fewer of its pages.
        counted = sorted(stem for stem in {_ALL, *stems} if len(stem) <= MAX_STEM)
        # One statement with one value: a statement for each stem took four times as long.
        adding = self._insert(words).from_select(["stem", "documents"], self._each())
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
        """Return stems of about the same length, and in how many documents each is.

        Args:
            word: What was typed; stems are up to two letters longer or shorter.
            least: In fewer documents a stem is most likely a mistake itself.
        """
        query = select(words).where(
            words.c.documents >= least,
            func.length(words.c.stem).between(len(word) - 2, len(word) + 2),
        )
        return {row.stem: row.documents for row in await self._connection.execute(query)}

    def _each(self) -> Select[str, int]:
        """Return the query for a row with each of the parameter `stems`."""
        if self._is_sqlite:
            listed = func.json_each(bindparam("stems", type_=JSON)).table_valued(
                column("value", Text)
            )
            # SQLite takes ON CONFLICT for a part of the SELECT, unless that ends in WHERE:
            # sqlite.org/lang_upsert.html
            return select(listed.c.value, literal(1)).where(true())
        stem = func.unnest(bindparam("stems", type_=ARRAY(Text)))
        return select(stem, literal(1))
