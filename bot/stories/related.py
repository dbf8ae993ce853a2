"""Find which articles and headlines are near an item, a story or typed words, and why.

`likeliness` tells how surely two headlines tell of the same story.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from pathlib import Path

from bot.stories.overlap import folded, names_in, neighbours, opening_of, phrases_of, shared
from bot.stories.vectorize import TITLE_WEIGHT, shipped
from bot.text import mentions, stems, tokens
from bot.text.embeddings import WORDLLAMA, meanings_by
from bot.weights import read_weights
from storage import ReadTransaction
from storage.model import Item, Kind, Ref, Related, Story

FEATURES = (
    "bias",
    "meaning",
    "tf-idf",
    "jaccard",
    "containment",
    "rarest shared",
    "second rarest shared",
    "rarest shared name",
    "no name shared",
    "both name",
    "numbers shared",
    "numbers differ",
    "length",
    "difference of lengths",
    "meaning squared",
    "meaning x tf-idf",
)

WEIGHTS_FILE = Path(__file__).with_name("pairs.toml")


@dataclass(frozen=True, slots=True)
class Title:
    """What is compared of a title.

    Attributes:
        rarity: Its stems, each with how much it tells: ln(1 + documents / (df + 1)).
        names: Those of its stems that belong to names.
    """

    rarity: Mapping[str, float]
    names: frozenset[str]
    numbers: frozenset[str]

    @classmethod
    def of(cls, text: str, language: str = "") -> Title:
        """Read a title; no language is taken for English."""
        background = shipped()
        frequencies = background.frequencies if language in {"", "en"} else {}
        rarity = {
            stem: math.log(1 + background.documents / (1 + frequencies.get(stem, 0)))
            for stem in stems(text, language)
        }
        named = mentions(text, language, is_title=True)
        return cls(
            rarity=rarity,
            names=frozenset(stem for name in named for stem in stems(name, language)),
            numbers=frozenset(token for token in tokens(text) if token[0].isdigit()),
        )


@cache
def pair_weights(vectors: str) -> tuple[float, ...]:
    """Return what each of `FEATURES` weighs, by the kind of vectors."""
    return tuple(read_weights(WEIGHTS_FILE, FEATURES, table=vectors).values())


def likeliness(
    pairs: Sequence[tuple[str, str]], language: str = "", *, vectors: str = WORDLLAMA
) -> list[float]:
    """Return for each pair of titles how likely both tell of the same story, 0 to 1.

    This is for pairs of which half do; in a day's news far fewer do. No language is taken for
    English; `vectors` is the kind that tells what a title means, from `bot.text.embeddings`.
    """
    meanings = meanings_by(vectors)
    texts = list(dict.fromkeys(text for pair in pairs for text in pair))
    meant = dict(zip(texts, meanings(texts), strict=True))
    titles = {text: Title.of(text, language) for text in texts}
    weights = pair_weights(vectors)
    return [
        _likely(features(titles[one], titles[other], float(meant[one] @ meant[other])), weights)
        for one, other in pairs
    ]


def features(one: Title, other: Title, meaning: float) -> list[float]:
    """Return what is known of two titles, in the order of `FEATURES`; `meaning` is a cosine."""
    shared = one.rarity.keys() & other.rarity.keys()
    both = one.rarity.keys() | other.rarity.keys()
    rarest = sorted((one.rarity[stem] for stem in shared), reverse=True)
    names = sorted((one.rarity[stem] for stem in shared & one.names & other.names), reverse=True)
    lengths = len(one.rarity), len(other.rarity)
    short, long = min(lengths), max(lengths)
    words = _cosine(one.rarity, other.rarity, shared)
    named = bool(one.names and other.names)
    numbered = bool(one.numbers and other.numbers)
    same_number = bool(one.numbers & other.numbers)
    return [
        1.0,
        meaning,
        words,
        len(shared) / len(both) if both else 0.0,
        len(shared) / short if short else 0.0,
        rarest[0] / 8 if rarest else 0.0,
        rarest[1] / 8 if len(rarest) > 1 else 0.0,
        names[0] / 8 if names else 0.0,
        float(named and not (one.names & other.rarity.keys() or other.names & one.rarity.keys())),
        float(named),
        float(same_number),
        float(numbered and not same_number),
        math.log1p(short),
        (long - short) / 10,
        meaning**2,
        meaning * words,
    ]


def _cosine(one: Mapping[str, float], other: Mapping[str, float], shared: set[str]) -> float:
    lengths = math.hypot(*one.values()) * math.hypot(*other.values())
    return sum(one[stem] * other[stem] for stem in shared) / lengths if lengths else 0.0


def _likely(values: Sequence[float], weights: Sequence[float]) -> float:
    score = math.fsum(value * weight for value, weight in zip(values, weights, strict=True))
    return 1 / (1 + math.exp(-score))


# The beginning of an article says what happened; more only costs time: so many stems are
# compared, and so many words are asked for their meaning.
OPENING_STEMS = 70
MEANING_WORDS = 60
# Longer beginnings have more than `OPENING_STEMS` stems in every language that was tried.
_OPENING_CHARACTERS = 1_400

# What finds candidates: the heaviest words, as many as all in all stand in so many items.
# At 100,000 items FTS5 ranks 2,000 matches in 5 ms, and all of a title's in half a second.
SOUGHT = 16
MATCHES = 2_000

# A story of hundreds is what its newest members say.
_MOST_MEMBERS = 12


def counts_of(title: Mapping[str, int], opening: Mapping[str, int]) -> Counter[str]:
    """Return how often each stem of an item counts: those of its title twice."""
    counts = Counter({stem: TITLE_WEIGHT * count for stem, count in title.items()})
    counts.update(opening)
    return counts


def counts_of_item(item: Item) -> Counter[str]:
    """Return how often each stem counts in the title and the beginning of an item."""
    opening = stems(item.body[:_OPENING_CHARACTERS], item.language)[:OPENING_STEMS]
    return counts_of(Counter(stems(item.title, item.language)), Counter(opening))


def meant_by(item: Item) -> str:
    """Return the words of an item that are asked for their meaning."""
    body = opening_of(item).split(maxsplit=MEANING_WORDS)[:MEANING_WORDS]
    return " ".join([f"{item.title}.", *body])


@dataclass(frozen=True, slots=True)
class Target:
    """What related items are sought for: an item, a story, or words someone typed.

    Attributes:
        telling: How much each of its stems adds to the score of an item that has it.
        sought: Stems by which candidates are found, and how much each tells.
        meant: Texts whose meanings, taken together, are its own.
        has_text: Whether it is more than titles.
        refs: Items that it consists of; never related to themselves.
        titles: Their titles, by `folded`: what has one of them is a copy.
        story_id: Its story, if it has one.
        phrases: Neighbouring words of it, by `folded`: what is shared of them is shown as
            one, `Kara Sea`.
        names: Words of it that are names or parts of one.
        at: When it was news; None for words.
    """

    title: str
    telling: Mapping[str, float]
    sought: Mapping[str, float] = field(default_factory=dict)
    meant: Sequence[str] = ()
    has_text: bool = False
    refs: frozenset[Ref] = frozenset()
    titles: frozenset[str] = frozenset()
    story_id: int | None = None
    phrases: frozenset[str] = frozenset()
    names: frozenset[str] = frozenset()
    at: datetime | None = None


async def target_of_items(items: Sequence[Item], *, tx: ReadTransaction) -> Target:
    """Return the target that one item is, or that the members of one story are together.

    The first one's title stands for all.
    """
    read = items if len(items) <= _MOST_MEMBERS else (items[0], *items[1 - _MOST_MEMBERS :])
    counts = sum(map(counts_of_item, read), Counter[str]())
    telling, sought = await _telling(counts, items[0].language, tx=tx)
    return Target(
        title=items[0].title,
        telling=telling,
        sought=sought,
        meant=tuple(map(meant_by, read)),
        has_text=any(item.body for item in read),
        refs=frozenset(item.ref for item in items),
        story_id=items[0].story_id,
        phrases=frozenset().union(*map(phrases_of, read)),
        names=frozenset().union(
            *(names_in(item.title, opening_of(item), item.language) for item in read)
        ),
        at=max(item.at for item in items),
        titles=frozenset(folded(item.title) for item in items),
    )


async def target_of_words(text: str, *, tx: ReadTransaction) -> Target:
    """Return the target that typed words are, too few to tell their language."""
    telling, sought = await _telling(Counter(stems(text)), "", tx=tx)
    return Target(
        title=text,
        telling=telling,
        sought=sought,
        meant=(text,),
        phrases=frozenset(folded(pair) for pair in neighbours(text, "")),
    )


async def target_of_story(story: Story, *, tx: ReadTransaction) -> Target:
    """Return the target that a story is: what all its members say, none of them sought."""
    return await target_of_items(story.members, tx=tx)


def telling_of(
    counts: Mapping[str, int], *, documents: int, frequencies: Mapping[str, int]
) -> dict[str, float]:
    """Return how much each stem adds to the score of an item that has it.

    With tf = 1 + ln(count) and idf = ln(1 + documents / df), the score of an item is
    Σ telling · tf / |tf|, over its stems: the cosine of tf-idf vectors, but for the item's
    length, which is taken without idf. So an item is not pushed back for its rare words,
    and only the target's words need be counted; on labelled stories it ranks better
    (nDCG@10 .796 for .789). It is 1 for the target itself.
    """
    tf = {stem: 1 + math.log(count) for stem, count in counts.items()}
    idf = {stem: math.log(1 + documents / max(1, frequencies.get(stem, 1))) for stem in tf}
    length = math.hypot(*tf.values())
    square = sum((tf[stem] * idf[stem]) ** 2 for stem in tf)
    return {stem: tf[stem] * idf[stem] ** 2 * length / square for stem in tf} if square else {}


async def _telling(
    counts: Mapping[str, int], language: str, *, tx: ReadTransaction
) -> tuple[dict[str, float], dict[str, float]]:
    """Return what each stem tells, and that of those by which candidates are to be found."""
    documents, stored = await tx.words.frequencies(set(counts))
    frequencies = Counter(stored)
    if language in {"", "en"}:
        # What is stored may be little, and says then of no word that it is common.
        background = shipped()
        documents += background.documents
        frequencies.update({stem: background.frequencies.get(stem, 0) for stem in counts})
    telling = telling_of(counts, documents=documents, frequencies=frequencies)
    return telling, {stem: telling[stem] for stem in _sought(telling, stored)}


def _sought(telling: Mapping[str, float], stored: Mapping[str, int]) -> list[str]:
    """Return the most telling stems whose matches together are few; at least one, if any."""
    found: list[str] = []
    matches = 0
    for stem in sorted(stored, key=lambda stem: (-telling[stem], stem)):
        if matches + stored[stem] <= MATCHES and len(found) < SOUGHT:
            found.append(stem)
            matches += stored[stem]
    return found or sorted(stored, key=lambda stem: (stored[stem], stem))[:1]


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
class NearItem:
    """An item that may be near a target.

    Attributes:
        words: How near it is by its words, by `words_near`.
    """

    item: Item
    words: float


def rank_related(
    target: Target, candidates: Iterable[NearItem], *, limit: int, least: float = LEAST_SCORE
) -> list[Related]:
    """Return the candidates nearest to `target`, nearest first, each title once.

    Nearness is a weighted mean of how many of the target's telling words an item has, and
    of how near its meaning is. Below `least` nothing is near. Neither the target nor any copy of
    it is among them.
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
    target: Target, *, tx: ReadTransaction, limit: int = 8, least: float = LEAST_SCORE
) -> list[Related]:
    """Return what is stored near `target`, nearest first, with reasons.

    Words are compared as the index has them; only the texts of the items that are nearest by
    them are read. Below `least` nothing is near.
    """
    found = await tx.search.similar(target.sought, limit=CANDIDATES, opening=OPENING_STEMS)
    words = {
        one.ref: words_near(target.telling, counts_of(one.title, one.opening))
        for one in found
        if one.ref not in target.refs
    }
    best = sorted(words, key=lambda ref: (-words[ref], str(ref)))[:MEANT]
    candidates = [NearItem(item, words[item.ref]) for item in await load_items(best, tx=tx)]
    return rank_related(target, candidates, limit=limit, least=least)


async def find_certain(target: Target, *, tx: ReadTransaction, limit: int) -> list[Related]:
    """Return what is near `target` for certain, by its title too: to be shown unasked."""
    near = await find_related(target, tx=tx, limit=4 * limit)
    likely = [likeliness([(target.title, each.item.title)], each.item.language)[0] for each in near]
    certain = [each for each, how in zip(near, likely, strict=True) if how >= CERTAIN]
    return certain[:limit]


async def load_items(refs: Iterable[Ref], *, tx: ReadTransaction) -> list[Item]:
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


def _scored(target: Target, candidates: Sequence[NearItem]) -> list[tuple[float, Item]]:
    """Return the items with their scores, best first."""
    near = _meanings_near(target.meant, [meant_by(one.item) for one in candidates])
    scored = []
    for one, nearness in zip(candidates, near, strict=True):
        both_texts = target.has_text and one.item.body
        share = MEANING_OF_TEXTS if both_texts else MEANING_OF_TITLES
        scored.append(((1 - share) * one.words + share * nearness, one.item))
    return sorted(scored, key=lambda pair: (-pair[0], str(pair[1].ref)))


def _meanings_near(meant: Sequence[str], others: Sequence[str]) -> list[float]:
    """Return how near the meaning of each other text is to what `meant` means together."""
    if not others:
        return []
    found = meanings_by(WORDLLAMA)([*meant, *others])
    middle = found[: len(meant)].sum(axis=0)
    length = math.sqrt(float(middle @ middle)) or 1.0
    return [float(near) / length for near in found[len(meant) :] @ middle]
