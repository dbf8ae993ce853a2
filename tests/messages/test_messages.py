"""The words that readers see."""

from dataclasses import replace
from datetime import date, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot import messages
from bot.errors import (
    Failure,
    FetchError,
    IngestError,
    NoArticleError,
    NoSummaryError,
    NoSummaryReason,
    NotAllowedError,
    NotFoundError,
    Reason,
    UsageError,
)
from storage.model import (
    Attributed,
    Button,
    Difference,
    Digest,
    DigestEntry,
    DigestState,
    Ingested,
    KeySentence,
    Kind,
    Mention,
    Outlet,
    Reader,
    Ref,
    Related,
    Sentence,
    Statement,
    Summary,
)
from tests.moments import utc
from tests.news import NOW, article, headline, story

KYIV = ZoneInfo("Europe/Kyiv")
READER = Reader(now=NOW, zone=KYIV, language="en")
GERMAN = Reader(now=NOW, zone=KYIV, language="de-AT")


def sentences(*texts):
    return tuple(Sentence(text, article_id=1, position=n) for n, text in enumerate(texts))


def digest(*entries, state=DigestState.BUILT):
    return Digest(
        id=3,
        chat_id=7,
        key="2026-11-24T08:00",
        created_at=NOW,
        state=state,
        entries=entries,
        stories=87,
        outlets=23,
    )


def entry(**changes):
    given = {
        "story_id": 412,
        "title": "Icebreaker freed & safe",
        "url": "https://coast.example/ice",
        "sentences": sentences("All 34 are safe.", "Two wait."),
        "outlets": tuple(Outlet(name, None) for name in ("Northern Wire", "Coast Times", "Post")),
        "at": NOW,
    }
    return DigestEntry(**{**given, **changes})


def test_a_digest_tells_each_story_with_its_sources_and_its_id():
    reply = messages.digest(digest(entry()), zone=KYIV, language="en")
    assert reply.text == (
        "<b>Morning digest</b> · Tue 24 Nov\n"
        "1 story out of 87, from 23 sources\n"
        "\n"
        '<b>1 · <a href="https://coast.example/ice">Icebreaker freed &amp; safe</a></b>\n'
        "All 34 are safe. Two wait.\n"
        "<i>Northern Wire, Coast Times, +1 · 08:00</i> · <code>s412</code>"
    )
    assert reply.buttons == (
        (Button("1", "/story s412"),),
        (
            Button("👍", "/taste more d3"),
            Button("👎", "/taste less d3"),
            Button("Settings", "/settings"),
        ),
    )
    assert reply.about == "d3"


def test_a_german_reader_gets_the_digest_in_german():
    told = entry(told_at=NOW - timedelta(days=2), related=(Mention("h8", "Convoy waits", None),))
    assert messages.digest(digest(told), zone=KYIV, language="de-AT").text == (
        "<b>Morgenausgabe</b> · Di., 24. Nov.\n"
        "1 Geschichte von 87, aus 23 Quellen\n"
        "\n"
        '<b>1 · <a href="https://coast.example/ice">Update: Icebreaker freed &amp; safe</a></b>\n'
        "Neu seit Sonntag: All 34 are safe. Two wait.\n"
        "<i>Northern Wire, Coast Times, +1 · 08:00</i> · <code>s412</code>\n"
        "<blockquote expandable>Verwandtes:\n• Convoy waits · h8</blockquote>"
    )


def test_outlets_lead_to_their_texts():
    outlets = (Outlet("Coast <Times>", "https://coast.example/ice"), Outlet("Post", None))
    assert (
        '<i><a href="https://coast.example/ice">Coast &lt;Times&gt;</a>, Post · 08:00</i>'
        in messages.digest(digest(entry(outlets=outlets)), zone=KYIV, language="en").text
    )


def told_by(text: str, outlet: str, *, hours: float = 0) -> Attributed:
    url = f"https://{outlet.lower()}.example/" if outlet else None
    return Attributed(text, outlet, url, NOW - timedelta(hours=hours), 1)


DIFFERS = Difference(
    told_by("340 houses were hit.", "Post", hours=1), told_by("500 houses <burned>.", "Wire")
)
SAID = Statement(told_by("“We hear knocking”", "Post"), "Ana Torrel, fire chief")


def test_where_reports_differ_and_who_said_what_is_folded_below_a_story():
    text = messages.digest(
        digest(entry(differs=(DIFFERS,), said=(SAID,))), zone=KYIV, language="en"
    ).text
    assert text.endswith(
        "\n<blockquote expandable>"
        "<i>They differ:</i>\n"
        '• 340 houses were hit. (<a href="https://post.example/">Post</a>, 07:00)\n'
        '• 500 houses &lt;burned&gt;. (<a href="https://wire.example/">Wire</a>, 08:00)\n'
        "<i>Said:</i>\n"
        '• “We hear knocking” — Ana Torrel, fire chief (<a href="https://post.example/">Post</a>)'
        "</blockquote>"
    )


def test_what_differs_without_an_outlet_has_its_time_alone():
    differs = Difference(told_by("340 houses were hit.", ""), told_by("500 were.", "Wire"))
    said = Statement(told_by("“We hear knocking”", ""), "Ana Torrel")
    text = messages.digest(
        digest(entry(differs=(differs,), said=(said,))), zone=KYIV, language="de"
    ).text
    assert "<i>Die Berichte weichen ab:</i>\n• 340 houses were hit. (08:00)\n" in text
    assert text.endswith("<i>Im Wortlaut:</i>\n• “We hear knocking” — Ana Torrel</blockquote>")


def test_who_else_tells_a_story_and_what_is_near_is_folded_below_it():
    outlets = tuple(Outlet(name, f"https://{name}.example/") for name in ("a", "b", "c"))
    related = (
        Mention(
            "413", "Tug <takes>", "https://d.example/", "Wire", "A tug & a rope.", in_story=True
        ),
        Mention("h9", "Icebreaker: freed", "https://b.example/", "Post", in_story=True),
        Mention("h8", "Convoy <waits>", None, "Times"),
    )
    text = messages.digest(
        digest(entry(outlets=outlets, related=related)), zone=KYIV, language="en"
    ).text
    assert text.endswith(
        "\n<blockquote expandable>"
        'Also: <a href="https://c.example/">c</a>\n'
        '• <a href="https://d.example/">Wire</a>: A tug &amp; a rope. · 413\n'
        '• <a href="https://b.example/">Post</a>: Icebreaker: freed · h9\n'
        "Related:\n"
        "• Convoy &lt;waits&gt; · h8"
        "</blockquote>"
    )


@pytest.mark.parametrize(
    ("stories", "rows"), [(1, [1]), (8, [8]), (10, [5, 5]), (20, [7, 7, 6])], ids=str
)
def test_the_numbers_stand_in_rows_of_about_the_same_length(stories, rows):
    buttons = messages.digest(digest(*[entry()] * stories), zone=KYIV, language="en").buttons
    assert [len(row) for row in buttons] == [*rows, 3]


def test_an_update_is_called_one():
    yesterday = NOW - timedelta(days=1)
    text = messages.digest(digest(entry(told_at=yesterday)), zone=KYIV, language="en").text
    assert "Update: Icebreaker" in text
    assert "\nNew since yesterday: All 34 are safe. Two wait.\n" in text


@pytest.mark.parametrize(
    ("days", "expected"),
    [(0.05, "06:48"), (1, "yesterday"), (2, "Sunday"), (6, "Wednesday"), (7, "17 Nov")],
)
def test_an_update_says_since_when(days, expected):
    told_at = NOW - timedelta(days=days)
    text = messages.digest(digest(entry(told_at=told_at)), zone=KYIV, language="en").text
    assert f"New since {expected}: " in text


@pytest.mark.parametrize(
    ("state", "expected"),
    [
        pytest.param(DigestState.EMPTY, "Nothing new since the last digest.", id="empty"),
        pytest.param(DigestState.SKIPPED, "Skipped: it could not be sent in time.", id="skipped"),
    ],
)
def test_a_digest_without_stories_says_why(state, expected):
    reply = messages.digest(digest(state=state), zone=KYIV, language="en")
    assert expected in reply.text
    assert reply.buttons == ()


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        pytest.param("2026-11-24", "today", id="today"),
        pytest.param("2026-11-25", "today", id="begun in the far east"),
        pytest.param("2026-11-23", "yesterday", id="yesterday"),
        pytest.param("2026-11-20", "4 days", id="days ago"),
        pytest.param("2025-11-20", "20 Nov 2025", id="long ago"),
    ],
)
@pytest.mark.parametrize(
    "zone", ["Europe/Kyiv", "America/Los_Angeles", "Pacific/Auckland"], ids=lambda zone: zone
)
def test_of_a_day_alone_no_time_is_shown_wherever_its_reader_lives(day, expected, zone):
    begin = utc(f"{day}T00:00")
    found = replace(article(412), published_at=begin, added_at=NOW, only_day=True)
    summary = Summary(412, "ranker", 1, 1, sentences("All 34 are safe."))
    # At that moment it is the 24th everywhere.
    reader = Reader(now=utc("2026-11-24T10:00"), zone=ZoneInfo(zone), language="en")

    reply = messages.summary(found, summary, outlets=1, reader=reader, longer=None)
    listed = messages.latest([found], reader=reader)

    assert f"Coast Times · Jo Miller · {expected} · 1 min read" in reply.text
    assert f"Coast Times · {expected} · 412" in listed.text


def test_a_digest_shows_no_time_where_only_the_day_is_known():
    told = digest(entry(at=utc("2026-11-24T00:00"), day=date(2026, 11, 24)))
    text = messages.digest(told, zone=KYIV, language="en").text
    assert " · 24 Nov</i> · <code>s412</code>" in text


def test_an_outlet_that_is_its_own_author_is_named_once():
    found = replace(article(412), authors=("COAST TIMES",))
    summary = Summary(412, "ranker", 1, 1, sentences("All 34 are safe."))
    reply = messages.summary(found, summary, outlets=1, reader=READER, longer=None)
    assert "Coast Times · today, 07:00 · 1 min read" in reply.text


def test_a_summary_has_title_byline_sentences_and_the_next_taps():
    found = article(412, url="https://coast.example/ice", story_id=9)
    summary = Summary(412, "ranker", 2, 1, sentences("All <34> are safe.", "It is under tow."))
    reply = messages.summary(found, summary, outlets=5, reader=READER, longer=4)
    assert reply.text == (
        '<b><a href="https://coast.example/ice">Icebreaker freed after nine days</a></b>\n'
        "Coast Times · Jo Miller · today, 07:00 · 1 min read · 412\n"
        "\n"
        "• All &lt;34&gt; are safe.\n"
        "• It is under tow."
    )
    assert reply.buttons == (
        (
            Button("Longer", "/summary 412 4"),
            Button("Related", "/related 412"),
            Button("Sources (5)", "/story s9"),
        ),
    )
    assert reply.about == "412"


def test_a_private_article_has_no_story_to_show():
    summary = Summary(1, "ranker", 3, 1, sentences("One."))
    reply = messages.summary(article(), summary, outlets=0, reader=READER, longer=None)
    assert reply.buttons == ((Button("Related", "/related 1"),),)


def test_related_items_come_with_their_reason_and_background_apart():
    found = [
        Related(headline(1, "Same event", story_id=4), ("Kara Sea",), (), 0.9, in_story=True),
        Related(headline(2, "Near it"), ("Kara Sea", "Arctic"), ("insurers",), 0.5, in_story=False),
        Related(headline(3, "Long ago", hours=24 * 5), (), ("coal",), 0.4, in_story=False),
    ]
    reply = messages.related("Icebreaker freed", found, about="12", reader=READER)
    assert reply.text == (
        "<b>In the same story</b>\n"
        "• Same event · Coast Times · today · h1\n"
        "   <i>same name: Kara Sea</i>\n"
        "\n"
        "<b>Near “Icebreaker freed”</b>\n"
        "• Near it · Coast Times · today · h2\n"
        "   <i>same names: Kara Sea and Arctic; both about insurers</i>\n"
        "\n"
        "<b>Earlier</b>\n"
        "• Long ago · Coast Times · 5 days · h3\n"
        "   <i>both about coal</i>"
    )


def test_related_items_and_a_summary_are_worded_in_german():
    found = [
        Related(headline(1, "Same event", story_id=4), ("Kara Sea",), (), 0.9, in_story=True),
        Related(headline(2, "Near it"), ("Kara Sea", "Arctic"), ("insurers",), 0.5, in_story=False),
        Related(headline(3, "Long ago", hours=24 * 5), (), ("coal",), 0.4, in_story=False),
    ]
    assert messages.related("Icebreaker freed", found, about="12", reader=GERMAN).text == (
        "<b>In derselben Geschichte</b>\n"
        "• Same event · Coast Times · heute · h1\n"
        "   <i>gemeinsamer Name: Kara Sea</i>\n"
        "\n"
        "<b>Verwandt mit „Icebreaker freed“</b>\n"
        "• Near it · Coast Times · heute · h2\n"
        "   <i>gemeinsame Namen: Kara Sea und Arctic; beide über insurers</i>\n"
        "\n"
        "<b>Früher</b>\n"
        "• Long ago · Coast Times · vor 5 Tagen · h3\n"
        "   <i>beide über coal</i>"
    )
    summary = Summary(412, "ranker", 1, 1, sentences("All 34 are safe."))
    told = article(412, story_id=9)
    reply = messages.summary(told, summary, outlets=5, reader=GERMAN, longer=4)
    assert "Coast Times · Jo Miller · heute, 07:00 · 1 Min. Lesezeit · 412" in reply.text
    assert [button.label for button in reply.buttons[0]] == ["Länger", "Verwandtes", "Quellen (5)"]


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        pytest.param("en", "<i>the second sentence; 41% of what the summary tells: ice", id="en"),
        pytest.param("de", "<i>der zweite Satz; 41 % dessen, was die Zusammenfassung", id="de"),
    ],
)
def test_why_a_sentence_was_chosen_is_said_with_its_share(language, expected):
    chosen = KeySentence("It is free.", 1, 0.412, ("ice", "tow"), ())
    text = messages.why(article(), [chosen], language=language).text
    assert expected in text.replace("\xa0", " ")


@pytest.mark.parametrize(
    ("reply", "expected"),
    [
        pytest.param(messages.latest([], reader=READER), "There are no articles yet.", id="latest"),
        pytest.param(
            messages.headlines([], reader=READER), "There are no headlines yet.", id="headlines"
        ),
        pytest.param(
            messages.found("<x>", [], reader=READER), "Nothing matches “&lt;x&gt;”.", id="search"
        ),
        pytest.param(
            messages.related("<x>", [], about="", reader=READER),
            "Nothing else is known near “&lt;x&gt;”.",
            id="related",
        ),
        pytest.param(messages.none_stored(language="en"), "No digest is stored", id="digests"),
        pytest.param(
            messages.sources([], page=1, reader=READER), "There are no sources yet.", id="feeds"
        ),
    ],
)
def test_an_empty_list_says_what_to_do(reply, expected):
    assert reply.text.startswith(expected)


def test_what_was_ingested_is_confirmed_with_the_next_taps():
    new = Ingested(article(1, story_id=4), is_new=True, headlines=(headline(1), headline(2)))
    reply = messages.ingested(new, story(4, article(1)), language="en")
    assert reply.text == (
        "Ingested as <b>1</b> into story s4 (1 item): Icebreaker freed after nine days\n"
        "2 headlines below it kept: /headlines"
    )
    assert [button.label for button in reply.buttons[0]] == ["Summary", "Story", "Undo"]


def test_what_is_known_is_not_ingested_twice():
    known = Ingested(article(1, story_id=4), is_new=False)
    reply = messages.ingested(known, story(4, article(1)), language="en")
    assert reply.text == "Known already as <b>1</b>: Icebreaker freed after nine days"
    assert [button.label for button in reply.buttons[0]] == ["Summary", "Story"]


def test_a_folder_is_reported_in_one_answer_that_names_a_few_failures():
    failure = Failure("a<b>.txt", IngestError("a", reason=Reason.BAD_FILE))
    done = [Ingested(article(), is_new=True), Ingested(article(), is_new=False)]
    text = messages.ingested_many(done, [failure] * 7, language="en").text
    assert text.startswith("1 ingested, 1 known already, 7 failed:\n• <code>a&lt;b&gt;.txt</code>")
    assert text.endswith("and 2 more")


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        pytest.param(
            NotFoundError(Ref(Kind.ARTICLE, 99999)),
            "There is no article 99999. /latest lists the newest.",
            id="no article",
        ),
        pytest.param(
            NoArticleError("https://a.example", reason=Reason.CONSENT_WALL),
            "No summary: this is a cookie wall, not the article. "
            "If you can read it, paste the text here.",
            id="consent wall",
        ),
        pytest.param(
            FetchError("https://a.example/?<x>", reason=Reason.STATUS, status=404),
            "https://a.example/?&lt;x&gt; answered with an error (404). Check the link.",
            id="status",
        ),
        pytest.param(
            NotAllowedError("ingest"),
            "/ingest is for admins. /help lists what you can do.",
            id="not for readers",
        ),
        pytest.param(
            NoSummaryError(NoSummaryReason.TOO_LONG, method="kl", sentences=400),
            "No summary: 400 sentences are too many for kl. "
            "Leave the method out, and the default takes them.",
            id="too long",
        ),
    ],
)
def test_an_error_is_one_clear_sentence(error, expected):
    assert messages.error(error, language="en").text == expected


@pytest.mark.parametrize("reason", Reason)
def test_every_reason_has_words(reason):
    text = messages.error(IngestError("a.example", reason=reason), language="en").text
    assert text.strip().endswith(".") or text.strip().endswith("?")


@pytest.mark.parametrize("reason", NoSummaryReason)
def test_every_lack_of_a_summary_has_words(reason):
    text = messages.error(NoSummaryError(reason, method="kl", sentences=9), language="en").text
    assert text.startswith("No summary: ")


def test_a_usage_error_shows_how_the_command_is_typed():
    reply = messages.usage(UsageError("nothing-to-search"), command="search", language="en")
    assert reply.text == (
        "Say what to look for.\n"
        "Usage: /search &lt;words&gt;\n"
        "Example: /search tariffs OR &#34;digital tax&#34;"
    )
