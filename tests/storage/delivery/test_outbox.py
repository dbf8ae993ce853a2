"""Messages on their way: in order, each taken by one, none lost or doubled in silence."""

from __future__ import annotations

import asyncio
from contextlib import AsyncExitStack
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from storage import ReadTransaction, Store, WriteTransaction
from storage.model import LOCAL_CHAT, Button, Delivery, DeliveryKind, DeliveryState, File, Outgoing
from storage.schema import outbox
from tests.databases import KINDS
from tests.moments import utc

NOW = utc("2026-01-10T06:00")
LEASE = timedelta(seconds=120)
ME = "worker-1"


def message(key: str, *, chat_id: int = 7, kind: DeliveryKind = DeliveryKind.REPLY) -> Outgoing:
    return Outgoing(chat_id=chat_id, kind=kind, key=key, text=f"<b>{key}</b>")


def digest(key: str, *, chat_id: int = 7) -> Outgoing:
    return message(key, chat_id=chat_id, kind=DeliveryKind.DIGEST)


def alert(key: str, *, chat_id: int = 7) -> Outgoing:
    return message(key, chat_id=chat_id, kind=DeliveryKind.ALERT)


async def claim(
    tx: WriteTransaction, *, now=NOW, owner=ME, limit=10, local=False
) -> list[Delivery]:
    return await tx.outbox.claim(now, owner=owner, lease=LEASE, limit=limit, local=local)


def keys(deliveries: list[Delivery]) -> list[str]:
    return [each.message.key for each in deliveries]


async def send_all(tx: WriteTransaction, *, now=NOW) -> list[str]:
    """Claim and settle until nothing is due; return the keys in the order of sending."""
    order = []
    while claimed := await claim(tx, now=now):
        for each in claimed:
            order.append(each.message.key)
            assert await tx.outbox.sent(each.id, owner=ME, message_id=each.id, now=now)
    return order


async def state_of(tx: ReadTransaction) -> dict[DeliveryState, int]:
    return await tx.outbox.counts()


async def test_a_message_comes_out_as_it_went_in(store):
    full = Outgoing(
        chat_id=-100123456789012,
        kind=DeliveryKind.DIGEST,
        key="digest:1",
        text="Добрий ранок <b>&amp;</b> 🧊",
        buttons=((Button("Related", "/related 12"), Button("🧊", "/summary 12")), ()),
        about="d12",
        thread_id=3,
        file=File("sources.opml", b"<opml/>\x00"),
        page="settings",
        edits=2**40,
    )
    async with store.write() as tx:
        await tx.outbox.add([full], due_at=NOW)
        [claimed] = await claim(tx)

    assert claimed == Delivery(
        id=claimed.id,
        message=full,
        state=DeliveryState.SENDING,
        due_at=NOW,
        tries=1,
        message_id=None,
        error="",
    )


async def test_what_was_in_a_file_is_kept_until_it_is_settled_and_no_longer(store):
    def with_file(key, chat_id):
        return replace(message(key, chat_id=chat_id), file=File(f"{key}.epub", b"PK"))

    async def kept(tx):
        rows = await tx.outbox._connection.execute(select(outbox.c.file_content))
        return list(rows.scalars())

    async with store.write() as tx:
        await tx.outbox.add([with_file("a", 7), with_file("b", 8)], due_at=NOW)
        first, second = await claim(tx)
        await tx.outbox.retry(second.id, owner=ME, due_at=NOW, error="no connection")
        assert await kept(tx) == [b"PK", b"PK"]
        [second] = await claim(tx)
        assert second.message.file == File("b.epub", b"PK")

        await tx.outbox.sent(first.id, owner=ME, message_id=7, now=NOW)
        await tx.outbox.failed(second.id, owner=ME, error="refused")
        assert await kept(tx) == [None, None]


async def test_a_key_is_sent_once_for_ever(store):
    async with store.write() as tx:
        await tx.outbox.add([message("update:1:0")], due_at=NOW)
        await tx.outbox.add([message("update:1:0"), message("update:1:1")], due_at=NOW)
        assert await send_all(tx) == ["update:1:0", "update:1:1"]

        await tx.outbox.add([message("update:1:0")], due_at=NOW)
        assert await send_all(tx) == []


async def test_nothing_is_sent_before_it_is_due(store):
    async with store.write() as tx:
        await tx.outbox.add([message("a")], due_at=NOW + timedelta(seconds=1))

        assert await claim(tx) == []
        assert keys(await claim(tx, now=NOW + timedelta(seconds=1))) == ["a"]


async def test_a_chat_has_one_message_in_flight(store):
    async with store.write() as tx:
        await tx.outbox.add(
            [message("a1"), message("a2"), message("b1", chat_id=8), message("b2", chat_id=8)],
            due_at=NOW,
        )
        first = await claim(tx)
        assert keys(first) == ["a1", "b1"]
        assert await claim(tx) == []

        await tx.outbox.sent(first[0].id, owner=ME, message_id=1, now=NOW)
        assert keys(await claim(tx)) == ["a2"]


async def test_replies_go_before_alerts_before_digests(store):
    async with store.write() as tx:
        await tx.outbox.add([digest("d1"), digest("d2"), alert("a"), message("r")], due_at=NOW)

        assert await send_all(tx) == ["r", "a", "d1", "d2"]


async def test_replies_of_all_chats_go_before_digests_when_there_is_little_room(store):
    async with store.write() as tx:
        await tx.outbox.add([digest("d", chat_id=1), alert("a", chat_id=2)], due_at=NOW)
        await tx.outbox.add([message("r", chat_id=3)], due_at=NOW)

        claimed = [keys(await claim(tx, limit=1)) for _ in range(3)]
        assert claimed == [["r"], ["a"], ["d"]]


async def test_of_late_digests_that_of_the_newest_slot_goes_first_whenever_it_was_added(store):
    async with store.write() as tx:
        for chat_id, hour in ((1, 8), (2, 12), (3, 10)):
            parts = [digest(f"{hour}:{number}", chat_id=chat_id) for number in (1, 2)]
            slot = utc(f"2026-01-09T{hour:02}:00")
            await tx.outbox.add(parts, due_at=NOW, newest_first=slot)

        claimed = [keys(await claim(tx, limit=1))[0] for _ in range(3)]
        assert claimed == ["12:1", "10:1", "8:1"]


async def test_what_a_crash_left_open_goes_behind_digests_of_all_slots(store):
    async with store.write() as tx:
        for chat_id, hour in ((1, 12), (2, 8)):
            slot = utc(f"2026-01-09T{hour:02}:00")
            await tx.outbox.add([digest(str(hour), chat_id=chat_id)], due_at=NOW, newest_first=slot)
        assert keys(await claim(tx, limit=1)) == ["12"]
        await tx.outbox.recover(now=NOW)

        assert await send_all(tx) == ["8", "12"]


async def test_parts_keep_their_order_when_the_first_has_to_wait(store):
    later = NOW + timedelta(minutes=1)
    async with store.write() as tx:
        await tx.outbox.add([digest("part 1"), digest("part 2"), alert("alert")], due_at=NOW)
        await tx.outbox.add([message("reply")], due_at=NOW)
        [reply] = await claim(tx)
        await tx.outbox.sent(reply.id, owner=ME, message_id=1, now=NOW)
        [urgent] = await claim(tx)
        await tx.outbox.sent(urgent.id, owner=ME, message_id=2, now=NOW)
        [part] = await claim(tx)
        assert await tx.outbox.retry(part.id, owner=ME, due_at=later, error="flood")

        assert await claim(tx) == []
        [again] = await claim(tx, now=later)
        assert (again.message.key, again.tries, again.error) == ("part 1", 2, "flood")


async def test_a_reply_that_waits_holds_up_no_digest(store):
    async with store.write() as tx:
        await tx.outbox.add([message("reply")], due_at=NOW + timedelta(minutes=1))
        await tx.outbox.add([digest("digest")], due_at=NOW)

        assert keys(await claim(tx)) == ["digest"]


async def test_a_part_that_failed_lets_the_next_one_go(store):
    async with store.write() as tx:
        await tx.outbox.add([digest("part 1"), digest("part 2")], due_at=NOW)
        [part] = await claim(tx)
        assert await tx.outbox.failed(part.id, owner=ME, error="message is too long")

        assert keys(await claim(tx)) == ["part 2"]


async def test_the_terminal_is_served_apart(store):
    async with store.write() as tx:
        await tx.outbox.add(
            [message("telegram"), message("terminal", chat_id=LOCAL_CHAT)], due_at=NOW
        )

        assert keys(await claim(tx, local=True)) == ["terminal"]
        assert keys(await claim(tx, local=False)) == ["telegram"]


@pytest.mark.parametrize("kind", KINDS)
async def test_claimers_at_once_never_share_a_message_or_a_chat(database_url, kind):
    """Four workers in two stores; each chat's two messages must not be out together."""
    url = database_url(kind)
    sent: list[str] = []
    async with AsyncExitStack() as stack:
        stores = [await stack.enter_async_context(Store(url)) for _ in range(2)]
        async with stores[0].write() as tx:
            for part in (1, 2):
                messages = [message(f"{chat}:{part}", chat_id=chat) for chat in range(1, 31)]
                await tx.outbox.add(messages, due_at=NOW)
        in_flight: set[int] = set()

        async def work(number: int) -> None:
            store, owner = stores[number % 2], f"worker-{number}"
            while True:
                async with store.write() as tx:
                    claimed = await claim(tx, owner=owner, limit=3)
                if not claimed:
                    return
                chats = {each.message.chat_id for each in claimed}
                assert len(chats) == len(claimed)
                assert not chats & in_flight
                in_flight.update(chats)
                await asyncio.sleep(0)
                in_flight.difference_update(chats)
                async with store.write() as tx:
                    for each in claimed:
                        sent.append(each.message.key)
                        await tx.outbox.sent(each.id, owner=owner, message_id=1, now=NOW)

        await asyncio.gather(*(work(number) for number in range(4)))
        async with stores[0].write() as tx:
            sent += await send_all(tx)

    assert sorted(sent) == sorted(f"{chat}:{part}" for chat in range(1, 31) for part in (1, 2))


async def test_who_lost_the_lease_settles_nothing(store):
    async with store.write() as tx:
        await tx.outbox.add([message("a")], due_at=NOW)
        [old] = await claim(tx)
        [new] = await claim(tx, now=NOW + LEASE, owner="worker-2")
        assert new.id == old.id

        assert not await tx.outbox.sent(old.id, owner=ME, message_id=1, now=NOW)
        assert not await tx.outbox.retry(old.id, owner=ME, due_at=NOW, error="late")
        assert not await tx.outbox.failed(old.id, owner=ME, error="late")
        assert not await tx.outbox.unsure(old.id, owner=ME, error="late", now=NOW, again_at=None)
        await tx.outbox.replace_text(old.id, owner=ME, text="late")
        assert await tx.outbox.sent(new.id, owner="worker-2", message_id=2, now=NOW)
        assert await state_of(tx) == {DeliveryState.SENT: 1}
        [row] = await tx.outbox.unsure_rows()
        assert (row.message.text, row.message_id, row.error) == ("<b>a</b>", 2, "")


async def test_a_lease_holds_until_its_last_moment(store):
    async with store.write() as tx:
        await tx.outbox.add([message("a")], due_at=NOW)
        await claim(tx)

        almost = NOW + LEASE - timedelta(microseconds=1)
        assert await claim(tx, now=almost, owner="worker-2") == []


async def test_what_is_unsure_is_sent_again_when_it_is_said_or_held(store):
    again_at = NOW + timedelta(seconds=30)
    async with store.write() as tx:
        await tx.outbox.add([digest("a")], due_at=NOW)
        [first] = await claim(tx)
        assert await tx.outbox.unsure(
            first.id, owner=ME, error="read timed out", now=NOW, again_at=again_at
        )
        assert await claim(tx) == []

        [second] = await claim(tx, now=again_at)
        assert (second.id, second.tries, second.unsure, second.error) == (
            first.id,
            2,
            1,
            "read timed out",
        )
        assert await tx.outbox.unsure(
            second.id, owner=ME, error="connection cut", now=again_at, again_at=None
        )
        assert await claim(tx, now=again_at) == []
        [held] = await tx.outbox.unsure_rows()
        assert (held.id, held.state, held.unsure, held.error) == (
            first.id,
            DeliveryState.UNSURE,
            2,
            "connection cut",
        )


@pytest.mark.parametrize("by", ["recover", "lease"])
async def test_what_a_crash_left_in_sending_is_sent_again_but_no_alert(store, by):
    async with store.write() as tx:
        await tx.outbox.add(
            [message("r", chat_id=1), digest("d", chat_id=2), alert("a", chat_id=3)], due_at=NOW
        )
        await claim(tx)
        later = NOW + LEASE
        if by == "recover":
            assert await tx.outbox.recover(now=NOW) == 3
            later = NOW

        again = await claim(tx, now=later, owner="worker-2")
        assert [(each.message.key, each.tries) for each in again] == [("r", 2), ("d", 2)]
        assert keys(await tx.outbox.unsure_rows()) == ["a", "d", "r"]
        assert await state_of(tx) == {DeliveryState.SENDING: 2, DeliveryState.UNSURE: 1}


async def test_recovering_nothing_changes_nothing(store):
    async with store.write() as tx:
        await tx.outbox.add([message("a")], due_at=NOW)

        assert await tx.outbox.recover(now=NOW) == 0
        assert await state_of(tx) == {DeliveryState.NEW: 1}


async def test_what_was_unsure_stays_listed_after_it_arrived(store):
    async with store.write() as tx:
        await tx.outbox.add([message("a"), message("b")], due_at=NOW)
        [first] = await claim(tx)
        await tx.outbox.unsure(first.id, owner=ME, error="read timed out", now=NOW, again_at=NOW)
        await send_all(tx)

        assert [(row.message.key, row.state) for row in await tx.outbox.unsure_rows()] == [
            ("a", DeliveryState.SENT)
        ]


async def test_a_text_that_nobody_can_parse_is_replaced_on_the_way(store):
    async with store.write() as tx:
        await tx.outbox.add([message("a")], due_at=NOW)
        [claimed] = await claim(tx)
        await tx.outbox.replace_text(claimed.id, owner=ME, text="plain")
        await tx.outbox.retry(claimed.id, owner=ME, due_at=NOW, error="can't parse entities")

        [again] = await claim(tx)
        assert again.message.text == "plain"


async def test_a_chat_that_floods_waits_and_no_other(store):
    until = NOW + timedelta(seconds=30)
    async with store.write() as tx:
        await tx.outbox.add([message("a"), digest("b"), message("c", chat_id=8)], due_at=NOW)
        await tx.outbox.add([message("d")], due_at=until + timedelta(seconds=1))
        await tx.outbox.postpone(7, until=until)

        assert await send_all(tx) == ["c"]
        assert await send_all(tx, now=until) == ["a", "b"]
        assert await send_all(tx, now=until + timedelta(seconds=1)) == ["d"]


async def test_a_chat_that_is_gone_gets_nothing_more(store):
    async with store.write() as tx:
        await tx.outbox.add([message("a"), digest("b"), message("c", chat_id=8)], due_at=NOW)

        assert await tx.outbox.cancel(7, error="blocked by the reader") == 2
        assert await send_all(tx) == ["c"]
        assert await state_of(tx) == {DeliveryState.FAILED: 2, DeliveryState.SENT: 1}


async def test_a_sent_message_knows_what_it_is_about(store):
    about = Outgoing(chat_id=7, kind=DeliveryKind.REPLY, key="a", text="", about="s412")
    async with store.write() as tx:
        await tx.outbox.add([about], due_at=NOW)
        [claimed] = await claim(tx)
        await tx.outbox.sent(claimed.id, owner=ME, message_id=55, now=NOW)

        assert await tx.outbox.about(7, 55) == "s412"
        assert await tx.outbox.about(8, 55) == ""
        assert await tx.outbox.about(7, 56) == ""


async def test_a_sent_message_knows_of_which_pages_it_is_one_now(store):
    async with store.write() as tx:
        for key, page in (("a", "digests"), ("b", "settings")):
            await tx.outbox.add([replace(message(key), page=page)], due_at=NOW)
            [claimed] = await claim(tx)
            await tx.outbox.sent(claimed.id, owner=ME, message_id=55, now=NOW)

        assert await tx.outbox.page(7, 55) == "settings"
        assert await tx.outbox.page(8, 55) == ""
        assert await tx.outbox.page(7, 56) == ""


async def test_pending_is_what_is_due_or_being_sent(store):
    async with store.write() as tx:
        await tx.outbox.add([message("a"), message("b"), message("c", chat_id=8)], due_at=NOW)
        await tx.outbox.add([message("later")], due_at=NOW + timedelta(hours=1))
        [first, _] = await claim(tx)
        assert await tx.outbox.pending(NOW) == 3

        await tx.outbox.sent(first.id, owner=ME, message_id=1, now=NOW)
        assert await tx.outbox.pending(NOW) == 2


async def test_adding_nothing_is_allowed(store):
    async with store.write() as tx:
        await tx.outbox.add([], due_at=NOW)

        assert await state_of(tx) == {}
