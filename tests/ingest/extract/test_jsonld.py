"""JSON-LD is read as far as it can be, wherever a page has its values."""

from __future__ import annotations

import json
from typing import Any

import pytest
from selectolax.lexbor import LexborHTMLParser

from bot.ingest.extract.metadata import article_of, lines_of, names_in, read_nodes


def nodes(*values: Any) -> list[dict[str, Any]]:
    scripts = (
        f'<script type="application/ld+json">{json.dumps(value)}</script>' for value in values
    )
    return read_nodes(LexborHTMLParser("".join(scripts)))


def test_all_things_that_are_described_are_found():
    found = nodes([{"a": 1}, {"@graph": [{"b": 2}]}], {"mainEntity": {"c": 3}}, "text", 7)
    assert {"a": 1} in found
    assert {"b": 2} in found
    assert {"c": 3} in found


def test_a_broken_script_spoils_no_other():
    broken = '<script type="application/ld+json">{"a": </script>'
    whole = '<script type="application/ld+json">{"a": 1}</script>'
    assert read_nodes(LexborHTMLParser(broken + whole)) == [{"a": 1}]


@pytest.mark.parametrize("kind", ["NewsArticle", "BlogPosting", "Report", ["Thing", "Review"]])
def test_the_first_article_is_the_pages(kind):
    found = nodes({"@type": "WebPage"}, {"@type": kind, "n": 1}, {"@type": "Article", "n": 2})
    assert article_of(found)["n"] == 1


def test_a_page_may_describe_no_article():
    assert article_of(nodes({"@type": "WebSite"}, {"@type": None}, {})) == {}


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        pytest.param("Jo <b>Miller</b>", ["Jo Miller"], id="text"),
        pytest.param({"name": "Jo"}, ["Jo"], id="object"),
        pytest.param([{"name": "Jo"}, "Ada"], ["Jo", "Ada"], id="list"),
        pytest.param(
            [{"name": ["Jo", "Ada"]}, [[{"name": "Sam"}]]], ["Jo", "Ada", "Sam"], id="nested"
        ),
        pytest.param({"@id": "#jo"}, ["Jo Miller"], id="named elsewhere"),
        pytest.param({"@id": "#nobody"}, [], id="named nowhere"),
        pytest.param([None, 7, {}, {"name": {}}, "", {"@id": ["#jo"]}], [], id="no names"),
    ],
)
def test_names_are_found_however_they_are_written(value, expected):
    assert names_in(value, nodes({"@id": "#jo", "name": "Jo Miller"})) == expected


def test_values_without_end_are_no_error():
    endless: list[Any] = []
    endless.append(endless)
    assert names_in(endless, []) == []
    himself = {"@id": "#jo", "name": {"@id": "#jo"}}
    assert names_in(himself, [himself]) == []


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        pytest.param("One.\nTwo &amp; three.", "One.\n\nTwo & three.", id="lines"),
        pytest.param("<p>One.</p><p>Two.<br/>Three.</p>", "One.\n\nTwo.\n\nThree.", id="tags"),
        pytest.param(["One."], "", id="no text"),
    ],
)
def test_a_long_text_has_a_paragraph_a_line(value, expected):
    assert lines_of(value) == expected
