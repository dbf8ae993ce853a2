"""A website of our own on loopback, for tests that fetch: a real server, real sockets."""

from __future__ import annotations

import asyncio
import gzip
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from types import TracebackType
from typing import Self

from aiohttp import web

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


@dataclass(frozen=True)
class Visit:
    """A request that the site received."""

    path: str
    headers: Mapping[str, str]


@dataclass
class Website:
    """A site whose pages a test writes; what it wasn't given is a 404.

    Attributes:
        url: Its address without a slash at the end, such as `http://127.0.0.1:4711`.
        visits: The requests it received, oldest first.
        busiest: The most requests that it had to answer at the same moment.
    """

    url: str = ""
    visits: list[Visit] = field(default_factory=list)
    busiest: int = 0
    _pages: dict[str, Handler] = field(default_factory=dict)
    _now: int = 0
    _closing: asyncio.Event = field(default_factory=asyncio.Event)

    def page(
        self,
        path: str,
        content: str | bytes = "",
        *,
        status: int = 200,
        content_type: str = "text/html; charset=utf-8",
        headers: Mapping[str, str] | None = None,
    ) -> str:
        """Answer `path` with `content`; return its address."""
        body = content.encode() if isinstance(content, str) else content

        async def answer(_request: web.Request) -> web.Response:
            return web.Response(
                body=body,
                status=status,
                headers={"Content-Type": content_type, **(headers or {})},
            )

        return self.handle(path, answer)

    def feed(
        self, path: str, content: str | bytes, *, etag: str = "", last_modified: str = ""
    ) -> str:
        """Answer `path` with a feed, or with 304 to those who know this very one."""
        body = content.encode() if isinstance(content, str) else content
        marks = {"ETag": etag, "Last-Modified": last_modified}
        headers = {name: value for name, value in marks.items() if value}

        async def answer(request: web.Request) -> web.Response:
            if etag and request.headers.get("If-None-Match") == etag:
                return web.Response(status=304, headers=headers)
            return web.Response(body=body, content_type="application/rss+xml", headers=headers)

        return self.handle(path, answer)

    def redirect(self, path: str, to: str, *, status: int = 302) -> str:
        """Send visitors of `path` to `to`."""
        return self.page(path, status=status, headers={"Location": to})

    def bomb(self, path: str, megabytes: int) -> str:
        """Answer `path` with zeros that gzip to a thousandth of their size."""
        headers = {"Content-Encoding": "gzip"}
        return self.page(path, gzip.compress(bytes(megabytes << 20)), headers=headers)

    def endless(self, path: str) -> str:
        """Answer `path` with a body that never ends."""

        async def answer(request: web.Request) -> web.StreamResponse:
            response = web.StreamResponse(headers={"Content-Type": "text/html"})
            await response.prepare(request)
            while not self._closing.is_set():
                await response.write(b"<p>and so on</p>" * 1_000)
            return response

        return self.handle(path, answer)

    def silent(self, path: str) -> str:
        """Accept requests for `path`, and never answer."""

        async def answer(_request: web.Request) -> web.Response:
            await self._closing.wait()
            return web.Response()

        return self.handle(path, answer)

    def handle(self, path: str, handler: Handler) -> str:
        """Let `handler` answer `path`; return its address."""
        self._pages[path] = handler
        return f"{self.url}{path}"

    async def __aenter__(self) -> Self:
        """Open a free port on loopback."""
        application = web.Application()
        application.router.add_route("*", "/{path:.*}", self._answer)
        self._runner = web.AppRunner(application, shutdown_timeout=1)
        await self._runner.setup()
        listening = web.TCPSite(self._runner, "127.0.0.1", 0)
        await listening.start()
        host, port = self._runner.addresses[0][:2]
        self.url = f"http://{host}:{port}"
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Let go of whoever still waits, and close."""
        self._closing.set()
        await self._runner.cleanup()

    async def _answer(self, request: web.Request) -> web.StreamResponse:
        self.visits.append(Visit(request.path_qs, dict(request.headers)))
        self._now += 1
        self.busiest = max(self.busiest, self._now)
        try:
            if handler := self._pages.get(request.path):
                return await handler(request)
            return web.Response(status=404, text="<h1>Not found</h1>", content_type="text/html")
        finally:
            self._now -= 1
