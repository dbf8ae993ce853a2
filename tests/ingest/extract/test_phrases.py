"""The phrases of pages that are no articles are found as their files write them."""

from __future__ import annotations

import pytest

from bot.ingest.extract.junk import compiled, pattern
from bot.languages import Boilerplate


@pytest.mark.parametrize(
    ("phrase", "text", "is_found"),
    [
        pytest.param("log in", "Please log in here", True, id="words"),
        pytest.param("log in", "Log  In", True, id="capitals and spaces"),
        pytest.param("log in", "a blog in print", False, id="part of a word before"),
        pytest.param("log in", "log into it", False, id="part of a word behind"),
        pytest.param("cookie*", "cookies", True, id="letters behind"),
        pytest.param("*页面不存在*", "抱歉页面不存在。", True, id="letters around"),
        pytest.param("# partners", "our 847 partners", True, id="number"),
        pytest.param("page … moved", "The page has been moved", True, id="gap"),
        pytest.param("page … moved", f"The page {'x' * 70} moved", False, id="gap too wide"),
        pytest.param("isn't here", "It isn’t here", True, id="curled apostrophe"),
        pytest.param("Ihre", "Ihre Daten", True, id="capital"),
        pytest.param("Ihre", "ihre Daten", False, id="no capital"),
        pytest.param("error 10##", "Error 1020", True, id="digits"),
        pytest.param("already a member?", "Already a member?", True, id="mark at the end"),
    ],
)
def test_a_phrase_is_found_as_it_is_written(phrase, text, is_found):
    assert bool(compiled([phrase]).search(text)) == is_found


def test_no_phrase_is_found_nowhere():
    assert compiled([]).search("anything") is None


def test_a_language_without_phrases_has_the_phrases_of_all():
    assert pattern(Boilerplate.ADDRESS, "fi") is not pattern(Boilerplate.ADDRESS, "de")
    assert pattern(Boilerplate.ADDRESS, "fi").search("votre")
    assert not pattern(Boilerplate.ADDRESS, "de").search("votre")
