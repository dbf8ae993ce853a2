"""Commands that answer with news: lists, summaries, stories, topics, what is near or matches."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import partial

from bot import messages
from bot.app import App
from bot.commands.digests import why_told
from bot.commands.request import Answered, Audience, Conversation, Request, command
from bot.commands.resolve import (
    Subject,
    asked,
    kept_of,
    load_story,
    load_subject,
    read_address,
    read_enclosed,
    reader_of,
    recipient_of,
    subject_at_hand,
    turned,
)
from bot.digest import Edition
from bot.errors import BotError, NoSummaryError, NoSummaryReason, UsageError
from bot.ingest.web import find_url, find_urls
from bot.messages import Reply, fits_button
from bot.stories import (
    DAY,
    WEEK,
    Target,
    asker_at,
    find_certain,
    find_related,
    load_items,
    search_for,
    target_of_items,
    target_of_story,
    target_of_words,
    topics_of,
    trends_of,
)
from bot.summarize import (
    LENGTHS,
    METHODS,
    Length,
    explain_article,
    find_additions,
    find_voices,
    lead_of,
    summarize_article,
    summarize_story,
)
from bot.text import TOPICS, topic_named
from bot.text.query import parse_query
from storage import ReadTransaction
from storage.model import Article, Field, Headline, Item, KeySentence, Ref, Story, Summary, Term


@command(Audience.EVERYONE)
async def related(request: Request, app: App, _: Conversation) -> Reply:
    """Answer `/related` with what is near an item, a story, an address or words."""
    ref = Ref.parse(request.args) if request.args else await subject_at_hand(request, app)
    if ref is None and (url := find_url(request.args or request.quoted)):
        ref = (await kept_of(await read_address(url, app), request, app)).ref
    if ref is None and not request.args:
        raise UsageError("which-subject")
    async with app.store.read() as tx:
        target: Target
        if ref is None:
            target = await target_of_words(request.args, tx=tx)
        else:
            subject = await load_subject(ref, tx=tx, request=request)
            target = (
                await target_of_story(subject, tx=tx)
                if isinstance(subject, Story)
                else await target_of_items([subject], tx=tx)
            )
        found = await find_related(target, tx=tx)
    return messages.related(
        target.title,
        found,
        about=str(ref or ""),
        reader=await reader_of(request, app),
        at=target.at,
    )


@command(Audience.EVERYONE)
async def search(request: Request, app: App, _: Conversation) -> Reply:
    """Answer `/search` with a page of what matches, or with how to search."""
    query, page = asked(request)
    if not query:
        return messages.how_to_search(language=request.language)
    reader = await reader_of(request, app)
    async with app.store.read() as tx:
        asker = await asker_at(reader.now, reader.zone, tx=tx, language=request.language)
        found = await search_for(query, asker, tx=tx, page=page)
    more, about = turned(request, query, page + 1)
    retry = f"/search {found.instead}"
    return messages.found(
        query,
        found.hits,
        reader=reader,
        page=page,
        more=more if found.has_more else "",
        instead=found.instead,
        retry=retry if found.instead and fits_button(retry) else "",
        about=about if found.has_more else "",
        is_partial=found.is_partial,
    )


# Headlines are short: as many as fit a phone's screen twice.
NEWS_LISTED = 20
# The search ranks so many of the newest together, by more than their time.
RANKED = 300
# The newest items that are told by their words where too few are known to be of a topic.
NEWEST = 250


@command(Audience.EVERYONE)
async def topics(request: Request, app: App, _: Conversation) -> Reply:
    """Answer `/topics` with what more stories are about now than in the week before."""
    now = app.clock()
    async with app.store.read() as tx:
        titles = await tx.titles.since(now - (WEEK + 1) * DAY)
    # Some seconds for a hundred thousand titles: other chats are answered meanwhile.
    found = await asyncio.to_thread(partial(trends_of, titles, now=now))
    return messages.topics(found, language=request.language)


async def of_topic(typed: str, request: Request, app: App) -> Reply:
    """Answer `/headlines <topic>` with the newest articles and headlines of a topic.

    Raises:
        UsageError: There is no such topic.
    """
    topic = topic_named(typed)
    if topic is None:
        raise UsageError("no-topic", typed=typed, topics=TOPICS)
    reader = await reader_of(request, app)
    async with app.store.read() as tx:
        term = Term((), Field.TOPIC, topic)
        known = await load_items(await tx.search.find(term, now=reader.now, limit=RANKED), tx=tx)
        newest = await _newest(tx) if len(known) < NEWS_LISTED else []
    found = {item.ref: item for item in known}
    told = await asyncio.to_thread(partial(_about, topic, newest))
    found |= {item.ref: item for item in told}
    latest = sorted(found.values(), key=lambda item: (item.at, item.ref), reverse=True)
    return messages.topic(topic, latest[:NEWS_LISTED], reader=reader)


async def _newest(tx: ReadTransaction) -> list[Item]:
    return [*await tx.articles.latest(NEWEST), *await tx.headlines.latest(NEWEST)]


def _about(topic: str, items: Iterable[Item]) -> list[Item]:
    return [item for item in items if topic in _topics_of(item)]


def _topics_of(item: Item) -> tuple[str, ...]:
    body = item.body
    return topics_of(item.title, body, item.language, url=item.url or "")


# Stories that no digest had room for; a phone shows as many without a swipe too many.
MISSED = 15

# Related news below a story; /related shows more.
NEAR = 3


@command(Audience.EVERYONE)
async def story(request: Request, app: App, _: Conversation) -> Reply:
    """Answer `/story` with what all its sources say, who told it when, and what is near."""
    ref = Ref.parse(request.args) if request.args else await subject_at_hand(request, app)
    if ref is None:
        raise UsageError("which-story")
    async with app.store.read() as tx:
        subject = await load_story(ref, tx=tx, request=request)
        target = await target_of_story(subject, tx=tx)
        near = await find_certain(target, tx=tx, limit=NEAR)
    sentences = await summarize_story(
        subject,
        store=app.store,
        workers=app.workers,
        method=app.settings.summary_method,
        length=app.settings.summary_sentences,
    )
    adds = await find_additions(
        [article for article in subject.articles if article.copy_of is None],
        told=[sentence.text for sentence in sentences],
        workers=app.workers,
    )
    voices = await find_voices(
        subject,
        title=subject.title,
        told=[sentence.text for sentence in sentences],
        workers=app.workers,
    )
    return messages.story(
        subject,
        sentences,
        adds=adds,
        near=near,
        differs=voices.differs,
        said=voices.said,
        reader=await reader_of(request, app),
    )


@command(Audience.EVERYONE)
async def headlines(request: Request, app: App, _: Conversation) -> Reply:
    """Answer `/headlines` with the newest headlines, or with all news of a topic."""
    if request.args:
        return await of_topic(request.args, request, app)
    async with app.store.read() as tx:
        found = await tx.headlines.latest(NEWS_LISTED)
    return messages.headlines(found, reader=await reader_of(request, app))


@command(Audience.EVERYONE)
async def missed(request: Request, app: App, _: Conversation) -> Reply:
    """Answer `/missed` with the stories of late that this chat was not told."""
    reader = await reader_of(request, app)
    edition = Edition(
        store=app.store,
        workers=app.workers,
        now=reader.now,
        cap=app.settings.digest_stories,
        method=app.settings.summary_method,
    )
    found = await edition.left_out(await recipient_of(request, app), limit=MISSED)
    return messages.missed(found, reader=reader)


# Sentences that a reader may ask for; more is the article itself.
MOST_SENTENCES = 10

LATEST_LISTED = 10


@dataclass(frozen=True, slots=True)
class SummaryWish:
    """What `/summary` was typed with.

    Attributes:
        what: What is to be summarised: an id, an address or words; empty if not named.
        length: Of 1 to `MOST_SENTENCES` sentences.
        method: The summarizer's name.
    """

    what: str
    length: Length
    method: str

    @classmethod
    def parse(cls, words: list[str], *, length: int, method: str) -> SummaryWish:
        """Read `12 5 lexrank`: a length and a method at the end are not what is sought.

        A length is a number of sentences or one of `LENGTHS`.

        Raises:
            UsageError: More sentences were asked for than a summary has.
        """
        rest = list(words)
        if rest and rest[-1].lower() in METHODS:
            method = rest.pop().lower()
        chosen = Length(length)
        if len(rest) > 1 and rest[-1].isdecimal():
            chosen = Length(int(rest.pop()))
            if not 1 <= chosen.sentences <= MOST_SENTENCES:
                raise UsageError("sentences", least=1, most=MOST_SENTENCES)
        elif rest and rest[-1].lower() in LENGTHS:
            chosen = LENGTHS[rest.pop().lower()]
        return cls(" ".join(rest), length=chosen, method=method)


@command(Audience.EVERYONE)
async def summary(request: Request, app: App, conversation: Conversation) -> Reply | Answered:
    """Answer `/summary` with the most telling sentences of what is meant."""
    settings = app.settings
    wish = SummaryWish.parse(
        request.words, length=settings.summary_sentences, method=settings.summary_method
    )
    urls = find_urls(wish.what)
    if len(urls) > 1 and request.attachment is None and not request.text:
        return await _summaries(urls, wish, request, app, conversation)
    article = await _article(wish, request, app)
    found = await _summarized(article, wish, app)
    longer = min(2 * wish.length.sentences, MOST_SENTENCES)
    # Where hardly any sentence is worth showing, a longer summary is no longer.
    has_more = 2 * len(found.sentences) >= wish.length.sentences
    reader = await reader_of(request, app)
    async with app.store.write() as tx:
        story = await tx.stories.get(article.story_id) if article.story_id else None
        await tx.readings.record(request.chat_id, article.ref, now=app.clock())
        reply = messages.summary(
            article,
            found,
            outlets=len({member.outlet for member in story.members}) if story else 0,
            reader=reader,
            longer=longer if has_more and wish.length.sentences < longer else None,
        )
        return await conversation.answer(tx, reply)


# More would be no summary.
MOST_LINKS = 5


async def _summaries(
    urls: Sequence[str], wish: SummaryWish, request: Request, app: App, conversation: Conversation
) -> Reply:
    """Answer with a summary of each link, or with what is wrong with it."""
    asked, reader = urls[:MOST_LINKS], await reader_of(request, app)
    told: list[tuple[Article, Summary]] = []
    failures: list[tuple[str, BotError]] = []
    for number, url in enumerate(asked, 1):
        try:
            article = await kept_of(await read_address(url, app), request, app)
            told.append((article, await _summarized(article, wish, app)))
        except BotError as error:
            failures.append((url, error))
        await conversation.progress(number, len(asked))
    return messages.summaries(told, failures, unread=len(urls) - len(asked), reader=reader)


async def _summarized(article: Article, wish: SummaryWish, app: App) -> Summary:
    return await summarize_article(
        article,
        store=app.store,
        workers=app.workers,
        method=wish.method,
        length=wish.length.sentences,
        most_characters=wish.length.most_characters,
    )


@command(Audience.EVERYONE)
async def why(request: Request, app: App, _: Conversation) -> Reply:
    """Answer `/why` with the reasons for each sentence of a summary, or story of a digest."""
    if (told := await why_told(request, app)) is not None:
        return told
    length = app.settings.summary_sentences
    wish = SummaryWish.parse(request.words, length=length, method="ranker")
    article = await _article(wish, request, app)
    chosen = await explain_article(article, workers=app.workers, length=wish.length.sentences)
    return messages.why(
        article,
        [
            KeySentence(
                passage.text,
                passage.position,
                reason.share,
                reason.words,
                reason.title_words,
                reason.aspects,
            )
            for passage, reason in chosen
        ],
        language=request.language,
    )


@command(Audience.EVERYONE)
async def latest(request: Request, app: App, _: Conversation) -> Reply:
    """Answer `/latest` with the newest articles, told before or not."""
    async with app.store.read() as tx:
        articles = await tx.articles.latest(LATEST_LISTED)
    return messages.latest(articles, reader=await reader_of(request, app))


async def _article(wish: SummaryWish, request: Request, app: App) -> Article:
    """Return the article that `/summary` is about, ingesting it if need be.

    Raises:
        BotError: There is none to be had, or it can't be told which.
    """
    if (found := await read_enclosed(request, app)) is not None:
        return await kept_of(found, request, app)
    ref = Ref.parse(wish.what) if wish.what else await _ref_at_hand(request, app)
    if ref is not None:
        async with app.store.read() as tx:
            subject = await load_subject(ref, tx=tx, request=request)
        return await _article_of(subject, request, app)
    if url := find_url(wish.what or request.quoted):
        return await kept_of(await read_address(url, app), request, app)
    if not wish.what:
        raise UsageError("which-article")
    return await _best_match(wish.what, app)


async def _ref_at_hand(request: Request, app: App) -> Ref | None:
    """Return the subject at hand, unless the replied-to message itself holds a link."""
    if not request.about and find_url(request.quoted):
        return None
    return await subject_at_hand(request, app)


async def _article_of(subject: Subject, request: Request, app: App) -> Article:
    if isinstance(subject, Story):
        subject = lead_of(subject)
    if isinstance(subject, Article):
        return subject
    return await _article_behind(subject, request, app)


async def _article_behind(headline: Headline, request: Request, app: App) -> Article:
    if headline.url is None:
        raise NoSummaryError(
            NoSummaryReason.NO_TEXT, method=app.settings.summary_method, sentences=0
        )
    return await kept_of(await read_address(headline.url, app), request, app)


async def _best_match(words: str, app: App) -> Article:
    async with app.store.read() as tx:
        asker = await asker_at(app.clock(), app.settings.zone, tx=tx)
        query = parse_query(words, asker)
        refs = await tx.search.find(query, now=asker.now, limit=LATEST_LISTED)
        items = await load_items(refs, tx=tx)
    for item in items:
        if isinstance(item, Article):
            return item
    raise UsageError("no-article-matches", query=words)
