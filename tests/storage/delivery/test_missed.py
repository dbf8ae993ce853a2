"""Digests that were made and never sent."""

from __future__ import annotations

from datetime import timedelta

from storage.model import DeliveryKind, DigestState, Outgoing
from tests.news import NOW

LATER = NOW + timedelta(hours=1)


async def make(tx, chat_id: int = 7, *, parts: int = 1) -> int:
    """Make a digest of some messages, none of them sent; return its id."""
    digest, _ = await tx.digests.add(
        chat_id=chat_id,
        key="2026-11-24T08:00",
        now=NOW,
        state=DigestState.BUILT,
        entries=(),
        stories=0,
        outlets=0,
    )
    messages = [
        Outgoing(
            chat_id, DeliveryKind.DIGEST, f"digest:{digest.id}:{part}", "a", about=str(digest.ref)
        )
        for part in range(parts)
    ]
    await tx.outbox.add(messages, due_at=NOW)
    number: int = digest.id
    return number


async def take(tx, chat_id: int):
    """Take up the next message of the chat."""
    claimed = await tx.outbox.claim(LATER, owner="a", lease=timedelta(minutes=2), limit=99)
    return next(each for each in claimed if each.message.chat_id == chat_id)


async def test_a_digest_waits_until_any_of_it_is_sent(store):
    async with store.write() as tx:
        whole, begun = await make(tx, 7, parts=2), await make(tx, 8, parts=2)
        first = await take(tx, 8)
        await tx.outbox.sent(first.id, owner="a", message_id=1, now=NOW)
        await tx.outbox.retry((await take(tx, 8)).id, owner="a", due_at=NOW, error="")
        await tx.outbox.recover(now=NOW)

        assert begun not in await tx.missed.unsent(LATER)
        # Chat 7's first message may have arrived before the program ended.
        assert whole not in await tx.missed.unsent(LATER)


async def test_only_what_was_made_before_counts(store):
    async with store.write() as tx:
        digest_id = await make(tx)

        assert await tx.missed.unsent(NOW) == []
        assert await tx.missed.unsent(LATER) == [digest_id]


async def test_messages_about_anything_else_are_left_alone(store):
    async with store.write() as tx:
        digest_id = await make(tx)
        others = [
            Outgoing(7, DeliveryKind.REPLY, f"update:{about}", "a", about=about)
            for about in ("", "d", f"d{digest_id}", "s1", "99999")
        ]
        await tx.outbox.add(others, due_at=NOW)
        assert await tx.missed.unsent(LATER) == [digest_id]

        await tx.missed.skip([digest_id], error="too late")

        assert await tx.missed.unsent(LATER) == []
        assert await tx.outbox.pending(LATER) == len(others)
        [digest] = await tx.digests.of_chat(7)
        assert digest.state is DigestState.SKIPPED
