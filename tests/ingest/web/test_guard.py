"""No address from a stranger leads into a private network: not even a connection is tried."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator
from typing import Any

import pytest

from bot.errors import IngestError, Reason, UnsafeURLError
from bot.ingest.web import fetch
from bot.ingest.web.fetch import Fetcher

# What a resolver that is in league with an attacker answers.
ANSWERS = {
    "inside.example": ["10.0.0.7"],
    "mixed.example": ["10.0.0.7", "::1"],
    "mapped.example": ["::ffff:192.168.0.1"],
    "nat64.example": ["64:ff9b::a00:7"],
    "localhost": ["127.0.0.1", "::1"],
}

TARGETS = [
    "http://127.0.0.1/",
    "http://127.0.0.2:8080/",
    "http://127.1/",
    "http://127.0.1/",
    "http://2130706433/",
    "http://0x7f000001/",
    "http://0x7f.0.0.1/",
    "http://0177.0.0.1/",
    "http://017700000001/",
    "http://１２７.０.０.１/",
    "http://127。0。0。1/",
    "http://0.0.0.0/",
    "http://0/",
    "http://10.0.0.7/",
    "http://172.16.0.1/",
    "http://192.168.0.1/",
    "http://100.64.0.1/",
    "http://169.254.169.254/latest/meta-data/",
    "http://192.0.0.8/",
    "http://192.88.99.1/",
    "http://198.18.0.1/",
    "http://224.0.0.1/",
    "http://255.255.255.255/",
    "http://[::1]/",
    "http://[::]/",
    "http://[::127.0.0.1]/",
    "http://[::ffff:127.0.0.1]/",
    "http://[::ffff:7f00:1]/",
    "http://[64:ff9b::7f00:1]/",
    "http://[64:ff9b:1::7f00:1]/",
    "http://[2002:7f00:1::]/",
    "http://[2001:0:7f00:1::]/",
    "http://[100::1]/",
    "http://[fe80::1]/",
    "http://[fe80::1%25eth0]/",
    "http://[fc00::1]/",
    "http://[ff02::1]/",
    "http://localhost/",
    "http://inside.example/",
    "http://mixed.example/",
    "http://mapped.example/",
    "http://nat64.example/",
]

REDIRECTS = [
    "http://127.0.0.2:8080/",
    "http://[::1]:8080/",
    "//10.0.0.7/",
    "http://inside.example/",
    "http://2130706434/",
    "file:///etc/passwd",
    "ftp://10.0.0.7/",
    "gopher://10.0.0.7/",
    "http://user:password@10.0.0.7/",
    "http://10.0.0.7:6379/",
]


@pytest.fixture
async def connects(monkeypatch) -> list[str]:
    """Write down, and let through, each connection that is tried."""
    tried: list[str] = []
    loop = asyncio.get_running_loop()
    connect = loop.sock_connect

    async def sock_connect(sock: socket.socket, address: tuple[str, int]) -> None:
        tried.append(address[0])
        await connect(sock, address)

    monkeypatch.setattr(loop, "sock_connect", sock_connect)
    return tried


@pytest.fixture(autouse=True)
def _resolver(monkeypatch) -> None:
    """Answer for the names above; numbers are understood as ever."""
    resolve = socket.getaddrinfo

    def answer(host: str, port: int, *args: Any, **kwargs: Any):
        found = []
        for address in ANSWERS.get(host, [host]):
            found += resolve(address, port, *args, **kwargs)
        return found

    monkeypatch.setattr(socket, "getaddrinfo", answer)


@pytest.fixture
async def fetcher() -> AsyncIterator[Fetcher]:
    """A fetcher as it comes, but for its patience."""
    fetcher = Fetcher(user_agent="test", host_pause=0, seconds=5)
    yield fetcher
    await fetcher.close()


async def refusal(fetcher: Fetcher, url: str) -> IngestError:
    with pytest.raises(IngestError) as caught:
        await fetcher.get(url)
    return caught.value


@pytest.mark.parametrize("target", TARGETS)
async def test_an_address_inside_is_refused_before_a_connection(fetcher, connects, target):
    error = await refusal(fetcher, target)
    assert isinstance(error, UnsafeURLError)
    assert error.reason in {Reason.PRIVATE_ADDRESS, Reason.NOT_A_URL}
    assert connects == []


@pytest.mark.parametrize("target", REDIRECTS)
async def test_a_redirect_inside_is_refused_before_a_connection(
    fetcher, connects, site, monkeypatch, target
):
    """The site that redirects is allowed here, though it is on loopback: nothing else is."""
    monkeypatch.setattr(fetch, "is_public", lambda address: address == "127.0.0.1")
    port = int(site.url.rpartition(":")[2])
    monkeypatch.setattr(fetch, "WEB_PORTS", frozenset({80, 443, 8080, port}))

    error = await refusal(fetcher, site.redirect("/a", target))

    assert isinstance(error, UnsafeURLError)
    assert connects == ["127.0.0.1"]
    assert len(site.visits) == 1


@pytest.mark.parametrize("port", [21, 22, 25, 6379, 8000, 9200])
async def test_only_ports_of_websites_are_knocked_at(fetcher, connects, port):
    error = await refusal(fetcher, f"http://93.184.215.14:{port}/")
    assert (type(error), error.reason, connects) == (UnsafeURLError, Reason.PORT, [])


async def test_a_name_that_changes_its_mind_is_checked_at_each_connection(
    fetcher, connects, site, monkeypatch
):
    monkeypatch.setattr(fetch, "is_public", lambda address: address == "127.0.0.1")
    port = int(site.url.rpartition(":")[2])
    monkeypatch.setattr(fetch, "WEB_PORTS", frozenset({port}))
    monkeypatch.setitem(ANSWERS, "rebinding.example", ["127.0.0.1"])
    site.page("/a", "once", headers={"Connection": "close"})
    url = f"http://rebinding.example:{port}/a"
    await fetcher.get(url)
    await fetcher.close()

    monkeypatch.setitem(ANSWERS, "rebinding.example", ["10.0.0.7"])

    assert (await refusal(fetcher, url)).reason is Reason.PRIVATE_ADDRESS
    assert connects == ["127.0.0.1"]


async def test_private_networks_may_be_allowed_ports_included(connects, site):
    fetcher = Fetcher(user_agent="test", host_pause=0, allow_private_networks=True)
    assert (await fetcher.get(site.page("/a", "x"))).content == b"x"
    await fetcher.close()
    assert connects == ["127.0.0.1"]


async def test_no_proxy_of_the_environment_is_asked(fetcher, connects, monkeypatch):
    for name in ("http_proxy", "https_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://10.0.0.7:3128/")
    assert (await refusal(fetcher, "http://127.0.0.1/")).reason is Reason.PRIVATE_ADDRESS
    assert connects == []
