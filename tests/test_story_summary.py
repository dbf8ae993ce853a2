"""Stories: which member stands for all, and what is told of them."""

from __future__ import annotations

import pytest

from bot.summarize.story import lead_of, summarize_story
from bot.text.sentences import split_sentences
from storage.model import Draft
from tests.news import NOW, article, headline, story
from tests.newsroom import ICEBREAKER


@pytest.mark.parametrize(
    ("members", "lead"),
    [
        pytest.param(
            [article(1, "Crew safe at sea", hours=9), headline(2, "Icebreaker freed", hours=1)],
            0,
            id="an article before any headline",
        ),
        pytest.param(
            [
                article(1, "Icebreaker freed in Kara Sea", hours=9),
                article(2, "What a captain eats", hours=1),
                article(3, "Kara Sea icebreaker free", hours=5),
            ],
            2,
            id="the title that says what others say",
        ),
        pytest.param(
            [article(1, "Icebreaker freed", hours=9), article(2, "Icebreaker freed", hours=1)],
            1,
            id="the newer one of two alike",
        ),
        pytest.param(
            [
                article(1, "Crew safe", hours=9),
                article(2, "Ship in harbour", hours=1),
                headline(3, "Crew is safe"),
            ],
            0,
            id="headlines have a say",
        ),
        pytest.param(
            [headline(1, "Icebreaker freed", hours=9), headline(2, "Icebreaker freed", hours=1)],
            1,
            id="headlines alone",
        ),
        pytest.param([article(1, "!!!", hours=9), article(2, "?", hours=1)], 1, id="no words"),
    ],
)
def test_the_member_that_readers_recognise_stands_for_the_story(members, lead):
    assert lead_of(story(1, *members)) == members[lead]


async def test_a_story_is_told_by_sentences_of_its_leading_article(store, workers):
    async with store.write() as tx:
        lead, _ = await tx.articles.add(ICEBREAKER, published=True, now=NOW)
    told = await summarize_story(
        story(1, lead, headline(2)), store=store, workers=workers, length=2
    )

    assert [(each.article_id, each.text in lead.body) for each in told] == [(lead.id, True)] * 2


async def test_a_story_of_headlines_has_nothing_to_tell(store, workers):
    assert await summarize_story(story(1, headline(1)), store=store, workers=workers) == ()


@pytest.mark.parametrize(
    ("body", "method"),
    [
        pytest.param(
            "All are safe. The ship is under tow. The rudder broke. More will follow.",
            "ranker",
            id="too short",
        ),
        pytest.param(
            "\n".join(f"Ship {number} came to the harbour at last." for number in range(200)),
            "kl",
            id="too long for the method",
        ),
    ],
)
async def test_an_article_without_a_summary_is_told_by_its_beginning(store, workers, body, method):
    async with store.write() as tx:
        lead, _ = await tx.articles.add(Draft("Safe", body), published=True, now=NOW)
    told = await summarize_story(story(1, lead), store=store, workers=workers, method=method)

    assert [(each.text, each.position) for each in told] == [
        (sentence, position) for position, sentence in enumerate(split_sentences(body)[:3])
    ]
