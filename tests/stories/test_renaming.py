"""Stories that are grouped anew keep their ids, and what admins ruled."""

from __future__ import annotations

from bot.stories.assign import Apart
from bot.stories.regroup import rename
from storage.model import Kind, Ref, Ruling

A, B, C, D, E, F = (Ref(Kind.ARTICLE, number) for number in range(1, 7))


def test_a_group_is_the_story_that_it_shares_most_members_with():
    before = {A: 10, B: 10, C: 20, D: 20}
    after = {A: 1, B: 1, C: 1, D: 2, E: 3}

    assert rename(before, after).known == {1: 10, 2: 20}


def test_a_story_is_one_group_and_a_group_one_story():
    before = {A: 10, B: 10, C: 10, D: 10}
    after = {A: 1, B: 1, C: 1, D: 2}

    renaming = rename(before, after)
    assert renaming.known == {1: 10}
    assert renaming.became == {}


def test_a_story_that_no_group_is_leads_to_most_of_its_members():
    before = {A: 10, B: 10, C: 10, D: 20, E: 20, F: 30}
    after = {A: 1, B: 1, C: 1, D: 1, E: 1, F: 1}

    renaming = rename(before, after)
    assert renaming.known == {1: 10}
    assert renaming.became == {20: 1, 30: 1}


def test_of_stories_that_share_as_much_the_older_one_keeps_its_id():
    assert rename({A: 20, B: 10}, {A: 1, B: 1}).known == {1: 10}
    assert rename({A: 10, B: 10}, {A: 2, B: 1}).known == {1: 10}


def test_nothing_was_known_before():
    renaming = rename({}, {A: 1})
    assert (renaming.known, renaming.became) == ({}, {})


def test_an_item_may_not_join_the_story_of_what_it_was_taken_apart_from():
    apart = Apart([Ruling(A, B, together=False), Ruling(A, C, together=True)])
    assert apart.closed_to(A) == frozenset()

    apart.put(B, 10)
    apart.put(C, 20)

    assert apart.closed_to(A) == {10}
    assert apart.closed_to(B) == frozenset()
    assert apart.closed_to(D) == frozenset()


def test_stories_of_items_that_were_taken_apart_are_never_merged():
    apart = Apart([Ruling(A, B, together=False)])
    apart.put(A, 20)
    assert apart.pairs() == frozenset()

    apart.put(B, 10)
    assert apart.pairs() == {(10, 20)}

    apart.merge(5, 10)
    assert apart.pairs() == {(5, 20)}
