"""What two libraries take for the main text of a page: the only importer of trafilatura.

Both are C at heart and meet whatever the web holds, so this runs in worker processes that
can be killed, and each covers for the other: lxml, under trafilatura, sees nothing of a page
that is nested deeper than 256 levels; resiliparse cuts less cleanly.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from bot.ingest.dates import Dated, parse_date

# Around the main text when resiliparse can't tell.
_ASIDES = ["figcaption", "aside", "nav", "footer", "form", "button", "[role=dialog]"]


def parse_tree(page: str) -> Any:
    """Return the HTML `page` as lxml's tree, or None if it makes nothing of it."""
    from trafilatura import load_html

    return load_html(page)


def by_trafilatura(tree: Any) -> str:
    """Return the main text, one paragraph a line; clean, but now and then nearly nothing.

    Args:
        tree: From `parse_tree`; it stays as it is.
    """
    from trafilatura import extract

    # Its own second opinion takes as long again as its first.
    return extract(tree, favor_precision=True, include_comments=False, fast=True) or ""


def by_resiliparse(page: str) -> str:
    """Return the main text, one paragraph a line, with more of what stands around it."""
    from resiliparse.extract.html2text import extract_plain_text

    text: str = extract_plain_text(
        page,
        main_content=True,
        list_bullets=False,
        alt_texts=False,
        comments=False,
        skip_elements=_ASIDES,
    )
    return text


def visible_date(tree: Any, *, url: str | None, now: datetime) -> Dated | None:
    """Return the day that a page shows to its readers or has in its address, less surely.

    Args:
        tree: From `parse_tree`; it stays as it is.
        url: The page's address, if that is known.
        now: Aware; see `parse_date`.
    """
    from htmldate import find_date

    # The extensive search takes seconds, and finds dates of other things.
    day = find_date(tree, url=url, extensive_search=False, original_date=True)
    return parse_date(day or "", now=now)
