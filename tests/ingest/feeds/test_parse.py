"""Feeds are read in every format, however broken, and none of them holds up the bot."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

from bot.errors import IngestError, NoFeedError, Reason
from bot.ingest.feeds.parse import Feed, FeedItem, parse_feed
from bot.ingest.feeds.rss import MAX_ITEMS
from storage.model import Draft, HeadlineDraft, Timing
from tests.moments import utc
from tests.news import NOW

URL = "https://harbour-post.example/feeds/all.xml"

SENTENCE = "The ferry to the northern island sails twice a day again, said its captain."
# Eight sentences of fourteen words: an article, not a teaser.
TEXT = " ".join([SENTENCE] * 8)


def read(content: str | bytes, *, charset: str = "") -> Feed:
    data = content.encode() if isinstance(content, str) else content
    return parse_feed(data, url=URL, charset=charset, now=NOW)


def rss(*items: str, channel: str = "<title>Harbour Post</title>") -> str:
    inside = "".join(f"<item>{item}</item>" for item in items)
    return f'<?xml version="1.0"?><rss version="2.0"><channel>{channel}{inside}</channel></rss>'


def refusal(content: str | bytes) -> IngestError:
    with pytest.raises(NoFeedError) as caught:
        read(content)
    return caught.value


def article(item: FeedItem) -> Draft:
    """Return what an item with text became."""
    assert isinstance(item.draft, Draft)
    return item.draft


def headline(item: FeedItem) -> HeadlineDraft:
    """Return what an item without text became."""
    assert isinstance(item.draft, HeadlineDraft)
    return item.draft


def titles(feed: Feed) -> list[str]:
    return [item.draft.title for item in feed.items if item.draft is not None]


RSS = """<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"
  xmlns:dc="http://purl.org/dc/elements/1.1/"><channel>
<title>Harbour Post</title><link>https://harbour-post.example/</link><language>en-GB</language>
<item><title>Dam plan grows</title><link>/dam?utm_source=rss</link><guid>a1</guid>
<dc:creator>Ann Reed</dc:creator><pubDate>Tue, 24 Nov 2026 05:00:00 GMT</pubDate></item>
</channel></rss>"""

ATOM = """<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en">
<title>Harbour Post</title><link href="https://harbour-post.example/"/>
<entry><title type="text">Dam plan grows</title><id>a1</id>
<link rel="enclosure" href="https://harbour-post.example/dam.mp3"/>
<link rel="alternate" href="https://harbour-post.example/dam"/>
<author><name>Ann Reed</name></author><published>2026-11-24T07:00:00+02:00</published>
<updated>2026-11-24T05:30:00Z</updated></entry></feed>"""

RDF = """<?xml version="1.0" encoding="utf-8"?>
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
  xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel rdf:about="https://harbour-post.example/"><title>Harbour Post</title>
<link>https://harbour-post.example/</link><dc:language>en</dc:language></channel>
<item rdf:about="a1"><title>Dam plan grows</title><link>https://harbour-post.example/dam</link>
<dc:creator>Ann Reed</dc:creator><dc:date>2026-11-24T05:00:00Z</dc:date></item></rdf:RDF>"""

JSON = json.dumps(
    {
        "version": "https://jsonfeed.org/version/1.1",
        "title": "Harbour Post",
        "home_page_url": "https://harbour-post.example/",
        "language": "en",
        "items": [
            {
                "id": "a1",
                "url": "https://harbour-post.example/dam",
                "title": "Dam plan grows",
                "summary": "",
                "authors": [{"name": "Ann Reed"}],
                "date_published": "2026-11-24T05:00:00Z",
            }
        ],
    }
)


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(RSS, id="rss"),
        pytest.param(ATOM, id="atom"),
        pytest.param(RDF, id="rdf"),
        pytest.param(JSON, id="json"),
    ],
)
def test_the_same_feed_is_the_same_in_every_format(content):
    assert read(content) == Feed(
        title="Harbour Post",
        site_url="https://harbour-post.example/",
        items=(
            FeedItem(
                "a1",
                HeadlineDraft(
                    title="Dam plan grows",
                    url="https://harbour-post.example/dam",
                    published_at=utc("2026-11-24T05:00"),
                    language="en",
                ),
            ),
        ),
    )


def in_rss(markup: str) -> str:
    return RSS.replace("</guid>", f"</guid><content:encoded><![CDATA[{markup}]]></content:encoded>")


def in_atom(markup: str) -> str:
    return ATOM.replace("</id>", f'</id><content type="html"><![CDATA[{markup}]]></content>')


def in_json(markup: str) -> str:
    return JSON.replace('"summary": ""', f'"content_html": {json.dumps(markup)}')


@pytest.mark.parametrize(
    "with_content",
    [
        pytest.param(in_rss, id="rss"),
        pytest.param(in_atom, id="atom"),
        pytest.param(in_json, id="json"),
    ],
)
def test_an_item_with_its_text_is_an_article(with_content):
    [item] = read(with_content(f"<p>{SENTENCE}</p><p>{TEXT}</p>")).items
    assert item.draft == Draft(
        title="Dam plan grows",
        body=f"{SENTENCE}\n\n{TEXT}",
        url="https://harbour-post.example/dam",
        site="Harbour Post",
        authors=("Ann Reed",),
        language="en",
        published_at=utc("2026-11-24T05:00"),
    )


@pytest.mark.parametrize(
    "markup",
    [
        pytest.param("", id="nothing"),
        pytest.param(SENTENCE, id="one sentence"),
        pytest.param(f"{TEXT} […]", id="ends in dots"),
        pytest.param(f'<p>{TEXT}</p><a href="/dam">Continue reading</a>', id="asks to read on"),
        pytest.param(f"<script>{TEXT}</script>", id="a script"),
        pytest.param(f"<p>{TEXT} Читать далее</p>", id="asks to read on in Russian"),
    ],
)
def test_an_item_with_a_teaser_is_a_headline(markup):
    [item] = read(in_rss(markup)).items
    assert type(item.draft) is HeadlineDraft


def test_what_blogs_put_below_every_item_is_no_part_of_its_text():
    footer = "<p>The post Dam plan grows appeared first on Harbour Post.</p>"
    [item] = read(in_rss(f"<p>{TEXT}</p>{footer}")).items
    assert article(item).body == TEXT


def test_the_longest_of_an_items_texts_is_its_text():
    [item] = read(in_rss(TEXT).replace("</guid>", "</guid><description>Short</description>")).items
    assert article(item).body == TEXT


@pytest.mark.parametrize(
    ("content", "charset"),
    [
        pytest.param(rss("<title>Привіт, світе</title>").encode(), "iso-8859-1", id="header lies"),
        pytest.param(
            rss("<title>Привіт, світе</title>")
            .replace('"1.0"', '"1.0" encoding="windows-1251"')
            .encode(),
            "",
            id="declaration lies",
        ),
        pytest.param(
            rss("<title>Привіт, світе</title>")
            .replace('"1.0"', '"1.0" encoding="windows-1251"')
            .encode("windows-1251"),
            "",
            id="declared",
        ),
        pytest.param(
            rss("<title>Привіт, світе</title>")
            .replace('"1.0"', '"1.0" encoding="utf-8"')
            .encode("windows-1251"),
            "windows-1251",
            id="the header knows better",
        ),
        pytest.param(rss("<title>Привіт, світе</title>").encode("utf-16"), "", id="utf-16"),
        pytest.param(
            b"\xef\xbb\xbf\n\n" + rss("<title>Привіт, світе</title>").encode(),
            "",
            id="mark and lines before the declaration",
        ),
    ],
)
def test_letters_are_right_whatever_the_feed_says_about_its_encoding(content, charset):
    assert titles(read(content, charset=charset)) == ["Привіт, світе"]


@pytest.mark.parametrize(
    ("markup", "title"),
    [
        pytest.param("Caf&eacute; &ndash; open", "Café – open", id="entities nobody declared"),
        pytest.param("Fish & chips", "Fish & chips", id="bare ampersand"),
        pytest.param("AT&T&amp;Co", "AT&T&Co", id="ampersand before a letter"),
        pytest.param("Fish &amp;amp; chips", "Fish & chips", id="escaped twice"),
        pytest.param("&lt;b&gt;Big&lt;/b&gt; news", "Big news", id="tags"),
        pytest.param("<![CDATA[<i>Big</i> news]]>", "Big news", id="tags in CDATA"),
        pytest.param("Ten &amp;lt; twelve", "Ten < twelve", id="less than"),
        pytest.param("Ab\x00c\x07d", "Abcd", id="control characters"),
        pytest.param("Ab&#0;c&#x1F;d&#xD800;", "Abcd", id="references to control characters"),
        pytest.param("Big\n\t  news ", "Big news", id="lines"),
        pytest.param("Big\u202enews", "Bignews", id="turned around"),
        pytest.param(
            "&lt;script&gt;alert(1)&lt;/script&gt;Big news", "Big news", id="a script in it"
        ),
    ],
)
def test_a_title_is_one_line_of_plain_text(markup, title):
    assert titles(read(rss(f"<title>{markup}</title>"))) == [title]


@pytest.mark.parametrize(
    ("item", "title"),
    [
        pytest.param(f"<description>{SENTENCE}</description>", SENTENCE, id="its text"),
        pytest.param("<link>https://a.example/x</link>", "https://a.example/x", id="its address"),
    ],
)
def test_an_item_without_a_title_is_named_by_what_it_has(item, title):
    assert titles(read(rss(item))) == [title]


def test_an_item_of_nothing_is_counted_and_tells_nothing():
    feed = read(rss("", "<title> </title>", "<enclosure/>", "<title>A</title>"))
    assert [item.draft is None for item in feed.items] == [True, True, True, False]


def test_a_long_title_is_cut_at_a_word():
    [title] = titles(read(rss(f"<title>{'word ' * 200}</title>")))
    assert len(title) <= 300
    assert title.endswith("word…")


@pytest.mark.parametrize(
    ("date", "only_day"),
    [
        pytest.param("Mon, 23 Nov 2026 00:00:00 +0200", True, id="midnight where the site is"),
        pytest.param("2026-11-23", True, id="a day"),
        pytest.param("Mon, 23 Nov 2026 05:00:00 +0200", False, id="an instant"),
    ],
)
@pytest.mark.parametrize("words", [3, 100], ids=["headline", "article"])
def test_a_feed_may_give_no_more_than_the_day(date, only_day, words):
    text = " ".join(f"word{number}" for number in range(words))
    item = f"<title>Dam plan grows</title><description>{text}.</description>"
    [read_item] = read(rss(f"{item}<pubDate>{date}</pubDate>")).items
    assert read_item.draft is not None
    assert read_item.draft.published_at is not None
    assert read_item.draft.published_at.day == 23
    assert read_item.draft.only_day == only_day


@pytest.mark.parametrize(
    ("date", "published_at"),
    [
        pytest.param("", None, id="none"),
        pytest.param("<pubDate/>", None, id="empty"),
        pytest.param("<pubDate>soon</pubDate>", None, id="nonsense"),
        pytest.param("<pubDate>Thu, 01 Jan 1970 00:00:00 GMT</pubDate>", None, id="empty field"),
        pytest.param("<pubDate>Sat, 24 Nov 2096 05:00:00 GMT</pubDate>", None, id="far future"),
        pytest.param("<pubDate>Mon, 30 Nov -0001 00:00:00 +0000</pubDate>", None, id="the year -1"),
        pytest.param("<pubDate>Tue, 24 Nov 2026 09:00:00 GMT</pubDate>", NOW, id="in three hours"),
        pytest.param(
            "<pubDate>Tue, 24 Nov 2026 00:30:00 -0430</pubDate>",
            utc("2026-11-24T05:00"),
            id="zone",
        ),
        pytest.param(
            "<pubDate>2026-11-24T05:00:00Z</pubDate>", utc("2026-11-24T05:00"), id="as in Atom"
        ),
        pytest.param(
            "<pubDate>tomorrow</pubDate>"
            '<dc:date xmlns:dc="http://purl.org/dc/elements/1.1/">2026-11-23</dc:date>',
            utc("2026-11-23T00:00"),
            id="another date",
        ),
    ],
)
def test_a_date_is_believed_only_if_something_can_have_been_published_then(date, published_at):
    [item] = read(rss(f"<title>Dam plan grows</title>{date}")).items
    assert headline(item).published_at == published_at


def test_of_a_giant_feed_the_first_five_hundred_items_are_read():
    items = [f"<title>Item {number}</title>" for number in range(2_000)]
    assert titles(read(rss(*items))) == [f"Item {number}" for number in range(MAX_ITEMS)]
    of_json = [{"id": number, "title": f"Item {number}"} for number in range(2_000)]
    content = json.dumps({"title": "Harbour Post", "items": of_json})
    assert titles(read(content)) == [f"Item {number}" for number in range(MAX_ITEMS)]


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(rss("<title>A</title>" + "<x>" * 10_001 + "</x>" * 10_001), id="deep"),
        pytest.param(rss(f"<title>A</title><description>{'x' * 5_000_000}"), id="long"),
    ],
)
def test_what_takes_the_parser_too_long_is_refused(content):
    assert refusal(content).reason == Reason.TOO_LARGE


def test_tags_that_nobody_closes_are_no_depth():
    items = ["<title>A</title><description>one<br>two<br>three<hr></description>"] * MAX_ITEMS
    assert len(read(rss(*items)).items) == MAX_ITEMS


def test_markup_in_an_items_text_is_no_depth():
    item = f"<title>A</title><description><![CDATA[{'<b>' * 20_000}]]></description>"
    assert titles(read(rss(item))) == ["A"]


@pytest.mark.parametrize("end", ["></enclosure>", "/>"])
def test_attributes_without_end_are_left_out_and_the_item_stays(end):
    attributes = " ".join(f"a{number}='x'" for number in range(20_000))
    feed = read(rss(f"<title>A</title><enclosure {attributes}{end}<link>/a</link>"))
    assert titles(feed) == ["A"]
    assert headline(feed.items[0]).url == "https://harbour-post.example/a"


def test_an_author_of_a_page_is_dropped_and_the_others_stay():
    too_long = f"<title>A</title><author>{'a@' * 50_000}</author>"
    author = "<author>ann@harbour-post.example (Ann Reed)</author>"
    feed = read(rss(too_long, f"<title>B</title>{author}<description>{TEXT}</description>"))
    assert titles(feed) == ["A", "B"]
    assert article(feed.items[1]).authors == ("Ann Reed",)


@pytest.mark.parametrize(
    "content",
    [
        pytest.param("", id="nothing"),
        pytest.param(" \n ", id="spaces"),
        pytest.param("<!doctype html><html><body><p>Hello</p></body></html>", id="page"),
        pytest.param("\n<HTML>" + "<div>" * 20_000, id="deep page"),
        pytest.param("404 page not found", id="text"),
        pytest.param(b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", id="picture"),
        pytest.param('{"error": "not found"}', id="other json"),
        pytest.param('{"version": "1", "items": {}}', id="json feed without a list"),
        pytest.param('{"title": ', id="half a json"),
        pytest.param('{"a":' * 100_000, id="deep json"),
        pytest.param("[1, 2]", id="json list"),
    ],
)
def test_what_is_no_feed_is_refused(content):
    error = refusal(content)
    assert (error.what, error.reason) == (URL, Reason.NO_FEED)


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(rss("<title>A</title>", "<title>B</title>")[:-20], id="cut off"),
        pytest.param("Warning: line 7<br>\n" + rss("<title>A</title>"), id="warning before it"),
        pytest.param(rss("<title>A</title>").upper().replace("VERSION", "version"), id="capitals"),
        pytest.param(rss("<title>A</title><media:thumbnail url='x'/>"), id="undeclared prefix"),
        pytest.param(rss("<title>A</title><b>open"), id="open tag"),
        pytest.param(
            rss(
                "<title>A</title><authors>Ann</authors><content>B</content>"
                "<published>x</published><published_parsed>now</published_parsed>"
            ),
            id="tags by our parser's own names",
        ),
    ],
)
def test_a_broken_feed_gives_what_it_has(content):
    assert titles(read(content))[0] == "A"


def test_entities_neither_multiply_nor_read_files():
    lines = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 10))
    doctype = f'<!DOCTYPE rss [<!ENTITY e0 "ha"><!ENTITY f SYSTEM "file:///etc/passwd">{lines}]>'
    content = rss("<title>A &e9; &f;</title>").replace("<rss", f"{doctype}<rss", 1)
    [title] = titles(read(content))
    assert "root:" not in title
    assert len(title) <= 300


@pytest.mark.parametrize(
    ("link", "url"),
    [
        pytest.param("/dam", "https://harbour-post.example/dam", id="relative"),
        pytest.param("dam", "https://harbour-post.example/feeds/dam", id="beside the feed"),
        pytest.param("//a.example/dam", "https://a.example/dam", id="without scheme"),
        pytest.param(
            "/dam?a=1&b=2&copy=3", "https://harbour-post.example/dam?a=1&b=2&copy=3", id="bare &"
        ),
        pytest.param(
            "<![CDATA[/dam?a=1&b=2]]>", "https://harbour-post.example/dam?a=1&b=2", id="CDATA"
        ),
        pytest.param("javascript:alert(1)", None, id="script"),
        pytest.param("http://[::1/", None, id="broken"),
        pytest.param("", None, id="none"),
    ],
)
def test_a_link_is_absolute_and_leads_to_a_web_page(link, url):
    [item] = read(rss(f"<title>A</title><link>{link}</link>")).items
    assert headline(item).url == url


@pytest.mark.parametrize(
    ("item", "url"),
    [
        pytest.param("<guid>ferry-7</guid>", None, id="an id that is no address"),
        pytest.param("<guid>https://a.example/7</guid>", "https://a.example/7", id="one that is"),
        pytest.param(
            '<guid isPermaLink="false">https://a.example/7</guid>', None, id="one that is not to be"
        ),
        pytest.param(
            "<guid>ferry-7</guid><link>/7</link>", "https://harbour-post.example/7", id="beside one"
        ),
    ],
)
def test_an_id_is_an_address_only_if_it_looks_like_one(item, url):
    [read_item] = read(rss(f"<title>A</title>{item}")).items
    assert headline(read_item).url == url


def test_a_feed_without_a_name_is_called_by_its_host():
    assert read(rss("<title>A</title>", channel="")).title == "harbour-post.example"


def test_a_text_tells_its_language_better_than_the_feed_does():
    body = "Der Fährverkehr zur Insel läuft wieder zweimal am Tag, sagte der Kapitän. " * 8
    [item] = read(in_rss(body)).items
    assert article(item).language == "de"


def test_plain_text_of_a_json_feed_keeps_its_lines():
    text = json.dumps(f"{TEXT}\n{TEXT}")
    [item] = read(JSON.replace('"summary": ""', f'"content_text": {text}')).items
    assert article(item).body == f"{TEXT}\n\n{TEXT}"


def test_a_json_feed_may_be_careless_about_types():
    items = [7, None, {"id": 8, "title": "A", "url": 5, "author": {"name": "Ann Reed"}}]
    feed = read(json.dumps({"title": None, "version": 1, "items": items}))
    [item] = feed.items
    assert (feed.title, titles(feed), item.guid) == ("harbour-post.example", ["A"], "8")


def test_escapes_of_json_bring_in_no_characters_that_databases_refuse():
    item = {
        "id": "\x00a\ud800",
        "url": "https://a.example/\x00\ud800",
        "title": "A\x00\ud800",
        "content_text": f"{TEXT}\x00\ud800",
        "authors": [{"name": "Ann\x00 Reed\ud800"}],
    }
    feed = read(json.dumps({"title": "B\x00\ud800", "language": "\x00\ud800", "items": [item]}))
    written = repr(feed)
    assert ("\\x00" in written, "\\ud800" in written) == (False, False)


def test_an_item_of_tomorrows_feed_is_not_newer_than_now():
    later = (NOW + timedelta(hours=20)).isoformat()
    [item] = read(rss(f"<title>A</title><pubDate>{later}</pubDate>")).items
    assert headline(item).published_at == NOW


@pytest.mark.parametrize(
    ("channel", "timing"),
    [
        pytest.param("", Timing(), id="nothing"),
        pytest.param("<ttl>60</ttl>", Timing(ttl=60), id="ttl"),
        pytest.param("<ttl> 90\n</ttl>", Timing(ttl=90), id="spaces around"),
        pytest.param("<ttl>1.5e9</ttl>", Timing(), id="no number"),
        pytest.param("<ttl>-5</ttl>", Timing(), id="negative"),
        pytest.param(f"<ttl>{'9' * 5000}</ttl>", Timing(), id="for ever"),
        pytest.param(
            "<skipHours><hour>0</hour><hour> 23 </hour><hour>24</hour></skipHours>",
            Timing(skip_hours=frozenset({0, 23})),
            id="hours",
        ),
        pytest.param(
            "<skipDays>\n<day>Saturday</day>\n<day>sunday</day><day>Funday</day></skipDays>",
            Timing(skip_days=frozenset({5, 6})),
            id="days",
        ),
        pytest.param("<skipHours>" * 5_000, Timing(), id="nobody closes it"),
    ],
)
def test_a_feed_may_say_when_to_read_it(channel, timing):
    assert read(rss(channel=f"<title>A</title>{channel}")).timing == timing


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(
            rss(
                channel='<atom:link xmlns:atom="http://www.w3.org/2005/Atom" rel="hub"'
                ' href="https://hub.example/"/><atom:link'
                ' xmlns:atom="http://www.w3.org/2005/Atom" rel="self" href="/feed"/>'
            ),
            id="rss",
        ),
        pytest.param(
            ATOM.replace(
                "</title>",
                '</title><link rel="hub" href="https://hub.example"/>'
                '<link rel="self" href="https://harbour-post.example/feed"/>',
                1,
            ),
            id="atom",
        ),
        pytest.param(
            JSON.replace(
                '"items"',
                '"feed_url": "https://harbour-post.example/feed", "hubs": [{"type": "rssCloud"},'
                ' {"type": "WebSub", "url": "https://hub.example/"}], "items"',
            ),
            id="json",
        ),
    ],
)
def test_a_feed_may_name_the_hub_that_tells_of_its_changes(content):
    feed = read(content)
    assert feed.hub_url == "https://hub.example/"
    assert feed.self_url == "https://harbour-post.example/feed"
