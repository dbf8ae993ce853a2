"""Libraries read a page without changing it for those that read it after them."""

from __future__ import annotations

import pytest

from bot.ingest.extract.body import (
    by_resiliparse,
    by_trafilatura,
    parse_tree,
    read_blocks,
    visible_date,
)
from bot.ingest.extract.dates import Dated
from tests.moments import utc
from tests.walks.pages import ICE_PARAGRAPHS, ICE_TITLE, page

NOW = utc("2026-11-24T06:00")
PAGE = page(ICE_TITLE, ICE_PARAGRAPHS)


def test_both_readers_find_the_article():
    assert by_trafilatura(parse_tree(PAGE)).split("\n")[-4:] == list(ICE_PARAGRAPHS)
    assert set(ICE_PARAGRAPHS) <= set(by_resiliparse(PAGE).split("\n"))


def test_a_tree_stays_as_it_is_whoever_reads_it():
    tree = parse_tree(PAGE)
    before = [block.text for block in read_blocks(tree)]
    by_trafilatura(tree)
    visible_date(tree, url=None, now=NOW)
    assert [block.text for block in read_blocks(tree)] == before


@pytest.mark.parametrize("text", ["", "<!doctype html>", "no page"])
def test_what_is_no_page_has_no_text(text):
    tree = parse_tree(text)
    assert tree is None or by_trafilatura(tree) == ""


@pytest.mark.parametrize(
    ("content", "url", "expected"),
    [
        pytest.param("<p class='date'>22.11.2026</p>", None, "2026-11-22T00:00", id="shown"),
        pytest.param(
            "<p>Ice</p>", "https://a.example/2026/11/21/ice", "2026-11-21T00:00", id="address"
        ),
        pytest.param("<p>Ice</p>", "https://a.example/ice", None, id="none"),
        pytest.param("<p class='date'>22.11.1987</p>", None, None, id="before the web had news"),
    ],
)
def test_a_visible_day_is_read_as_a_day(content, url, expected):
    tree = parse_tree(f"<html><body><article>{content}</article><p>Coast Times</p></body></html>")
    dated = expected and Dated(utc(expected), only_day=True)
    assert visible_date(tree, url=url, now=NOW) == dated
