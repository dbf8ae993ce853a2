"""What each chat read last is what a command without an argument means."""

from __future__ import annotations

from storage.model import Kind, Ref
from tests.moments import utc

NOW = utc("2026-01-10T06:00")
LATER = utc("2026-01-10T07:00")

ARTICLE, HEADLINE = Ref(Kind.ARTICLE, 12), Ref(Kind.HEADLINE, 12)


async def test_the_last_reading_is_the_last_even_at_one_instant(store):
    async with store.write() as tx:
        await tx.readings.record(7, ARTICLE, now=NOW)
        await tx.readings.record(7, HEADLINE, now=NOW)
        assert await tx.readings.last(7) == HEADLINE

        await tx.readings.record(7, ARTICLE, now=NOW)
        assert await tx.readings.last(7) == ARTICLE


async def test_time_decides_before_order(store):
    async with store.write() as tx:
        await tx.readings.record(7, ARTICLE, now=LATER)
        await tx.readings.record(7, HEADLINE, now=NOW)

        assert await tx.readings.last(7) == ARTICLE


async def test_each_chat_has_readings_of_its_own(store):
    async with store.write() as tx:
        await tx.readings.record(7, ARTICLE, now=NOW)

        assert await tx.readings.has(7, ARTICLE)
        assert not await tx.readings.has(7, HEADLINE)
        assert not await tx.readings.has(8, ARTICLE)
        assert await tx.readings.last(8) is None


async def test_it_is_known_when_a_chat_last_read_something(store):
    async with store.write() as tx:
        assert await tx.readings.last_at(7) is None

        await tx.readings.record(7, Ref(Kind.ARTICLE, 12), now=LATER)
        await tx.readings.record(7, Ref(Kind.ARTICLE, 13), now=NOW)
        await tx.readings.record(8, Ref(Kind.ARTICLE, 13), now=LATER + (LATER - NOW))

        assert await tx.readings.last_at(7) == LATER
