"""Put news into stories: those of the last days stand in memory, in step with storage.

What admins rule, that stories are one or are apart, is done at once and remembered for good.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from datetime import datetime, timedelta
from itertools import islice, product

from bot.stories.cluster import LiveStories
from bot.stories.duplicates import marked
from bot.stories.thresholds import FADE, RULES, WINDOW
from bot.stories.topics import topics_of
from bot.stories.vectorize import Sketch, Sketcher, body_stems, title_stems
from bot.text import appraise
from bot.text.embeddings import WORDLLAMA
from storage import ReadTransaction, WriteTransaction
from storage.model import Article, Item, Kind, Ref, Ruling, Story


class Apart:
    """Items that admins took apart: none may join a story that has one of the others."""

    def __init__(self, rulings: Sequence[Ruling]) -> None:
        """Keep the rulings; no item is in a story yet."""
        self._from: dict[Ref, set[Ref]] = defaultdict(set)
        for ruling in rulings:
            if not ruling.together:
                self._from[ruling.one].add(ruling.other)
                self._from[ruling.other].add(ruling.one)
        self._stories: dict[Ref, int] = {}

    @property
    def refs(self) -> frozenset[Ref]:
        """Return the items that some ruling is about."""
        return frozenset(self._from)

    def put(self, ref: Ref, story_id: int) -> None:
        """Remember in which story an item is that some ruling is about."""
        if ref in self._from:
            self._stories[ref] = story_id

    def closed_to(self, ref: Ref) -> frozenset[int]:
        """Return the stories that the item must not join."""
        return frozenset(
            self._stories[other] for other in self._from.get(ref, ()) if other in self._stories
        )

    def merge(self, into: int, gone: int) -> None:
        """Take the members of one story for members of another."""
        for ref, story_id in self._stories.items():
            if story_id == gone:
                self._stories[ref] = into

    def pairs(self) -> frozenset[tuple[int, int]]:
        """Return the stories that must not be merged, smaller id first."""
        return frozenset(
            (min(mine, story), max(mine, story))
            for ref, mine in self._stories.items()
            for story in self.closed_to(ref)
            if story != mine
        )


# So many items are placed between two looks at which stories of headlines are one.
TIDIED_EVERY = 500

# Members that a new one is compared with word by word: an agency's text is printed within
# hours, when a story has no more.
COMPARED = 50

# The counts of words are kept whenever they have grown by a fiftieth. Keeping them takes up
# to 50 ms, and what a crash loses of them changes little.
_KEPT_AT = 50


class Grouper:
    """Puts items into stories, and remembers the stories of the last days.

    Storage is the truth: what other processes changed is read before the next item is
    placed, and what was undone is forgotten. One transaction uses it at a time, as one
    writes at a time.
    """

    def __init__(
        self,
        *,
        window: timedelta = WINDOW,
        fade: timedelta = FADE,
        vectors: str = WORDLLAMA,
    ) -> None:
        """Remember nothing yet.

        Args:
            window: A story that has not moved for longer is over.
            fade: In this time the likeness to a resting story falls to 37 %.
            vectors: The kind that tells what a text means, from `bot.text.embeddings`. Stories
                that were kept with another kind are known by their words.
        """
        self._window = window
        self._fade = fade
        self._vectors = vectors
        self._live: LiveStories | None = None
        self._sketcher = Sketcher(vectors=vectors)
        self._revision = 0
        self._placed = 0
        self._uncounted = 0

    async def place(self, item: Item, *, tx: WriteTransaction, now: datetime) -> int:
        """Index `item`, join it to its story or begin one, and return the story's id."""
        live = await self._in_step(tx, now)
        sketch = self._sketch(item)
        known = live.best(sketch, item.at, excluded=await _others_of_its_page(item, tx))
        story_id = await tx.stories.create(item.title, now=now) if known is None else known
        live.join(story_id, sketch, item.at)
        await tx.stories.join(story_id, item.ref, now=now)
        if known is not None:
            await self._mark_copies(item, known, tx)
        self._revision = await tx.grouping.save([live.centroid(story_id)], revision=self._revision)
        await self._index(item, tx)
        appraisal = appraise(item.title, item.body, item.language, url=item.url or "")
        await tx.stories.appraise(item.ref, genre=appraisal.genre, worth=appraisal.worth)
        await self._keep_counts(tx)
        self._placed += 1
        if self._placed % TIDIED_EVERY == 0:
            await self.tidy(tx=tx, now=now)
        return story_id

    async def tidy(self, *, tx: WriteTransaction, now: datetime) -> int:
        """Merge stories of headlines that turned out to be one; return how many ended."""
        live = await self._in_step(tx, now)
        live.expire(now)
        apart = Apart(await tx.grouping.rulings())
        for ref, story_id in (await tx.stories.of(apart.refs)).items():
            apart.put(ref, story_id)
        for one, other in apart.pairs():
            live.apart(one, other)
        ended = 0
        while pairs := live.merges():
            for into, gone in pairs:
                await tx.stories.merge(into, gone)
                live.merge(into, gone)
            await self._save([into for into, _ in pairs], live, tx)
            ended += len(pairs)
        return ended

    async def merge(self, into: Story, gone: Story, *, tx: WriteTransaction, now: datetime) -> None:
        """Make the members of `gone` members of `into`, as an admin said."""
        live = await self._in_step(tx, now)
        await tx.stories.merge(into.id, gone.id)
        live.forget(gone.id)
        await self._reckon(into.id, [*into.members, *gone.members], live, tx)

    async def split(
        self,
        story: Story,
        taken: Collection[Item],
        *,
        tx: WriteTransaction,
        now: datetime,
        former: int | None = None,
    ) -> int:
        """Give some members of `story` a story of their own, as an admin said; return its id.

        Other members must be left in it. Theirs is the `former` story, if one is named that was
        merged.
        """
        live = await self._in_step(tx, now)
        left = [item for item in story.members if item not in taken]
        title = min(taken, key=_by_time).title
        new_id = await tx.stories.create(title, now=now, former=former)
        await tx.stories.divide(story.id, new_id, taken)
        for story_id, items in ((new_id, taken), (story.id, left)):
            refs = {item.ref for item in items}
            await tx.stories.move(
                {
                    item.ref: (story_id, item.copy_of if item.copy_of in refs else None)
                    for item in items
                }
            )
            await tx.stories.take_stock(story_id)
            await self._reckon(story_id, items, live, tx)
        return new_id

    async def _in_step(self, tx: WriteTransaction, now: datetime) -> LiveStories:
        """Return the live stories as this transaction has them."""
        tx.if_undone(self._forget)
        revision = await tx.grouping.revision()
        live = self._live
        if live is None:
            live = self._live = LiveStories(
                window=self._window, fade=self._fade, rule=RULES[self._vectors]
            )
            self._revision = 0
            self._sketcher = Sketcher(vectors=self._vectors)
            if counts := await tx.grouping.counts():
                self._sketcher.counts.load(counts)
        if revision != self._revision:
            for ended in await tx.grouping.former(after=self._revision):
                live.forget(ended)
            async for centroid in tx.grouping.changed(
                after=self._revision, since=now - self._window
            ):
                live.load(centroid)
            self._revision = revision
        return live

    def _forget(self) -> None:
        self._live = None

    def _sketch(self, item: Item, *, is_new: bool = True) -> Sketch:
        return self._sketcher.sketch(item.title, item.body, item.language, is_new=is_new)

    async def _save(
        self, story_ids: Iterable[int], live: LiveStories, tx: WriteTransaction
    ) -> None:
        self._revision = await tx.grouping.save([live.centroid(story_id) for story_id in story_ids])

    async def _reckon(
        self, story_id: int, items: Iterable[Item], live: LiveStories, tx: WriteTransaction
    ) -> None:
        """Make what a story has in common follow from these members, its only ones."""
        live.forget(story_id)
        for item in items:
            live.join(story_id, self._sketch(item, is_new=False), item.at)
        await self._save([story_id], live, tx)

    async def _mark_copies(self, item: Item, story_id: int, tx: WriteTransaction) -> None:
        others = await tx.stories.members(story_id, limit=COMPARED, without=item.ref)
        copies = marked(item, others)
        await tx.stories.move({ref: (story_id, original) for ref, original in copies.items()})

    async def _index(self, item: Item, tx: WriteTransaction) -> None:
        title, body = title_stems(item), body_stems(item)
        await tx.words.add({*title, *body})
        await tx.search.index(
            item.ref,
            title=title,
            body=body,
            source=item.outlet,
            language=item.language,
            at=item.at,
            topics=topics_of(item.title, item.body, item.language, url=item.url or ""),
        )

    async def _keep_counts(self, tx: WriteTransaction) -> None:
        self._uncounted += 1
        if self._uncounted * _KEPT_AT >= self._sketcher.counts.read:
            await tx.grouping.keep_counts(self._sketcher.counts.dump())
            self._uncounted = 0


async def _others_of_its_page(item: Item, tx: ReadTransaction) -> Collection[int]:
    """Return the story of the article below which a headline stood: a page lists others."""
    if isinstance(item, Article) or item.article_id is None:
        return ()
    return (await tx.stories.of([Ref(Kind.ARTICLE, item.article_id)])).values()


def _by_time(item: Item) -> tuple[datetime, Sequence[object]]:
    return item.at, (item.ref.kind, item.ref.number)


# Between stories of many members, so many pairs say enough.
_MOST_RULINGS = 200


async def merge_stories(
    into: Story, gone: Story, *, grouper: Grouper, tx: WriteTransaction, now: datetime
) -> None:
    """Make two stories one, also when all is grouped anew; the id of `gone` leads to `into`."""
    mine, theirs = ([item.ref for item in story.members] for story in (into, gone))
    await tx.grouping.lift(mine, theirs, together=False)
    await tx.grouping.rule(mine[0], theirs[0], together=True, now=now)
    await grouper.merge(into, gone, tx=tx, now=now)


async def split_story(
    story: Story,
    taken: Collection[Item],
    *,
    grouper: Grouper,
    tx: WriteTransaction,
    now: datetime,
    former: int | None = None,
) -> int:
    """Give some members of a story one of their own; return its id. Others must be left in it.

    They don't join it again, whatever comes, unless an admin merges the two. Their story is the
    `former` one, if one is named that was merged: whoever was told it knows it.
    """
    mine = [item.ref for item in taken]
    theirs = [item.ref for item in story.members if item.ref not in mine]
    await tx.grouping.lift(mine, theirs, together=True)
    for one, other in islice(product(mine, theirs), _MOST_RULINGS):
        await tx.grouping.rule(one, other, together=False, now=now)
    return await grouper.split(story, taken, tx=tx, now=now, former=former)
