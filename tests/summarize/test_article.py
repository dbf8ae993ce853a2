"""Summaries of articles: computed once, elsewhere, and never for longer than a reader waits."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.errors import NoSummaryError, NoSummaryReason, NotFoundError, UsageError
from bot.summarize.article import explain_article, summarize_article
from bot.summarize.methods import EDITION
from bot.text.sentences import split_sentences
from storage.model import Draft, Sentence, Summary
from tests.articles import PIER, DeadlyText, prose
from tests.news import NOW
from tests.newsroom import ICEBREAKER


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


@pytest.mark.parametrize("edition", [EDITION - 1, EDITION + 1])
async def test_a_summary_by_another_edition_is_made_anew_and_replaced(
    store, workers, article, edition
):
    kept = Summary(article.id, "lead", 2, edition, (Sentence("From before.", article.id, 0),))
    async with store.write() as tx:
        await tx.summaries.put(kept)

    found = await summarize_article(article, store=store, workers=workers, method="lead", length=2)
    async with store.read() as tx:
        stored = await tx.summaries.get(article.id, method="lead", length=2, edition=EDITION)
        old = await tx.summaries.get(article.id, method="lead", length=2, edition=edition)

    assert found.edition == EDITION
    assert "From before." not in [each.text for each in found.sentences]
    assert (stored, old) == (found, None)


async def test_asides_and_datelines_are_not_shown_and_sentences_keep_their_places(store, workers):
    async with store.write() as tx:
        pier, _ = await tx.articles.add(
            Draft("Pier torn apart", f"Photo: Ann Roe\n{PIER}", language="en"),
            published=True,
            now=NOW,
        )
    found = await summarize_article(pier, store=store, workers=workers, length=5)
    split = split_sentences(pier.body, "en")

    assert {each.text for each in found.sentences} <= set(prose(PIER))
    assert all(split[each.position].endswith(each.text) for each in found.sentences)


async def test_a_line_is_short_and_takes_the_place_of_no_summary(store, workers, article):
    one = await summarize_article(article, store=store, workers=workers, length=1)
    line = await summarize_article(
        article, store=store, workers=workers, length=1, most_characters=80
    )
    async with store.read() as tx:
        stored = await tx.summaries.get(article.id, method="ranker", length=1, edition=EDITION)

    assert len(line.sentences[0].text) <= 80
    assert stored == one


async def test_a_summary_can_be_explained(workers, article):
    explained = await explain_article(article, workers=workers, length=2)

    assert [passage.text in article.body for passage, _ in explained] == [True] * 2
    assert all(reason.words for _, reason in explained)


async def test_a_text_that_kills_its_worker_is_not_explained(workers, article):
    with pytest.raises(NoSummaryError) as caught:
        await explain_article(replace(article, body=DeadlyText(PIER)), workers=workers)

    assert caught.value.reason == NoSummaryReason.TOO_SLOW


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
    deadly = replace(article, body=DeadlyText("One came. Two went."))

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

    assert (caught.value.code, caught.value.facts["method"]) == ("error-no-method", "magic")
