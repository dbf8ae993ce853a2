"""The connector of the HTTP client, which connects to no address inside a private network.

The check stands where sockets are made: after DNS and before each connection, so that
literal addresses, names that lead inside, names that change their mind and redirects all
pass it.
"""

from __future__ import annotations

import errno
import socket

import aiohttp

from bot.ingest.urls import is_public


class PrivateAddressError(OSError):
    """The connection would have gone into a private network; aiohttp wraps it."""


def connector(*, allow_private_networks: bool) -> aiohttp.TCPConnector:
    """Return what makes the client's connections.

    Args:
        allow_private_networks: Whether it makes them to private networks too.
    """
    return aiohttp.TCPConnector(socket_factory=None if allow_private_networks else _public_socket)


def _public_socket(address: aiohttp.AddrInfoType) -> socket.socket:
    family, kind, protocol, _, (host, *_) = address
    if not is_public(str(host)):
        # Always the same words: aiohttp passes on the error of several addresses as it is
        # only when they all say the same.
        raise PrivateAddressError(errno.EACCES, "inside a private network")
    return socket.socket(family, kind, protocol)
