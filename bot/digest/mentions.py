"""What is folded below a story in a digest: who else tells it, and what is near."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.stories.related import find_certain
from bot.stories.targets import target_of_items
from bot.summarize.additions import find_additions
from bot.workers import Workers
from storage.model import Item, Mention, Ref, Sentence, Story
from storage.store import Store

# Below each of five stories; `/story` has all of them.
MENTIONS = 3

# Of more reports, the newest are read for what they add.
_MOST_READ = 6

# A digest with ten stories is not to wait longer than for their summaries.
_SECONDS = 2.0


async def mentions_of(
    story: Story, *, lead: Item, told: Sequence[Sentence], store: Store, workers: Workers
) -> tuple[Mention, ...]:
    """Return who else tells a story, those first that add something, then what is near.

    Args:
        story: The story.
        lead: The member that stands for it, which is not mentioned again.
        told: Its summary.
        store: Where related news is.
        workers: Where reports are compared.

    Returns:
        At most `MENTIONS`, no title twice.

    Raises:
        StorageError: The database failed.
    """
    adds = await _additions(story, lead, told=told, workers=workers)
    others: list[Item] = [*reversed(story.articles), *reversed(story.headlines)]
    # What says the same in the same words is no line: its outlet is named with the others.
    others = [item for item in others if item.copy_of is None and item.ref != lead.copy_of]
    # Who else tells it says more than the same outlet once more.
    others.sort(key=lambda item: (item.ref not in adds, item.outlet == lead.outlet))
    distinct = _distinct(others, lead)
    if len(distinct) < MENTIONS:
        async with store.read() as tx:
            target = await target_of_items([lead], tx=tx)
            near = await find_certain(target, tx=tx, limit=2 * MENTIONS)
        others += [related.item for related in near if not related.in_story]
        distinct = _distinct(others, lead)
    members = {item.ref for item in story.members}
    return tuple(
        Mention(
            ref=str(item.ref),
            title=item.title,
            url=item.url,
            outlet=item.outlet,
            adds=adds.get(item.ref, ""),
            in_story=item.ref in members,
        )
        for item in distinct[:MENTIONS]
    )


async def _additions(
    story: Story, lead: Item, *, told: Sequence[Sentence], workers: Workers
) -> Mapping[Ref, str]:
    """Return of each report that adds something to the summary and to those before it, what."""
    reports = [
        article
        for article in story.articles
        if article.copy_of is None and article.language == lead.language
    ]
    newest = sorted(reports, key=lambda one: (one.at, one.id))[-_MOST_READ:]
    if len(newest) <= 1:
        return {}
    found = await find_additions(
        newest, told=[sentence.text for sentence in told], workers=workers, seconds=_SECONDS
    )
    by_id = {article.id: article.ref for article in newest}
    return {by_id[each.article_id]: each.text for each in found}


def _distinct(items: Sequence[Item], lead: Item) -> list[Item]:
    """Return the items, none with the title of another or of the leading one."""
    by_title = {lead.title.casefold(): lead}
    for item in items:
        by_title.setdefault(item.title.casefold(), item)
    return [item for item in by_title.values() if item.ref != lead.ref]
