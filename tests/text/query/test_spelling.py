"""What a misspelled word was meant to be."""

import pytest

from bot.text.query.excerpts import nearest

KNOWN = {"icebreak": 40, "tariff": 90, "tarif": 2, "strike": 50, "strife": 9, "port": 70, "порт": 8}


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        pytest.param("icebraek", "icebreak", id="swapped"),
        pytest.param("tarrif", "tariff", id="two mistakes"),
        pytest.param("strixe", "strike", id="the more frequent one"),
        pytest.param("poft", "port", id="short"),
        pytest.param("pfft", None, id="two mistakes in a short word"),
        pytest.param("xort", "port", id="the first letter alone"),
        pytest.param("zarrif", None, id="the first letter and another"),
        pytest.param("порп", "порт", id="Cyrillic"),
        pytest.param("port", None, id="the word itself"),
        pytest.param("volcano", None, id="like none"),
    ],
)
def test_a_misspelled_word_is_likened_to_a_known_one(word, expected):
    assert nearest(word, KNOWN) == expected
