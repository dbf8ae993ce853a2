"""Titles that are counted: those of stories, by when they are news."""

from datetime import timedelta

from storage.model import Draft, HeadlineDraft, StoryTitle
from tests.news import NOW


async def test_titles_are_those_of_stories_since_an_instant_by_time(store):
    hour = timedelta(hours=1)
    async with store.write() as tx:
        story_id = await tx.stories.create("Icebreaker", now=NOW)
        text, _ = await tx.articles.add(
            Draft("Freed", "At last.", language="en", published_at=NOW - hour),
            published=True,
            now=NOW,
        )
        old, title, lonely = await tx.headlines.add(
            [
                HeadlineDraft("Stuck", published_at=NOW - 9 * hour),
                HeadlineDraft("Towed", published_at=NOW - 2 * hour),
                HeadlineDraft("Of no story"),
            ],
            site="",
            now=NOW,
        )
        for member in (text, old, title):
            await tx.stories.join(story_id, member.ref, now=NOW)
        await tx.articles.add(Draft("Private", "Text."), published=False, now=NOW)

        assert await tx.titles.since(NOW - 2 * hour) == [
            StoryTitle(story_id, "Towed", "", NOW - 2 * hour),
            StoryTitle(story_id, "Freed", "en", NOW - hour),
        ]
        assert lonely.story_id is None
