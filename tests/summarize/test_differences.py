"""Where reports of one event differ is shown; whatever can be explained otherwise is not."""

from __future__ import annotations

import pytest

from bot.summarize.differences import differences_of, find_voices
from storage.model import Article
from tests.articles import DeadlyText
from tests.news import article, story


def reports(*bodies: str, language: str = "en", hours: tuple[float, ...] = ()) -> list[Article]:
    """Return reports of as many outlets, published at the same time if no hours are given."""
    times = hours or (1.0,) * len(bodies)
    return [
        article(number, body=body, site=f"Paper {number}", language=language, hours=time)
        for number, (body, time) in enumerate(zip(bodies, times, strict=True), 1)
    ]


def shown(*bodies: str, **facts) -> list[tuple[str, str]]:
    return [(one.one.text, one.other.text) for one in differences_of(reports(*bodies, **facts))]


DIFFERENT = [
    pytest.param(
        "At least 14 people were killed when the dam of Lamora burst on Tuesday.",
        "The dam of Lamora burst on Tuesday and killed 11 people in the valley below.",
        "en",
        id="people",
    ),
    pytest.param(
        "The flood in the Venn valley destroyed 340 houses, the council said.",
        "More than 500 houses were destroyed by the flood in the Venn valley.",
        "en",
        id="things",
    ),
    pytest.param(
        "Ministers promised the island of Venn $14 billion in aid for rebuilding harbours.",
        "The island of Venn gets $24 billion in aid for rebuilding harbours, ministers promised.",
        "en",
        id="money",
    ),
    pytest.param(
        "The ferry Aurora left the harbour of Larrow at 7:40 a.m. with a broken radar.",
        "With a broken radar, the ferry Aurora left the harbour of Larrow at 8:15 a.m.",
        "en",
        id="hour",
    ),
    pytest.param(
        "The council of Venn approved the plan for a new pier in Larrow.",
        "The council of Venn rejected the plan for a new pier in Larrow.",
        "en",
        id="outcome",
    ),
    pytest.param(
        "The operator Nordline knew of rust in the piles of the pier since last spring.",
        "Nobody was told: the company denied that it knew of rust in the piles of the pier.",
        "en",
        id="denial",
    ),
    pytest.param(
        "Bei dem Unglück in der Grube von Larrow wurden am Dienstag 14 Menschen verletzt.",
        "Am Dienstag wurden in der Grube von Larrow bei einem Unglück elf Menschen verletzt.",
        "de",
        id="German",
    ),
    pytest.param(
        "Inondations à Larrow : 340 maisons ont été détruites, selon la préfecture.",
        "Selon la préfecture, 500 maisons ont été détruites par les inondations à Larrow.",
        "fr",
        id="French",
    ),
    pytest.param(
        "Повінь у Ларові зруйнувала 340 будинків, повідомила міська рада.",
        "Міська рада повідомила, що повінь у Ларові зруйнувала понад 500 будинків.",
        "uk",
        id="Ukrainian",
    ),
]


@pytest.mark.parametrize(("one", "other", "language"), DIFFERENT)
def test_two_sentences_that_cannot_both_be_right_are_shown(one, other, language):
    assert shown(one, other, language=language) == [(one, other)]


HOUSES = "The flood in the Venn valley destroyed 340 houses, the council said."
MORE = "More than 500 houses were destroyed by the flood in the Venn valley."


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param(
            HOUSES, "The flood in the Venn valley destroyed about 300 houses.", id="rounded"
        ),
        pytest.param(
            HOUSES,
            "The flood in the Venn valley destroyed 500 houses, the council said. "
            "It had initially spoken of 340 houses.",
            id="the other report knows both",
        ),
        pytest.param(
            HOUSES,
            "Officials initially spoke of 500 houses destroyed by the flood in the Venn valley.",
            id="an older count",
        ),
        pytest.param(
            HOUSES,
            "The flood in the Larrow valley destroyed 500 houses, the council said.",
            id="elsewhere",
        ),
        pytest.param(
            "The flood in the Venn valley destroyed 340 houses on Monday.",
            "The flood in the Venn valley destroyed 500 houses on Tuesday.",
            id="another day",
        ),
        pytest.param(
            "At least 14 people were killed when the dam of Lamora burst.",
            "Some 30 people were hurt when the dam of Lamora burst.",
            id="counts something else",
        ),
        pytest.param(
            "The quake in Venn lasted 14 seconds and was felt in Larrow.",
            "The quake in Venn was felt in Larrow 25 seconds later.",
            id="a measure",
        ),
        pytest.param(
            "Seven of nine judges in Venn backed the ban on ships.",
            "Five judges in Venn backed the ban on ships.",
            id="a share",
        ),
        pytest.param(HOUSES, HOUSES, id="the same"),
    ],
)
def test_what_can_be_explained_otherwise_is_no_difference(one, other):
    assert shown(one, other) == []


def test_a_later_report_has_a_newer_count_and_no_other_one():
    assert shown(HOUSES, MORE, hours=(9, 2)) == []
    assert shown(HOUSES, MORE, hours=(3, 2)) == [(HOUSES, MORE)]


def test_a_denial_stands_against_what_was_said_hours_before():
    claim = (
        "The shipyard Nordline is in talks to buy the ferry company Venn Lines, two people said."
    )
    denial = "Venn Lines denied that it was in talks to be bought by the shipyard Nordline."
    assert shown(claim, denial, hours=(9, 2)) == [(claim, denial)]
    assert shown(claim, denial, hours=(40, 2)) == []


def test_what_was_open_long_before_the_newest_report_is_settled():
    settled = "The flood in the Venn valley has gone back, and the schools are open again."
    assert shown(HOUSES, MORE, settled, hours=(12, 11.5, 1)) == []


def test_a_correction_explains_why_its_number_is_another():
    corrected = f"Correction: an earlier version of this article gave a wrong number.\n{MORE}"
    assert shown(HOUSES, corrected) == []


def test_an_outlet_does_not_differ_with_itself():
    one, other = reports(HOUSES, MORE)
    assert differences_of([one, article(2, body=other.body, site=one.site)]) == ()


def test_in_a_language_that_nobody_described_nothing_is_found():
    assert shown(HOUSES, MORE, language="") == []
    assert shown(HOUSES, MORE, language="xx") == []


def test_a_sentence_that_leans_on_another_is_not_shown_alone():
    leaning = "It also destroyed 500 houses of the Venn valley, the council said."
    assert shown(HOUSES, f"A flood came at night. {leaning}") == []


async def test_a_text_that_cannot_be_read_costs_nobody_the_story(workers):
    whole = story(1, *reports(HOUSES, MORE))
    found = await find_voices(whole, title="Flood", told=(), workers=workers)
    assert [each.one.outlet for each in found.differs] == ["Paper 1"]

    deadly = story(1, *reports(DeadlyText(HOUSES), MORE))
    found = await find_voices(deadly, title="Flood", told=(), workers=workers)
    assert found.differs == ()
