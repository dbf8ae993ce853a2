"""What hubs visit: whether we meant what we asked them, and what is new (WebSub).

listening  listens for them as long as it is entered
"""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from aiohttp import web

from bot.app import App
from bot.errors import SettingsError
from bot.ingest.sources import agree, is_expected, take
from bot.ingest.web import MAX_FEED_BYTES
from bot.settings import Settings

__all__ = ["listening"]

_log = logging.getLogger(__name__)


@asynccontextmanager
async def listening(app: App) -> AsyncIterator[None]:
    """Listen for hubs within the block, if the bot can be reached from the web.

    Raises:
        SettingsError: It can't listen there: the port is taken, or the address not ours.
    """
    if not app.settings.public_url:
        yield
        return
    runner = web.AppRunner(web_application(app), access_log=None, shutdown_timeout=5)
    await runner.setup()
    try:
        await _listen(runner, app.settings)
        _log.info("listening for hubs on port %d", app.settings.web_port)
        yield
    finally:
        await runner.cleanup()


async def _listen(runner: web.AppRunner, settings: Settings) -> None:
    try:
        await web.TCPSite(runner, settings.web_host, settings.web_port).start()
    except OSError as error:
        raise SettingsError(
            "WEB_PORT",
            "port-taken",
            address=f"{settings.web_host}:{settings.web_port}",
            why=error.strerror or "",
        ) from error


def web_application(app: App) -> web.Application:
    """Return what answers hubs; the last part of each address is a push's token."""

    async def confirm(request: web.Request) -> web.Response:
        asked = request.query
        if asked.get("hub.mode") == "denied":
            # It is asked again when its time comes.
            return web.Response()
        is_meant = asked.get("hub.mode") == "subscribe" and await agree(
            app.reading,
            request.match_info["token"],
            topic=asked.get("hub.topic", ""),
            lease_seconds=asked.get("hub.lease_seconds", ""),
            now=app.clock(),
        )
        if not is_meant:
            return web.Response(status=404)
        # As text, so that no browser takes it for a page of ours.
        return web.Response(text=asked.get("hub.challenge", ""))

    async def receive(request: web.Request) -> web.Response:
        token = request.match_info["token"]
        if not await is_expected(app.reading, token):
            # So that the hub sends no more.
            return web.Response(status=410)
        body = await request.read()
        await take(
            app.reading,
            token,
            body,
            signature=request.headers.get("X-Hub-Signature", ""),
            content_type=request.content_type,
            charset=request.charset or "",
            now=app.clock(),
        )
        # Whether it was signed rightly is nobody's business: w3.org/TR/websub section 8.
        return web.Response(status=202)

    application = web.Application(client_max_size=MAX_FEED_BYTES)
    application.router.add_get("/{path:.*/|}{token:[^/]+}", confirm)
    application.router.add_post("/{path:.*/|}{token:[^/]+}", receive)
    return application
