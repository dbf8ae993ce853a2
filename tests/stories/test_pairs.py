"""Two headlines of one event are told from two that merely share a name or a word."""

from __future__ import annotations

import numpy as np
import pytest

from bot.stories.related import FEATURES, Title, features, likeliness, pair_weights
from bot.text.embeddings import MINILM, WORDLLAMA
from tests.training import fit_pairs

TARIFFS = "Appeals Court Reinstates Trade Tariffs"
SAME = "Trade Tariffs Stay, Appeals Court Rules"
NAMESAKE = "Appeals Court Frees Man After 20 Years"
OTHER = "Museum Returns Bronze Bell to Island"


def likely(one: str, other: str, language: str = "") -> float:
    [found] = likeliness([(one, other)], language)
    return found


def test_the_same_event_is_likelier_than_the_same_name_and_that_than_nothing_shared():
    assert likely(TARIFFS, SAME) > likely(TARIFFS, NAMESAKE) > likely(TARIFFS, OTHER)


def test_the_order_within_a_pair_makes_no_difference():
    assert likely(TARIFFS, SAME) == pytest.approx(likely(SAME, TARIFFS))


def test_each_pair_is_told_by_itself():
    pairs = [(TARIFFS, SAME), (TARIFFS, OTHER)]
    assert likeliness(pairs) == pytest.approx([likely(*pair) for pair in pairs])
    assert likeliness([]) == []


def test_other_numbers_make_one_event_less_likely():
    assert likely("Quake kills 20 in Peru", "Quake kills 20 people in Peru") > likely(
        "Quake kills 20 in Peru", "Quake kills 31 people in Peru"
    )


@pytest.mark.parametrize("text", ["", "...", "the"])
def test_titles_that_say_nothing_can_be_compared(text):
    assert 0 <= likely(text, TARIFFS) <= 1
    assert 0 <= likely(text, text) <= 1


def test_titles_in_other_languages_are_compared_too():
    one = "Суд повернув мита на сталь"
    assert likely(one, "Апеляційний суд повернув мита на сталь", "uk") > likely(
        one, "Музей повернув дзвін на острів", "uk"
    )


def test_every_feature_has_a_weight():
    found = features(Title.of(TARIFFS), Title.of(SAME), 0.5)
    assert {len(found), *map(len, map(pair_weights, (WORDLLAMA, MINILM)))} == {len(FEATURES)}


def test_fitting_finds_what_decides_and_the_area_says_how_surely():
    random = np.random.default_rng(1)
    given = np.column_stack([np.ones(400), random.normal(size=(400, 2))])
    wanted = (given[:, 1] > 0).astype(float)

    weights = fit_pairs.fit(given, wanted)

    assert abs(weights[1]) > 5 * abs(weights[2])
    assert fit_pairs.area(wanted, given @ weights) > 0.99
    assert fit_pairs.area(wanted, np.zeros(400)) == 0.5
