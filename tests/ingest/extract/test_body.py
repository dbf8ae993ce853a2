"""Of all that stands on a page, the article is read: all of it, once, and nothing else."""

from __future__ import annotations

import json

import pytest

from bot.ingest.extract.body import parse_tree, read_body
from bot.ingest.extract.metadata import read_metadata
from tests.moments import utc
from tests.walks.pages import ICE_PARAGRAPHS, ICE_TITLE, PORT_PARAGRAPHS

NOW = utc("2026-11-24T06:00")
PARAGRAPHS = [*ICE_PARAGRAPHS, *PORT_PARAGRAPHS]
MIDDLE = len(PARAGRAPHS) // 2


def read(content: str, *, head: str = "") -> list[str]:
    page = (
        f"<!doctype html><html lang='en'><head><title>{ICE_TITLE}</title>{head}</head>"
        f"<body>{content}</body></html>"
    )
    return read_body(page, read_metadata(page, now=NOW), tree=parse_tree(page))


def told(text: str) -> str:
    node = {"@type": "NewsArticle", "headline": ICE_TITLE, "articleBody": text}
    return f'<script type="application/ld+json">{json.dumps(node)}</script>'


def marked(paragraphs: list[str], tag: str = "p") -> str:
    return "".join(f"<{tag}>{paragraph}</{tag}>" for paragraph in paragraphs)


def article(inserted: str = "", *, after: str = "", before: str = "") -> str:
    """Return an article with something between its paragraphs, after or before them."""
    first, second = marked(PARAGRAPHS[:MIDDLE]), marked(PARAGRAPHS[MIDDLE:])
    return f"<article>{before}{first}{inserted}{second}{after}</article>"


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(article(), id="paragraphs"),
        pytest.param(
            "".join(
                f"<div class='grid'><p>{line}</p></div><div class='ad'></div>"
                for line in PARAGRAPHS
            ),
            id="each in a box of its own",
        ),
        pytest.param(f"<div class='story'>{'<br><br>'.join(PARAGRAPHS)}</div>", id="line breaks"),
        pytest.param(f"<article>{marked(PARAGRAPHS, 'h3')}</article>", id="headings throughout"),
        pytest.param(f"<article><ul>{marked(PARAGRAPHS, 'li')}</ul></article>", id="a list"),
        pytest.param(
            article().replace("pack ice", "<a href='/ice'>pack</a> <em>ice</em>"),
            id="marks in lines",
        ),
    ],
)
def test_an_article_is_read_however_it_is_marked_up(content):
    assert read(content) == PARAGRAPHS


@pytest.mark.parametrize(
    "inserted",
    [
        pytest.param(
            "<p><a href='/7'>Read more: Ferry fares rise by a tenth</a></p>", id="read more"
        ),
        pytest.param("<p><a href='/7'>FERRY FARES RISE BY A TENTH IN JANUARY</a></p>", id="a link"),
        pytest.param(
            "<ul><li><a href='/7'>Ferry fares rise by a tenth</a></li>"
            "<li><a href='/8'>Museum returns bronze bell to island</a></li></ul>",
            id="links",
        ),
        pytest.param(
            "<div class='newsletter-box'><h4>The harbour in your inbox</h4>"
            "<p>Sign up for our newsletter and never miss a ship.</p></div>",
            id="newsletter",
        ),
        pytest.param(
            "<figure><img src='/x.jpg' alt='A ship'><figcaption>The Polar Lily on Monday. "
            "Photo: Ada Quay/Coast Times</figcaption></figure>",
            id="caption",
        ),
        pytest.param(
            "<div class='share-bar'><a href='#'>Share</a> <a href='#'>Mail</a></div>", id="share"
        ),
        pytest.param(
            "<aside class='related-teaser'><p>Ferry fares rise by a tenth in January, as the "
            "harbour office pays for new quays.</p></aside>",
            id="another story",
        ),
    ],
)
def test_what_is_set_between_paragraphs_is_left_out(inserted):
    assert read(article(inserted)) == PARAGRAPHS


@pytest.mark.parametrize(
    "after",
    [
        pytest.param("<p>Sign up for our newsletter here.</p>", id="newsletter"),
        pytest.param("<p>Like this story? Share it with a friend!</p>", id="share"),
        pytest.param(
            "<p>Follow <a href='/t'>@CoastTimes</a> and <a href='/f'>join us</a></p>", id="follow"
        ),
        pytest.param("<p>© 2026 Coast Times. All rights reserved.</p>", id="rights"),
        pytest.param(
            "<p>Reporting by Jo Miller in Harbour Bay.</p><p>Subscribe for more.</p>", id="several"
        ),
        pytest.param(
            "<div class='author-bio'><p>Jo Miller has written about the sea since 2009. Her "
            "newsletter appears on Fridays.</p></div>",
            id="the author's life",
        ),
    ],
)
def test_what_bids_farewell_is_left_out(after):
    assert read(article(after=after)) == PARAGRAPHS


def test_an_article_may_be_one_invitation():
    line = (
        "Readers may sign up for the harbour office's newsletter, which the council pays for. " * 5
    )
    assert read(f"<article><p>{line}</p></article>") == [line.strip()]


def test_the_title_is_no_part_of_the_body_however_it_is_marked():
    before = f"<h1>A kicker</h1><h2>{ICE_TITLE.upper()}</h2>"
    assert read(article(before=before)) == PARAGRAPHS


def test_headings_quotations_and_rows_within_an_article_are_its_own():
    inserted = (
        "<h2>A channel of 60 miles</h2><blockquote>“She came out of the dark,” the cook said."
        "</blockquote><table><tr><td>Polar Lily</td><td>34 sailors</td></tr>"
        "<tr><td>Aurora</td><td>52 sailors</td></tr></table>"
    )
    assert read(article(inserted)) == [
        *PARAGRAPHS[:MIDDLE],
        "A channel of 60 miles",
        "“She came out of the dark,” the cook said.",
        "Polar Lily 34 sailors",
        "Aurora 52 sailors",
        *PARAGRAPHS[MIDDLE:],
    ]


def test_a_text_in_json_ld_without_paragraphs_breaks_none_on_the_page():
    assert read(article(), head=told(" ".join(PARAGRAPHS))) == PARAGRAPHS


def test_where_json_ld_has_the_beginning_alone_the_page_has_the_rest():
    assert read(article(), head=told(PARAGRAPHS[0])) == PARAGRAPHS


def test_an_article_that_stands_twice_on_its_page_is_read_once():
    assert (
        read(f"<div class='wide'>{article()}</div><div class='narrow'>{article()}</div>")
        == PARAGRAPHS
    )


def test_a_copy_for_machines_is_not_read_as_well():
    copy = f"<div class='index'>{' '.join(PARAGRAPHS * 2)}</div>"
    assert read(article() + copy) == PARAGRAPHS


def test_lines_that_an_article_repeats_are_kept():
    recipe = [
        line
        for day in range(4)
        for line in (f"Day {day + 1}", "Two cups of oats and milk from the harbour farm, stirred")
    ]
    assert read(f"<article>{marked(PARAGRAPHS + recipe)}</article>") == PARAGRAPHS + recipe


def test_comments_and_menus_are_no_part_of_it():
    around = (
        "<nav><ul><li><a href='/'>Home</a></li><li><a href='/sea'>Sea</a></li></ul></nav>{}"
        "<section class='comments'><p>I saw the tug fail from my window last week.</p></section>"
        "<footer><p>Coast Times is printed in Harbour Bay.</p></footer>"
    )
    assert read(around.format(article())) == PARAGRAPHS
