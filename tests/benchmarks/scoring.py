"""What the bot runs, as functions that evaluation scripts call by name.

Thin wrappers, defaults and guards included, so that a score is a score of the product. Give
one to a script as `tests.benchmarks.scoring:NAME`, from the project's folder.
"""

from __future__ import annotations

import asyncio
import atexit
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache
from tempfile import TemporaryDirectory
from typing import Any

from bot.digest.candidates import Candidates
from bot.digest.compose import Edition, Recipient
from bot.digest.rank import select
from bot.errors import NoArticleError, NoSummaryError
from bot.ingest.extract.page import parse_page
from bot.ingest.extract.plaintext import parse_newspage
from bot.ingest.feeds.parse import FeedItem, parse_feed
from bot.settings import load_settings
from bot.stories.assign import Grouper
from bot.stories.duplicates import Imprint, imprint, score
from bot.stories.regroup import Groups
from bot.stories.related import find_related, likeliness, target_of_items
from bot.stories.topics import topics_of
from bot.stories.vectorize import body_stems, title_stems
from bot.summarize.methods import LENGTHS, choose, prose_of
from bot.summarize.story import beginning_of, choose_from_story, lead_of
from bot.text.genre import appraise
from bot.text.language import detect_language
from bot.text.sentences import split_paragraphs
from bot.text.sentences import split_sentences as split
from bot.workers import Workers
from storage import Store
from storage.model import (
    Article,
    DigestEntry,
    Draft,
    Headline,
    HeadlineDraft,
    Item,
    Kind,
    Ref,
    Story,
)


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


def summarize_up_to(text: str, title: str | None, n: int) -> list[str]:
    """Return what `/summary` shows of `text`: up to `n` sentences, none if it says why not.

    Args:
        text: Paragraphs, one a line.
        title: What stands above it.
        n: Most sentences; 1 is what `/summary line` shows, 6 or more what the long one does.
    """
    body = "\n\n".join(split_paragraphs(text))
    line = LENGTHS["line"]
    try:
        chosen = choose(
            "ranker",
            title=title or "",
            body=body,
            language=detect_language(body),
            length=n,
            may_be_shorter=True,
            most_characters=line.most_characters if n == line.sentences else None,
        )
    except NoSummaryError:
        return []
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


def replay(scenario: Mapping[str, Any]) -> list[list[dict[str, Any]]]:
    """Return what one reader is told, digest after digest, while a story develops.

    Each item is published at its `at`, as a source's items are, and each digest is composed
    and stored at its own, so that the next one knows what was told. An entry says its `title`,
    the `text` that is shown unfolded, the keys of the `items` of its story, the keys that its
    sentences are `from`, and whether it is an `update`.
    """
    with TemporaryDirectory() as folder:
        url = f"sqlite+aiosqlite:///{folder}/n.db"
        grouper = Grouper(vectors=load_settings().vectors)
        return asyncio.run(_replay(scenario, url, grouper=grouper))


@cache
def _workers() -> Workers:
    """Return the processes that all replays share: each takes a second to start."""
    workers = Workers(count=1, seconds=120)
    atexit.register(workers.close)
    return workers


async def _replay(
    scenario: Mapping[str, Any], url: str, *, grouper: Grouper
) -> list[list[dict[str, Any]]]:
    keys: dict[Ref, str] = {}
    made: list[list[dict[str, Any]]] = []
    waiting = sorted(scenario["items"], key=lambda item: _instant(item["at"]))
    async with Store(url) as store:
        for digest in sorted(scenario["digests"], key=lambda digest: _instant(digest["at"])):
            now = _instant(digest["at"])
            while waiting and _instant(waiting[0]["at"]) <= now:
                item = waiting.pop(0)
                keys[await _publish(item, store=store, grouper=grouper)] = item["key"]
            made.append(await _told(store, grouper=grouper, keys=keys, now=now))
    return made


def _instant(text: str) -> datetime:
    return datetime.fromisoformat(text)


async def _publish(item: Mapping[str, Any], *, store: Store, grouper: Grouper) -> Ref:
    now = _instant(item["at"])
    published = _instant(item["published"]) if item.get("published") else None
    title, text, outlet = item["title"], item.get("text", ""), item["outlet"]
    language = detect_language(f"{title}\n{text}")
    async with store.write() as tx:
        stored: Item
        if item["kind"] == "headline":
            drafts = [HeadlineDraft(title, published_at=published, language=language)]
            [stored] = await tx.headlines.add(drafts, site=outlet, now=now)
        else:
            draft = Draft(
                title,
                "\n\n".join(split_paragraphs(text)),
                site=outlet,
                language=language,
                published_at=published,
            )
            stored, _ = await tx.articles.add(draft, published=True, now=now)
        await grouper.place(stored, tx=tx, now=now)
    return stored.ref


async def _told(
    store: Store, *, grouper: Grouper, keys: Mapping[Ref, str], now: datetime
) -> list[dict[str, Any]]:
    """Compose and store a digest of `now`; return its entries as they are judged."""
    settings = load_settings()
    async with store.write() as tx:
        await grouper.tidy(tx=tx, now=now)
    edition = Edition(
        store=store,
        workers=_workers(),
        now=now,
        cap=settings.digest_stories,
        method=settings.summary_method,
    )
    composed = await edition.compose(Recipient(_READER))
    async with store.write() as tx:
        await tx.digests.add(
            chat_id=_READER,
            key=now.isoformat(),
            now=now,
            state=composed.state,
            entries=composed.entries,
            stories=composed.stories,
            outlets=composed.outlets,
            headlines=composed.headlines,
        )
        stories = {each.story_id: await tx.stories.get(each.story_id) for each in composed.told}
    return [
        _entry(each, [item.ref for item in story.members], keys)
        for each in composed.told
        if (story := stories[each.story_id]) is not None
    ]


_READER = 1


def _entry(entry: DigestEntry, refs: Sequence[Ref], keys: Mapping[Ref, str]) -> dict[str, Any]:
    return {
        "title": entry.title,
        "text": " ".join(sentence.text for sentence in entry.sentences),
        "items": [keys[ref] for ref in refs],
        "from": [keys[Ref(Kind.ARTICLE, sentence.article_id)] for sentence in entry.sentences],
        "update": entry.is_update,
    }


def tell_story(
    documents: Sequence[str], titles: Sequence[str | None], n: int
) -> list[tuple[int, str]]:
    """Return up to `n` sentences of several reports of one event, each with its report's number.

    They are what `/story` shows of reports that came at one time.
    """
    items = [
        _item({"title": title or "", "text": "\n\n".join(split_paragraphs(document))}, number)
        for number, (document, title) in enumerate(zip(documents, titles, strict=True), start=1)
    ]
    reports = [item for item in items if isinstance(item, Article)]
    if not reports:
        return []
    found = Story(0, reports[0].title, reports[0].at, reports[0].at, tuple(reports), ())
    lead = lead_of(found)
    beginning = [each.text for each in beginning_of(lead, length=n)]
    told = summarize_up_to(lead.body, lead.title, n) or beginning
    return [(lead.id - 1, sentence) for sentence in told]


def front_page(articles: Sequence[Mapping[str, Any]]) -> list[int]:
    """Return the numbers of articles in the order of a digest without an end, best first.

    All are of one moment and of one source each. What is told only to those who asked for it
    is left out.
    """
    now = datetime(2026, 1, 1, tzinfo=UTC)
    stories = []
    for number, one in enumerate(articles):
        found = appraise(one["title"], one["text"], one["lang"] or "")
        article = replace(
            Article(
                id=number,
                title=one["title"],
                body=one["text"],
                url=f"https://{number}.example",
                site="",
                authors=(),
                language=one["lang"] or "",
                published_at=now,
                added_at=now,
                content_hash="",
                is_published=True,
                source_id=None,
                story_id=number,
            ),
            genre=found.genre,
            worth=found.worth,
        )
        stories.append(Story(number, one["title"], now, now, (article,), ()))
    topics = {
        item.ref: topics_of(item.title, item.body, item.language)
        for story in stories
        for item in story.members
    }
    candidates = Candidates(stories, now=now, topics=topics)
    return [story.id for story in select(candidates, told={}, cap=len(stories)).stories]
