"""Group all published news anew, in the order in which it came.

For whoever changed the hours after which stories are over, or the vectors, or runs a version
that groups better. Ids that readers know stay, and so does what admins ruled.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import AsyncIterator, Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta

from bot.errors import UsageError
from bot.stories.assign import COMPARED, TIDIED_EVERY, Apart
from bot.stories.cluster import LiveStories
from bot.stories.duplicates import originals
from bot.stories.related import load_items
from bot.stories.thresholds import FADE, RULES, WINDOW
from bot.stories.vectorize import Sketcher
from bot.text.embeddings import WORDLLAMA
from storage import ReadTransaction, Store, WriteTransaction
from storage.model import Article, Item, Kind, Ref, Ruling


@dataclass(frozen=True, slots=True)
class Renaming:
    """Which known story each new group is.

    Attributes:
        known: The known story's id for each group that is one.
        became: For each known story that no group is: the group that most of its members
            are in now.
    """

    known: Mapping[int, int]
    became: Mapping[int, int]


def rename(before: Mapping[Ref, int], after: Mapping[Ref, int]) -> Renaming:
    """Return which known story each new group is: the one that it shares most members with.

    Each story is one group at most. Of pairs that share as many, the older story and then
    the earlier group come first.
    """
    shared = Counter((before[ref], group) for ref, group in after.items() if ref in before)
    known: dict[int, int] = {}
    taken: set[int] = set()
    became: dict[int, int] = {}
    for (story, group), _ in sorted(shared.items(), key=lambda pair: (-pair[1], *pair[0])):
        became.setdefault(story, group)
        if story not in taken and group not in known:
            known[group] = story
            taken.add(story)
    return Renaming(known, {story: group for story, group in became.items() if story not in taken})


# Items that are read at once, and after which who waits is told.
_AT_ONCE = 200


@dataclass(frozen=True, slots=True)
class Regrouped:
    """What came of grouping anew.

    Attributes:
        moved: How many of them are in another story than before.
    """

    items: int
    moved: int
    stories: int


class Groups:
    """Groups as they form, each with a number; pure, but for the counts that it keeps."""

    def __init__(
        self,
        rulings: Iterable[Ruling],
        *,
        window: timedelta = WINDOW,
        fade: timedelta = FADE,
        vectors: str = WORDLLAMA,
    ) -> None:
        """Begin without groups; `window`, `fade` and `vectors` are as in `Grouper`."""
        known = list(rulings)
        self.live = LiveStories(window=window, fade=fade, rule=RULES[vectors])
        self.sketcher = Sketcher(vectors=vectors)
        self._together = [ruling for ruling in known if ruling.together]
        self._apart = Apart(known)
        self._group: dict[Ref, int] = {}
        self._became: dict[int, int] = {}

    def put(self, item: Item) -> None:
        """Join the next item to its group, or begin one."""
        sketch = self.sketcher.sketch(item.title, item.body, item.language)
        closed = set(self._apart.closed_to(item.ref))
        if not isinstance(item, Article) and item.article_id is not None:
            page = self._group.get(Ref(Kind.ARTICLE, item.article_id))
            closed |= set() if page is None else {self._last(page)}
        known = self.live.best(sketch, item.at, excluded=closed)
        group = len(self._group) + 1 if known is None else known
        self.live.join(group, sketch, item.at)
        self._group[item.ref] = group
        self._apart.put(item.ref, group)
        if len(self._group) % TIDIED_EVERY == 0:
            self.tidy()
            self.live.expire(item.added_at)

    def tidy(self) -> None:
        """Merge groups of headlines that turned out to be one."""
        for one, other in self._apart.pairs():
            self.live.apart(one, other)
        while pairs := self.live.merges():
            for into, gone in pairs:
                self.live.merge(into, gone)
                self._merge(into, gone)

    def finish(self) -> Mapping[Ref, int]:
        """Merge what admins put together, and return the group of each item."""
        self.tidy()
        for ruling in self._together:
            if ruling.one in self._group and ruling.other in self._group:
                into, gone = (self._last(self._group[ref]) for ref in (ruling.one, ruling.other))
                if into != gone:
                    self._merge(into, gone)
                    if into in self.live and gone in self.live:
                        self.live.merge(into, gone)
        return {ref: self._last(group) for ref, group in self._group.items()}

    def _merge(self, into: int, gone: int) -> None:
        self._became[gone] = into
        self._apart.merge(into, gone)

    def _last(self, group: int) -> int:
        while group in self._became:
            group = self._became[group]
        return group


async def regroup(
    store: Store,
    *,
    window: timedelta = WINDOW,
    fade: timedelta = FADE,
    vectors: str = WORDLLAMA,
    progress: Callable[[int, int], None] = lambda _done, _all: None,
) -> Regrouped:
    """Group all published articles and headlines anew, and return what came of it.

    All of it changes at once, at the end. `window`, `fade` and `vectors` are as in `Grouper`;
    `progress` is told how many are grouped, of how many.

    Raises:
        UsageError: News came in meanwhile; nothing changed.
        StorageError: The database failed; nothing changed.
    """
    async with store.read() as tx:
        revision = await tx.grouping.revision()
        groups = Groups(await tx.grouping.rulings(), window=window, fade=fade, vectors=vectors)
        refs = await tx.stories.arrivals()
        before = await tx.stories.of(refs)
        done = 0
        async for item in _items(refs, tx):
            groups.put(item)
            done += 1
            if done % _AT_ONCE == 0:
                progress(done, len(refs))
    after = groups.finish()
    async with store.write() as tx:
        if await tx.grouping.revision() != revision:
            raise UsageError("news-came-in")
        return await _store(after, before, groups=groups, tx=tx)


async def _items(refs: list[Ref], tx: ReadTransaction) -> AsyncIterator[Item]:
    for start in range(0, len(refs), _AT_ONCE):
        for item in await load_items(refs[start : start + _AT_ONCE], tx=tx):
            yield item


async def _store(
    after: Mapping[Ref, int], before: Mapping[Ref, int], *, groups: Groups, tx: WriteTransaction
) -> Regrouped:
    renaming = rename(before, after)
    ids = dict(renaming.known)
    members: dict[int, list[Ref]] = defaultdict(list)
    for ref, group in after.items():
        members[group].append(ref)
    for group, refs in members.items():
        if group not in ids:
            [first] = await load_items(refs[:1], tx=tx)
            ids[group] = await tx.stories.create(first.title, now=first.added_at)
    moved = {ref: ids[group] for ref, group in after.items() if before.get(ref) != ids[group]}
    await tx.stories.move({ref: (story_id, None) for ref, story_id in moved.items()})
    await _settle(
        {*moved.values(), *(before[ref] for ref in moved if ref in before)}, renaming, ids, tx
    )
    await tx.grouping.save(
        [
            replace(groups.live.centroid(group), story_id=ids[group])
            for group in groups.live
            if group in ids
        ]
    )
    await tx.grouping.keep_counts(groups.sketcher.counts.dump())
    return Regrouped(items=len(after), moved=len(moved), stories=len(members))


async def _settle(
    touched: Iterable[int], renaming: Renaming, ids: Mapping[int, int], tx: WriteTransaction
) -> None:
    for story_id in sorted(touched):
        if story_id in renaming.became:
            await tx.stories.end(story_id, became=ids[renaming.became[story_id]])
            continue
        await tx.stories.take_stock(story_id)
        members = await tx.stories.members(story_id, limit=COMPARED)
        came = sorted(members, key=lambda item: (item.added_at, item.ref))
        await tx.stories.move(
            {ref: (story_id, original) for ref, original in originals(came).items()}
        )
