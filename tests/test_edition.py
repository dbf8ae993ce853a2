"""What a digest says of each story."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.digest.edition import Edition
from storage.model import DigestState, Draft, Outlet
from tests.news import NOW
from tests.newsroom import ICEBREAKER, STRIKE, announce, publish


@pytest.fixture
def edition(store, workers):
    """Return a function that makes an edition of NOW."""

    def make(*, cap: int = 5, method: str = "lead") -> Edition:
        return Edition(store=store, workers=workers, now=NOW, cap=cap, method=method)

    return make


async def test_an_entry_tells_the_story_in_its_own_sentences(store, edition):
    article = await publish(store, ICEBREAKER)

    composed = await edition().compose(7)

    [entry] = composed.entries
    assert (entry.title, entry.url, entry.at) == (ICEBREAKER.title, ICEBREAKER.url, NOW)
    assert entry.outlets == (Outlet("Coast Times", ICEBREAKER.url),)
    assert [sentence.article_id for sentence in entry.sentences] == [article.id] * 2
    assert [sentence.text in ICEBREAKER.body for sentence in entry.sentences] == [True] * 2
    assert (composed.stories, composed.outlets, composed.state) == (1, 1, DigestState.BUILT)


async def test_a_text_too_short_for_a_summary_is_quoted(store, edition):
    await publish(store, Draft(title="Ferry late", body="The ferry is late. Wind is why."))

    [entry] = (await edition().compose(7)).entries

    assert [sentence.text for sentence in entry.sentences] == [
        "The ferry is late.",
        "Wind is why.",
    ]
    assert entry.outlets == ()


async def test_a_story_of_headlines_has_no_sentences(store, edition):
    await announce(store, "Second channel opened for coal convoy", site="Coast Times")

    [entry] = (await edition().compose(7)).entries

    assert (entry.title, entry.sentences) == ("Second channel opened for coal convoy", ())
    assert entry.outlets == (Outlet("Coast Times", None),)


async def test_others_who_tell_the_story_are_outlets_and_mentions(store, edition):
    other = replace(
        ICEBREAKER,
        title="Kara Sea: icebreaker freed after nine days",
        url="https://northern-wire.example/kara",
        site="Northern Wire",
    )
    await publish(store, ICEBREAKER)
    await publish(store, other)

    [entry] = (await edition().compose(7)).entries

    assert {outlet.name for outlet in entry.outlets} == {"Coast Times", "Northern Wire"}
    assert [mention.title for mention in entry.related] == [
        ({ICEBREAKER.title, other.title} - {entry.title}).pop()
    ]


async def test_at_most_three_items_are_mentioned_and_none_twice(store, edition):
    await publish(store, ICEBREAKER)
    for word in ("finally", "now", "at last", "today", "says ministry"):
        await announce(store, f"Icebreaker freed in the Kara Sea {word}", site=word)

    entries = (await edition().compose(7)).entries

    titles = [mention.title for mention in entries[0].related]
    assert len(titles) == 3
    assert len(set(titles)) == 3


async def test_the_best_stories_are_told_and_all_are_counted(store, edition):
    await publish(store, ICEBREAKER)
    await publish(store, STRIKE)

    composed = await edition(cap=1).compose(7)

    assert (len(composed.entries), composed.stories, composed.outlets) == (1, 2, 2)


async def test_a_chat_is_told_a_story_once_and_other_chats_too(store, edition):
    await publish(store, ICEBREAKER)
    first = await edition().compose(7)
    async with store.write() as tx:
        await tx.digests.add(
            chat_id=7,
            key="one",
            now=NOW,
            state=first.state,
            entries=first.entries,
            stories=1,
            outlets=1,
        )

    later = edition()
    again, other = await later.compose(7), await later.compose(8)

    assert (again.entries, again.state) == ((), DigestState.EMPTY)
    assert other.entries == first.entries
