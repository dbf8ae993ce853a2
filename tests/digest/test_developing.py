"""Developing stories as an editor would tell them: invented ones, in five languages.

`developing.json` has what came in, when it came and when it was written, and what each digest
must and must not tell of it. What belongs together is put together here as an admin would,
so that a digest is judged for how it tells a story, and for nothing else.
"""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from bot.digest.compose import Edition, Recipient
from bot.stories.assign import Grouper, merge_stories
from storage import Store
from storage.model import DigestEntry, Draft, HeadlineDraft, Item, Kind, Ref

SCENARIOS = json.loads(Path(__file__).with_name("developing.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("scenario", SCENARIOS, ids=[one["id"] for one in SCENARIOS])
async def test_a_developing_story_is_told_by_what_changed(scenario, store, workers):
    keys: dict[Ref, str] = {}
    waiting = sorted(scenario["items"], key=lambda item: item["at"])
    for digest in scenario["digests"]:
        [expected] = digest["entries"]
        while waiting and waiting[0]["at"] <= digest["at"]:
            item = waiting.pop(0)
            keys[await publish(item, scenario["language"], store)] = item["key"]
        entries = await told(store, workers, now=datetime.fromisoformat(digest["at"]))

        assert wrongs(entries, expected, scenario, keys) == []


def wrongs(
    entries: tuple[DigestEntry, ...],
    expected: dict[str, Any],
    scenario: dict[str, Any],
    keys: dict[Ref, str],
) -> list[str]:
    """Return what is wrong with a digest that has one story to tell, or none."""
    if expected["expect"] == "none" or not entries:
        return [f"told: {entry.title}" for entry in entries] or (
            ["not told"] if expected["expect"] != "none" else []
        )
    [entry] = entries
    titles = {item["key"]: item["title"] for item in scenario["items"]}
    shown = "\n".join([entry.title, *(one.text for one in entry.sentences)])
    found = [
        f"without {group}"
        for group in expected["must"]
        if not any(text.lower() in shown.lower() for text in group)
    ]
    found += [f"with {text}" for text in expected["must_not"] if text.lower() in shown.lower()]
    if entry.title not in {titles[key] for key in expected["titles"]}:
        found.append(f"titled {entry.title}")
    first = [keys[Ref(Kind.ARTICLE, one.article_id)] for one in entry.sentences[:1]]
    if expected["first"] and first and first[0] not in expected["first"]:
        found.append(f"first sentence of {first[0]}")
    if entry.is_update != (expected["expect"] == "update"):
        found.append(f"is_update: {entry.is_update}")
    return found


async def publish(item: dict[str, Any], language: str, store: Store) -> Ref:
    """Publish an item of a scenario in the one story that there is."""
    now, published_at = (datetime.fromisoformat(item[key]) for key in ("at", "published"))
    grouper = Grouper()
    stored: Item
    async with store.write() as tx:
        if item["kind"] == "headline":
            headline = HeadlineDraft(item["title"], published_at=published_at, language=language)
            [stored] = await tx.headlines.add([headline], site=item["outlet"], now=now)
        else:
            draft = Draft(
                item["title"],
                item["text"],
                site=item["outlet"],
                language=language,
                published_at=published_at,
            )
            stored, _ = await tx.articles.add(draft, published=True, now=now)
        story = await tx.stories.get(await grouper.place(stored, tx=tx, now=now))
        first = await tx.stories.get(1)
        if story is not None and first is not None and story.id != first.id:
            await merge_stories(first, story, grouper=grouper, tx=tx, now=now)
    return stored.ref


async def told(store: Store, workers: Any, *, now: datetime) -> tuple[DigestEntry, ...]:
    """Compose and store a digest; return what it tells."""
    edition = Edition(store=store, workers=workers, now=now, cap=5, method="ranker")
    composed = await edition.compose(Recipient(7))
    async with store.write() as tx:
        await tx.digests.add(
            chat_id=7,
            key=str(now),
            now=now,
            state=composed.state,
            entries=composed.entries,
            stories=composed.stories,
            outlets=composed.outlets,
            headlines=composed.headlines,
        )
    return composed.told
