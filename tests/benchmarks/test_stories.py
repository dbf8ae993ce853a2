"""The figures on stories are what they are said to be."""

from __future__ import annotations

import pytest

from bot.stories.cluster import LiveStories
from bot.stories.vectorize import Sketcher
from tests.benchmarks.scoring import duplicate_scores, group
from tests.benchmarks.stories_quality import Figures, figures, grouped
from tests.benchmarks.stories_speed import cost, replicated
from tests.news import NOW

TEXTS = [
    ("Icebreaker frees coal convoy", "The icebreaker Selma freed four coal ships on Tuesday."),
    ("Dockers end strike", "Dockers in the port of Venn end a strike that began on Monday."),
]


def test_groups_like_the_stories_are_right():
    assert figures("aabb", [1, 1, 2, 2]) == Figures(1, 1, 1, 0)


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        pytest.param([1, 1, 1, 1], Figures(0.5, 1, 1, 0.5), id="all in one"),
        pytest.param([1, 2, 3, 4], Figures(1, 0.5, 2, 0), id="each alone"),
        pytest.param([1, 1, 1, 2], Figures(2 / 3, 0.75, 1.5, 0.25), id="one astray"),
    ],
)
def test_figures_tell_what_is_mixed_from_what_is_split(found, expected):
    told = figures("aabb", found)

    assert told.precision == pytest.approx(expected.precision)
    assert told.recall == pytest.approx(expected.recall)
    assert (told.pieces, told.mixed) == (expected.pieces, expected.mixed)


def test_articles_are_labelled_by_the_stories_that_theirs_became():
    sketcher = Sketcher()
    titles = ["Coal convoy freed by icebreaker", "Dockers strike in Venn port"] * 15
    stream = [(sketcher.sketch(title, "", "en"), NOW) for title in titles]

    assert grouped(stream, LiveStories()) == [1, 2] * 15


def test_what_is_scored_is_grouped_by_text_and_time():
    week = 7 * 24 * 3600
    articles = [
        {"title": title, "text": text * 3, "ts": 1_700_000_000 + later}
        for later in (0, 60, 2 * week)
        for title, text in TEXTS
    ]

    assert group(articles) == [1, 2, 1, 2, 5, 6]


def test_pairs_are_scored_in_their_order():
    one, other = ({"title": title, "text": text * 3} for title, text in TEXTS)

    assert duplicate_scores([{"a": one, "b": one}, {"a": one, "b": other}]) == [1, 0]


def test_a_stream_of_any_length_repeats_the_texts_in_other_words():
    stream = list(replicated(TEXTS, 7))

    assert len(stream) == 7
    assert {title for title, _, _ in stream[:2]} == {title for title, _ in TEXTS}
    assert any(title not in dict(TEXTS) for title, _, _ in stream[2:])
    assert [at for _, _, at in stream] == sorted(at for _, _, at in stream)


def test_the_cost_of_a_stream_is_counted_to_its_end():
    spent = cost(replicated(TEXTS, 600))

    assert spent.articles == 600
    assert spent.per_second > 0
    assert 0 < spent.stories <= 600
