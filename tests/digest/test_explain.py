"""Why a story is not in a digest: the truth of when it was made."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from bot import messages
from bot.digest.candidates import news_of
from bot.digest.explain import Known, absence_of, as_of
from bot.messages.telegram_limits import plain
from storage.model import (
    Absence,
    Article,
    Cause,
    Digest,
    DigestEntry,
    DigestState,
    Filter,
    FilterKind,
    Kind,
    LeftOut,
    Liking,
    Rating,
    Reader,
    Reasons,
    Ref,
    Trait,
    TraitKind,
    Verdict,
)
from tests.news import NOW, article, headline, story

KYIV = ZoneInfo("Europe/Kyiv")
# The digest was made when the report was an hour old.
FERRIES = story(44, article(1, "Ferry fares <rise>", site="Post", hours=1))
SPORT = Trait(TraitKind.TOPIC, "sport")

TOLD = DigestEntry(
    story_id=7,
    title="Port strike",
    url=None,
    sentences=(),
    outlets=(),
    at=NOW,
    reasons=Reasons(6, 9, NOW - timedelta(hours=2)),
)
NEXT = LeftOut(41, "Trains late", Reasons(1, 9, NOW - timedelta(hours=5)), next=(42, 44, 43))
DIGEST = Digest(
    id=12,
    chat_id=7,
    key="2026-11-24T08:00",
    created_at=NOW,
    state=DigestState.BUILT,
    entries=(TOLD,) * 5,
    stories=87,
    outlets=23,
    left_out=NEXT,
)
BELOW = replace(DIGEST, left_out=replace(NEXT, next=(42, 43)))


def named(kind: FilterKind, text: str) -> Filter:
    return Filter(1, 7, kind, text, ("en",), NOW)


def known(**facts: Any) -> Known:
    nothing: dict[str, Any] = {
        "topics": {},
        "told_at": None,
        "matching": (),
        "follows": (),
        "ratings": (),
        "only_followed": False,
    }
    return Known(**(nothing | facts))


def absence(digest: Digest = BELOW, *, of: Any = FERRIES, **facts: Any) -> Absence:
    return absence_of(of, as_of(of, digest.created_at), digest, known(**facts))


def words(found: Absence, digest: Digest = BELOW, *, now: datetime = NOW) -> str:
    """Return the reasons, without heading."""
    text = plain(messages.why_not(found, digest, reader=Reader(now, KYIV, "en")).text)
    return text.split("because\n", 1)[1]


@pytest.mark.parametrize(
    ("facts", "cause", "expected"),
    [
        pytest.param(
            {"ratings": (Rating(7, Ref(Kind.STORY, 44), Verdict.MUTE, (), NOW),)},
            Cause.MUTED,
            "• you muted it: /taste lists what you muted",
            id="muted",
        ),
        pytest.param(
            {"matching": (named(FilterKind.FOLLOW, "fares"), named(FilterKind.MUTE, "ferry"))},
            Cause.FILTERED,
            "• you mute stories like this: ferry",
            id="filtered",
        ),
        pytest.param(
            {"told_at": NOW - timedelta(days=1)},
            Cause.TOLD,
            "• you were told of it before: yesterday, 08:00\n"
            "• 1 report came since, with nothing new or not enough",
            id="told before",
        ),
        pytest.param(
            {"told_at": NOW},
            Cause.TOLD,
            "• you were told of it before: today, 08:00\n• nothing came of it since",
            id="told and nothing since",
        ),
        pytest.param(
            {"only_followed": True, "follows": ("ports", "rail <strike>")},
            Cause.NOT_FOLLOWED,
            "• you are told only what you follow, and it matches none of: ports, rail <strike>",
            id="not followed",
        ),
        pytest.param(
            {"languages": ("de", "fr")},
            Cause.FOREIGN,
            "• it is told in English alone, and you read German and French: "
            "/settings languages +en changes that",
            id="in another language",
        ),
    ],
)
def test_what_kept_a_story_out_is_named(facts, cause, expected):
    found = absence(**facts)

    assert found.cause is cause
    assert words(found) == expected


def undated(found: Article) -> Article:
    return replace(found, published_at=None)


def test_a_page_of_which_nobody_says_when_it_is_from_is_no_news():
    found = absence(of=story(44, undated(article(1, "Ferry fares rise", url="https://a.example"))))

    assert found.cause is Cause.UNDATED
    assert words(found) == (
        "• its page names no date and no feed brought it, so that nobody knows whether it is news"
    )


@pytest.mark.parametrize(
    "member",
    [
        pytest.param(article(1, url="https://a.example/1"), id="its page names a date"),
        pytest.param(
            replace(undated(article(1, url="https://a.example/1")), source_id=3), id="a feed's"
        ),
        pytest.param(undated(article(1, url=None)), id="pasted"),
    ],
)
def test_one_report_that_is_news_makes_a_story_news_and_tells_it(member):
    old = undated(article(2, "Ferry fares rise", url="https://a.example/2"))

    told = news_of(story(44, old, member))

    assert told is not None
    assert told.members == (member,)


def test_a_story_that_came_later_was_not_there():
    made_before = replace(BELOW, created_at=NOW - timedelta(hours=1))

    found = absence(made_before)

    assert found.cause is Cause.LATER
    assert words(found, made_before) == "• it came later: today, 08:00"


def test_a_story_that_did_not_move_is_too_old():
    later = replace(BELOW, created_at=NOW + timedelta(days=3))

    found = absence(later)

    assert found.cause is Cause.OLD
    assert words(found, later, now=later.created_at) == (
        "• nothing came of it since Tue 24 Nov, and a digest looks back a day and a half"
    )


def test_the_place_that_was_kept_is_told_with_what_gave_it():
    found = absence(DIGEST, topics={Ref(Kind.ARTICLE, 1): ("sport",)})

    assert (found.cause, found.place) == (Cause.RANKED, 8)
    assert plain(messages.why_not(found, DIGEST, reader=Reader(NOW, KYIV, "en")).text) == (
        "Ferry fares <rise> s44 is not in d12 of today, 08:00 because\n"
        "• it ranked eighth of 87, and 5 had room\n"
        "• 1 source carries it (the most for any story: 9)\n"
        "• its newest report was 1 hour old\n"
        "The last that had room: Port strike (6 sources · 2 hours old)"
    )


def test_a_place_that_was_kept_is_true_whatever_was_muted_since():
    found = absence(DIGEST, matching=(named(FilterKind.MUTE, "ferry"),))

    assert (found.cause, found.place) == (Cause.RANKED, 8)


def test_of_the_first_that_had_no_room_the_reasons_were_kept():
    trains = story(41, article(2, "Trains late"))

    assert absence(DIGEST, of=trains).reasons == NEXT.reasons


def test_what_came_far_behind_is_said_to_have():
    assert words(absence()).startswith("• it ranked behind the first 8 of 87, and 5 had room\n")


def test_taste_of_then_is_among_the_reasons():
    presses = (Rating(7, Ref(Kind.STORY, 9), Verdict.LESS, (Liking(SPORT, -1),), NOW),)

    found = absence(topics={Ref(Kind.ARTICLE, 1): ("sport",)}, ratings=presses)

    assert "• you like stories like this less: sport −1, which counts 0.84 times\n" in words(found)


def test_a_digest_that_left_nothing_out_does_not_know_why():
    assert absence(replace(DIGEST, left_out=None)).cause is Cause.UNKNOWN


def test_reports_that_came_after_the_digest_are_not_looked_at():
    came = replace(headline(3, "Fares again", site="Wire"), added_at=NOW + timedelta(hours=2))
    grown = story(44, *FERRIES.articles, came)

    found = absence(of=grown)

    assert found.reasons is not None
    assert found.reasons.outlets == 1


def test_what_only_headlines_tell_is_told_to_have_had_a_line_or_no_room_there():
    bell = story(45, headline(1, "Museum returns bronze bell"))
    line = replace(BELOW, headlines=(replace(TOLD, story_id=45),))
    reader = Reader(NOW, KYIV, "en")
    why = "• only headlines of few sources tell of it: such have a place if you follow them"
    for digest, has in ((line, "has only a line in d12"), (BELOW, "is not in d12")):
        found = absence(replace(digest, headlines=line.headlines), of=bell)
        shown = replace(digest, headlines=digest.headlines or (TOLD,))
        text = plain(messages.why_not(found, shown, reader=reader).text)
        assert text == f"Museum returns bronze bell s45 {has} of today, 08:00 because\n{why}"
