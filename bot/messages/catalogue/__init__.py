"""The catalogue: every sentence of the interface, a Fluent file for each language.

say       a sentence as markup, its facts escaped
label     the same as plain text, for buttons and files
attribute an attribute of a sentence, such as a command's example
listed    several things in one list: `a, b and c`
clock, date_text, weekday   moments, as the language writes them
city      the city that a time zone is called by
language_name, own_name_of   what languages are called, by others and by themselves
language_called   the language that is called so
LANGUAGES the languages that there are; DEFAULT_LANGUAGE stands in for others

A new language is one file, `xx.ftl`, with all messages of `en.ftl`:
projectfluent.org/fluent/guide. Messages may hold the markup that `Reply` knows. They refer
to terms (`-name`), but not to each other.
DEFAULT_LANGUAGE  used where a person's language is unknown, or not here yet
LANGUAGES         those that there are
Fact              numbers choose the plural form and are written as the language writes them
attribute         an attribute of a sentence as plain text, or nothing if it has none
clock             `06:40`
date_text         a local date as the language writes it
language_called   the code of the language that is called so
language_name     what a language is called: `German`, or `Deutsch` in German
language_of       the language of the interface for what Telegram calls a person's language
own_name_of       what a language calls itself: `Deutsch`
weekday           the name of a weekday
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date, datetime, time
from functools import cache, lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING, Final, Literal, TypeAlias

from markupsafe import Markup

if TYPE_CHECKING:
    from fluent.runtime import FluentBundle
    from fluent.runtime.resolver import Pattern

__all__ = [
    "DEFAULT_LANGUAGE",
    "LANGUAGES",
    "Fact",
    "attribute",
    "city",
    "clock",
    "date_text",
    "label",
    "language_called",
    "language_name",
    "language_of",
    "listed",
    "own_name_of",
    "say",
    "weekday",
]

# Numbers choose the plural form and are written as the language writes them; ids go in as text.
Fact: TypeAlias = str | int | float

_ENDING: Final = ".ftl"
_FILES: Final = {
    file.name.removesuffix(_ENDING): file
    for file in files(__name__).iterdir()
    if file.name.endswith(_ENDING)
}
LANGUAGES: Final = tuple(sorted(_FILES))

# Used where a person's language is unknown, or not here yet.
DEFAULT_LANGUAGE: Final = "en"

# English news write days as in Britain: 24 Nov.
_LOCALES: Final = {"en": "en_GB"}

_ENTRY: Final = re.compile(r"^(?=-?[a-zA-Z][\w-]* =)", re.MULTILINE)

# Codes of ISO 639-1; others are of languages that hardly any news is in.
_CODE_LETTERS: Final = 2

# Most sentences are said again and again: labels of buttons, days, counts.
_KEPT: Final = 4_096


def language_of(code: str) -> str:
    """Return the language of the interface for what Telegram calls a person's language.

    Args:
        code: Such as `de` or `pt-br`; empty if it is unknown.
    """
    language = code.lower().replace("_", "-").partition("-")[0]
    return language if language in _FILES else DEFAULT_LANGUAGE


def say(language: str, message: str, /, **facts: Fact) -> Markup:
    """Return a sentence as markup; facts that are no `Markup` are escaped.

    Args:
        language: What the reader's Telegram speaks, such as `pt-br`.
        message: Its id in the catalogue; `id.attribute` for an attribute.
        facts: What the sentence tells, by the names that it has for them.

    Raises:
        LookupError: There is no such message, or it wants another fact.
    """
    escaped = {name: _escaped(fact) for name, fact in facts.items()}
    return Markup(_said(language_of(language), message, **escaped))  # noqa: S704 - see above


def label(language: str, message: str, /, **facts: Fact) -> str:
    """Return a sentence as plain text: for a button, a file's name or a log.

    It takes the arguments of `say`, and nothing is escaped.
    """
    return _said(language_of(language), message, **facts)


def attribute(language: str, message: str, name: str) -> str:
    """Return an attribute of a sentence as plain text, or nothing if it has none."""
    catalogue = _Catalogue.of(language_of(language))
    full = f"{message}.{name}"
    return _said(language_of(language), full) if catalogue.has(full) else ""


def listed(
    language: str, items: Iterable[str], *, style: Literal["standard", "or"] = "standard"
) -> Markup:
    """Return things in one list: `a, b and c`; what is no `Markup` is escaped.

    Args:
        language: What the reader's Telegram speaks.
        items: Any number; none gives an empty text.
        style: `standard` for "and", `or` for "or".
    """
    from babel.lists import format_list

    joined = format_list([str(Markup.escape(item)) for item in items], style, _locale(language))
    return Markup(joined)  # noqa: S704 - escaped above, and the words between are Babel's


def clock(at: datetime | time) -> str:
    """Return `06:40`: a local time, as news apps write it in every language here."""
    # A tenth of the time that strftime takes, and a digest has a dozen.
    return f"{at.hour:02}:{at.minute:02}"


def date_text(language: str, day: date, style: str = "day") -> str:
    """Return a local date as the language writes it.

    Args:
        language: What the reader's Telegram speaks.
        day: The date; of an instant, its local time in the reader's zone.
        style: Which of the catalogue's patterns: `day` (24 Nov), `weekday` (Tue 24 Nov),
            `year` (24 Nov 2026), `month` (Nov 2026).
    """
    return _date(language_of(language), day.year, day.month, day.day, style)


def weekday(language: str, number: int, *, is_short: bool = False) -> str:
    """Return the name of a weekday: `Monday` for 0; `Mon` if it shall be short."""
    from babel.dates import get_day_names

    names: Mapping[int, str] = get_day_names(
        "abbreviated" if is_short else "wide", "stand-alone", _locale(language)
    )
    return names[number]


def city(language: str, zone: str) -> str:
    """Return the city that an IANA zone is called by: `New York`, or `Wien` in German."""
    own_name = zone.rpartition("/")[2].replace("_", " ")
    return _cities(language_of(language)).get(zone, own_name)


def language_name(language: str, code: str) -> str:
    """Return what a language is called: `German`, or `Deutsch` to who speaks German.

    Args:
        language: What the reader's Telegram speaks.
        code: ISO 639-1.
    """
    return _language_names(language_of(language)).get(code, code)


def own_name_of(code: str) -> str:
    """Return what a language calls itself, as a button has it: `Deutsch`, `Français`."""
    name = _language_names(code).get(code, code)
    return name[:1].upper() + name[1:]


def language_called(name: str, *, language: str) -> str | None:
    """Return the ISO 639-1 code of the language that is called so; None if none is.

    Args:
        name: Its code, or its name in English, in itself, or as the reader calls it.
        language: What the reader's Telegram speaks.
    """
    known = _language_names(DEFAULT_LANGUAGE)
    typed = name.casefold()
    if len(typed) == _CODE_LETTERS and typed in known:
        return typed
    for names in (known, _language_names(language_of(language))):
        for code, called in names.items():
            if len(code) == _CODE_LETTERS and called.casefold() == typed:
                return code
    codes = (code for code in known if len(code) == _CODE_LETTERS)
    return next((code for code in codes if own_name_of(code).casefold() == typed), None)


@cache
def _language_names(language: str) -> Mapping[str, str]:
    from babel import Locale, UnknownLocaleError

    try:
        return dict(Locale.parse(_LOCALES.get(language, language)).languages)
    except (UnknownLocaleError, ValueError):
        return {}


@cache
def _cities(language: str) -> Mapping[str, str]:
    """Return what cities are called in a language; English is what zones are written in."""
    from babel import Locale
    from babel.core import get_global

    if language == DEFAULT_LANGUAGE:
        return {}
    # CLDR keeps the first name that it gave to a zone.
    newest = get_global("zone_aliases")
    zones = Locale.parse(language).time_zones.items()
    return {newest.get(zone, zone): names["city"] for zone, names in zones if "city" in names}


@lru_cache(maxsize=_KEPT)
def _date(language: str, year: int, month: int, day: int, style: str) -> str:
    from babel.dates import format_date

    pattern = _said(language, f"date-{style}")
    return format_date(date(year, month, day), pattern, locale=_locale(language))


def _escaped(fact: Fact) -> Fact:
    return str(Markup.escape(fact)) if isinstance(fact, str) else fact


@lru_cache(maxsize=_KEPT, typed=True)
def _said(language: str, message: str, /, **facts: Fact) -> str:
    return _Catalogue.of(language).format(message, facts)


def _locale(language: str) -> str:
    chosen = language_of(language)
    return _LOCALES.get(chosen, chosen)


class _Catalogue:
    """The messages of one language; each is parsed when it is first said.

    Parsing all of them takes longer than the start of the whole program.
    """

    @classmethod
    @cache
    def of(cls, language: str) -> _Catalogue:
        """Return the catalogue of a language that there is."""
        return cls(language)

    def __init__(self, language: str) -> None:
        """Split the file into its entries; terms are parsed at once."""
        from fluent.runtime import FluentBundle

        self._bundle: FluentBundle = FluentBundle([_locale(language)], use_isolating=False)
        text = _FILES[language].read_text(encoding="utf-8")
        entries = (entry for entry in _ENTRY.split(text) if " =" in entry)
        self._unparsed = {entry.partition(" =")[0]: entry for entry in entries}
        for name in [name for name in self._unparsed if name.startswith("-")]:
            self._parse(name)

    def _parse(self, name: str) -> None:
        from fluent.runtime import FluentResource

        if entry := self._unparsed.pop(name, None):
            self._bundle.add_resource(FluentResource(entry))

    def has(self, message: str) -> bool:
        """Return whether there is such a message or attribute."""
        return self._pattern(message) is not None

    def _pattern(self, message: str) -> Pattern | None:
        name, _, attribute = message.partition(".")
        self._parse(name)
        if not self._bundle.has_message(name):
            return None
        found = self._bundle.get_message(name)
        return found.attributes.get(attribute) if attribute else found.value

    def format(self, message: str, facts: Mapping[str, Fact]) -> str:
        """Return a message with its facts.

        Raises:
            LookupError: There is no such message, or it wants another fact.
        """
        pattern = self._pattern(message)
        if pattern is None:
            raise LookupError(message)
        text, errors = self._bundle.format_pattern(pattern, dict(facts))
        if errors:
            raise LookupError(f"{message}: {errors[0]}") from errors[0]
        return str(text)
