"""Full stops after words that are abbreviated."""

import pytest

from bot.text.sentences import abbreviations, belongs_to_word, opens_sentence


@pytest.mark.parametrize(
    ("before", "following", "expected"),
    [
        pytest.param("She met Gov", "Roe", True, id="title"),
        pytest.param("She met the governor", "Roe", False, id="word"),
        pytest.param("It is in Ill", "Roe", True, id="state"),
        pytest.param("He fell ill", "Roe", False, id="no state"),
        pytest.param("He is no", "5", True, id="number"),
        pytest.param("He said no", "They", False, id="no number"),
        pytest.param("He led Acme Inc", "Chief", True, id="name"),
        pytest.param("He led Acme Inc", "The", False, id="function word"),
        pytest.param("It is 6 ft", "Roe", False, id="feet"),
        pytest.param("It is at Ft", "Roe", True, id="fort"),
    ],
)
def test_the_next_word_may_decide(before, following, expected):
    assert belongs_to_word(before, following, "en", is_whole=True) is expected


def test_an_unknown_language_has_english_abbreviations() -> None:
    assert abbreviations("") == abbreviations("en") == abbreviations("xx")


def test_roman_numerals_open_no_sentence() -> None:
    assert opens_sentence("W", "pl")
    assert not opens_sentence("XIV", "pl")
