"""Why a digest has its stories, in words."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from bot import messages
from bot.messages.telegram_limits import plain
from storage.model import (
    Button,
    Digest,
    DigestEntry,
    DigestState,
    Genre,
    LeftOut,
    Liking,
    Reasons,
    Trait,
    TraitKind,
    Weight,
)
from tests.news import NOW

KYIV = ZoneInfo("Europe/Kyiv")


def reasons(outlets: int = 1, *, hours: float = 3, most: int = 9, **others: Any) -> Reasons:
    return Reasons(outlets, most, NOW - timedelta(hours=hours), **others)


def liked(**points: float) -> tuple[Liking, ...]:
    return tuple(Liking(Trait(TraitKind.TOPIC, name), each) for name, each in points.items())


def entry(title: str, why: Reasons | None, **others: Any) -> DigestEntry:
    given: dict[str, Any] = {"story_id": 398, "url": None, "sentences": (), "outlets": ()}
    return DigestEntry(title=title, at=NOW, reasons=why, **(given | others))


def digest(*entries: DigestEntry, left_out: LeftOut | None = None) -> Digest:
    return Digest(
        id=12,
        chat_id=7,
        key="2026-11-24T08:00",
        created_at=NOW,
        state=DigestState.BUILT,
        entries=entries,
        stories=87,
        outlets=23,
        left_out=left_out,
    )


FERRIES = LeftOut(44, "Ferry fares <rise>", reasons(hours=20))
TOLD = digest(
    entry("Icebreaker freed", reasons(9)),
    entry(
        "Port strike ends",
        reasons(6, hours=0.5, filters=("ports OR shipping", "dockers")),
        told_at=NOW - timedelta(days=2),
    ),
    left_out=FERRIES,
)


def test_an_entry_is_explained_by_what_was_kept_of_it_and_what_was_left_out():
    reply = messages.why_entry(TOLD, 2, zone=KYIV, language="en")

    assert plain(reply.text) == (
        "Port strike ends is second because\n"
        "• 6 sources carry it (the most for any story: 9)\n"
        "• it matches what you asked for: ports OR shipping, dockers\n"
        "• it moved on since you were told of it (2 days ago)\n"
        "• its newest report was less than an hour old\n"
        "Left out, just below: Ferry fares <rise> s44 "
        "(1 source · nothing that you follow · 20 hours old)"
    )
    assert reply.buttons == (
        (
            Button("More like this", "/taste more s398"),
            Button("Less like this", "/taste less s398"),
            Button("Mute", "/taste mute s398"),
        ),
        (Button("Story", "/story s398"), Button("Why these?", "/why d12")),
        (Button("My taste", "/taste"), Button("My filters", "/filters")),
    )
    assert reply.about == "s398"


@pytest.mark.parametrize(
    ("language", "weight", "expected", "brief"),
    [
        pytest.param(
            "en",
            Weight.HIGH,
            "• the admin weighs Coast Times and Post high, which counts double",
            "2 sources · nothing that you follow · weighed high · 3 hours old",
            id="high",
        ),
        pytest.param(
            "en",
            Weight.LOW,
            "• the admin weighs Coast Times and Post low, which counts half",
            "2 sources · nothing that you follow · weighed low · 3 hours old",
            id="low",
        ),
        pytest.param(
            "de",
            Weight.HIGH,
            "• Der Admin gibt Coast Times und Post viel Gewicht; das zählt doppelt",
            "2 Quellen · nichts, was Sie verfolgen · Quelle mit viel Gewicht · 3 Stunden alt",
            id="in German",
        ),
    ],
)
def test_the_weight_that_the_admin_gave_a_source_is_a_reason(language, weight, expected, brief):
    why = reasons(2, weight=weight, weighed=("Coast Times", "Post"))
    other = entry("Port strike ends", reasons(filters=("dockers",)))
    found = digest(entry("Icebreaker freed", why), other)

    told = plain(messages.why_entry(found, 1, zone=KYIV, language=language).text)
    assert expected in told.splitlines()
    assert brief in plain(messages.why_these(found, language=language).text)


def test_all_entries_are_explained_in_a_line_each():
    reply = messages.why_these(TOLD, language="en")

    assert plain(reply.text) == (
        "Why these 2 stories of 87\n"
        "1 · Icebreaker freed: 9 sources · nothing that you follow · 3 hours old\n"
        "2 · Port strike ends: 6 sources · ports OR shipping, dockers · moved on · "
        "less than an hour old\n"
        "Left out, just below: Ferry fares <rise> s44 "
        "(1 source · nothing that you follow · 20 hours old)"
    )
    assert reply.buttons[0] == (Button("1", "/why d12 1"), Button("2", "/why d12 2"))
    assert reply.about == "d12"


def test_a_german_reader_hears_the_reasons_in_german():
    assert plain(messages.why_entry(TOLD, 2, zone=KYIV, language="de").text) == (
        "Darum steht Port strike ends auf Platz 2:\n"
        "• 6 Quellen berichten darüber (bei der meistbeachteten Geschichte 9)\n"
        "• Passt zu Ihren Filtern: ports OR shipping, dockers\n"
        "• Seit Sie davon gelesen haben (vor 2 Tagen), hat sich etwas getan\n"
        "• Der neueste Beitrag war keine Stunde alt\n"
        "Knapp nicht mehr dabei: Ferry fares <rise> s44 "
        "(1 Quelle · nichts, was Sie verfolgen · 20 Stunden alt)"
    )
    assert plain(messages.why_these(TOLD, language="de").text).startswith(
        "Warum diese 2 von 87 Geschichten\n"
        "1 · Icebreaker freed: 9 Quellen · nichts, was Sie verfolgen · 3 Stunden alt\n"
    )


@pytest.mark.parametrize(
    ("why", "expected"),
    [
        pytest.param(reasons(9), "• 9 sources carry it, the most of all\n", id="most"),
        pytest.param(
            reasons(1, most=1), "• 1 source carries it, like all others\n", id="all have one"
        ),
        pytest.param(
            reasons(0, most=1), "because\n• its newest report was 3 hours old", id="no source"
        ),
        pytest.param(reasons(hours=1), "was 1 hour old", id="an hour"),
        pytest.param(reasons(hours=47), "was 47 hours old", id="hours"),
        pytest.param(reasons(hours=48), "was 2 days old", id="days"),
        pytest.param(reasons(hours=-5), "was less than an hour old", id="in the future"),
        pytest.param(
            reasons(has_text=False), "only headlines tell of it, which counts half", id="headlines"
        ),
        pytest.param(
            reasons(topic="sport", same_topic=1),
            "• 1 story above it is about sport too, so that it counts less",
            id="same topic",
        ),
        pytest.param(
            reasons(likings=liked(sport=2, law=0.4), times=1.52),
            "• you like stories like this: sport +2 and law +0.4, which counts 1.5 times",
            id="liked",
        ),
        pytest.param(
            reasons(likings=liked(sport=-1), times=0.84),
            "• you like stories like this less: sport −1, which counts 0.84 times",
            id="disliked",
        ),
        pytest.param(
            reasons(likings=liked(sport=2, law=-1), times=1.19),
            "• your taste: sport +2 and law −1, which counts 1.2 times",
            id="liked and disliked",
        ),
        pytest.param(
            reasons(heard=2), "2 stories above it came from the same source", id="same source"
        ),
    ],
)
def test_each_part_of_the_rank_has_its_words(why: Reasons, expected: str):
    assert expected in plain(
        messages.why_entry(digest(entry("Title", why)), 1, zone=KYIV, language="en").text
    )


def test_taste_and_topic_have_their_place_in_a_line_too():
    why = reasons(9, topic="sport", same_topic=2, likings=liked(sport=2), times=1.41)

    assert plain(messages.why_these(digest(entry("Cup", why)), language="en").text).endswith(
        "1 · Cup: 9 sources · 3 hours old · sport +2 · 2 above about sport"
    )


def test_who_follows_nothing_hears_nothing_of_it():
    alone = digest(entry("Title", reasons()), left_out=FERRIES)

    assert "follow" not in messages.why_these(alone, language="en").text
    assert "follow" not in messages.why_entry(alone, 1, zone=KYIV, language="en").text


def test_the_eleventh_story_has_its_number():
    many = digest(*[entry("Title", reasons())] * 11)

    assert "Title is number 11 because" in plain(
        messages.why_entry(many, 11, zone=KYIV, language="en").text
    )


def test_a_digest_of_before_says_that_its_reasons_are_not_known():
    old = digest(entry("Title", None))

    assert "told before reasons were kept" in messages.why_these(old, language="en").text
    assert (
        "told before reasons were kept" in messages.why_entry(old, 1, zone=KYIV, language="en").text
    )
    assert all(
        "Why" not in label for label in labels(messages.digest(old, zone=KYIV, language="en"))
    )


def labels(reply: messages.Reply) -> list[str]:
    return [button.label for row in reply.buttons for button in row]


def test_a_digest_has_buttons_for_its_reasons_and_for_what_it_left_out():
    assert labels(messages.digest(TOLD, zone=KYIV, language="en")) == [
        *("1", "2"),
        *("👍", "👎", "Why these?", "Settings"),
        "More stories",
    ]
    assert "More stories" not in labels(
        messages.digest(digest(entry("Title", reasons())), zone=KYIV, language="en")
    )


@pytest.mark.parametrize(
    ("why", "said"),
    [
        pytest.param(
            {"worth": 3.5, "themes": ("deaths", "power")},
            "it tells of deaths and governments, courts or votes",
            id="grave",
        ),
        pytest.param({"worth": 1.5}, "its text tells of little that concerns many", id="small"),
        pytest.param(
            {"genre": Genre.OPINION},
            "it is marked as Opinion and stands behind the news",
            id="opinion",
        ),
    ],
)
def test_what_the_text_itself_says_is_a_reason(why: dict[str, Any], said: str) -> None:
    found = digest(entry("Court sentences minister", reasons(2, **why)))

    assert f"• {said}" in plain(messages.why_entry(found, 1, zone=KYIV, language="en").text)


def test_a_story_of_the_usual_worth_needs_no_word_for_it() -> None:
    told = plain(
        messages.why_entry(digest(entry("A", reasons(2))), 1, zone=KYIV, language="en").text
    )

    assert "concerns many" not in told
    assert "tells of" not in told


@pytest.mark.parametrize(
    ("genre", "language", "title"),
    [
        pytest.param(Genre.OPINION, "en", "Opinion · Close the port", id="opinion"),
        pytest.param(Genre.OPINION, "de", "Meinung · Close the port", id="in German"),
        pytest.param(Genre.FEATURE, "en", "Feature · Close the port", id="feature"),
        pytest.param(Genre.NEWS, "en", "Close the port", id="news"),
        pytest.param(Genre.SPORT, "en", "Close the port", id="sport is news"),
    ],
)
def test_views_and_features_are_marked_in_a_digest(genre: Genre, language: str, title: str) -> None:
    found = digest(entry("Close the port", None, genre=genre))

    assert f"1 · {title}\n" in plain(messages.digest(found, zone=KYIV, language=language).text)
