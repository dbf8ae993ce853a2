"""Which words and pairs stand where: what the arrays say of small texts."""

from __future__ import annotations

import numpy as np
import pytest

from bot.summarize.ranker.features import Occurrences

FERRY = ["The ferry to Venn sails.", "It sails at 6 and 18.", "Venn waits for the ferry."]
STORM = ["Storms closed Venn.", "But ferries sail again."]


@pytest.fixture
def text():
    """Two articles, of three sentences and of two."""
    return Occurrences([FERRY, STORM], language="en")


def test_sentences_stand_in_a_row_and_know_their_document_and_place(text):
    assert text.documents == 2
    assert text.sentences == FERRY + STORM
    assert text.document.tolist() == [0, 0, 0, 1, 1]
    assert text.place.tolist() == [0, 1, 2, 0, 1]
    assert text.size.tolist() == [3, 3, 3, 2, 2]
    assert text.length.tolist() == [5, 6, 5, 3, 4]


def test_what_leans_on_the_sentence_before_is_marked(text):
    assert text.leans.tolist() == [False, True, False, False, True]


def test_the_first_sentence_of_an_article_leans_on_none():
    text = Occurrences(
        [["He sails.", "He waits."], ["But she waits.", "And sails."]], language="en"
    )

    assert text.leans.tolist() == [False, True, False, True]


def test_words_are_stems_in_the_order_of_their_first_occurrence(text):
    assert text.words[:7] == ["the", "ferri", "to", "venn", "sail", "it", "at"]
    assert len(set(text.words)) == len(text.words)


@pytest.mark.parametrize(
    ("word", "times", "sentences", "earliest"),
    [
        pytest.param("ferri", 3, [0, 2, 4], 0, id="ferry and ferries"),
        pytest.param("venn", 3, [0, 2, 3], 0, id="Venn"),
        pytest.param("sail", 3, [0, 1, 4], 0, id="sails and sail"),
        pytest.param("again", 1, [4], 1, id="the earliest place is in its own article"),
    ],
)
def test_each_word_knows_how_often_and_where_it_stands(text, word, times, sentences, earliest):
    column = text.words.index(word)

    assert text.times[column] == times
    assert np.flatnonzero(text.holds[:, column]).tolist() == sentences
    assert text.earliest[column] == earliest


def test_a_word_said_twice_in_a_sentence_counts_twice_and_stands_there_once():
    text = Occurrences([["Ships wait for ships."]], language="en")

    assert (text.words, text.times.tolist()) == (["ship", "wait", "for"], [2, 1, 1])
    assert text.holds.tolist() == [[1, 1, 1]]


def test_a_capital_counts_where_no_sentence_begins(text):
    often = dict(zip(text.words, text.often_capital.tolist(), strict=True))

    assert often["venn"] == pytest.approx(2 / 3)  # once it begins a sentence
    assert often["storm"] == often["the"] == 0
    assert text.capitals.tolist() == pytest.approx([1 / 5, 0, 0, 1 / 3, 0])


def test_numbers_begin_with_a_digit(text):
    numbers = [word for word, is_it in zip(text.words, text.is_number, strict=True) if is_it]

    assert numbers == ["6", "18"]
    assert text.digits.tolist() == pytest.approx([0, 2 / 6, 0, 0, 0])


def _pairs(text):
    return [
        (text.words[left], text.words[right])
        for left, right in zip(text.left, text.right, strict=True)
    ]


def test_pairs_are_neighbours_in_a_sentence_and_never_across_two():
    text = Occurrences([["Ships wait here.", "Ships wait."], ["Crews rest."]], language="en")

    assert set(_pairs(text)) == {("ship", "wait"), ("wait", "here"), ("crew", "rest")}


def test_each_pair_knows_how_often_and_where_it_stands():
    text = Occurrences([["Crews rest.", "Ships wait.", "Ships wait, ships wait."]], language="en")
    column = _pairs(text).index(("ship", "wait"))

    assert text.pair_times[column] == 3
    assert np.flatnonzero(text.holds_pair[:, column]).tolist() == [1, 2]
    assert text.pair_earliest[column] == 1


def test_every_count_agrees_with_every_other(text):
    many, pairs = len(text.words), len(text.left)

    assert text.holds.shape == (5, many)
    assert text.holds_pair.shape == (5, pairs)
    assert text.times.sum() == text.length.sum()
    assert text.pair_times.sum() == text.length.sum() - len(text.sentences)


@pytest.mark.parametrize(
    "documents",
    [
        pytest.param([["…", "—"]], id="no words at all"),
        pytest.param([["…", "Ships wait."]], id="none in the first sentence"),
        pytest.param([["Ships."]], id="no pairs"),
        pytest.param([["渡轮重新运行。"]], id="no spaces"),
    ],
)
def test_a_sentence_has_a_length_even_without_words(documents):
    text = Occurrences(documents, language="en")

    assert (text.length >= 1).all()
    assert np.isfinite(text.digits).all()
    assert np.isfinite(text.capitals).all()


@pytest.mark.parametrize(
    ("language", "word"),
    [
        pytest.param("de", "schiff", id="German"),
        pytest.param("xx", "schiffe", id="no stemmer"),
    ],
)
def test_stems_are_those_of_the_language(language, word):
    assert Occurrences([["Schiffe warten."]], language=language).words[0] == word
