"""Which story an item joins."""

from datetime import timedelta

import pytest

from bot.stories.cluster import WINDOW, assign
from bot.stories.terms import TERMS, cosine, heaviest, normalised, weigh
from storage.model import Centroid
from tests.news import NOW

MANY = 10_000
ICE = normalised({"icebreak": 3, "kara": 3, "crew": 2, "ship": 1})
PORT = normalised({"docker": 3, "strike": 3, "port": 2, "ship": 1})


def centroid(story_id, terms, *, age=timedelta(0)):
    return Centroid(story_id=story_id, terms=terms, size=2, updated_at=NOW - age)


def joined(terms, *candidates, has_text=True, documents=MANY):
    return assign(terms, candidates, has_text=has_text, documents=documents, at=NOW)


def test_an_item_joins_the_story_it_is_nearest_to():
    item = normalised({"icebreak": 2, "kara": 2, "rudder": 1})
    assert joined(item, centroid(1, PORT), centroid(2, ICE)) == 2


def test_an_item_near_no_story_begins_its_own():
    assert joined(normalised({"chess": 2, "champion": 1}), centroid(1, PORT)) is None


def test_a_story_that_rested_for_longer_than_the_window_is_over():
    assert joined(ICE, centroid(1, ICE, age=WINDOW)) == 1
    assert joined(ICE, centroid(1, ICE, age=WINDOW + timedelta(minutes=1))) is None


def test_the_fresher_of_two_equal_stories_is_joined():
    old, fresh = centroid(1, ICE, age=timedelta(hours=30)), centroid(2, ICE)
    assert joined(ICE, old, fresh) == joined(ICE, fresh, old) == 2


def test_the_older_id_wins_a_tie_in_any_order():
    one, two = centroid(1, ICE), centroid(2, ICE)
    assert joined(ICE, one, two) == joined(ICE, two, one) == 1


@pytest.mark.parametrize(
    ("has_text", "expected"),
    [pytest.param(True, None, id="text"), pytest.param(False, 1, id="headline")],
)
def test_a_headline_needs_less_agreement_than_a_text(has_text, expected):
    near = {"kara": 0.28, "sea": 0.28, **{f"w{n}": 0.3 for n in range(20)}}
    item = normalised({"kara": 1, "sea": 1, **{f"v{n}": 1 for n in range(5)}})
    assert 0.12 < cosine(item, near) < 0.18
    assert joined(item, centroid(1, near), has_text=has_text) == expected


def test_while_little_is_known_more_agreement_is_needed():
    item = normalised({"kara": 1, "sea": 1, "coal": 2, "convoy": 2, "wait": 2})
    near = centroid(1, normalised({"kara": 1, "sea": 1, "crew": 2, "tow": 2, "safe": 2}))
    assert 0.12 < cosine(item, near.terms) < 0.25
    assert joined(item, near, has_text=False, documents=20) is None
    assert joined(item, near, has_text=False, documents=MANY) == 1


def test_a_rare_word_weighs_more_than_a_common_one_and_a_title_more_than_a_body():
    frequencies = {"kara": 2, "ship": 80, "tow": 2}
    terms = weigh(["kara", "ship"], ["tow"], documents=100, frequencies=frequencies)
    assert list(heaviest(terms)) == ["kara", "tow", "ship"]


def test_a_story_is_told_by_the_heaviest_terms_alone_in_a_stable_order():
    terms = {f"stem{number:02}": 1.0 for number in range(2 * TERMS)}
    assert list(heaviest(terms)) == sorted(terms)[:TERMS]
