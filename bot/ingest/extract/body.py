"""Which of a page's pieces of text are the article: what two readers took, weighed.

Trafilatura is careful and now and then takes nearly nothing, resiliparse takes too much; what
either of them took is weighed by its signs. The paragraphs of an article stand in the same
kind of element, side by side; what advertises, invites or leads elsewhere mostly does not, or
says so. Both libraries are C at heart and meet whatever the web holds, so this runs in worker
processes that can be killed. Each covers for the other: lxml, under trafilatura, sees nothing
of a page that is nested deeper than 256 levels; resiliparse cuts less cleanly.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from itertools import compress
from operator import mul
from pathlib import Path
from typing import Any, NamedTuple

from bot.ingest.extract.dates import Dated, parse_date
from bot.ingest.extract.junk import MIN_ARTICLE_WORDS, count_words
from bot.ingest.extract.metadata import Metadata
from bot.ingest.web import key_of
from bot.languages import of_all
from bot.text import split_paragraphs
from bot.weights import read_weights

# Nothing in these is text of the page.
_UNSEEN = frozenset(
    (
        *("audio", "button", "canvas", "head", "iframe", "input", "math", "noscript", "object"),
        *("option", "script", "select", "style", "svg", "template", "textarea", "video"),
    )
)
# These break no line. Cells are parts of their row.
_INLINE = frozenset(
    (
        *("a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn"),
        *("em", "font", "i", "ins", "kbd", "label", "mark", "nobr", "q", "s", "samp", "small"),
        *("span", "strike", "strong", "sub", "sup", "td", "th", "time", "tt", "u", "var", "wbr"),
    )
)
_CELLS = frozenset({"td", "th"})


@dataclass(frozen=True, slots=True)
class Block:
    """A piece of text that nothing breaks: a paragraph, a heading, an item, a table's row.

    Attributes:
        text: One line.
        key: Its letters and digits in small letters, to compare by; never empty.
        linked: How much of it is links, from 0 to 1.
        element: The element of lxml that holds it.
    """

    text: str
    key: str
    linked: float
    element: Any


def read_blocks(tree: Any) -> list[Block]:
    """Return what stands in the body of a page, in the order of its source: at most 256 levels."""
    body = tree.find(".//body")
    root = tree if body is None else body
    reader = _Reader()
    reader.read(root, holder=root, is_link=False)
    reader.end(root)
    return reader.blocks


class _Reader:
    """Walks through a tree and gathers text until something breaks it."""

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self._parts: list[str] = []
        self._linked = 0

    def read(self, element: Any, *, holder: Any, is_link: bool) -> None:
        """Gather what stands in `element`.

        Args:
            element: Where to read.
            holder: What holds its text: itself, or what stands around it and breaks text.
            is_link: Whether it stands in a link.
        """
        self._add(element.text, is_link=is_link)
        for child in element:
            tag = child.tag
            if tag == "br":
                self._break(child, holder)
            elif tag in _INLINE:
                if tag in _CELLS:
                    self._parts.append(" ")
                self.read(child, holder=holder, is_link=is_link or tag == "a")
            elif isinstance(tag, str) and tag not in _UNSEEN:
                self.end(holder)
                self.read(child, holder=child, is_link=is_link)
                self.end(child)
            self._add(child.tail, is_link=is_link)

    def end(self, holder: Any) -> None:
        """End the piece of text that was gathered, if any was."""
        text = " ".join("".join(self._parts).split())
        if key := key_of(text):
            self.blocks.append(Block(text, key, self._linked / len(key), holder))
        self._parts.clear()
        self._linked = 0

    def _add(self, text: str | None, *, is_link: bool) -> None:
        if text:
            self._parts.append(text)
            if is_link:
                self._linked += len(key_of(text))

    def _break(self, br: Any, holder: Any) -> None:
        """One break is a new line in the same paragraph, two are a new paragraph."""
        self._parts.append(" ")
        after = br.getnext()
        if after is not None and after.tag == "br" and not (br.tail or "").strip():
            self.end(holder)


# Around the main text when resiliparse can't tell.
_ASIDES = ["figcaption", "aside", "nav", "footer", "form", "button", "[role=dialog]"]


def parse_tree(page: str) -> Any:
    """Return the HTML `page` as lxml's tree, or None if it makes nothing of it."""
    from trafilatura import load_html

    return load_html(page)


def by_trafilatura(tree: Any) -> str:
    """Return the main text, one paragraph a line: clean, but now and then nearly nothing."""
    from trafilatura import extract

    # Its own second opinion takes as long again as its first.
    return extract(tree, favor_precision=True, include_comments=False, fast=True) or ""


def by_resiliparse(page: str) -> str:
    """Return the main text, one paragraph a line, with more of what stands around it."""
    from resiliparse.extract.html2text import extract_plain_text

    text: str = extract_plain_text(
        page,
        main_content=True,
        list_bullets=False,
        alt_texts=False,
        comments=False,
        skip_elements=_ASIDES,
    )
    return text


def visible_date(tree: Any, *, url: str | None, now: datetime) -> Dated | None:
    """Return the day that a page shows to its readers or has in its address: less certain."""
    from htmldate import find_date

    # The extensive search takes seconds, and finds dates of other things.
    day = find_date(tree, url=url, extensive_search=False, original_date=True)
    return parse_date(day or "", now=now)


# What asks for something does so at once.
_MAX_INVITATION = 200
_MARKS = " -–—>»•▶➤*[(…:|#+\u200b"


def invites(text: str) -> bool:
    """Return whether `text` leads elsewhere or asks for something, as articles seldom do."""
    beginning = text[:_MAX_INVITATION].casefold()
    words = f" {beginning} "
    # Plain phrases: there are too many of them for a regular expression to be quick.
    return beginning.lstrip(_MARKS).startswith(_leads_elsewhere()) or any(
        phrase in words for phrase in _asks()
    )


@cache
def _leads_elsewhere() -> tuple[str, ...]:
    return of_all(lambda each: each.leads_elsewhere)


@cache
def _asks() -> tuple[str, ...]:
    return of_all(lambda each: each.asks)


# How far up the names of elements tell what a place is for.
_NEAR = 4
_MOST_FURNITURE = 4


class BlockSigns(NamedTuple):
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


def signs_of(blocks: Sequence[Block], *, taken: Sequence[bool]) -> list[BlockSigns]:
    """Return the signs of each of `blocks`."""
    akin = _akin(blocks, taken)
    names: dict[Any, frozenset[str]] = {}
    return [
        BlockSigns(
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


WEIGHTS_FILE = Path(__file__).with_suffix(".toml")

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
class BodyCandidates:
    """The pieces of a page that some reader took for the article.

    Attributes:
        blocks: In the page's order.
        signs: What speaks for and against each of them.
    """

    blocks: list[Block]
    signs: list[BlockSigns]


def read_body(page: str, metadata: Metadata, *, tree: Any) -> list[str]:
    """Return the paragraphs of the article on a page; `tree` is None if lxml would take seconds."""
    broad = by_resiliparse(page)
    paragraphs = [] if tree is None else chosen(candidates(tree, title=metadata.title, broad=broad))
    if count_words("\n".join(paragraphs)) < MIN_ARTICLE_WORDS:
        paragraphs = split_paragraphs(broad) or paragraphs
    promised = split_paragraphs(metadata.body)
    if sum(map(len, paragraphs)) < sum(map(len, promised)) / 2:
        paragraphs = promised
    return paragraphs


def candidates(tree: Any, *, title: str, broad: str) -> BodyCandidates:
    """Return what may be the article; nothing where lxml sees less than half of the page.

    `broad` is what resiliparse took for the article.
    """
    everything = read_blocks(tree)
    also_taken = _found(everything, broad)
    if _letters(everything, also_taken) < len(key_of(broad)) / 2:
        return BodyCandidates([], [])
    may_be = _may_be_body(everything, title=title)
    blocks, also_taken = list(compress(everything, may_be)), list(compress(also_taken, may_be))
    taken = _found(blocks, by_trafilatura(tree))
    if _letters(blocks, taken) < _LOST * _letters(blocks, also_taken):
        taken = also_taken
    of_either = [one or other for one, other in zip(taken, also_taken, strict=True)]
    kept = list(compress(blocks, of_either))
    return BodyCandidates(kept, signs_of(kept, taken=list(compress(taken, of_either))))


class BodyWeights(NamedTuple):
    """What each sign weighs, and what a piece without any has."""

    bias: float
    signs: BlockSigns


@cache
def _weights() -> BodyWeights:
    bias, *signs = read_weights(WEIGHTS_FILE, ("bias", *BlockSigns._fields)).values()
    return BodyWeights(bias, BlockSigns(*signs))


def chosen(found: BodyCandidates, *, weights: BodyWeights | None = None) -> list[str]:
    """Return the texts of those that are the article, each of the longer ones once.

    Args:
        found: What may be.
        weights: Others than those that ship with the program.
    """
    weights = weights or _weights()
    kept = [
        block
        for block, signs in zip(found.blocks, found.signs, strict=True)
        if signs.linked <= _LINKS_ALONE and weights.bias + sum(map(mul, signs, weights.signs)) > 0
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
