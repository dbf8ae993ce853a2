"""Words: in how many documents each one stands, so that rare ones can tell more."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import Text, and_, bindparam, func, literal, or_, select
from sqlalchemy.dialects.postgresql import ARRAY

from storage.noun import Noun
from storage.search_tables import MAX_STEM, words

# No stem is empty: this row counts the documents.
_ALL = ""

_COUNT = """
INSERT INTO words (stem, documents) VALUES (?, 1)
ON CONFLICT (stem) DO UPDATE SET documents = documents + 1
"""


class Words(Noun):
    """The counts of documents, in all and for each stem."""

    async def add(self, stems: Collection[str]) -> None:
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
