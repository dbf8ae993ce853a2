"""When a site wants to be asked again, as the headers of its answer say."""

from __future__ import annotations

import re
from collections.abc import Mapping
from email.utils import parsedate_to_datetime

_MAX_AGE = re.compile(r"(?:^|[,\s])max-age\s*=\s*\"?(\d{1,9})", re.IGNORECASE)
_NO_CACHE = re.compile(r"(?:^|[,\s])no-(?:cache|store)\b", re.IGNORECASE)


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
