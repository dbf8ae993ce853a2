"""Addresses: one spelling for each, and which of them may be visited.

`canonical_url` decides whether two addresses are the same article; `web_url` only whether
an address may be asked for at all. Both give back what they are given when it is theirs
already.
"""

from __future__ import annotations

import ipaddress
import re
from urllib.parse import SplitResult, urlsplit, urlunsplit

from yarl import URL

from bot.errors import Reason, UnsafeURLError

# Ports of websites; anything else is somebody's database or mail server.
WEB_PORTS = frozenset({80, 443, 8080, 8443})

# Longer ones are no article's; browsers and servers give up at about as much.
MAX_URL_LENGTH = 2_048

# Parameters that say how a reader came to a page, never which page it is. Sources: the
# lists of ClearURLs, AdGuard's tracking filter and the networks' own documentation.
_TRACKING_PREFIXES = ("utm_", "hsa_", "mtm_", "pk_", "piwik_", "matomo_", "at_", "_hs")
_TRACKING = frozenset(
    {
        # Google, Bing, Yandex, Meta, TikTok, X, Snapchat, LinkedIn, Pinterest
        *("gclid", "gclsrc", "gbraid", "wbraid", "dclid", "srsltid", "_ga", "_gl"),
        *("msclkid", "yclid", "ysclid", "fbclid", "fb_action_ids", "fb_action_types"),
        *(
            "fb_ref",
            "fb_source",
            "igsh",
            "igshid",
            "ttclid",
            "twclid",
            "sccid",
            "li_fat_id",
        ),
        *("epik", "rdt_cid"),
        # Newsletters and marketing suites
        *("mc_cid", "mc_eid", "mkt_tok", "ck_subscriber_id", "vero_id", "vero_conv"),
        *("oly_anon_id", "oly_enc_id", "wickedid", "s_cid", "s_kwcid", "ef_id", "cmpid"),
        *("ncid", "ocid", "trk", "trkcampaign", "cndid", "sc_cid", "ns_campaign"),
        *("ns_mchannel", "ns_source", "ns_linkname", "ns_fee", "xtor"),
    }
)

# `?amp`, `?amp=1`, `?outputType=amp`: the same article for phones.
_AMP_PARAMETERS = frozenset({"amp", "_amp"})
_AMP_FORMATS = frozenset({"output", "outputtype", "view"})
_YES = frozenset({"", "1", "true"})

# `https://example-com.cdn.ampproject.org/c/s/example.com/story` and
# `https://www.google.com/amp/s/example.com/story`; `s/` stands for https.
_AMP_CACHE_HOST = re.compile(r"(?:[a-z0-9-]+\.)?cdn\.ampproject\.org")
_AMP_VIEWER_HOST = re.compile(r"(?:www\.)?google\.[a-z.]{2,6}")
_AMP_CACHE_PATH = re.compile(r"/[acv]/(?P<secure>s/)?(?P<rest>[^/]+\.[^/]+(?:/.*)?)")
_AMP_VIEWER_PATH = re.compile(r"/amp/(?P<secure>s/)?(?P<rest>[^/]+\.[^/]+(?:/.*)?)")

_HOST = re.compile(r"(?!-)[a-z0-9_-]{1,63}(?<!-)(?:\.(?!-)[a-z0-9_-]{1,63}(?<!-))*")


def web_url(url: str) -> str:
    """Return an absolute http(s) address in its normal spelling: the same resource everywhere.

    Case of scheme and host, international names, default ports, dot segments and
    percent-encoding are made equal; the fragment is dropped.

    Raises:
        UnsafeURLError: It is no such address, or it carries a user name or password.
    """
    text = url.strip()
    try:
        parsed = URL(text) if len(text) <= MAX_URL_LENGTH else URL()
        host = (parsed.raw_host or "").removesuffix(".")
    except ValueError as error:
        raise UnsafeURLError(url, reason=Reason.NOT_A_URL) from error
    if (
        parsed.scheme not in {"http", "https"}
        or parsed.raw_user is not None
        or parsed.raw_password is not None
        or not (_HOST.fullmatch(host) or _is_ipv6(host))
    ):
        raise UnsafeURLError(url, reason=Reason.NOT_A_URL)
    netloc = f"[{host}]" if ":" in host else host
    if not parsed.is_default_port():
        netloc += f":{parsed.port}"
    path = re.sub(r"\A/{2,}", "/", parsed.raw_path)
    return urlunsplit((parsed.scheme, netloc, path, parsed.raw_query_string, ""))


def canonical_url(url: str) -> str:
    """Return the one spelling of the article's address, to compare and to keep.

    Beyond `web_url`, parameters that track readers go, and forms for phones (AMP, on the
    site or in Google's cache) become the article's own address. The order of parameters
    stays: some servers mind.

    Raises:
        UnsafeURLError: See `web_url`.
    """
    current, plainer = "", web_url(url)
    # An address in a cache may itself be an AMP form; each round makes it shorter.
    while plainer != current:
        current = plainer
        plainer = web_url(_without_amp(_without_tracking(urlsplit(current))).geturl())
    return current


def _is_ipv6(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).version == 6  # noqa: PLR2004 - its name
    except ValueError:
        return False


def _without_tracking(url: SplitResult) -> SplitResult:
    parameters = [part for part in url.query.split("&") if part]
    return url._replace(query="&".join(p for p in parameters if not _says_how_not_what(p)))


def _says_how_not_what(parameter: str) -> bool:
    name, _, value = parameter.lower().partition("=")
    return (
        name in _TRACKING
        or name.startswith(_TRACKING_PREFIXES)
        or (name in _AMP_PARAMETERS and value in _YES)
        or (name in _AMP_FORMATS and value == "amp")
    )


def _without_amp(url: SplitResult) -> SplitResult:
    cached = None
    if _AMP_CACHE_HOST.fullmatch(url.netloc):
        cached = _AMP_CACHE_PATH.fullmatch(url.path)
    elif _AMP_VIEWER_HOST.fullmatch(url.netloc):
        cached = _AMP_VIEWER_PATH.fullmatch(url.path)
    if cached:
        scheme = "https" if cached["secure"] else "http"
        host, slash, path = cached["rest"].partition("/")
        return SplitResult(scheme, host, slash + path, url.query, "")
    host = url.netloc
    # `amp.dev` is a site of its own, `amp.example.com` another one's.
    if host.count(".") > 1:
        host = host.removeprefix("amp.")
    path = re.sub(r"(?<=[^/])/amp(?=/?\Z)|\.amp(?=(?:\.html)?\Z)", "", url.path)
    return url._replace(netloc=host, path=path)


# An address within a text ends before a space, a quotation mark or a bracket that opens
# or closes around it.
_LINK = re.compile(r"https?://[^\s<>\"'“”«»`{}|\\^]+", re.IGNORECASE)
_BARE_LINK = re.compile(
    r"(?<![\w@./:-])(?P<host>(?:[\w-]{1,63}\.)+[^\W\d_]{2,24}(?::\d{2,5})?)"
    r"(?P<path>/[^\s<>\"'“”«»`{}|\\^]*)?"
)
# What a bare `name.ending` most likely is on a reader's lips: a file.
_FILE_ENDINGS = (".txt", ".html", ".htm", ".md", ".pdf", ".eml", ".opml", ".zip", ".xml")
_CLOSING = {")": "(", "]": "["}


def find_url(text: str) -> str | None:
    """Return the first web address in `text`, or None; see `find_urls`."""
    return next(iter(find_urls(text)), None)


def find_urls(text: str) -> tuple[str, ...]:
    """Return the web addresses in `text`, each once, in their order.

    Args:
        text: What a reader typed: an address, alone or in a sentence. One without its
            scheme is taken for https: `example.com/path` anywhere, a bare `example.com`
            only where it is the whole text, since "end.Next" is seldom an address.
    """
    if links := [_without_punctuation(match[0]) for match in _LINK.finditer(text)]:
        return tuple(dict.fromkeys(links))
    bare = (
        f"https://{_without_punctuation(match[0])}"
        for match in _BARE_LINK.finditer(text)
        if match["path"]
        or (match[0] == text.strip() and not match[0].lower().endswith(_FILE_ENDINGS))
    )
    return tuple(dict.fromkeys(bare))


def _without_punctuation(link: str) -> str:
    """Cut what belongs to the sentence around a link, keeping brackets in balance."""
    while link:
        last = link[-1]
        if last in ".,;:!?…*_~" or (
            last in _CLOSING and link.count(last) > link.count(_CLOSING[last])
        ):
            link = link[:-1]
        else:
            break
    return link


# Ranges that `is_global` calls public or leaves open, but which lead to, or may be
# routed to, addresses inside: translated (NAT64), tunnelled (6to4, Teredo) or reserved.
_DETOURS = tuple(
    ipaddress.ip_network(network)
    for network in (
        "64:ff9b::/96",
        "64:ff9b:1::/48",
        "2002::/16",
        "2001::/32",
        "::/96",
        "100::/64",
        "192.88.99.0/24",
        "192.0.0.0/24",
    )
)


def is_public(address: str) -> bool:
    """Return whether an IP address surely lies outside any private network.

    Args:
        address: An IPv4 or IPv6 address in numbers, as the resolver gives it; one with a
            zone (`fe80::1%eth0`), or anything else that is no address, is not public.
    """
    try:
        ip = ipaddress.ip_address(address)
    except ValueError:
        return False
    if isinstance(ip, ipaddress.IPv6Address):
        if ip.scope_id is not None:
            return False
        ip = ip.ipv4_mapped or ip
    return (
        ip.is_global
        and not ip.is_multicast
        and not any(ip in network for network in _DETOURS if network.version == ip.version)
    )
