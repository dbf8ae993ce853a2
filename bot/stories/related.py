"""Which articles and headlines are near another one, and why."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from bot.stories.terms import body_stems, cosine, title_stems, weigh
from bot.text.words import stems, tokens
from storage.model import Article, Item, Kind, Ref, Related, Story
from storage.store import Transaction

# Candidates that are compared, reasons that are shown.
CANDIDATES = 60
REASONS = 4

# Below the first cosine two items share a common word and nothing else; whoever asks is
# shown all above. What is shown unasked should be near for certain.
LEAST_SCORE = 0.03
CERTAIN_SCORE = 0.12


@dataclass(frozen=True, slots=True)
class Target:
    """What related items are sought for: an item, a story, or words someone typed.

    Attributes:
        title: Its title, or the words.
        terms: Its vector, by `weigh`.
        refs: Items that it consists of; never related to themselves.
        story_id: Its story, if it has one.
        pairs: Neighbouring words of its text, in lower case: what is shared of them is
            shown as one, `Kara Sea`.
    """

    title: str
    terms: Mapping[str, float]
    refs: frozenset[Ref] = frozenset()
    story_id: int | None = None
    pairs: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Candidate:
    """An item that may be related, with its vector."""

    item: Item
    terms: Mapping[str, float]


def rank_related(
    target: Target, candidates: Iterable[Candidate], *, limit: int, least: float = LEAST_SCORE
) -> list[Related]:
    """Return the candidates nearest to `target`, nearest first, each title once.

    Args:
        target: What they are compared with.
        candidates: In any order.
        limit: Most to return.
        least: Cosine below which an item is not near.
    """
    scored = [
        (cosine(target.terms, candidate.terms), candidate)
        for candidate in candidates
        if candidate.item.ref not in target.refs
    ]
    scored.sort(key=lambda pair: (-pair[0], str(pair[1].item.ref)))
    seen = {_folded(target.title)}
    near: list[Related] = []
    for score, candidate in scored:
        title = _folded(candidate.item.title)
        if score < least or len(near) == limit:
            break
        # The reasons take far longer than the scores: only those that are shown are sought.
        if title not in seen and (shared := _shared(target, candidate)):
            seen.add(title)
            in_story = target.story_id is not None and candidate.item.story_id == target.story_id
            near.append(Related(candidate.item, shared=shared, score=score, in_story=in_story))
    return near


async def find_related(
    target: Target, *, tx: Transaction, limit: int = 8, least: float = LEAST_SCORE
) -> list[Related]:
    """Return what is stored near `target`, nearest first, with reasons.

    Args:
        target: What it is near to.
        tx: Any transaction.
        limit: Most to return.
        least: Cosine below which an item is not near.
    """
    found = await tx.search.similar(list(target.terms), limit=CANDIDATES, exclude=None)
    items = await load_items(found, tx=tx)
    return rank_related(target, await _candidates(items, tx=tx), limit=limit, least=least)


async def target_of_items(items: Sequence[Item], *, tx: Transaction) -> Target:
    """Return the target that one item is, or that the members of one story are together.

    Args:
        items: At least one; the first one's title stands for all.
        tx: Any transaction.
    """
    title = [stem for item in items for stem in title_stems(item)]
    body = [stem for item in items for stem in body_stems(item)]
    documents, frequencies = await tx.words.frequencies({*title, *body})
    return Target(
        title=items[0].title,
        terms=weigh(title, body, documents=documents, frequencies=frequencies),
        refs=frozenset(item.ref for item in items),
        story_id=items[0].story_id,
        pairs=frozenset(_folded(pair) for item in items for pair in _pairs(item)),
    )


async def target_of_words(text: str, *, tx: Transaction) -> Target:
    """Return the target that typed words are, too few to tell their language."""
    found = stems(text)
    documents, frequencies = await tx.words.frequencies(set(found))
    terms = weigh(found, (), documents=documents, frequencies=frequencies)
    return Target(title=text, terms=terms)


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


async def _candidates(items: Sequence[Item], *, tx: Transaction) -> list[Candidate]:
    texts = [(item, title_stems(item), body_stems(item)) for item in items]
    documents, frequencies = await tx.words.frequencies(
        {stem for _, title, body in texts for stem in (*title, *body)}
    )
    return [
        Candidate(item, weigh(title, body, documents=documents, frequencies=frequencies))
        for item, title, body in texts
    ]


def _shared(target: Target, candidate: Candidate) -> tuple[str, ...]:
    """Return what both have, as the candidate spells it: phrases of two words, then words."""
    terms, item = target.terms, candidate.item
    common = {
        stem: weight * terms[stem] for stem, weight in candidate.terms.items() if stem in terms
    }
    pairs, words = _pairs(item), tokens(_text(item))
    spelled: dict[str, str] = {}
    for phrase in (*(pair for pair in pairs if _folded(pair) in target.pairs), *words):
        parts = stems(phrase, item.language)
        if parts and all(part in common and part not in spelled for part in parts):
            spelled.update(dict.fromkeys(parts, phrase))
    telling = sorted(spelled, key=lambda stem: (-common[stem], stem))
    return tuple(dict.fromkeys(spelled[stem] for stem in telling))[:REASONS]


def _pairs(item: Item) -> list[str]:
    """Return the neighbours in the item's text that both say something: `Kara Sea`."""
    neighbours = pairwise(tokens(_text(item)))
    return [
        f"{one} {other}"
        for one, other in neighbours
        if stems(one, item.language) and stems(other, item.language)
    ]


def _text(item: Item) -> str:
    return f"{item.title}\n{item.body}" if isinstance(item, Article) else item.title


def _folded(title: str) -> str:
    return " ".join(title.casefold().split())
