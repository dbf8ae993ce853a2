"""What is hot: more stories than on a usual day of the week before."""

from datetime import timedelta
from itertools import count

import pytest

from bot.stories.trends import MOST_TOLD, trends_of
from storage.model import Rise, StoryTitle
from tests.news import NOW

_stories = count(1)

MATCH = "Striker scores twice in cup final"
STORM = "Blizzard shuts roads in the north"


def titles(title, number=1, *, days=0.0, story=None):
    """Return titles of as many stories, of some days ago."""
    at = NOW - timedelta(days=days)
    return [StoryTitle(story or next(_stories), title, "en", at) for _ in range(number)]


def week(title, number):
    """Return titles of as many stories on each of the seven days before today."""
    return [each for day in range(1, 8) for each in titles(title, number, days=day + 0.5)]


def test_what_is_about_as_usual_is_not_hot():
    assert trends_of([*titles(MATCH, 5), *week(MATCH, 5)], now=NOW).topics == ()


def test_what_grew_comes_with_its_usual_day():
    found = trends_of([*titles(MATCH, 12), *week(MATCH, 4)], now=NOW)
    assert found.topics == (Rise("sport", 12, 4.0),)
    assert (found.stories, found.days) == (12, 7)


def test_what_was_never_there_is_new():
    [rise] = trends_of([*titles(STORM, 4), *week(MATCH, 4)], now=NOW).topics
    assert rise.is_new


def test_the_larger_growth_comes_first_and_chance_is_smoothed_away():
    found = trends_of([*titles(STORM, 3), *titles(MATCH, 40), *week(MATCH, 8)], now=NOW)
    assert [rise.name for rise in found.topics] == ["sport", "weather"]


def test_a_story_counts_once_a_day_however_many_tell_it():
    found = trends_of(titles(MATCH, 9, story=1), now=NOW)
    assert (found.stories, found.topics) == (1, ())


def test_names_are_counted_in_their_fullest_form():
    said = ["Anna Marlow flies to Oslo", "Marlow lands in Oslo", "What Marlow wants from Oslo"]
    found = trends_of([each for title in said for each in titles(title)], now=NOW)
    assert [(rise.name, rise.stories) for rise in found.names] == [("Anna Marlow", 3), ("Oslo", 3)]


def test_a_name_that_was_in_the_news_all_week_is_not_new():
    said = [*titles("Talks with Oslo go on", 3), *week("Talks with Oslo begin", 3)]
    assert trends_of(said, now=NOW).names == ()


def test_a_bot_of_two_days_has_two_usual_days():
    said = [*titles(MATCH, 10), *titles(MATCH, 2, days=1.5), *titles(MATCH, 2, days=2.5)]
    found = trends_of(said, now=NOW)
    assert (found.days, found.topics) == (2, (Rise("sport", 10, 2.0),))


@pytest.mark.parametrize("said", [[], titles(MATCH, 3, days=9)], ids=["nothing", "too old"])
def test_nothing_is_divided_by_zero(said):
    found = trends_of(said, now=NOW)
    assert (found.stories, found.days, found.topics, found.names) == (0, 0, (), ())


def test_of_many_stories_a_part_stands_for_all():
    said = [*titles(MATCH, 40), *week(STORM, MOST_TOLD // 3), *week(MATCH, 7)]
    [sport] = trends_of(said, now=NOW).topics
    assert sport.usual == pytest.approx(7, abs=3)
