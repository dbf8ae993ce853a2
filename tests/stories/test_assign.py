"""News finds its story in a real store, whatever was restarted, undone or done by others."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.stories.assign import Grouper
from storage import ReadTransaction, Store
from storage.model import Draft, Field, HeadlineDraft, Item, Story, Term
from tests.news import NOW
from tests.newsroom import ICEBREAKER, STRIKE, TOW


async def placed(store: Store, draft: Draft, *, by: Grouper, at=NOW) -> tuple[Item, int]:
    async with store.write() as tx:
        article, _ = await tx.articles.add(draft, published=True, now=at)
        return article, await by.place(article, tx=tx, now=at)


async def titled(store: Store, title: str, *, by: Grouper, site="Post", at=NOW) -> tuple[Item, int]:
    async with store.write() as tx:
        [headline] = await tx.headlines.add(
            [HeadlineDraft(title, url=f"https://{site}.example/{abs(hash(title))}")],
            site=site,
            now=at,
        )
        return headline, await by.place(headline, tx=tx, now=at)


async def story(store: Store, story_id: int) -> Story:
    async with store.read() as tx:
        found = await tx.stories.get(story_id)
    assert found is not None
    return found


async def test_two_reports_of_one_event_are_one_story_and_another_event_is_another(store):
    grouper = Grouper()
    _, freed = await placed(store, ICEBREAKER, by=grouper)
    _, strike = await placed(store, STRIKE, by=grouper)
    _, tow = await placed(store, TOW, by=grouper)

    assert tow == freed
    assert strike != freed
    assert len((await story(store, freed)).articles) == 2


async def test_a_new_process_goes_on_where_the_last_one_stopped(store):
    _, freed = await placed(store, ICEBREAKER, by=Grouper())
    _, tow = await placed(store, TOW, by=Grouper())
    assert tow == freed


async def test_what_another_process_placed_is_known(store):
    mine, other = Grouper(), Grouper()
    await placed(store, STRIKE, by=mine)
    _, freed = await placed(store, ICEBREAKER, by=other)
    _, tow = await placed(store, TOW, by=mine)
    assert tow == freed


async def test_what_was_undone_is_forgotten(store):
    grouper = Grouper()

    async def place_and_fail() -> None:
        async with store.write() as tx:
            article, _ = await tx.articles.add(ICEBREAKER, published=True, now=NOW)
            await grouper.place(article, tx=tx, now=NOW)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        await place_and_fail()
    _, tow = await placed(store, TOW, by=grouper)
    assert len((await story(store, tow)).articles) == 1


async def test_news_of_a_story_that_is_over_begins_another(store):
    grouper = Grouper(window=timedelta(hours=48))
    _, freed = await placed(store, ICEBREAKER, by=grouper)
    _, tow = await placed(store, TOW, by=grouper, at=NOW + timedelta(hours=49))
    assert tow != freed


async def test_a_late_report_finds_its_story(store):
    grouper = Grouper()
    _, freed = await placed(store, ICEBREAKER, by=grouper)
    late = replace(TOW, published_at=NOW - timedelta(hours=20))
    _, tow = await placed(store, late, by=grouper, at=NOW + timedelta(hours=1))
    assert tow == freed


async def test_a_story_that_lost_its_last_member_is_joined_by_nobody(store):
    grouper = Grouper()
    article, freed = await placed(store, ICEBREAKER, by=grouper)
    async with store.write() as tx:
        await tx.articles.remove(article.id)

    _, tow = await placed(store, TOW, by=grouper)
    assert tow != freed


async def test_a_headline_joins_the_story_that_it_names(store):
    grouper = Grouper()
    _, freed = await placed(store, ICEBREAKER, by=grouper)
    _, named = await titled(store, "Icebreaker freed in Kara Sea", by=grouper)
    assert named == freed


async def test_a_headline_below_an_article_is_another_story(store):
    """A page lists what else there is, often in the same words."""
    grouper = Grouper()
    article, freed = await placed(store, ICEBREAKER, by=grouper)
    below = HeadlineDraft("Icebreaker freed in Kara Sea")
    async with store.write() as tx:
        [listed] = await tx.headlines.add([below], site="", article_id=article.ref.number, now=NOW)
        assert await grouper.place(listed, tx=tx, now=NOW) != freed


async def test_the_same_text_at_another_outlet_is_a_copy(store):
    grouper = Grouper()
    first, freed = await placed(store, ICEBREAKER, by=grouper)
    reprint = replace(ICEBREAKER, url="https://post.example/ice", site="Post")
    await placed(store, reprint, by=grouper)

    found = await story(store, freed)
    assert [article.copy_of for article in found.articles] == [None, first.ref]


async def test_an_edited_text_is_a_copy_and_another_report_is_none(store):
    grouper = Grouper()
    first, freed = await placed(store, ICEBREAKER, by=grouper)
    shorter = replace(
        ICEBREAKER,
        title="Kara Sea: icebreaker is free",
        body=ICEBREAKER.body.rpartition("\n\n")[0],
        url="https://post.example/ice",
    )
    edited, _ = await placed(store, shorter, by=grouper)
    other, _ = await placed(store, TOW, by=grouper)

    copies = {article.ref: article.copy_of for article in (await story(store, freed)).articles}
    assert copies == {first.ref: None, edited.ref: first.ref, other.ref: None}


async def test_a_title_is_a_copy_of_its_text_even_if_the_text_comes_later(store):
    grouper = Grouper()
    title, freed = await titled(store, ICEBREAKER.title, by=grouper)
    twin, _ = await titled(store, ICEBREAKER.title, by=grouper, site="Wire")
    article, found = await placed(store, ICEBREAKER, by=grouper)

    assert found == freed
    members = {member.ref: member.copy_of for member in (await story(store, freed)).members}
    assert members == {article.ref: None, title.ref: article.ref, twin.ref: article.ref}


async def test_stories_that_an_admin_merges_grow_as_one(store):
    grouper = Grouper()
    _, freed = await placed(store, ICEBREAKER, by=grouper)
    _, strike = await placed(store, STRIKE, by=grouper)
    async with store.write() as tx:
        await grouper.merge(await _story(tx, strike), await _story(tx, freed), tx=tx, now=NOW)

    for other in (grouper, Grouper()):
        _, tow = await placed(store, replace(TOW, url=f"https://a.example/{id(other)}"), by=other)
        assert tow == strike


async def test_what_an_admin_takes_out_grows_by_itself(store):
    grouper = Grouper()
    _, freed = await placed(store, ICEBREAKER, by=grouper)
    _, strike = await placed(store, STRIKE, by=grouper)
    async with store.write() as tx:
        await grouper.merge(await _story(tx, freed), await _story(tx, strike), tx=tx, now=NOW)
        both = await _story(tx, freed)
        taken = [item for item in both.members if item.title == STRIKE.title]
        new = await grouper.split(both, taken, tx=tx, now=NOW)

    assert new not in {freed, strike}
    _, tow = await placed(store, TOW, by=grouper)
    assert tow == freed
    assert [item.title for item in (await story(store, new)).members] == [STRIKE.title]
    # The story that was merged away and taken out again leads where it was merged.
    assert (await story(store, strike)).id == freed


async def test_many_headlines_of_one_event_become_one_story_in_the_end(store):
    """Each half is its own at first, since the two share too few words when they begin."""
    grouper = Grouper()
    seen = {
        (await titled(store, title, by=grouper, site=f"site{number}"))[1]
        for number, title in enumerate(
            [f"Icebreaker {verb} in Kara Sea" for verb in _VERBS]
            + [f"{verb} Kara Sea icebreaker rudder" for verb in _VERBS]
        )
    }
    async with store.write() as tx:
        await grouper.tidy(tx=tx, now=NOW)
        left = {story.id for story in await tx.stories.moved_since(NOW)}
    assert len(left) == 1
    assert left <= seen


_VERBS = ("freed", "stuck", "towed", "saved", "moved", "seen", "lost")


async def _story(tx: ReadTransaction, story_id: int) -> Story:
    found = await tx.stories.get(story_id)
    assert found is not None
    return found


async def test_what_is_placed_is_found_by_its_topic(store):
    await placed(store, STRIKE, by=Grouper())
    port, _ = await placed(store, replace(STRIKE, url="https://a.example/sport/1"), by=Grouper())
    async with store.read() as tx:
        query = Term((), Field.TOPIC, "sport")
        assert await tx.search.find(query, now=NOW) == [port.ref]
