"""Pages are had from strangers without trusting any of them."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator, Iterator

import aiohttp
import pytest
from aiohttp import web

from bot.errors import FetchError, IngestError, Reason, UnsafeURLError
from bot.ingest.web.fetch import Fetcher, Page, our_error
from tests.website import Website

AGENT = "news-digest-bot/0.1 (tests)"


@pytest.fixture
async def fetcher() -> AsyncIterator[Fetcher]:
    """A fetcher that may visit loopback, and is not polite."""
    fetcher = Fetcher(user_agent=AGENT, allow_private_networks=True, host_pause=0)
    yield fetcher
    await fetcher.close()


@pytest.fixture
async def hasty() -> AsyncIterator[Fetcher]:
    """The same with no patience at all."""
    fetcher = Fetcher(user_agent=AGENT, allow_private_networks=True, host_pause=0, seconds=0.2)
    yield fetcher
    await fetcher.close()


@pytest.fixture
async def careful() -> AsyncIterator[Fetcher]:
    """A fetcher as it comes: no private network may be visited."""
    fetcher = Fetcher(user_agent=AGENT, host_pause=0)
    yield fetcher
    await fetcher.close()


async def refusal(fetcher: Fetcher, url: str) -> IngestError:
    with pytest.raises(IngestError) as caught:
        await fetcher.get(url)
    return caught.value


async def test_a_page_comes_with_what_its_reader_needs(fetcher: Fetcher, site: Website) -> None:
    url = site.page(
        "/a",
        "<p>Привіт</p>".encode("windows-1251"),
        content_type="Text/HTML; charset=windows-1251",
        headers={"ETag": 'W/"7"', "Last-Modified": "Tue, 24 Nov 2026 06:40:00 GMT"},
    )
    assert await fetcher.get(url) == Page(
        url=url,
        requested=url,
        status=200,
        content="<p>Привіт</p>".encode("windows-1251"),
        content_type="text/html",
        charset="windows-1251",
        etag='W/"7"',
        last_modified="Tue, 24 Nov 2026 06:40:00 GMT",
        moved_permanently=False,
    )


async def test_the_bot_says_who_it_is_and_sends_no_cookies(fetcher: Fetcher, site: Website) -> None:
    url = site.page("/a", headers={"Set-Cookie": "reader=7; Path=/"})
    await fetcher.get(url)
    await fetcher.get(url)
    assert [visit.headers["User-Agent"] for visit in site.visits] == [AGENT, AGENT]
    assert "Cookie" not in site.visits[1].headers


async def test_what_is_known_is_asked_for_only_if_it_changed(
    fetcher: Fetcher, site: Website
) -> None:
    url = site.feed("/feed", "<rss/>", etag='W/"odd one', last_modified="yesterday, or so")
    first = await fetcher.get(url)
    second = await fetcher.get(url, etag=first.etag, last_modified=first.last_modified)
    assert (first.status, first.content) == (200, b"<rss/>")
    assert (second.status, second.content) == (304, b"")
    assert site.visits[1].headers["If-None-Match"] == 'W/"odd one'
    assert site.visits[1].headers["If-Modified-Since"] == "yesterday, or so"


async def test_what_can_not_be_kept_as_it_is_is_not_sent_back(fetcher: Fetcher) -> None:
    answer = b'HTTP/1.1 200 OK\r\nETag: "\xe9\xff"\r\nContent-Length: 1\r\n\r\nx'

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(answer)
        await writer.drain()
        writer.close()

    async with await asyncio.start_server(serve, "127.0.0.1", 0) as server:
        page = await fetcher.get(f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/")
    assert (page.content, page.etag) == (b"x", "")


async def test_a_form_is_sent_and_redirects_are_no_answer(fetcher: Fetcher, site: Website) -> None:
    sent = []

    async def take(request: web.Request) -> web.Response:
        sent.append(dict(await request.post()))
        return web.Response(status=202)

    await fetcher.post(site.handle("/hub", take), {"hub.mode": "subscribe"})
    assert sent == [{"hub.mode": "subscribe"}]
    for status in (302, 404, 500):
        with pytest.raises(FetchError) as caught:
            await fetcher.post(site.redirect("/other", "/hub", status=status), {})
        assert caught.value.status == status
    assert len(sent) == 1


async def test_a_form_goes_into_no_private_network(careful: Fetcher, site: Website) -> None:
    for url in ("http://127.0.0.1:8080/hub", site.handle("/hub", _never)):
        with pytest.raises(UnsafeURLError):
            await careful.post(url, {})
    assert site.visits == []


async def _never(_request: web.Request) -> web.Response:
    raise AssertionError


async def test_nothing_changed_is_no_answer_to_somebody_who_knows_nothing(
    fetcher: Fetcher, site: Website
) -> None:
    error = await refusal(fetcher, site.page("/a", status=304))
    assert error.reason == Reason.STATUS


@pytest.mark.parametrize(
    ("statuses", "moved"),
    [
        pytest.param([301], True, id="moved"),
        pytest.param([308, 301], True, id="moved twice"),
        pytest.param([302], False, id="elsewhere for now"),
        pytest.param([301, 307], False, id="moved, then elsewhere for now"),
        pytest.param([303, 302, 307, 301, 308], False, id="five hops"),
    ],
)
async def test_redirects_are_followed_and_say_whether_they_stay(
    fetcher: Fetcher, site: Website, statuses: list[int], *, moved: bool
) -> None:
    for number, status in enumerate(statuses):
        site.redirect(f"/{number}", f"/{number + 1}?utm_source=hop", status=status)
    last = site.page(f"/{len(statuses)}", "there")
    page = await fetcher.get(f"{site.url}/0")
    assert (page.url, page.content, page.moved_permanently) == (last, b"there", moved)
    assert page.requested == f"{site.url}/0"


async def test_a_site_that_goes_in_circles_is_given_up(fetcher: Fetcher, site: Website) -> None:
    error = await refusal(fetcher, site.redirect("/round", "/round"))
    assert error.reason == Reason.TOO_MANY_REDIRECTS
    assert len(site.visits) == 6


@pytest.mark.parametrize(
    ("target", "reason"),
    [
        pytest.param("file:///etc/passwd", Reason.NOT_A_URL, id="file"),
        pytest.param("ftp://a.example/", Reason.NOT_A_URL, id="ftp"),
        pytest.param("http://user:secret@a.example/", Reason.NOT_A_URL, id="password"),
        pytest.param("http://[::1/", Reason.NOT_A_URL, id="no address"),
    ],
)
async def test_a_redirect_leads_only_to_web_pages(
    fetcher: Fetcher, site: Website, target: str, reason: Reason
) -> None:
    error = await refusal(fetcher, site.redirect("/a", target))
    assert isinstance(error, UnsafeURLError)
    assert error.reason == reason


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1",
        "localhost",
        "[::1]",
        "[::ffff:127.0.0.1]",
        "2130706433",
        "0x7f000001",
        "127.1",
        "169.254.169.254",
    ],
)
async def test_a_private_network_is_never_connected_to(
    careful: Fetcher, site: Website, host: str
) -> None:
    error = await refusal(careful, f"http://{host}:8080/")
    assert error.reason in {Reason.PRIVATE_ADDRESS, Reason.NOT_A_URL}
    assert isinstance(error, UnsafeURLError)
    assert site.visits == []


async def test_a_name_that_leads_inside_is_refused_after_dns(
    careful: Fetcher, monkeypatch: pytest.MonkeyPatch
) -> None:
    def rebound(_host: str, port: int, *_: object) -> list[object]:
        kind = (socket.SOCK_STREAM, socket.IPPROTO_TCP, "")
        return [
            (socket.AF_INET6, *kind, ("::1", port, 0, 0)),
            (socket.AF_INET, *kind, ("10.0.0.7", port)),
        ]

    monkeypatch.setattr(socket, "getaddrinfo", rebound)
    error = await refusal(careful, "https://harmless.example/")
    assert isinstance(error, UnsafeURLError)
    assert error.reason == Reason.PRIVATE_ADDRESS


async def test_only_ports_of_websites_are_knocked_at(careful: Fetcher) -> None:
    error = await refusal(careful, "http://a.example:6379/")
    assert isinstance(error, UnsafeURLError)
    assert error.reason == Reason.PORT


@pytest.mark.parametrize(
    ("status", "headers", "reason"),
    [
        pytest.param(401, {}, Reason.STATUS, id="log in"),
        pytest.param(403, {}, Reason.BLOCKED, id="forbidden"),
        pytest.param(404, {}, Reason.STATUS, id="not found"),
        pytest.param(410, {}, Reason.STATUS, id="gone"),
        pytest.param(429, {}, Reason.BLOCKED, id="too many requests"),
        pytest.param(500, {}, Reason.STATUS, id="broken"),
        pytest.param(503, {}, Reason.STATUS, id="down"),
        pytest.param(503, {"cf-mitigated": "challenge"}, Reason.BLOCKED, id="bot wall"),
        pytest.param(204, {}, Reason.STATUS, id="empty"),
        pytest.param(302, {}, Reason.STATUS, id="redirect to nowhere"),
    ],
)
async def test_a_refusal_says_why(
    fetcher: Fetcher, site: Website, status: int, headers: dict[str, str], reason: Reason
) -> None:
    error = await refusal(fetcher, site.page("/a", "No.", status=status, headers=headers))
    assert isinstance(error, FetchError)
    assert (error.reason, error.status) == (reason, status)


async def test_the_site_may_say_when_to_come_back(fetcher: Fetcher, site: Website) -> None:
    url = site.page("/a", status=429, headers={"retry-after": "120"})
    error = await refusal(fetcher, url)
    assert isinstance(error, FetchError)
    assert error.retry_after == 120


@pytest.mark.parametrize("status", [429, 503])
async def test_a_site_that_says_when_to_come_back_is_asked_nothing_until_then(
    fetcher: Fetcher, site: Website, status: int
) -> None:
    await refusal(fetcher, site.page("/a", status=status, headers={"retry-after": "7200"}))
    other = site.page("/b", "Fine.")

    error = await refusal(fetcher, other)

    assert isinstance(error, FetchError)
    assert (error.reason, error.status) == (Reason.BLOCKED, 429)
    assert 7_000 < (error.retry_after or 0) <= 7_200
    assert 7_000 < fetcher.seconds_closed(other) <= 7_200
    assert fetcher.seconds_closed("https://elsewhere.example/") == 0
    with pytest.raises(FetchError):
        await fetcher.post(other, {})
    assert [visit.path for visit in site.visits] == ["/a"]


@pytest.mark.parametrize(
    ("status", "headers"),
    [
        pytest.param(429, {}, id="does not say for how long"),
        pytest.param(429, {"retry-after": "0"}, id="at once"),
        pytest.param(404, {"retry-after": "7200"}, id="speaks of the page alone"),
    ],
)
async def test_a_site_that_does_not_say_so_is_asked_for_other_things(
    fetcher: Fetcher, site: Website, status: int, headers: dict[str, str]
) -> None:
    await refusal(fetcher, site.page("/a", status=status, headers=headers))
    assert (await fetcher.get(site.page("/b", "Fine."))).content == b"Fine."


async def test_a_hub_may_be_named_in_headers(fetcher: Fetcher, site: Website) -> None:
    headers = {"Link": '<https://hub.example/>; rel="hub", </feed>; rel="self"'}
    page = await fetcher.get(site.page("/a", headers=headers))
    assert (page.hub_link, page.self_link) == ("https://hub.example/", "/feed")


async def test_the_site_may_say_how_long_its_answer_stays_fresh(
    fetcher: Fetcher, site: Website
) -> None:
    headers = {"cache-control": "public, max-age=900", "ETag": '"7"'}
    url = site.page("/feed", headers=headers)
    assert (await fetcher.get(url)).fresh_for == 900
    site.page("/feed", status=304, headers=headers)
    assert (await fetcher.get(url, etag='"7"')).fresh_for == 900


@pytest.mark.parametrize("media", ["image/png", "video/mp4", "audio/mpeg", "font/woff2"])
async def test_pictures_and_sound_are_not_downloaded(
    fetcher: Fetcher, site: Website, media: str
) -> None:
    error = await refusal(fetcher, site.page("/a", b"\x89", content_type=media))
    assert error.reason == Reason.NOT_TEXT


async def test_a_body_is_read_up_to_its_limit_and_no_further(
    fetcher: Fetcher, site: Website
) -> None:
    page = await fetcher.get(site.page("/fits", b"x" * 1_000), max_bytes=1_000)
    with pytest.raises(FetchError) as caught:
        await fetcher.get(site.page("/too-large", b"x" * 1_001), max_bytes=1_000)
    assert len(page.content) == 1_000
    assert caught.value.reason == Reason.TOO_LARGE


async def test_a_page_has_four_megabytes_at_most(fetcher: Fetcher, site: Website) -> None:
    page = await fetcher.get(site.page("/fits", b"x" * 4_000_000))
    error = await refusal(fetcher, site.page("/too-large", b"x" * 4_000_001))
    assert len(page.content) == 4_000_000
    assert error.reason == Reason.TOO_LARGE


async def test_a_small_body_that_unpacks_to_a_giant_is_stopped(
    fetcher: Fetcher, site: Website
) -> None:
    error = await refusal(fetcher, site.bomb("/bomb", megabytes=64))
    assert error.reason == Reason.TOO_LARGE


async def test_a_body_without_an_end_is_stopped(fetcher: Fetcher, site: Website) -> None:
    error = await refusal(fetcher, site.endless("/endless"))
    assert error.reason == Reason.TOO_LARGE


async def test_a_site_that_never_answers_is_given_up(hasty: Fetcher, site: Website) -> None:
    error = await refusal(hasty, site.silent("/silent"))
    assert error.reason == Reason.TIMEOUT
    assert isinstance(error.__cause__, TimeoutError)


async def test_a_port_where_nobody_listens_is_unreachable(fetcher: Fetcher) -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        error = await refusal(fetcher, f"http://127.0.0.1:{unused.getsockname()[1]}/")
    assert error.reason == Reason.UNREACHABLE
    assert isinstance(error.__cause__, aiohttp.ClientConnectorError)


async def test_a_name_that_does_not_exist_is_told_apart(fetcher: Fetcher) -> None:
    error = await refusal(fetcher, "https://nobody.invalid/")
    assert error.reason == Reason.DNS


@pytest.mark.parametrize(
    "headers",
    [
        pytest.param({"Content-Encoding": "gzip"}, id="says gzip, is not"),
        pytest.param({"Content-Length": "1000"}, id="ends too early"),
    ],
)
async def test_a_garbled_answer_is_no_answer(
    fetcher: Fetcher, site: Website, headers: dict[str, str]
) -> None:
    async def garble(request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse(headers={"Content-Type": "text/html", **headers})
        await response.prepare(request)
        await response.write(b"<p>plain")
        if request.transport is not None:
            request.transport.close()
        return response

    error = await refusal(fetcher, site.handle("/a", garble))
    assert error.reason == Reason.UNREACHABLE


async def test_a_host_is_asked_one_thing_at_a_time(fetcher: Fetcher, site: Website) -> None:
    urls = [site.page(f"/{number}", "x") for number in range(8)]
    await asyncio.gather(*map(fetcher.get, urls))
    assert len(site.visits) == 8
    assert site.busiest == 1


async def test_a_redirect_to_another_host_waits_for_its_turn_there(
    fetcher: Fetcher, site: Website
) -> None:
    elsewhere = site.url.replace("127.0.0.1", "localhost")
    there, asked, may_answer = slow_page(site, "/there")
    sent_on = site.redirect("/a", f"{elsewhere}/there?again")
    first = asyncio.create_task(fetcher.get(there.replace("127.0.0.1", "localhost")))
    await asked.wait()
    second = asyncio.create_task(fetcher.get(sent_on))
    # The host that sent it on is free for others.
    await fetcher.get(site.page("/b"))
    may_answer.set()
    assert [(await get).content for get in (first, second)] == [b"at last"] * 2
    assert site.busiest == 2
    paths = [visit.path for visit in site.visits]
    assert (paths[0], {*paths[1:3]}, paths[3]) == ("/there", {"/a", "/b"}, "/there?again")


async def test_no_credentials_go_along_with_a_redirect(fetcher: Fetcher, site: Website) -> None:
    site.page("/there", headers={"Set-Cookie": "a=1"})
    await fetcher.get(site.redirect("/a", site.url.replace("127.0.0.1", "localhost") + "/there"))
    for visit in site.visits:
        assert {"Authorization", "Cookie", "Referer"}.isdisjoint(visit.headers)


def slow_page(site: Website, path: str) -> tuple[str, asyncio.Event, asyncio.Event]:
    """Return a page's address, when it was asked for, and what lets it answer."""
    asked, may_answer = asyncio.Event(), asyncio.Event()

    async def answer(_request: web.Request) -> web.Response:
        asked.set()
        await may_answer.wait()
        return web.Response(text="at last")

    return site.handle(path, answer), asked, may_answer


async def test_who_asks_for_the_same_at_the_same_time_shares_one_request(
    fetcher: Fetcher, site: Website
) -> None:
    url, asked, may_answer = slow_page(site, "/a")
    gets = [asyncio.create_task(fetcher.get(url)) for _ in range(50)]
    await asked.wait()
    may_answer.set()
    assert {page.content for page in await asyncio.gather(*gets)} == {b"at last"}
    assert len(site.visits) == 1

    await fetcher.get(url)
    assert len(site.visits) == 2


async def test_who_shares_a_request_shares_its_error(fetcher: Fetcher, site: Website) -> None:
    url = site.page("/a", status=500)
    errors = await asyncio.gather(*[refusal(fetcher, url) for _ in range(3)])
    assert [error.reason for error in errors] == [Reason.STATUS] * 3
    assert len(site.visits) == 1


async def test_who_knows_something_else_asks_for_itself(fetcher: Fetcher, site: Website) -> None:
    url = site.feed("/feed", "<rss/>", etag='"7"')
    pages = await asyncio.gather(fetcher.get(url), fetcher.get(url, etag='"7"'))
    assert [page.status for page in pages] == [200, 304]


async def test_who_stops_waiting_leaves_the_others_their_answer(
    fetcher: Fetcher, site: Website
) -> None:
    url, asked, may_answer = slow_page(site, "/a")
    first, *others = [asyncio.create_task(fetcher.get(url)) for _ in range(3)]
    await asked.wait()
    first.cancel()
    await asyncio.wait([first])
    may_answer.set()
    assert first.cancelled()
    assert [page.content for page in await asyncio.gather(*others)] == [b"at last"] * 2
    assert len(site.visits) == 1


async def test_a_fetcher_that_is_closed_gives_up_what_is_under_way(
    fetcher: Fetcher, site: Website
) -> None:
    url, asked, _ = slow_page(site, "/a")
    get = asyncio.create_task(fetcher.get(url))
    await asked.wait()
    await fetcher.close()
    await asyncio.wait([get])
    assert get.cancelled()


async def test_a_fetcher_that_was_closed_opens_again(fetcher: Fetcher, site: Website) -> None:
    url = site.page("/a", "x")
    await fetcher.get(url)
    await fetcher.close()
    await fetcher.close()
    assert (await fetcher.get(url)).content == b"x"


def client_errors(kind: type[Exception] = aiohttp.ClientError) -> Iterator[type[Exception]]:
    yield kind
    for child in kind.__subclasses__():
        if child.__module__.startswith("aiohttp."):
            yield from client_errors(child)


UNSAFE = {
    "InvalidURL",
    "InvalidUrlClientError",
    "InvalidUrlRedirectClientError",
    "NonHttpUrlClientError",
    "NonHttpUrlRedirectClientError",
}
TIMEOUTS = {"ServerTimeoutError", "ConnectionTimeoutError", "SocketTimeoutError"}
DNS = {"ClientConnectorDNSError"}


@pytest.mark.parametrize("kind", sorted(set(client_errors()), key=str))
def test_every_error_of_the_client_is_one_of_ours(kind: type[aiohttp.ClientError]) -> None:
    error = our_error(kind.__new__(kind), "https://a.example/")
    expected: tuple[type[IngestError], Reason] = (FetchError, Reason.UNREACHABLE)
    if kind.__name__ in UNSAFE:
        expected = (UnsafeURLError, Reason.NOT_A_URL)
    elif kind.__name__ in TIMEOUTS:
        expected = (FetchError, Reason.TIMEOUT)
    elif kind.__name__ in DNS:
        expected = (FetchError, Reason.DNS)
    assert (type(error), error.reason) == expected


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        pytest.param(TimeoutError(), Reason.TIMEOUT, id="timeout"),
        pytest.param(ConnectionResetError(), Reason.UNREACHABLE, id="reset"),
        pytest.param(socket.gaierror(), Reason.DNS, id="unknown name"),
        pytest.param(OSError(), Reason.UNREACHABLE, id="any other"),
    ],
)
def test_every_error_of_the_system_is_one_of_ours(error: OSError, reason: Reason) -> None:
    assert our_error(error, "https://a.example/").reason == reason
