"""Digests: what each chat was told, kept as it was told."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import fields
from datetime import datetime
from typing import Any

from sqlalchemy import Select, insert, select

from storage.digest_content import content_of, content_of_left_out, entry_of, left_out_of
from storage.model import (
    Digest,
    DigestDate,
    DigestDraft,
    DigestEntry,
    DigestState,
    LeftOut,
)
from storage.noun import Noun
from storage.tables import digest_entries, digests
from storage.told import Told


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

        See `DigestDraft` for what the arguments are.

        Returns:
            The digest, and whether it is new.
        """
        if known := await self.by_key(chat_id, key):
            return known, False
        draft = DigestDraft(chat_id, key, now, state, tuple(entries), stories, outlets, left_out)
        [added] = await self.add_new([draft])
        return added, True

    async def add_new(self, drafts: Sequence[DigestDraft]) -> list[Digest]:
        """Store those of the digests whose chat has none with the same key; return these.

        Args:
            drafts: Any number; what is stored of them comes back in their order.
        """
        if not drafts:
            return []
        keys = (
            digests.c.chat_id.in_({one.chat_id for one in drafts}),
            digests.c.key.in_({one.key for one in drafts}),
        )
        query = select(digests.c.chat_id, digests.c.key).where(*keys)
        # Chats and keys that belong to others than each other do no harm.
        known = {(row.chat_id, row.key) for row in await self._connection.execute(query)}
        new = [one for one in drafts if (one.chat_id, one.key) not in known]
        if not new:
            return []
        adding = insert(digests).returning(digests.c.id, sort_by_parameter_order=True)
        ids = (await self._connection.execute(adding, [_row(one) for one in new])).scalars()
        added = [_stored(one, number) for one, number in zip(new, ids, strict=True)]
        entries = [
            {
                "digest_id": one.id,
                "position": position,
                "story_id": entry.story_id,
                "content": content_of(entry),
            }
            for one in added
            for position, entry in enumerate(one.entries)
        ]
        if entries:
            await self._connection.execute(insert(digest_entries), entries)
        return added

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

        See `Told` for what counts.

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
        return await Told(self._connection).last(chat_ids, story_ids, before=before)

    async def told_sentences(self, chat_id: int, story_id: int) -> list[str]:
        """Return the sentences that the chat was told of the story, first ones first."""
        told = await Told(self._connection).sentences([chat_id], [story_id])
        return told.get((chat_id, story_id), [])

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
            entries[row.digest_id].append(entry_of(row.content))
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
                left_out=left_out_of(row.left_out) if row.left_out else None,
            )
            for row in rows
        ]


def _row(draft: DigestDraft) -> dict[str, Any]:
    return {
        "chat_id": draft.chat_id,
        "key": draft.key,
        "created_at": draft.created_at,
        "state": draft.state,
        "stories": draft.stories,
        "outlets": draft.outlets,
        "left_out": content_of_left_out(draft.left_out) if draft.left_out else None,
    }


def _stored(draft: DigestDraft, number: int) -> Digest:
    return Digest(**{one.name: getattr(draft, one.name) for one in fields(draft)}, id=number)
