"""What speaks for and against a piece of text is seen in its place and in its words."""

from __future__ import annotations

import pytest

from bot.ingest.extract.body import parse_tree, read_blocks, signs_of

LINE = "The icebreaker reached the ship at dawn."


def signs(body: str, *, taken: list[bool] | None = None):
    blocks = read_blocks(parse_tree(f"<html><body>{body}</body></html>"))
    return signs_of(blocks, taken=taken or [True] * len(blocks))


def only(body: str):
    (found,) = signs(body)
    return found


def test_paragraphs_side_by_side_are_akin_and_others_are_not():
    article = f"<article><p>{LINE}</p><p>{LINE}</p><p>{LINE}</p></article>"
    *together, apart = signs(f"{article}<section><div class='box'>{LINE}</div></section>")
    assert [each.akin for each in together] == [1, 1, 1]
    assert apart.akin == 0


def test_paragraphs_in_wrappers_of_one_kind_are_akin():
    wrapped = f"<div class='text'><p>{LINE}</p></div>"
    assert [each.akin for each in signs(wrapped * 5)] == [0.8] * 5


def test_only_what_was_taken_makes_others_akin():
    found = signs(f"<p>{LINE}</p><p>{LINE}</p>", taken=[False, True])
    assert [each.akin for each in found] == [2, 0]
    assert [each.taken for each in found] == [False, True]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        pytest.param(f"<p>{LINE}</p>", 0, id="no names"),
        pytest.param(f"<div class='article-body'><p>{LINE}</p></div>", 0, id="an article's"),
        pytest.param(f"<div class='relatedTeasers'><p>{LINE}</p></div>", 2, id="in one word"),
        pytest.param(f"<div id='NEWSLETTER-box'><p>{LINE}</p></div>", 1, id="an id"),
        pytest.param(f"<p class='share share'>{LINE}</p>", 1, id="once each"),
        pytest.param(
            "<div class='sidebar'>" + "<div>" * 4 + f"<p>{LINE}</p>" + "</div>" * 5, 0, id="far up"
        ),
        pytest.param(
            f"<p class='social share nav menu ads bio'>{LINE}</p>", 4, id="four are enough"
        ),
        pytest.param(f"<p class='shadow address maintext'>{LINE}</p>", 0, id="parts of words"),
    ],
)
def test_names_of_places_say_what_they_are_for(body, expected):
    assert only(body).furniture == expected


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        pytest.param(f"<blockquote>{LINE}</blockquote>", True, id="itself"),
        pytest.param(f"<blockquote><div><p>{LINE}</p></div></blockquote>", True, id="within"),
        pytest.param(f"<p>{LINE}</p>", False, id="none"),
    ],
)
def test_quotations_are_known_by_their_element(body, expected):
    assert only(body).quoted == expected


def test_links_and_invitations_are_seen():
    found = only("<p><a href='/x'>Read more: Ferry fares rise</a></p>")
    assert (found.linked, found.invites) == (1, True)
