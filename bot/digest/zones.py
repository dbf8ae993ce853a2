"""Which time zone a reader means: `Europe/Kyiv`, `kyiv`, `New York`, `são paulo`."""

from __future__ import annotations

import re
from difflib import get_close_matches
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

from bot.digest.places import cities, folded, zone_at, zones_of
from bot.errors import NoZoneError

# Not the name of a place: offsets, the machine's own zone, and shorthands that people
# use for a zone with summer time although the database means the one without.
_NO_PLACES = frozenset({"EST", "Factory", "HST", "MST", "localtime"})
_OFFSET = re.compile(
    r"(?:(?:utc|gmt|etc/gmt)\s*)?[+\-\N{MINUS SIGN}]\s*\d{1,2}(?:[:.]?\d{2})?"
    r"|gmt0|est|hst|mst",
    re.IGNORECASE,
)

_DEGREES = r"[+-]?\d{1,3}(?:\.\d+)?"
_POINT = re.compile(rf"(?P<latitude>{_DEGREES})(?:\s*,\s*|\s+)(?P<longitude>{_DEGREES})")

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


def find_zone(text: str, *, language: str = "") -> ZoneInfo:
    """Return the IANA zone that `text` names.

    It may be its name or its city, another large city, a country with one zone, or a point
    in degrees, `50.45 30.52`, in any case and in many languages. A fixed offset is refused,
    because it would move the digest by an hour when the clocks change.

    Args:
        text: As typed.
        language: The language that the reader's Telegram speaks, such as `pt-br`; empty
            if unknown.

    Raises:
        NoZoneError: It names none, several, or an offset; the sentence says what to type
            instead.
    """
    typed = text.strip()
    if point := _POINT.fullmatch(typed):
        return _zone_at(float(point["latitude"]), float(point["longitude"]))
    if _OFFSET.fullmatch(typed):
        raise NoZoneError(
            f'"{typed}" would be an hour off when the clocks change. '
            "Name a city instead, such as Europe/Kyiv",
            is_place=True,
        )
    names = _names()
    if found := names.get(folded(typed)):
        return ZoneInfo(found)
    match zones_of(typed, language=language):
        case (one,):
            return ZoneInfo(one)
        case (_, *_) as several:
            listed = ", ".join(zone.rpartition("/")[2].replace("_", " ") for zone in several)
            raise NoZoneError(
                f'"{typed}" has several time zones: {listed}. Which?', near=several, is_place=True
            )
    names = cities() | names
    near = get_close_matches(folded(typed), names, n=3, cutoff=0.75)
    # Two spellings of one zone, such as its city and its full name, are one suggestion.
    meant = tuple(dict.fromkeys(names[name] for name in near))
    advice = f"Did you mean {' or '.join(meant)}?" if meant else _ADVICE
    raise NoZoneError(f'"{typed}" is no time zone. {advice}', near=meant)


def _zone_at(latitude: float, longitude: float) -> ZoneInfo:
    zone = zone_at(latitude, longitude)
    if zone is None:
        raise NoZoneError(f"There is no time zone at that point. {_ADVICE}")
    return ZoneInfo(zone)


def guess_zone(language: str, *, home: str = "UTC") -> str | None:
    """Return the zone that a reader likeliest lives in, or None if any other is as likely.

    Args:
        language: The language that the reader's Telegram speaks, such as `pt-br`; empty
            if unknown.
        home: The bot's own zone; UTC if it was not set.
    """
    likely = _BY_LANGUAGE.get(language.lower().partition("-")[0])
    if likely is None:
        return home if home != "UTC" else None
    return home if home in likely else likely[0]


def suggest_zones(language: str = "", *, home: str = "UTC", count: int = 8) -> tuple[str, ...]:
    """Return zones that a reader may live in, likeliest first, each once.

    Args:
        language: As in `guess_zone`.
        home: As in `guess_zone`.
        count: How many at most.
    """
    guess = guess_zone(language, home=home)
    likely = _BY_LANGUAGE.get(language.lower().partition("-")[0], ())
    first = (guess,) if guess else ()
    return tuple(dict.fromkeys((*first, *likely, *_WORLD)))[:count]


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
    by_city = {
        folded(name.rpartition("/")[2]): name
        for name in zones
        if name.partition("/")[0] not in _AREAS_WITHOUT_CITIES
    }
    return by_city | {folded(name): name for name in zones}
