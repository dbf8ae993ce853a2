"""What a page says about itself: JSON-LD first, then meta tags, then its visible HTML."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from selectolax.lexbor import LexborHTMLParser

from bot.ingest.dates import parse_instant
from bot.ingest.lines import one_line

_SCRIPT = 'script[type="application/ld+json" i]'
# Types of schema.org that are one text: NewsArticle, BlogPosting, Report, ...
_ARTICLE_TYPE = re.compile(r"(?:Article|Posting|Report|Review|Recipe|Story)$")
# Deeper values are no metadata.
_MAX_DEPTH = 8

_TITLES = ("og:title", "twitter:title", "dc.title", "parsely-title", "sailthru.title")
_AUTHORS = ("author", "article:author", "parsely-author", "sailthru.author", "dc.creator")
_DATES = (
    "article:published_time",
    "og:article:published_time",
    "datepublished",
    "parsely-pub-date",
    "sailthru.date",
    "dc.date.issued",
    "dcterms.created",
    "dc.date",
    "publishdate",
    "publish-date",
    "pubdate",
    "date",
)
_SITES = ("og:site_name", "application-name", "parsely-site", "dc.publisher")
_LANGUAGES = ("og:locale", "content-language", "dc.language")

# What stands between a page's title and the site's name in `<title>`.
_SEPARATORS = "|–—-·•:»«/"
_BY = re.compile(r"^(?:by|von|par|por|di|door|av|af)\s+", re.IGNORECASE)
# Addresses, site names, slugs, credits of pictures and numbers stand where names should.
_NO_NAME = re.compile(
    r"^$|://|@|^www\.|^\S+\.[a-z]{2,}$|^[a-z]+(?:[-_][a-z0-9]+)+$|[()]|^\W*\d+\W*$"
)
_MAX_NAME = 80

_LANGUAGE = re.compile(r"([a-z]{2})(?![a-z])", re.IGNORECASE)
# Codes that the standard replaced, and the two standards of Norwegian.
_SAME_LANGUAGE = {"iw": "he", "in": "id", "ji": "yi", "nb": "no", "nn": "no"}


@dataclass(frozen=True, slots=True)
class Metadata:
    """What a page says about itself; what it doesn't say is empty or None.

    Attributes:
        title: The article's title without the site's name.
        authors: Names, in the page's order.
        published_at: When it says that it was published; never in the future.
        site: The outlet's name.
        language: ISO 639-1 code.
        canonical: Address that the page calls its own (`rel=canonical`), perhaps relative.
        body: The article's text as JSON-LD has it, for machines.
        is_article: Whether JSON-LD or meta tags call the page one article.
        is_free: False if the page says that its text is for subscribers.
        teasers: How many other articles it seems to show, by their dates and frames.
    """

    title: str = ""
    authors: tuple[str, ...] = ()
    published_at: datetime | None = None
    site: str = ""
    language: str = ""
    canonical: str = ""
    body: str = ""
    is_article: bool = False
    is_free: bool = True
    teasers: int = 0


def read_metadata(page: str, *, now: datetime) -> Metadata:
    """Return what the HTML `page` says about itself.

    Args:
        page: HTML.
        now: Aware; see `parse_instant`.
    """
    tree = LexborHTMLParser(page)
    article = next(_articles(tree), {})
    meta = _meta(tree)
    site = _first([*_names(article.get("publisher")), *_values(meta, _SITES)])
    return Metadata(
        title=_title(tree, article, meta, site),
        authors=_authors(tree, article, meta, site),
        published_at=_published_at(tree, article, meta, now),
        site=site,
        language=_language(tree, article, meta),
        canonical=_canonical(tree),
        body=_text(article.get("articleBody")),
        is_article=bool(article) or _is_called_article(meta),
        teasers=_teasers(tree),
        is_free=str(article.get("isAccessibleForFree", True)).lower() != "false",
    )


def _articles(tree: LexborHTMLParser) -> Iterator[dict[str, Any]]:
    """Yield the articles of the page's JSON-LD, as far as it can be read."""
    for script in tree.css(_SCRIPT):
        text = re.sub(r"^\s*(?:<!--|//\s*<!\[CDATA\[)|(?:-->|//\s*\]\]>)\s*$", "", script.text())
        try:
            parsed = json.loads(text.rstrip().rstrip(";"), strict=False)
        except (ValueError, RecursionError):
            continue
        for node in _nodes(parsed):
            types = _list(node.get("@type"))
            if any(isinstance(name, str) and _ARTICLE_TYPE.search(name) for name in types):
                yield node


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


def _meta(tree: LexborHTMLParser) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for tag in tree.css("meta[content]"):
        attributes = tag.attributes
        for key in ("property", "name", "itemprop", "http-equiv"):
            name = (attributes.get(key) or "").strip().lower()
            value = _plain(attributes.get("content"))
            if name and value:
                found.setdefault(name, []).append(value)
    return found


def _title(
    tree: LexborHTMLParser, article: dict[str, Any], meta: dict[str, list[str]], site: str
) -> str:
    headings = [_plain(node.text()) for node in tree.css("h1")]
    tags = [_plain(node.text()) for node in tree.css("head title")]
    title = _first([_plain(article.get("headline")), *_values(meta, _TITLES), *tags])
    # "Port strike ends | News | Coast Times" begins with what the page calls itself.
    for heading in filter(None, headings):
        rest = title.removeprefix(heading)
        is_part = rest != title and rest[:1] == " " and rest.lstrip()[:1] in _SEPARATORS
        if is_part and heading.casefold() != site.casefold():
            return heading
    return without_site(title, site) or _first(headings)


def without_site(title: str, site: str) -> str:
    """Return `title` without the site's name beyond a separator, as in `... | Coast Times`."""
    if not site:
        return title
    name, mark = re.escape(site), f"[{re.escape(_SEPARATORS)}]"
    beside = rf"^{name} *{mark} +| *{mark}+ *{name}$"
    return re.sub(beside, "", title, flags=re.IGNORECASE) or title


def _authors(
    tree: LexborHTMLParser, article: dict[str, Any], meta: dict[str, list[str]], site: str
) -> tuple[str, ...]:
    for candidates in (
        _names(article.get("author")),
        _names(article.get("creator")),
        _values(meta, _AUTHORS),
        [_plain(node.text()) for node in tree.css('[rel="author"], [itemprop="author"]')],
    ):
        names = [name for text in candidates for name in _single_names(text)]
        names = [name for name in names if name.casefold() != site.casefold()]
        if names:
            return tuple(dict.fromkeys(names))
    return ()


def _single_names(text: str) -> list[str]:
    text = _BY.sub("", text)
    parts = re.split(r"\s*[,;|]\s*|\s+(?:and|und|et|y|&)\s+", text)
    return [part for part in parts if len(part) <= _MAX_NAME and not _NO_NAME.search(part)]


def _published_at(
    tree: LexborHTMLParser, article: dict[str, Any], meta: dict[str, list[str]], now: datetime
) -> datetime | None:
    texts = [_plain(article.get(key)) for key in ("datePublished", "dateCreated")]
    texts += _values(meta, _DATES)
    texts += [
        node.attributes.get("datetime") or ""
        for node in tree.css('time[itemprop*="datePublished"], time[pubdate], time[datetime]')
    ]
    return next(filter(None, (parse_instant(text, now=now) for text in texts if text)), None)


def _language(tree: LexborHTMLParser, article: dict[str, Any], meta: dict[str, list[str]]) -> str:
    root = tree.css_first("html")
    labels = [
        (root.attributes.get("lang") or root.attributes.get("xml:lang") or "") if root else "",
        _plain(article.get("inLanguage")),
        *_values(meta, _LANGUAGES),
    ]
    codes = [match[1].lower() for label in labels if (match := _LANGUAGE.match(label))]
    return _first(_SAME_LANGUAGE.get(code, code) for code in codes)


def _is_called_article(meta: dict[str, list[str]]) -> bool:
    types = map(str.lower, meta.get("og:type", []))
    return "article" in types or "article:published_time" in meta or "datepublished" in meta


def _teasers(tree: LexborHTMLParser) -> int:
    dates = {node.attributes.get("datetime") for node in tree.css("time[datetime]")}
    return max(len(dates), len(tree.css("article"))) - 1


def _canonical(tree: LexborHTMLParser) -> str:
    link = tree.css_first('link[rel~="canonical" i][href]')
    return "" if link is None else (link.attributes.get("href") or "").strip()


def _names(value: Any) -> list[str]:
    """Return the names in a JSON-LD value: a text, an object with a name, or a list."""
    found = []
    for part in _list(value):
        name = part.get("name") if isinstance(part, dict) else part
        found += [_plain(one) for one in _list(name)]
    return [name for name in found if name]


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _plain(value: Any) -> str:
    return one_line(value) if isinstance(value, str) else ""


def _text(value: Any) -> str:
    """Return a long text in JSON-LD, one paragraph a line."""
    if not isinstance(value, str):
        return ""
    return "\n\n".join(filter(None, map(one_line, re.split(r"\n|<br\s*/?>|</p>", value))))


def _values(meta: dict[str, list[str]], names: Iterable[str]) -> list[str]:
    return [value for name in names for value in meta.get(name, [])]


def _first(texts: Iterable[str]) -> str:
    return next(filter(None, texts), "")
