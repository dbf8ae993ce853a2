"""What the bot runs, as functions that evaluation scripts call by name.

Thin wrappers, defaults and guards included, so that a score is a score of the product. Give
one to a script as `tests.benchmarks.scoring:NAME`, from the project's folder.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from tempfile import TemporaryDirectory
from typing import Any

from bot.errors import NoArticleError, NoSummaryError
from bot.ingest.extract.page import parse_page
from bot.ingest.extract.plaintext import parse_newspage
from bot.ingest.feeds.parse import FeedItem, parse_feed
from bot.settings import load_settings
from bot.stories.duplicates import Imprint, imprint, score
from bot.stories.regroup import Groups
from bot.stories.related import find_related, likeliness, target_of_items
from bot.stories.vectorize import body_stems, title_stems
from bot.summarize.methods import choose, prose_of
from bot.summarize.story import choose_from_story
from bot.text.language import detect_language
from bot.text.sentences import split_paragraphs
from bot.text.sentences import split_sentences as split
from storage import Store
from storage.model import Article, Draft, Headline, Item


def split_sentences(text: str, lang: str) -> list[str]:
    """Return the sentences of `text`."""
    return split(text, lang)


def summarize(
    text: str,
    title: str | None,
    n: int,
    *,
    method: str = "ranker",
    may_be_shorter: bool = False,
) -> list[str]:
    """Return `n` sentences of `text`; all of them where there is no summary to make."""
    body = "\n\n".join(split_paragraphs(text))
    language = detect_language(body)
    try:
        chosen = choose(
            method,
            title=title or "",
            body=body,
            language=language,
            length=n,
            may_be_shorter=may_be_shorter,
        )
    except NoSummaryError:
        chosen = tuple(prose_of(body, language)[:n])
    return [passage.text for passage in chosen]


def summarize_story(
    text: str, title: str | None, n: int, *, may_be_shorter: bool = False
) -> list[str]:
    """Return `n` sentences of several texts, which blank lines set apart."""
    bodies = [body for body in text.split("\n\n") if body.strip()]
    language = detect_language(text)
    chosen = choose_from_story(bodies, language=language, length=n, may_be_shorter=may_be_shorter)
    return [each.passage.text for each in chosen]


def lead(text: str, title: str | None, n: int) -> list[str]:
    """Return the first `n` sentences: what a summarizer has to beat."""
    return summarize(text, title, n, method="lead")


def page_text(html: str, url: str | None) -> str:
    """Return the body of the article on a page; empty where the bot reads none.

    Whether a page is refused, such as a stub before a paywall, and which body it has are two
    questions: of a refused one this is what an admin stores with `/ingest ... anyway`.
    `tests.benchmarks.pages` prints both figures, `tests.benchmarks.junk` measures the gate.
    """
    draft = _draft(html, url)
    return draft.body if draft else ""


def page_meta(html: str, url: str | None) -> dict[str, Any]:
    """Return the title, authors, date and language of the article on a page, refused or not."""
    draft = _draft(html, url)
    if draft is None:
        return {}
    return {
        "title": draft.title,
        "authors": list(draft.authors),
        "date": draft.published_at.isoformat() if draft.published_at else "",
        "lang": draft.language,
    }


def news_body(text: str) -> str:
    """Return the body of a plain-text news page, without the headlines below it."""
    return parse_newspage(text).body


def feed_items(data: bytes, url: str | None, content_type: str | None) -> Sequence[FeedItem]:
    """Return the items of a feed; raises where it is none."""
    charset = (content_type or "").partition("charset=")[2].strip("\"' ;")
    return parse_feed(data, url=url or "", charset=charset, now=datetime.now(UTC)).items


def group(articles: Sequence[Mapping[str, Any]]) -> list[int]:
    """Return the story of each article of a stream, as `regroup` and the bot place them.

    An article is a title, maybe a `text`, and maybe `ts`: seconds since 1970. Those without
    came all at once. The vectors are those that the setting VECTORS names.
    """
    groups = Groups([], vectors=load_settings().vectors)
    items = [_item(article, number) for number, article in enumerate(articles, start=1)]
    for item in items:
        groups.put(item)
    found = groups.finish()
    return [found[item.ref] for item in items]


def _item(article: Mapping[str, Any], number: int) -> Item:
    title, body = article["title"], article.get("text", "")
    at = datetime.fromtimestamp(article.get("ts") or 0, UTC)
    facts: dict[str, Any] = {
        "id": number,
        "title": title,
        "url": None,
        "site": "",
        "language": detect_language(f"{title}\n{body}"),
        "published_at": None,
        "added_at": at,
        "source_id": None,
        "story_id": None,
    }
    if not body:
        return Headline(**facts, article_id=None)
    return Article(**facts, body=body, authors=(), content_hash="", is_published=True)


def pair_scores(pairs: Sequence[Mapping[str, Mapping[str, Any]]]) -> list[float]:
    """Return how likely the headlines `a` and `b` of each pair tell of the same story.

    The vectors are those that the setting VECTORS names.
    """
    titles = [(pair["a"]["title"], pair["b"]["title"]) for pair in pairs]
    return likeliness(titles, vectors=load_settings().vectors)


def duplicate_scores(pairs: Sequence[Mapping[str, Mapping[str, Any]]]) -> list[float]:
    """Return how surely the items `a` and `b` of each pair are copies, 0 to 1.

    The bot calls them copies from `bot.stories.duplicates.LEAST_SCORE` on.
    """
    return [score(_imprint(pair["a"]), _imprint(pair["b"])) for pair in pairs]


def _imprint(article: Mapping[str, Any]) -> Imprint:
    title, body = article["title"], article.get("text", "")
    return imprint(title, body, detect_language(f"{title}\n{body}"))


def _draft(html: str, url: str | None) -> Draft | None:
    try:
        return parse_page(html.encode(), url=url, charset="utf-8", now=datetime.now(UTC))
    except NoArticleError as refusal:
        return refusal.draft


def related(
    articles: Sequence[Mapping[str, Any]], queries: Sequence[int], k: int
) -> list[list[int]]:
    """Return for each query, the number of an article, up to `k` others near it, nearest first.

    The articles are stored and indexed in a SQLite database of their own, without stories,
    and `find_related` is asked as `/related` asks it, for `k` items however far.
    """
    with TemporaryDirectory() as folder:
        return asyncio.run(_related(articles, queries, k, f"sqlite+aiosqlite:///{folder}/n.db"))


async def _related(
    articles: Sequence[Mapping[str, Any]], queries: Sequence[int], k: int, url: str
) -> list[list[int]]:
    now = datetime(2026, 1, 1, tzinfo=UTC)
    async with Store(url) as store:
        items: list[Item] = []
        async with store.write() as tx:
            for number, one in enumerate(articles):
                draft = Draft(
                    one["title"],
                    one.get("text", ""),
                    url=f"https://{number}.example",
                    language="en",
                )
                item, _ = await tx.articles.add(draft, published=True, now=now)
                title, body = title_stems(item), body_stems(item)
                await tx.words.add({*title, *body})
                await tx.search.index(
                    item.ref, title=title, body=body, source="", language="en", at=now
                )
                items.append(item)
        numbers = {item.ref: number for number, item in enumerate(items)}
        found: list[list[int]] = []
        async with store.read() as tx:
            for query in queries:
                target = await target_of_items([items[query]], tx=tx)
                near = await find_related(target, tx=tx, limit=k, least=0.0)
                found.append([numbers[one.item.ref] for one in near])
    return found
