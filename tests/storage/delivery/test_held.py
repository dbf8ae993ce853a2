"""What may or may not have arrived is held, until an admin decides."""

from __future__ import annotations

from datetime import timedelta

import pytest

from storage.model import DeliveryKind, DeliveryState, Outgoing
from tests.news import NOW
from tests.outbox import states

ME = "worker-1"


@pytest.fixture
async def held(store):
    """The number of an alert that is held."""
    async with store.write() as tx:
        await tx.outbox.add([Outgoing(7, DeliveryKind.ALERT, "a", "Storm")], due_at=NOW)
        [taken] = await tx.outbox.claim(NOW, owner=ME, lease=timedelta(minutes=2), limit=9)
        await tx.outbox.unsure(taken.id, owner=ME, error="cut", now=NOW)
        return taken.id


async def test_what_is_held_is_listed_newest_first(store, held):
    async with store.write() as tx:
        await tx.outbox.add([Outgoing(7, DeliveryKind.ALERT, "b", "Flood")], due_at=NOW)

        [listed] = await tx.held.newest()
        assert (listed.id, listed.message.text, listed.error) == (held, "Storm", "cut")
        assert await tx.held.count() == 1


async def test_what_is_sent_once_more_and_is_unsure_again_is_held_again(store, held):
    later = NOW + timedelta(hours=1)
    async with store.write() as tx:
        sent = await tx.held.send(held, now=later)
        assert sent is not None
        assert (sent.state, sent.due_at) == (DeliveryState.NEW, later)
        assert await tx.held.count() == 0
        [again] = await tx.outbox.claim(later, owner=ME, lease=timedelta(minutes=2), limit=9)

        assert await tx.outbox.unsure(again.id, owner=ME, error="cut", now=later)

        assert await tx.held.count() == 1


async def test_what_is_forgotten_is_never_sent(store, held):
    async with store.write() as tx:
        assert await tx.held.forget(held, error="forgotten by an admin") is not None
        assert await tx.held.count() == 0

    assert await states(store) == {DeliveryState.FAILED: 1}


async def test_nothing_is_done_to_what_is_not_held(store, held):
    async with store.write() as tx:
        await tx.held.send(held, now=NOW)

        assert await tx.held.send(held, now=NOW) is None
        assert await tx.held.forget(held, error="forgotten by an admin") is None
        assert await tx.held.forget(held + 1, error="forgotten by an admin") is None

    assert await states(store) == {DeliveryState.NEW: 1}
