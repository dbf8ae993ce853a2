"""Which articles and headlines are near another one, and why."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from bot.stories.pairs import likeliness
from bot.stories.shared import folded, shared
from bot.stories.targets import OPENING_STEMS, Target, counts_of, has_text, meant_by
from storage.model import Item, Kind, Ref, Related
from storage.store import Transaction

if TYPE_CHECKING:
    from bot.text.vectors import Vectors

# Candidates that are fetched, and those of them, best by words, whose meaning is compared.
CANDIDATES = 60
MEANT = 14

# How much meaning counts beside words, chosen on labelled stories: a headline has few words
# that could agree.
MEANING_OF_TEXTS = 0.35
MEANING_OF_TITLES = 0.7

# Below it, two items share a common word and nothing else; whoever asks is shown all above.
LEAST_SCORE = 0.12
# What is shown unasked should be near for certain: likelier than not about the same.
CERTAIN = 0.5


@dataclass(frozen=True, slots=True)
class Candidate:
    """An item that may be near a target.

    Attributes:
        item: The item.
        words: How near it is by its words, by `words_near`.
    """

    item: Item
    words: float


def rank_related(
    target: Target, candidates: Iterable[Candidate], *, limit: int, least: float = LEAST_SCORE
) -> list[Related]:
    """Return the candidates nearest to `target`, nearest first, each title once.

    Nearness is a weighted mean of how many of the target's telling words an item has, and
    of how near its meaning is. Neither the target nor any copy of it is among them.

    Args:
        target: What they are compared with.
        candidates: In any order.
        limit: Most to return.
        least: Score below which an item is not near.
    """
    seen = {folded(target.title), *target.titles}
    others = [one for one in candidates if one.item.ref not in target.refs]
    near: list[Related] = []
    for score, item in _scored(target, others):
        title = folded(item.title)
        if score < least or len(near) == limit:
            break
        if title in seen:
            continue
        # The reasons take far longer than the scores: only those that are shown are sought.
        reason = shared(item, telling=target.telling, phrases=target.phrases, names=target.names)
        if reason:
            seen.add(title)
            in_story = target.story_id is not None and item.story_id == target.story_id
            near.append(Related(item, reason.names, reason.words, score, in_story))
    return near


async def find_related(
    target: Target, *, tx: Transaction, limit: int = 8, least: float = LEAST_SCORE
) -> list[Related]:
    """Return what is stored near `target`, nearest first, with reasons.

    Words are compared as the index has them, and only of the items that are nearest by
    them the texts are read.

    Args:
        target: What it is near to.
        tx: Any transaction.
        limit: Most to return.
        least: Score below which an item is not near.
    """
    found = await tx.search.similar(target.sought, limit=CANDIDATES, opening=OPENING_STEMS)
    words = {
        one.ref: words_near(target.telling, counts_of(one.title, one.opening))
        for one in found
        if one.ref not in target.refs
    }
    best = sorted(words, key=lambda ref: (-words[ref], str(ref)))[:MEANT]
    candidates = [Candidate(item, words[item.ref]) for item in await load_items(best, tx=tx)]
    return rank_related(target, candidates, limit=limit, least=least)


async def find_certain(target: Target, *, tx: Transaction, limit: int) -> list[Related]:
    """Return what is near `target` for certain, by its title too: to be shown unasked.

    Args:
        target: What it is near to.
        tx: Any transaction.
        limit: Most to return.
    """
    near = await find_related(target, tx=tx, limit=4 * limit)
    likely = [likeliness([(target.title, each.item.title)], each.item.language)[0] for each in near]
    certain = [each for each, how in zip(near, likely, strict=True) if how >= CERTAIN]
    return certain[:limit]


async def load_items(refs: Iterable[Ref], *, tx: Transaction) -> list[Item]:
    """Return the articles and headlines that `refs` name, in their order."""
    wanted = list(refs)
    articles = await tx.articles.many([ref.number for ref in wanted if ref.kind is Kind.ARTICLE])
    headlines = await tx.headlines.many([ref.number for ref in wanted if ref.kind is Kind.HEADLINE])
    found: dict[Ref, Item] = {item.ref: item for item in articles.values()}
    found |= {item.ref: item for item in headlines.values()}
    return [found[ref] for ref in wanted if ref in found]


def words_near(telling: Mapping[str, float], counts: Mapping[str, int]) -> float:
    """Return how near an item with these counts of stems is by its words; see `telling_of`."""
    dot = square = 0.0
    for stem, count in counts.items():
        weight = _tf(count)
        square += weight * weight
        if stem in telling:
            dot += telling[stem] * weight
    return dot / math.sqrt(square) if dot else 0.0


@cache
def _tf(count: int) -> float:
    return 1 + math.log(count)


def _scored(target: Target, candidates: Sequence[Candidate]) -> list[tuple[float, Item]]:
    """Return the items with their scores, best first."""
    near = _meanings_near(target.meant, [meant_by(one.item) for one in candidates])
    scored = []
    for one, nearness in zip(candidates, near, strict=True):
        both_texts = target.has_text and has_text(one.item)
        share = MEANING_OF_TEXTS if both_texts else MEANING_OF_TITLES
        scored.append(((1 - share) * one.words + share * nearness, one.item))
    return sorted(scored, key=lambda pair: (-pair[0], str(pair[1].ref)))


def _meanings_near(meant: Sequence[str], others: Sequence[str]) -> list[float]:
    """Return how near the meaning of each other text is to what `meant` means together."""
    # Loaded where it is needed: most commands never are.
    from bot.text.vectors import meanings

    if not others:
        return []
    found: Vectors = meanings([*meant, *others])
    middle = found[: len(meant)].sum(axis=0)
    length = math.sqrt(float(middle @ middle)) or 1.0
    return [float(near) / length for near in found[len(meant) :] @ middle]
