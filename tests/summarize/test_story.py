"""Stories: which member stands for all, and what is told of them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.summarize.story import choose_from_story, lead_of, summarize_story, titled
from bot.text.sentences import split_sentences
from storage.model import Draft
from tests.articles import MATCH, PIER, STRIKE, DeadlyText, prose
from tests.news import NOW, article, headline, story
from tests.newsroom import ICEBREAKER

FREED = "The icebreaker was freed in the Kara Sea on Monday after nine days."
SUNK = "The icebreaker sank on Monday night while a tug had it on the line."


@pytest.mark.parametrize(
    ("members", "lead"),
    [
        pytest.param(
            [
                article(1, "Icebreaker freed in Kara Sea", FREED, hours=9),
                article(2, "Freed icebreaker sinks under tow", SUNK, hours=1),
            ],
            1,
            id="the newest report that says what changed",
        ),
        pytest.param(
            [
                article(1, "Freed icebreaker sinks under tow", SUNK, hours=1),
                article(2, "Icebreaker freed in Kara Sea", FREED, hours=9),
            ],
            0,
            id="a report that came late is old",
        ),
        pytest.param(
            [
                article(1, "Icebreaker freed in Kara Sea", FREED, hours=9),
                article(2, "Kara Sea: freed after nine days", FREED, hours=1),
            ],
            0,
            id="a retelling changes nothing",
        ),
        pytest.param(
            [
                article(1, "Icebreaker freed in Kara Sea", FREED, hours=9),
                headline(2, "Freed icebreaker sinks under tow", hours=1),
            ],
            1,
            id="a bare headline that brings the news",
        ),
        pytest.param(
            [
                article(1, "Icebreaker freed in Kara Sea", FREED, hours=1.2),
                headline(2, "Icebreaker in Kara Sea free after nine days", hours=1),
            ],
            0,
            id="no bare headline that says what a report does",
        ),
        pytest.param(
            [
                article(1, "Icebreaker freed in Kara Sea", FREED, hours=1),
                article(2, "A captain's breakfast", "He likes eggs, and who does not?", hours=0.9),
            ],
            0,
            id="of two at one time no scene",
        ),
        pytest.param([article(1, "!!!", hours=9), article(2, "?", hours=1)], 0, id="no words"),
    ],
)
def test_the_newest_report_that_says_what_changed_leads(members, lead):
    assert lead_of(story(1, *members)) == members[lead]


async def test_a_story_is_told_by_sentences_of_its_leading_article(store, workers):
    async with store.write() as tx:
        lead, _ = await tx.articles.add(ICEBREAKER, published=True, now=NOW)
    told = await summarize_story(
        story(1, lead, headline(2)), store=store, workers=workers, length=2
    )

    assert [(each.article_id, each.text in lead.body) for each in told] == [(lead.id, True)] * 2


PIER_TOO = """Photo: Island Weekly

VENN (AP) - The ferry pier at Venn was torn apart by a storm on Sunday night.
The island of Venn had been without power for two hours when the pier broke, its council said.
Fishermen offered to take the sick to Larrow in their boats for free.
Read more: The island that lives by its ferry
The bakery of Venn has flour for nine days and bakes for everyone at the price of last week.
"""


async def _published(store, *drafts):
    async with store.write() as tx:
        return [(await tx.articles.add(draft, published=True, now=NOW))[0] for draft in drafts]


async def test_all_that_is_told_of_a_story_is_from_its_leading_report(store, workers):
    reports = await _published(
        store,
        Draft("Pier at Venn torn apart by storm", PIER, url="https://a.example/1", language="en"),
        Draft("Venn without its pier", PIER_TOO, url="https://b.example/2", language="en"),
    )
    found = story(1, *reports)
    lead = lead_of(found)
    told = await summarize_story(found, store=store, workers=workers, length=4)
    split = split_sentences(lead.body, "en")

    assert len(told) == 4
    assert {each.article_id for each in told} == {lead.id}
    assert all(split[each.position].endswith(each.text) for each in told)
    assert not [each.text for each in told if "(AP)" in each.text or "Reuters" in each.text]


async def test_what_a_reader_was_told_is_left_out_as_long_as_there_is_more(store, workers):
    [lead] = await _published(
        store, Draft("Pier at Venn torn apart", PIER, url="https://a.example/1", language="en")
    )
    first = await summarize_story(story(1, lead), store=store, workers=workers, length=2)
    told = [each.text for each in first]
    more = await summarize_story(story(1, lead), store=store, workers=workers, length=2, told=told)

    assert len(more) == 2
    assert not {each.text for each in more} & set(told)


async def test_other_methods_tell_a_story_by_its_leading_article(store, workers):
    articles = await _published(
        store,
        Draft("Pier at Venn torn apart", PIER, url="https://a.example/1", language="en"),
        Draft("Venn without its pier", PIER_TOO, url="https://b.example/2", language="en"),
    )
    found = story(1, *articles)
    told = await summarize_story(found, store=store, workers=workers, method="lead", length=3)

    assert {each.article_id for each in told} == {lead_of(found).id}


def test_no_fact_is_told_twice_by_two_articles():
    told = choose_from_story([PIER, PIER_TOO, PIER], language="en", length=9)
    storm = [each.passage.text for each in told if "Sunday night" in each.passage.text]

    assert len(storm) == 1
    assert len({each.passage.text for each in told}) == len(told) == 9


def test_sentences_come_in_the_order_of_the_articles_and_of_each_text():
    bodies = [PIER, "Photo: none", STRIKE, "", MATCH]
    told = choose_from_story(bodies, language="en", length=9)
    order = [(each.text, each.passage.position) for each in told]

    assert order == sorted(set(order))
    assert {0, 2, 4} <= {text for text, _ in order}
    assert all(each.passage.text in prose(bodies[each.text]) for each in told)


@pytest.mark.parametrize("bodies", [[], [""], ["", " "]])
def test_of_empty_articles_nothing_is_told(bodies):
    assert choose_from_story(bodies, language="en", length=3) == ()


async def test_articles_that_kill_their_worker_are_told_by_the_beginning_of_the_leading_one(
    store, workers
):
    articles = await _published(
        store,
        Draft("Pier at Venn torn apart", PIER, url="https://a.example/1", language="en"),
        Draft("Venn without its pier", PIER_TOO, url="https://b.example/2", language="en"),
    )
    found = story(1, *(replace(each, body=DeadlyText(each.body)) for each in articles))
    lead = lead_of(found)
    told = await summarize_story(found, store=store, workers=workers)

    assert [each.text for each in told] == prose(PIER_TOO)[:3]
    assert {each.article_id for each in told} == {lead.id}


async def test_the_beginning_of_an_article_has_no_asides_and_no_dateline(store, workers):
    body = (
        "Photo: Ann Roe\nVENN (AP) - The ship from Oslo is safe. It sails today. Captain Roe rests."
    )
    [lead] = await _published(store, Draft("Safe", body, language="en"))
    told = await summarize_story(story(1, lead), store=store, workers=workers, length=3)

    assert [(each.text, each.position) for each in told] == [
        ("The ship from Oslo is safe.", 1),
        ("It sails today.", 2),
        ("Captain Roe rests.", 3),
    ]


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


def test_a_story_is_titled_by_its_newest_state():
    found = story(
        1,
        article(1, "Icebreaker freed in Kara Sea", FREED, hours=9),
        article(2, "Freed icebreaker sinks under tow", SUNK, hours=1),
    )

    assert found.title == "Icebreaker freed in Kara Sea"
    assert titled(found).title == "Freed icebreaker sinks under tow"
