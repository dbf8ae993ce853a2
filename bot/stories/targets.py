"""What related news is sought for: what an item, a story or typed words say."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from bot.stories.counts import shipped
from bot.stories.shared import folded, names_in, neighbours, opening_of, phrases_of
from bot.stories.terms import TITLE_WEIGHT
from bot.text.words import stems
from storage.model import Article, Item, Ref, Story
from storage.store import Transaction

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
    body = item.body[:_OPENING_CHARACTERS] if isinstance(item, Article) else ""
    return counts_of(
        Counter(stems(item.title, item.language)),
        Counter(stems(body, item.language)[:OPENING_STEMS]),
    )


def meant_by(item: Item) -> str:
    """Return the words of an item that are asked for their meaning."""
    body = opening_of(item).split(maxsplit=MEANING_WORDS)[:MEANING_WORDS]
    return " ".join([f"{item.title}.", *body])


def has_text(item: Item) -> bool:
    """Return whether the item is more than a title."""
    return isinstance(item, Article) and bool(item.body)


@dataclass(frozen=True, slots=True)
class Target:
    """What related items are sought for: an item, a story, or words someone typed.

    Attributes:
        title: Its title, or the words.
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


async def target_of_items(items: Sequence[Item], *, tx: Transaction) -> Target:
    """Return the target that one item is, or that the members of one story are together.

    Args:
        items: At least one; the first one's title stands for all.
        tx: Any transaction.
    """
    read = items if len(items) <= _MOST_MEMBERS else (items[0], *items[1 - _MOST_MEMBERS :])
    counts = sum(map(counts_of_item, read), Counter[str]())
    telling, sought = await _telling(counts, items[0].language, tx=tx)
    return Target(
        title=items[0].title,
        telling=telling,
        sought=sought,
        meant=tuple(map(meant_by, read)),
        has_text=any(map(has_text, read)),
        refs=frozenset(item.ref for item in items),
        story_id=items[0].story_id,
        phrases=frozenset().union(*map(phrases_of, read)),
        names=frozenset().union(
            *(names_in(item.title, opening_of(item), item.language) for item in read)
        ),
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


async def _telling(
    counts: Mapping[str, int], language: str, *, tx: Transaction
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
