"""Which sentences lean on the one before them, and which stand alone."""

from __future__ import annotations

import pytest

from bot.text.cleaning import leans_back


@pytest.mark.parametrize("language", ["", "zh", "bn", "xx"])
def test_in_a_language_without_a_list_nothing_leans(language):
    assert not leans_back("He said so.", language)


@pytest.mark.parametrize("language", ["de", "en", "fr", "uk"])
@pytest.mark.parametrize("text", ["", " ", "…", "“”", "1904", "渡轮"])
def test_what_has_no_words_leans_on_nothing(text, language):
    assert not leans_back(text, language)


def test_only_the_beginning_of_a_long_sentence_is_looked_at():
    assert not leans_back("The ship sank " * 50_000 + "but he swam.", "en")
