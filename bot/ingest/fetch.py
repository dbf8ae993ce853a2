"""Getting pages and feeds from the web: the only importer of the HTTP client.

Addresses come from strangers, so every connection is checked after DNS and before it is
made, on each redirect, and whatever answers is given little time and little space.
"""

from __future__ import annotations

import asyncio
import errno
import socket
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from urllib.parse import urljoin, urlsplit
from weakref import WeakValueDictionary

import aiohttp

from bot.errors import FetchError, IngestError, Reason, UnsafeURLError
from bot.ingest.urls import WEB_PORTS, canonical_url, is_public, web_url

# Browsers follow 20; sites that need more than 5 without cookies are going in circles.
MAX_REDIRECTS = 5
CONNECT_SECONDS = 5
# Between two requests to one host; feed43 and Reddit ban readers that are quicker.
HOST_PAUSE_SECONDS = 1.0

_PIECE_BYTES = 64 * 1024
# News sites send longer headers than aiohttp's 8,190 bytes: content security policies.
_MAX_HEADER_BYTES = 64 * 1024

_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_TO_STAY = frozenset({301, 308})
_KEEPS_OUT = frozenset({HTTPStatus.FORBIDDEN, HTTPStatus.TOO_MANY_REQUESTS})
# Headers of services that stand before a site and let only browsers in.
_BOT_WALL_HEADERS = ("cf-mitigated", "x-datadome", "x-amzn-waf-action", "x-sucuri-block")
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


class Fetcher:
    """An HTTP client for addresses from strangers."""

    def __init__(
        self,
        *,
        user_agent: str,
        allow_private_networks: bool = False,
        seconds: float = 20,
        max_bytes: int = 10_000_000,
        host_pause: float = HOST_PAUSE_SECONDS,
    ) -> None:
        """Keep the limits; the first `get` opens the session.

        Args:
            user_agent: How the bot names itself, truthfully.
            allow_private_networks: Whether addresses inside private networks, and ports
                other than a website's, may be visited.
            seconds: How long one `get` may take, its redirects included.
            max_bytes: Most bytes of a body, decompressed.
            host_pause: Seconds between two requests to the same host.
        """
        self._user_agent = user_agent
        self._allow_private_networks = allow_private_networks
        self._seconds = seconds
        self._max_bytes = max_bytes
        self._host_pause = host_pause
        # A turn that nobody has or waits for is forgotten.
        self._turns: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()
        self._session: aiohttp.ClientSession | None = None
        self._under_way: dict[tuple[str, str, str], asyncio.Task[Page]] = {}

    async def get(self, url: str, *, etag: str = "", last_modified: str = "") -> Page:
        """Return what `url` holds.

        A host is asked one thing at a time; waiting for one's turn doesn't count as the
        site's time. Those who ask for the same at the same time share one answer.

        Args:
            url: Absolute http(s) address.
            etag: `ETag` of the answer that is known already, exactly as received.
            last_modified: Its `Last-Modified`, exactly as received.

        Raises:
            UnsafeURLError: The address, or one that it redirects to, must not be visited.
            FetchError: No usable answer came back.
        """
        asked = (url, etag, last_modified)
        if (answer := self._under_way.get(asked)) is None:
            answer = asyncio.create_task(self._get(*asked))
            self._under_way[asked] = answer
            answer.add_done_callback(lambda _: self._under_way.pop(asked, None))
        # Whoever gives up waiting takes the answer from nobody else.
        return await asyncio.shield(answer)

    async def _get(self, url: str, etag: str, last_modified: str) -> Page:
        conditions = {"If-None-Match": etag, "If-Modified-Since": last_modified}
        headers = {name: value for name, value in conditions.items() if value}
        async with self._turn(web_url(url)):
            try:
                async with asyncio.timeout(self._seconds):
                    return await self._follow(url, headers)
            except (aiohttp.ClientError, OSError) as error:
                raise _our_error(error, url) from error

    async def close(self) -> None:
        """Give up what is under way, and close connections that were kept open."""
        for answer in tuple(self._under_way.values()):
            answer.cancel()
        await asyncio.gather(*self._under_way.values(), return_exceptions=True)
        if self._session is not None:
            await self._session.close()
            self._session = None

    async def _follow(self, url: str, headers: Mapping[str, str]) -> Page:
        hop = web_url(url)
        statuses: list[int] = []
        while len(statuses) <= MAX_REDIRECTS:
            self._check_port(hop, url)
            async with self._open_session().get(
                hop, headers=headers, allow_redirects=False
            ) as response:
                location = response.headers.get("Location")
                if response.status not in _REDIRECTS or location is None:
                    return await self._page(response, url, headers, statuses)
            statuses.append(response.status)
            hop = _target(hop, location, url)
        raise FetchError(url, reason=Reason.TOO_MANY_REDIRECTS, status=statuses[-1])

    def _check_port(self, hop: str, url: str) -> None:
        port = urlsplit(hop).port
        if not (self._allow_private_networks or port is None or port in WEB_PORTS):
            raise UnsafeURLError(url, reason=Reason.PORT)

    async def _page(
        self,
        response: aiohttp.ClientResponse,
        requested: str,
        conditions: Mapping[str, str],
        redirects: list[int],
    ) -> Page:
        unchanged = response.status == HTTPStatus.NOT_MODIFIED and bool(conditions)
        if response.status != HTTPStatus.OK and not unchanged:
            raise _refusal(response, requested)
        if response.content_type.startswith(_NOT_TEXT):
            raise FetchError(requested, reason=Reason.NOT_TEXT, status=response.status)
        return Page(
            url=canonical_url(str(response.url)),
            requested=requested,
            status=response.status,
            content=await self._read(response, requested),
            content_type=response.content_type,
            charset=response.charset or "",
            etag=response.headers.get("ETag", ""),
            last_modified=response.headers.get("Last-Modified", ""),
            moved_permanently=bool(redirects) and _TO_STAY.issuperset(redirects),
        )

    async def _read(self, response: aiohttp.ClientResponse, requested: str) -> bytes:
        content = bytearray()
        async for piece in response.content.iter_chunked(_PIECE_BYTES):
            content += piece
            if len(content) > self._max_bytes:
                raise FetchError(requested, reason=Reason.TOO_LARGE, status=response.status)
        return bytes(content)

    def _open_session(self) -> aiohttp.ClientSession:
        if self._session is None:
            self._session = aiohttp.ClientSession(
                connector=aiohttp.TCPConnector(
                    socket_factory=None if self._allow_private_networks else _public_socket
                ),
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

    @asynccontextmanager
    async def _turn(self, url: str) -> AsyncIterator[None]:
        """Wait until the host of `url` may be asked again, and have it for ourselves."""
        turn = self._turns.setdefault(urlsplit(url).netloc, asyncio.Lock())
        await turn.acquire()
        try:
            yield
        finally:
            asyncio.get_running_loop().call_later(self._host_pause, turn.release)


def _target(hop: str, location: str, url: str) -> str:
    try:
        return web_url(urljoin(hop, location))
    except (UnsafeURLError, ValueError) as error:
        raise UnsafeURLError(url, reason=Reason.NOT_A_URL) from error


class _PrivateAddressError(OSError):
    """The connection would have gone into a private network; aiohttp wraps it."""


def _public_socket(address: aiohttp.AddrInfoType) -> socket.socket:
    family, kind, protocol, _, (host, *_) = address
    if not is_public(str(host)):
        # Always the same words: aiohttp passes on the error of several addresses as it is
        # only when they all say the same.
        raise _PrivateAddressError(errno.EACCES, "inside a private network")
    return socket.socket(family, kind, protocol)


def _our_error(error: aiohttp.ClientError | OSError, url: str) -> IngestError:
    """Return what the client's error means to us: the one place that knows both."""
    if isinstance(error.__cause__, _PrivateAddressError):
        return UnsafeURLError(url, reason=Reason.PRIVATE_ADDRESS)
    if isinstance(error, aiohttp.InvalidURL | aiohttp.NonHttpUrlClientError):
        return UnsafeURLError(url, reason=Reason.NOT_A_URL)
    if isinstance(error, aiohttp.ClientConnectorDNSError | socket.gaierror):
        return FetchError(url, reason=Reason.DNS)
    if isinstance(error, TimeoutError):
        return FetchError(url, reason=Reason.TIMEOUT)
    return FetchError(url, reason=Reason.UNREACHABLE)


def _refusal(response: aiohttp.ClientResponse, url: str) -> FetchError:
    keeps_out = response.status in _KEEPS_OUT or any(
        header in response.headers for header in _BOT_WALL_HEADERS
    )
    return FetchError(
        url,
        reason=Reason.BLOCKED if keeps_out else Reason.STATUS,
        status=response.status,
        retry_after=_retry_after(response.headers),
    )


def _retry_after(headers: Mapping[str, str]) -> float | None:
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
