"""Who wrote an article: the names that its page gives, the surest place first."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence

from selectolax.lexbor import LexborHTMLParser

from bot.ingest.blocks import key_of
from bot.ingest.jsonld import plain

_BY = re.compile(
    r"^\W*(?:(?:written|posted|published|veröffentlicht|geschrieben) )?"
    r"(?:by|von|par|por|di|door|av|af|przez|autor(?:in|a|e)?|author|text|tekst|автор|yazan)\b[:\s]+",
    re.IGNORECASE,
)
_BETWEEN = re.compile(r"\s*[,;|•·]\s*|\s+(?:and|und|et|y|e|og|och|en|i|&)\s+")
_IN_BRACKETS = re.compile(r"\s*\([^()]*\)")
# Addresses, site names, slugs and numbers stand where names should.
_NO_NAME = re.compile(r"://|@|^www\.|^\S+\.[a-z]{2,}$|^[a-z]+(?:[-_][a-z0-9]+)+$|^\W*\d*\W*$")
_MAX_NAME = 80

# Names that readers see and machines were not told of.
_VISIBLE = (
    '[class*="author" i], [class*="byline" i], [class*="autor" i], '
    'a[href*="/author/"], a[href*="/autor"]'
)
_MOST_VISIBLE = 30
_NAME_WORDS = range(2, 6)
_NAME_WORD = re.compile(r"[^\W\d_][\w.'’-]*")
# Small words within names.
_PARTICLE = re.compile(r"al|bin|d[aeiou]|del|den|der|dos|el|l[ae]|ter|v[ao]n|y|zu")
# Shorter names of outlets begin other names by chance.
_MIN_OUTLET = 3


def read_authors(
    tree: LexborHTMLParser, claimed: Iterable[Sequence[str]], *, outlets: Iterable[str]
) -> tuple[str, ...]:
    """Return the names of those who wrote the article, in the page's order.

    People come before the outlet, wherever they are named; the outlet is the author only
    where the page says so and names nobody.

    Args:
        tree: The page.
        claimed: Texts that should hold names, from each place that has such, the surest first.
        outlets: What the outlet is called, its host too.
    """
    is_outlet = _outlet_test(outlets)
    without_people: list[str] = []
    for texts in claimed:
        names = [name for text in texts for name in split_names(text)]
        if not all(map(is_outlet, names)):
            return tuple(dict.fromkeys(names))
        without_people = without_people or names
    return tuple(dict.fromkeys(_visible_people(tree, is_outlet) or without_people))


def split_names(text: str) -> list[str]:
    """Return the names in a byline such as `By Jo Miller and Ada Quay (Harbour Bay)`."""
    parts = _BETWEEN.split(_IN_BRACKETS.sub("", _BY.sub("", text.strip())))
    names = [part.strip(" :–—-") for part in parts]
    return [name for name in names if len(name) <= _MAX_NAME and not _NO_NAME.search(name)]


def _visible_people(tree: LexborHTMLParser, is_outlet: Callable[[str], bool]) -> list[str]:
    """Return the names in the first place that looks like a byline and holds any."""
    for node in tree.css(_VISIBLE)[:_MOST_VISIBLE]:
        text = plain(node.text(separator=" "))
        if len(text) <= _MAX_NAME:
            names = [name for name in split_names(text) if _is_person(name)]
            if people := [name for name in names if not is_outlet(name)]:
                return people
    return []


def _is_person(name: str) -> bool:
    words = name.split()
    return len(words) in _NAME_WORDS and all(
        _NAME_WORD.fullmatch(word) and (not word[0].islower() or _PARTICLE.fullmatch(word))
        for word in words
    )


def _outlet_test(outlets: Iterable[str]) -> Callable[[str], bool]:
    keys = {key for key in map(key_of, outlets) if key}

    def is_outlet(name: str) -> bool:
        key = key_of(name)
        return key in keys or any(
            len(shorter) >= _MIN_OUTLET and longer.startswith(shorter)
            for shorter, longer in (sorted((key, outlet), key=len) for outlet in keys)
        )

    return is_outlet
