"""What an editor sees of sentences: as many columns as the nets read, all finite, on any text."""

from __future__ import annotations

import numpy as np
import pytest

from bot.summarize.ranker.choose import Piece, read
from bot.summarize.ranker.traits import Aspect, load_editor

FERRY = [
    "The ferry between Larrow and Venn runs again from Monday, the harbour office said.",
    "Storms tore the pier at Venn apart in January.",
    "“We have rebuilt every pile,” said engineer Ann Roe.",
    "It cost 3.5 million and took eleven weeks.",
]


def traits(*documents, language="en"):
    """Return for each trait what is seen of the sentences of some documents."""
    return read(documents, language=language)[2].traits


@pytest.mark.parametrize("language", ["en", "de", "zh", ""])
@pytest.mark.parametrize(
    "documents",
    [
        pytest.param([Piece(FERRY)], id="an article"),
        pytest.param([Piece(FERRY, "Ferry runs again", [0, 0, 1, 1])], id="title, paragraphs"),
        pytest.param([Piece(FERRY), Piece(FERRY[::-1], "The ferry")], id="a story"),
        pytest.param([Piece(["The ferry runs again."])], id="one sentence"),
        pytest.param([Piece(["Closed."], "Closed")], id="one word"),
        pytest.param([Piece(["The ferry runs again."] * 4)], id="all alike"),
        pytest.param([Piece(["…", "—"], "?!")], id="no words"),
        pytest.param([Piece(["渡轮星期一重新运行。", "码头花了三百万。"])], id="no spaces"),
    ],
)
def test_the_nets_get_as_many_columns_as_they_read_and_a_number_in_each(documents, language):
    seen = np.concatenate([*traits(*documents, language=language).values()], axis=1)

    assert seen.shape == (
        sum(len(each.sentences) for each in documents),
        len(load_editor().short.mean),
    )
    assert np.isfinite(seen).all()


def test_the_articles_of_a_story_are_seen_each_for_itself():
    both = traits(Piece(FERRY, "Ferry runs again"), Piece(FERRY[::-1]))
    apart = [traits(Piece(FERRY, "Ferry runs again")), traits(Piece(FERRY[::-1]))]

    for trait, seen in both.items():
        assert seen == pytest.approx(np.concatenate([each[trait] for each in apart]))


@pytest.mark.parametrize("language", ["en", "de"])
def test_no_line_break_is_seen_but_where_a_paragraph_begins(language):
    spaced = [sentence.replace(" ", "\n", 2) for sentence in FERRY]
    plain, other = (traits(Piece(each), language=language) for each in (FERRY, spaced))

    assert [trait for trait in plain if not np.array_equal(plain[trait], other[trait])] == []


def test_paragraphs_count_from_three_on():
    without, two, three = (
        traits(Piece(FERRY, "", paragraphs))[Aspect.PLACE][:, -1].tolist()
        for paragraphs in ((), (0, 0, 0, 1), (0, 0, 1, 2))
    )

    assert without == two == [0, 0, 0, 0]
    assert three == [1, 0, 1, 1]


def test_the_title_is_seen_in_the_sentences_that_share_its_words():
    share = traits(Piece(FERRY, "Pier at Venn rebuilt"))[Aspect.TITLE][:, 0]

    assert share.argmax() == 1
    assert share[3] == 0


@pytest.mark.parametrize(
    ("language", "plain", "other"),
    [
        pytest.param("en", "Ships wait at sea.", "“Ships wait at sea.”", id="quoted"),
        pytest.param("en", "Ships wait at sea.", "Ships wait “at sea”.", id="quoted in part"),
        pytest.param("en", "Ships wait at sea.", "Ships, it seems, wait.", id="commas"),
        pytest.param("en", "Ships wait at sea.", "We wait at sea.", id="first person"),
        pytest.param("de", "Schiffe warten auf See.", "Wir warten auf See.", id="German"),
        pytest.param("ru", "Корабли ждут в море.", "Мы ждём в море.", id="Russian"),
        pytest.param("en", "Ships wait at sea.", "Ships said wait sea.", id="somebody says it"),
        pytest.param("en", "Ships wait at sea.", "They wait at sea.", id="leaning"),
        pytest.param("en", "Ships wait at sea.", "Do ships wait at sea?", id="a question"),
    ],
)
def test_the_manner_of_a_sentence_is_seen(language, plain, other):
    def seen(sentence):
        found = traits(Piece(["Crews rest.", sentence, "Crews eat."]), language=language)
        return found[Aspect.MANNER][1].tolist()

    assert seen(plain) != seen(other)
