"""Fetch pages and feeds: the only importer of the HTTP client.

Addresses come from strangers. So each connection is checked after DNS and before it is made
(literal addresses, names that lead inside, names that change their mind and redirects all
pass there), whatever answers is given little time and little space, and a host is asked one
thing at a time. Errors of the client and refusals of sites become ours here.
"""

from __future__ import annotations

import asyncio
import errno
import re
import socket
from collections.abc import AsyncIterator, Iterable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit
from weakref import WeakValueDictionary

from bot.errors import FetchError, IngestError, Reason, UnsafeURLError
from bot.ingest.web.urls import WEB_PORTS, canonical_url, is_public, web_url

if TYPE_CHECKING:
    import aiohttp


class PrivateAddressError(OSError):
    """The connection would have gone into a private network; aiohttp wraps it."""


def connector(*, allow_private_networks: bool) -> aiohttp.TCPConnector:
    """Return what makes the client's connections."""
    import aiohttp

    return aiohttp.TCPConnector(socket_factory=None if allow_private_networks else _public_socket)


def _public_socket(address: aiohttp.AddrInfoType) -> socket.socket:
    family, kind, protocol, _, (host, *_) = address
    if not is_public(str(host)):
        # Always the same words: aiohttp passes on the error of several addresses as it is
        # only when they all say the same.
        raise PrivateAddressError(errno.EACCES, "inside a private network")
    return socket.socket(family, kind, protocol)


_MAX_AGE = re.compile(r"(?:^|[,\s])max-age\s*=\s*\"?(\d{1,9})", re.IGNORECASE)
_NO_CACHE = re.compile(r"(?:^|[,\s])no-(?:cache|store)\b", re.IGNORECASE)

# `<https://hub.example/>; title="A hub"; rel="hub"`
_PARAMETER = r';\s*([^\s;,="<>]+)\s*(?:=\s*(?:"([^"]*)"|([^\s;,"<>]*)))?\s*'
_LINK = re.compile(rf"<([^<>]*)>\s*((?:{_PARAMETER})*)")
_PARAMETERS = re.compile(_PARAMETER)


def retry_after(headers: Mapping[str, str]) -> float | None:
    """Return the seconds that the site asks us to wait, or None if it doesn't say.

    A date is compared with the answer's own `Date`, so that wrong clocks don't matter.
    """
    value = headers.get("Retry-After", "").strip()
    if value.isdecimal():
        return float(value)
    try:
        until = parsedate_to_datetime(value)
        asked = parsedate_to_datetime(headers.get("Date", ""))
        return max(0.0, (until - asked).total_seconds())
    except (TypeError, ValueError):
        return None


def fresh_for(headers: Mapping[str, str]) -> int:
    """Return the seconds until the answer is stale: RFC 9111, sections 4.2.3 and 5.2.2."""
    control = headers.get("Cache-Control", "")
    max_age = _MAX_AGE.search(control)
    if max_age is None or _NO_CACHE.search(control):
        return 0
    age = headers.get("Age", "").strip()
    return max(0, int(max_age[1]) - (int(age) if age.isdecimal() and len(age) < 10 else 0))  # noqa: PLR2004 - digits


def links(values: Iterable[str]) -> dict[str, str]:
    """Return the address that `Link` headers name for each relation: RFC 8288, section 3.

    Addresses are as written, perhaps relative; of several, the first. Relations are in lower
    case.
    """
    found: dict[str, str] = {}
    for link in _LINK.finditer(", ".join(values)):
        for name, quoted, bare in _PARAMETERS.findall(link[2]):
            if name.lower() == "rel":
                for relation in (quoted or bare).lower().split():
                    found.setdefault(relation, link[1].strip())
    return found


def as_received(value: str) -> str:
    """Return a header's value, or nothing if it can't be kept and sent back as it is."""
    # Bytes that are no UTF-8 come as halves of characters, which no database stores.
    return value if value.isprintable() else ""


_KEEPS_OUT = frozenset({HTTPStatus.FORBIDDEN, HTTPStatus.TOO_MANY_REQUESTS})
# Headers of services that stand before a site and let only browsers in.
_BOT_WALL_HEADERS = ("cf-mitigated", "x-datadome", "x-amzn-waf-action", "x-sucuri-block")
# Statuses with which `Retry-After` speaks of the whole site: RFC 6585 section 4, RFC 9110
# section 15.6.4.
_OF_THE_SITE = frozenset({HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.SERVICE_UNAVAILABLE})


def our_error(error: aiohttp.ClientError | OSError, url: str) -> IngestError:
    """Return what an error of the client, or of the system below it, means to us."""
    import aiohttp

    if isinstance(error.__cause__, PrivateAddressError):
        return UnsafeURLError(url, reason=Reason.PRIVATE_ADDRESS)
    if isinstance(error, aiohttp.InvalidURL | aiohttp.NonHttpUrlClientError):
        return UnsafeURLError(url, reason=Reason.NOT_A_URL)
    if isinstance(error, aiohttp.ClientConnectorDNSError | socket.gaierror):
        return FetchError(url, reason=Reason.DNS)
    if isinstance(error, TimeoutError):
        return FetchError(url, reason=Reason.TIMEOUT)
    return FetchError(url, reason=Reason.UNREACHABLE)


def refusal_of(response: aiohttp.ClientResponse, url: str) -> FetchError:
    """Return what an answer means whose status is no success."""
    keeps_out = response.status in _KEEPS_OUT or any(
        header in response.headers for header in _BOT_WALL_HEADERS
    )
    return FetchError(
        url,
        reason=Reason.BLOCKED if keeps_out else Reason.STATUS,
        status=response.status,
        retry_after=retry_after(response.headers),
    )


def closed_for(error: FetchError) -> float:
    """Return the seconds for which the whole site asks to be left alone; 0 if it doesn't."""
    return (error.retry_after or 0) if error.status in _OF_THE_SITE else 0


# However long a host asks to be left alone.
MOST_CLOSED_SECONDS = 24 * 3_600

# Browsers follow 20; sites that need more than 5 without cookies are going in circles.
MAX_REDIRECTS = 5
CONNECT_SECONDS = 5

# Decompressed. The largest pages and feeds that were met have 2.9 and 1.5 MB.
MAX_PAGE_BYTES = 4_000_000
MAX_FEED_BYTES = 5_000_000

_PIECE_BYTES = 64 * 1024
# News sites send longer headers than aiohttp's 8,190 bytes: content security policies.
_MAX_HEADER_BYTES = 64 * 1024

_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_TO_STAY = frozenset({301, 308})
_NOT_TEXT = ("image/", "audio/", "video/", "font/")


@dataclass(frozen=True, slots=True)
class Page:
    """What a site answered.

    Attributes:
        url: Where the answer came from after redirects, in its canonical spelling.
        requested: The address that was asked for, as given.
        status: 200, or 304 if nothing changed since the answer that the conditions name.
        content: The body, decompressed; empty with 304.
        content_type: Media type in lower case, such as `text/html`.
        charset: What the `Content-Type` header says, or empty.
        etag: `ETag` as received, or empty.
        last_modified: `Last-Modified` as received, or empty.
        moved_permanently: Whether all redirects on the way, and at least one, said that
            they are there to stay.
        fresh_for: Seconds for which the site says that nothing new comes (`max-age`).
        hub_link: The WebSub hub that its `Link` headers name, as written, or empty.
        self_link: What they call its own address, as written, or empty.
    """

    url: str
    requested: str
    status: int
    content: bytes
    content_type: str
    charset: str
    etag: str
    last_modified: str
    moved_permanently: bool
    fresh_for: int = 0
    hub_link: str = ""
    self_link: str = ""


class Turns:
    """Whose turn it is to ask a host. Who came first is served first."""

    def __init__(self, *, pause: float) -> None:
        """Keep the pause: seconds from the end of a visit to the beginning of the next one."""
        self._pause = pause
        self._closed_until: dict[str, float] = {}
        # A turn that nobody has or waits for is forgotten.
        self._turns: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()

    @asynccontextmanager
    async def at(self, host: str) -> AsyncIterator[None]:
        """Wait until `host` may be asked again, and have it for ourselves within the block."""
        turn = self._turns.setdefault(host, asyncio.Lock())
        await turn.acquire()
        try:
            yield
        finally:
            if self._pause > 0:
                asyncio.get_running_loop().call_later(self._pause, turn.release)
            else:
                turn.release()

    def close(self, host: str, *, seconds: float) -> None:
        """Note that `host` asked to be left alone from now on; at most a day is granted."""
        until = asyncio.get_running_loop().time() + min(seconds, MOST_CLOSED_SECONDS)
        if seconds > 0:
            self._closed_until[host] = max(until, self._closed_until.get(host, 0))

    def seconds_closed(self, host: str) -> float:
        """Return for how long `host` is to be left alone; 0 if it may be asked."""
        left = self._closed_until.get(host, 0) - asyncio.get_running_loop().time()
        if left <= 0:
            self._closed_until.pop(host, None)
        return max(left, 0)


@dataclass(slots=True)
class _Visit:
    """A `get` under way.

    Attributes:
        seconds: What is left of its time.
        redirects: The statuses that sent us on so far.
    """

    url: str
    headers: Mapping[str, str]
    max_bytes: int
    seconds: float
    redirects: list[int] = field(default_factory=list)


class Fetcher:
    """An HTTP client for addresses from strangers."""

    def __init__(
        self,
        *,
        user_agent: str,
        allow_private_networks: bool = False,
        seconds: float = 20,
        host_pause: float = 1,
    ) -> None:
        """Keep the limits; the first `get` opens the session.

        Args:
            user_agent: How the bot names itself, truthfully.
            allow_private_networks: Whether addresses inside private networks, and ports
                other than a website's, may be visited.
            seconds: How long one `get` may take, its redirects included.
            host_pause: Seconds between two requests to the same host.
        """
        self._user_agent = user_agent
        self._allow_private_networks = allow_private_networks
        self._seconds = seconds
        self._turns = Turns(pause=host_pause)
        self._session: aiohttp.ClientSession | None = None
        self._under_way: dict[tuple[str, str, str, int], asyncio.Task[Page]] = {}

    async def get(
        self,
        url: str,
        *,
        etag: str = "",
        last_modified: str = "",
        max_bytes: int = MAX_PAGE_BYTES,
    ) -> Page:
        """Return what `url` holds.

        A host is asked one thing at a time; waiting for one's turn doesn't count as the
        site's time. One that asked to be left alone for a while is not asked until that is
        over. Those who ask for the same at the same time share one answer.

        Args:
            url: Absolute http(s) address.
            etag: `ETag` of the answer that is known already, exactly as received.
            last_modified: Its `Last-Modified`, exactly as received.
            max_bytes: Most bytes of a body, decompressed.

        Raises:
            UnsafeURLError: The address, or one that it redirects to, must not be visited.
            FetchError: No usable answer came back.
        """
        asked = (url, etag, last_modified, max_bytes)
        if (answer := self._under_way.get(asked)) is None:
            answer = asyncio.create_task(self._get(*asked))
            self._under_way[asked] = answer
            answer.add_done_callback(lambda _: self._under_way.pop(asked, None))
        # Whoever gives up waiting takes the answer from nobody else.
        return await asyncio.shield(answer)

    async def _get(self, url: str, etag: str, last_modified: str, max_bytes: int) -> Page:
        conditions = {"If-None-Match": etag, "If-Modified-Since": last_modified}
        headers = {name: value for name, value in conditions.items() if value}
        visit = _Visit(url=url, headers=headers, max_bytes=max_bytes, seconds=self._seconds)
        hop = web_url(url)
        while True:
            host = urlsplit(hop).hostname or ""
            async with self._turn(host, url):
                # Redirects within the host are part of the same visit.
                answer = await self._visit_host(visit, hop, host)
            if isinstance(answer, Page):
                return answer
            hop = answer

    async def post(self, url: str, form: Mapping[str, str]) -> None:
        """Send a form to `url`; redirects are not followed.

        Raises:
            UnsafeURLError: The address must not be visited.
            FetchError: It was not accepted.
        """
        address = web_url(url)
        self._check_port(address, url)
        async with (
            self._turn(urlsplit(address).hostname or "", url),
            asyncio.timeout(self._seconds),
            self._open_session().post(address, data=form, allow_redirects=False) as answer,
        ):
            if not answer.ok or answer.status in _REDIRECTS:
                raise refusal_of(answer, url)

    def seconds_closed(self, url: str) -> float:
        """Return for how long the site of `url` asked to be left alone; 0 if it may be asked."""
        return self._turns.seconds_closed(urlsplit(url).hostname or "")

    async def close(self) -> None:
        """Give up what is under way, and close connections that were kept open."""
        for answer in tuple(self._under_way.values()):
            answer.cancel()
        await asyncio.gather(*self._under_way.values(), return_exceptions=True)
        if self._session is not None:
            await self._session.close()
            self._session = None

    @asynccontextmanager
    async def _turn(self, host: str, url: str) -> AsyncIterator[None]:
        """Have `host` for ourselves within the block, whose errors become ours."""
        import aiohttp

        async with self._turns.at(host):
            if seconds := self._turns.seconds_closed(host):
                status = HTTPStatus.TOO_MANY_REQUESTS
                raise FetchError(url, reason=Reason.BLOCKED, status=status, retry_after=seconds)
            try:
                yield
            except FetchError as error:
                self._turns.close(host, seconds=closed_for(error))
                raise
            except (aiohttp.ClientError, OSError) as error:
                raise our_error(error, url) from error

    async def _visit_host(self, visit: _Visit, hop: str, host: str) -> Page | str:
        """Return the page, or the address at another host to which it redirects."""
        loop = asyncio.get_running_loop()
        started = loop.time()
        try:
            async with asyncio.timeout(visit.seconds):
                while urlsplit(hop).hostname == host:
                    answer = await self._ask(visit, hop)
                    if isinstance(answer, Page):
                        return answer
                    hop = answer
        finally:
            visit.seconds -= loop.time() - started
        return hop

    async def _ask(self, visit: _Visit, hop: str) -> Page | str:
        """Return the page at `hop`, or the address to which it redirects."""
        self._check_port(hop, visit.url)
        session = self._open_session()
        async with session.get(hop, headers=visit.headers, allow_redirects=False) as response:
            location = response.headers.get("Location")
            if response.status not in _REDIRECTS or location is None:
                return await _page(response, visit)
        visit.redirects.append(response.status)
        if len(visit.redirects) > MAX_REDIRECTS:
            raise FetchError(visit.url, reason=Reason.TOO_MANY_REDIRECTS, status=response.status)
        return _target(hop, location, visit.url)

    def _check_port(self, hop: str, url: str) -> None:
        port = urlsplit(hop).port
        if not (self._allow_private_networks or port is None or port in WEB_PORTS):
            raise UnsafeURLError(url, reason=Reason.PORT)

    def _open_session(self) -> aiohttp.ClientSession:
        import aiohttp

        if self._session is None:
            self._session = aiohttp.ClientSession(
                connector=connector(allow_private_networks=self._allow_private_networks),
                # Shared cookies would tell one reader's visits to all the others.
                cookie_jar=aiohttp.DummyCookieJar(),
                headers={"User-Agent": self._user_agent},
                timeout=aiohttp.ClientTimeout(total=None, connect=CONNECT_SECONDS),
                # A proxy of the environment would connect wherever it is told to.
                trust_env=False,
                max_line_size=_MAX_HEADER_BYTES,
                max_field_size=_MAX_HEADER_BYTES,
            )
        return self._session


async def _page(response: aiohttp.ClientResponse, visit: _Visit) -> Page:
    unchanged = response.status == HTTPStatus.NOT_MODIFIED and bool(visit.headers)
    if response.status != HTTPStatus.OK and not unchanged:
        raise refusal_of(response, visit.url)
    if response.content_type.startswith(_NOT_TEXT):
        raise FetchError(visit.url, reason=Reason.NOT_TEXT, status=response.status)
    linked = links(response.headers.getall("Link", []))
    return Page(
        url=canonical_url(str(response.url)),
        requested=visit.url,
        status=response.status,
        content=await _read(response, visit),
        content_type=response.content_type,
        charset=response.charset or "",
        etag=as_received(response.headers.get("ETag", "")),
        last_modified=as_received(response.headers.get("Last-Modified", "")),
        moved_permanently=bool(visit.redirects) and _TO_STAY.issuperset(visit.redirects),
        fresh_for=fresh_for(response.headers),
        hub_link=linked.get("hub", ""),
        self_link=linked.get("self", ""),
    )


async def _read(response: aiohttp.ClientResponse, visit: _Visit) -> bytes:
    content = bytearray()
    async for piece in response.content.iter_chunked(_PIECE_BYTES):
        content += piece
        if len(content) > visit.max_bytes:
            raise FetchError(visit.url, reason=Reason.TOO_LARGE, status=response.status)
    return bytes(content)


def _target(hop: str, location: str, url: str) -> str:
    try:
        return web_url(urljoin(hop, location))
    except (UnsafeURLError, ValueError) as error:
        raise UnsafeURLError(url, reason=Reason.NOT_A_URL) from error
