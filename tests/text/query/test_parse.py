"""Queries: what is typed, and the tree that it means."""

from contextlib import suppress
from dataclasses import replace
from zoneinfo import ZoneInfo

import pytest

from bot.errors import UsageError
from bot.text.query.parse import FIELD_NAMES, MOST_CHARACTERS, Asker, parse_query
from bot.text.topics import TOPICS
from storage.model import And, Field, Not, Or, Query, Term, Within
from tests.moments import utc

# A Tuesday noon in Kyiv, where it is two hours later.
ASKER = Asker(utc("2026-11-24T10:00"), ZoneInfo("Europe/Kyiv"))

PORT = Term(("port",), Field.ANY, "port")
STRIKE = Term(("strike",), Field.ANY, "strikes")
SHIP = Term(("ship",), Field.ANY, "shipping")
FOOTBALL = Term(("footbal",), Field.ANY, "football")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("port", PORT, id="a word"),
        pytest.param("port strikes", And((PORT, STRIKE)), id="all words"),
        pytest.param("port AND strikes", And((PORT, STRIKE)), id="AND said"),
        pytest.param("port OR shipping", Or((PORT, SHIP)), id="OR"),
        pytest.param("port -football", And((PORT, Not(FOOTBALL))), id="minus"),
        pytest.param("port NOT football", And((PORT, Not(FOOTBALL))), id="NOT"),
        pytest.param("NOT football", Not(FOOTBALL), id="NOT alone"),
        pytest.param(
            "port OR strikes shipping", Or((PORT, And((STRIKE, SHIP)))), id="AND before OR"
        ),
        pytest.param("NOT football OR port", Or((Not(FOOTBALL), PORT)), id="NOT before everything"),
        pytest.param("(port OR strikes) shipping", And((Or((PORT, STRIKE)), SHIP)), id="brackets"),
        pytest.param("-(football OR shipping)", Not(Or((FOOTBALL, SHIP))), id="brackets left out"),
        pytest.param("port and or", PORT, id="small operators are words"),
        pytest.param("the port of the", PORT, id="stop words tell nothing"),
        pytest.param("port port", PORT, id="said twice"),
    ],
)
def test_operators_bind_as_people_expect(text, expected):
    assert parse_query(text, ASKER) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            '"Port strikes"', Term(("port", "strike"), Field.ANY, "Port strikes"), id="phrase"
        ),
        pytest.param(
            "“state of emergency”",
            Term(("state", "emergenc"), Field.ANY, "state of emergency"),
            id="curly quotes",
        ),
        pytest.param("title:Ports", Term(("port",), Field.TITLE, "Ports"), id="title"),
        pytest.param(
            'TITLE:"port strikes"',
            Term(("port", "strike"), Field.TITLE, "port strikes"),
            id="phrase in the title",
        ),
        pytest.param('source:"Coast Times"', Term((), Field.SOURCE, "Coast Times"), id="source"),
        pytest.param("lang:DE", Term((), Field.LANGUAGE, "de"), id="language"),
        pytest.param("12:30", Term(("12:30",), Field.ANY, "12:30"), id="a time is no field"),
        pytest.param("COVID-19", Term(("covid-19",), Field.ANY, "COVID-19"), id="hyphen inside"),
        pytest.param(
            "港口罢工", Term(("港口", "口罢", "罢工"), Field.ANY, "港口罢工"), id="no spaces"
        ),
        pytest.param("порты", Term(("порт",), Field.ANY, "порты"), id="script tells"),
        pytest.param("порті", Term(("порті",), Field.ANY, "порті"), id="no stemmer"),
    ],
)
def test_terms_hold_stems_a_place_and_what_was_typed(text, expected):
    assert parse_query(text, ASKER) == expected


def where(field: Field, text: str) -> Term:
    return Term((), field, text)


def begins(letters: str, field: Field = Field.ANY) -> Term:
    return Term((letters,), field, letters, is_prefix=True)


def word(stem: str, text: str, field: Field = Field.ANY) -> Term:
    return Term((stem,), field, text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("ports*", Or((begins("ports"), word("port", "ports"))), id="and its forms"),
        pytest.param(
            "title:icebr*",
            Or((begins("icebr", Field.TITLE), word("icebr", "icebr", Field.TITLE))),
            id="in the title",
        ),
        pytest.param("source:coast*", where(Field.SOURCE, "coast"), id="any part of a source"),
        pytest.param("港", begins("港"), id="one character that is a word"),
        pytest.param("東京*", word("東京", "東京"), id="pairs have no end"),
        pytest.param("topic:Sports", where(Field.TOPIC, "sport"), id="topic by another name"),
        pytest.param("topic:wirtschaft", where(Field.TOPIC, "business"), id="and language"),
        pytest.param(
            "title:(port OR strikes)",
            Or((word("port", "port", Field.TITLE), word("strike", "strikes", Field.TITLE))),
            id="a field of brackets",
        ),
        pytest.param(
            "topic:(sport OR crime)",
            Or((where(Field.TOPIC, "sport"), where(Field.TOPIC, "crime"))),
            id="a topic of brackets",
        ),
    ],
)
def test_a_word_may_have_an_open_end_and_a_field(text, expected):
    assert parse_query(text, ASKER) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("2026-11-24", "2026-11-23T22:00", id="a day begins where the reader lives"),
        pytest.param("2026-07-01", "2026-06-30T21:00", id="and in summer"),
        pytest.param("2026-11", "2026-10-31T22:00", id="month"),
        pytest.param("2026", "2025-12-31T22:00", id="year"),
        pytest.param("today", "2026-11-23T22:00", id="today"),
        pytest.param("Yesterday", "2026-11-22T22:00", id="yesterday"),
        pytest.param("monday", "2026-11-22T22:00", id="the last Monday"),
        pytest.param("tuesday", "2026-11-23T22:00", id="today is one"),
        pytest.param("24.11.", "2026-11-23T22:00", id="as in /digest 24.11."),
        pytest.param("3d", "2026-11-21T10:00", id="days back"),
        pytest.param("12h", "2026-11-23T22:00", id="hours back"),
        pytest.param("2w", "2026-11-10T10:00", id="weeks back"),
    ],
)
def test_times_are_days_of_the_reader_or_go_back_from_now(text, expected):
    assert parse_query(f"after:{text}", ASKER) == Within(since=utc(expected))
    assert parse_query(f"before:{text}", ASKER) == Within(until=utc(expected))


@pytest.mark.parametrize(
    "text", ["2026-02-30", "0000", "9999d1", "0001-01-01", "soon", "-3d", "24.13.2026", "3m"]
)
def test_what_is_no_time_is_refused(text):
    with pytest.raises(UsageError, match=r"query-no-day|query-empty-field"):
        parse_query(f"after:{text}", ASKER)


UKRAINE = word("ukrain", "Ukraine")


def choice(text: str, *forms: str) -> Query:
    return Or(tuple(word(stem, text) for stem in forms))


@pytest.mark.parametrize(
    ("text", "languages", "expected"),
    [
        pytest.param("strikes", "en de", choice("strikes", "strike", "strik"), id="both stems"),
        pytest.param("Häfen", "en de", choice("Häfen", "häfen", "haf"), id="German plural"),
        pytest.param("grèves", "fr", word("grev", "grèves"), id="French plural"),
        pytest.param("boeing", "en ja", choice("boeing", "boe", "boeing"), id="no stemmer"),
        pytest.param("порты", "en uk ru", choice("порты", "порты", "порт"), id="by its script"),
        pytest.param("порти", "en", word("порт", "порти"), id="script of no language there"),
        pytest.param("їжа", "ru uk", word("їжа", "їжа"), id="letters of one language"),
        pytest.param(
            "war Ukraine",
            "en de",
            And((Or((word("war", "war"), where(Field.LANGUAGE, "de"))), UKRAINE)),
            id="texts in which it is a stop word go without it",
        ),
        pytest.param("war", "en de", word("war", "war"), id="the only word"),
        pytest.param(
            "war OR Ukraine", "en de", Or((word("war", "war"), UKRAINE)), id="no excuse beside OR"
        ),
        pytest.param(
            "Ukraine -war",
            "en de",
            And((UKRAINE, Not(word("war", "war")))),
            id="no excuse for what is left out",
        ),
        pytest.param(
            "war lang:en",
            "en de",
            And((word("war", "war"), where(Field.LANGUAGE, "en"))),
            id="a field says nothing instead",
        ),
        pytest.param(
            '"die Bahn"',
            "en de",
            Or(
                (
                    Term(("die", "bahn"), Field.ANY, "die Bahn"),
                    And((Term(("bahn",), Field.ANY, "die Bahn"), where(Field.LANGUAGE, "de"))),
                )
            ),
            id="a phrase that is shorter in one",
        ),
    ],
)
def test_a_word_is_sought_as_each_language_stems_it(text, languages, expected):
    assert parse_query(text, replace(ASKER, languages=languages.split())) == expected


def test_a_word_that_the_likeliest_language_says_everywhere_is_none():
    with pytest.raises(UsageError, match=r"query-common-word.*die"):
        parse_query("die", replace(ASKER, languages=["de", "en"]))


@pytest.mark.parametrize(
    ("text", "code", "facts"),
    [
        pytest.param("  ", "nothing-to-search", {}, id="nothing"),
        pytest.param("the of", "query-common-word", {"word": "the"}, id="stop words"),
        pytest.param('port "strike', "query-open-quotation", {"at": '…"strike'}, id="quote"),
        pytest.param(
            "port (tariffs -duty",
            "query-open-bracket",
            {"at": "…(tariffs -duty"},
            id="open bracket",
        ),
        pytest.param("port)", "query-closed-bracket", {"at": "…)"}, id="closed bracket"),
        pytest.param("port OR", "query-nothing-after", {"at": "…OR"}, id="nothing after"),
        pytest.param("OR port", "query-nothing-before", {"at": "OR port"}, id="nothing before"),
        pytest.param("()", "query-nothing-after", {"at": "()"}, id="empty brackets"),
        pytest.param(
            "port colour:red",
            "query-no-field",
            {"field": "colour", "fields": FIELD_NAMES, "at": "…colour:red"},
            id="field",
        ),
        pytest.param("lang:german", "query-no-language", {"at": "…german"}, id="language's name"),
        pytest.param("x +", "query-no-word", {"word": "x"}, id="single letters"),
        pytest.param(
            "title: port", "query-empty-field", {"field": "title", "at": "title: port"}, id="a gap"
        ),
        pytest.param(
            "after:soon", "query-no-day", {"field": "after", "at": "after:soon"}, id="no day"
        ),
        pytest.param("in*", "query-short-prefix", {"least": 3, "at": "in*"}, id="short beginning"),
        pytest.param(
            "topic:cars", "query-no-topic", {"topics": tuple(TOPICS), "at": "…cars"}, id="no topic"
        ),
        pytest.param(
            "a long tail of words OR (ferries that were late for good",
            "query-open-bracket",
            {"at": "…(ferries that were late …"},
            id="shown in part",
        ),
        pytest.param("(" * 20 + "port" + ")" * 20, "query-too-deep", {"most": 8}, id="nesting"),
        pytest.param("NOT " * 20 + "port", "query-too-deep", {"most": 8}, id="nesting of NOT"),
        pytest.param(
            "x" * (MOST_CHARACTERS + 1), "query-too-long", {"most": 256, "length": 257}, id="length"
        ),
    ],
)
def test_what_is_wrong_is_refused_with_its_place(text, code, facts):
    with pytest.raises(UsageError) as caught:
        parse_query(text, ASKER)

    assert (caught.value.code, caught.value.facts) == (f"error-{code}", facts)


@pytest.mark.parametrize("piece", ['"', "(", ")", "-", "OR ", "a:", "NOT(", '("', "-(a "])
def test_whatever_is_typed_is_understood_or_refused(piece):
    for text in (piece * 60, f"port {piece}", f"{piece} port", f"port {piece} strike"):
        with suppress(UsageError):
            parse_query(text[:MOST_CHARACTERS], ASKER)
