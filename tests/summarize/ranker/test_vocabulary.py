"""The words that were met: what is known of each, and that no text changes another's."""

from __future__ import annotations

import threading

import pytest

from bot.summarize.ranker import features
from bot.summarize.ranker.features import Occurrences, Vocabulary, known_rows, vocabulary_of


def _known(language, *tokens):
    """Return a vocabulary that met `tokens`, and their numbers."""
    met = Vocabulary(language)
    return met, [met[token] for token in tokens]


def test_a_token_keeps_its_number():
    met, numbers = _known("en", "Ships", "ships", "Ships", "wait")

    assert numbers == [0, 1, 0, 2]
    assert len(met) == 3


def test_tokens_with_one_stem_are_one_word():
    met, _ = _known("en", "Ships", "ship", "wait", "U.S.", "waits")

    assert met.words == ["ship", "wait", "u.s"]
    assert list(met.word) == [0, 0, 1, 2, 1]
    assert list(met.has_capital) == [1, 0, 0, 1, 0]


def test_of_a_word_its_length_its_row_and_whether_it_is_a_number_are_known():
    met, _ = _known("en", "Ships", "18th", "xqzzyx")

    assert list(met.letters) == [4, 4, 6]
    assert list(met.is_number) == [0, 1, 0]
    assert [met.row[0], met.row[2]] == [known_rows()["ship"], -1]


@pytest.mark.parametrize(
    ("language", "stem"),
    [
        pytest.param("de", "schiff", id="German"),
        pytest.param("xx", "schiffe", id="no stemmer"),
    ],
)
def test_only_english_words_are_known_beforehand(language, stem):
    met, _ = _known(language, "Schiffe", "the")

    assert met.stem_of("Schiffe") == stem
    assert set(met.row) == {-1}


def test_a_text_keeps_its_words_when_they_are_forgotten(monkeypatch):
    monkeypatch.setattr(features, "_MOST_TOKENS", 2)
    first = Occurrences([["Ships wait for crews."]], language="en")
    second = Occurrences([["Crews rest on ships."]], language="en")

    assert first.words == ["ship", "wait", "for", "crew"]
    assert second.words == ["crew", "rest", "on", "ship"]
    assert len(vocabulary_of("en")) == 0


def test_each_thread_has_a_vocabulary_of_its_own():
    found = []
    one = threading.Thread(target=lambda: found.append(vocabulary_of("en")))
    one.start()
    one.join()

    assert found[0] is not vocabulary_of("en")
    assert vocabulary_of("en") is vocabulary_of("en")
