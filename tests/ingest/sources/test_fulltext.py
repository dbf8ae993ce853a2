"""Items with little text are read on their pages, if their source allows it, politely."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.ingest.feeds.items import MarkedItem, marked_items
from bot.ingest.feeds.parse import Feed, FeedItem
from bot.ingest.pipeline import keep
from bot.ingest.sources.fulltext import with_full_texts
from bot.ingest.sources.refresh import refresh_sources
from bot.ingest.sources.save import News
from bot.stories.assign import Grouper
from storage.model import Draft, FullText, HeadlineDraft
from tests.feeds import TEXT, headlines
from tests.news import NOW, source
from tests.walks.pages import CONSENT_PAGE, PORT_PAGE, PORT_PARAGRAPHS, PORT_TITLE

PORT_BODY = "\n\n".join(PORT_PARAGRAPHS)
EARLIER = NOW - timedelta(days=1)


FEED = Feed(title="Harbour Post", site_url=None, items=())


@pytest.fixture
def full(reading):
    """Return what reads items in full, as for a source with the usual setting."""

    async def read(
        items, *, home="https://harbour-post.example/", full_text=FullText.SHORT, most=20
    ):
        news = await with_full_texts(
            News(fresh=tuple(items)),
            reading,
            feed=FEED,
            source=source(full_text=full_text),
            home=home,
            most=most,
            now=NOW,
        )
        return list(news.fresh)

    return read


def told(*drafts: Draft | HeadlineDraft) -> list[MarkedItem]:
    items = tuple(FeedItem(str(number), draft) for number, draft in enumerate(drafts))
    return marked_items(Feed(title="Harbour Post", site_url=None, items=items))


def headline(url: str | None, title: str = "Port strike ends") -> HeadlineDraft:
    return HeadlineDraft(title=title, url=url, published_at=EARLIER)


async def test_an_item_with_little_text_is_read_on_its_page(full, site):
    url = site.page("/port", PORT_PAGE)
    before = told(headline(url))

    [after] = await full(before)

    assert isinstance(after.draft, Draft)
    assert (after.draft.title, after.draft.body) == (PORT_TITLE, PORT_BODY)
    assert (after.draft.url, after.draft.site) == (url, "Coast Times")
    # By what the feed called it, so that it is known the next time.
    assert after.marks == before[0].marks


async def test_a_page_without_a_date_has_that_of_the_feed(full, site):
    undated = PORT_PAGE.replace("2026-11-24T04:40:00+00:00", "")
    [after] = await full(told(headline(site.page("/port", undated))))
    assert after.draft.published_at == EARLIER


async def test_a_page_that_names_a_day_alone_has_the_instant_of_the_feed(full, site):
    dated = PORT_PAGE.replace("2026-11-24T04:40:00+00:00", "2026-11-24")
    [after] = await full(told(headline(site.page("/port", dated))))
    assert isinstance(after.draft, Draft)
    assert (after.draft.published_at, after.draft.only_day) == (EARLIER, False)


@pytest.mark.parametrize(
    ("home", "name"),
    [
        pytest.param("{}/", "Harbour Post", id="its own page"),
        pytest.param("https://elsewhere.example/", "Coast Times", id="another site's page"),
    ],
)
async def test_an_outlet_has_one_name_and_keeps_it_in_other_peoples_feeds(full, site, home, name):
    before = told(headline(site.page("/port", PORT_PAGE)))
    [after] = await full(before, home=home.format(site.url))
    assert isinstance(after.draft, Draft)
    assert after.draft.site == name


@pytest.mark.parametrize(
    ("content", "status"),
    [
        pytest.param(CONSENT_PAGE, 200, id="a cookie wall"),
        pytest.param("<html><body><p>Too short.</p></body></html>", 200, id="too short"),
        pytest.param("", 404, id="missing"),
        pytest.param("", 403, id="blocked"),
    ],
)
async def test_what_holds_no_article_stays_as_the_feed_gives_it(full, site, content, status):
    before = told(headline(site.page("/port", content, status=status)))
    assert await full(before) == before


async def test_an_item_without_an_address_stays_as_it_is(full):
    before = told(headline(None))
    assert await full(before) == before


@pytest.mark.parametrize(
    ("full_text", "fetched"),
    [
        pytest.param(FullText.SHORT, ["/short"], id="short"),
        pytest.param(FullText.ALWAYS, ["/long", "/short"], id="always"),
        pytest.param(FullText.NEVER, [], id="never"),
    ],
)
async def test_the_source_says_which_items_are_read_on_their_pages(full, site, full_text, fetched):
    short = headline(site.page("/short", PORT_PAGE))
    long = Draft(title="Ferry sails", body=TEXT, url=site.page("/long", PORT_PAGE))
    await full(told(short, long), full_text=full_text)
    assert [visit.path for visit in site.visits] == fetched


async def test_the_newest_are_read_first_and_not_too_many(full, site):
    drafts = [headline(site.page(f"/{number}", PORT_PAGE), str(number)) for number in range(5)]
    after = await full(told(*drafts), most=2)
    assert [visit.path for visit in site.visits] == ["/4", "/3"]
    assert [type(each.draft) for each in after] == [HeadlineDraft] * 3 + [Draft] * 2


@pytest.mark.parametrize(
    ("status", "visits"),
    [
        pytest.param(403, 1, id="keeps bots out"),
        pytest.param(429, 1, id="too often"),
        pytest.param(404, 3, id="one that is missing says nothing of the others"),
    ],
)
async def test_a_site_that_wants_no_visitors_is_left_alone(full, site, status, visits):
    drafts = [headline(site.page(f"/{number}", status=status), str(number)) for number in range(3)]
    await full(told(*drafts))
    assert len(site.visits) == visits


async def test_a_page_that_is_known_is_not_fetched_again_and_becomes_published(full, reading, site):
    url = site.page("/port", PORT_PAGE)
    known = Draft(title="Known", body=TEXT, url=url)
    async with reading.store.write() as tx:
        await keep(known, tx=tx, grouper=Grouper(), published=False, now=NOW)

    [after] = await full(told(headline(url)))

    assert site.visits == []
    assert (after.draft.title, after.draft.body) == ("Known", TEXT)


def feed(*items: str) -> str:
    inside = "".join(f"<item>{item}</item>" for item in items)
    return f'<rss version="2.0"><channel><title>Harbour Post</title>{inside}</channel></rss>'


async def test_a_source_brings_articles_though_its_feed_has_headlines(reading, store, site):
    good, bad = site.page("/port", PORT_PAGE), site.page("/wall", CONSENT_PAGE)
    url = site.feed(
        "/feed",
        feed(
            f"<title>Port strike ends</title><guid>1</guid><link>{good}</link>",
            f"<title>Dam plan grows</title><guid>2</guid><link>{bad}</link>",
        ),
    )
    async with store.write() as tx:
        await tx.sources.add(url, title="", now=NOW)

    assert await refresh_sources(reading, now=NOW) == 2

    async with store.read() as tx:
        [article] = await tx.articles.latest(10)
    assert (article.title, article.source_id, article.is_published) == (PORT_TITLE, 1, True)
    assert await headlines(store) == ["Dam plan grows"]

    # Neither is fetched again.
    site.visits.clear()
    assert await refresh_sources(reading, now=NOW + timedelta(days=2)) == 0
    assert [visit.path for visit in site.visits] == ["/feed"]
