"""What a page says about itself for machines, as JSON-LD in the words of schema.org."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from selectolax.lexbor import LexborHTMLParser

from bot.ingest.lines import one_line

_SCRIPT = 'script[type="application/ld+json" i]'
_AROUND = re.compile(r"^\s*(?:<!--|//\s*<!\[CDATA\[)|(?:-->|//\s*\]\]>)\s*$")
# Types that are one text: NewsArticle, BlogPosting, Report, ...
_ARTICLE_TYPE = re.compile(r"(?:Article|Posting|Report|Review|Recipe|Story)$")
# Deeper values are no metadata.
_MAX_DEPTH = 8


def read_nodes(tree: LexborHTMLParser) -> list[dict[str, Any]]:
    """Return the things that the page's JSON-LD describes, as far as it can be read."""
    nodes: list[dict[str, Any]] = []
    for script in tree.css(_SCRIPT):
        try:
            text = _AROUND.sub("", script.text()).rstrip().rstrip(";")
            nodes.extend(_nodes(json.loads(text, strict=False)))
        except (ValueError, RecursionError):
            continue
    return nodes


def article_of(nodes: list[dict[str, Any]]) -> dict[str, Any]:
    """Return the first of them that is an article, or an empty one."""
    for node in nodes:
        types = listed(node.get("@type"))
        if any(isinstance(name, str) and _ARTICLE_TYPE.search(name) for name in types):
            return node
    return {}


def names_in(value: Any, nodes: list[dict[str, Any]], depth: int = 0) -> list[str]:
    """Return the names in a value: a text, an object with a name, or a list of those.

    Args:
        value: Anything that JSON can hold.
        nodes: Where a name stands if the value gives an `@id` alone.
        depth: How deep the value is nested already.
    """
    if depth > _MAX_DEPTH:
        return []
    if isinstance(value, list):
        return [name for part in value for name in names_in(part, nodes, depth + 1)]
    if isinstance(value, dict):
        named = value.get("name") or _named(value.get("@id"), nodes)
        return names_in(named, nodes, depth + 1)
    return list(filter(None, [plain(value)]))


def listed(value: Any) -> list[Any]:
    """Return a list as it is, and anything else as a list of one."""
    return value if isinstance(value, list) else [value]


def plain(value: Any) -> str:
    """Return a text as one line, and nothing for anything else."""
    return one_line(value) if isinstance(value, str) else ""


def lines_of(value: Any) -> str:
    """Return a long text with one paragraph a line, and nothing for anything else."""
    if not isinstance(value, str):
        return ""
    return "\n\n".join(filter(None, map(one_line, re.split(r"\n|<br\s*/?>|</p>", value))))


def _nodes(value: Any, depth: int = 0) -> Iterator[dict[str, Any]]:
    if depth > _MAX_DEPTH:
        return
    if isinstance(value, list):
        for part in value:
            yield from _nodes(part, depth + 1)
    elif isinstance(value, dict):
        yield value
        for key in ("@graph", "mainEntity", "mainEntityOfPage"):
            yield from _nodes(value.get(key), depth + 1)


def _named(identity: Any, nodes: list[dict[str, Any]]) -> Any:
    if not isinstance(identity, str):
        return None
    same = (node["name"] for node in nodes if node.get("@id") == identity and node.get("name"))
    return next(same, None)
