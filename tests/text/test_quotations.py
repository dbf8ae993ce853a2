"""Which quotations are whole, and which say whose words they are."""

from __future__ import annotations

import pytest

from bot.text.cleaning import is_lone, is_torn

MARKS = [
    pytest.param("“", "”", id="English"),
    pytest.param('"', '"', id="typewriter"),
    pytest.param("„", "“", id="German"),
    pytest.param("„", "”", id="Polish"),
    pytest.param("”", "”", id="Swedish"),
    pytest.param("« ", " »", id="French"),
    pytest.param("»", "«", id="Danish"),
    pytest.param("「", "」", id="Japanese"),
]


@pytest.mark.parametrize(("opening", "closing"), MARKS)
@pytest.mark.parametrize(
    ("form", "torn"),
    [
        pytest.param("{0}The pier is safe.{1}", False, id="whole"),
        pytest.param("{0}The pier,{1} said Roe, {0}is safe.{1}", False, id="two"),
        pytest.param("The pier is safe.", False, id="none"),
        pytest.param("{0}The pier is safe.", True, id="beginning"),
        pytest.param("The pier is safe.{1}", True, id="end"),
        pytest.param("{0}The pier,{1} said Roe, {0}is safe.", True, id="beginning of the second"),
    ],
)
def test_a_quotation_is_torn_where_one_of_its_ends_is_missing(opening, closing, form, torn):
    assert is_torn(form.format(opening, closing)) is torn


@pytest.mark.parametrize(("opening", "closing"), MARKS)
@pytest.mark.parametrize(
    ("form", "lone"),
    [
        pytest.param("{0}The pier is safe.{1}", True, id="nobody"),
        pytest.param(" {0}The pier is safe.{1} ", True, id="blanks around"),
        pytest.param("{0}The pier is safe{1}, said Roe.", False, id="a speaker after it"),
        pytest.param("Roe said: {0}The pier is safe.{1}", False, id="a speaker before it"),
        pytest.param("{0}The pier{1}, said Roe, {0}is safe.{1}", False, id="a speaker between"),
        pytest.param("{0}The pier is safe.{1} {0}And dry.{1}", True, id="nobody twice"),
        pytest.param("The {0}Star{1} sank.", False, id="a name"),
        pytest.param("The pier is safe.", False, id="none"),
    ],
)
def test_a_quotation_is_lone_where_nobody_is_said_to_have_said_it(opening, closing, form, lone):
    assert is_lone(form.format(opening, closing)) is lone


@pytest.mark.parametrize(
    "sentence",
    [
        pytest.param("Larrow's ferry doesn't sail.", id="straight"),
        pytest.param("Larrow’s ferry doesn’t sail.", id="curly"),
    ],
)
def test_apostrophes_quote_nothing(sentence):
    assert (is_torn(sentence), is_lone(sentence)) == (False, False)


@pytest.mark.parametrize("text", ["", " ", "…", "1904"])
def test_what_has_no_words_quotes_nothing(text):
    assert (is_torn(text), is_lone(text)) == (False, False)
