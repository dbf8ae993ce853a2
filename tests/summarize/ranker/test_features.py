"""What the nets see of a text: as many columns as they read, all finite, on any text."""

from __future__ import annotations

import numpy as np
import pytest

from bot.summarize.ranker.features import (
    Occurrences,
    WordTable,
    centrality,
    load_model,
    pair_features,
    word_features,
)

FERRY = [
    "The ferry between Larrow and Venn runs again from Monday, the harbour office said.",
    "Storms tore the pier at Venn apart in January.",
    "“We have rebuilt every pile,” said engineer Ann Roe.",
    "It cost 3.5 million and took eleven weeks.",
]
DOCUMENTS = [
    pytest.param([FERRY], id="an article"),
    pytest.param([FERRY, FERRY[1:3], FERRY[::-1]], id="a story"),
    pytest.param([["The ferry runs again."]], id="one sentence"),
    pytest.param([["Closed."]], id="one word"),
    pytest.param([["The ferry runs again."] * 4], id="all alike"),
    pytest.param([["…", "Ships wait.", "?!"]], id="sentences without words"),
    pytest.param([["…", "—"]], id="no words"),
    pytest.param([["It is what it is."] * 3], id="function words alone"),
    pytest.param([["渡轮星期一重新运行。", "码头花了三百万。"]], id="no spaces"),
]


def features_of(documents):
    """Return the features of words and pairs as the ranker makes them."""
    text = Occurrences(documents, language="en")
    table, near = load_model().look_up(text.row), centrality(text)
    likely = np.full(len(text.words), 0.25, np.float32)
    found = {
        "word": word_features(text, table, near),
        "pair": pair_features(text, table, likely),
    }
    rows = {"word": len(text.words), "pair": len(text.left)}
    return found, rows


@pytest.mark.parametrize("documents", DOCUMENTS)
def test_each_net_gets_as_many_columns_as_it_reads_and_a_row_for_each_thing(documents):
    found, rows = features_of(documents)

    assert {name: features.shape for name, features in found.items()} == {
        name: (many, len(getattr(load_model(), name).mean)) for name, many in rows.items()
    }


@pytest.mark.parametrize("documents", DOCUMENTS)
def test_every_feature_is_a_number(documents):
    found, _ = features_of(documents)

    assert [name for name, features in found.items() if not np.isfinite(features).all()] == []
    assert {features.dtype for features in found.values()} == {np.dtype(np.float32)}


def test_line_breaks_and_other_blanks_are_never_looked_at():
    spaced = [sentence.replace(" ", "\n", 2) for sentence in FERRY]
    plain, other = features_of([FERRY])[0], features_of([spaced])[0]

    assert [name for name in plain if not np.array_equal(plain[name], other[name])] == []


def test_sentences_alike_are_near_and_none_is_near_itself():
    text = Occurrences([["Ships wait at sea.", "Crews rest.", "Ships wait at sea."]], language="en")
    near = centrality(text)

    assert near.alike[0, 2] == pytest.approx(1)
    assert near.alike[0, 1] == 0
    assert np.diagonal(near.alike).tolist() == [0, 0, 0]
    assert near.central[0] > near.central[1]


def test_nearness_does_not_depend_on_the_order_of_sentences():
    there = centrality(Occurrences([FERRY], language="en"))
    back = centrality(Occurrences([FERRY[::-1]], language="en"))

    assert there.central == pytest.approx(back.central[::-1])
    assert there.alike == pytest.approx(back.alike[::-1, ::-1])
    assert there.alike == pytest.approx(there.alike.T)


def _word(text, word, table):
    return word_features(text, table, centrality(text))[text.words.index(word)]


def test_what_is_known_of_a_word_is_among_its_features():
    text = Occurrences([["Ships wait.", "Crews rest."]], language="en")
    blank = np.zeros(4, np.float32)
    for column in range(4):
        table = WordTable(*(blank + 7 if column == each else blank for each in range(4)))

        assert 7 in _word(text, "ship", table)
        assert 7 not in _word(text, "ship", WordTable(*[blank] * 4))


def test_words_of_several_articles_differ_from_those_of_one():
    table = WordTable(*[np.zeros(4, np.float32)] * 4)
    one = Occurrences([["Ships wait.", "Ships wait.", "Crews rest."]], language="en")
    two = Occurrences([["Ships wait."], ["Ships wait.", "Crews rest."]], language="en")

    assert _word(one, "ship", table).tolist() != _word(two, "ship", table).tolist()
