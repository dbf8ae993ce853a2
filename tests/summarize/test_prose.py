"""What of a text a summary may show, and where that stands in the text."""

from __future__ import annotations

import pytest

from bot.summarize.methods import Passage, prose_of
from bot.text.sentences import split_sentences

BODY = """By Ann Roe

LARROW (Reuters) - The ferry to Venn runs again from Monday, the harbour office said.

Photo: the harbour office

Storms tore the pier at Venn apart in January. The work took eleven weeks.

Read more: What the storm cost

Sign up for our newsletter.

Shops in Venn lost a third of their trade."""


def test_asides_and_datelines_are_left_out_and_the_rest_keeps_its_place_in_the_text():
    assert prose_of(BODY, "en") == [
        Passage(1, "The ferry to Venn runs again from Monday, the harbour office said."),
        Passage(3, "Storms tore the pier at Venn apart in January."),
        Passage(4, "The work took eleven weeks."),
        Passage(7, "Shops in Venn lost a third of their trade."),
    ]


def test_each_passage_is_the_end_of_the_sentence_at_its_position():
    sentences = split_sentences(BODY, "en")

    assert [sentences[each.position].endswith(each.text) for each in prose_of(BODY, "en")] == (
        [True] * 4
    )


def test_a_text_of_nothing_but_asides_is_returned_whole():
    assert prose_of("Photo: Ann Roe\nRead more\nFollow us", "en") == [
        Passage(0, "Photo: Ann Roe"),
        Passage(1, "Read more"),
        Passage(2, "Follow us"),
    ]


@pytest.mark.parametrize("body", ["", " \n\n "])
def test_an_empty_text_has_no_passages(body):
    assert prose_of(body, "en") == []


@pytest.mark.parametrize(
    ("language", "body", "kept"),
    [
        pytest.param(
            "de",
            "OSLO (dpa) - Die Fähre nach Venn fährt wieder.\nLesen Sie auch: Der Sturm",
            "Die Fähre nach Venn fährt wieder.",
            id="German",
        ),
        pytest.param(
            "uk",
            "Читайте також: Буря в порту.\nПором до Венна знову ходить.",
            "Пором до Венна знову ходить.",
            id="Ukrainian",
        ),
        pytest.param(
            "zh", "图片：港务局\n渡轮从星期一起重新运行。", "渡轮从星期一起重新运行。", id="Chinese"
        ),
        pytest.param("", "Foto: Roe\nFerjen går igjen.", "Ferjen går igjen.", id="unknown"),
    ],
)
def test_every_language_has_its_asides(language, body, kept):
    assert [each.text for each in prose_of(body, language)] == [kept]
