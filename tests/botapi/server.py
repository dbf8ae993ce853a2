"""The Bot API over HTTP on loopback."""

from __future__ import annotations

import asyncio
import json
from typing import Any, Self

from aiohttp import web

from tests.botapi.errors import ApiError, too_many_requests
from tests.botapi.faults import Fault, Faults, Kind
from tests.botapi.limits import MAX_DOWNLOAD_BYTES, Flood
from tests.botapi.methods import Call, Methods
from tests.botapi.updates import Updates
from tests.botapi.world import TOKEN, World

_BAD_GATEWAY = "<html><head><title>502 Bad Gateway</title></head></html>"


class Server:
    """A Bot API server that is as strict as the real one, for one bot.

    `async with` starts and stops it.

    Attributes:
        token: The token that it accepts.
        world: Chats, messages and files.
        updates: What waits for the bot.
        faults: What goes wrong, once it is asked for.
        flood: Limits on frequency, once they are switched on.
        methods: What the bot can call.
        url: Address of the server, once started.
        application: The web application behind it.
    """

    def __init__(self, *, port: int = 0) -> None:
        """Prepare a server on this port of loopback; 0 takes a free one."""
        self.token = TOKEN
        self.world = World()
        self.updates = Updates()
        self.faults = Faults()
        self.flood = Flood(lambda: asyncio.get_running_loop().time())
        self.methods = Methods(self.world, self.updates, self.flood)
        self.url = ""
        self._port = port
        # The real server takes uploads up to 50 MB.
        self.application = web.Application(client_max_size=2 * MAX_DOWNLOAD_BYTES)
        self.application.router.add_route("*", "/bot{token}/{method}", self._call)
        self.application.router.add_get("/file/bot{token}/documents/{file_id}", self._download)
        self._runner: web.AppRunner = self._new_runner()

    @property
    def base_url(self) -> str:
        """Return what `TELEGRAM_BASE_URL` is set to."""
        return f"{self.url}/bot"

    @property
    def base_file_url(self) -> str:
        """Return what `TELEGRAM_BASE_FILE_URL` is set to."""
        return f"{self.url}/file/bot"

    async def __aenter__(self) -> Self:
        """Start."""
        await self.come_back()
        return self

    async def __aexit__(self, *_: object) -> None:
        """Stop; calls that hang are cut."""
        await self.go_away()

    async def go_away(self) -> None:
        """Cut all connections, and refuse new ones from now on."""
        await self._runner.cleanup()

    async def come_back(self) -> None:
        """Take connections, at the address of before if there was one."""
        self._runner = self._new_runner()
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", self._port).start()
        host, self._port = self._runner.addresses[0][:2]
        self.url = f"http://{host}:{self._port}"

    def _new_runner(self) -> web.AppRunner:
        return web.AppRunner(self.application, handler_cancellation=True, shutdown_timeout=0.1)

    async def _call(self, request: web.Request) -> web.StreamResponse:
        name = request.match_info["method"]
        try:
            self._check(request.match_info["token"])
            fault = self.faults.take(name)
            await self._notify()
            if fault is not None and not fault.kind.is_accepted:
                return await _failed(request, fault)
            result = await self._accept(name, await _call(request))
        except ApiError as error:
            wait = error.parameters.get("retry_after")
            headers = {"Retry-After": str(wait)} if wait else {}
            return web.json_response(error.body, status=error.code, headers=headers)
        if fault is not None:
            failed = await _failed(request, fault)
            if fault.kind is not Kind.SLOW:
                return failed
        return web.json_response({"ok": True, "result": result})

    def _check(self, token: str) -> None:
        if ":" not in token:
            raise ApiError(401, "Unauthorized: invalid token specified")
        if token != self.token:
            raise ApiError(401, "Unauthorized")

    async def _accept(self, name: str, call: Call) -> Any:
        if name == "getUpdates":
            self.updates.polls += 1
            await self._notify()
        result = await self.methods.find(name)(call)
        self.world.calls.append((name, call.arguments))
        await self._notify()
        return result

    async def _notify(self) -> None:
        async with self.world.changed:
            self.world.changed.notify_all()

    async def _download(self, request: web.Request) -> web.StreamResponse:
        content = self.world.files.get(request.match_info["file_id"])
        if request.match_info["token"] != self.token or content is None:
            return web.json_response(ApiError(404, "Not Found").body, status=404)
        return web.Response(body=content)


async def _call(request: web.Request) -> Call:
    """Return arguments from wherever they stand, all as texts, and uploaded files."""
    arguments: dict[str, str] = dict(request.query)
    uploads: dict[str, tuple[str, bytes]] = {}
    if request.content_type == "application/json":
        given = await request.json()
        arguments |= {
            key: value if isinstance(value, str) else json.dumps(value)
            for key, value in given.items()
        }
    for key, value in (await request.post()).items():
        if isinstance(value, web.FileField):
            uploads[key] = (value.filename, value.file.read())
        else:
            arguments[key] = str(value)
    return Call(arguments, uploads)


async def _failed(request: web.Request, fault: Fault) -> web.StreamResponse:
    match fault.kind:
        case Kind.TOO_MANY:
            raise too_many_requests(int(fault.seconds))
        case Kind.NOT_FOUND:
            raise ApiError(404, "Not Found")
        case Kind.HANG:
            await asyncio.get_running_loop().create_future()
        case Kind.SLOW:
            await asyncio.sleep(fault.seconds)
        case Kind.DROP_BEFORE | Kind.DROP_AFTER:
            if request.transport is not None:
                request.transport.abort()
        case Kind.ERROR_BEFORE | Kind.ERROR_AFTER:
            return web.Response(status=502, text=_BAD_GATEWAY, content_type="text/html")
        case Kind.EMPTY:
            return web.json_response({})
        case Kind.GARBAGE:
            pass
    return web.Response(text="\x00not JSON", content_type="application/json")
