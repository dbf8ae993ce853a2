"""Digests: what each chat was told, kept as it was told."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import asdict
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, func, insert, select, union_all

from storage.alert_tables import ARRIVES, alerts
from storage.model import (
    Digest,
    DigestDate,
    DigestEntry,
    DigestState,
    LeftOut,
    Liking,
    Mention,
    Outlet,
    Reasons,
    Sentence,
    Trait,
    TraitKind,
)
from storage.noun import Noun
from storage.tables import digest_entries, digests, outbox


class Digests(Noun):
    """The digests, one for each chat and key."""

    async def add(
        self,
        *,
        chat_id: int,
        key: str,
        now: datetime,
        state: DigestState,
        entries: Sequence[DigestEntry],
        stories: int,
        outlets: int,
        left_out: LeftOut | None = None,
    ) -> tuple[Digest, bool]:
        """Return the chat's digest with this key, storing it if there is none.

        Args:
            chat_id: For whom.
            key: See `Digest.key`.
            now: When it was built.
            state: What became of the slot.
            entries: Stories, best first.
            stories: How many stories were in the running.
            outlets: How many outlets they came from.
            left_out: What was next, had there been room.

        Returns:
            The digest, and whether it is new.
        """
        if known := await self.by_key(chat_id, key):
            return known, False
        row = {
            "chat_id": chat_id,
            "key": key,
            "created_at": now,
            "state": state,
            "stories": stories,
            "outlets": outlets,
            "left_out": _content_left_out(left_out) if left_out else None,
        }
        query = insert(digests).values(row).returning(digests.c.id)
        digest_id: int = (await self._connection.execute(query)).scalar_one()
        if entries:
            rows = [
                {
                    "digest_id": digest_id,
                    "position": position,
                    "story_id": entry.story_id,
                    "content": _content(entry),
                }
                for position, entry in enumerate(entries)
            ]
            await self._connection.execute(insert(digest_entries), rows)
        return Digest(
            id=digest_id,
            chat_id=chat_id,
            key=key,
            created_at=now,
            state=state,
            entries=tuple(entries),
            stories=stories,
            outlets=outlets,
            left_out=left_out,
        ), True

    async def get(self, digest_id: int) -> Digest | None:
        """Return the digest with this id."""
        return await self._one(select(digests).where(digests.c.id == digest_id))

    async def by_key(self, chat_id: int, key: str) -> Digest | None:
        """Return the chat's digest with this key."""
        return await self._one(
            select(digests).where(digests.c.chat_id == chat_id, digests.c.key == key)
        )

    async def of_chat(self, chat_id: int, *, limit: int = 10) -> list[Digest]:
        """Return at most `limit` digests of the chat, newest first."""
        return await self._all(
            select(digests)
            .where(digests.c.chat_id == chat_id)
            .order_by(digests.c.created_at.desc(), digests.c.id.desc())
            .limit(limit)
        )

    async def dates(self, chat_id: int) -> list[DigestDate]:
        """Return when each digest of the chat was made, newest first."""
        query = (
            select(digests.c.id, digests.c.created_at, digests.c.state)
            .where(digests.c.chat_id == chat_id)
            .order_by(digests.c.created_at.desc(), digests.c.id.desc())
        )
        return [
            DigestDate(row.id, row.created_at, DigestState(row.state))
            for row in await self._connection.execute(query)
        ]

    async def with_ids(self, ids: Sequence[int]) -> list[Digest]:
        """Return the digests with these ids, in their order; one that is gone is left out."""
        found = await self._all(select(digests).where(digests.c.id.in_(ids)))
        by_id = {digest.id: digest for digest in found}
        return [by_id[each] for each in ids if each in by_id]

    async def slots(self, chat_id: int, *, limit: int = 100) -> frozenset[str]:
        """Return the names of the slots that have their digest, of the chat's newest digests.

        Args:
            chat_id: Whose.
            limit: How many of them; those that were asked for don't count.
        """
        query = (
            select(digests.c.key)
            .where(digests.c.chat_id == chat_id, ~digests.c.key.startswith("asked:"))
            .order_by(digests.c.id.desc())
            .limit(limit)
        )
        return frozenset((await self._connection.execute(query)).scalars())

    async def newest_at(self) -> datetime | None:
        """Return when the digest was made that was stored last; None if there is none."""
        query = select(digests.c.created_at).order_by(digests.c.id.desc()).limit(1)
        return (await self._connection.execute(query)).scalar_one_or_none()

    async def told(
        self, chat_id: int, story_ids: Collection[int], *, before: datetime | None = None
    ) -> dict[int, datetime]:
        """Return when each of the stories was last told to the chat, if it was.

        Digests that were built for sending count (`DigestState.BUILT`), and alerts that
        arrived or are on their way.

        Args:
            chat_id: To whom.
            story_ids: Which.
            before: Aware instant before which it was told; None for any time.
        """
        return (await self.told_to([chat_id], story_ids, before=before))[chat_id]

    async def told_to(
        self,
        chat_ids: Collection[int],
        story_ids: Collection[int],
        *,
        before: datetime | None = None,
    ) -> dict[int, dict[int, datetime]]:
        """Return of each chat what `told` returns."""
        chats, ids = set(chat_ids), set(story_ids)
        told = union_all(
            select(digests.c.chat_id, digest_entries.c.story_id, digests.c.created_at.label("at"))
            .join(digests, digests.c.id == digest_entries.c.digest_id)
            .where(
                digests.c.chat_id.in_(chats),
                digests.c.state == DigestState.BUILT,
                digest_entries.c.story_id.in_(ids),
            ),
            select(alerts.c.chat_id, alerts.c.story_id, alerts.c.told_at)
            .outerjoin(outbox, outbox.c.key == alerts.c.key)
            .where(alerts.c.chat_id.in_(chats), alerts.c.story_id.in_(ids), ARRIVES),
        ).subquery()
        place = told.c.chat_id, told.c.story_id
        query = select(*place, func.max(told.c.at).label("last")).group_by(*place)
        if before is not None:
            query = query.where(told.c.at < before)
        found: dict[int, dict[int, datetime]] = {chat_id: {} for chat_id in chat_ids}
        for row in await self._connection.execute(query):
            found[row.chat_id][row.story_id] = row.last
        return found

    async def told_sentences(self, chat_id: int, story_id: int) -> list[str]:
        """Return the sentences that the chat was told of the story, first ones first."""
        by_digests = (
            select(digests.c.created_at, digest_entries.c.content)
            .join(digests, digests.c.id == digest_entries.c.digest_id)
            .where(
                digests.c.chat_id == chat_id,
                digests.c.state == DigestState.BUILT,
                digest_entries.c.story_id == story_id,
            )
            .order_by(digests.c.created_at, digests.c.id)
        )
        by_alerts = (
            select(alerts.c.told_at, alerts.c.sentence)
            .outerjoin(outbox, outbox.c.key == alerts.c.key)
            .where(alerts.c.chat_id == chat_id, alerts.c.story_id == story_id, ARRIVES)
        )
        told = [
            (row.created_at, [each["text"] for each in row.content["sentences"]])
            for row in await self._connection.execute(by_digests)
        ]
        told += [(row.told_at, [row.sentence]) for row in await self._connection.execute(by_alerts)]
        told.sort(key=lambda one: one[0])
        return [sentence for _, sentences in told for sentence in sentences if sentence]

    async def _one(self, query: Select[Any]) -> Digest | None:
        found = await self._all(query)
        return found[0] if found else None

    async def _all(self, query: Select[Any]) -> list[Digest]:
        rows = (await self._connection.execute(query)).all()
        entries: defaultdict[int, list[DigestEntry]] = defaultdict(list)
        in_order = (
            select(digest_entries)
            .where(digest_entries.c.digest_id.in_([row.id for row in rows]))
            .order_by(digest_entries.c.position)
        )
        for row in await self._connection.execute(in_order):
            entries[row.digest_id].append(_entry(row.content))
        return [
            Digest(
                id=row.id,
                chat_id=row.chat_id,
                key=row.key,
                created_at=row.created_at,
                state=DigestState(row.state),
                entries=tuple(entries[row.id]),
                stories=row.stories,
                outlets=row.outlets,
                left_out=_left_out(row.left_out) if row.left_out else None,
            )
            for row in rows
        ]


def _content(entry: DigestEntry) -> dict[str, Any]:
    day = entry.day.isoformat() if entry.day else None
    told_at = entry.told_at.isoformat() if entry.told_at else None
    reasons = _content_reasons(entry.reasons) if entry.reasons else None
    told = {"at": entry.at.isoformat(), "day": day, "told_at": told_at, "reasons": reasons}
    return asdict(entry) | told


def _entry(content: dict[str, Any]) -> DigestEntry:
    return DigestEntry(
        story_id=content["story_id"],
        title=content["title"],
        url=content["url"],
        sentences=tuple(Sentence(**each) for each in content["sentences"]),
        outlets=tuple(Outlet(**each) for each in content["outlets"]),
        at=datetime.fromisoformat(content["at"]),
        related=tuple(Mention(**each) for each in content["related"]),
        told_at=datetime.fromisoformat(told) if (told := content.get("told_at")) else None,
        # Those that were told before there were such days have none.
        day=date.fromisoformat(day) if (day := content.get("day")) else None,
        reasons=_reasons(reasons) if (reasons := content.get("reasons")) else None,
    )


def _content_left_out(story: LeftOut) -> dict[str, Any]:
    return asdict(story) | {"reasons": _content_reasons(story.reasons)}


def _left_out(content: dict[str, Any]) -> LeftOut:
    # Those that were told before have no ids of those behind it.
    behind = tuple(content.get("next", ()))
    return LeftOut(content["story_id"], content["title"], _reasons(content["reasons"]), behind)


def _content_reasons(reasons: Reasons) -> dict[str, Any]:
    return asdict(reasons) | {"newest_at": reasons.newest_at.isoformat()}


def _reasons(content: dict[str, Any]) -> Reasons:
    # Those that were told before there were likings have none.
    likings = tuple(
        Liking(Trait(TraitKind(each["trait"]["kind"]), each["trait"]["name"]), each["points"])
        for each in content.get("likings", ())
    )
    given = {
        "newest_at": datetime.fromisoformat(content["newest_at"]),
        "filters": tuple(content["filters"]),
        "likings": likings,
    }
    return Reasons(**content | given)
