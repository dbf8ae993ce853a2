"""What arrived is known after a kill, though it was not committed."""

from __future__ import annotations

from contextlib import ExitStack, closing
from datetime import timedelta

import pytest

from bot.delivery.outcomes import Sent
from storage import Receipts, StorageError
from storage.model import DeliveryState
from tests.news import NOW
from tests.outbox import Recorder, put, states, work


@pytest.fixture
def path(tmp_path):
    """Where the receipts are."""
    return tmp_path / "receipts"


@pytest.fixture
def start(path):
    """Return a function that opens the receipts as each start of the program does."""
    with ExitStack() as stack:
        yield lambda: stack.enter_context(closing(Receipts(path)))


def test_receipts_are_there_for_the_next_start(start):
    start().note(7, owner="a", message_id=70)
    start().note(8, owner="b", message_id=80)

    assert start().read() == {(7, "a"): 70, (8, "b"): 80}


def test_what_is_committed_is_forgotten(start):
    receipts = start()
    receipts.note(7, owner="a", message_id=70)
    receipts.clear()
    receipts.note(8, owner="a", message_id=80)

    assert receipts.read() == {(8, "a"): 80}


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(b'[7, "a", 70]\n[8, "b', id="half a line"),
        pytest.param(b'[7, "a", 70]\n\x00\xff\n{}\n[1]\n["x", "a", 1]\n', id="something else"),
    ],
)
def test_what_is_no_receipt_is_none(path, start, content):
    path.write_bytes(content)

    assert start().read() == {(7, "a"): 70}


def test_where_no_file_can_be_nothing_is_kept(tmp_path):
    receipts = Receipts(tmp_path / "missing" / "receipts")
    receipts.note(7, owner="a", message_id=70)
    receipts.clear()
    receipts.close()

    assert receipts.read() == {}


async def test_what_has_a_receipt_is_sent_and_not_unsure_after_a_kill(store, start):
    await put(store, "arrived", chat_id=1)
    await put(store, "may have arrived", chat_id=2)
    async with store.write() as tx:
        taken = await tx.outbox.claim(NOW, owner="dead", lease=timedelta(minutes=2), limit=8)
        start().note(taken[0].id, owner="dead", message_id=70)
        # The number may be another message's: a database was put back from a backup.
        start().note(taken[1].id, owner="another", message_id=71)
    async with store.write() as tx:
        assert await tx.outbox.recover(now=NOW, arrived=start().read()) == 1

    async with store.read() as tx:
        [unsure] = await tx.outbox.unsure_rows()
    assert unsure.message.text == "may have arrived"
    assert await states(store) == {DeliveryState.SENT: 1, DeliveryState.NEW: 1}


async def test_a_receipt_is_kept_until_its_message_is_settled(store, start, monkeypatch):
    kept = []

    class Full(Recorder):
        async def send(self, _) -> Sent:
            write = store.write

            def failing():
                kept.append(start().read())
                monkeypatch.setattr(store, "write", write)
                raise StorageError("disk full")

            monkeypatch.setattr(store, "write", failing)
            return Sent(70)

    monkeypatch.setattr("bot.delivery.worker.pauses_of_storage", lambda: iter([0.001] * 9))
    await put(store, "Good morning")
    await work(store, Full(), receipts=start()).drain()

    [during] = kept
    assert list(during.values()) == [70]
    assert start().read() == {}
