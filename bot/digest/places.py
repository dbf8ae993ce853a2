"""Which zones a place has: a point on the map, a large city, a country in many languages.

Everything here is loaded when it is first asked for: the map is 35 MB in memory, the names
of a language take 20 ms. Names of places come from Unicode's CLDR by Babel, the map from
timezone-boundary-builder by tzfpy: of the libraries that hold it, it has the smallest wheel
(3 MB instead of 35 MB), no dependencies, and starts in a tenth of a second.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from datetime import UTC, datetime
from functools import cache
from importlib import resources
from zoneinfo import ZoneInfo

# Languages to look into for a name in these letters, besides the reader's and English.
_BY_SCRIPT = {
    "ARABIC": ("ar", "fa"),
    "CJK": ("zh", "ja"),
    "CYRILLIC": ("uk", "ru", "bg"),
    "DEVANAGARI": ("hi",),
    "GREEK": ("el",),
    "HANGUL": ("ko",),
    "HEBREW": ("he",),
    "HIRAGANA": ("ja",),
    "KATAKANA": ("ja",),
    "LATIN": ("de", "fr", "es", "it", "pt", "pl", "tr", "nl", "cs"),
    "THAI": ("th",),
}

# What people call countries that CLDR names otherwise.
_COUNTRIES = {"america": "US", "britain": "GB", "england": "GB", "uk": "GB", "usa": "US"}

# Zones whose clocks agree on both have agreed for years.
_WINTER, _SUMMER = datetime(2026, 1, 15, tzinfo=UTC), datetime(2026, 7, 15, tzinfo=UTC)

# More would not fit below a message.
_MOST = 10


def zone_at(latitude: float, longitude: float) -> str | None:
    """Return the zone at a point, in degrees; None at sea, where there are but offsets."""
    from tzfpy import get_tz

    if not (-90 <= latitude <= 90 and -180 <= longitude <= 180):  # noqa: PLR2004 - degrees
        return None
    zone = get_tz(longitude, latitude)
    return zone if zone and not zone.startswith("Etc/") else None


def zones_of(place: str, *, language: str = "") -> tuple[str, ...]:
    """Return the zones that a place has, likeliest first, of equal clocks one.

    Args:
        place: A large city or a country, in English, in the reader's language, or in one
            that is written in the same letters. Its case and accents don't matter.
        language: The reader's, such as `pt-br`, or empty.

    Returns:
        Nothing if no such place is known.
    """
    name = folded(place)
    if zone := cities().get(name):
        return (zone,)
    if country := _COUNTRIES.get(name):
        return _of_country(country)
    for code in _languages(place, language):
        named, countries = _names_in(code)
        if name in named:
            return (named[name],)
        if name in countries:
            return _of_country(countries[name])
    return ()


def folded(name: str) -> str:
    """Return a name without case, accents, and what joins its words."""
    letters = unicodedata.normalize("NFKD", name.replace("Ł", "L").replace("ł", "l"))
    bare = "".join(letter for letter in letters if not unicodedata.combining(letter))
    return re.sub(r"[\s_-]+", " ", bare).strip().casefold()


@cache
def cities() -> dict[str, str]:
    """Return the zones of large cities that have no zone of their own, by `folded` name."""
    return {folded(city): zone for zone, named in _table().items() for city in named}


@cache
def _table() -> dict[str, list[str]]:
    text = resources.files("bot.digest").joinpath("cities.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


def _languages(place: str, language: str) -> tuple[str, ...]:
    scripts = {
        unicodedata.name(letter, "").partition(" ")[0] for letter in place if letter.isalpha()
    }
    own = language.lower().partition("-")[0]
    near = (code for script in sorted(scripts) for code in _BY_SCRIPT.get(script, ()))
    return tuple(dict.fromkeys([*([own] if own else []), "en", *near]))


@cache
def _names_in(language: str) -> tuple[dict[str, str], dict[str, str]]:
    """Return zones by city and codes of countries by name, in one language."""
    from babel import Locale, UnknownLocaleError
    from babel.core import get_global

    try:
        locale = Locale(language)
    except (UnknownLocaleError, ValueError):
        return {}, {}
    # CLDR keeps the first name that it gave to a zone.
    newest = get_global("zone_aliases")
    named = {
        folded(names["city"]): newest.get(zone, zone)
        for zone, names in locale.time_zones.items()
        if "city" in names and not zone.startswith("Etc/")
    }
    countries = {folded(name): code for code, name in locale.territories.items()}
    return named, countries


def _of_country(code: str) -> tuple[str, ...]:
    from babel.core import get_global

    known = list(_table())
    zones = sorted(
        get_global("territory_zones").get(code, ()),
        key=lambda zone: (known.index(zone) if zone in known else len(known), zone),
    )
    by_clocks: dict[tuple[object, object], str] = {}
    for zone in zones:
        clocks = ZoneInfo(zone)
        key = (_WINTER.astimezone(clocks).utcoffset(), _SUMMER.astimezone(clocks).utcoffset())
        by_clocks.setdefault(key, zone)
    return tuple(by_clocks.values())[:_MOST]
