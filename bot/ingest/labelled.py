"""The day that a page shows behind a word for it, such as `Published: 16.08.2019`."""

from __future__ import annotations

import re
from datetime import UTC, datetime

from selectolax.lexbor import LexborHTMLParser

from bot.ingest.dates import Dated, believable

# What stands before the day on which something was published, and hardly before others.
_LABELS = (
    *("published", "posted", "publication date", "date", "first published"),
    *("veröffentlicht", "erschienen", "erstellt", "datum", "publié", "publiée", "mis en ligne"),
    *("publicado", "publicada", "fecha", "pubblicato", "pubblicata", "data", "gepubliceerd"),
    *("geplaatst", "publicerad", "publisert", "udgivet", "julkaistu", "opublikowano"),
    *("data publikacji", "zveřejněno", "publikováno", "publicat", "опубликовано", "дата"),
    *("опубліковано", "δημοσιεύτηκε", "yayınlanma", "yayın tarihi", "tarih"),
)
# Where no spaces part words.
_JOINED_LABELS = ("公開", "掲載", "配信", "发布时间", "發布時間", "发表时间", "입력", "등록")

# With a dot between them, day and month stand in this order wherever dates are written so;
# with a slash they don't.
_DAY_FIRST = r"(?P<day>\d{1,2})\. ?(?P<month>\d{1,2})\. ?(?P<year>(?:19|20)\d\d)"
_YEAR_FIRST = r"(?P<year2>(?:19|20)\d\d)[-./年]\s?(?P<month2>\d{1,2})[-./月]\s?(?P<day2>\d{1,2})"
_LABELLED = re.compile(
    rf"(?:\b(?:{'|'.join(_LABELS)})\b|(?:{'|'.join(_JOINED_LABELS)})(?:日時?|일)?)"
    # "on", "am", "le"; a weekday.
    rf"(?:[\s:：|,.]|\b[^\W\d]{{1,10}}\b){{0,6}}(?<!\d)(?:{_DAY_FIRST}|{_YEAR_FIRST})(?!\d)",
    re.IGNORECASE,
)
# A page says so near its article's beginning or end.
_MAX_CHARACTERS = 200_000


def labelled_day(page: str, *, now: datetime) -> Dated | None:
    """Return the first day of the HTML `page` that it calls that of publication, in figures.

    Args:
        page: HTML.
        now: Aware; see `parse_date`.
    """
    tree = LexborHTMLParser(page)
    for node in tree.css("script, style, template"):
        node.decompose()
    text = tree.body.text(separator=" ")[:_MAX_CHARACTERS] if tree.body else ""
    for found in _LABELLED.finditer(text):
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
