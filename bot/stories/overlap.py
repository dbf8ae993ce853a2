"""Tell what two texts have in common, in names and in other words: why they are related."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import compress, pairwise

from bot.text import calendar_words, mentions, stems, tokens, words
from storage.model import Item

# Names, and other words, that a reason tells at most.
MOST_NAMES = 3
MOST_WORDS = 3

# The beginning of an article says what it is about; more only costs time.
BODY_CHARACTERS = 700


@dataclass(frozen=True, slots=True)
class Shared:
    """What two texts have in common, as one of them spells it, most telling first.

    Attributes:
        names: Of people, places and bodies.
        words: Other words; small in English, where a headline may give each a capital.
    """

    names: tuple[str, ...] = ()
    words: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        """Return whether they have anything in common."""
        return bool(self.names or self.words)


def opening_of(item: Item) -> str:
    """Return the beginning of an article's body; nothing for a headline."""
    return item.body[:BODY_CHARACTERS]


def names_in(title: str, body: str, language: str) -> set[str]:
    """Return the words of `title` and `body` that are names or parts of one, as written."""
    inside = mentions(body, language)
    named = [*inside, *mentions(title, language, is_title=True, inside=inside)]
    return {part for name in named for part in tokens(name)}


def neighbours(text: str, language: str) -> list[str]:
    """Return the words of `text` that stand side by side and both say something."""
    found = [(token, bool(_stems_of(token, language))) for token in tokens(text)]
    return [
        f"{one} {other}"
        for (one, one_tells), (other, other_tells) in pairwise(found)
        if one_tells and other_tells
    ]


def phrases_of(item: Item) -> set[str]:
    """Return the neighbours in the title and the opening of an item, `folded`."""
    found = (neighbours(part, item.language) for part in (item.title, opening_of(item)))
    return {folded(pair) for pairs in found for pair in pairs}


def shared(
    item: Item,
    *,
    telling: Mapping[str, float],
    phrases: Iterable[str],
    names: Iterable[str] = (),
) -> Shared:
    """Return what an item has in common with another text.

    Args:
        item: The one whose spelling is told.
        telling: Stems of the other one, and how much each tells.
        phrases: Neighbouring words of the other one, by `folded`: of two words that stand
            side by side in both, one reason is made.
        names: Words of the other one that are names or parts of one: a headline that
            gives each word a capital doesn't show its own.
    """
    whole = set(phrases)
    language, body = item.language, opening_of(item)
    named = names_in(item.title, body, language).union(names)
    spelled: dict[str, str] = {}
    is_name: dict[str, bool] = {}
    for phrase in _in_both(f"{item.title}\n{body}", language, telling=telling, pairs=whole):
        kinds = {_bare(word) in named for word in phrase.split()}
        parts = _stems_of(phrase, language)
        is_new = all(part in telling and part not in spelled for part in parts)
        # Two words that are no name together would hide the name that one of them is.
        if parts and is_new and len(kinds) == 1:
            spelled.update(dict.fromkeys(parts, phrase))
            is_name[phrase] = kinds.pop()
    best = sorted(spelled, key=lambda stem: (-telling[stem], stem))
    ranked = list(dict.fromkeys(spelled[stem] for stem in best))
    return Shared(
        names=tuple(_bare(one) for one in ranked if is_name[one])[:MOST_NAMES],
        words=tuple(_small(one, language) for one in ranked if not is_name[one])[:MOST_WORDS],
    )


def _in_both(
    text: str, language: str, *, telling: Mapping[str, float], pairs: Container[str]
) -> Iterator[str]:
    """Yield what another text may share: neighbouring words, by its `pairs`, then single ones."""
    found = tokens(text)
    tells = [not telling.keys().isdisjoint(_stems_of(token, language)) for token in found]
    for place, (one, other) in enumerate(pairwise(found)):
        if tells[place] and tells[place + 1] and folded(pair := f"{one} {other}") in pairs:
            yield pair
    yield from compress(found, tells)


@lru_cache(maxsize=50_000)
def _stems_of(phrase: str, language: str) -> tuple[str, ...]:
    """Return the stems of a word or two, which news uses again and again."""
    return tuple(stems(phrase, language))


@lru_cache(maxsize=10_000)
def folded(text: str) -> str:
    """Return `text` without what makes no other text of it: case, marks, kinds of spaces."""
    return " ".join(words(text))


def _bare(word: str) -> str:
    return word.removesuffix("'s")


def _small(phrase: str, language: str) -> str:
    if language not in {"", "en"}:
        return phrase
    return " ".join(
        word if word.isupper() or word in calendar_words() else word.lower()
        for word in phrase.split()
    )
