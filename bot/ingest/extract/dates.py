"""Read when something was published, as far as it can be believed.

Pages and feeds write an instant, or show a day behind a word for it: `Published: 16.08.2019`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from email.utils import parsedate_to_datetime
from functools import cache

from selectolax.lexbor import LexborHTMLParser

from bot.languages import of_all

# Before that there was no news on the web: a date like 1970-01-01 is an empty field.
EARLIEST = datetime(1995, 1, 1, tzinfo=UTC)

# A time without its zone, read as UTC, is ahead of the clock by up to 14 hours.
ZONE_SLIP = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Dated:
    """When something was published, as its source writes it.

    Attributes:
        instant: Aware; in the zone that the source names, else in UTC.
        only_day: Whether the source says no more than the day; the instant begins it, or is
            now, since that day has not begun everywhere.
    """

    instant: datetime
    only_day: bool


def parse_date(text: str, *, now: datetime) -> Dated | None:
    """Return when `text` says that something was published, or None.

    Args:
        text: ISO 8601 (`2026-11-24T06:40:00+02:00`, a day alone), the style of mail and
            RSS (`Tue, 24 Nov 2026 06:40:00 GMT`), or seconds since 1970. Without a zone
            it is taken for UTC. Midnight is what software writes that knows the day alone.
        now: Aware; what lies behind it by less than a day becomes `now`, since a zone
            was forgotten; what lies further behind is no date of publication.
    """
    text = text.strip()
    for read in (_iso, _mail, _epoch):
        try:
            written = read(text)
            believed = believable(written, now=now)
        except (ValueError, TypeError, OverflowError, OSError):
            continue
        if believed is None:
            return None
        local = believed.astimezone(written.tzinfo or UTC)
        return Dated(local, only_day=written.time() == time.min)
    return None


def believable(instant: datetime, *, now: datetime) -> datetime | None:
    """Return `instant` in UTC if something can have been published then, or None.

    A naive one is taken for UTC.

    Raises:
        OverflowError: It lies at the very edge of the calendar.
    """
    aware = instant if instant.tzinfo else instant.replace(tzinfo=UTC)
    aware = aware.astimezone(UTC)
    return min(aware, now) if EARLIEST <= aware <= now + ZONE_SLIP else None


def _iso(text: str) -> datetime:
    # Many pages put a space before the zone, name it, or give more digits of a second than
    # there are.
    text = re.sub(r"\s*(?:UTC|GMT|Z)$", "+00:00", text, flags=re.IGNORECASE)
    text = re.sub(r"\s+(?=[+-]\d\d:?\d\d$)", "", text)
    return datetime.fromisoformat(re.sub(r"(\.\d{6})\d+", r"\1", text))


def _mail(text: str) -> datetime:
    # WordPress's empty date, `Mon, 30 Nov -0001`, would be one of the year 2000.
    return parsedate_to_datetime(text.replace(" -0001 ", " "))


def _epoch(text: str) -> datetime:
    seconds = float(text)
    # JavaScript counts milliseconds.
    return datetime.fromtimestamp(seconds / 1000 if seconds > 1e11 else seconds, UTC)  # noqa: PLR2004


# With a dot between them, day and month stand in this order wherever dates are written so;
# with a slash they don't.
_DAY_FIRST = r"(?P<day>\d{1,2})\. ?(?P<month>\d{1,2})\. ?(?P<year>(?:19|20)\d\d)"
_YEAR_FIRST = r"(?P<year2>(?:19|20)\d\d)[-./年]\s?(?P<month2>\d{1,2})[-./月]\s?(?P<day2>\d{1,2})"
# A page says so near its article's beginning or end.
_MAX_CHARACTERS = 200_000


def labelled_day(page: str, *, now: datetime) -> Dated | None:
    """Return the first day of the HTML `page` that it calls that of publication, in figures."""
    tree = LexborHTMLParser(page)
    for node in tree.css("script, style, template"):
        node.decompose()
    text = tree.body.text(separator=" ")[:_MAX_CHARACTERS] if tree.body else ""
    for found in _labelled().finditer(text):
        year, month, day = (
            int(found[name] or found[f"{name}2"]) for name in ("year", "month", "day")
        )
        try:
            believed = believable(datetime(year, month, day, tzinfo=UTC), now=now)
        except ValueError:
            continue
        if believed is not None:
            return Dated(believed, only_day=True)
    return None


@cache
def _labelled() -> re.Pattern[str]:
    labels = "|".join(of_all(lambda each: each.date_labels))
    joined = "|".join(of_all(lambda each: each.joined_date_labels))
    return re.compile(
        rf"(?:\b(?:{labels})\b|(?:{joined})(?:日時?|일)?)"
        # "on", "am", "le"; a weekday.
        rf"(?:[\s:：|,.]|\b[^\W\d]{{1,10}}\b){{0,6}}(?<!\d)(?:{_DAY_FIRST}|{_YEAR_FIRST})(?!\d)",
        re.IGNORECASE,
    )
