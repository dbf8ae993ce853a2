"""What pages say that stand in an article's place: a file of phrases for each language.

News may say any of it too. So it counts only where little else is said, and most of it only
where the reader is addressed, which news hardly ever does.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Sequence
from enum import StrEnum
from functools import cache
from importlib import resources

_GAP = r"(?!\w).{1,60}?(?<!\w)"
_BEGIN, _END = r"(?<!\w)", r"(?!\w)"
_MARKS = {r"\ ": r"\s+", r"\*": r"\w*", r"\#": r"\d+", "'": "['’]"}
_NOTHING = re.compile(r"(?!)")


class Kind(StrEnum):
    """What phrases are about; the value is the name of their list in the files."""

    ADDRESS = "address"  # the reader is spoken to: "your browser", "veuillez"
    ROBOT = "robot"  # a check for robots
    ROBOT_TITLE = "robot_title"  # the whole title of one
    SCRIPT = "script"  # JavaScript or a newer browser is asked for
    REGION = "region"  # not to be seen from here
    SHUT = "shut"  # seen, or not to be seen
    PLACE = "place"  # where: a country, outside of one, the European Union
    APP = "app"  # to be read in an app
    ERROR = "error"  # an error page
    ERROR_TITLE = "error_title"  # part of the title of one
    ERROR_ALONE = "error_alone"  # the whole title of one
    CONSENT = "consent"  # what a consent dialog is about
    CONSENT_ASK = "consent_ask"  # what it asks the reader to do
    PAYWALL = "paywall"  # stands where a text breaks off
    OFFER = "offer"  # stands beside it, but in the margin of a free page as well
    LOCK = "lock"  # what a reader needs or has to do: an account, a subscription
    READ = "read"  # what for: to read on, to have it all
    ELSEWHERE = "elsewhere"  # what a free page asks for as well: newsletters, comments
    LOGIN = "login"  # a form to log in


@cache
def pattern(kind: Kind, language: str = "") -> re.Pattern[str]:
    """Return what finds a kind of phrases in a language (ISO 639-1), in all if it has no file."""
    files = _files()
    chosen = [files[language]] if language in files else files.values()
    return compiled([phrase for file in chosen for phrase in file.get(kind, [])])


def compiled(phrases: Sequence[str]) -> re.Pattern[str]:
    """Return what finds any of these phrases, as whole words.

    Args:
        phrases: A `*` stands for letters, a `#` for a number, and ` … ` for up to 60
            characters. One with a capital is read with it.
    """
    return re.compile("|".join(_regex(phrases))) if phrases else _NOTHING


@cache
def _files() -> dict[str, dict[str, list[str]]]:
    folder = resources.files(__name__)
    return {
        file.name.removesuffix(".toml"): tomllib.loads(file.read_text(encoding="utf-8"))
        for file in folder.iterdir()
        if file.name.endswith(".toml")
    }


def _regex(phrases: Iterable[str]) -> Iterator[str]:
    """Yield an expression for whole words, for beginnings of words, and so on."""
    groups: dict[tuple[bool, bool], list[str]] = {}
    for phrase in phrases:
        within = re.escape(phrase.strip("*")).replace(r"\ …\ ", _GAP)
        for mark, meaning in _MARKS.items():
            within = within.replace(mark, meaning)
        is_whole = not phrase.startswith("*"), not phrase.endswith(("*", "?"))
        groups.setdefault(is_whole, []).append(
            within if phrase != phrase.lower() else f"(?i:{within})"
        )
    for (begins, ends), group in groups.items():
        yield f"{_BEGIN * begins}(?:{'|'.join(group)}){_END * ends}"
