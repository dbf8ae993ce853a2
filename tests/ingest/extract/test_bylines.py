"""Authors are the people whom a page names, and the outlet where it names nobody."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from selectolax.lexbor import LexborHTMLParser

from bot.ingest.extract.metadata import read_authors, split_names

OUTLETS = ["Coast Times", "coast-times.example"]


def authors(body: str = "", *claimed: Sequence[str]) -> tuple[str, ...]:
    return read_authors(LexborHTMLParser(body), claimed, outlets=OUTLETS)


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        pytest.param("Jo Miller", ["Jo Miller"], id="one"),
        pytest.param("By Jo Miller and Ada Quay", ["Jo Miller", "Ada Quay"], id="two"),
        pytest.param("Jo Miller, Ada Quay", ["Jo Miller", "Ada Quay"], id="comma"),
        pytest.param("Jo Miller | Coast Times", ["Jo Miller", "Coast Times"], id="bar"),
        pytest.param("Von Jo Müller und Ada Kai", ["Jo Müller", "Ada Kai"], id="german"),
        pytest.param("Par Jo Meunier et Ada Quai", ["Jo Meunier", "Ada Quai"], id="french"),
        pytest.param("Written by: Jo Miller", ["Jo Miller"], id="colon"),
        pytest.param("Jo Miller (Harbour Bay)", ["Jo Miller"], id="place"),
        pytest.param("Byron Quay", ["Byron Quay"], id="a name that begins like a mark"),
        pytest.param("https://social.example/jo", [], id="address"),
        pytest.param("jo@paper.example", [], id="mail"),
        pytest.param("coast-times.example", [], id="host"),
        pytest.param("jo-miller", [], id="slug"),
        pytest.param("17", [], id="number"),
        pytest.param("Jo Miller has seen all seven seas " * 4, [], id="a sentence"),
        pytest.param("", [], id="nothing"),
    ],
)
def test_a_byline_holds_names(written, expected):
    assert split_names(written) == expected


def test_the_surest_place_that_names_people_is_believed():
    assert authors("", ["jo-miller"], ["Ada Quay", "Sam Reed"], ["Lou"]) == ("Ada Quay", "Sam Reed")


def test_nobody_is_named_twice():
    assert authors("", ["Jo Miller, Jo Miller", "Jo Miller"]) == ("Jo Miller",)


@pytest.mark.parametrize(
    "outlet",
    [
        pytest.param("Coast Times", id="name"),
        pytest.param("COAST-TIMES", id="host"),
        pytest.param("Coast Times Digital", id="longer"),
        pytest.param("Coast", id="shorter"),
    ],
)
def test_people_come_before_the_outlet_wherever_they_are_named(outlet):
    assert authors("", [outlet], ["Jo Miller"]) == ("Jo Miller",)
    assert authors("<p class='byline'>By Jo Miller</p>", [outlet]) == ("Jo Miller",)


def test_the_outlet_is_the_author_where_the_page_says_so_and_names_nobody():
    assert authors("<p>All rights reserved</p>", ["Coast Times"], ["coasttimes"]) == (
        "Coast Times",
    )
    assert authors("<p>All rights reserved</p>") == ()


def test_an_outlet_named_beside_people_stays_as_the_page_has_it():
    assert authors("", ["Jo Miller", "Coast Times"]) == ("Jo Miller", "Coast Times")


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        pytest.param("<p class='article-author'>By Jo Miller</p>", ("Jo Miller",), id="class"),
        pytest.param("<a href='/author/jo'>Jo Miller</a>", ("Jo Miller",), id="link"),
        pytest.param(
            "<a href='/autoren/jo'>Jo van der Mühlen</a>", ("Jo van der Mühlen",), id="small"
        ),
        pytest.param(
            "<div class='byline'><span>By</span><b>Jo Miller</b><i>Ada Quay, Coast Times</i></div>",
            ("Jo Miller Ada Quay",),
            id="side by side",
        ),
        pytest.param("<p class='author'>Our staff in the north</p>", (), id="no name"),
        pytest.param("<p class='author'>Tuesday 24 November</p>", (), id="a date"),
        pytest.param("<p class='author'>Miller</p>", (), id="one word"),
        pytest.param(
            f"<div class='author-list'>{'Jo Miller writes of the sea. ' * 9}</div>", (), id="a life"
        ),
        pytest.param(
            "<p class='author'></p><p class='author'>Jo Miller</p><p class='author'>Sam Reed</p>",
            ("Jo Miller",),
            id="the first that holds one",
        ),
    ],
)
def test_names_that_only_readers_are_shown_are_read_too(body, expected):
    assert authors(body) == expected


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        pytest.param("Jo Miller, 2026 at 6:46 pm ET, 2 min read", ["Jo Miller"], id="clock"),
        pytest.param("COAST TIMES STAFF NOVEMBER 20, 2026 10:43", ["COAST TIMES STAFF"], id="day"),
        pytest.param("Jo Miller | November 18, 2026 12:01 PM", ["Jo Miller"], id="day apart"),
        pytest.param("Ada Quay Monday", ["Ada Quay"], id="weekday"),
        pytest.param("Per Holm 3. November 2026, 10.43 Uhr", ["Per Holm"], id="German day"),
        pytest.param("Ada Quay, view my complete profile", ["Ada Quay"], id="link"),
        pytest.param("admin", [], id="account"),
        pytest.param("Гость", [], id="guest"),
        pytest.param("Redaktion BR24", ["Redaktion BR24"], id="a name with a number"),
        pytest.param("April May", ["April May"], id="a name of months"),
    ],
)
def test_clocks_accounts_and_links_are_no_authors(written, expected):
    assert split_names(written) == expected
