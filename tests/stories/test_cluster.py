"""Which story an item joins, and what becomes of stories in memory."""

from __future__ import annotations

from datetime import timedelta

import numpy as np
import pytest

from bot.stories.cluster import LiveStories
from bot.stories.thresholds import WINDOW
from bot.stories.vectorize import Sketch, normalised
from tests.news import NOW

MANY = 10_000
ICE = {"icebreak": 3, "kara": 3, "crew": 2, "ship": 1}
PORT = {"docker": 3, "strike": 3, "port": 2, "ship": 1}
CHESS = {"chess": 2, "champion": 1, "board": 1}


def sketch(terms, *, has_text=True, counted=MANY, meaning=None):
    heavy = dict(sorted(normalised(terms).items(), key=lambda term: (-term[1], term[0])))
    vector = None
    if meaning is not None:
        vector = np.zeros(256, np.float32)
        vector[meaning] = 1
    return Sketch(terms=heavy, meaning=vector, has_text=has_text, counted=counted)


def live_with(*stories, at=NOW):
    live = LiveStories()
    for story_id, terms in stories:
        live.join(story_id, sketch(terms), at)
    return live


def restored(live):
    again = LiveStories()
    for story_id in reversed(list(live)):
        again.load(live.centroid(story_id))
    return again


def test_an_item_joins_the_story_it_is_nearest_to():
    live = live_with((1, PORT), (2, ICE))

    assert live.best(sketch({"icebreak": 2, "kara": 2, "rudder": 1}), NOW) == 2


def test_an_item_near_no_story_begins_its_own():
    assert live_with((1, PORT)).best(sketch(CHESS), NOW) is None


def test_asking_changes_nothing():
    live = live_with((1, PORT))

    live.best(sketch(ICE), NOW)

    assert list(live) == [1]
    assert live.centroid(1).size == 1


def test_a_story_that_rested_for_longer_than_the_window_is_joined_no_more():
    live = LiveStories(fade=timedelta(days=30))
    live.join(1, sketch(ICE), NOW)

    assert live.best(sketch(ICE), NOW + WINDOW) == 1
    assert live.best(sketch(ICE), NOW + WINDOW + timedelta(seconds=1)) is None


def test_a_late_item_finds_the_story_that_moved_on_without_it():
    live = live_with((1, ICE), (2, PORT))

    assert live.best(sketch(ICE), NOW - timedelta(hours=30)) == 1


def test_a_late_item_does_not_make_its_story_older():
    live = live_with((1, ICE))

    live.join(1, sketch(ICE), NOW - timedelta(hours=30))

    assert live.centroid(1).moved == NOW


def test_an_item_without_a_time_is_compared_as_if_it_were_new_and_moves_no_story():
    live = live_with((1, ICE))

    assert live.best(sketch(ICE), None) == 1
    live.join(1, sketch(ICE), None)
    assert live.centroid(1).moved == NOW


def test_the_fresher_of_two_equal_stories_is_joined():
    live = LiveStories()
    live.join(1, sketch(ICE), NOW - timedelta(hours=30))
    live.join(2, sketch(ICE), NOW)

    assert live.best(sketch(ICE), NOW) == 2


def test_the_smaller_id_wins_a_tie_in_any_order_of_joining():
    assert live_with((1, ICE), (2, ICE)).best(sketch(ICE), NOW) == 1
    assert live_with((2, ICE), (1, ICE)).best(sketch(ICE), NOW) == 1


def test_a_story_that_the_item_was_set_apart_from_is_passed_over():
    live = live_with((1, ICE), (2, {**ICE, "tug": 1}))

    assert live.best(sketch(ICE), NOW, excluded={1}) == 2
    assert live.best(sketch(ICE), NOW, excluded={1, 2}) is None


def test_stories_outside_the_window_are_dropped_and_named():
    live = live_with((4, ICE), (3, CHESS))
    live.join(5, sketch(PORT), NOW + timedelta(hours=1))

    assert live.expire(NOW + WINDOW) == []
    assert live.expire(NOW + WINDOW + timedelta(minutes=1)) == [3, 4]
    assert list(live) == [5]


def test_what_means_the_same_in_other_words_joins_where_words_alone_would_not():
    said = {"kara": 1, **{f"v{n}": 1 for n in range(8)}}
    headline = {"kara": 1, **{f"w{n}": 1 for n in range(8)}}
    live = LiveStories()
    live.join(1, sketch(said, meaning=0), NOW)

    assert live.best(sketch(headline, has_text=False, meaning=1), NOW) is None
    assert live.best(sketch(headline, has_text=False, meaning=0), NOW) == 1


def test_a_headline_needs_less_agreement_than_a_text():
    near = {"kara": 1, "sea": 1, **{f"w{n}": 1 for n in range(10)}}
    item = {"kara": 2.5, "sea": 2.5, **{f"v{n}": 3 for n in range(4)}}
    live = live_with((1, near))

    assert live.best(sketch(item), NOW) is None
    assert live.best(sketch(item, has_text=False), NOW) == 1


def test_while_little_is_known_more_agreement_is_needed():
    live = live_with((1, {"kara": 1, "sea": 1, "crew": 2, "tow": 2, "safe": 2}))
    item = {"kara": 1, "sea": 1, "coal": 1, "convoy": 1}

    assert live.best(sketch(item, has_text=False, counted=2), NOW) is None
    assert live.best(sketch(item, has_text=False, counted=MANY), NOW) == 1


def headlines(live, story_id, terms, count):
    for number in range(count):
        extra = {f"x{story_id}y{number}": 1}
        live.join(story_id, sketch({**terms, **extra}, has_text=False), NOW)


@pytest.fixture
def split():
    """A large and a small story of headlines about the same, and one about something else."""
    live = LiveStories()
    headlines(live, 1, ICE, 3)
    headlines(live, 2, ICE, 14)
    headlines(live, 3, CHESS, 14)
    return live


def test_stories_of_headlines_that_turn_out_to_be_one_are_merged_into_the_larger(split):
    assert split.merges() == [(2, 1)]

    split.merge(2, 1)

    assert split.merges() == []
    assert list(split) == [2, 3]
    assert split.centroid(2).size == 17


def test_asking_again_before_merging_gives_the_same(split):
    assert split.merges() == split.merges() == [(2, 1)]


def test_of_two_stories_as_large_the_smaller_id_stays():
    live = LiveStories()
    headlines(live, 8, ICE, 14)
    headlines(live, 5, ICE, 14)

    assert live.merges() == [(5, 8)]


def test_two_small_stories_are_not_merged():
    live = LiveStories()
    headlines(live, 1, ICE, 3)
    headlines(live, 2, ICE, 4)

    assert live.merges() == []


def test_stories_of_texts_are_not_merged():
    live = LiveStories()
    for story_id in (1, 2):
        for _ in range(14):
            live.join(story_id, sketch(ICE), NOW)

    assert live.merges() == []


def test_stories_that_were_set_apart_are_never_merged(split):
    split.apart(1, 2)

    assert split.merges() == []


def test_what_is_merged_stays_apart_from_what_its_part_was_apart_from(split):
    headlines(split, 4, ICE, 2)
    split.apart(1, 4)
    split.merge(2, 1)

    assert split.merges() == []


def test_a_merged_story_takes_the_items_of_both():
    live = live_with((1, ICE), (2, PORT))
    live.merge(1, 2)

    assert live.best(sketch(ICE), NOW) == live.best(sketch(PORT), NOW) == 1


def test_a_forgotten_story_is_joined_no_more(split):
    split.forget(2)
    split.forget(1)

    assert split.best(sketch(ICE), NOW) is None


def test_a_long_story_is_told_by_its_heaviest_terms():
    live = LiveStories()
    for number in range(90):
        live.join(1, sketch({**ICE, f"a{number}": 0.1, f"b{number}": 0.1}), NOW)

    kept = live.centroid(1).terms

    assert len(kept) <= 120
    assert set(ICE) <= set(kept)


def test_restored_stories_decide_as_if_nothing_had_stopped(split):
    again = restored(split)

    assert again.merges() == split.merges()
    for live in (split, again):
        live.join(9, sketch(PORT, meaning=3), NOW)
        live.merge(2, 1)
    for terms in (ICE, PORT, CHESS, {"ship": 1, "crew": 1}):
        assert again.best(sketch(terms, meaning=3), NOW) == split.best(
            sketch(terms, meaning=3), NOW
        )
    assert again.centroid(2).terms == split.centroid(2).terms
