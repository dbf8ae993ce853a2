"""The summary of a story: for now, what its leading article says of it."""

from __future__ import annotations

from collections import Counter

from bot.errors import NoSummaryError
from bot.summarize.article import summarize_article
from bot.text.sentences import split_sentences
from bot.text.words import stems
from bot.workers import Workers
from storage.model import Article, Item, Sentence, Story
from storage.store import Store

# Ten sentences of any news stand within; a whole book would hold up the event loop.
_BEGINNING = 4_000  # characters


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
    story: Story, *, store: Store, workers: Workers, method: str = "ranker", length: int = 3
) -> tuple[Sentence, ...]:
    """Return sentences of the story's leading article; none if it has no article.

    An article that has no summary gives its first sentences instead: a short one says in
    them what there is to say, and a long one most of it.

    Args:
        story: A story with at least one member.
        store: Where summaries are kept.
        workers: Where the method runs.
        method: One of `bot.summarize.methods.METHODS`.
        length: How many sentences, from 1.

    Raises:
        NotFoundError: The article was removed meanwhile.
        UsageError: There is no such method.
        StorageError: The database failed.
    """
    lead = lead_of(story)
    if not isinstance(lead, Article):
        return ()
    try:
        summary = await summarize_article(
            lead, store=store, workers=workers, method=method, length=length
        )
    except NoSummaryError:
        return beginning_of(lead, length=length)
    return summary.sentences


def beginning_of(item: Item, *, length: int) -> tuple[Sentence, ...]:
    """Return the first `length` sentences of an article; none of a headline."""
    if not isinstance(item, Article):
        return ()
    sentences = split_sentences(item.body[:_BEGINNING], item.language)[:length]
    return tuple(Sentence(text, item.id, place) for place, text in enumerate(sentences))
