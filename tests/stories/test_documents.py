"""A filter finds the same among items in memory as in the search that they were put into."""

from __future__ import annotations

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.stories.assign import Grouper
from bot.stories.search import document_of
from bot.text.query.match import compiled
from bot.text.query.parse import Asker, parse_query
from storage.model import Draft, HeadlineDraft, Item
from tests.databases import on_both_databases
from tests.news import NOW

pytestmark = on_both_databases

ASKER = Asker(NOW, ZoneInfo("UTC"), ("en", "de"))


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        pytest.param("ports", 1, id="another form"),
        pytest.param('hafen OR "ports closed"', 2, id="German and a phrase"),
        pytest.param("title:docker*", 1, id="beginning in a title"),
        pytest.param("source:post -hafen", 1, id="source"),
        pytest.param("lang:de", 1, id="language"),
        pytest.param("topic:weather", 2, id="topic"),
        pytest.param("after:1d NOT storm", 1, id="time"),
        pytest.param("volcano", 0, id="nothing"),
    ],
)  # fmt: skip
async def test_a_filter_matches_what_the_search_finds(store, query, expected):
    drafts = (
        Draft("Storm closes ports", "All ports closed as the hurricane came.", language="en"),
        Draft("Sturm schließt Häfen", "Der Orkan und das Unwetter trafen Hamburg.", language="de"),
    )
    grouper = Grouper()
    async with store.write() as tx:
        items: list[Item] = []
        for draft in drafts:
            added, _ = await tx.articles.add(draft, published=True, now=NOW - timedelta(days=2))
            items.append(added)
        named = HeadlineDraft("Dockers end their strike", language="en")
        items += await tx.headlines.add([named], site="Harbour Post", now=NOW)
        for item in items:
            await grouper.place(item, tx=tx, now=NOW)
        asked = parse_query(query, ASKER)
        found = await tx.search.find(asked, now=NOW)
        topics = await tx.search.topics([item.ref for item in items])

    matches = compiled(asked).matches
    matching = {i.ref for i in items if matches(document_of(i, topics.get(i.ref, ())))}
    assert matching == set(found)
    assert len(found) == expected
