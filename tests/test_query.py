"""Queries: what is typed, and the tree that it means."""

from contextlib import suppress

import pytest

from bot.errors import UsageError
from bot.text.query import MOST_CHARACTERS, parse_query
from storage.model import And, Field, Not, Or, Term

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
    assert parse_query(text) == expected


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
        pytest.param("lang:DE", Term((), Field.LANGUAGE, "DE"), id="language"),
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
    assert parse_query(text) == expected


@pytest.mark.parametrize(
    ("text", "languages"),
    [
        pytest.param("strikes", ["en", "de"], id="languages that are expected"),
        pytest.param("strikes lang:de", ["en"], id="a language that is named"),
    ],
)
def test_a_word_is_sought_as_each_language_stems_it(text, languages):
    choice = Or((STRIKE, Term(("strik",), Field.ANY, "strikes")))
    found = parse_query(text, languages=languages)

    assert choice in (found, getattr(found, "parts", (None,))[0])


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        pytest.param("  ", "Say what to look for.", id="nothing"),
        pytest.param("the of", "There is no word in this to look for.", id="stop words"),
        pytest.param('port "strike', "A quotation mark is opened and not closed.", id="quote"),
        pytest.param("(port", "A bracket is opened and not closed.", id="open bracket"),
        pytest.param("port)", "A bracket is closed that was not opened.", id="closed bracket"),
        pytest.param("port OR", "Something is missing after OR.", id="nothing after"),
        pytest.param("OR port", "Something is missing before OR.", id="nothing before"),
        pytest.param("()", "Something is missing after (.", id="empty brackets"),
        pytest.param(
            "colour:red", "There is no field colour: take title, source or lang.", id="field"
        ),
        pytest.param(
            "lang:german",
            "lang: takes a code of two letters, such as lang:en.",
            id="language's name",
        ),
        pytest.param(
            "(" * 20 + "port" + ")" * 20,
            "More than 8 levels of brackets can't be told apart.",
            id="nesting",
        ),
        pytest.param(
            "NOT " * 20 + "port",
            "More than 8 levels of brackets can't be told apart.",
            id="nesting of NOT",
        ),
        pytest.param(
            "x" * (MOST_CHARACTERS + 1),
            "A query has at most 256 characters; this one has 257.",
            id="length",
        ),
    ],
)
def test_what_is_wrong_is_said_in_one_sentence(text, problem):
    with pytest.raises(UsageError) as caught:
        parse_query(text)

    assert caught.value.problem == problem


@pytest.mark.parametrize("piece", ['"', "(", ")", "-", "OR ", "a:", "NOT(", '("', "-(a "])
def test_whatever_is_typed_is_understood_or_refused(piece):
    for text in (piece * 60, f"port {piece}", f"{piece} port", f"port {piece} strike"):
        with suppress(UsageError):
            parse_query(text[:MOST_CHARACTERS])
