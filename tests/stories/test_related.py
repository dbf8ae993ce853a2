"""What is near an item, and why."""

from bot.stories.assign import Grouper
from bot.stories.overlap import phrases_of
from bot.stories.related import (
    SOUGHT,
    NearItem,
    Target,
    counts_of_item,
    find_certain,
    find_related,
    rank_related,
    target_of_items,
    target_of_words,
    telling_of,
    words_near,
)
from storage.model import Draft, HeadlineDraft
from tests.news import NOW, article, headline

TITLES = (
    "Appeals Court Reinstates Trade Tariffs",
    "France Bans Outdoor Smoking",
    "Senate Can Impose Tariffs Despite Court Ruling",
    "Germany Eyes Digital Tax on Tech Giants",
    "Car Maker Recalls 7,000 Single-Seat Cars",
)


def target(item, **kwargs):
    counts = counts_of_item(item)
    return Target(
        title=item.title,
        telling=telling_of(counts, documents=10, frequencies={}),
        meant=(item.title,),
        refs=frozenset({item.ref}),
        phrases=frozenset(phrases_of(item)),
        **kwargs,
    )


def ranked(target, items, *, limit):
    near = [NearItem(item, words_near(target.telling, counts_of_item(item))) for item in items]
    return rank_related(target, near, limit=limit)


def headlines():
    return [headline(number, title) for number, title in enumerate(TITLES, 1)]


def test_the_nearest_comes_first_with_the_words_that_both_share():
    tariffs, *others = headlines()
    [near] = ranked(target(tariffs), others, limit=5)
    assert (near.item, near.names, near.in_story) == (others[1], (), False)
    assert set(near.words) == {"court", "tariffs"}


def test_an_item_is_never_related_to_itself_nor_to_a_copy_of_its_title():
    tariffs, *_ = headlines()
    copy = article(9, "Appeals court reinstates  trade tariffs", "")
    assert ranked(target(tariffs), [tariffs, copy], limit=5) == []


def test_the_same_title_is_listed_once():
    tariffs, _, senate, *_ = headlines()
    twin = headline(77, senate.title)
    found = ranked(target(tariffs), [senate, twin], limit=5)
    assert [str(near.item.ref) for near in found] == ["h3"]


def test_members_of_the_same_story_are_told_apart():
    tariffs = headline(1, TITLES[0], story_id=4)
    senate = headline(3, TITLES[2], story_id=4)
    [near] = ranked(target(tariffs, story_id=4), [senate], limit=5)
    assert near.in_story is True


def test_a_name_that_both_have_is_shown_whole_and_apart_from_other_words():
    convoy = headline(2, "Coal convoy leaves the Kara Sea")
    storm = headline(1, "Storm stops a convoy in the Kara Sea")
    [near] = ranked(target(storm), [convoy], limit=1)
    assert (near.names, near.words) == (("Kara Sea",), ("convoy",))


async def test_a_headline_in_capitals_shares_the_names_that_a_text_shows_to_be_names(store):
    body = "The ship lay in the Kara Sea for nine days, and the crew is safe."
    async with store.write() as tx:
        target = await target_of_items([article(1, "Ship Freed After Nine Days", body)], tx=tx)

    insurers = headline(2, "Insurers Raise Premiums for Kara Sea Voyages")
    [near] = ranked(target, [insurers], limit=1)
    assert (near.names, near.words) == (("Kara Sea",), ())


async def test_asking_about_a_tariff_headline_finds_the_other_one_first(store):
    async with store.write() as tx:
        kept = await tx.headlines.add(
            [HeadlineDraft(title, language="en") for title in TITLES], site="", now=NOW
        )
        for item in kept:
            await Grouper().place(item, tx=tx, now=NOW)
        found = await find_related(await target_of_items(kept[:1], tx=tx), tx=tx)

    assert found[0].item.title == TITLES[2]
    assert set(found[0].words) == {"court", "tariffs"}


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


SEED = (
    "FBI Investigates Hacking and Impersonation of WH Chief of Staff",
    "Supreme Allows Trump to Revoke Legal Status for 500K Migrants",
    "FBI to Release Video Proving Epstein Was Not Murdered",
    "Trump Can Impose Tariffs Despite Court Ruling",
    "Appeals Court Reinstates Trump Tariffs",
)


async def test_names_and_other_words_that_both_have_are_told_apart(store):
    async with store.write() as tx:
        kept = await tx.headlines.add(
            [HeadlineDraft(title, language="en") for title in SEED], site="", now=NOW
        )
        grouper = Grouper()
        for item in kept:
            await grouper.place(item, tx=tx, now=NOW)
        tariffs = await find_related(await target_of_items(kept[4:], tx=tx), tx=tx)
        video = await find_related(await target_of_items(kept[2:3], tx=tx), tx=tx)

    assert tariffs[0].item.title == SEED[3]
    assert (tariffs[0].names, set(tariffs[0].words)) == (("Trump",), {"court", "tariffs"})
    assert [(near.item.title, near.names) for near in video] == [(SEED[0], ("FBI",))]


async def test_what_is_shown_unasked_tells_of_the_same_by_its_title_too(store):
    titles = ("Appeals court reinstates trade tariffs", "Appeals court frees man after 20 years")
    async with store.write() as tx:
        kept = await tx.headlines.add(
            [HeadlineDraft(title, language="en") for title in (TITLES[0], *titles, *TITLES[1:])],
            site="",
            now=NOW,
        )
        for item in kept:
            await Grouper().place(item, tx=tx, now=NOW)
        target = await target_of_words("Court rules that trade tariffs stay", tx=tx)
        certain = await find_certain(target, tx=tx, limit=3)
        near = await find_related(target, tx=tx)

    assert [each.item.title for each in certain] == [TITLES[0], TITLES[2]]
    assert titles[1] in {each.item.title for each in near}


async def test_very_many_words_at_once_are_no_problem(store):
    many = [f"word{number}" for number in range(1000)]
    async with store.write() as tx:
        [kept] = await tx.headlines.add(
            [HeadlineDraft("Crew under tow", language="en")], site="", now=NOW
        )
        await tx.words.add([*many, "tow"])
        await tx.search.index(
            kept.ref, title=["crew", "tow"], body=many, source="", language="en", at=NOW
        )

        target = await target_of_words(" ".join([*many, "tow"]), tx=tx)
        found = await find_related(target, tx=tx, least=0.0)

    assert len(target.sought) == SOUGHT
    assert [near.item.ref for near in found] == [kept.ref]
