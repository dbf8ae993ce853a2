"""How common each word is."""

from __future__ import annotations

import asyncio

from tests.databases import on_both_databases

pytestmark = on_both_databases


async def test_a_document_counts_each_of_its_words_once(store):
    async with store.write() as tx:
        await tx.words.add(["ship", "ice", "ship"])
        await tx.words.add({"ice", "крига"})
        await tx.words.add([])

        assert await tx.words.frequencies(["ice", "ship", "крига", "tow"]) == (
            3,
            {"ice": 2, "ship": 1, "крига": 1},
        )


async def test_there_are_no_documents_at_first(store):
    async with store.read() as tx:
        assert await tx.words.frequencies(["ice"]) == (0, {})
        assert await tx.words.frequencies([]) == (0, {})


async def test_a_word_that_is_none_is_left_out(store):
    async with store.write() as tx:
        await tx.words.add(["x" * 4000])

        assert await tx.words.frequencies(["x" * 4000]) == (1, {})


async def test_no_count_is_lost(store):
    """150 at once: with SQLAlchemy's defaults 24 were left on SQLite."""

    async def add() -> None:
        async with store.write() as tx:
            await tx.words.add(["ice"])

    await asyncio.gather(*(add() for _ in range(150)))

    async with store.read() as tx:
        assert await tx.words.frequencies(["ice"]) == (150, {"ice": 150})
