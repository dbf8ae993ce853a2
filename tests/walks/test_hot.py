"""Readers follow topics: what is hot, and the newest of one topic."""

from datetime import timedelta

import pytest

from bot.text.topics import TOPICS
from storage.model import Draft, HeadlineDraft
from tests.news import NOW
from tests.walks.pages import HEADLINES, ICE_TITLE, NEWS_PAGE

COURT, TARIFFS = HEADLINES[1], HEADLINES[3]


@pytest.fixture
async def news(admin):
    """Article 1 with five headlines."""
    await admin.say(f"/ingest\n{NEWS_PAGE}")


async def announce(app, titles, *, days=0.0):
    """Publish headlines that are news of some days ago, each a story of its own."""
    at = NOW - timedelta(days=days, hours=1)
    async with app.store.write() as tx:
        drafts = [HeadlineDraft(title, published_at=at, language="en") for title in titles]
        for headline in await tx.headlines.add(drafts, site="Coast Times", now=NOW):
            story_id = await tx.stories.create(headline.title, now=NOW)
            await tx.stories.join(story_id, headline.ref, now=NOW)


async def test_headlines_of_a_topic_are_the_newest_of_it_alone(reader, news):
    answer = await reader.say("/headlines law")
    assert answer.startswith("Latest about law")
    assert COURT in answer
    assert HEADLINES[2] not in answer
    assert ICE_TITLE not in answer


@pytest.mark.parametrize("typed", ["LAW", "Courts", "justice", " law ", "Justiz"])
async def test_a_topic_may_be_named_as_people_do(reader, news, typed):
    assert COURT in await reader.say(f"/headlines {typed}")


async def test_an_unknown_topic_is_answered_with_the_twelve(reader, news):
    answer = await reader.say("/headlines knitting")
    assert answer.startswith("“knitting” is no topic. Name politics, world, ")
    assert all(topic in answer for topic in TOPICS)


async def test_a_topic_without_news_says_so(reader, news):
    assert (await reader.say("/headlines sport")).startswith("There is no news about sport yet.")


async def test_the_newest_twenty_come_newest_first(app, reader):
    async with app.store.write() as tx:
        drafts = [
            HeadlineDraft(
                f"Striker number {number} scores in cup final",
                published_at=NOW - timedelta(hours=number),
                language="en",
            )
            for number in range(30)
        ]
        for headline in await tx.headlines.add(drafts, site="Coast Times", now=NOW):
            await app.grouper.place(headline, tx=tx, now=NOW)
    lines = (await reader.say("/headlines sport")).splitlines()[1:]
    assert [int(line.split()[3]) for line in lines] == list(range(20))


async def test_an_articles_text_and_its_address_tell_its_topic_too(app, reader):
    async with app.store.write() as tx:
        for number, (body, section) in enumerate(
            [("The striker scored twice in the cup final at the stadium.", ""), ("", "/sport")]
        ):
            url = f"https://coast-times.example{section}/{number}"
            draft = Draft(title=f"A long evening {number}", body=body, url=url, language="en")
            await tx.articles.add(draft, published=True, now=NOW)
    answer = await reader.say("/headlines football")
    assert "A long evening 0" in answer
    assert "A long evening 1" in answer


async def test_what_is_hot_are_topics_and_names_that_grew(app, reader):
    for day in range(1, 8):
        await announce(app, [f"Senate debates the budget for year {day}"], days=day)
    await announce(
        app,
        [
            "Striker Ann Roe scores in cup final",
            "Coach praises striker after match, and Ann Roe smiles",
            "Fans of the club cheer Ann Roe at the stadium",
            "Senate debates the budget for year 8",
        ],
    )
    answer = await reader.say("/topics")
    assert answer.splitlines() == [
        "Hot now",
        "4 stories · against a usual day of the 7 days before",
        "",
        "Topics",
        "• sport · 3 stories · new",
        "",
        "Names",
        "• Ann Roe · 3 stories · new",
    ]
    assert "Fans of the club" in await reader.press("Sport")


async def test_a_german_reader_sees_topics_by_their_german_names(app, reader):
    await announce(
        app, ["Coach praises striker", "Fans of the club cheer at the cup final"], days=1
    )
    await announce(app, [f"Striker scores goal {number} in the cup final" for number in range(3)])
    reader.language = "de"
    assert await reader.say("/topics") == (
        "Jetzt im Gespräch\n"
        "3 Geschichten · verglichen mit dem Tag davor\n\n"
        "Themen\n"
        "• Sport · 3 Geschichten · sonst 2"
    )
    assert (await reader.press("Sport")).startswith("Neues zum Thema Sport\n• Striker scores")
    assert (await reader.say("/headlines weather")) == (
        "Zum Thema Wetter gibt es noch nichts. /topics zeigt, wozu es am meisten gibt."
    )


async def test_nothing_is_hot_where_nothing_is_known(reader):
    assert (await reader.say("/topics")).startswith("There is no news of the last 24 hours.")


async def test_a_bot_of_one_day_has_nothing_to_compare_with(app, reader):
    await announce(app, [f"Striker scores goal {number} in the cup final" for number in range(3)])
    answer = await reader.say("/topics")
    assert "3 stories · there is nothing older to compare with" in answer
    assert "• sport · 3 stories" in answer.splitlines()
