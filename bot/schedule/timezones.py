"""Find the time zone that a reader means: `Europe/Kyiv`, `kyiv`, `New York`, `são paulo`.

A zone is found by its name, a point on the map, a large city, or a country in many languages.
All of it is loaded when first asked for: the map is 35 MB in memory, the names of a language
take 20 ms. Names of places come from Unicode's CLDR by Babel, the map from
timezone-boundary-builder by tzfpy: of the libraries that hold it, it has the smallest wheel
(3 MB instead of 35 MB), no dependencies, and starts in a tenth of a second.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from difflib import get_close_matches
from functools import cache
from importlib import resources
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

from bot.errors import NoZoneError

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

# One letter of five may be wrong or missing, two of ten.
_MOSTLY = 0.85

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
    """Return the zones that a place has, likeliest first, one of those with equal clocks.

    A place is a large city or a country, in English, in the reader's language (such as
    `pt-br`), or in one with the same letters. Its case and accents don't matter.
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
def typed_words() -> Mapping[str, Mapping[str, Any]]:
    """Return what people type for times, by language, and their shorthands of zones."""
    text = resources.files("bot.schedule").joinpath("words.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


@cache
def _shorthands() -> Mapping[str, str]:
    """Return a zone for each shorthand such as `EST`."""
    known = typed_words()["shorthands"]
    return {word: zone for zone, words in known.items() for word in words.split()}


@cache
def _table() -> dict[str, list[str]]:
    text = resources.files("bot.schedule").joinpath("cities.toml").read_text(encoding="utf-8")
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


# Not the name of a place: offsets, the machine's own zone, and shorthands that people
# use for a zone with summer time although the database means the one without.
_NO_PLACES = frozenset({"EST", "Factory", "HST", "MST", "localtime"})
_OFFSET = re.compile(
    r"(?:(?:utc|gmt|etc/gmt)\s*)?[+\-\N{MINUS SIGN}]\s*\d{1,2}(?:[:.]?\d{2})?"
    r"|gmt0",
    re.IGNORECASE,
)

_DEGREES = r"[+-]?\d{1,3}(?:\.\d+)?"
_POINT = re.compile(rf"(?P<latitude>{_DEGREES})(?:\s*,\s*|\s+)(?P<longitude>{_DEGREES})")

# Areas whose last part is no city: `US/Eastern`, `Brazil/West`, `Etc/GMT+2`.
_AREAS_WITHOUT_CITIES = frozenset({"Brazil", "Canada", "Chile", "Etc", "Mexico", "US"})

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
    in degrees, `50.45 30.52`, in any case and in many languages: `language` is the one that the
    reader's Telegram speaks, or empty. A fixed offset is refused, because it would move the
    digest by an hour when the clocks change.

    Raises:
        NoZoneError: It names none, several, or an offset.
    """
    typed = text.strip()
    if point := _POINT.fullmatch(typed):
        return _zone_at(float(point["latitude"]), float(point["longitude"]))
    if _OFFSET.fullmatch(typed):
        raise NoZoneError("zone-offset", typed=typed, is_place=True)
    if short := _shorthands().get(typed.casefold()):
        raise NoZoneError(
            "zone-shorthand", typed=typed, city=_city(short), near=(short,), is_place=True
        )
    names = _names()
    if found := names.get(folded(typed)):
        return ZoneInfo(found)
    match zones_of(typed, language=language):
        case (one,):
            return ZoneInfo(one)
        case (_, *_) as several:
            named = tuple(map(_city, several))
            raise NoZoneError(
                "zones-several", typed=typed, cities=named, near=several, is_place=True
            )
    names = cities() | names
    near = _near(folded(typed), names)
    # Two spellings of one zone, such as its city and its full name, are one suggestion.
    meant = tuple(dict.fromkeys(names[name] for name in near))
    if meant:
        raise NoZoneError("zone-mistyped", typed=typed, zones=meant, near=meant)
    raise NoZoneError("no-zone", typed=typed)


def _city(zone: str) -> str:
    return zone.rpartition("/")[2].replace("_", " ")


def _near(typed: str, names: Iterable[str]) -> list[str]:
    """Return the names that were likely mistyped so, likeliest first, three at most.

    A short word is near many a city: a slip leaves the first letter, and most of the others.
    """
    alike = [name for name in names if name[:1] == typed[:1]]
    swapped = [name for name in alike if sorted(name) == sorted(typed)]
    return swapped or get_close_matches(typed, alike, n=3, cutoff=_MOSTLY)


def _zone_at(latitude: float, longitude: float) -> ZoneInfo:
    zone = zone_at(latitude, longitude)
    if zone is None:
        raise NoZoneError("no-zone-there")
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
    """Return at most `count` zones that a reader may live in, likeliest first, each once."""
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
