"""What the headers of an answer say: when a site wants to be asked again, and who tells of news."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from email.utils import parsedate_to_datetime

_MAX_AGE = re.compile(r"(?:^|[,\s])max-age\s*=\s*\"?(\d{1,9})", re.IGNORECASE)
_NO_CACHE = re.compile(r"(?:^|[,\s])no-(?:cache|store)\b", re.IGNORECASE)

# `<https://hub.example/>; title="A hub"; rel="hub"`
_PARAMETER = r';\s*([^\s;,="<>]+)\s*(?:=\s*(?:"([^"]*)"|([^\s;,"<>]*)))?\s*'
_LINK = re.compile(rf"<([^<>]*)>\s*((?:{_PARAMETER})*)")
_PARAMETERS = re.compile(_PARAMETER)


def retry_after(headers: Mapping[str, str]) -> float | None:
    """Return the seconds that the site asks us to wait, or None if it doesn't say.

    A date is compared with the answer's own `Date`, so that wrong clocks don't matter.

    Args:
        headers: By name, whatever its case.
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
    """Return the seconds until the answer is stale: RFC 9111, sections 4.2.3 and 5.2.2.

    Args:
        headers: By name, whatever its case.
    """
    control = headers.get("Cache-Control", "")
    max_age = _MAX_AGE.search(control)
    if max_age is None or _NO_CACHE.search(control):
        return 0
    age = headers.get("Age", "").strip()
    return max(0, int(max_age[1]) - (int(age) if age.isdecimal() and len(age) < 10 else 0))  # noqa: PLR2004 - digits


def links(values: Iterable[str]) -> dict[str, str]:
    """Return the address that is linked for each relation: RFC 8288, section 3.

    Args:
        values: Those of all `Link` headers.

    Returns:
        Addresses as written, perhaps relative, by relation in lower case; the first of several.
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
