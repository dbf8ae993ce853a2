"""A page of a website -> the article on it."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime
from urllib.parse import urljoin, urlsplit

from selectolax.lexbor import LexborHTMLParser

from bot.errors import NoArticleError, Reason, UnsafeURLError
from bot.ingest.extract.body import parse_tree, read_body, visible_date
from bot.ingest.extract.dates import labelled_day
from bot.ingest.extract.junk import refuse_junk
from bot.ingest.extract.metadata import read_metadata
from bot.ingest.extract.plaintext import parse_newspage
from bot.ingest.web import canonical_url, decode, is_readable, one_line, printable, shortened
from bot.text import detect_language, split_paragraphs, split_sentences
from storage.model import Draft, HeadlineDraft, host_of

# trafilatura takes more than 20 s for 100,000 links or 50,000 cells, 4 s for 100,000 other
# tags, and 1.3 s per megabyte of plain paragraphs. The largest numbers met on real pages
# are 2,215 links, 7,121 cells and 2.9 MB.
MAX_TAGS = {"<a": 5_000, "<td": 10_000, "<": 100_000}
MAX_CHARACTERS = 4_000_000

MAX_TITLE = 300

# Fewer links at an article's end are its own.
HEADLINES_OF_A_LIST = 3
# A headline may be a question or a quotation; it is no sentence with a full stop.
_FULL_STOPS = (".", "。", "।", "۔")

_MARKUP = re.compile(
    r"<(?:!doctype|html|head|body|meta|div|p|a|h1|span|table|article)\b", re.IGNORECASE
)
_HEAD_CHARACTERS = 4_096
# Feeds and what else programs exchange. Atomic: comments are not to be cut otherwise.
_FOR_PROGRAMS = re.compile(
    r"\s*(?:<\?xml[^<>]*>\s*)?(?>(?:<!--.*?-->\s*)*)"
    r"(?:<(?:rss|feed|rdf:rdf|urlset|sitemapindex|svg)\b|[{\[]\s*[{\[\"])",
    re.DOTALL | re.IGNORECASE,
)


def parse_page(content: bytes, *, url: str | None, charset: str, now: datetime) -> Draft:
    """Return the article in a page: HTML, or plain text.

    `url` is None for an uploaded file, `charset` what the `Content-Type` header says, or empty.
    `now` is aware; no article is published later.

    Raises:
        NoArticleError: There is no article in it; the reason says what there is.
    """
    text = decode(content, charset=charset)
    if text.startswith("%PDF-") or _FOR_PROGRAMS.match(text) or not is_readable(text):
        raise NoArticleError(url or "", reason=Reason.NOT_TEXT)
    if _MARKUP.search(text[:_HEAD_CHARACTERS]):
        draft = _parse_html(printable(text), url=url, now=now)
    else:
        draft = replace(parse_newspage(text), url=url)
        refuse_junk(draft)
    return draft


def text_of(markup: str) -> list[str]:
    """Return the paragraphs of a piece of HTML, all of them, such as a feed item's content."""
    from resiliparse.extract.html2text import extract_plain_text

    text = extract_plain_text(markup, list_bullets=False, alt_texts=False)
    return [one_line(paragraph) for paragraph in split_paragraphs(text)]


def _parse_html(page: str, *, url: str | None, now: datetime) -> Draft:
    is_heavy = len(page) > MAX_CHARACTERS or any(
        page.count(tag) > most for tag, most in MAX_TAGS.items()
    )
    tree = None if is_heavy else parse_tree(page)
    metadata = read_metadata(page, now=now, url=url)
    # References such as `&#1;` were no control characters until now.
    text = printable("\n".join(read_body(page, metadata, tree=tree)))
    dated = metadata.dated or labelled_day(page, now=now)
    if dated is None and tree is not None:
        dated = visible_date(tree, url=url, now=now)
    paragraphs = split_paragraphs(text)
    if paragraphs and paragraphs[0].casefold() == metadata.title.casefold():
        del paragraphs[0]
    paragraphs, headlines = _split_headlines(paragraphs, page, url=url)
    body = "\n\n".join(paragraphs)
    # Many pages say "en" because their software does.
    language = detect_language(body) or metadata.language
    title = metadata.title or next(iter(split_sentences(body, language)), "")
    draft = Draft(
        title=shortened(title, limit=MAX_TITLE),
        body=body,
        url=_own_address(url, metadata.canonical),
        site=metadata.site or host_of(url),
        authors=metadata.authors,
        language=language,
        published_at=dated.instant if dated else None,
        only_day=dated is not None and dated.only_day,
        headlines=tuple(replace(headline, language=language) for headline in headlines),
    )
    refuse_junk(draft, metadata=metadata, page="" if is_heavy else page)
    if _is_front(url) and not metadata.is_article:
        raise NoArticleError(url or "", reason=Reason.LINK_LIST, draft=draft)
    return draft


def _is_front(url: str | None) -> bool:
    """Return whether an address is that of a whole site, whose page is another every hour."""
    parts = urlsplit(url or "")
    return bool(parts.netloc) and parts.path in {"", "/"} and not parts.query


def _split_headlines(
    paragraphs: list[str], page: str, *, url: str | None
) -> tuple[list[str], list[HeadlineDraft]]:
    """Return the body, and the headlines of others that were taken for its end: links."""
    if any(line.endswith(_FULL_STOPS) for line in paragraphs[-HEADLINES_OF_A_LIST:]):
        return paragraphs, []
    links = {
        one_line(link.text()): link.attributes.get("href") or ""
        for link in LexborHTMLParser(page).css("a[href]")
    }
    lines = [paragraph.removeprefix("- ") for paragraph in paragraphs]
    length = len(lines)
    while length and lines[length - 1] in links:
        length -= 1
    # Where no text stands above them, the page is a list.
    if not length or len(lines) - length < HEADLINES_OF_A_LIST:
        return paragraphs, []
    return paragraphs[:length], [
        HeadlineDraft(line, url=_address(url, links[line])) for line in lines[length:]
    ]


def _address(base: str | None, link: str) -> str | None:
    try:
        return canonical_url(urljoin(base or "", link))
    except (UnsafeURLError, ValueError):
        return None


def _own_address(url: str | None, claimed: str) -> str | None:
    """Return the canonical address, which a page may only choose on its own host."""
    if url is None:
        return None
    own = canonical_url(url)
    better = _address(url, claimed) or own
    # Some sites call their front page the address of every page.
    is_front = urlsplit(better).path == "/" != urlsplit(own).path
    return own if is_front or host_of(better) != host_of(own) else better
