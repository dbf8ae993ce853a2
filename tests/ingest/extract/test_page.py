"""A page becomes the article on it: its whole text, and nothing of what stands around it."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable

import pytest

from bot.errors import NoArticleError, Reason
from bot.ingest.extract.page import MAX_CHARACTERS, MAX_TAGS, parse_page, text_of
from storage.model import HeadlineDraft
from tests.moments import utc
from tests.walks.pages import FEED, HEADLINES, ICE_PARAGRAPHS, ICE_TITLE, NEWS_PAGE, page

NOW = utc("2026-11-24T06:00")
URL = "https://coast-times.example/2026/11/icebreaker"
BODY = "\n\n".join(ICE_PARAGRAPHS)
PAGE = page(ICE_TITLE, ICE_PARAGRAPHS)


def parse(html: str | bytes, *, url: str | None = URL, charset: str = ""):
    content = html if isinstance(html, bytes) else html.encode()
    return parse_page(content, url=url, charset=charset, now=NOW)


def refusal(html: str | bytes) -> Reason:
    with pytest.raises(NoArticleError) as caught:
        parse(html)
    return caught.value.reason


def with_head(extra: str) -> str:
    return PAGE.replace("</head>", f"{extra}</head>")


def with_body(paragraphs: str) -> str:
    return (
        f"<html lang='en'><head><title>{ICE_TITLE}</title></head><body>{paragraphs}</body></html>"
    )


def test_an_article_comes_with_all_that_its_page_says():
    draft = parse(with_head('<meta name="author" content="Jo Miller">'))
    assert draft.title == ICE_TITLE
    assert draft.body == BODY
    assert draft.url == URL
    assert draft.site == "Coast Times"
    assert draft.authors == ("Jo Miller",)
    assert draft.language == "en"
    assert draft.published_at == utc("2026-11-24T04:40")
    assert draft.headlines == ()


def test_a_page_in_another_encoding_is_read_as_it_was_meant():
    draft = parse(PAGE.encode("cp1252"), charset="windows-1252")
    assert draft.body == BODY


def test_a_broken_letter_spoils_no_others():
    draft = parse(PAGE.encode().replace(b"dawn", b"da\xffwn"), charset="utf-8")
    assert draft.body == BODY.replace("dawn", "da\ufffdwn")


def test_an_encoding_that_does_not_exist_is_no_obstacle():
    assert parse(PAGE, charset="no-such").body == BODY


def test_a_text_tells_its_language_better_than_the_page_does():
    assert parse(PAGE.replace('<html lang="en">', '<html lang="de">')).language == "en"


def test_a_page_without_a_language_is_read_for_it():
    assert parse(PAGE.replace('<html lang="en">', "<html>")).language == "en"


def test_a_page_without_a_name_is_named_by_its_host():
    unnamed = PAGE.replace('<meta property="og:site_name" content="Coast Times">', "")
    assert parse(unnamed.replace(" | Coast Times", "")).site.lower() == "coast-times.example"


@pytest.mark.parametrize("year", ["1994", "2027"])
def test_no_article_is_published_in_the_future_or_before_the_web(year):
    assert parse(PAGE.replace("2026-11-24T04:40", f"{year}-11-24T04:40")).published_at is None


def test_an_article_is_dated_in_its_pages_zone():
    draft = parse(PAGE.replace("04:40:00+00:00", "01:40:00+09:00"))
    assert draft.published_at is not None
    assert draft.published_at.isoformat() == "2026-11-24T01:40:00+09:00"
    assert not draft.only_day


def test_an_article_that_names_no_date_is_dated_by_its_address():
    undated = PAGE.replace("2026-11-24T04:40:00+00:00", "")
    draft = parse(undated, url="https://coast-times.example/2026/11/22/icebreaker")
    assert (draft.published_at, draft.only_day) == (utc("2026-11-22T00:00"), True)
    assert parse(undated, url=None).published_at is None


def test_a_day_that_a_page_calls_that_of_publication_comes_before_any_other_in_it():
    undated = PAGE.replace("2026-11-24T04:40:00+00:00", "")
    labelled = undated.replace("</h1>", "</h1><p>Published: 23.11.2026</p>")
    draft = parse(labelled, url="https://coast-times.example/2026/11/22/icebreaker")
    assert (draft.published_at, draft.only_day) == (utc("2026-11-23T00:00"), True)


@pytest.mark.parametrize(
    ("claimed", "expected"),
    [
        pytest.param("/2026/11/ice?id=7", "https://coast-times.example/2026/11/ice?id=7", id="own"),
        pytest.param(
            "https://www.coast-times.example/ice", "https://www.coast-times.example/ice", id="www"
        ),
        pytest.param("https://other.example/ice", URL, id="another host"),
        pytest.param("https://coast-times.example/", URL, id="front page"),
        pytest.param("http://[broken", URL, id="no address"),
        pytest.param("", URL, id="empty"),
    ],
)
def test_a_page_may_choose_its_address_on_its_own_host_alone(claimed, expected):
    assert parse(with_head(f'<link rel="canonical" href="{claimed}">')).url == expected


def test_the_canonical_address_is_kept():
    assert parse(PAGE, url=f"{URL}/amp?utm_source=x").url == URL


def test_an_uploaded_page_has_no_address():
    draft = parse(with_head(f'<link rel="canonical" href="{URL}">'), url=None)
    assert (draft.url, draft.body) == (None, BODY)


# lxml, under trafilatura, stops at 256 levels.
TOO_DEEP = 400


def nested(markup: str) -> str:
    return with_body("<div>" * TOO_DEEP + markup + "</div>" * TOO_DEEP)


def text_with_links(lines: Iterable[str]) -> str:
    links = "".join(
        f'<p><a href="/{n}?utm_source=x">{line}</a></p>' for n, line in enumerate(lines)
    )
    return "".join(f"<p>{paragraph}</p>" for paragraph in ICE_PARAGRAPHS) + links


def test_links_to_other_stories_are_no_part_of_the_body():
    assert parse(with_body(f"<article>{text_with_links(HEADLINES)}</article>")).body == BODY


def test_links_that_were_taken_for_the_end_of_the_body_become_headlines_with_addresses():
    draft = parse(nested(text_with_links(HEADLINES)))
    assert draft.body == BODY
    assert draft.headlines == tuple(
        HeadlineDraft(line, url=f"https://coast-times.example/{n}", language="en")
        for n, line in enumerate(HEADLINES)
    )


def test_a_headline_has_no_address_where_its_link_leads_to_no_page():
    links = "".join(f'<p><a href="javascript:go()">{line}</a></p>' for line in HEADLINES)
    draft = parse(nested(text_with_links([]) + links))
    assert [headline.url for headline in draft.headlines] == [None] * len(HEADLINES)


def test_a_link_or_two_at_the_end_are_the_articles_own():
    draft = parse(nested(text_with_links(HEADLINES[:2])))
    assert draft.body == "\n\n".join([*ICE_PARAGRAPHS, *HEADLINES[:2]])
    assert draft.headlines == ()


def test_a_page_nested_too_deep_for_one_reader_is_read_by_the_other():
    assert parse(nested(text_with_links([]))).body == BODY


@pytest.mark.parametrize(
    "heavy",
    [
        pytest.param("<a href='/x'></a>" * (MAX_TAGS["<a"] + 1), id="links"),
        pytest.param("<table>" + "<td>" * (MAX_TAGS["<td"] + 1) + "</table>", id="cells"),
        pytest.param("<br>" * (MAX_TAGS["<"] + 1), id="tags"),
        pytest.param(f"<!--{'-' * MAX_CHARACTERS}-->", id="characters"),
    ],
)
def test_a_page_too_heavy_for_one_reader_is_read_by_the_other(monkeypatch, heavy):
    monkeypatch.setitem(sys.modules, "trafilatura", None)  # to import it is now an error
    assert parse(with_body(text_with_links([]) + heavy)).body == BODY


def test_menus_comments_and_footers_are_no_part_of_the_body():
    around = (
        '<section id="comments" class="comments"><h2>2 comments</h2>'
        '<p class="comment">I saw the tug fail from my window last week, what a sight.</p>'
        '<p class="comment">Premiums always go up, never down, whatever happens.</p></section>'
        '<div class="cookie-banner" role="dialog"><p>We use cookies. Accept all?</p></div>'
    )
    assert parse(PAGE.replace("</article>", f"</article>{around}")).body == BODY


def test_a_heading_that_repeats_the_title_is_no_paragraph():
    assert parse(nested(f"<h1>{ICE_TITLE.upper()}</h1>{text_with_links([])}")).body == BODY


def test_a_text_without_a_title_is_named_by_its_first_sentence():
    untitled = with_body(text_with_links([])).replace(f"<title>{ICE_TITLE}</title>", "")
    assert parse(untitled).title == ICE_PARAGRAPHS[0]


def test_a_text_that_only_machines_are_given_is_read_too():
    node = {"@type": "NewsArticle", "headline": ICE_TITLE, "articleBody": BODY}
    script = f'<script type="application/ld+json">{json.dumps(node)}</script>'
    draft = parse(f"<html><head>{script}</head><body><div id='app'>Loading</div></body></html>")
    assert (draft.title, draft.body) == (ICE_TITLE, BODY)


def test_a_plain_text_is_read_as_a_news_page():
    draft = parse(NEWS_PAGE)
    assert (draft.title, draft.body, draft.url) == (ICE_TITLE, BODY, URL)
    assert len(draft.headlines) == len(HEADLINES)


def test_a_zero_byte_hides_nothing_behind_it():
    assert parse(PAGE.replace("</h1>", "\0</h1>")).body == BODY


@pytest.mark.parametrize(
    ("html", "reason"),
    [
        pytest.param(b"%PDF-1.7\n1 0 obj", Reason.NOT_TEXT, id="pdf"),
        pytest.param(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0", Reason.NOT_TEXT, id="picture"),
        pytest.param(FEED, Reason.NOT_TEXT, id="feed"),
        pytest.param(
            "<?xml version='1.0'?> <!-- made by hand --> <urlset><url/></urlset>",
            Reason.NOT_TEXT,
            id="sitemap",
        ),
        pytest.param(json.dumps([{"body": BODY}], indent=2), Reason.NOT_TEXT, id="json"),
        pytest.param(b"", Reason.TOO_SHORT, id="empty"),
        pytest.param("<html><body></body></html>", Reason.TOO_SHORT, id="no text"),
        pytest.param(
            "<html><head><title>Just a moment...</title></head><body><p>Checking your "
            "browser before you go on.</p></body></html>",
            Reason.BOT_CHECK,
            id="robot check",
        ),
        pytest.param(
            "<html><head><title>Page not found</title></head><body><h1>Page not found</h1>"
            "<p>The link may be old.</p></body></html>",
            Reason.ERROR_PAGE,
            id="error page",
        ),
        pytest.param(
            "<html><head><title>Coast Times</title></head><body>"
            + "".join(
                f'<article><h2><a href="/{n}">Ferry fares rise in harbour {n}</a></h2>'
                f"<p>Passengers in harbour {n} pay a tenth more from January on.</p></article>"
                for n in range(40)
            )
            + "</body></html>",
            Reason.LINK_LIST,
            id="front page",
        ),
        pytest.param(
            "<html><head><title>Coast Times</title></head><body>"
            + "".join(
                f'<p><a href="/{n}">Ferry fares rise by a tenth in harbour {n} from January</a></p>'
                for n in range(20)
            )
            + "</body></html>",
            Reason.LINK_LIST,
            id="nothing but links",
        ),
    ],
)
def test_what_is_no_article_is_refused_with_the_reason(html, reason):
    assert refusal(html) == reason


def test_a_piece_of_html_is_all_its_paragraphs():
    markup = "<p>One <b>two</b></p><ul><li>three &amp; four</li></ul>five<br>six<script>7</script>"
    assert text_of(markup) == ["One two", "three & four", "five", "six"]
    assert text_of("") == []


def test_a_page_that_begins_with_many_comments_is_read_all_the_same():
    draft = parse(f"{'<!---->' * 400}{PAGE}")
    assert draft.body == BODY


@pytest.mark.parametrize(
    "url",
    ["https://coast-times.example", "https://www.coast-times.example/"],
    ids=["bare", "slash"],
)
def test_the_page_of_a_whole_site_is_no_article_and_may_be_kept_anyway(url):
    page = f"<html><head><title>Coast Times</title></head><body><p>{BODY}</p></body></html>"

    with pytest.raises(NoArticleError) as refused:
        parse(page, url=url)

    assert refused.value.reason == Reason.LINK_LIST
    assert refused.value.draft is not None
    assert refused.value.draft.body.split() == BODY.split()


def test_an_article_that_calls_itself_one_may_have_a_site_of_its_own():
    assert parse(PAGE, url="https://icebreaker.example/").body == BODY
