"""Summaries of articles: computed once, elsewhere, and never for longer than a reader waits."""

from __future__ import annotations

import os
from dataclasses import replace
from multiprocessing import parent_process

import pytest

from bot.errors import NoSummaryError, NoSummaryReason, NotFoundError, UsageError
from bot.summarize.article import summarize_article
from bot.summarize.methods import EDITION
from storage.model import Draft, Sentence, Summary
from tests.news import NOW
from tests.newsroom import ICEBREAKER


class _Deadly(str):
    """A text that kills the worker process that reads it, as a fault of a library may."""

    __slots__ = ()

    def splitlines(self, keepends=False):  # noqa: FBT002 - the signature is Python's
        if parent_process():
            os._exit(1)
        return super().splitlines(keepends)


@pytest.fixture
async def article(store):
    async with store.write() as tx:
        article, _ = await tx.articles.add(ICEBREAKER, published=True, now=NOW)
    return article


async def test_a_summary_is_of_the_articles_own_sentences_in_reading_order(store, workers, article):
    found = await summarize_article(article, store=store, workers=workers, length=2)

    assert (found.article_id, found.method, found.length) == (article.id, "ranker", 2)
    assert [each.article_id for each in found.sentences] == [article.id] * 2
    assert [each.position for each in found.sentences] == sorted(
        each.position for each in found.sentences
    )
    assert [each.text in article.body for each in found.sentences] == [True] * 2


async def test_a_summary_is_computed_once_for_each_method_and_length(store, workers, article):
    kept = Summary(article.id, "lead", 2, EDITION, (Sentence("Kept from before.", article.id, 0),))
    async with store.write() as tx:
        await tx.summaries.put(kept)

    again = await summarize_article(article, store=store, workers=workers, method="lead", length=2)
    longer = await summarize_article(article, store=store, workers=workers, method="lead", length=3)
    async with store.read() as tx:
        stored = await tx.summaries.get(article.id, method="lead", length=3, edition=EDITION)

    assert (again, longer) == (kept, stored)
    assert len(longer.sentences) == 3


async def test_a_text_too_short_says_so_and_keeps_nothing(store, workers):
    async with store.write() as tx:
        short, _ = await tx.articles.add(Draft("Title", "One. Two."), published=True, now=NOW)

    with pytest.raises(NoSummaryError) as caught:
        await summarize_article(short, store=store, workers=workers)

    async with store.read() as tx:
        stored = await tx.summaries.get(short.id, method="ranker", length=3, edition=EDITION)
    assert (caught.value.reason, stored) == (NoSummaryReason.TOO_SHORT, None)


async def test_a_method_that_takes_too_long_is_stopped(store, workers):
    body = " ".join(f"Ship {i} brought {i % 7} tons to pier {i % 5} at last." for i in range(150))
    async with store.write() as tx:
        slow, _ = await tx.articles.add(Draft("Ships", body), published=True, now=NOW)

    with pytest.raises(NoSummaryError) as caught:
        await summarize_article(slow, store=store, workers=workers, method="kl", seconds=0.1)

    error = caught.value
    assert (error.reason, error.method, error.sentences) == (
        NoSummaryReason.TOO_SLOW,
        "kl",
        150,
    )


async def test_a_text_that_kills_its_worker_has_no_summary(store, workers, article):
    deadly = replace(article, body=_Deadly("One came. Two went."))

    with pytest.raises(NoSummaryError) as caught:
        await summarize_article(deadly, store=store, workers=workers)

    assert (caught.value.reason, caught.value.sentences) == (NoSummaryReason.TOO_SLOW, 2)


async def test_an_article_that_was_removed_meanwhile_is_not_found(store, workers, article):
    async with store.write() as tx:
        await tx.articles.remove(article.id)

    with pytest.raises(NotFoundError) as caught:
        await summarize_article(article, store=store, workers=workers)

    assert caught.value.ref == article.ref


async def test_a_method_that_does_not_exist_is_named(store, workers, article):
    with pytest.raises(UsageError) as caught:
        await summarize_article(article, store=store, workers=workers, method="magic")

    assert caught.value.problem.startswith("There is no method magic")
