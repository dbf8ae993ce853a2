"""What is near an item, and why."""

from bot.stories.placing import Grouper
from bot.stories.related import (
    Candidate,
    Target,
    find_related,
    rank_related,
    target_of_items,
    target_of_words,
)
from bot.stories.terms import title_stems, weigh
from storage.model import Draft, HeadlineDraft
from tests.news import NOW, article, headline

TITLES = (
    "Appeals Court Reinstates Trade Tariffs",
    "France Bans Outdoor Smoking",
    "Senate Can Impose Tariffs Despite Court Ruling",
    "Germany Eyes Digital Tax on Tech Giants",
    "Car Maker Recalls 7,000 Single-Seat Cars",
)


def terms_of(item):
    return weigh(title_stems(item), (), documents=10, frequencies={})


def target(item, **kwargs):
    return Target(title=item.title, terms=terms_of(item), refs=frozenset({item.ref}), **kwargs)


def candidates(*items):
    return [Candidate(item, terms_of(item)) for item in items]


def headlines():
    return [headline(number, title) for number, title in enumerate(TITLES, 1)]


def test_the_nearest_comes_first_with_the_words_that_both_share():
    tariffs, *others = headlines()
    [near] = rank_related(target(tariffs), candidates(*others), limit=5)
    assert (near.item, near.shared, near.in_story) == (others[1], ("Court", "Tariffs"), False)


def test_an_item_is_never_related_to_itself_nor_to_a_copy_of_its_title():
    tariffs, *_ = headlines()
    copy = article(9, "Appeals court reinstates  trade tariffs", "")
    assert rank_related(target(tariffs), candidates(tariffs, copy), limit=5) == []


def test_the_same_title_is_listed_once():
    tariffs, _, senate, *_ = headlines()
    twin = headline(77, senate.title)
    found = rank_related(target(tariffs), candidates(senate, twin), limit=5)
    assert [str(near.item.ref) for near in found] == ["h3"]


def test_members_of_the_same_story_are_told_apart():
    tariffs = headline(1, TITLES[0], story_id=4)
    senate = headline(3, TITLES[2], story_id=4)
    [near] = rank_related(target(tariffs, story_id=4), candidates(senate), limit=5)
    assert near.in_story is True


def test_a_name_that_both_have_is_shown_whole():
    convoy = headline(2, "Coal Convoy Leaves Kara Sea")
    storm = Target("Storm in the Kara Sea", terms_of(convoy), pairs=frozenset({"kara sea"}))
    [near] = rank_related(storm, candidates(convoy), limit=1)
    assert near.shared == ("Coal", "Convoy", "Kara Sea", "Leaves")


async def test_asking_about_a_tariff_headline_finds_the_other_one_first(store):
    async with store.write() as tx:
        kept = await tx.headlines.add(
            [HeadlineDraft(title, language="en") for title in TITLES], site="", now=NOW
        )
        for item in kept:
            await Grouper().place(item, tx=tx, now=NOW)
        found = await find_related(await target_of_items(kept[:1], tx=tx), tx=tx)

    assert found[0].item.title == TITLES[2]
    assert set(found[0].shared) == {"Court", "Tariffs"}


async def test_words_find_what_is_near_them(store):
    async with store.write() as tx:
        kept = await tx.headlines.add(
            [HeadlineDraft(title, language="en") for title in TITLES], site="", now=NOW
        )
        for item in kept:
            await Grouper().place(item, tx=tx, now=NOW)
        found = await find_related(await target_of_words("digital taxes", tx=tx), tx=tx)

    assert [near.item.title for near in found] == [TITLES[3]]


async def test_articles_about_one_event_become_one_story(store):
    ice = "The icebreaker freed the Polar Lily in the Kara Sea. Its 34 sailors are safe."
    tow = "Polar Lily is under tow. The icebreaker cut a channel in the Kara Sea; sailors rest."
    dam = "Farmers protest against the dam plan. The valley would be flooded by spring."
    async with store.write() as tx:
        stories = []
        for title, body in (
            ("Icebreaker frees Polar Lily", ice),
            ("Farmers protest against dam", dam),
            ("Polar Lily under tow after icebreaker comes", tow),
        ):
            kept, _ = await tx.articles.add(
                Draft(title, body, language="en"), published=True, now=NOW
            )
            stories.append(await Grouper().place(kept, tx=tx, now=NOW))
        found = await tx.stories.get(stories[0])

    assert stories[0] == stories[2] != stories[1]
    assert [member.title for member in found.articles] == [
        "Icebreaker frees Polar Lily",
        "Polar Lily under tow after icebreaker comes",
    ]
