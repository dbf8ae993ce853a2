"""What a digest says of each story."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.digest.compose import Edition, Recipient
from bot.stories.assign import Grouper
from bot.summarize.novelty import repeats
from storage import Store
from storage.model import (
    Article,
    DigestState,
    Draft,
    FilterKind,
    HeadlineDraft,
    Outlet,
    SummaryLength,
)
from tests.news import NOW
from tests.newsroom import ICEBREAKER, STRIKE, TOW, announce, publish

LATER = NOW + timedelta(hours=12)


@pytest.fixture
def edition(store, workers):
    """Return a function that makes an edition of NOW."""

    def make(*, cap: int = 5, method: str = "lead", now=NOW) -> Edition:
        return Edition(store=store, workers=workers, now=now, cap=cap, method=method)

    return make


async def test_an_entry_tells_the_story_in_its_own_sentences(store, edition):
    article = await publish(store, ICEBREAKER)

    composed = await edition().compose(Recipient(7))

    [entry] = composed.entries
    assert (entry.title, entry.url, entry.at) == (ICEBREAKER.title, ICEBREAKER.url, NOW)
    assert entry.outlets == (Outlet("Coast Times", ICEBREAKER.url),)
    assert [sentence.article_id for sentence in entry.sentences] == [article.id] * 2
    assert [sentence.text in ICEBREAKER.body for sentence in entry.sentences] == [True] * 2
    assert (composed.stories, composed.outlets, composed.state) == (1, 1, DigestState.BUILT)


async def test_a_text_too_short_for_a_summary_is_quoted(store, edition):
    await publish(store, Draft(title="Ferry late", body="The ferry is late. Wind is why."))

    [entry] = (await edition().compose(Recipient(7))).entries

    assert [sentence.text for sentence in entry.sentences] == [
        "The ferry is late.",
        "Wind is why.",
    ]
    assert entry.outlets == ()


async def test_a_story_of_headlines_has_no_sentences(store, edition):
    await announce(store, "Second channel opened for coal convoy", site="Coast Times")

    [entry] = (await edition().compose(Recipient(7))).entries

    assert (entry.title, entry.sentences) == ("Second channel opened for coal convoy", ())
    assert entry.outlets == (Outlet("Coast Times", None),)


async def test_whoever_tells_it_in_the_same_words_is_an_outlet_and_no_line(store, edition):
    other = replace(
        ICEBREAKER,
        title="Kara Sea: icebreaker freed after nine days",
        url="https://northern-wire.example/kara",
        site="Northern Wire",
    )
    await publish(store, ICEBREAKER)
    await publish(store, other)

    [entry] = (await edition().compose(Recipient(7))).entries

    assert {outlet.name for outlet in entry.outlets} == {"Coast Times", "Northern Wire"}
    assert entry.related == ()


async def test_another_report_is_mentioned_with_what_it_adds_word_for_word(store, edition):
    await publish(store, TOW)
    await publish(store, ICEBREAKER)

    [entry] = (await edition().compose(Recipient(7))).entries

    [mention] = entry.related
    other = {ICEBREAKER.title: ICEBREAKER, TOW.title: TOW}[mention.title]
    assert (mention.outlet, mention.url, mention.in_story) == (other.site, other.url, True)
    assert mention.adds
    assert mention.adds in other.body
    told = [sentence.text for sentence in entry.sentences]
    assert not repeats(mention.adds, told, language="en")


async def test_below_a_story_stands_where_its_reports_differ_and_who_said_what(store, edition):
    flood = "The flood in the Venn valley destroyed {} houses on Tuesday, the council said."
    said = '"The bridge to Larrow will be closed until June," mayor Ola Brandt told reporters.'
    first = Draft(
        title="Flood in the Venn valley destroys houses",
        body=f"{flood.format(340)}\n\n{said}",
        site="Coast Times",
        language="en",
    )
    other = replace(
        first,
        title="Venn valley flood: houses destroyed",
        body=f"{flood.format(500)}\n\nRain had fallen for nine days in the hills above Venn.",
        site="Northern Wire",
    )
    await publish(store, first)
    await publish(store, other)

    [entry] = (await edition().compose(Recipient(7))).entries

    [difference] = entry.differs
    assert {difference.one.outlet, difference.other.outlet} == {"Coast Times", "Northern Wire"}
    [statement] = entry.said
    assert statement.speaker == "mayor Ola Brandt"
    assert statement.quoted.text == '"The bridge to Larrow will be closed until June"'
    # It is stored with the digest as it was told.
    composed = await edition().compose(Recipient(7))
    await keep(store, composed)
    async with store.read() as tx:
        [digest] = await tx.digests.of_chat(7)
    [stored] = digest.entries
    assert (stored.differs, stored.said) == (entry.differs, entry.said)


async def test_a_digest_tells_as_much_as_fits_a_message_and_leaves_the_rest(store, edition):
    for number in range(20):
        # Words that no two of them share, so that each is a story.
        words = [f"{chr(97 + number) * 4}{chr(97 + place) * 4}" for place in range(25)]
        body = " ".join(f"{' '.join(words[start:]).capitalize()}." for start in range(4))
        await publish(store, Draft(title=" ".join(words[:6]), body=body))

    composed = await edition(cap=20).compose(Recipient(7, length=SummaryLength.LONG))

    assert 5 < len(composed.entries) < 20
    assert composed.left_out is not None
    assert composed.left_out.story_id not in {entry.story_id for entry in composed.entries}
    await keep(store, composed)
    left = await edition(cap=20).left_out(Recipient(7), limit=20)
    assert {story.id for story in left}.isdisjoint(entry.story_id for entry in composed.entries)
    assert len(left) + len(composed.entries) == composed.stories


async def test_at_most_three_items_are_mentioned_and_none_twice(store, edition):
    await publish(store, ICEBREAKER)
    for word in ("finally", "now", "at last", "today", "says ministry"):
        await announce(store, f"Icebreaker freed in the Kara Sea {word}", site=word)

    entries = (await edition().compose(Recipient(7))).entries

    titles = [mention.title for mention in entries[0].related]
    assert len(titles) == 3
    assert len(set(titles)) == 3


async def test_the_best_stories_are_told_and_all_are_counted(store, edition):
    await publish(store, ICEBREAKER)
    await publish(store, STRIKE)

    composed = await edition(cap=1).compose(Recipient(7))

    assert (len(composed.entries), composed.stories, composed.outlets) == (1, 2, 2)


async def keep(store, composed, *, now=NOW):
    """Store what chat 7 was told."""
    async with store.write() as tx:
        await tx.digests.add(
            chat_id=7,
            key=str(now),
            now=now,
            state=composed.state,
            entries=composed.entries,
            stories=1,
            outlets=1,
            headlines=composed.headlines,
        )


async def test_a_story_that_moved_on_returns_with_what_is_new_alone(store, edition):
    await publish(store, ICEBREAKER)
    first = await edition().compose(Recipient(7))
    await keep(store, first)
    await publish(store, TOW, now=LATER)

    later = edition(now=LATER)
    [update], [whole] = (
        (await later.compose(Recipient(7))).entries,
        (await later.compose(Recipient(8))).entries,
    )

    assert (update.story_id, update.told_at) == (whole.story_id, NOW)
    assert (whole.told_at, update.title, update.at) == (None, TOW.title, LATER)
    assert update.outlets == (Outlet("Northern Wire", TOW.url),)
    assert update.sentences
    told = [sentence.text for sentence in first.entries[0].sentences]
    for sentence in update.sentences:
        assert sentence.text in TOW.body
        assert not repeats(sentence.text, told, language="en")


async def test_a_story_is_not_told_again_for_a_report_without_news(store, edition):
    await publish(store, ICEBREAKER)
    await keep(store, await edition().compose(Recipient(7)))
    body = (
        "The ministry said that all 34 crew members are safe and the ship is under tow.\n\n"
        "All 34 crew members are safe, said the ministry, and the ship is under tow."
    )
    again = replace(TOW, title="Kara Sea icebreaker freed after nine days", body=body)
    await publish(store, again, now=LATER)

    async with store.read() as tx:
        [story] = await tx.stories.moved_since(NOW)
    assert len(story.articles) == 2
    assert (await edition(now=LATER).compose(Recipient(7))).entries == ()


async def test_an_update_is_told_once(store, edition):
    await publish(store, ICEBREAKER)
    await keep(store, await edition().compose(Recipient(7)))
    await publish(store, TOW, now=LATER)
    await keep(store, await edition(now=LATER).compose(Recipient(7)), now=LATER)

    assert (await edition(now=LATER).compose(Recipient(7))).entries == ()


async def test_what_holds_nothing_new_leaves_its_place_to_the_next_story(store, edition):
    await publish(store, ICEBREAKER)
    await keep(store, await edition().compose(Recipient(7)))
    again = replace(ICEBREAKER, url="https://post.example/1", site="Post")
    await publish(store, again, now=LATER)
    await publish(store, STRIKE, now=NOW)

    [entry] = (await edition(cap=1, now=LATER).compose(Recipient(7))).entries

    assert entry.title == STRIKE.title


async def test_a_chat_is_told_a_story_once_and_other_chats_too(store, edition):
    await publish(store, ICEBREAKER)
    first = await edition().compose(Recipient(7))
    await keep(store, first)

    later = edition()
    again, other = await later.compose(Recipient(7)), await later.compose(Recipient(8))

    assert (again.entries, again.state) == ((), DigestState.EMPTY)
    assert other.entries == first.entries


async def keep_filter(store, kind: FilterKind, text: str, *, chat_id: int = 7) -> None:
    async with store.write() as tx:
        await tx.filters.add(chat_id, kind, text, languages=["en"], now=NOW)


async def test_a_chat_is_never_told_what_it_mutes_and_others_are(store, edition):
    await publish(store, ICEBREAKER)
    await publish(store, STRIKE)
    await keep_filter(store, FilterKind.MUTE, "dockers")

    this = edition()
    muted, other = await this.compose(Recipient(7)), await this.compose(Recipient(8))

    assert [entry.title for entry in muted.entries] == [ICEBREAKER.title]
    assert (muted.stories, len(other.entries)) == (1, 2)
    assert [story.title for story in await this.left_out(Recipient(7), limit=5)] == [
        ICEBREAKER.title
    ]


async def test_what_is_muted_is_not_even_mentioned(store, edition):
    await publish(store, ICEBREAKER)
    near = "Insurers look at the icebreaker and the ice of the Kara Sea"
    await announce(store, near, site="Post")
    [whole, *_] = (await edition().compose(Recipient(7))).entries
    assert near in [mention.title for mention in whole.related]

    await keep_filter(store, FilterKind.MUTE, "insurers -rudder")
    entries = (await edition().compose(Recipient(7))).entries

    assert near not in str(entries)


async def test_what_a_chat_follows_comes_first_with_the_filter_as_a_reason(store, edition):
    await publish(store, STRIKE)
    await publish(store, ICEBREAKER)
    for text in ("dockers", "port OR ferries"):
        await keep_filter(store, FilterKind.FOLLOW, text)
    await keep_filter(store, FilterKind.FOLLOW, "icebreakers", chat_id=8)

    this = edition()
    mine, theirs = await this.compose(Recipient(7)), await this.compose(Recipient(8))

    assert [entry.title for entry in mine.entries] == [STRIKE.title, ICEBREAKER.title]
    assert [entry.title for entry in theirs.entries] == [ICEBREAKER.title, STRIKE.title]
    first, second = (entry.reasons for entry in mine.entries)
    assert first is not None
    assert second is not None
    assert (first.filters, second.filters) == (("dockers", "port OR ferries"), ())
    assert (first.outlets, first.most, first.newest_at) == (1, 1, NOW)


async def test_the_next_story_is_named_that_there_was_no_room_for(store, edition):
    await publish(store, STRIKE)
    await publish(store, ICEBREAKER)
    await keep_filter(store, FilterKind.FOLLOW, "dockers")

    short, all_told = (
        await edition(cap=1).compose(Recipient(7)),
        await edition().compose(Recipient(7)),
    )

    assert short.left_out is not None
    assert short.left_out.title == ICEBREAKER.title
    assert (short.left_out.reasons.outlets, short.left_out.reasons.filters) == (1, ())
    assert all_told.left_out is None


HARBOUR_DE = Draft(
    title="Hafenarbeiter nehmen Angebot an, Streik ist vorbei",
    body=(
        "Die Hafenarbeiter haben das Angebot von 4,1 Prozent angenommen.\n\n"
        "Die Kräne im Hafen laufen am Mittwochmorgen wieder an. "
        "Vierzig Schiffe lagen am Montag auf Reede vor dem Hafen. "
        "Die Gewerkschaft hatte sechs Prozent und kürzere Nachtschichten verlangt."
    ),
    url="https://hafenblatt.example/streik",
    site="Hafenblatt",
    language="de",
)


async def together(store, one: Article, other: Article) -> None:
    """Make one story of two articles."""
    async with store.write() as tx:
        known = await tx.stories.of([one.ref, other.ref])
        await tx.stories.merge(known[one.ref], known[other.ref])


@pytest.fixture
async def two_languages(store):
    """Two stories in English, one of which is told in German as well, and one in German."""
    await together(store, await publish(store, STRIKE), await publish(store, HARBOUR_DE))
    await publish(store, ICEBREAKER)
    await publish(store, GERMAN)


GERMAN = Draft(
    title="Neue Brücke über die Warne wird im Mai eröffnet",
    body=(
        "Die neue Brücke über die Warne wird nach vier Jahren Bauzeit am 3. Mai eröffnet.\n\n"
        "Sie kostet 41 Millionen Euro und ist für Radfahrer und Fußgänger gedacht. "
        "Der Stadtrat hatte den Bau mit großer Mehrheit beschlossen."
    ),
    url="https://hafenblatt.example/bruecke",
    site="Hafenblatt",
    language="de",
)


async def told_to(edition, **facts) -> set[str]:
    composed = await edition().compose(Recipient(7, **facts))
    return {entry.title for entry in composed.entries}


@pytest.mark.usefixtures("two_languages")
@pytest.mark.parametrize(
    ("languages", "expected"),
    [
        pytest.param((), {STRIKE.title, ICEBREAKER.title, GERMAN.title}, id="never said"),
        pytest.param(("en",), {STRIKE.title, ICEBREAKER.title}, id="English"),
        pytest.param(("de",), {HARBOUR_DE.title, GERMAN.title}, id="German"),
        pytest.param(("fr",), set(), id="none that there is"),
    ],
)
async def test_a_digest_brings_the_languages_that_a_reader_reads(edition, languages, expected):
    assert await told_to(edition, languages=languages, language="en") == expected


@pytest.mark.usefixtures("two_languages")
async def test_of_equal_reports_the_one_that_the_reader_speaks_is_told(store, edition):
    expected = {HARBOUR_DE.title, ICEBREAKER.title, GERMAN.title}
    assert await told_to(edition, language="de-at") == expected
    both = await edition().compose(Recipient(7, language="de", languages=("de", "en")))
    [strike] = [entry for entry in both.entries if entry.title == HARBOUR_DE.title]
    assert "Die Kräne" in " ".join(sentence.text for sentence in strike.sentences)
    assert {outlet.name for outlet in strike.outlets} == {"Hafenblatt", "Harbour Post"}


async def test_a_report_that_is_hours_older_is_not_equal(store, edition):
    german = await publish(store, HARBOUR_DE, now=NOW - timedelta(hours=9))
    english = await publish(store, STRIKE)
    await together(store, english, german)

    assert await told_to(edition, language="de") == {STRIKE.title}


async def test_what_a_reader_follows_comes_in_any_language(store, edition):
    await publish(store, GERMAN)
    async with store.write() as tx:
        await tx.filters.add(7, FilterKind.FOLLOW, "Warne", languages=("de",), now=NOW)

    assert await told_to(edition, languages=("en",)) == {GERMAN.title}


async def test_news_of_a_told_story_in_another_language_are_no_news_to_the_reader(store, edition):
    english = await publish(store, STRIKE)
    first = await edition().compose(Recipient(7, languages=("en",)))
    async with store.write() as tx:
        await tx.digests.add(
            chat_id=7,
            key="1",
            now=NOW,
            state=DigestState.BUILT,
            entries=first.entries,
            stories=1,
            outlets=1,
        )
    german = await publish(store, HARBOUR_DE, now=LATER)
    await together(store, english, german)

    later = edition(now=LATER)
    assert (await later.compose(Recipient(7, languages=("en",)))).entries == ()


BELL, SMOKE = "Museum returns bronze bell", "France bans outdoor smoking"
HEADLINES = (
    BELL,
    SMOKE,
    "Lynx win the ice hockey cup",
    "Glacier loses a kilometre",
    "Bakers want lower tariffs on wheat",
    "Comet seen above Lamora tonight",
    "Queen bee census begins in May",
)


async def bring(store: Store, draft: HeadlineDraft, *, site: str) -> None:
    dated = replace(draft, published_at=NOW)
    async with store.write() as tx:
        [headline] = await tx.headlines.add([dated], site=site, now=NOW)
        await Grouper().place(headline, tx=tx, now=NOW)


def named(composed) -> list[str]:
    return [one.title for one in composed.headlines]


async def test_what_only_headlines_tell_is_named_below_the_stories_and_takes_no_place(
    store, edition
):
    for number, title in enumerate(HEADLINES):
        await announce(store, title, site=f"Post {number}")
    await publish(store, ICEBREAKER)

    this = edition()
    composed = await this.compose(Recipient(7))

    assert [entry.title for entry in composed.entries] == [ICEBREAKER.title]
    best_first = [story.title for story in await this.left_out(Recipient(7), limit=9)]
    assert sorted(best_first) == sorted([ICEBREAKER.title, *HEADLINES])
    best_first.remove(ICEBREAKER.title)
    assert named(composed) == best_first[:5]
    # A law concerns more people than the bakers, bells and cups.
    assert best_first[0] == SMOKE
    assert composed.headlines[0].outlets == (Outlet("Post 1", None),)
    assert composed.left_out is not None
    assert composed.left_out.title == best_first[5]


async def test_what_was_named_is_told_and_returns_with_its_text_alone(store, edition):
    await publish(store, ICEBREAKER)
    await announce(store, STRIKE.title, site="Day Wire")
    first = await edition().compose(Recipient(7))
    assert named(first) == [STRIKE.title]
    await keep(store, first)
    await publish(store, replace(TOW, title="Trains late", url=None), now=LATER)
    await announce(store, BELL, site="Coast Times")

    assert named(await edition(now=LATER).compose(Recipient(7))) == [BELL]

    await publish(store, STRIKE, now=LATER)
    titles = [one.title for one in (await edition(now=LATER).compose(Recipient(7))).entries]
    assert STRIKE.title in titles


async def test_headlines_take_the_places_where_there_is_nothing_else(store, edition):
    for title in HEADLINES[:3]:
        await announce(store, title, site="Coast Times")

    composed = await edition(cap=2).compose(Recipient(7))

    assert composed.entries[0].title == SMOKE
    assert [entry.reasons.has_text for entry in composed.entries if entry.reasons] == [False] * 2
    told = [entry.title for entry in composed.entries]
    assert sorted([*told, *named(composed)]) == sorted(HEADLINES[:3])


async def test_a_headline_that_is_followed_or_that_several_outlets_have_takes_a_place(
    store, edition
):
    await publish(store, ICEBREAKER)
    await announce(store, SMOKE, site="Day Wire")
    for site in ("Day Wire", "Coast Times", "Harbour Post"):
        draft = HeadlineDraft(BELL, url=f"https://{site[:3]}.example/bell")
        await bring(store, draft, site=site)
    await keep_filter(store, FilterKind.FOLLOW, "smoking", chat_id=8)

    this = edition()
    mine, theirs = await this.compose(Recipient(7)), await this.compose(Recipient(8))

    assert {entry.title for entry in mine.entries} == {ICEBREAKER.title, BELL}
    assert named(mine) == [SMOKE]
    assert {entry.title for entry in theirs.entries} == {ICEBREAKER.title, BELL, SMOKE}
    assert named(theirs) == []


async def test_what_is_muted_or_in_another_language_is_not_named(store, edition):
    await publish(store, ICEBREAKER)
    await announce(store, SMOKE, site="Day Wire")
    foreign = HeadlineDraft("Музей повертає бронзовий дзвін", language="uk")
    await bring(store, foreign, site="Пошта")
    await keep_filter(store, FilterKind.MUTE, "smoking")

    this = edition()
    assert named(await this.compose(Recipient(7, languages=("en",)))) == []
    assert named(await this.compose(Recipient(7))) == [foreign.title]
