"""What it means to us if the HTTP client fails or a site refuses: the place that knows both."""

from __future__ import annotations

import socket
from http import HTTPStatus

import aiohttp

from bot.errors import FetchError, IngestError, Reason, UnsafeURLError
from bot.ingest.guard import PrivateAddressError
from bot.ingest.headers import retry_after

_KEEPS_OUT = frozenset({HTTPStatus.FORBIDDEN, HTTPStatus.TOO_MANY_REQUESTS})
# Headers of services that stand before a site and let only browsers in.
_BOT_WALL_HEADERS = ("cf-mitigated", "x-datadome", "x-amzn-waf-action", "x-sucuri-block")
# Statuses with which `Retry-After` speaks of the whole site: RFC 6585 section 4, RFC 9110
# section 15.6.4.
_OF_THE_SITE = frozenset({HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.SERVICE_UNAVAILABLE})


def our_error(error: aiohttp.ClientError | OSError, url: str) -> IngestError:
    """Return what an error of the client, or of the system below it, means to us.

    Args:
        error: Raised while `url` was fetched.
        url: As the user or the feed gave it.
    """
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
    """Return what an answer means that holds nothing for us.

    Args:
        response: With a status that is no success.
        url: As the user or the feed gave it.
    """
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
