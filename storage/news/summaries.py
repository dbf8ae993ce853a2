"""Summaries, kept so that each is computed once."""

from __future__ import annotations

from sqlalchemy import select

from storage.model import Sentence, Summary
from storage.repository import Mode, Repository, Writes
from storage.schema import summaries


class Summaries(Repository[Mode]):
    """The summaries, one for each article, method and length."""

    async def get(
        self, article_id: int, *, method: str, length: int, edition: int
    ) -> Summary | None:
        """Return the summary of the article by this edition of a method, of this length."""
        query = select(summaries.c.sentences).where(
            summaries.c.article_id == article_id,
            summaries.c.method == method,
            summaries.c.length == length,
            summaries.c.edition == edition,
        )
        chosen = (await self._connection.execute(query)).scalar_one_or_none()
        if chosen is None:
            return None
        sentences = tuple(Sentence(text, article_id, position) for position, text in chosen)
        return Summary(article_id, method, length, edition, sentences)

    async def put(self: Summaries[Writes], summary: Summary) -> None:
        """Keep `summary` in place of an earlier one by the same method and length."""
        insert = self._insert(summaries).values(
            article_id=summary.article_id,
            method=summary.method,
            length=summary.length,
            edition=summary.edition,
            sentences=[[each.position, each.text] for each in summary.sentences],
        )
        await self._connection.execute(
            insert.on_conflict_do_update(
                index_elements=summaries.primary_key.columns,
                set_={
                    "edition": insert.excluded.edition,
                    "sentences": insert.excluded.sentences,
                },
            )
        )
