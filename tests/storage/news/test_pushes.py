"""What was asked of a source's hub is kept, one for each source, as long as it is read."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from storage.model import Push, SourceState
from tests.news import NOW

HOUR = timedelta(hours=1)


def push(source_id: int, *, ask_at: datetime = NOW) -> Push:
    """Return what is asked for a source; its number is the token."""
    hub, topic = "https://hub.example/", f"https://a.example/{source_id}"
    return Push(source_id, hub, topic, str(source_id), "secret", ask_at=ask_at)


async def test_a_push_is_kept_as_it_was_put_last(store):
    async with store.write() as tx:
        source, _ = await tx.sources.add("https://a.example/1", title="", now=NOW)
        first = push(source.id)
        await tx.pushes.put(first)
        assert await tx.pushes.of(source.id) == first
        agreed = replace(first, tries=2, lease_until=NOW + HOUR, ask_at=NOW + HOUR)
        await tx.pushes.put(agreed)
        assert await tx.pushes.by_token("1") == agreed
        assert await tx.pushes.by_token("x") is None

        await tx.pushes.remove(source.id)
        assert await tx.pushes.of(source.id) is None


async def test_hubs_are_due_longest_waiting_first_for_sources_that_are_read(store):
    async with store.write() as tx:
        added = [
            (await tx.sources.add(f"https://a.example/{n}", title="", now=NOW))[0] for n in range(4)
        ]
        late, early, stopped, later = added
        await tx.pushes.put(push(late.id, ask_at=NOW))
        await tx.pushes.put(push(early.id, ask_at=NOW - HOUR))
        await tx.pushes.put(push(stopped.id, ask_at=NOW - HOUR))
        await tx.pushes.put(push(later.id, ask_at=NOW + HOUR))
        await tx.sources.change(replace(stopped, state=SourceState.STOPPED))

        due = await tx.pushes.due(NOW, limit=10)
        assert [each.source_id for each in due] == [early.id, late.id]
        assert len(await tx.pushes.due(NOW, limit=1)) == 1


async def test_a_push_goes_with_its_source(store):
    async with store.write() as tx:
        source, _ = await tx.sources.add("https://a.example/1", title="", now=NOW)
        await tx.pushes.put(push(source.id))
        await tx.sources.remove(source.id)
        assert await tx.pushes.by_token("1") is None
