"""What a page says about itself is found where it says it, the surest place first."""

from __future__ import annotations

import json

import pytest

from bot.ingest.extract.dates import Dated
from bot.ingest.extract.metadata import read_metadata, without_site
from tests.moments import utc

NOW = utc("2026-11-24T12:00")
TITLE = "Port strike ends in its third week"


def read(head: str = "", body: str = "", *, attributes: str = "", url: str | None = None):
    page = f"<!doctype html><html {attributes}><head>{head}</head><body>{body}</body></html>"
    return read_metadata(page, now=NOW, url=url)


def json_ld(**values: object) -> str:
    node = {"@context": "https://schema.org", "@type": "NewsArticle", **values}
    return f'<script type="application/ld+json">{json.dumps(node)}</script>'


def meta(name: str, content: str, *, key: str = "property") -> str:
    return f'<meta {key}="{name}" content="{content}">'


def test_json_ld_says_it_all():
    found = read(
        json_ld(
            headline="Port strike &amp; pay: the end",
            author=[{"@type": "Person", "name": "Jo Miller"}, {"name": "Ada Quay"}],
            datePublished="2026-11-24T06:40:00+02:00",
            publisher={"@type": "Organization", "name": "Coast Times"},
            inLanguage="en-GB",
            articleBody="Dockers accepted.\n\nCranes start again.",
        )
    )
    assert found.title == "Port strike & pay: the end"
    assert found.authors == ("Jo Miller", "Ada Quay")
    assert found.dated is not None
    assert found.dated.instant == utc("2026-11-24T04:40")
    assert (found.site, found.language) == ("Coast Times", "en")
    assert found.body == "Dockers accepted.\n\nCranes start again."
    assert found.is_article
    assert found.is_free


POSTING = {"@type": ["Thing", "BlogPosting"], "headline": TITLE}


@pytest.mark.parametrize(
    "script",
    [
        pytest.param(json.dumps(POSTING), id="types in a list"),
        pytest.param(json.dumps({"@graph": [{"@type": "WebSite"}, POSTING]}), id="graph"),
        pytest.param(json.dumps([{"@type": "Person"}, POSTING]), id="list"),
        pytest.param(json.dumps({"@type": "WebPage", "mainEntity": POSTING}), id="main entity"),
        pytest.param(f"<!-- {json.dumps(POSTING)} -->", id="commented out"),
        pytest.param(f"{json.dumps(POSTING)};", id="semicolon"),
        pytest.param(json.dumps(POSTING).replace("strike", "strike\t"), id="bare control"),
    ],
)
def test_json_ld_is_found_wherever_it_stands(script):
    found = read(f'<script type="application/ld+json">{script}</script>')
    assert (found.title, found.is_article) == (TITLE, True)


@pytest.mark.parametrize(
    "script",
    [
        pytest.param("{broken", id="broken"),
        pytest.param("[" * 100_000, id="nested too deep"),
        pytest.param('{"@type": 7, "headline": {"a": 1}}', id="wrong types"),
        pytest.param(
            '{"@type": "NewsArticle", "headline": 7, "author": [null, 3, {"name": {}}]}', id="odd"
        ),
        pytest.param("", id="empty"),
    ],
)
def test_what_json_ld_does_not_say_is_read_elsewhere(script):
    found = read(
        f'<script type="application/ld+json">{script}</script>'
        + meta("og:title", TITLE)
        + meta("author", "Jo Miller", key="name")
        + meta("article:published_time", "2026-11-24T04:40:00Z")
    )
    assert (found.title, found.authors) == (TITLE, ("Jo Miller",))
    assert found.dated == Dated(utc("2026-11-24T04:40"), only_day=False)


@pytest.mark.parametrize(
    ("head", "body"),
    [
        pytest.param(f"<title>{TITLE}</title>", "", id="title"),
        pytest.param(
            f"<title>{TITLE} | Coast Times</title>{meta('og:site_name', 'Coast Times')}",
            "",
            id="title with the site's name",
        ),
        pytest.param(
            f"<title>{TITLE} - Ports - The Paper</title>", f"<h1>{TITLE}</h1>", id="title and h1"
        ),
        pytest.param("", f"<h1> {TITLE}\n</h1>", id="h1 alone"),
        pytest.param(
            f"<title>Coast Times - {TITLE}</title>{meta('og:site_name', 'Coast Times')}",
            "<h1>Coast Times</h1>",
            id="a sign in h1",
        ),
    ],
)
def test_the_title_comes_without_the_sites_name(head, body):
    assert read(head, body).title == TITLE


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        pytest.param(f"{TITLE} | Coast Times", TITLE, id="bar"),
        pytest.param(f"{TITLE} – COAST TIMES", TITLE, id="dash, other case"),
        pytest.param(f"Coast Times | {TITLE}", TITLE, id="in front"),
        pytest.param("Coast Times-backed fund grows", "Coast Times-backed fund grows", id="word"),
        pytest.param("A history of the Coast Times", "A history of the Coast Times", id="subject"),
        pytest.param("Coast Times", "Coast Times", id="nothing else"),
    ],
)
def test_only_a_name_behind_a_separator_is_cut(title, expected):
    assert without_site(title, "Coast Times") == expected


@pytest.mark.parametrize(
    ("head", "body"),
    [
        pytest.param(meta("date", "2026-11-24T04:40:00Z", key="name"), "", id="meta"),
        pytest.param("", '<time datetime="2026-11-24T06:40:00+02:00">today</time>', id="time"),
        pytest.param(
            meta("pubdate", "not yet", key="name"),
            '<time datetime="2026-11-24T04:40:00Z">today</time>',
            id="the next if one is nonsense",
        ),
    ],
)
def test_the_instant_is_read_with_its_zone(head, body):
    dated = read(head, body).dated
    assert dated is not None
    assert dated.instant == utc("2026-11-24T04:40")


@pytest.mark.parametrize(
    ("attributes", "head", "expected"),
    [
        pytest.param('lang="uk-UA"', "", "uk", id="html"),
        pytest.param('lang="NB"', "", "no", id="one of norwegian's two"),
        pytest.param("", meta("og:locale", "de_AT"), "de", id="open graph"),
        pytest.param('lang="deu"', "", "", id="no such code"),
        pytest.param("", "", "", id="not said"),
    ],
)
def test_the_language_is_a_code_of_two_letters(attributes, head, expected):
    assert read(head, attributes=attributes).language == expected


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        pytest.param(
            json_ld(headline="Said by JSON-LD")
            + meta("og:title", "Said by OpenGraph")
            + "<title>Said by the tab</title>",
            "Said by JSON-LD",
            id="json-ld",
        ),
        pytest.param(
            "<title>Said by the tab</title>"
            + meta("twitter:title", "Said to X")
            + meta("og:title", "Said by OpenGraph"),
            "Said by OpenGraph",
            id="opengraph",
        ),
        pytest.param("<title>Said by the tab</title>", "Said by the tab", id="title"),
        pytest.param("", "Said in the heading", id="heading"),
    ],
)
def test_the_surest_place_names_the_title(head, expected):
    assert read(head, "<h1>Said in the heading</h1>").title == expected


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        pytest.param(
            meta("article:published_time", "2026-11-21")
            + json_ld(datePublished="2026-11-20", dateCreated="2026-11-19"),
            utc("2026-11-20T00:00"),
            id="json-ld",
        ),
        pytest.param(
            meta("date", "2026-11-18") + meta("article:published_time", "2026-11-21"),
            utc("2026-11-21T00:00"),
            id="opengraph",
        ),
        pytest.param("", utc("2026-11-22T00:00"), id="time"),
        pytest.param(json_ld(datePublished="2031-01-01"), utc("2026-11-22T00:00"), id="not future"),
        pytest.param(json_ld(datePublished="1970-01-01"), utc("2026-11-22T00:00"), id="not 1970"),
    ],
)
def test_the_surest_place_that_can_be_true_dates_the_article(head, expected):
    dated = read(head, '<time datetime="2026-11-22">Sunday</time>').dated
    assert dated == Dated(expected, only_day=True)


@pytest.mark.parametrize(
    ("around", "is_dated"),
    [
        pytest.param('<li id="comment-13373"><p>{}</p></li>', False, id="a comment"),
        pytest.param('<ol class="list comments">{}</ol>', False, id="a list of comments"),
        pytest.param('<div class="comments-enabled">{}</div>', True, id="where comments may be"),
    ],
)
def test_when_somebody_commented_is_no_date_of_the_article(around, is_dated):
    dated = read("", around.format('<time datetime="2026-11-22">Sunday</time>')).dated
    assert (dated is not None) == is_dated


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        pytest.param(
            meta("author", "Web Desk") + json_ld(author="Jo Miller"), ("Jo Miller",), id="json-ld"
        ),
        pytest.param(meta("author", "Ada Quay"), ("Ada Quay",), id="meta"),
        pytest.param(json_ld(author="jo-miller"), ("Sam Reed",), id="link, if json-ld has no name"),
        pytest.param(
            json_ld(author={"@id": "#jo"})
            + json_ld(**{"@type": "Person", "@id": "#jo", "name": "Jo"}),
            ("Jo",),
            id="json-ld in two pieces",
        ),
        pytest.param(
            json_ld(author="Coast Times", publisher={"name": "Coast Times"}),
            ("Sam Reed",),
            id="a person, if json-ld names the outlet",
        ),
    ],
)
def test_the_surest_place_that_has_names_gives_the_authors(head, expected):
    assert read(head, '<a rel="author" href="/sam">Sam Reed</a>').authors == expected


@pytest.mark.parametrize(
    ("claimed", "host", "expected"),
    [
        pytest.param(["Hosted"], "hosted.ctp.example", "", id="the software's word"),
        pytest.param(["U.S."], "ctpnews.example", "", id="a section"),
        pytest.param(["Politik", "Küstenbote"], "www.kuestenbote.example", "Küstenbote", id="both"),
        pytest.param(
            ["News, weather and sport from the coast"], "coast-times.example", "", id="a slogan"
        ),
        pytest.param(["We tell it first."], "coast-times.example", "", id="a sentence"),
        pytest.param(
            ["Your Morning", "Coast Times"], "coasttimes.example", "Coast Times", id="two"
        ),
        pytest.param(["The Coast Times"], "coasttimes.co.example", "The Coast Times", id="country"),
        pytest.param(
            ["The North Yard Times"], "nytimes.example", "The North Yard Times", id="short"
        ),
        pytest.param(["Harbour Post"], "hpo-online.example", "Harbour Post", id="another address"),
        pytest.param(["Берег"], "bereg.example", "Берег", id="another script"),
        pytest.param(["WELLE"], "welle.example", "WELLE", id="one word"),
    ],
)
def test_an_outlet_is_called_by_its_name_and_by_nothing_else(claimed, host, expected):
    head = "".join(
        meta(name, text)
        for name, text in zip(("og:site_name", "application-name"), claimed, strict=False)
    )
    assert read(head, url=f"https://{host}/dockers-end-strike").site == expected


def test_a_site_is_called_what_its_publisher_is():
    named = meta("application-name", "The app") + meta("og:site_name", "coasttimes")
    assert read(named + json_ld(publisher={"name": "Coast Times"})).site == "Coast Times"
    assert read(named).site == "coasttimes"


def test_the_heading_of_a_picture_is_not_the_pages():
    assert read(body=f"<svg><title>Search</title></svg><h1>{TITLE}</h1>").title == TITLE


def test_a_heading_that_only_begins_the_title_is_not_all_of_it():
    assert read(f"<title>{TITLE} as snow falls</title>", f"<h1>{TITLE}</h1>").title == (
        f"{TITLE} as snow falls"
    )


EDITED = "Dockers go back to work after three weeks"


@pytest.mark.parametrize(
    ("shared", "heading", "tab", "expected"),
    [
        pytest.param(
            EDITED, TITLE, f"{TITLE} | Coast Times", EDITED, id="all others are one field"
        ),
        pytest.param(EDITED, TITLE, EDITED, TITLE, id="the tab is not"),
        pytest.param(EDITED, "Ports", TITLE, TITLE, id="the heading is not"),
        pytest.param("Coast Times", TITLE, TITLE, TITLE, id="no title of an article"),
        pytest.param("", TITLE, TITLE, TITLE, id="nothing written"),
    ],
)
def test_a_title_written_for_sharing_is_taken_where_software_filled_in_the_others(
    shared, heading, tab, expected
):
    head = json_ld(headline=TITLE, publisher={"name": "Coast Times"}) + f"<title>{tab}</title>"
    assert read(head + meta("og:title", shared), f"<h1>{heading}</h1>").title == expected


def test_a_page_without_a_headline_is_called_what_is_shared():
    assert read(meta("og:title", EDITED), "<h1></h1>").title == EDITED


@pytest.mark.parametrize(
    "title",
    [
        pytest.param(f"{TITLE}｜コースト・タイムズ", id="full width"),
        pytest.param(f"{TITLE} - coast-times.example", id="host"),
        pytest.param(f"{TITLE} | The Times of the Coast", id="another of its names"),
    ],
)
def test_a_title_comes_without_any_of_the_outlets_names(title):
    names = meta("og:site_name", "コースト・タイムズ") + meta(
        "application-name", "The Times of the Coast"
    )
    page = f"<html><head><title>{title}</title>{names}</head></html>"
    assert read_metadata(page, now=NOW, url="https://www.coast-times.example/7").title == TITLE


def test_words_of_a_heading_do_not_run_together():
    assert (
        read(body="<h1>Port <span>strike</span><span>ends</span></h1>").title == "Port strike ends"
    )


def test_the_canonical_address_is_given_as_the_page_writes_it():
    assert read('<link rel="Canonical" href=" /a/7 ">').canonical == "/a/7"


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        pytest.param(meta("og:type", "Article"), True, id="type"),
        pytest.param(meta("article:published_time", "2026-11-20"), True, id="date"),
        pytest.param(json_ld(), True, id="json-ld"),
        pytest.param(meta("og:type", "website"), False, id="website"),
    ],
)
def test_a_page_may_call_itself_one_article(head, expected):
    assert read(head).is_article == expected


def test_a_page_for_subscribers_says_so():
    assert not read(json_ld(headline=TITLE, isAccessibleForFree="False")).is_free
    assert read(json_ld(headline=TITLE, isAccessibleForFree=True)).is_free


def test_other_articles_on_the_page_are_counted():
    teasers = "<article><h2>x</h2></article>" * 12
    assert read(body=teasers).teasers == 11
    assert not read(body=teasers).is_article


def test_a_page_that_says_nothing_is_no_error():
    found = read_metadata("", now=NOW)
    assert (found.title, found.authors, found.dated, found.site) == ("", (), None, "")
