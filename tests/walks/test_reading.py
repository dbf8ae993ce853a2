"""Readers read: summaries, related items, stories, lists, searches; right and wrong."""

import pytest

from bot.commands.request import Attachment
from tests.walks.pages import (
    CONSENT_PAGE,
    HEADLINES,
    ICE_PARAGRAPHS,
    ICE_TITLE,
    NEWS_PAGE,
    PORT_PAGE,
    PORT_PARAGRAPHS,
    PORT_TITLE,
    page,
)


@pytest.fixture
async def news(admin):
    """Article 1 with five headlines."""
    await admin.say(f"/ingest\n{NEWS_PAGE}")


def sentences(answer):
    return [line.removeprefix("• ") for line in answer.splitlines() if line.startswith("• ")]


async def test_a_summary_is_three_sentences_of_the_article_in_reading_order(reader, news):
    told = sentences(await reader.say("/summary 1"))
    body = " ".join(ICE_PARAGRAPHS)
    assert len(told) == 3
    assert [body.index(sentence) for sentence in told] == sorted(map(body.index, told))


async def test_a_summary_may_be_longer_and_by_a_named_method(reader, news):
    assert len(sentences(await reader.say("/summary 1 5"))) == 5
    assert len(sentences(await reader.say("/summary 1 2 lexrank"))) == 2


async def test_longer_related_and_sources_are_one_tap_away(reader, news):
    short = sentences(await reader.say("/summary 1"))
    assert len(sentences(await reader.press("Longer"))) > len(short)
    assert HEADLINES[0] in await reader.press("Related")
    await reader.say("/summary 1")
    assert (await reader.press("Sources (1)")).startswith(ICE_TITLE)


async def test_a_link_is_summarised_without_any_command(reader, site):
    url = site.page("/port", PORT_PAGE)
    answer = await reader.say(f"what about {url}")
    assert answer.startswith(PORT_TITLE)
    assert "Coast Times" in answer
    assert all(sentence in " ".join(PORT_PARAGRAPHS) for sentence in sentences(answer))


async def test_several_links_in_one_message_are_all_read(reader, site):
    port, ice = site.page("/port", PORT_PAGE), site.page("/ice", page(ICE_TITLE, ICE_PARAGRAPHS))
    gone = port.replace("/port", "/gone")
    answer = await reader.say(f"{port} and {ice}, or {gone}?")
    assert PORT_TITLE in answer
    assert ICE_TITLE in answer
    assert answer.endswith(f"{gone} answered with an error (404). Check the link.")
    assert len(sentences(answer)) == 6
    assert (await reader.press("2")).startswith(ICE_TITLE)
    assert PORT_TITLE in await reader.say(f"/summary\n{port}\n{ice}")


async def test_of_very_many_links_five_are_read_and_the_rest_is_named(reader, site):
    links = [site.page(f"/{number}", PORT_PAGE) for number in range(7)]
    answer = await reader.say(" ".join(links))
    assert answer.endswith("2 links more were left out: five are read at once.")


async def test_an_admin_ingests_several_links_at_once(admin, site):
    port, ice = site.page("/port", PORT_PAGE), site.page("/ice", page(ICE_TITLE, ICE_PARAGRAPHS))
    assert (await admin.say(f"/ingest {port} {ice}")).startswith("2 ingested, 0 known already")
    assert (await admin.say(f"/ingest\n{port}\n{ice}")).startswith("0 ingested, 2 known already")


async def test_a_pasted_text_is_summarised_without_any_command(reader):
    answer = await reader.say(NEWS_PAGE)
    assert answer.startswith(ICE_TITLE)
    assert not any(title in answer for title in HEADLINES)


async def test_a_document_is_summarised(reader):
    answer = await reader.say("/summary", attachment=Attachment("ice.txt", NEWS_PAGE.encode()))
    assert answer.startswith(ICE_TITLE)


async def test_what_a_reader_sends_is_private_to_the_chat(reader, stranger, site):
    url = site.page("/port", PORT_PAGE)
    await reader.say(url)
    assert (await reader.say("/summary 1")).startswith(PORT_TITLE)
    assert await stranger.say("/summary 1") == ("There is no article 1. /latest lists the newest.")
    assert "no articles yet" in await stranger.say("/latest")
    assert "Nothing matches" in await stranger.say("/search dockers")
    assert "Nothing is read here yet." in await stranger.say("/digest")


async def test_what_an_admin_sends_without_a_command_is_published(admin, stranger, site):
    await admin.say(site.page("/port", PORT_PAGE))
    assert PORT_TITLE in await stranger.say("/latest")


async def test_a_private_article_becomes_published_and_never_the_reverse(
    admin, reader, stranger, site
):
    url = site.page("/port", PORT_PAGE)
    await reader.say(url)
    assert (await admin.say(f"/ingest {url}")).startswith("Ingested as 1")
    await reader.say(url)
    assert PORT_TITLE in await stranger.say("/latest")


async def test_a_reply_means_what_the_message_was_about(reader, news):
    assert (await reader.say("/summary", about="1")).startswith(ICE_TITLE)
    assert HEADLINES[0] in await reader.say("/related", about="s1")


async def test_a_reply_to_a_message_with_a_link_means_the_link(reader, site):
    url = site.page("/port", PORT_PAGE)
    assert (await reader.say("/summary", quoted=f"look {url}")).startswith(PORT_TITLE)


async def test_without_a_name_the_last_read_article_is_meant(reader, news):
    await reader.say("/summary 1")
    assert HEADLINES[0] in await reader.say("/related")


async def test_words_name_the_article_they_match_best(reader, news):
    assert (await reader.say("/summary polar lily")).startswith(ICE_TITLE)


async def test_related_headlines_come_best_first_each_with_its_reason(reader, news):
    answer = (await reader.say("/related h2")).splitlines()
    items = [line for line in answer if line.startswith("•")]
    assert HEADLINES[3] in items[0]
    assert answer[answer.index(items[0]) + 1].strip() == "both about tariffs and court"


async def test_related_takes_words_and_addresses(reader, site, news):
    assert HEADLINES[3] in await reader.say("/related senate tariffs")
    url = site.page("/port", PORT_PAGE)
    assert PORT_TITLE in await reader.say(f"/related {url}")


async def test_a_story_shows_its_members(reader, news):
    answer = await reader.say("/story 1")
    assert answer.startswith(ICE_TITLE)
    assert "Coast" not in answer


async def test_headlines_and_latest_list_what_there_is(reader, news):
    headlines = await reader.say("/headlines")
    assert all(title in headlines for title in HEADLINES)
    assert ICE_TITLE not in headlines
    assert ICE_TITLE in await reader.say("/latest")


async def test_search_finds_words_phrases_and_alternatives(reader, news):
    assert ICE_TITLE in await reader.say("/search icebreakers")
    assert HEADLINES[2] in await reader.say('/search "bronze bell" OR nonsense')
    assert HEADLINES[1] not in await reader.say("/search tariffs -appeals")
    assert HEADLINES[3] in await reader.say("tariffs")


@pytest.mark.parametrize(
    ("message", "expected"),
    [
        pytest.param(
            "/summary 99999",
            "There is no article 99999. /latest lists the newest.",
            id="unknown article",
        ),
        pytest.param("/summary h99", "There is no headline h99.", id="unknown headline"),
        pytest.param(
            "/summary h2", "No summary: only this headline is known.", id="headline alone"
        ),
        pytest.param("/summary 1 50", "A summary has 1 to 10 sentences.", id="too long"),
        pytest.param("/summary nonsense", "No article matches “nonsense”.", id="no match"),
        pytest.param("/summary", "Say what to summarise", id="nothing named"),
        pytest.param(
            "/summary\nToo short.", "No summary: there is too little text", id="too short"
        ),
        pytest.param("/related", "Name what it is about", id="nothing to relate"),
        pytest.param("/related s99", "There is no story s99.", id="unknown story"),
        pytest.param("/story", "Name a story, such as s12.", id="no story named"),
        pytest.param("/story d1", "There is no digest d1", id="no story but a digest"),
        pytest.param("/search", "How to search", id="nothing to search"),
        pytest.param('/search "open', '"', id="open quote"),
        pytest.param("/search zzzz", "Nothing matches “zzzz”.", id="nothing found"),
        pytest.param("/nonsense", "There is no command /nonsense.", id="unknown command"),
    ],
)
async def test_wrong_input_gets_a_sentence_that_says_what_to_do(reader, news, message, expected):
    assert expected in await reader.say(message)


async def test_a_page_without_an_article_is_answered_and_not_stored(reader, admin, site):
    wall = site.page("/wall", CONSENT_PAGE)
    assert (await reader.say(wall)).startswith("No summary: this is a cookie wall")
    missing = f"{site.url}/missing"
    assert await reader.say(missing) == (f"{missing} answered with an error (404). Check the link.")
    assert "0 articles, 0 headlines" in await admin.say("/status")
