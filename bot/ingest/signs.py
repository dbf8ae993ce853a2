"""What speaks for and against a piece of a page's text being part of the article.

The paragraphs of an article stand in the same kind of element, side by side; what advertises,
invites or leads elsewhere mostly does not, or says so.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import Any, NamedTuple

from bot.ingest.blocks import Block
from bot.ingest.invitations import invites

# How far up the names of elements tell what a place is for.
_NEAR = 4
_MOST_FURNITURE = 4


class Signs(NamedTuple):
    """What was seen of a piece of text; or, with the same names, what each of it weighs.

    Attributes:
        taken: Whether the careful reader took it for the article.
        akin: How much of what that reader took stands in the same kind of element, and how
            much beside it: two shares, summed.
        linked: How much of it is links, from 0 to 1.
        invites: Whether it leads to other stories, or asks to subscribe, follow or share.
        furniture: How many names of its place say that it is something else, up to 4.
        quoted: Whether it stands in a quotation; those stand in elements of their own.
    """

    taken: float
    akin: float
    linked: float
    invites: float
    furniture: float
    quoted: float


# What the names of elements say that no article is in.
_FURNITURE_NAME = re.compile(
    r"ad(?:s|vert.*)?|author|banner|bio|breadcrumbs?|bullets?|button|byline|by|caption|card|"
    r"comments?|cookie|copyright|credits?|cta|date|disclaimer|donat.*|dropdown|e?mail|embed|"
    r"facebook|fact(?:s|box)?|figure|follow|footer|foot|form|gallery|header|hidden|hide|icon|image|"
    r"infobox|info|link|links|media|menu|meta|more|nav.*|newsletter|outbrain|paywall|photos?|"
    r"player|popular|print|profile|promo.*|readmore|recommend.*|related|search|shar.*|sidebar|"
    r"signup|slide.*|social|sponsor.*|subscri.*|summary|taboola|tags?|teasers?|time.*|toolbar|"
    r"trending|twitter|video|widget"
)
# `relatedArticles`, `related-articles`, `RELATED_articles`
_NAME = re.compile(r"[A-Z]?[a-z]+|[A-Z]{2,}")


def signs_of(blocks: Sequence[Block], *, taken: Sequence[bool]) -> list[Signs]:
    """Return the signs of each of `blocks`.

    Args:
        blocks: What some reader took for the article.
        taken: Whether the careful one did.
    """
    akin = _akin(blocks, taken)
    names: dict[Any, frozenset[str]] = {}
    return [
        Signs(
            taken=taken[number],
            akin=akin[number],
            linked=block.linked,
            invites=invites(block.text),
            furniture=_furniture(block.element, names),
            quoted=_is_quoted(block.element),
        )
        for number, block in enumerate(blocks)
    ]


def _akin(blocks: Sequence[Block], taken: Sequence[bool]) -> list[float]:
    """Return how much of what was taken stands in each one's kind of place, and beside it."""
    kinds = [_kind(block.element) for block in blocks]
    parents = [block.element.getparent() for block in blocks]
    lengths = [len(block.key) * is_taken for block, is_taken in zip(blocks, taken, strict=True)]
    of_kind: Counter[Any] = Counter()
    beside: Counter[Any] = Counter()
    for kind, parent, length in zip(kinds, parents, lengths, strict=True):
        of_kind[kind] += length
        beside[parent] += length
    total = sum(lengths) or 1
    return [
        (of_kind[kind] + beside[parent] - 2 * length) / total
        for kind, parent, length in zip(kinds, parents, lengths, strict=True)
    ]


def _kind(element: Any) -> tuple[str | None, ...]:
    parent = element.getparent()
    around = (None, None) if parent is None else (parent.tag, parent.get("class"))
    return (element.tag, element.get("class"), *around)


def _furniture(element: Any, known: dict[Any, frozenset[str]]) -> int:
    near = [element, *element.iterancestors()][:_NEAR]
    names: set[str] = set()
    for each in near:
        if each not in known:
            known[each] = _furniture_names(each)
        names |= known[each]
    return min(len(names), _MOST_FURNITURE)


def _furniture_names(element: Any) -> frozenset[str]:
    names = f"{element.get('class') or ''} {element.get('id') or ''}"
    words = (word.lower() for word in _NAME.findall(names))
    return frozenset(word for word in words if _FURNITURE_NAME.fullmatch(word))


def _is_quoted(element: Any) -> bool:
    return (
        element.tag == "blockquote" or next(element.iterancestors("blockquote"), None) is not None
    )
