"""What a page says about itself: JSON-LD first, then meta tags, then its visible HTML."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from itertools import chain
from typing import Any

from selectolax.lexbor import LexborHTMLParser, LexborNode

from bot.ingest.extract.dates import Dated, parse_date
from bot.ingest.web import key_of, one_line
from bot.languages import ANY, load_language, of_all
from storage.model import host_of

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


_IN_BRACKETS = re.compile(r"\s*\([^()]*\)")
# Addresses, site names, slugs and numbers stand where names should.
_NO_NAME = re.compile(r"://|@|^www\.|^\S+\.[a-z]{2,}$|^[a-z]+(?:[-_][a-z0-9]+)+$|^\W*\d*\W*$")
_MAX_NAME = 80
# Times, years and how long it takes to read it stand beside names.
_CLOCK = re.compile(r"\d[:.]\d\d\b|\b(?:19|20)\d\d\b|\b\d+\s?min\b")
# A name has few words without a capital; a link or a sentence has more.
_MOST_SMALL_WORDS = 2

# Names that readers see and machines were not told of.
_VISIBLE = (
    '[class*="author" i], [class*="byline" i], [class*="autor" i], '
    'a[href*="/author/"], a[href*="/autor"]'
)
_MOST_VISIBLE = 30
_NAME_WORDS = range(2, 6)
_NAME_WORD = re.compile(r"[^\W\d_][\w.'’-]*")
# Small words within names.
_PARTICLE = re.compile(r"al|bin|d[aeiou]|del|den|der|dos|el|l[ae]|ter|v[ao]n|y|zu")
# Shorter names of outlets begin other names by chance.
_MIN_OUTLET = 3


def read_authors(
    tree: LexborHTMLParser, claimed: Iterable[Sequence[str]], *, outlets: Iterable[str]
) -> tuple[str, ...]:
    """Return the names of those who wrote the article, in the page's order.

    People come before the outlet, wherever they are named; the outlet is the author only
    where the page says so and names nobody.

    Args:
        tree: The page.
        claimed: Texts that should hold names, from each place that has such, the surest first.
        outlets: What the outlet is called, its host too.
    """
    is_outlet = _outlet_test(outlets)
    without_people: list[str] = []
    for texts in claimed:
        names = [name for text in texts for name in split_names(text)]
        if not all(map(is_outlet, names)):
            return tuple(dict.fromkeys(names))
        without_people = without_people or names
    return tuple(dict.fromkeys(_visible_people(tree, is_outlet) or without_people))


def split_names(text: str) -> list[str]:
    """Return the names in a byline such as `By Jo Miller and Ada Quay (Harbour Bay)`.

    What sites print beside them is left out: clocks, dates, the names of accounts, links.
    """
    parts = _between_names().split(_IN_BRACKETS.sub("", _before_names().sub("", text.strip())))
    names = [_after_name().sub("", part.strip(" :–—-")) for part in parts]
    return [name for name in names if _may_be_author(name)]


def _may_be_author(name: str) -> bool:
    """Return whether `name` is none of what sites print in the place of one or beside it."""
    small = [word for word in name.split() if word[0].islower() and not _PARTICLE.fullmatch(word)]
    return (
        len(name) <= _MAX_NAME
        and len(small) <= _MOST_SMALL_WORDS
        and not _NO_NAME.search(name)
        and not _CLOCK.search(name)
        and name.casefold() not in load_language(ANY).accounts
    )


@cache
def _after_name() -> re.Pattern[str]:
    """Return the date that stands behind a name: `Jo Miller Monday`, `STAFF NOVEMBER 20`."""
    days = "|".join(sorted(of_all(lambda each: each.weekdays)))
    months = "|".join(sorted(of_all(lambda each: each.months)))
    return re.compile(
        rf"(?:^|(?<=\S)\s+)(?:(?:{days})$|\d{{1,2}}\.? (?:{months})\b.*|(?:{months}) \d.*)",
        re.IGNORECASE,
    )


@cache
def _before_names() -> re.Pattern[str]:
    verbs, labels = of_all(lambda each: each.author_verbs), of_all(lambda each: each.author_labels)
    return re.compile(
        rf"^\W*(?:(?:{'|'.join(verbs)}) )?(?:{'|'.join(labels)})\b[:\s]+", re.IGNORECASE
    )


@cache
def _between_names() -> re.Pattern[str]:
    joints = "|".join(of_all(lambda each: each.name_joints))
    return re.compile(rf"\s*[,;|•·]\s*|\s+(?:{joints}|&)\s+")


def _visible_people(tree: LexborHTMLParser, is_outlet: Callable[[str], bool]) -> list[str]:
    """Return the names in the first place that looks like a byline and holds any."""
    for node in tree.css(_VISIBLE)[:_MOST_VISIBLE]:
        text = plain(node.text(separator=" "))
        if len(text) <= _MAX_NAME:
            names = [name for name in split_names(text) if _is_person(name)]
            if people := [name for name in names if not is_outlet(name)]:
                return people
    return []


def _is_person(name: str) -> bool:
    words = name.split()
    return len(words) in _NAME_WORDS and all(
        _NAME_WORD.fullmatch(word) and (not word[0].islower() or _PARTICLE.fullmatch(word))
        for word in words
    )


def _outlet_test(outlets: Iterable[str]) -> Callable[[str], bool]:
    keys = {key for key in map(key_of, outlets) if key}

    def is_outlet(name: str) -> bool:
        key = key_of(name)
        return key in keys or any(
            len(shorter) >= _MIN_OUTLET and longer.startswith(shorter)
            for shorter, longer in (sorted((key, outlet), key=len) for outlet in keys)
        )

    return is_outlet


_TITLES = ("og:title", "twitter:title", "dc.title", "parsely-title", "sailthru.title")
_AUTHORS = (
    "author",
    "article:author",
    "article:byline",
    "parsely-author",
    "sailthru.author",
    "dc.creator",
)
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
_SEPARATORS = "|–—-·•:»«/｜："

# `comment-13373`, `comments`; not `comments-enabled`, as a whole page may be called.
_COMMENT = re.compile(
    r"(?<![\w-])comments?(?:[-_]?(?:\d+|list|body|meta|content|author|time))?(?![\w-])"
)

# Real pages are nested less deeply.
_MOST_LEVELS = 100

_LANGUAGE = re.compile(r"([a-z]{2})(?![a-z])", re.IGNORECASE)
# Codes that the standard replaced, and the two standards of Norwegian.
_SAME_LANGUAGE = {"iw": "he", "in": "id", "ji": "yi", "nb": "no", "nn": "no"}


@dataclass(frozen=True, slots=True)
class Metadata:
    """What a page says about itself; what it doesn't say is empty or None.

    Attributes:
        title: The article's title without the site's name.
        authors: Names, in the page's order.
        dated: When it says that it was published; never in the future.
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
    dated: Dated | None = None
    site: str = ""
    language: str = ""
    canonical: str = ""
    body: str = ""
    is_article: bool = False
    is_free: bool = True
    teasers: int = 0


def read_metadata(page: str, *, now: datetime, url: str | None = None) -> Metadata:
    """Return what the HTML `page` says about itself."""
    tree = LexborHTMLParser(page)
    nodes = read_nodes(tree)
    article = article_of(nodes)
    meta = _meta(tree)
    sites = [*names_in(article.get("publisher"), nodes), *_values(meta, _SITES)]
    outlets = [*sites, *_values(meta, ("publisher",)), host_of(url)]
    claimed = (
        names_in(article.get("author"), nodes),
        names_in(article.get("creator"), nodes),
        _values(meta, _AUTHORS),
        [plain(node.text()) for node in tree.css('[rel="author"], [itemprop="author"]')],
    )
    return Metadata(
        title=_title(tree, article, meta, outlets),
        authors=read_authors(tree, claimed, outlets=outlets),
        dated=_dated(tree, article, meta, now),
        site=_outlet(sites, host_of(url)),
        language=_language(tree, article, meta),
        canonical=_canonical(tree),
        body=lines_of(article.get("articleBody")),
        is_article=bool(article) or _is_called_article(meta),
        teasers=_teasers(tree),
        is_free=str(article.get("isAccessibleForFree", True)).lower() != "false",
    )


# A name has few words and no marks of a sentence; a slogan has.
_MOST_OUTLET_WORDS = 6
_OF_A_SLOGAN = re.compile(r"[!?;:,]|\w{3,}\.(?:\s|$)|\s[|–—-]\s")
# `coasttimes.co.uk` is known by `coasttimes`.
_UNDER = 2
_UNDER_A_COUNTRY = frozenset({"ac", "co", "com", "edu", "gov", "net", "ne", "or", "org"})


def _outlet(names: Sequence[str], host: str) -> str:
    """Return the first of what a page calls its site that names an outlet; empty if none does.

    Software fills these fields with sections, slogans and its own words too. A single word, such
    as `Hosted` or `U.S.`, is the outlet's where its address says so; of several words, those that
    the address agrees with come before the others.
    """
    fit = [name for name in names if _may_name_outlet(name)]
    agreeing = [name for name in fit if not host or _agrees(name, host)]
    return _first([*agreeing, *(name for name in fit if len(name.split()) > 1)])


def _may_name_outlet(name: str) -> bool:
    return len(name.split()) <= _MOST_OUTLET_WORDS and not _OF_A_SLOGAN.search(name)


def _agrees(name: str, host: str) -> bool:
    """Return whether an address is that of the outlet so called: in whole, in part, by letters."""
    labels = host.split(".")
    is_under = len(labels) > _UNDER and labels[-2] in _UNDER_A_COUNTRY
    own = key_of(labels[-3] if is_under else labels[-2] if len(labels) > 1 else host)
    plain = key_of(name)
    if not plain or not own:
        return False
    # Letters of other scripts are in no address.
    if not plain.isascii():
        return True
    shorter, longer = sorted((plain, own), key=len)
    if shorter in longer and (shorter == own or 2 * len(shorter) >= len(longer)):
        return True
    letters = iter(plain)
    # `nytimes` has some of the letters of The New York Times, in their order.
    return len(name.split()) > 1 and all(letter in letters for letter in own)


def _meta(tree: LexborHTMLParser) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for tag in tree.css("meta[content]"):
        attributes = tag.attributes
        for key in ("property", "name", "itemprop", "http-equiv"):
            name = (attributes.get(key) or "").strip().lower()
            value = plain(attributes.get("content"))
            if name and value:
                found.setdefault(name, []).append(value)
    return found


def _title(
    tree: LexborHTMLParser,
    article: dict[str, Any],
    meta: dict[str, list[str]],
    outlets: Sequence[str],
) -> str:
    headings = [plain(node.text(separator=" ")) for node in tree.css("h1")]
    tab = _first(plain(node.text()) for node in tree.css("head title"))
    headline, shared = plain(article.get("headline")), _first(_values(meta, _TITLES))
    headline, shared, tab = (_cut(title, headings, outlets) for title in (headline, shared, tab))
    # Software fills heading, headline and tab from one field. Where these are the same, what
    # is to be shared is another only if an editor wrote it.
    is_one_field = {key_of(headline)} == {key_of(tab)} & set(map(key_of, headings))
    if headline and is_one_field and len(shared) >= len(headline) / 2:
        return shared
    return headline or shared or tab or _first(headings)


def _cut(title: str, headings: Sequence[str], outlets: Sequence[str]) -> str:
    """Return a title without what stands behind the article's own."""
    # "Port strike ends | News | Coast Times" begins with what the page calls itself.
    for heading in filter(None, headings):
        rest = title.removeprefix(heading)
        is_part = rest != title and rest[:1] == " " and rest.lstrip()[:1] in _SEPARATORS
        if is_part and heading.casefold() not in map(str.casefold, outlets):
            return heading
    for outlet in outlets:
        title = without_site(title, outlet)
    return title


def without_site(title: str, site: str) -> str:
    """Return `title` without the site's name beyond a separator, as in `... | Coast Times`."""
    if not site:
        return title
    name, mark = re.escape(site), f"[{re.escape(_SEPARATORS)}]"
    beside = rf"^{name} *{mark} +| *{mark}+ *{name}$"
    return re.sub(beside, "", title, flags=re.IGNORECASE) or title


def _dated(
    tree: LexborHTMLParser, article: dict[str, Any], meta: dict[str, list[str]], now: datetime
) -> Dated | None:
    texts = [plain(article.get(key)) for key in ("datePublished", "dateCreated")]
    texts += _values(meta, _DATES)
    # One by one, since a page may have very many.
    times = (
        node.attributes.get("datetime") or ""
        for node in tree.css('time[itemprop*="datePublished"], time[pubdate], time[datetime]')
        if not _is_of_a_comment(node)
    )
    dates = (parse_date(text, now=now) for text in chain(texts, times) if text)
    return next(filter(None, dates), None)


def _is_of_a_comment(node: LexborNode) -> bool:
    """Return whether it stands in what readers wrote below an article."""
    above: LexborNode | None = node
    for _ in range(_MOST_LEVELS):
        if above is None:
            break
        attributes = above.attributes
        if _COMMENT.search(f"{attributes.get('class') or ''} {attributes.get('id') or ''}"):
            return True
        above = above.parent
    return False


def _language(tree: LexborHTMLParser, article: dict[str, Any], meta: dict[str, list[str]]) -> str:
    root = tree.css_first("html")
    labels = [
        (root.attributes.get("lang") or root.attributes.get("xml:lang") or "") if root else "",
        plain(article.get("inLanguage")),
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


def _values(meta: dict[str, list[str]], names: Iterable[str]) -> list[str]:
    return [value for name in names for value in meta.get(name, [])]


def _first(texts: Iterable[str]) -> str:
    return next(filter(None, texts), "")
