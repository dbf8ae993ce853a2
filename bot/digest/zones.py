"""Which time zone a reader means: `Europe/Kyiv`, `kyiv`, `New York`, `são paulo`."""

from __future__ import annotations

import re
import unicodedata
from difflib import get_close_matches
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

from bot.errors import NoZoneError, UsageError

# Not the name of a place: offsets, the machine's own zone, and shorthands that people
# use for a zone with summer time although the database means the one without.
_NO_PLACES = frozenset({"EST", "Factory", "HST", "MST", "localtime"})
_OFFSET = re.compile(
    r"(?:(?:utc|gmt|etc/gmt)\s*)?[+\-\N{MINUS SIGN}]\s*\d{1,2}(?:[:.]?\d{2})?"
    r"|gmt0|est|hst|mst",
    re.IGNORECASE,
)

# Areas whose last part is no city: `US/Eastern`, `Brazil/West`, `Etc/GMT+2`.
_AREAS_WITHOUT_CITIES = frozenset({"Brazil", "Canada", "Chile", "Etc", "Mexico", "US"})

_ADVICE = "Name a large city, such as Europe/Kyiv"

_WORLD = (
    "Europe/London",
    "Europe/Berlin",
    "Europe/Kyiv",
    "America/New_York",
    "America/Los_Angeles",
    "Asia/Kolkata",
    "Asia/Shanghai",
    "Australia/Sydney",
)

# Where most people live whose Telegram speaks the language.
_BY_LANGUAGE = {
    "ar": ("Africa/Cairo", "Asia/Riyadh", "Asia/Dubai", "Africa/Casablanca"),
    "be": ("Europe/Minsk", "Europe/Warsaw"),
    "cs": ("Europe/Prague",),
    "de": ("Europe/Berlin", "Europe/Vienna", "Europe/Zurich"),
    "es": (
        "Europe/Madrid",
        "America/Mexico_City",
        "America/Bogota",
        "America/Buenos_Aires",
    ),
    "fa": ("Asia/Tehran",),
    "fr": ("Europe/Paris", "Europe/Brussels", "America/Montreal", "Africa/Abidjan"),
    "he": ("Asia/Jerusalem",),
    "id": ("Asia/Jakarta", "Asia/Makassar"),
    "it": ("Europe/Rome",),
    "ja": ("Asia/Tokyo",),
    "kk": ("Asia/Almaty",),
    "ko": ("Asia/Seoul",),
    "nl": ("Europe/Amsterdam", "Europe/Brussels"),
    "pl": ("Europe/Warsaw",),
    "pt": ("America/Sao_Paulo", "Europe/Lisbon", "America/Manaus"),
    "ru": ("Europe/Moscow", "Asia/Yekaterinburg", "Asia/Novosibirsk", "Asia/Almaty"),
    "tr": ("Europe/Istanbul",),
    "uk": ("Europe/Kyiv", "Europe/Warsaw", "Europe/Berlin"),
    "uz": ("Asia/Tashkent",),
    "zh": ("Asia/Shanghai", "Asia/Taipei", "Asia/Hong_Kong", "Asia/Singapore"),
}


def find_zone(text: str) -> ZoneInfo:
    """Return the IANA zone that `text` names, in full or by its city, in any case.

    Accents, underscores and hyphens don't matter. A fixed offset is refused, because it
    would move the digest by an hour when the clocks change.

    Raises:
        NoZoneError: It names none; the sentence says what to type instead.
        UsageError: It is an offset.
    """
    typed = text.strip()
    if _OFFSET.fullmatch(typed):
        raise UsageError(
            f'"{typed}" would be an hour off when the clocks change. '
            "Name a city instead, such as Europe/Kyiv"
        )
    names = _names()
    if found := names.get(_folded(typed)):
        return ZoneInfo(found)
    near = get_close_matches(_folded(typed), names, n=3, cutoff=0.75)
    # Two spellings of one zone, such as its city and its full name, are one suggestion.
    meant = tuple(dict.fromkeys(names[name] for name in near))
    advice = f"Did you mean {' or '.join(meant)}?" if meant else _ADVICE
    raise NoZoneError(f'"{typed}" is no time zone. {advice}', near=meant)


def suggest_zones(language: str = "", *, count: int = 8) -> tuple[str, ...]:
    """Return zones that a reader may live in, likeliest first, each once.

    Args:
        language: The language that the reader's Telegram speaks, such as `pt-br`; empty
            if unknown.
        count: How many at most.
    """
    likely = _BY_LANGUAGE.get(language.lower().partition("-")[0], ())
    return tuple(dict.fromkeys((*likely, *_WORLD)))[:count]


@cache
def _names() -> dict[str, str]:
    """Return zones by what may be typed for them."""
    zones = [
        name
        for name in available_timezones() - _NO_PLACES
        if not name.startswith("Etc/") and not _OFFSET.fullmatch(name)
    ]
    # Zones of one name are one zone, moved to another area: the deeper name is the newer,
    # and of Asia/Istanbul and Europe/Istanbul the one that more people look for wins.
    zones.sort(key=lambda name: (name.count("/"), name))
    cities = {
        _folded(name.rpartition("/")[2]): name
        for name in zones
        if name.partition("/")[0] not in _AREAS_WITHOUT_CITIES
    }
    return cities | {_folded(name): name for name in zones}


def _folded(name: str) -> str:
    letters = unicodedata.normalize("NFKD", name)
    bare = "".join(letter for letter in letters if not unicodedata.combining(letter))
    return re.sub(r"[\s_-]+", " ", bare).strip().casefold()
