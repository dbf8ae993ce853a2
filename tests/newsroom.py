"""News that is published in a real store, each in the story it belongs to."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from bot.stories.assign import Grouper
from storage import Store
from storage.model import Article, Draft, Headline, HeadlineDraft
from tests.news import NOW

ICEBREAKER = Draft(
    title="Icebreaker freed after nine days in the Kara Sea",
    body=(
        "All 34 crew members are safe and the ship is under tow, the ministry said.\n\n"
        "The rudder of the icebreaker was damaged when the pack closed on the ninth. "
        "Divers looked at the hull on Sunday and found no leak. "
        "The tug came from Murmansk, twelve hundred miles away.\n\n"
        "Two other vessels in the Kara Sea are still waiting for a channel to be cut. "
        "Their owners say that food will last until the end of the month. "
        "A second icebreaker is on its way and may arrive on Friday."
    ),
    url="https://coast-times.example/icebreaker",
    site="Coast Times",
    language="en",
)
TOW = Draft(
    title="Tug tows the icebreaker that the Kara Sea held for nine days",
    body=(
        "A tug has taken the icebreaker in tow that lay fast in the Kara Sea, its owner said.\n\n"
        "The crew stayed aboard and lit flares when the line was made fast at dawn. "
        "A broken rudder keeps the icebreaker from steering by itself.\n\n"
        "Insurers put the repair at twelve million euros, which the shipping line has to pay "
        "itself because its cover for polar voyages ran out in autumn. "
        "It hopes to carry passengers again in spring."
    ),
    url="https://northern-wire.example/tow",
    site="Northern Wire",
    language="en",
)
STRIKE = Draft(
    title="Port strike ends in its third week",
    body=(
        "Dockers accepted a raise of 4.1 percent with 61 percent of the votes.\n\n"
        "Cranes in the harbour start again on Wednesday morning. "
        "The union had asked for six percent and for shorter nights. "
        "Forty ships lay at anchor outside the port on Monday.\n\n"
        "Shops inland had begun to run out of fruit and spare parts. "
        "Hauliers expect that the backlog takes ten days to clear. "
        "The employers said the deal would not raise fees this year."
    ),
    url="https://harbour-post.example/strike",
    site="Harbour Post",
    language="en",
)


async def publish(store: Store, draft: Draft, *, now: datetime = NOW) -> Article:
    """Publish an article, in its story, and return it; its page is of `now` if it names no date."""
    dated = replace(draft, published_at=draft.published_at or now)
    async with store.write() as tx:
        article, _ = await tx.articles.add(dated, published=True, now=now)
        await Grouper().place(article, tx=tx, now=now)
    return article


async def announce(store: Store, title: str, *, site: str, now: datetime = NOW) -> Headline:
    """Publish a headline, in its story, and return it."""
    async with store.write() as tx:
        [headline] = await tx.headlines.add([HeadlineDraft(title)], site=site, now=now)
        await Grouper().place(headline, tx=tx, now=now)
    return headline
