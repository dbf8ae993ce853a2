"""Stories: articles and headlines about one event."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Select,
    Table,
    delete,
    func,
    insert,
    or_,
    select,
    union_all,
    update,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.model import Article, Genre, Headline, Item, Kind, Ref, Story
from storage.news.grouping import Grouping
from storage.repository import Mode, Repository, Writes, model_of
from storage.schema import alerts, articles, digest_entries, former_stories, headlines, stories

# Stories whose members are read at once.
_AT_ONCE = 200

# Of a story that is merged, those that would make it again.
_MOST_MEMBERS = 1_000

_MEMBERS = {Kind.ARTICLE: articles, Kind.HEADLINE: headlines}


class Stories(Repository[Mode]):
    """The stories, and who is in them. What their members share is kept by `Grouping`."""

    def __init__(self, connection: AsyncConnection, *, grouping: Grouping[Mode]) -> None:
        """Work on the transaction of `connection`, beside its other repositories."""
        super().__init__(connection)
        self._grouping = grouping

    async def create(
        self: Stories[Writes], title: str, *, now: datetime, former: int | None = None
    ) -> int:
        """Store a story without members, and return its id.

        Args:
            title: Its title until it has members.
            now: When it begins.
            former: Id of a story that was merged, to be that one again; so are those that it
                had become.
        """
        if former is not None:
            refs = map(Ref.parse, await self.members_of_former(former))
            again = [ref.number for ref in refs if ref and ref.kind is Kind.STORY]
            revision = await self._grouping.revision() + 1
            await self._connection.execute(
                delete(former_stories).where(former_stories.c.id == former)
            )
            await self._connection.execute(
                update(former_stories)
                .where(former_stories.c.id.in_(again))
                .values(became=former, revision=revision)
            )
        values = {
            **({} if former is None else {"id": former}),
            "title": title,
            "first_seen_at": now,
            "updated_at": now,
            "newest_at": now,
            "terms": {},
            "size": 0,
        }
        query = insert(stories).values(values).returning(stories.c.id)
        return int((await self._connection.execute(query)).scalar_one())

    async def join(
        self: Stories[Writes], story_id: int, ref: Ref, *, now: datetime, copy_of: Ref | None = None
    ) -> None:
        """Make an article or a headline a member of the story.

        The story's first article gives it its title.

        Args:
            story_id: The story.
            ref: The member.
            now: When the story counts as updated.
            copy_of: The member that says the same, if one does.
        """
        await self._change([ref], story_id=story_id, copy_of=copy_of)
        values: dict[str, Any] = {"updated_at": now}
        if ref.kind is Kind.ARTICLE:
            first = _first_title(articles, story_id).scalar_subquery()
            values["title"] = func.coalesce(first, stories.c.title)
        await self._connection.execute(
            update(stories).where(stories.c.id == story_id).values(values)
        )

    async def appraise(self: Stories[Writes], ref: Ref, *, genre: Genre, worth: float) -> None:
        """Keep what kind of text a member is and what it is worth in a general digest, 0 to 5."""
        table = articles if ref.kind is Kind.ARTICLE else headlines
        kept = update(table).where(table.c.id == ref.number).values(genre=genre, worth=worth)
        await self._connection.execute(kept)

    async def leave(self: Stories[Writes], ref: Ref) -> None:
        """Take the article or headline out of its story, if it is in one.

        A story without members is forgotten; one that lost the article it was named for
        is named for the next. Of its copies, the oldest takes its place. What the story's
        members have in common stays as it is until it is reckoned anew.
        """
        story_id = (await self.of([ref])).get(ref)
        if story_id is None:
            return
        await self._change([ref], story_id=None, copy_of=None)
        await self._inherit(ref, story_id)
        if not await self._name(story_id):
            await self.end(story_id, became=None)

    async def merge(self: Stories[Writes], into: int, gone: int) -> None:
        """Make the members of the story `gone` members of the story `into`.

        See `end` for what becomes of `gone`.
        """
        became_gone = select(former_stories.c.id).where(former_stories.c.became == gone)
        members = [
            *(str(item.ref) for item in await self.members(gone, limit=_MOST_MEMBERS)),
            *(str(Ref(Kind.STORY, each)) for each in await self._connection.scalars(became_gone)),
        ]
        for table in _MEMBERS.values():
            await self._connection.execute(
                update(table).where(table.c.story_id == gone).values(story_id=into)
            )
        await self.take_stock(into)
        await self.end(gone, became=into, members=members)

    async def members_of_former(self, story_id: int, *, into: int | None = None) -> tuple[str, ...]:
        """Return the ids of what a story had when it was merged; none if it was not.

        Args:
            story_id: The story that was.
            into: The story that it became, if it is to be that one.
        """
        query = select(former_stories.c.members).where(former_stories.c.id == story_id)
        if into is not None:
            query = query.where(former_stories.c.became == into)
        found: tuple[str, ...] | None = await self._connection.scalar(query)
        return found or ()

    async def divide(
        self: Stories[Writes], story_id: int, new_id: int, taken: Iterable[Item]
    ) -> None:
        """Let whoever was told a story by one of the items that left it know their new story.

        Args:
            story_id: The story that they left.
            new_id: The story that they are in now.
            taken: The items.
        """
        refs, urls, titles = set[Ref](), set[str](), set[str]()
        for item in taken:
            refs.add(item.ref)
            urls |= {item.url} if item.url else set()
            titles |= set() if item.url else {item.title}
        url, title = (digest_entries.c.content[name].as_string() for name in ("url", "title"))
        by_these = or_(url.in_(urls), url.is_(None) & title.in_(titles))
        for table, these in ((digest_entries, by_these), (alerts, alerts.c.ref.in_(refs))):
            await self._connection.execute(
                update(table).where(table.c.story_id == story_id, these).values(story_id=new_id)
            )

    async def move(self: Stories[Writes], moved: Mapping[Ref, tuple[int, Ref | None]]) -> None:
        """Give items their stories, and say what they are copies of, whatever it was.

        All stories that they left or joined are to be taken stock of afterwards, and those
        that are empty ended.

        Args:
            moved: Of each item its story, and the member that says the same, if one does.
        """
        alike: dict[tuple[int, Ref | None], list[Ref]] = defaultdict(list)
        for ref, (story_id, original) in moved.items():
            alike[story_id, original].append(ref)
        for (story_id, copy_of), refs in alike.items():
            await self._change(refs, story_id=story_id, copy_of=copy_of)

    async def take_stock(self: Stories[Writes], story_id: int) -> bool:
        """Make title and instants follow from the members; return whether there are any."""
        spans = [
            select(
                func.min(table.c.added_at).label("first"), func.max(table.c.added_at).label("last")
            ).where(table.c.story_id == story_id)
            for table in _MEMBERS.values()
        ]
        span = union_all(*spans).subquery()
        query = select(func.min(span.c.first).label("first"), func.max(span.c.last).label("last"))
        found = (await self._connection.execute(query)).one()
        if found.first is None:
            return False
        await self._connection.execute(
            update(stories)
            .where(stories.c.id == story_id)
            .values(first_seen_at=found.first, updated_at=found.last)
        )
        return await self._name(story_id)

    async def end(
        self: Stories[Writes], story_id: int, *, became: int | None, members: Sequence[str] = ()
    ) -> None:
        """Forget a story that has no members any more, and remember what it became.

        Its id leads there for ever, and whoever was told the one was told the other. If it was
        merged, its `members` make it again.
        """
        revision = await self._grouping.revision() + 1
        await self._connection.execute(delete(stories).where(stories.c.id == story_id))
        await self._connection.execute(
            update(former_stories)
            .where(former_stories.c.became == story_id)
            .values(became=became, revision=revision)
        )
        await self._connection.execute(
            insert(former_stories).values(
                id=story_id, became=became, revision=revision, members=members
            )
        )
        if became is not None:
            for told in (digest_entries, alerts):
                await self._connection.execute(
                    update(told).where(told.c.story_id == story_id).values(story_id=became)
                )

    async def get(self, story_id: int) -> Story | None:
        """Return the story with this id, or the one that it became, and its members."""
        became = select(former_stories.c.became).where(former_stories.c.id == story_id)
        this = stories.c.id == func.coalesce(became.scalar_subquery(), story_id)
        found = await self._with_members(this, limit=1)
        return found[0] if found else None

    async def arrivals(self) -> list[Ref]:
        """Return all published articles and all headlines, in the order in which they came.

        An article comes before the headlines that stood below it.
        """
        found: list[tuple[datetime, int, Ref]] = []
        for place, (kind, table) in enumerate(_MEMBERS.items()):
            query = select(table.c.id, table.c.added_at)
            if kind is Kind.ARTICLE:
                query = query.where(articles.c.is_published)
            found += [
                (row.added_at, place, Ref(kind, row.id))
                for row in await self._connection.execute(query)
            ]
        return [ref for _, _, ref in sorted(found)]

    async def members(self, story_id: int, *, limit: int, without: Ref | None = None) -> list[Item]:
        """Return members of the story, but for one: first articles, then headlines.

        Args:
            story_id: The story.
            limit: Most members of each kind, those that joined first.
            without: A member to leave out.
        """
        found: list[Item] = []
        for kind, table in _MEMBERS.items():
            model: type[Item] = Article if kind is Kind.ARTICLE else Headline
            this = table.c.story_id == story_id
            if without is not None and kind is without.kind:
                this &= table.c.id != without.number
            query = select(table).where(this).order_by(table.c.id).limit(limit)
            rows = await self._connection.execute(query)
            found += [model_of(model, row) for row in rows]
        return found

    async def moved_since(self, instant: datetime, *, limit: int = 500) -> list[Story]:
        """Return the stories updated at or after `instant`, last updated first.

        Args:
            instant: Aware instant, compared with `Story.updated_at`.
            limit: Most stories to return.
        """
        return await self._with_members(stories.c.updated_at >= instant, limit=limit)

    async def of(self, refs: Iterable[Ref]) -> dict[Ref, int]:
        """Return the story ids of those of `refs` that belong to a story."""
        numbers = defaultdict(list)
        for ref in refs:
            numbers[ref.kind].append(ref.number)
        found: dict[Ref, int] = {}
        for kind in numbers.keys() & _MEMBERS.keys():
            table = _MEMBERS[kind]
            query = select(table.c.id, table.c.story_id).where(
                table.c.id.in_(numbers[kind]), table.c.story_id.is_not(None)
            )
            rows = await self._connection.execute(query)
            found |= {Ref(kind, row.id): row.story_id for row in rows}
        return found

    async def _change(self, refs: Iterable[Ref], **values: Any) -> None:
        numbers = defaultdict(list)
        for ref in refs:
            numbers[ref.kind].append(ref.number)
        for kind, wanted in numbers.items():
            table = _MEMBERS[kind]
            await self._connection.execute(
                update(table).where(table.c.id.in_(wanted)).values(**values)
            )

    async def _inherit(self, gone: Ref, story_id: int) -> None:
        """Let the oldest copy of `gone` be what the others are copies of."""
        heirs = [
            (row.at, Ref(kind, row.id))
            for kind, table in _MEMBERS.items()
            for row in await self._connection.execute(
                select(table.c.id, table.c.at).where(
                    table.c.story_id == story_id, table.c.copy_of == gone
                )
            )
        ]
        if heirs:
            _, heir = min(heirs)
            await self._change([ref for _, ref in heirs], copy_of=heir)
            await self._change([heir], copy_of=None)

    async def _name(self, story_id: int) -> bool:
        """Name the story for its first article or headline; return whether it has any."""
        for table in _MEMBERS.values():
            title = await self._connection.scalar(_first_title(table, story_id))
            if title is not None:
                this = stories.c.id == story_id
                await self._connection.execute(update(stories).where(this).values(title=title))
                return True
        return False

    async def _with_members(self, condition: ColumnElement[bool], *, limit: int) -> list[Story]:
        """Return the stories for which the condition holds, last updated first."""
        query = (
            # Not all of a row: what their members have in common is much, and not asked for.
            select(stories.c.id, stories.c.title, stories.c.first_seen_at, stories.c.updated_at)
            .where(condition)
            .order_by(stories.c.updated_at.desc(), stories.c.id.desc())
            .limit(limit)
        )
        rows = (await self._connection.execute(query)).all()
        texts: dict[int, list[Article]] = defaultdict(list)
        titles: dict[int, list[Headline]] = defaultdict(list)
        # A few at a time, for the event loop waits while their rows become values.
        for start in range(0, len(rows), _AT_ONCE):
            story_ids = [row.id for row in rows[start : start + _AT_ONCE]]
            for row in await self._members(articles, story_ids):
                texts[row.story_id].append(model_of(Article, row))
            for row in await self._members(headlines, story_ids):
                titles[row.story_id].append(model_of(Headline, row))
        return [
            Story(
                id=row.id,
                title=row.title,
                first_seen_at=row.first_seen_at,
                updated_at=row.updated_at,
                articles=tuple(texts[row.id]),
                headlines=tuple(titles[row.id]),
            )
            for row in rows
        ]

    async def _members(self, table: Table, story_ids: list[int]) -> Any:
        oldest_first = (table.c.at, table.c.id)
        query = select(table).where(table.c.story_id.in_(story_ids)).order_by(*oldest_first)
        return await self._connection.execute(query)


def _first_title(table: Table, story_id: int) -> Select[tuple[str]]:
    return (
        select(table.c.title)
        .where(table.c.story_id == story_id)
        .order_by(table.c.added_at, table.c.id)
        .limit(1)
    )
