"""Commands that answer with something to read."""

from __future__ import annotations

from dataclasses import dataclass

from bot import messages
from bot.app import App
from bot.commands.base import Request
from bot.commands.enclosed import kept_of, read_address, read_enclosed
from bot.commands.reader import reader_of
from bot.commands.reasons import why_told
from bot.commands.subjects import Subject, load_subject, subject_at_hand
from bot.errors import NoSummaryError, NoSummaryReason, UsageError
from bot.ingest.urls import find_url
from bot.messages import Reply
from bot.stories.related import load_items
from bot.stories.searching import asker_at
from bot.summarize.article import explain_article, summarize_article
from bot.summarize.methods import LENGTHS, METHODS, Length
from bot.summarize.story import lead_of
from bot.text.query import parse_query
from storage.model import Article, Headline, Ref, Story

# Sentences that a reader may ask for; more is the article itself.
MOST_SENTENCES = 10

LISTED = 10


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
                raise UsageError(f"A summary has 1 to {MOST_SENTENCES} sentences.")
        elif rest and rest[-1].lower() in LENGTHS:
            chosen = LENGTHS[rest.pop().lower()]
        return cls(" ".join(rest), length=chosen, method=method)


async def summary(request: Request, app: App) -> Reply:
    """Answer `/summary` with the most telling sentences of what is meant."""
    settings = app.settings
    wish = SummaryWish.parse(
        request.words, length=settings.summary_sentences, method=settings.summary_method
    )
    article = await _article(wish, request, app)
    found = await summarize_article(
        article,
        store=app.store,
        workers=app.workers,
        method=wish.method,
        length=wish.length.sentences,
        most_characters=wish.length.most_characters,
    )
    longer = min(2 * wish.length.sentences, MOST_SENTENCES)
    reader = await reader_of(request, app)
    async with app.store.write() as tx:
        story = await tx.stories.get(article.story_id) if article.story_id else None
        await tx.readings.record(request.chat_id, article.ref, now=app.clock())
        reply = messages.summary(
            article,
            found,
            outlets=len({member.outlet for member in story.members}) if story else 0,
            reader=reader,
            longer=longer if len(found.sentences) == wish.length.sentences < longer else None,
        )
        return await request.answer(tx, reply)


async def why(request: Request, app: App) -> Reply:
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
            messages.KeySentence(
                passage.text, passage.position, reason.share, reason.words, reason.title_words
            )
            for passage, reason in chosen
        ],
    )


async def latest(request: Request, app: App) -> Reply:
    """Answer `/latest` with the newest articles, told before or not."""
    async with app.store.read() as tx:
        articles = await tx.articles.latest(LISTED)
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
        raise UsageError("Say what to summarise: an id, an address, or paste the text.")
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
        refs = await tx.search.find(query, now=asker.now, limit=LISTED)
        items = await load_items(refs, tx=tx)
    for item in items:
        if isinstance(item, Article):
            return item
    raise UsageError(f"No article matches “{words}”. /latest lists the newest.")
