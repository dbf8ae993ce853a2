"""What a chat follows and mutes is kept until it is dropped."""

from __future__ import annotations

from storage.model import Filter, FilterKind
from tests.moments import utc

NOW = utc("2026-01-10T06:00")
CHAT, OTHER = 7, 8


async def add(tx, text: str, *, chat_id: int = CHAT, kind: FilterKind = FilterKind.FOLLOW):
    return await tx.filters.add(chat_id, kind, text, languages=["en", "de"], now=NOW)


async def test_filters_come_back_as_they_were_made_in_their_order(store):
    async with store.write() as tx:
        first = await add(tx, "ports OR shipping")
        second = await add(tx, "football", kind=FilterKind.MUTE)
        await add(tx, "tennis", chat_id=OTHER)

    assert first == Filter(
        first.id, CHAT, FilterKind.FOLLOW, "ports OR shipping", ("en", "de"), NOW
    )
    async with store.read() as tx:
        assert await tx.filters.of_chat(CHAT) == [first, second]
        assert await tx.filters.of_chat(99) == []


async def test_a_dropped_filter_is_gone_and_its_number_means_nothing_else_ever(store):
    async with store.write() as tx:
        kept, dropped = await add(tx, "ports"), await add(tx, "ferries")

        assert await tx.filters.drop(CHAT, dropped.id) == dropped

        later = await add(tx, "trains")
        assert await tx.filters.of_chat(CHAT) == [kept, later]
        assert await tx.filters.drop(CHAT, dropped.id) is None


async def test_nobody_drops_the_filter_of_another_chat(store):
    async with store.write() as tx:
        theirs = await add(tx, "ports", chat_id=OTHER)

        assert await tx.filters.drop(CHAT, theirs.id) is None
        assert await tx.filters.of_chat(OTHER) == [theirs]


async def test_filters_go_with_a_group_that_telegram_moved(store):
    async with store.write() as tx:
        await add(tx, "ports")
        await add(tx, "ports", chat_id=OTHER)
        await add(tx, "trains")

        await tx.chats.move(CHAT, OTHER)

        assert [each.text for each in await tx.filters.of_chat(OTHER)] == ["ports", "trains"]
