"""Addresses have one spelling each, and none leads into a private network."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.errors import Reason, UnsafeURLError
from bot.ingest.web.urls import canonical_url, find_url, is_public, web_url

ARTICLE = "https://coast-times.example/2026/11/icebreaker"


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        pytest.param(ARTICLE, ARTICLE, id="already canonical"),
        pytest.param("HTTPS://Coast-Times.EXAMPLE/A", "https://coast-times.example/A", id="case"),
        pytest.param("https://a.example", "https://a.example/", id="no path"),
        pytest.param("https://a.example:443/x", "https://a.example/x", id="default port"),
        pytest.param("http://a.example:8080/x", "http://a.example:8080/x", id="other port"),
        pytest.param("https://a.example./x", "https://a.example/x", id="trailing dot"),
        pytest.param("https://a.example/x#top", "https://a.example/x", id="fragment"),
        pytest.param("  https://a.example/x\n", "https://a.example/x", id="spaces around"),
        pytest.param("https://Bücher.example/ä", "https://xn--bcher-kva.example/%C3%A4", id="idna"),
        pytest.param(
            "https://a.example/%7euser/%c3%a9",
            "https://a.example/~user/%C3%A9",
            id="percent",
        ),
        pytest.param("https://a.example/a%2Fb", "https://a.example/a%2Fb", id="encoded slash"),
        pytest.param("https://a.example/100%", "https://a.example/100%25", id="lone percent"),
        pytest.param("https://a.example/b/../c/./d", "https://a.example/c/d", id="dot segments"),
        pytest.param("https://a.example//x", "https://a.example/x", id="slashes in front"),
        pytest.param("https://a.example/x//y", "https://a.example/x//y", id="slashes within"),
        pytest.param("https://a.example/x?b=2&a=1", "https://a.example/x?b=2&a=1", id="order"),
        pytest.param("https://a.example/x?q=a+b%20c", "https://a.example/x?q=a+b%20c", id="spaces"),
        pytest.param("http://[2606:4700::1111]/x", "http://[2606:4700::1111]/x", id="ipv6"),
    ],
)
def test_an_address_has_one_spelling(typed: str, expected: str) -> None:
    assert canonical_url(typed) == expected


@pytest.mark.parametrize(
    "query",
    [
        pytest.param("utm_source=feed&utm_medium=rss", id="utm"),
        pytest.param("fbclid=IwAR0", id="facebook"),
        pytest.param("gclid=x&gbraid=y", id="google"),
        pytest.param("UTM_Source=x", id="upper case"),
        pytest.param("mc_cid=1&mc_eid=2", id="newsletter"),
        pytest.param("&&", id="nothing at all"),
    ],
)
def test_parameters_that_track_readers_are_dropped(query: str) -> None:
    assert canonical_url(f"{ARTICLE}?{query}") == ARTICLE
    assert canonical_url(f"{ARTICLE}?id=7&{query}&page=2") == f"{ARTICLE}?id=7&page=2"


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        pytest.param(f"{ARTICLE}/amp", ARTICLE, id="path"),
        pytest.param(f"{ARTICLE}/amp/", f"{ARTICLE}/", id="path with slash"),
        pytest.param(f"{ARTICLE}.amp.html", f"{ARTICLE}.html", id="ending"),
        pytest.param(f"{ARTICLE}?amp=1", ARTICLE, id="parameter"),
        pytest.param(f"{ARTICLE}?amp", ARTICLE, id="bare parameter"),
        pytest.param(f"{ARTICLE}?outputType=amp&id=7", f"{ARTICLE}?id=7", id="format"),
        pytest.param(ARTICLE.replace("//", "//amp."), ARTICLE, id="subdomain"),
        pytest.param(
            "https://coast--times-example.cdn.ampproject.org/c/s/coast-times.example/a/amp",
            "https://coast-times.example/a",
            id="google's cache",
        ),
        pytest.param(
            "https://www.google.com/amp/s/coast-times.example/a?id=7",
            "https://coast-times.example/a?id=7",
            id="google's viewer",
        ),
        pytest.param("https://amp.dev/x", "https://amp.dev/x", id="a site called amp"),
        pytest.param("https://a.example/amp", "https://a.example/amp", id="a page called amp"),
        pytest.param("https://a.example/swamp", "https://a.example/swamp", id="a word in amp"),
    ],
)
def test_a_form_for_phones_becomes_the_article_itself(typed: str, expected: str) -> None:
    assert canonical_url(typed) == expected


def test_a_web_address_keeps_what_the_server_may_need() -> None:
    assert web_url(f"{ARTICLE}/amp?utm_source=x#y") == f"{ARTICLE}/amp?utm_source=x"


@pytest.mark.parametrize(
    "typed",
    [
        pytest.param("", id="empty"),
        pytest.param("coast-times.example/a", id="no scheme"),
        pytest.param("ftp://a.example/x", id="ftp"),
        pytest.param("file:///etc/passwd", id="file"),
        pytest.param("javascript:alert(1)", id="script"),
        pytest.param("https:///x", id="no host"),
        pytest.param("https://user:secret@a.example/", id="password"),
        pytest.param("https://user@a.example/", id="user"),
        pytest.param("https://a..example/", id="empty label"),
        pytest.param("https://-a.example/", id="label with a dash in front"),
        pytest.param(f"https://{'a' * 64}.example/", id="label too long"),
        pytest.param("https://a.example:99999/", id="no such port"),
        pytest.param("https://a b.example/", id="space in the host"),
        pytest.param("https://[::1/", id="bracket left open"),
        pytest.param("https://a.example/" + "x" * 3_000, id="too long"),
    ],
)
def test_what_is_no_web_address_is_refused(typed: str) -> None:
    with pytest.raises(UnsafeURLError) as caught:
        canonical_url(typed)
    assert (caught.value.what, caught.value.reason) == (typed, Reason.NOT_A_URL)


_hosts = st.sampled_from(
    [
        "a.example",
        "AMP.amp.a.example",
        "www.google.com",
        "x.cdn.ampproject.org",
        "ä.example",
        "amp.dev",
    ]
)
_paths = st.lists(
    st.one_of(
        st.sampled_from(
            ["", "amp", "s", "c", "..", ".", "%2e%2E", "%2f", "b.example", "x.amp.html"]
        ),
        st.text(max_size=6),
    ),
    max_size=6,
)
_queries = st.lists(
    st.one_of(
        st.sampled_from(["amp", "amp=1", "utm_source=x", "id=%7e", "q=a+b", "output=amp"]),
        st.text(max_size=6),
    ),
    max_size=4,
)


@given(host=_hosts, path=_paths, query=_queries)
@example(host="a.example", path=["", "", "amp"], query=[])
@example(host="www.google.com", path=["amp", "www.google.com", "amp", "s", "a.example"], query=[])
def test_a_canonical_address_is_its_own_canonical_address(
    host: str, path: list[str], query: list[str]
) -> None:
    typed = f"https://{host}/{'/'.join(path)}?{'&'.join(query)}"
    try:
        canonical = canonical_url(typed)
    except UnsafeURLError:
        return
    assert canonical_url(canonical) == canonical
    assert web_url(canonical) == canonical


@given(st.text(max_size=60))
def test_any_text_is_an_address_or_refused(text: str) -> None:
    for typed in (text, f"https://{text}"):
        try:
            canonical = canonical_url(typed)
        except UnsafeURLError:
            continue
        assert canonical_url(canonical) == canonical


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        pytest.param(ARTICLE, ARTICLE, id="alone"),
        pytest.param(f"Read {ARTICLE}.", ARTICLE, id="end of a sentence"),
        pytest.param(f"({ARTICLE})", ARTICLE, id="in brackets"),
        pytest.param(f"“{ARTICLE}”", ARTICLE, id="in quotation marks"),
        pytest.param("https://a.example/x_(y), and", "https://a.example/x_(y)", id="own brackets"),
        pytest.param("HTTPS://A.example/x", "HTTPS://A.example/x", id="upper case"),
        pytest.param(f"{ARTICLE} https://b.example", ARTICLE, id="first of two"),
        pytest.param("coast-times.example", "https://coast-times.example", id="bare host"),
        pytest.param("see a.example/x!", "https://a.example/x", id="bare with path"),
        pytest.param("приклад.укр/новини", "https://приклад.укр/новини", id="international"),
        pytest.param("write to me@a.example/x", None, id="mail address"),
        pytest.param("That was the end.Next one", None, id="missing space"),
        pytest.param("notes.txt", None, id="file name"),
        pytest.param("version 1.2/3", None, id="numbers"),
        pytest.param("s412", None, id="story"),
        pytest.param("", None, id="nothing"),
    ],
)
def test_the_first_address_in_a_text_is_found(typed: str, expected: str | None) -> None:
    assert find_url(typed) == expected


@pytest.mark.parametrize(
    "address",
    [
        "0.0.0.0",  # noqa: S104 - that it is not public is what is tested
        "10.1.2.3",
        "100.64.0.1",
        "127.0.0.1",
        "169.254.169.254",
        "172.16.0.1",
        "192.0.0.8",
        "192.88.99.1",
        "192.168.0.1",
        "224.0.0.1",
        "255.255.255.255",
        "::",
        "::1",
        "::127.0.0.1",
        "::ffff:10.0.0.1",
        "64:ff9b::7f00:1",
        "64:ff9b:1::7f00:1",
        "100::1",
        "2001:0:4136:e378:8000:63bf:3fff:fdd2",
        "2002:7f00:1::",
        "fc00::1",
        "fe80::1",
        "fe80::1%eth0",
        "2606:4700::1111%eth0",
        "ff02::1",
        "localhost",
        "",
    ],
)
def test_an_address_that_may_lead_inside_is_not_public(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", ["1.1.1.1", "8.8.8.8", "2606:4700::1111", "::ffff:1.1.1.1"])
def test_an_address_of_the_open_internet_is_public(address: str) -> None:
    assert is_public(address)
