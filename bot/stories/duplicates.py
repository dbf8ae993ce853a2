"""Find copies: one text printed twice, with or without small changes.

An agency's text appears in many papers with its head rewritten, its end cut off, a word
changed here and there. Items of one story that merely tell of the same are no copies.
"""

from __future__ import annotations

import math
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TypeVar

from bot.stories.vectorize import shipped
from bot.text import stems, words
from storage.model import Article, Headline, Item, Ref

# Items with this score or more are copies. On edited copies of news and on other news of
# the same story, set on one half: `duplicate_scores` in `tests/benchmarks/scoring.py`.
LEAST_SCORE = 0.72

# A text with fewer words is compared by its title, as a headline is.
LEAST_WORDS = 20
# Copies that differ at all differ in their first words too; more would only take longer.
_MOST_WORDS = 500
# Where one text has so much more than the other, most words of the shorter one are in the
# longer one by chance, so they must stand there in the same order.
_MUCH_LONGER = 2

Key = TypeVar("Key", bound=Hashable)
_Run = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Imprint:
    """What a copy is known by.

    Attributes:
        title: The title's words in lower case, without punctuation.
        body: The same of the body; empty if it is too short to compare.
        rarity: How much each stem of title and body tells.
        runs: All runs of three neighbouring words of the body.
    """

    title: str
    body: str
    rarity: Mapping[str, float]
    rarity_in_all: float
    runs: frozenset[_Run]
    title_runs: frozenset[_Run]


@lru_cache(maxsize=1_000)
def imprint(title: str, body: str, language: str) -> Imprint:
    """Return what copies of an item are known by: half a millisecond for a text.

    Args:
        title: Its title.
        body: Its body; empty for a headline.
        language: ISO 639-1 code; empty where it is unknown. English words count by how rare
            they are in the news that is shipped with the bot, words of other languages alike.
    """
    in_title, in_body = words(title), words(_beginning(body))[:_MOST_WORDS]
    if len(in_body) < LEAST_WORDS:
        in_body = []
    rarity: dict[str, float] = {}
    if in_body:
        said = dict.fromkeys(stems(" ".join([*in_title, *in_body]), language))
        rarity = {stem: _rarity(stem, language) for stem in said}
    return Imprint(
        title=" ".join(in_title),
        body=" ".join(in_body),
        rarity=rarity,
        rarity_in_all=math.fsum(rarity.values()),
        runs=_runs(in_body),
        title_runs=_runs(in_title),
    )


def score(one: Imprint, other: Imprint) -> float:
    """Return how surely two items are copies, 0 to 1, the same in either order.

    Of two texts: the share of the shorter one's words, weighed by how rare they are, that
    the other has too; of a text and a much longer one: the share of its runs of three words.
    If one is a headline: the share of runs that their titles have in common, since titles
    of different texts are alike often.
    """
    if not one.body or not other.body:
        if one.title == other.title:
            return 1.0 if one.title else 0.0
        return _share(one.title_runs & other.title_runs, one.title_runs | other.title_runs)
    if one.body == other.body:
        return 1.0
    short, long = sorted((one, other), key=lambda each: (len(each.runs), each.body))
    if len(long.runs) > _MUCH_LONGER * len(short.runs):
        return _share(short.runs & long.runs, short.runs)
    least = min(one.rarity_in_all, other.rarity_in_all)
    shared = math.fsum(one.rarity[stem] for stem in one.rarity.keys() & other.rarity.keys())
    return shared / least if least else 0.0


def copies_of(item: Imprint, members: Iterable[tuple[Key, Imprint]]) -> list[Key]:
    """Return the keys of the members that are copies of `item`, in their order."""
    return [key for key, member in members if score(item, member) >= LEAST_SCORE]


def _beginning(body: str) -> str:
    # No language that is written with spaces has longer words on average.
    return body[: _MOST_WORDS * 12]


def _rarity(stem: str, language: str) -> float:
    if language not in {"", "en"}:
        return 1.0
    background = shipped()
    return math.log(1 + background.documents / (1 + background.frequencies.get(stem, 0)))


def _runs(found: list[str]) -> frozenset[_Run]:
    return frozenset(zip(found, found[1:], found[2:], strict=False))


def _share(some: frozenset[_Run], of: frozenset[_Run]) -> float:
    return len(some) / len(of) if of else 0.0


def marked(item: Item, others: Sequence[Item]) -> Mapping[Ref, Ref]:
    """Return what becomes a copy of what when `item` joins `others`; empty if nothing does.

    Who comes later is the copy, but a title is one of its text, whichever comes first.
    """
    alike = copies_of(_imprint(item), ((other, _imprint(other)) for other in others))
    if not alike:
        return {}
    first = alike[0]
    if isinstance(item, Article) and isinstance(first, Headline):
        refs = {other.ref for other in alike}
        refs |= {other.ref for other in others if other.copy_of in refs}
        return dict.fromkeys(refs, item.ref)
    return {item.ref: first.copy_of or first.ref}


def originals(members: Sequence[Item]) -> Mapping[Ref, Ref | None]:
    """Return of each member, in the order in which they came, what it is a copy of, if of one."""
    there: dict[Ref, Item] = {}
    for item in members:
        in_order = sorted(there.values(), key=lambda other: isinstance(other, Headline))
        found = marked(item, in_order)
        there[item.ref] = replace(item, copy_of=None)
        for ref, original in found.items():
            there[ref] = replace(there[ref], copy_of=original)
    return {ref: item.copy_of for ref, item in there.items()}


def _imprint(item: Item) -> Imprint:
    return imprint(item.title, item.body, item.language)
