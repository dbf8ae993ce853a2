"""Each report of a story is held against those before it: what it adds is told, once."""

from __future__ import annotations

from dataclasses import replace

from bot.summarize.story import additions, find_additions
from storage.model import Article
from tests.articles import DeadlyText
from tests.news import article

FIRST = (
    "The icebreaker was freed from the pack on Tuesday after nine days. "
    "All 34 crew members are safe, the ministry said."
)
SECOND = (
    "All 34 crew members are safe, the ministry said. "
    "Divers found that the rudder had been torn off by the ice. "
    "The icebreaker was freed from the pack on Tuesday after nine days."
)
THIRD = (
    "Divers found that the rudder had been torn off by the ice. "
    "The icebreaker was freed from the pack on Tuesday after nine days. "
    "Repairs in Murmansk will cost 12 million euros, the owner estimates."
)
RUDDER = "Divers found that the rudder had been torn off by the ice."
COST = "Repairs in Murmansk will cost 12 million euros, the owner estimates."


def report(number: int, body: str, *, hours: float) -> Article:
    """Return a report published `hours` after the first."""
    return article(number, body=body, hours=24 - hours)


REPORTS = (
    report(1, FIRST, hours=0),
    report(2, SECOND, hours=1),
    report(3, THIRD, hours=2),
)


def said(*articles: Article, told=()) -> list[tuple[int, str]]:
    return [(each.article_id, each.text) for each in additions(articles, told=told)]


def test_each_report_tells_what_those_before_it_did_not():
    assert said(*REPORTS) == [(2, RUDDER), (3, COST)]


def test_the_order_of_publishing_counts_and_not_the_order_given():
    assert said(*reversed(REPORTS)) == said(*REPORTS)


def test_what_the_summary_tells_already_is_no_addition():
    assert said(*REPORTS, told=[RUDDER]) == [(3, COST)]


def test_a_report_that_repeats_others_adds_nothing():
    assert said(*REPORTS, report(4, FIRST, hours=5)) == said(*REPORTS)


def test_a_sentence_that_stands_alone_goes_before_one_that_hangs_on_another():
    hanging = "But it will take three tugs and 40 divers to bring the icebreaker home."
    cut = "Repairs in Murmansk will cost 12 million euros and may last until..."
    alone = "A court in Oslo will hear the owner of the tug on Monday."
    report_of_all = report(2, f"{hanging} {cut} {alone}", hours=1)

    assert said(REPORTS[0], report_of_all) == [(2, alone)]


def test_one_report_adds_to_nothing():
    assert said(REPORTS[0]) == []
    assert said() == []


async def test_a_report_that_can_not_be_read_costs_the_additions_alone(workers):
    deadly = replace(REPORTS[2], body=DeadlyText(THIRD))
    assert await find_additions([*REPORTS[:2], deadly], told=(), workers=workers) == ()
    assert await find_additions(REPORTS, told=(), workers=workers) == additions(REPORTS)
