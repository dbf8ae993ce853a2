"""Summaries are kept for each article, method and length."""

from __future__ import annotations

import pytest

from storage import StorageError
from storage.model import Draft, Sentence, Summary
from tests.moments import utc

NOW = utc("2026-01-10T06:00")


async def test_a_summary_replaces_the_one_of_its_method_and_length(store):
    async with store.write() as tx:
        article, _ = await tx.articles.add(Draft("Title", "One. Two."), published=True, now=NOW)
        first = Summary(article.id, "lead", 2, 1, (Sentence("One.", article.id, 0),))
        second = Summary(
            article.id,
            "lead",
            2,
            2,
            (Sentence("One.", article.id, 0), Sentence("Два.", article.id, 1)),
        )
        longer = Summary(article.id, "lead", 5, 1, ())
        for summary in (first, second, longer):
            await tx.summaries.put(summary)

    async with store.read() as tx:
        assert await tx.summaries.get(article.id, method="lead", length=2, edition=2) == second
        assert await tx.summaries.get(article.id, method="lead", length=5, edition=1) == longer
        assert await tx.summaries.get(article.id, method="ranker", length=2, edition=1) is None
        assert await tx.summaries.get(99, method="lead", length=2, edition=1) is None
        assert await tx.summaries.get(article.id, method="lead", length=2, edition=1) is None


async def test_there_is_no_summary_of_nothing(store):
    with pytest.raises(StorageError):
        async with store.write() as tx:
            await tx.summaries.put(Summary(99, "lead", 2, 1, ()))
