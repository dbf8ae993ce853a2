"""What a feed says, in the same words whatever its format."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.ingest.dates import Dated
from storage.model import Timing

# What no XML may hold and no database stores.
CONTROL = re.compile(r"[\0-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class Entry:
    """An item as its feed has it, not cleaned.

    Attributes:
        guid: What the feed calls it, or empty.
        link: Its address as written, perhaps relative, or empty.
        title: Markup, or empty.
        markup: The longest of its texts, or empty.
        authors: One-line names.
        dated: When it was published, as far as that can be believed.
    """

    guid: str
    link: str
    title: str
    markup: str
    authors: tuple[str, ...]
    dated: Dated | None


@dataclass(frozen=True, slots=True)
class Listing:
    """A feed as it is written, not cleaned.

    Attributes:
        title: Its name, or empty.
        site_url: The page that it belongs to, as written, or empty.
        language: A language tag, or empty.
        timing: When it asks to be read.
        hub_url: The WebSub hub that tells of its changes, as written, or empty.
        self_url: What it calls its own address, as written, or empty.
        entries: Its items, in its order.
    """

    title: str
    site_url: str
    language: str
    timing: Timing
    hub_url: str
    self_url: str
    entries: list[Entry]
