"""Which articles and headlines are near another one, and why."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from itertools import islice
from typing import TYPE_CHECKING

from bot.stories.counts import shipped
from bot.stories.pairs import likeliness
from bot.stories.shared import folded, neighbours, opening_of, phrases_of, shared
from bot.stories.terms import BODY_STEMS, TITLE_WEIGHT
from bot.text.words import stems
from storage.model import Item, Kind, Ref, Related, Story
from storage.store import Transaction

if TYPE_CHECKING:
    from bot.text.vectors import Vectors

# Candidates that are fetched, and those of them, best by words, whose meaning is compared.
CANDIDATES = 60
MEANT = 20

# What finds candidates: the heaviest words, as many as all in all stand in so many items.
# At 100,000 items FTS5 ranks 2,000 matches in 5 ms, and all of a title's in half a second.
SOUGHT = 16
MATCHES = 2_000

# How much meaning counts beside words, chosen on labelled stories: a headline has few words
# that could agree.
MEANING_OF_TEXTS = 0.35
MEANING_OF_TITLES = 0.7

# The beginning of an article says what happened; more only costs time.
MEANING_WORDS = 60

# A story of hundreds is what its newest members say.
_MOST_MEMBERS = 12

# Below it, two items share a common word and nothing else; whoever asks is shown all above.
LEAST_SCORE = 0.12
# What is shown unasked should be near for certain: likelier than not about the same.
CERTAIN = 0.5


@dataclass(frozen=True, slots=True)
class Opening:
    """What is compared of an item: its title and the beginning of its body.

    Attributes:
        counts: How often each stem stands there; a title's counts twice.
        meant: The text whose meaning is compared.
        has_text: Whether there is a body.
    """

    counts: Mapping[str, int]
    meant: str
    has_text: bool

    @classmethod
    def of(cls, item: Item) -> Opening:
        """Read an item."""
        body = opening_of(item)
        counts = Counter(stems(item.title, item.language) * TITLE_WEIGHT)
        counts.update(islice(stems(body, item.language), BODY_STEMS))
        beginning = body.split(maxsplit=MEANING_WORDS)[:MEANING_WORDS]
        return cls(counts, " ".join([f"{item.title}.", *beginning]), has_text=bool(beginning))


@dataclass(frozen=True, slots=True)
class Target:
    """What related items are sought for: an item, a story, or words someone typed.

    Attributes:
        title: Its title, or the words.
        telling: How much each of its stems adds to the score of an item that has it.
        sought: Stems by which candidates are found, most telling first.
        meant: Texts whose meanings, taken together, are its own.
        has_text: Whether it is more than titles.
        refs: Items that it consists of; never related to themselves.
        titles: Their titles, by `folded`: what has one of them is a copy.
        story_id: Its story, if it has one.
        phrases: Neighbouring words of it, by `folded`: what is shared of them is shown as
            one, `Kara Sea`.
        at: When it was news; None for words.
    """

    title: str
    telling: Mapping[str, float]
    sought: Sequence[str] = ()
    meant: Sequence[str] = ()
    has_text: bool = False
    refs: frozenset[Ref] = frozenset()
    titles: frozenset[str] = frozenset()
    story_id: int | None = None
    phrases: frozenset[str] = frozenset()
    at: datetime | None = None


def rank_related(
    target: Target, candidates: Iterable[Item], *, limit: int, least: float = LEAST_SCORE
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
    others = [item for item in candidates if item.ref not in target.refs]
    near: list[Related] = []
    for score, item in _scored(target, others):
        title = folded(item.title)
        if score < least or len(near) == limit:
            break
        if title in seen:
            continue
        # The reasons take far longer than the scores: only those that are shown are sought.
        reason = shared(item, telling=target.telling, phrases=target.phrases)
        if reason:
            seen.add(title)
            in_story = target.story_id is not None and item.story_id == target.story_id
            near.append(Related(item, reason.names, reason.words, score, in_story))
    return near


async def find_related(
    target: Target, *, tx: Transaction, limit: int = 8, least: float = LEAST_SCORE
) -> list[Related]:
    """Return what is stored near `target`, nearest first, with reasons.

    Args:
        target: What it is near to.
        tx: Any transaction.
        limit: Most to return.
        least: Score below which an item is not near.
    """
    found = await tx.search.similar(target.sought, limit=CANDIDATES, most=SOUGHT)
    items = await load_items(found, tx=tx)
    return rank_related(target, items, limit=limit, least=least)


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


async def target_of_items(items: Sequence[Item], *, tx: Transaction) -> Target:
    """Return the target that one item is, or that the members of one story are together.

    Args:
        items: At least one; the first one's title stands for all.
        tx: Any transaction.
    """
    read = items if len(items) <= _MOST_MEMBERS else (items[0], *items[1 - _MOST_MEMBERS :])
    openings = [Opening.of(item) for item in read]
    counts = sum((Counter(opening.counts) for opening in openings), Counter[str]())
    telling, sought = await _telling(counts, items[0].language, tx=tx)
    return Target(
        title=items[0].title,
        telling=telling,
        sought=sought,
        meant=tuple(opening.meant for opening in openings),
        has_text=any(opening.has_text for opening in openings),
        refs=frozenset(item.ref for item in items),
        story_id=items[0].story_id,
        phrases=frozenset().union(*map(phrases_of, read)),
        at=max(item.at for item in items),
        titles=frozenset(folded(item.title) for item in items),
    )


async def target_of_words(text: str, *, tx: Transaction) -> Target:
    """Return the target that typed words are, too few to tell their language."""
    telling, sought = await _telling(Counter(stems(text)), "", tx=tx)
    return Target(
        title=text,
        telling=telling,
        sought=sought,
        meant=(text,),
        phrases=frozenset(folded(pair) for pair in neighbours(text, "")),
    )


async def target_of_story(story: Story, *, tx: Transaction) -> Target:
    """Return the target that a story is: what all its members say, none of them sought."""
    return await target_of_items(story.members, tx=tx)


async def load_items(refs: Iterable[Ref], *, tx: Transaction) -> list[Item]:
    """Return the articles and headlines that `refs` name, in their order."""
    wanted = list(refs)
    articles = await tx.articles.many([ref.number for ref in wanted if ref.kind is Kind.ARTICLE])
    headlines = await tx.headlines.many([ref.number for ref in wanted if ref.kind is Kind.HEADLINE])
    found: dict[Ref, Item] = {item.ref: item for item in articles.values()}
    found |= {item.ref: item for item in headlines.values()}
    return [found[ref] for ref in wanted if ref in found]


def telling_of(
    counts: Mapping[str, int], *, documents: int, frequencies: Mapping[str, int]
) -> dict[str, float]:
    """Return how much each stem adds to the score of an item that has it.

    With tf = 1 + ln(count) and idf = ln(1 + documents / df), the score of an item is
    Σ telling · tf / |tf|, over its stems: the cosine of tf-idf vectors, but for the item's
    length, which is taken without idf. So an item is not pushed back for its rare words,
    and none but the target's words need be counted; on labelled stories it ranks better
    (nDCG@10 .796 for .789). It is 1 for the target itself.

    Args:
        counts: How often each stem stands in the target.
        documents: How many documents were counted in all.
        frequencies: In how many of them each stem is.
    """
    tf = {stem: 1 + math.log(count) for stem, count in counts.items()}
    idf = {stem: math.log(1 + documents / max(1, frequencies.get(stem, 1))) for stem in tf}
    length = math.hypot(*tf.values())
    square = sum((tf[stem] * idf[stem]) ** 2 for stem in tf)
    return {stem: tf[stem] * idf[stem] ** 2 * length / square for stem in tf} if square else {}


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


async def _telling(
    counts: Mapping[str, int], language: str, *, tx: Transaction
) -> tuple[dict[str, float], list[str]]:
    """Return what each stem tells, and those by which candidates are to be found."""
    documents, stored = await tx.words.frequencies(set(counts))
    frequencies = Counter(stored)
    if language in {"", "en"}:
        # What is stored may be little, and says then of no word that it is common.
        background = shipped()
        documents += background.documents
        frequencies.update({stem: background.frequencies.get(stem, 0) for stem in counts})
    telling = telling_of(counts, documents=documents, frequencies=frequencies)
    return telling, _sought(telling, stored)


def _sought(telling: Mapping[str, float], stored: Mapping[str, int]) -> list[str]:
    """Return the most telling stems whose matches together are few; at least one, if any."""
    found: list[str] = []
    matches = 0
    for stem in sorted(stored, key=lambda stem: (-telling[stem], stem)):
        if matches + stored[stem] <= MATCHES and len(found) < SOUGHT:
            found.append(stem)
            matches += stored[stem]
    return found or sorted(stored, key=lambda stem: (stored[stem], stem))[:1]


def _scored(target: Target, items: Sequence[Item]) -> list[tuple[float, Item]]:
    """Return the items with their scores, best first."""
    openings = {item.ref: Opening.of(item) for item in items}
    by_words = {ref: words_near(target.telling, one.counts) for ref, one in openings.items()}
    best = sorted(items, key=lambda item: (-by_words[item.ref], str(item.ref)))[:MEANT]
    near = _meanings_near(target.meant, [openings[item.ref].meant for item in best])
    scored = []
    for item, nearness in zip(best, near, strict=True):
        both_texts = target.has_text and openings[item.ref].has_text
        share = MEANING_OF_TEXTS if both_texts else MEANING_OF_TITLES
        scored.append(((1 - share) * by_words[item.ref] + share * nearness, item))
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
