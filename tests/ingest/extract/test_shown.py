"""What a page shows is known, whether or not an article is found in it."""

from __future__ import annotations

import pytest

from bot.ingest.extract.junk import Shown, look_at

CARD = "<div><a href='/{0}'>A headline that is long enough, number {0}</a><p>{1}</p></div>"


def test_a_page_shows_its_text_and_headings_without_menus_and_scripts():
    shown = look_at(
        "<html><head><title>Coast Times</title><style>p {color: red}</style></head><body>"
        "<nav>Home</nav><header>Log in</header><h1>Wind</h1><p>It blows\n hard.</p>"
        "<script>start()</script><div hidden>Secret</div><footer>Terms</footer></body></html>"
    )
    assert shown == Shown(
        text="Wind It blows hard.",
        lines=("Wind", "It blows", "hard."),
        headings=("Wind",),
        longest=4,
    )


def test_headlines_are_links_with_the_length_of_one():
    cards = "".join(CARD.format(number, "A sentence.") for number in range(9))
    shown = look_at(f"<body>{cards}<a href='/more'>Read more</a></body>")
    assert shown.headlines == 9


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        pytest.param(CARD.format(1, "one two") + CARD.format(2, "one two three"), 3, id="cards"),
        pytest.param("one two " * 20 + CARD.format(1, "three"), 40, id="text above one"),
        pytest.param("one <a href='/x'>two</a> three", 3, id="short link within"),
    ],
)
def test_the_longest_text_is_one_that_no_headline_interrupts(page, expected):
    assert look_at(f"<body>{page}</body>").longest == expected


def test_a_field_for_a_password_is_seen():
    assert look_at("<form><input type=PASSWORD></form>").asks_password
    assert not look_at("<form><input type=text></form>").asks_password


def test_a_long_page_is_known_by_its_beginning():
    assert len(look_at(f"<body>{'word ' * 30_000}</body>").text) <= 20_000


@pytest.mark.parametrize("page", ["", "<html>", "\ufffd", "<p>" * 3_000])
def test_a_page_that_shows_nothing_is_looked_at_in_vain(page):
    assert look_at(page).headlines == 0
