"""Updates are kept before they are confirmed, and each is handled once, in order."""

from __future__ import annotations

from datetime import timedelta

from storage.delivery.inbox import MAX_TRIES
from storage.model import Update
from tests.moments import utc

NOW = utc("2026-01-10T06:00")


def update(number: int, *, chat_id: int = 7) -> Update:
    return Update(number, chat_id, f'{{"update_id": {number}}}', NOW)


async def test_an_update_that_comes_again_is_no_news(store):
    async with store.write() as tx:
        assert await tx.inbox.add([update(1), update(2, chat_id=8)]) == 2
        assert await tx.inbox.add([update(2, chat_id=8), update(3, chat_id=9)]) == 1
        assert await tx.inbox.add([]) == 0

        claimed = await tx.inbox.claim(limit=10, now=NOW)
        assert claimed == [update(1), update(2, chat_id=8), update(3, chat_id=9)]


async def test_an_update_that_was_handled_is_no_news_either(store):
    async with store.write() as tx:
        await tx.inbox.add([update(1)])
        await tx.inbox.claim(limit=10, now=NOW)
        await tx.inbox.done(1, now=NOW)

        assert await tx.inbox.add([update(1)]) == 0
        assert await tx.inbox.claim(limit=10, now=NOW) == []


async def test_a_chats_updates_are_handled_one_after_the_other(store):
    async with store.write() as tx:
        await tx.inbox.add([update(2), update(1), update(3, chat_id=8)])
        assert await tx.inbox.claim(limit=10, now=NOW) == [update(1), update(3, chat_id=8)]
        assert await tx.inbox.claim(limit=10, now=NOW) == []

        await tx.inbox.done(1, now=NOW)
        assert await tx.inbox.claim(limit=10, now=NOW) == [update(2)]


async def test_an_older_update_that_comes_late_waits_for_the_one_in_work(store):
    async with store.write() as tx:
        await tx.inbox.add([update(5)])
        await tx.inbox.claim(limit=10, now=NOW)
        await tx.inbox.add([update(4)])

        assert await tx.inbox.claim(limit=10, now=NOW) == []


async def test_updates_without_a_chat_have_no_order(store):
    async with store.write() as tx:
        await tx.inbox.add([update(1, chat_id=0), update(2, chat_id=0)])

        claimed = await tx.inbox.claim(limit=10, now=NOW)
        assert claimed == [update(1, chat_id=0), update(2, chat_id=0)]


async def test_the_oldest_go_first_when_there_is_little_room(store):
    async with store.write() as tx:
        await tx.inbox.add([update(number, chat_id=number) for number in (3, 1, 2)])

        claimed = await tx.inbox.claim(limit=2, now=NOW)
        assert claimed == [update(1, chat_id=1), update(2, chat_id=2)]


async def test_what_is_put_back_is_next(store):
    async with store.write() as tx:
        await tx.inbox.add([update(1), update(2)])
        await tx.inbox.claim(limit=10, now=NOW)
        await tx.inbox.put_back(1)

        assert await tx.inbox.claim(limit=10, now=NOW) == [update(1)]


async def test_what_is_given_up_lets_the_next_one_go(store):
    async with store.write() as tx:
        await tx.inbox.add([update(1), update(2)])
        await tx.inbox.claim(limit=10, now=NOW)
        await tx.inbox.give_up(1, error="KeyError", now=NOW)

        assert await tx.inbox.waiting() == 1
        assert await tx.inbox.claim(limit=10, now=NOW) == [update(2)]


async def test_what_a_crash_left_is_handled_again_a_few_times(store):
    async with store.write() as tx:
        await tx.inbox.add([update(1)])
        for _ in range(MAX_TRIES - 1):
            assert await tx.inbox.claim(limit=10, now=NOW) == [update(1)]
            assert await tx.inbox.recover() == 1
        assert await tx.inbox.claim(limit=10, now=NOW) == [update(1)]

        assert await tx.inbox.recover() == 0
        assert await tx.inbox.waiting() == 0
        assert await tx.inbox.claim(limit=10, now=NOW) == []


async def test_waiting_counts_what_is_new_or_in_work(store):
    async with store.write() as tx:
        await tx.inbox.add([update(1), update(2), update(3, chat_id=8)])
        await tx.inbox.claim(limit=10, now=NOW)
        await tx.inbox.done(1, now=NOW)

        assert await tx.inbox.waiting() == 2


async def test_only_what_is_over_is_forgotten(store):
    later = NOW + timedelta(days=7)
    async with store.write() as tx:
        await tx.inbox.add([update(number, chat_id=number) for number in (1, 2, 3, 4)])
        await tx.inbox.claim(limit=3, now=NOW)
        await tx.inbox.done(1, now=NOW)
        await tx.inbox.give_up(2, error="KeyError", now=NOW)

        assert await tx.inbox.prune(NOW) == 0
        assert await tx.inbox.prune(later) == 2
        assert await tx.inbox.waiting() == 2
