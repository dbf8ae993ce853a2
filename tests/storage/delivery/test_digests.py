"""A digest is kept as it was told, once for each slot."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from storage import WriteTransaction
from storage.model import (
    Digest,
    DigestDate,
    DigestEntry,
    DigestState,
    Kind,
    LeftOut,
    Liking,
    Mention,
    Outlet,
    Reasons,
    Ref,
    Sentence,
    ShownStory,
    Trait,
    TraitKind,
)
from tests.moments import utc

NOW = utc("2026-01-10T06:00")
LATER = utc("2026-01-10T16:30")

ENTRY = DigestEntry(
    story_id=412,
    title="Криголам звільнено",
    url="https://coast-times.example/icebreaker",
    sentences=(Sentence("All 34 are safe.", 12, 0), Sentence("It is under tow.", 12, 2)),
    outlets=(Outlet("Coast Times", "https://coast-times.example/icebreaker"), Outlet("", None)),
    at=utc("2026-01-10T05:40"),
    related=(Mention("h880", "Insurers raise premiums", None),),
    told_at=utc("2026-01-09T06:00"),
    reasons=Reasons(
        2,
        9,
        utc("2026-01-10T05:50"),
        filters=("ports OR shipping",),
        heard=1,
        topic="world",
        same_topic=2,
        likings=(Liking(Trait(TraitKind.TOPIC, "world"), 0.4),),
    ),
)
BARE = DigestEntry(
    story_id=398, title="Port strike ends", url=None, sentences=(), outlets=(), at=NOW
)


DATED = replace(ENTRY, story_id=399, day=date(2026, 1, 9))


async def add(
    tx: WriteTransaction,
    key: str,
    *entries: DigestEntry,
    chat_id: int = 7,
    now=NOW,
    state: DigestState = DigestState.BUILT,
) -> Digest:
    digest, is_new = await tx.digests.add(
        chat_id=chat_id, key=key, now=now, state=state, entries=entries, stories=87, outlets=23
    )
    assert is_new
    return digest


async def test_what_goes_in_comes_out(store):
    async with store.write() as tx:
        added = await add(tx, "2026-01-10T08:00", ENTRY, BARE, DATED)

    async with store.read() as tx:
        assert added == Digest(
            id=1,
            chat_id=7,
            key="2026-01-10T08:00",
            created_at=NOW,
            state=DigestState.BUILT,
            entries=(ENTRY, BARE, DATED),
            stories=87,
            outlets=23,
        )
        assert added.ref == Ref(Kind.DIGEST, 1)
        assert await tx.digests.get(1) == added
        assert await tx.digests.by_key(7, "2026-01-10T08:00") == added


async def test_the_headlines_below_are_kept_apart_and_count_as_told(store):
    async with store.write() as tx:
        added, _ = await tx.digests.add(
            chat_id=7,
            key="a",
            now=NOW,
            state=DigestState.BUILT,
            entries=(ENTRY, DATED),
            stories=87,
            outlets=23,
            headlines=(BARE,),
        )

        assert (added.entries, added.headlines) == ((ENTRY, DATED), (BARE,))
        assert await tx.digests.get(added.id) == added
        assert await tx.digests.told(7, [398, 412]) == {398: NOW, 412: NOW}
        assert await tx.digests.told(8, [398]) == {}


async def test_when_a_chats_digests_were_made_is_read_without_what_they_told(store):
    async with store.write() as tx:
        first = await add(tx, "a", ENTRY, now=NOW)
        third = await add(tx, "b", now=LATER, state=DigestState.SKIPPED)
        second = await add(tx, "c", BARE, now=NOW)
        await add(tx, "a", ENTRY, chat_id=8)

        assert await tx.digests.dates(7) == [
            DigestDate(third.id, LATER, DigestState.SKIPPED),
            DigestDate(second.id, NOW, DigestState.BUILT),
            DigestDate(first.id, NOW, DigestState.BUILT),
        ]
        assert await tx.digests.dates(9) == []


async def test_digests_come_in_the_order_in_which_they_are_asked_for(store):
    async with store.write() as tx:
        first = await add(tx, "a", ENTRY)
        second = await add(tx, "b", BARE)

        assert await tx.digests.with_ids([second.id, 99, first.id]) == [second, first]
        assert await tx.digests.with_ids([]) == []


async def test_a_slot_has_one_digest(store):
    async with store.write() as tx:
        first = await add(tx, "2026-01-10T08:00", ENTRY)
        again = await tx.digests.add(
            chat_id=7,
            key="2026-01-10T08:00",
            now=LATER,
            state=DigestState.EMPTY,
            entries=(),
            stories=0,
            outlets=0,
        )
        assert again == (first, False)

        other = await add(tx, "2026-01-10T08:00", BARE, chat_id=8)
        assert await tx.digests.get(other.id) == other


async def test_a_chats_digests_come_newest_first(store):
    async with store.write() as tx:
        first = await add(tx, "a", ENTRY, now=NOW)
        third = await add(tx, "b", BARE, ENTRY, now=LATER)
        second = await add(tx, "c", now=NOW)
        await add(tx, "a", ENTRY, chat_id=8)

        assert await tx.digests.of_chat(7) == [third, second, first]
        assert await tx.digests.of_chat(7, limit=1) == [third]


@pytest.mark.parametrize("state", [DigestState.EMPTY, DigestState.SKIPPED])
async def test_only_what_was_built_was_told(store, state):
    async with store.write() as tx:
        await add(tx, "a", ENTRY, now=NOW)
        await add(tx, "b", ENTRY, now=LATER, state=state)
        await add(tx, "c", BARE, now=LATER, chat_id=8)

        assert await tx.digests.told(7, [412, 398]) == {412: NOW}


async def test_a_story_was_last_told_by_the_newest_digest(store):
    async with store.write() as tx:
        await add(tx, "a", ENTRY, BARE, now=NOW)
        await add(tx, "b", replace(ENTRY, told_at=NOW), now=LATER)

        assert await tx.digests.told(7, [412, 398]) == {412: LATER, 398: NOW}
        assert await tx.digests.told(7, [398]) == {398: NOW}
        assert await tx.digests.told(7, []) == {}


async def test_what_a_chat_was_told_of_a_story_comes_back_in_order(store):
    update = replace(ENTRY, sentences=(Sentence("It is in port.", 13, 0),), told_at=NOW)
    async with store.write() as tx:
        await add(tx, "b", update, now=LATER)
        await add(tx, "a", ENTRY, BARE, now=NOW)
        await add(tx, "c", update, now=LATER, chat_id=8)
        await add(tx, "d", update, now=LATER, state=DigestState.SKIPPED)

        told = await tx.digests.told_of(7, 412)

        assert told.texts == (
            ENTRY.title,
            "All 34 are safe.",
            "It is under tow.",
            ENTRY.title,
            "It is in port.",
        )
        assert told.newest_at == ENTRY.at
        assert (await tx.digests.told_of(7, 398)).texts == (BARE.title,)
        assert await tx.digests.told_of(9, 412) == ShownStory()


async def test_absence_is_none(store):
    async with store.read() as tx:
        assert await tx.digests.get(1) is None
        assert await tx.digests.by_key(7, "a") is None
        assert await tx.digests.of_chat(7) == []


async def test_what_there_was_no_room_for_is_kept_with_the_digest(store):
    left_out = LeftOut(7, "Ferry fares rise", Reasons(1, 9, LATER, has_text=False))
    async with store.write() as tx:
        digest, _ = await tx.digests.add(
            chat_id=7,
            key="a",
            now=NOW,
            state=DigestState.BUILT,
            entries=[ENTRY],
            stories=87,
            outlets=23,
            left_out=left_out,
        )

    async with store.read() as tx:
        assert await tx.digests.get(digest.id) == digest
    assert digest.left_out == left_out
