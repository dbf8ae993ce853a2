"""A page falls into its pieces of text where a reader sees them end."""

from __future__ import annotations

import pytest

from bot.ingest.extract.body import Block, parse_tree, read_blocks
from bot.ingest.web.encoding import key_of


def blocks(body: str) -> list[Block]:
    return read_blocks(parse_tree(f"<html><body>{body}</body></html>"))


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        pytest.param("<h2>Ice</h2><p>It melts.</p>", ["Ice", "It melts."], id="elements"),
        pytest.param("<p>It <b>me<i>lts</i></b> now.</p>", ["It melts now."], id="inline"),
        pytest.param("<p>It\n\tmelts\u00a0now.</p>", ["It melts now."], id="white space"),
        pytest.param("<div>One<p>two</p>three</div>", ["One", "two", "three"], id="beside"),
        pytest.param("<p>One<br>two</p>", ["One two"], id="a new line"),
        pytest.param("<div>One<br> <br>two</div>", ["One", "two"], id="a blank line"),
        pytest.param("<div>One<br>two<br>three</div>", ["One two three"], id="a verse"),
        pytest.param("<ul><li>One</li><li>two</li></ul>", ["One", "two"], id="items"),
        pytest.param(
            "<table><tr><td>Jo</td><td>7</td></tr><tr><td>Ada</td><td>9</td></tr></table>",
            ["Jo 7", "Ada 9"],
            id="rows",
        ),
        pytest.param("<td><p>One</p><p>two</p></td>", ["One", "two"], id="a cell for layout"),
        pytest.param(
            "<p>One</p><script>x()</script><style>p{}</style><button>Share</button>"
            "<noscript>Turn it on</noscript><p>two</p>",
            ["One", "two"],
            id="what is no text",
        ),
        pytest.param("<p>One<script>x()</script> two</p>", ["One two"], id="within a line"),
        pytest.param("<p>…</p><p> </p><p>—</p>", [], id="without a letter"),
        pytest.param("", [], id="empty"),
    ],
)
def test_pieces_end_where_a_reader_sees_them_end(body, expected):
    assert [block.text for block in blocks(body)] == expected


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        pytest.param("<p>Four</p>", 0, id="no link"),
        pytest.param("<p><a href='/x'>Four</a></p>", 1, id="a link alone"),
        pytest.param("<p>Four <a href='/x'>four</a>.</p>", 0.5, id="a link in a line"),
        pytest.param("<a href='/x'><b>Four</b> <span>four</span></a>", 1, id="all in a link"),
        pytest.param("<a href='/x'><div>Four</div></a>", 1, id="a piece in a link"),
    ],
)
def test_it_is_known_how_much_of_a_piece_is_links(body, expected):
    assert [block.linked for block in blocks(body)] == [expected]


def test_a_piece_knows_what_holds_it():
    assert [block.element.tag for block in blocks("<div>One<p><b>two</b></p></div>")] == [
        "div",
        "p",
    ]


def test_a_part_of_a_page_is_read_all_the_same():
    part = parse_tree("<html><body><div><p>One</p></div>two</body></html>").find(".//div")
    assert [block.text for block in read_blocks(part)] == ["One"]


def test_texts_are_the_same_whatever_their_marks_and_capitals():
    assert key_of("“Ice, at last!” – 7 °C") == key_of("ICE at last: 7°c") == "iceatlast7c"
