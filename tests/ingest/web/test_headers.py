"""A site says in its headers when it wants to be asked again."""

from __future__ import annotations

import pytest

from bot.ingest.web.fetch import as_received, fresh_for, links, retry_after

DATE = "Tue, 24 Nov 2026 06:40:00 GMT"


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        pytest.param("120", 120.0, id="seconds"),
        pytest.param(" 0 ", 0.0, id="at once"),
        pytest.param("Tue, 24 Nov 2026 06:50:00 GMT", 600.0, id="date"),
        pytest.param("Tue, 24 Nov 2026 06:30:00 GMT", 0.0, id="date in the past"),
        pytest.param("-5", None, id="negative"),
        pytest.param("soon", None, id="nonsense"),
        pytest.param("", None, id="empty"),
    ],
)
def test_retry_after_is_seconds_or_a_date_on_the_sites_own_clock(value, seconds):
    assert retry_after({"Retry-After": value, "Date": DATE}) == seconds


def test_a_date_without_the_sites_own_clock_says_nothing():
    assert retry_after({"Retry-After": "Tue, 24 Nov 2026 06:50:00 GMT"}) is None


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        pytest.param({}, 0, id="none"),
        pytest.param({"Cache-Control": "max-age=900"}, 900, id="alone"),
        pytest.param({"Cache-Control": 'Public, Max-Age = "900", x=1'}, 900, id="among others"),
        pytest.param({"Cache-Control": "max-age=900", "Age": "300"}, 600, id="partly over"),
        pytest.param({"Cache-Control": "max-age=900", "Age": "9000"}, 0, id="over"),
        pytest.param({"Cache-Control": "max-age=900", "Age": "old"}, 900, id="age is nonsense"),
        pytest.param({"Cache-Control": "s-maxage=900"}, 0, id="for proxies"),
        pytest.param({"Cache-Control": "x-max-age=900"}, 0, id="another word"),
        pytest.param({"Cache-Control": "max-age=900, no-cache"}, 0, id="not to be kept"),
        pytest.param({"Cache-Control": "no-store,max-age=900"}, 0, id="not to be stored"),
        pytest.param({"Cache-Control": "max-age=-1"}, 0, id="negative"),
        pytest.param({"Cache-Control": "max-age=" + "9" * 5_000}, 999_999_999, id="for ever"),
    ],
)
def test_max_age_says_how_long_an_answer_stays_fresh(headers, seconds):
    assert fresh_for(headers) == seconds


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        pytest.param([], {}, id="none"),
        pytest.param(['<https://a.example/>; rel="hub"'], {"hub": "https://a.example/"}, id="one"),
        pytest.param(
            ["<https://a.example/>;rel=hub, <../feed> ; REL = SELF"],
            {"hub": "https://a.example/", "self": "../feed"},
            id="two in one header",
        ),
        pytest.param(
            ["<https://a.example/>; rel=hub", "<https://b.example/>; rel=hub"],
            {"hub": "https://a.example/"},
            id="the first of two",
        ),
        pytest.param(
            ['<https://a.example/?a=1,2;b>; title="x, y; rel=z"; rel="self hub"'],
            {"self": "https://a.example/?a=1,2;b", "hub": "https://a.example/?a=1,2;b"},
            id="marks within an address and a title",
        ),
        pytest.param(["<https://a.example/>; rel", "hub", "<", "<>; rel=x"], {"x": ""}, id="odd"),
    ],
)
def test_links_are_known_by_their_relations(values, expected):
    assert links(values) == expected


def test_long_nonsense_is_read_at_once():
    assert links(["<a>" + "; a=b" * 20_000 + '"']) == {}
    assert links(["<" * 60_000]) == {}


@pytest.mark.parametrize("value", ['W/"7"', "", "Tuesday, or so"])
def test_what_can_be_sent_back_is_kept_as_it_came(value):
    assert as_received(value) == value


def test_what_no_database_stores_is_not_kept():
    assert as_received("\udce4") == ""
