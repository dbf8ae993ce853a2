"""Which quotations are whole, and which say whose words they are."""

from __future__ import annotations

import pytest

from bot.text.cleaning import is_lone, is_torn
from bot.text.quotations import Quotation, long_quotations

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


@pytest.mark.parametrize(("opening", "closing"), MARKS)
def test_what_stands_between_two_marks_is_one_quotation(opening, closing):
    sentences = [
        "Larrow has a pier.",
        f"Roe said: {opening}It broke.",
        "It was old.",
        f"Wood rots{closing}, she said.",
        f"It {opening}was{closing} safe.",
    ]

    assert long_quotations(sentences) == [Quotation(1, 3, is_whole=True)]


@pytest.mark.parametrize(
    ("sentences", "paragraphs", "expected"),
    [
        pytest.param(
            ['"The "Star" sank", said Roe.', "It was old."], [0, 0], [], id="one in another"
        ),
        pytest.param(
            ["'It broke.", "We knew,' said Roe."],
            [0, 0],
            [Quotation(0, 1, is_whole=True)],
            id="single marks",
        ),
        pytest.param(
            ["Larrow's piers' wood rots.", "The '90s were dry."], [0, 0], [], id="apostrophes"
        ),
        pytest.param(
            ["“It broke.", "“We knew,” said Roe."],
            [0, 1],
            [Quotation(0, 1, is_whole=True)],
            id="opened again in the next paragraph",
        ),
        pytest.param(
            ["„Er ist alt, sagte Roe.", "Er hält.", "Der Hafen öffnet."],
            [0, 0, 1],
            [Quotation(0, 1, is_whole=False)],
            id="no end in its paragraph",
        ),
        pytest.param(
            ["„Er ist alt, sagte Roe.", "Der Hafen öffnet."],
            [],
            [Quotation(0, 0, is_whole=False)],
            id="no end, and paragraphs are unknown",
        ),
        pytest.param(
            ["Er ist alt“, sagte Roe.", "Der Hafen öffnet."],
            [0, 0],
            [Quotation(0, 0, is_whole=False)],
            id="no beginning",
        ),
        pytest.param(
            ["Roe said: ' It broke. '", "' We knew.", "It was old. '"],
            [0, 0, 0],
            [Quotation(1, 2, is_whole=True)],
            id="marks with blanks on both sides",
        ),
    ],
)
def test_a_quotation_ends_with_its_mark_or_its_paragraph(sentences, paragraphs, expected):
    assert long_quotations(sentences, paragraphs=paragraphs) == expected
