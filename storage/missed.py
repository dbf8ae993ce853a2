"""Digests that were made and could not be sent: two tables at once."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import BigInteger, case, cast, func, select, update

from storage.model import DeliveryKind, DeliveryState, DigestState, Kind, Ref
from storage.noun import Noun
from storage.tables import digests, outbox


class Missed(Noun):
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

    async def skip(self, ids: Collection[int], *, error: str) -> None:
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
