"""What chats were told of stories: by digests, and by alerts."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection
from datetime import datetime

from sqlalchemy import ARRAY, BigInteger, ColumnElement, and_, any_, func, literal, select

from storage.alert_tables import ARRIVES, alerts
from storage.model import DigestState
from storage.noun import Noun
from storage.tables import digest_entries, digests, outbox


class Told(Noun):
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

    async def sentences(
        self, chat_ids: Collection[int], story_ids: Collection[int]
    ) -> dict[tuple[int, int], list[str]]:
        """Return the sentences that chats were told of stories, first ones first.

        Returns:
            The sentences by chat and story; what was not told is left out.
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
            )
            .outerjoin(outbox, outbox.c.key == alerts.c.key)
            .where(self._by_alerts(chat_ids, story_ids))
        )
        told = [
            (row.at, (row.chat_id, row.story_id), [one["text"] for one in row.content["sentences"]])
            for row in await self._connection.execute(by_digests)
        ]
        told += [
            (row.at, (row.chat_id, row.story_id), [row.sentence] if row.sentence else [])
            for row in await self._connection.execute(by_alerts)
        ]
        found: defaultdict[tuple[int, int], list[str]] = defaultdict(list)
        for _, key, sentences in sorted(told, key=lambda one: one[0]):
            found[key] += sentences
        return dict(found)

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
