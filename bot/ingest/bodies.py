"""Which of a page's pieces of text are the article: what two readers took, weighed.

Trafilatura is careful and now and then takes nearly nothing, resiliparse takes too much. What
either of them took is weighed by its signs.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import compress
from operator import mul
from typing import Any

from bot.ingest.blocks import Block, key_of, read_blocks
from bot.ingest.extractors import by_resiliparse, by_trafilatura
from bot.ingest.invitations import invites
from bot.ingest.junk import MIN_ARTICLE_WORDS, count_words
from bot.ingest.metadata import Metadata
from bot.ingest.signs import Signs, signs_of
from bot.text.sentences import split_paragraphs

# A logistic regression over the pieces that any reader took on 223 pages, rounded, and a
# little stricter, since what is no news misleads a summary; tests/benchmarks/body_weights.py
# fits it anew, and tries it on pages of other sites.
BIAS = -1.4
WEIGHTS = Signs(taken=1.75, akin=2.7, linked=-2.7, invites=-2.7, furniture=-0.7, quoted=1.5)

# With less than this share of what resiliparse took, trafilatura has lost the article.
_LOST = 0.40
# Paragraphs have links; what is little else leads to other pages.
_LINKS_ALONE = 0.8
_LINKS_OF_A_FAREWELL = 0.6
# A longer piece at an article's end is more than an invitation.
_MAX_FAREWELL = 300

# Shorter lines are found in any text by chance.
_TELLING_KEY = 25
# Shorter lines come again in an article itself: names, refrains, ingredients.
_LONG_KEY = 40
# A piece of this length that holds so many others is a copy of the article for machines.
_COPY_KEY = 1_000
_COPIED = 3
_MOST_COPIES = 20
# More letters are not searched through, or the longest pages would take seconds.
_MOST_SEARCHED = 200_000_000


@dataclass(frozen=True, slots=True)
class Candidates:
    """The pieces of a page that some reader took for the article.

    Attributes:
        blocks: In the page's order.
        signs: What speaks for and against each of them.
    """

    blocks: list[Block]
    signs: list[Signs]


def read_body(page: str, metadata: Metadata, *, tree: Any) -> list[str]:
    """Return the paragraphs of the article on a page.

    Args:
        page: HTML.
        metadata: What it says about itself.
        tree: The page as lxml parsed it; None if that would take seconds.
    """
    broad = by_resiliparse(page)
    paragraphs = [] if tree is None else chosen(candidates(tree, title=metadata.title, broad=broad))
    if count_words("\n".join(paragraphs)) < MIN_ARTICLE_WORDS:
        paragraphs = split_paragraphs(broad) or paragraphs
    promised = split_paragraphs(metadata.body)
    if sum(map(len, paragraphs)) < sum(map(len, promised)) / 2:
        paragraphs = promised
    return paragraphs


def candidates(tree: Any, *, title: str, broad: str) -> Candidates:
    """Return what may be the article; nothing where lxml sees less than half of the page.

    Args:
        tree: The page as lxml parsed it.
        title: The article's, which is no part of its body.
        broad: What resiliparse took for the article.
    """
    everything = read_blocks(tree)
    also_taken = _found(everything, broad)
    if _letters(everything, also_taken) < len(key_of(broad)) / 2:
        return Candidates([], [])
    may_be = _may_be_body(everything, title=title)
    blocks, also_taken = list(compress(everything, may_be)), list(compress(also_taken, may_be))
    taken = _found(blocks, by_trafilatura(tree))
    if _letters(blocks, taken) < _LOST * _letters(blocks, also_taken):
        taken = also_taken
    of_either = [one or other for one, other in zip(taken, also_taken, strict=True)]
    kept = list(compress(blocks, of_either))
    return Candidates(kept, signs_of(kept, taken=list(compress(taken, of_either))))


def chosen(found: Candidates, *, bias: float = BIAS, weights: Signs = WEIGHTS) -> list[str]:
    """Return the texts of those that are the article, each of the longer ones once."""
    kept = [
        block
        for block, signs in zip(found.blocks, found.signs, strict=True)
        if signs.linked <= _LINKS_ALONE and bias + sum(map(mul, signs, weights)) > 0
    ]
    while len(kept) > 1 and _is_farewell(kept[-1]):
        del kept[-1]
    return [block.text for block in _without_repeats(kept)]


def _is_farewell(block: Block) -> bool:
    is_short = len(block.text) <= _MAX_FAREWELL
    return is_short and (block.linked > _LINKS_OF_A_FAREWELL or invites(block.text))


def _without_repeats(blocks: Iterable[Block]) -> list[Block]:
    """Return the pieces without those that were read elsewhere on the page already."""
    first: dict[str, Any] = {}
    return [
        block
        for block in blocks
        if len(block.key) < _LONG_KEY
        or first.setdefault(block.key, parent := block.element.getparent()) is parent
    ]


def _may_be_body(blocks: Sequence[Block], *, title: str) -> list[bool]:
    """Return for each whether it is neither the title nor a text that holds all the others."""
    named = key_of(title)
    keys = {block.key for block in blocks if len(block.key) >= _LONG_KEY}
    longest = [block.key for block in blocks if len(block.key) >= _COPY_KEY]
    copies = {
        key
        for key in (longest if len(longest) <= _MOST_COPIES else ())
        if sum(other in key for other in keys) > _COPIED
    }
    return [
        block.element.tag != "h1" and block.key != named and block.key not in copies
        for block in blocks
    ]


def _found(blocks: Sequence[Block], text: str) -> list[bool]:
    """Return for each of the pieces whether it is a line of `text`, or within one."""
    lines, whole = set(map(key_of, text.splitlines())), key_of(text)
    is_short = len(blocks) * len(whole) <= _MOST_SEARCHED
    return [
        block.key in lines or (is_short and len(block.key) >= _TELLING_KEY and block.key in whole)
        for block in blocks
    ]


def _letters(blocks: Iterable[Block], are_counted: Iterable[bool]) -> int:
    return sum(len(block.key) for block in compress(blocks, are_counted))
