"""The summary of a story: what all its articles say of it, each thing once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from functools import partial
from typing import NamedTuple

from bot.errors import NoSummaryError
from bot.summarize.article import SECONDS, summarize_article
from bot.summarize.prose import Passage, prose_of
from bot.text.words import stems
from bot.workers import WorkerDiedError, Workers
from storage.model import Article, Item, Sentence, Story
from storage.store import Store

# Ten sentences of any news stand within; a whole book would hold up the event loop.
_BEGINNING = 4_000  # characters
# More reports of one event say the same again.
_MOST_ARTICLES = 12


class StoryPassage(NamedTuple):
    """A sentence of one of several texts.

    Attributes:
        text: Which text it stands in, from 0.
        passage: The sentence.
    """

    text: int
    passage: Passage


def choose_from_story(
    bodies: Sequence[str], *, language: str, length: int, may_be_shorter: bool = False
) -> tuple[StoryPassage, ...]:
    """Return the sentences that tell most of what several texts say of one event.

    Args:
        bodies: The texts in the order of reading, paragraphs one a line.
        language: ISO 639-1 code of all of them, or empty if unknown.
        length: How many sentences to keep, from 1.
        may_be_shorter: Whether to end where further sentences add little.

    Returns:
        In reading order, none repeating another as long as there are others; all if there
        are hardly more.
    """
    from bot.summarize.ranker import rank

    found = [(text, prose_of(body, language)) for text, body in enumerate(bodies)]
    prose = [(text, passages) for text, passages in found if passages]
    documents = [[passage.text for passage in passages] for _, passages in prose]
    return tuple(
        StoryPassage(prose[spot.document][0], prose[spot.document][1][spot.place])
        for spot in rank(documents, language=language, length=length, may_be_shorter=may_be_shorter)
    )


def lead_of(story: Story) -> Item:
    """Return the member that stands for `story`: an article, if it has any.

    Its title shares most with the titles of all members, so that readers recognise the
    story by it; of two that share as much, the newer one knows more.

    Args:
        story: A story with at least one member.
    """
    titles = {item.ref: frozenset(stems(item.title, item.language)) for item in story.members}
    said = Counter(stem for title in titles.values() for stem in title)

    def shared(item: Item) -> float:
        title = titles[item.ref]
        return sum(said[stem] for stem in title) / (len(title) or 1)

    candidates: tuple[Item, ...] = story.articles or story.headlines
    return max(candidates, key=lambda item: (shared(item), item.at, item.ref))


async def summarize_story(
    story: Story,
    *,
    store: Store,
    workers: Workers,
    method: str = "ranker",
    length: int = 3,
    seconds: float = SECONDS,
) -> tuple[Sentence, ...]:
    """Return what tells most of the story, each sentence with its article; none if it has none.

    All articles in the language of the leading one are read by the ranker, and the leading
    one alone by other methods. An article that has no summary gives its first sentences
    instead: a short one says in them what there is to say, and a long one most of it.

    Args:
        story: A story with at least one member.
        store: Where summaries of single articles are kept.
        workers: Where the method runs.
        method: One of `bot.summarize.methods.METHODS`.
        length: How many sentences, from 1.
        seconds: How long the reader waits.

    Raises:
        NotFoundError: The article was removed meanwhile.
        UsageError: There is no such method.
        StorageError: The database failed.
    """
    lead = lead_of(story)
    if not isinstance(lead, Article):
        return ()
    articles = reports_of(story, lead)
    try:
        if method != "ranker" or len(articles) == 1:
            summary = await summarize_article(
                lead, store=store, workers=workers, method=method, length=length, seconds=seconds
            )
            return summary.sentences
        job = partial(
            choose_from_story,
            [article.body for article in articles],
            language=lead.language,
            length=length,
        )
        chosen = await workers.run(job, seconds=seconds)
    except (NoSummaryError, TimeoutError, WorkerDiedError):
        return beginning_of(lead, length=length)
    return tuple(
        Sentence(each.passage.text, articles[each.text].id, each.passage.position)
        for each in chosen
    )


def reports_of(story: Story, lead: Article) -> list[Article]:
    """Return the articles that a summary of `story` draws on: `lead`, then the newest.

    They are in the language of `lead`, none a copy of another, and at most `_MOST_ARTICLES`.
    """
    others = [
        article
        for article in story.articles
        if article.id != lead.id and article.language == lead.language and article.copy_of is None
    ]
    newest = sorted(others, key=lambda article: (article.at, article.id), reverse=True)
    return [lead, *newest][:_MOST_ARTICLES]


def beginning_of(item: Item, *, length: int) -> tuple[Sentence, ...]:
    """Return the first `length` sentences of an article; none of a headline."""
    if not isinstance(item, Article):
        return ()
    passages = prose_of(item.body[:_BEGINNING], item.language)[:length]
    return tuple(Sentence(each.text, item.id, each.position) for each in passages)
