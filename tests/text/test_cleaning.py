"""Asides: furniture of a page is known as such, sentences are left alone."""

import pytest

from bot.text.cleaning import is_aside


@pytest.mark.parametrize(
    "aside",
    ["1.", "•", "— — —", "...", "2:1.", "", "港口关闭的原因"],
)
def test_furniture_is_no_sentence(aside: str) -> None:
    assert is_aside(aside)


@pytest.mark.parametrize(
    "sentence",
    ["港口关闭了三个星期。", "बंदरगाह बंद रहा।"],
)
def test_a_sentence_is_no_furniture(sentence: str) -> None:
    assert not is_aside(sentence)


def test_what_ends_without_a_mark_is_a_sentence_where_none_has_one() -> None:
    sentence = "ท่าเรือปิดเป็นเวลาสามสัปดาห์"

    assert is_aside(sentence)
    assert not is_aside(sentence, "th")


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("By " + "Ann, " * 50_000, id="names"),
        pytest.param("(" * 200_000, id="brackets"),
        pytest.param("Updated " + "1" * 200_000, id="digits"),
        pytest.param("Follow " + "http" * 50_000, id="addresses"),
        pytest.param("." * 200_000, id="marks"),
    ],
)
def test_hostile_text_is_looked_at_in_one_pass(text: str) -> None:
    assert is_aside(text) in {True, False}
