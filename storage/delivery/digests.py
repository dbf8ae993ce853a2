"""Digests: what each chat was told, kept as it was told.

Beside them: those that could not be sent, and what digests and alerts told of stories.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import (
    ARRAY,
    BigInteger,
    ColumnElement,
    Select,
    and_,
    any_,
    case,
    cast,
    func,
    insert,
    literal,
    select,
    update,
)

from storage.columns import plain, reader_of
from storage.delivery.corrections import Corrections
from storage.model import (
    Correction,
    DeliveryKind,
    DeliveryState,
    Digest,
    DigestDate,
    DigestDraft,
    DigestEntry,
    DigestState,
    Kind,
    LeftOut,
    Ref,
    ShownStory,
)
from storage.repository import Mode, Repository, Writes, model_of, row_of
from storage.schema import ARRIVES, alerts, digest_entries, digests, outbox


def content_of(entry: DigestEntry) -> dict[str, Any]:
    """Return what a digest told of a story, as JSON: kept as told, whatever models become."""
    return {**_content_of(replace(entry, reasons=None)), "reasons": plain(entry.reasons)}


# Ten thousand readers are told the same, one after the other.
@lru_cache(maxsize=1_024)
def _content_of(entry: DigestEntry) -> dict[str, Any]:
    content: dict[str, Any] = plain(entry)
    return content


_entry_of = reader_of(DigestEntry)

# What of a digest is rows of its own, and what says of one of these that it stands in the line
# below the stories: it was told as much as they were.
_TOLD = ("entries", "headlines")
_IN_LINE = "in_line"


def _shown(content: Mapping[str, Any]) -> ShownStory:
    """Return what a stored entry showed."""
    texts = (content["title"], *(one["text"] for one in content["sentences"]))
    return ShownStory(texts, datetime.fromisoformat(content["at"]))


class Missed(Repository[Mode]):
    """The digests whose messages wait."""

    async def unsent(self, before: datetime) -> list[int]:
        """Return the ids of the digests made before an instant that wait to be sent whole.

        Whatever was sent of one, is being sent, or may have arrived, makes it none of these.
        """
        others = outbox.alias()
        on_its_way = select(others.c.id).where(
            others.c.chat_id == outbox.c.chat_id,
            others.c.about == outbox.c.about,
            others.c.kind == DeliveryKind.DIGEST,
            (others.c.state != DeliveryState.NEW) | (others.c.unsure > 0),
        )
        # In a CASE, for what other messages are about may be no number at all.
        is_digest = outbox.c.kind == DeliveryKind.DIGEST
        number = case((is_digest, cast(func.substr(outbox.c.about, 2), BigInteger)))
        query = (
            select(digests.c.id)
            .distinct()
            .join(outbox, digests.c.id == number)
            .where(
                outbox.c.state == DeliveryState.NEW,
                is_digest,
                digests.c.created_at < before,
                ~on_its_way.exists(),
            )
            .order_by(digests.c.id)
        )
        return list((await self._connection.execute(query)).scalars())

    async def skip(self: Missed[Writes], ids: Collection[int], *, error: str) -> None:
        """Record digests as skipped, and send none of their messages.

        What they would have told counts as not told.

        Args:
            ids: The digests.
            error: Why, in English.
        """
        waiting = (
            outbox.c.kind == DeliveryKind.DIGEST,
            outbox.c.state == DeliveryState.NEW,
            outbox.c.about.in_([str(Ref(Kind.DIGEST, number)) for number in ids]),
        )
        await self._connection.execute(
            update(outbox).where(*waiting).values(state=DeliveryState.FAILED, error=error)
        )
        await self._connection.execute(
            update(digests).where(digests.c.id.in_(ids)).values(state=DigestState.SKIPPED)
        )


class DeliveryHistory(Repository[Mode]):
    """What was told.

    Digests that were built for sending count (`DigestState.BUILT`), and alerts that arrived
    or are on their way.
    """

    async def last(
        self,
        chat_ids: Collection[int],
        story_ids: Collection[int],
        *,
        before: datetime | None = None,
    ) -> dict[int, dict[int, datetime]]:
        """Return by chat when each of the stories was last told, if it was.

        Args:
            chat_ids: To whom.
            story_ids: Which.
            before: Aware instant before which it was told; None for any time.
        """
        by_digests = (
            select(
                digests.c.chat_id,
                digest_entries.c.story_id,
                func.max(digests.c.created_at).label("at"),
            )
            .join(digests, digests.c.id == digest_entries.c.digest_id)
            .where(self._by_digests(chat_ids, story_ids))
            .group_by(digests.c.chat_id, digest_entries.c.story_id)
        )
        by_alerts = (
            select(alerts.c.chat_id, alerts.c.story_id, func.max(alerts.c.told_at).label("at"))
            .outerjoin(outbox, outbox.c.key == alerts.c.key)
            .where(self._by_alerts(chat_ids, story_ids))
            .group_by(alerts.c.chat_id, alerts.c.story_id)
        )
        if before is not None:
            by_digests = by_digests.where(digests.c.created_at < before)
            by_alerts = by_alerts.where(alerts.c.told_at < before)
        found: dict[int, dict[int, datetime]] = {chat_id: {} for chat_id in chat_ids}
        for query in (by_digests, by_alerts):
            for row in await self._connection.execute(query):
                theirs = found[row.chat_id]
                theirs[row.story_id] = max(row.at, theirs.get(row.story_id, row.at))
        return found

    async def of_stories(
        self, chat_ids: Collection[int], story_ids: Collection[int]
    ) -> dict[tuple[int, int], ShownStory]:
        """Return what chats were told of stories, by chat and story.

        What was not told is left out.
        """
        by_digests = (
            select(
                digests.c.chat_id,
                digest_entries.c.story_id,
                digests.c.created_at.label("at"),
                digest_entries.c.content,
            )
            .join(digests, digests.c.id == digest_entries.c.digest_id)
            .where(self._by_digests(chat_ids, story_ids))
            .order_by(digests.c.created_at, digests.c.id)
        )
        by_alerts = (
            select(
                alerts.c.chat_id,
                alerts.c.story_id,
                alerts.c.told_at.label("at"),
                alerts.c.sentence,
                alerts.c.ref,
            )
            .outerjoin(outbox, outbox.c.key == alerts.c.key)
            .where(self._by_alerts(chat_ids, story_ids))
        )
        told = [
            (row.at, (row.chat_id, row.story_id), _shown(row.content))
            for row in await self._connection.execute(by_digests)
        ]
        told += [
            (
                row.at,
                (row.chat_id, row.story_id),
                ShownStory((row.sentence,) if row.sentence else (), alerted=(row.ref,)),
            )
            for row in await self._connection.execute(by_alerts)
        ]
        found: dict[tuple[int, int], ShownStory] = {}
        for _, key, one in sorted(told, key=lambda one: one[0]):
            before = found.get(key, ShownStory())
            instants = [at for at in (before.newest_at, one.newest_at) if at is not None]
            found[key] = ShownStory(
                (*before.texts, *one.texts),
                max(instants, default=None),
                (*before.alerted, *one.alerted),
            )
        return found

    def _by_digests(
        self, chat_ids: Collection[int], story_ids: Collection[int]
    ) -> ColumnElement[bool]:
        return and_(
            digests.c.chat_id.in_(set(chat_ids)),
            digests.c.state == DigestState.BUILT,
            self._among(digest_entries.c.story_id, story_ids),
        )

    def _by_alerts(
        self, chat_ids: Collection[int], story_ids: Collection[int]
    ) -> ColumnElement[bool]:
        return and_(
            alerts.c.chat_id.in_(set(chat_ids)), self._among(alerts.c.story_id, story_ids), ARRIVES
        )

    def _among(self, column: ColumnElement[int], numbers: Collection[int]) -> ColumnElement[bool]:
        """Return the condition that a column holds one of many numbers.

        They are one parameter, for thousands take the statement long to be written; and the
        column is no index's, by which SQLite would look up what all chats were told.
        """
        plain = column + 0
        if self._is_sqlite:
            each = func.json_each(json.dumps(sorted(numbers))).table_valued("value")
            return plain.in_(select(each.c.value))
        return plain == any_(literal(sorted(numbers), ARRAY(BigInteger)))


class Digests(Repository[Mode]):
    """The digests, one for each chat and key."""

    async def add(
        self: Digests[Writes],
        *,
        chat_id: int,
        key: str,
        now: datetime,
        state: DigestState,
        entries: Sequence[DigestEntry],
        stories: int,
        outlets: int,
        left_out: LeftOut | None = None,
        corrections: Sequence[Correction] = (),
        headlines: Sequence[DigestEntry] = (),
    ) -> tuple[Digest, bool]:
        """Return the chat's digest with this key, storing it if there is none.

        See `DigestDraft` for what the arguments are.

        Returns:
            The digest, and whether it is new.
        """
        if known := await self.by_key(chat_id, key):
            return known, False
        draft = DigestDraft(
            chat_id,
            key,
            now,
            state,
            tuple(entries),
            stories,
            outlets,
            left_out=left_out,
            corrections=tuple(corrections),
            headlines=tuple(headlines),
        )
        [added] = await self.add_new([draft])
        return added, True

    async def add_new(self: Digests[Writes], drafts: Sequence[DigestDraft]) -> list[Digest]:
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
        ids = (
            await self._connection.execute(adding, [row_of(one, *_TOLD) for one in new])
        ).scalars()
        added = [Digest(**row_of(one), id=number) for one, number in zip(new, ids, strict=True)]
        entries = [
            {
                "digest_id": one.id,
                "position": position,
                "story_id": entry.story_id,
                "content": content_of(entry) | ({_IN_LINE: True} if in_line else {}),
            }
            for one in added
            for position, (entry, in_line) in enumerate(
                [(each, False) for each in one.entries] + [(each, True) for each in one.headlines]
            )
        ]
        if entries:
            await self._connection.execute(insert(digest_entries), entries)
        await self._expect_corrections(added)
        return added

    async def _expect_corrections(self: Digests[Writes], added: Sequence[Digest]) -> None:
        """Have what these digests tell read again, and note what they correct."""
        corrections = Corrections[Writes](self._connection)
        for one in added:
            if one.corrections:
                await corrections.settle(one.chat_id, one.corrections, digest_id=one.id)
        told = {
            sentence.article_id: one.created_at
            for one in added
            if one.state is DigestState.BUILT
            for entry in one.entries
            for sentence in entry.sentences
        }
        if told:
            await corrections.expect(told, now=max(told.values()))

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
        return [model_of(DigestDate, row) for row in await self._connection.execute(query)]

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

        See `DeliveryHistory` for what counts.

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
        return await DeliveryHistory[Mode](self._connection).last(
            chat_ids, story_ids, before=before
        )

    async def told_of(self, chat_id: int, story_id: int) -> ShownStory:
        """Return what the chat was told of the story."""
        told = await DeliveryHistory[Mode](self._connection).of_stories([chat_id], [story_id])
        return told.get((chat_id, story_id), ShownStory())

    async def _one(self, query: Select[Any]) -> Digest | None:
        found = await self._all(query)
        return found[0] if found else None

    async def _all(self, query: Select[Any]) -> list[Digest]:
        rows = (await self._connection.execute(query)).all()
        entries: defaultdict[int, list[DigestEntry]] = defaultdict(list)
        headlines: defaultdict[int, list[DigestEntry]] = defaultdict(list)
        in_order = (
            select(digest_entries)
            .where(digest_entries.c.digest_id.in_([row.id for row in rows]))
            .order_by(digest_entries.c.position)
        )
        for row in await self._connection.execute(in_order):
            these = headlines if _IN_LINE in row.content else entries
            these[row.digest_id].append(_entry_of(row.content))
        return [
            model_of(
                Digest, row, entries=tuple(entries[row.id]), headlines=tuple(headlines[row.id])
            )
            for row in rows
        ]
