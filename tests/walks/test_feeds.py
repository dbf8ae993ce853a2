"""An admin chooses what is read, sees how it does, and takes it elsewhere."""

from __future__ import annotations

import pytest

from bot.app import read_due_sources
from bot.commands.request import Attachment
from tests.databases import on_both_databases
from tests.feeds import feed, home_page, link
from tests.walks.pages import FEED, PORT_PAGE


async def test_a_feed_is_added_listed_and_removed(admin, reader, site):
    url = site.page("/feed.xml", FEED, content_type="application/rss+xml")
    added = await admin.say(f"/addsource {url}")
    assert added == "Added f1: Harbour Post, 2 items so far. It is read regularly from now on."
    assert "Chess champion beaten by 14-year-old" in await reader.say("/headlines")
    assert (await admin.say("/sources")).startswith("1 source\n• f1 Harbour Post")
    assert (await admin.say(f"/addsource {url}")).startswith("f1 is a source already")
    assert "is no longer read" in await admin.say("/removesource f1")
    assert "There are no sources yet" in await admin.say("/sources")


@on_both_databases
async def test_of_a_sites_feeds_one_is_chosen_by_a_button(admin, site):
    site.feed("/news", feed(1, 2, title="Coast Times - News"))
    site.feed("/sport", feed(24 * 60, title="Coast Times - Sport"))
    url = site.page("/", home_page(link("/news"), link("/sport")))

    assert await admin.say(f"/addsource {url}") == "Found 2 feeds. Which?"
    labels = [button.label for row in admin.heard[-1].buttons for button in row]
    assert labels == ["News (2 items, today)", "Sport (1 item, yesterday)", "Both"]
    assert (await admin.press("Sport (1 item, yesterday)")).startswith(
        "Added f2: Coast Times - Sport, 1 item so far."
    )


async def test_or_both(admin, site):
    site.feed("/news", feed(1, 2, title="News"))
    site.feed("/sport", feed(3, title="Sport"))
    await admin.say(f"/addsource {site.page('/', home_page(link('/news'), link('/sport')))}")
    assert await admin.press("Both") == (
        "2 added, 0 known, 0 failed.\n• f1 News, 2 items so far\n• f2 Sport, 1 item so far"
    )


async def test_of_both_one_may_fail(admin, site):
    site.feed("/news", feed(1, title="News"))
    site.feed("/sport", feed(3, title="Sport"))
    await admin.say(f"/addsource {site.page('/', home_page(link('/news'), link('/sport')))}")
    site.page("/sport", status=500)
    assert await admin.press("Both") == (
        "1 added, 0 known, 1 failed:\n• f1 News, 1 item so far\n"
        "• f2: the site answered with an error"
    )


def opml(*urls: str) -> bytes:
    outlines = "".join(f'<outline text="x" xmlUrl="{url}"/>' for url in urls)
    return f"<opml><body>{outlines}</body></opml>".encode()


async def test_a_list_of_feeds_is_taken_over_and_its_failures_are_named(admin, site):
    good = [site.feed(f"/{number}", feed(number, title=f"Post {number}")) for number in range(3)]
    bad = [f"{site.url}/bad/{number}" for number in range(7)]
    document = Attachment("feeds.opml", opml(*good, *bad))
    await admin.say(f"/addsource {good[0]}")

    answer = await admin.say("/addsource", attachment=document)

    assert answer == "2 added, 1 known, 7 failed:" + "\n• 127.0.0.1: 404, no longer there" * 5
    every = await admin.press("All failures")
    assert every.startswith("7 feeds could not be added\n• f")
    assert every.endswith("tries the first one again.")


async def test_a_list_may_be_pasted(admin, site):
    url = site.feed("/feed", feed(1))
    assert await admin.say(f"/addsource\n{opml(url).decode()}") == "1 added, 0 known, 0 failed."
    assert await admin.say("/sources failed") == (
        "Nothing failed lately. /sources lists what is read."
    )


async def test_a_list_is_taken_from_this_machine_at_the_terminal_alone(
    admin, terminal, site, tmp_path
):
    path = tmp_path / "feeds.opml"
    path.write_bytes(opml(site.feed("/feed", feed(1))))
    assert "Name the address of a feed" in await admin.say(f"/addsource {path}")
    assert await terminal.say(f"/addsource {path}") == "1 added, 0 known, 0 failed."


async def test_the_sources_are_saved_for_other_readers_and_taken_over_from_there(admin, site):
    urls = [site.feed(f"/{number}", feed(number, title=f"Post {number}")) for number in range(2)]
    for url in urls:
        await admin.say(f"/addsource {url}")
    assert await admin.say("/exportsources") == (
        "2 sources for any reader of feeds. The file may hold secret addresses."
    )
    saved = admin.heard[-1].file
    assert saved is not None
    assert saved.name == "sources.opml"
    for number in (1, 2):
        await admin.say(f"/removesource f{number}")

    document = Attachment(saved.name, saved.content)
    assert await admin.say("/addsource", attachment=document) == "2 added, 0 known, 0 failed."


async def test_what_fails_is_said_in_plain_words_and_tried_again_at_a_tap(admin, app, clock, site):
    url = site.feed("/feed", feed(1))
    await admin.say(f"/addsource {url}")
    site.page("/feed", status=403)
    clock.move(hours=2)
    await read_due_sources(app)

    assert (await admin.say("/sources")).endswith("failing since 08:00: 403, probably blocks bots")
    assert await admin.say("/addsource f1") == (
        f"{url} keeps bots out (403). If you can read it, paste the text here."
    )
    site.feed("/feed", feed(1))
    assert (await admin.say("/addsource f1")).startswith("Added f1: Harbour Post")


async def test_which_items_are_read_on_their_pages_is_chosen_for_each_source(admin, site):
    page = site.page("/port", PORT_PAGE)
    item = f"<item><title>Port strike ends</title><link>{page}</link></item>"
    url = site.feed("/feed", f"<rss><channel><title>Post</title>{item}</channel></rss>")
    await admin.say(f"/addsource {url}")
    assert [visit.path for visit in site.visits] == ["/feed", "/port"]

    answer = await admin.say("/source f1")
    assert answer.startswith("f1 Post\nLast read today, 06:00\nNext at ")
    assert answer.endswith("Items with little text are read on their pages (short).")
    assert (await admin.press("Never")).endswith("No item is read on its page (never).")
    assert (await admin.say("/source f1 ALWAYS")).endswith(
        "All items are read on their pages (always)."
    )


@on_both_databases
async def test_what_a_source_tells_counts_as_the_admin_weighs_it_and_why_says_so(
    admin, reader, site
):
    await admin.say(f"/addsource {site.feed('/ferries', feed(30, title='Coast Times'))}")
    bell = feed(5, title="Day Wire").replace("Ferry number 5 sails", "Museum returns bronze bell")
    await admin.say(f"/addsource {site.feed('/bell', bell)}")
    usual = "\nIts stories count as usual in digests (weight normal).\n"
    assert usual in await admin.say("/source f1")

    assert "(weight high)" in await admin.press("Weight high")
    told = await reader.say("/digest")
    assert told.index("Ferry number 30") < told.index("Museum returns")
    assert "\n• the admin weighs Coast Times high, which counts double\n" in (
        await reader.say("/why 1")
    )

    assert "(weight low)" in await admin.say("/source f1 WEIGHT low")
    again = await admin.say("/digest")
    assert again.index("Museum returns") < again.index("Ferry number 30")
    assert "\n• the admin weighs Coast Times low, which counts half\n" in (
        await admin.say("/why 2")
    )


@pytest.mark.parametrize(
    ("message", "expected"),
    [
        pytest.param("/addsource", "Name the address of a feed or of a site", id="nothing"),
        pytest.param("/addsource f9", "There is no source f9.", id="unknown offer"),
        pytest.param("/addsource f9 f8", "There is no source f9.", id="unknown offers"),
        pytest.param("/addsource nonsense", "Name the address of a feed", id="nonsense"),
        pytest.param("/addsource\nno list", "The pasted text is no list of feeds.", id="no list"),
        pytest.param("/removesource f9", "There is no source f9.", id="unknown source"),
        pytest.param("/removesource", "Name a source, such as f3.", id="no source named"),
        pytest.param("/source", "Name a source, such as f3.", id="no source to show"),
        pytest.param("/source 12", "Name a source, such as f3.", id="another kind"),
        pytest.param("/source f9", "There is no source f9.", id="unknown source to show"),
        pytest.param("/source f9 x", "“x” is not known. Write short,", id="unknown setting"),
        pytest.param(
            "/source f9 weight",
            "A source weighs high, normal or low. Example: /source f3 weight high",
            id="no weight",
        ),
        pytest.param("/source f9 weight heavy", "A source weighs high, normal", id="what weight"),
        pytest.param("/sources x", "There are no sources yet.", id="no page"),
    ],
)
async def test_wrong_input_gets_a_sentence_that_says_what_to_do(admin, message, expected):
    assert expected in await admin.say(message)


async def test_a_page_without_a_feed_is_no_source(admin, site):
    url = site.page("/port", PORT_PAGE)
    assert (await admin.say(f"/addsource {url}")).startswith(f"There is no feed at {url}")
    assert "There are no sources yet" in await admin.say("/sources")
