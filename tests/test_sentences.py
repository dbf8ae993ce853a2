"""Sentences: where they end, where they go on, and that nothing is lost or changed."""

import random

import pytest

from bot.text.sentences import split_paragraphs, split_sentences


def _cut(marked: str) -> tuple[str, list[str]]:
    """Return the text, and its sentences as `|` marks them."""
    return marked.replace("|", " "), marked.split("|")


@pytest.mark.parametrize(
    "marked",
    [
        "Agents of U.S. Immigration and Customs Enforcement came.|They left.",
        "Gov. Ron Hale spoke.|The Rev. King answered.|Lt. Gov. Dan Roe left.",
        "Sgt. Bell and Dr. Moss met Mr. Hay.|Mrs. Hay was away.",
        "The No. 1 seed lost.|See p. 4 and Fig. 2 for more.",
        "Yahoo! Inc. was sold.|Yahoo! Finance stays.|Who uses Yahoo!|They all do.",
        '"Stop!" he shouted.|"Why?" she asked.|"Stop!"|Nobody did.',
        "It opens at 10 a.m.|Officials left at noon.",
        "It ended at 5 a.m. Monday.|Doors close at 6 p.m. EST today.",
        "She lives in Washington, D.C.|She is a lawyer.",
        "He works for the U.S.|The salary is good.",
        "Acme Corp. Chief Ann Roe resigned.|She led Acme Corp.|The board met.",
        "King Jr. Day is a holiday.|I met King Jr.|He was tired.",
        "J. K. Moss and George W. Hall wrote it.|It sold well.",
        "On Jan. 5 and Sept. 11 it rained.|It cost 3.5 million.",
        "He said ... nothing.|Well… perhaps.|They waited...|Nobody came.",
        "What?!|No!!|Yes.",
        "(It was closed.)|He was told to act as the [field office director.]”|She went.",
        "“We came.|We saw.”|They left.",
        "1. Open the door.|2. Close it.",
        "See example.com for more.|Version 2.5 is out.",
        "Bring pens, paper, etc.|The rest is there.",
    ],
)
def test_english_sentences_end_where_a_reader_would_end_them(marked: str) -> None:
    text, expected = _cut(marked)

    assert split_sentences(text, "en") == expected


@pytest.mark.parametrize(
    ("language", "marked"),
    [
        ("de", "Am 3. Oktober kam z. B. Dr. Moos.|„Das war’s.“|Es war 2016.|Um 300 v. Chr. nicht."),
        ("fr", "M. Dupont est là.|« Oui. »|Il part.|« Non ! » dit-il."),
        ("es", "El Sr. Ruiz vino.|¿Quién es?|¡Nadie!|Fue hacia 700 a. C.|El resto se perdió."),
        ("it", "Il sig. Neri è qui.|Chi lo dice?|Il dott. Bini."),
        ("pt", "O Sr. Reis chegou.|A Dra. Lima saiu às 9h.|Tudo bem?"),
        ("pl", "Prof. Nowak był tu w 1992 r.|Potem wyjechał m.in. do Gdyni.|„Tak”.|Koniec."),
        ("ru", "Это было в 1980-х гг.|Он жил в г. Тверь, т. е. далеко.|А. С. Белов уехал."),
        ("uk", "Це коштує 63 тис. грн.|Хто це?|І. Г. Білик приїхав у м. Львів."),
        ("tr", "Sn. Demir geldi.|Ne dedi?|Av. Kaya sustu."),
        ("ar", "وصل الوفد أمس.|من سيوقع؟|وقع الجميع."),
        ("hi", "बंदरगाह बंद रहा।|कौन आया?|डॉ. राव आए।"),
    ],
)
def test_other_languages_have_their_own_abbreviations_and_marks(language: str, marked: str) -> None:
    text, expected = _cut(marked)

    assert split_sentences(text, language) == expected


def test_chinese_needs_no_blanks() -> None:
    text = "港口关闭了。谁来了？“我们来了。”他走了！完"

    assert split_sentences(text, "zh") == [
        "港口关闭了。",
        "谁来了？",
        "“我们来了。”",
        "他走了！",
        "完",
    ]


def test_a_line_break_ends_a_sentence_and_blank_lines_are_nothing() -> None:
    text = "Port reopens\n\n  Cranes moved.  \r\n\nShips came. They\nleft"

    assert split_paragraphs(text) == ["Port reopens", "Cranes moved.", "Ships came. They", "left"]
    assert split_sentences(text) == [
        "Port reopens",
        "Cranes moved.",
        "Ships came.",
        "They",
        "left",
    ]


@pytest.mark.parametrize("text", ["", " \n\t\n ", "\u00a0"], ids=["empty", "blank", "no-break"])
def test_nothing_has_no_sentences(text: str) -> None:
    assert split_sentences(text) == []


@pytest.mark.parametrize("seed", range(40))
def test_sentences_are_verbatim_and_together_the_whole_text(seed: int) -> None:
    pieces = ["Mr", "U.S", "he", "He", "3", "p.m", "。", "।", "“", "”", "(", ")]", '"', "—", "\n"]
    marks = [".", "!", "?", "...", " ", " ", "\u202f", "  ", ""]
    draw = random.Random(seed)
    text = "".join(draw.choice(draw.choice((pieces, marks))) for _ in range(300))
    found = split_sentences(text, draw.choice(["", "en", "de", "fr", "ru", "zh"]))

    assert "".join("".join(found).split()) == "".join(text.split())
    place = 0
    for sentence in found:
        place = text.index(sentence, place) + len(sentence)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("." * 100_000, id="full stops"),
        pytest.param('."' * 50_000, id="closing quotes"),
        pytest.param("A. " * 33_000, id="initials"),
        pytest.param("5. X " * 20_000, id="ordinals"),
        pytest.param("a. (" * 25_000, id="open brackets"),
        pytest.param("a." + " " * 100_000 + "b", id="blanks"),
        pytest.param(("a." + " " * 50) * 2_000, id="runs of blanks"),
        pytest.param("a.b." * 25_000, id="dotted letters"),
        pytest.param("x" * 100_000, id="one word"),
        pytest.param("Yahoo! X " * 11_000, id="exclamations"),
    ],
)
def test_hostile_text_is_split_in_one_pass(text: str) -> None:
    # A pattern that backtracks would need hours for any of these.
    assert "".join("".join(split_sentences(text, "de")).split()) == "".join(text.split())
