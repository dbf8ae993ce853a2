"""Put a new item into its story and into the search index."""

from __future__ import annotations

from datetime import datetime

from bot.stories.cluster import assign
from bot.stories.terms import body_stems, heaviest, title_stems, weigh
from storage.model import Article, Headline
from storage.store import Transaction

# The heaviest terms find the stories worth comparing; more terms find the same ones.
SEARCH_TERMS = 12
CANDIDATES = 60


async def place(item: Article | Headline, *, tx: Transaction, now: datetime) -> int:
    """Index `item`, join it to its story or begin one, and return the story's id.

    Args:
        item: A published article or a headline that was just stored.
        tx: The transaction that stored it.
        now: Aware UTC; when the story moved.
    """
    title, body = title_stems(item), body_stems(item)
    distinct = {*title, *body}
    await tx.words.add(distinct)
    documents, frequencies = await tx.words.frequencies(distinct)
    terms = heaviest(weigh(title, body, documents=documents, frequencies=frequencies))
    near = await tx.search.similar(
        list(heaviest(terms, SEARCH_TERMS)), limit=CANDIDATES, exclude=item.ref
    )
    stories = await tx.stories.of(near)
    story_id = assign(
        terms,
        (await tx.stories.centroids(set(stories.values()))).values(),
        has_text=isinstance(item, Article),
        documents=documents,
        at=now,
    )
    if story_id is None:
        story_id = await tx.stories.create(item.title, now=now)
    await tx.stories.join(story_id, item.ref, terms=terms, now=now)
    await tx.search.index(
        item.ref,
        title=title,
        body=body,
        source=item.site,
        language=item.language,
        at=item.at,
    )
    return story_id
