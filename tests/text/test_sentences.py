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
        "I don't.|Roe does.|He was at Harry's.|Venice came later.",
        '"It is over."|Roe said nothing.',
        "Ms. Roe has MS.|Doctors met DR. HAY in ST. LOUIS.",
        "'Mr. Roe left.'|Nobody saw him.",
        "(It was closed.)|He was told to act as the [field office director.]”|She went.",
        "“We came.|We saw.”|They left.",
        "1. Open the door.|2. Close it.",
        "See example.com for more.|Version 2.5 is out.",
        "Bring pens, paper, etc.|The rest is there.",
        "Lt. Gov. Dan Roe spoke.|Sgt. Bell was freed.|The No. 1 seed lost.",
        'Yahoo! Inc. was sold.|"Stop!" he shouted.|Nobody did.',
        "At 10 a.m. Officer Roe left.|He came back at 5 p.m. Monday.",
        "Washington, D.C.|She is a lawyer there.",
        "Agents of U.S. Immigration came.|The U.S.|The salary is good.",
        "COMPTON, Calif. — The fire spread.|It was put out.",
        "BEDMINSTER, N.J. (AP) — The fire spread.|It was put out.",
        "He lives at 12 Main St.|The house is old.",
        "She moved to St. Louis.|St. John's is closed.",
        "The film stars Robert Downey Jr.|It opens on Dec. 25.",
        "Acme Inc. said so.|Acme Inc.|The firm is big.",
        '"Why?" Ann Roe asked.|"Because," Jo said.',
        '"Is it true?"|Roe did not answer.',
        'He asked: "Is it true?"|Prosecutors said it was.',
        "He was (he said so. He did.) away.|Then he came.",
        "The U.N. Security Council met.|The E.U.|It did not.",
        "Sen. John Roe, R-Ariz., voted no.|Rep. Ann Hay, D-Mass., voted yes.",
        "It cost $3.5 million.|Rates rose 0.5 percent.|It fell.",
        "See Fig. 3 and p. 12.|Vol. 2 is out.",
        "J.K. Moss wrote it.|J. R. R. Hay did not.",
        "He is 6 ft. tall.|She is 5 ft.|They met.",
        "Dr. Roe et al. found it.|The study is new.",
        "He works at Yahoo!|The firm is big.",
        "He left...|She stayed.|Well ... maybe.",
        "Mr. and Mrs. Roe vs. the state.|The judge left.",
        '"I came," he said.|"I saw."|"I won."',
        "The so-called 'best.'|Nobody agreed.",
        "He was born Jan. 5, 1950, in Boise, Idaho.|He died.",
        "Roe v. Wade was cited.|The court met.",
        "The company, e.g. Acme, i.e. the firm, left.|It is gone.",
        "iPhone sales rose.|iPads fell.|eBay did not.",
        "Use Node.js or ASP.NET.|Visit example.com today.",
        "He said he would 'fight on'.|Then he left.",
        "Prof. Ann Roe, Ph.D., spoke.|She has an M.D.|It is framed.",
        "It was 9:30 a.m. ET.|Then 10 a.m. GMT came.",
        "What?!|No way!!!|Really...",
        "Ms. Roe lives in Portland, Ore.|Her son is in Pasadena, Calif.|They talk.",
        "1. Open the door.|2. Close it.|3. Go.",
        "The score was 3-2.|Fans left.",
        "Gen. Roe (ret.) spoke.|Capt. Hay listened.",
        "The rally starts at 7 p.m. Eastern Time.|It ends at 9 p.m. Pacific.|Police came.",
        "Doors open at 9 a.m. March 3.|At 9 a.m. Officer Roe left.",
        "The Rt. Hon. Ann Roe met Const. Hall.|The Rt. Rev. Jo Hall did not.",
        "He left the U.S.|Officials said so.|He left Acme Inc.|Yesterday he came back.",
        "They live in Boston, Mass.|According to Roe, they like it.",
        "They went to the U.S.|Two of them stayed.|The U.S. Army came.",
        "Brazil leads Group A.|Spain leads Group B.|Juventus lead Serie A.|Roe met A. Hall.",
        "The drug treats hepatitis C.|Patients waited.|He lacks vitamin D.|Roe does not.",
        '"I... I don\'t know," Roe said.|"We... we left."|I left...|It rained.',
        "He told E! News so.|He watched E! Online.|It is on E!|The show is new.",
        '"Why now?" Roe told reporters.|"Because!" Jo Hall exclaimed.|"No!"|He told them.',
        "Al-Qaeda claimed it.|al-Sadr denied it later.",
        "((WN)) What is next?|((Roe)) I do not know.|((WN)) Thank you.",
    ],
)
def test_english_sentences_end_where_a_reader_would_end_them(marked: str) -> None:
    text, expected = _cut(marked)

    assert split_sentences(text, "en") == expected


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("zh", ["港口关闭了。", "谁来了？", "“我们来了。”", "他走了！", "完"]),
        ("zh", ["“你来吗？”他问。", "没人回答。"]),
        ("zh", ["他读《谁在那里？》一书。", "价格是3.5元。"]),
        ("zh", ["他说：“走吧！”", "大家走了。"]),
        ("ja", ["港は閉まった。", "誰が来た？", "彼は去った！"]),
        ("ja", ["「行く。」と言った。", "「行く。」", "彼は去った。"]),
        ("ja", ["『誰が来た？』という本だ。", "値段は3.5円。"]),
        ("hi", ["वह गया।", "वह आया।"]),
    ],
)
def test_some_scripts_need_no_blanks(language: str, expected: list[str]) -> None:
    assert split_sentences("".join(expected), language) == expected


def test_a_blank_lost_with_a_line_break_is_none_missed() -> None:
    text = "It broke in 2006.The end came.The ship sank. ASP.Net stays. See node.Js too."

    assert split_sentences(text) == [
        "It broke in 2006.",
        "The end came.",
        "The ship sank.",
        "ASP.Net stays.",
        "See node.Js too.",
    ]


@pytest.mark.parametrize(
    "marked",
    [
        "A crane in Odesa|Photo: Ann Roe.|It fell.",
        "A crane in Odesa in 2008|Image: Ann Roe / Venn Herald.",
        "A crane in Odesa (file)|Photo credit: Ann Roe.",
        "A crowd in Venn|Photo by Ann Roe.",
        "A map of the coast|Credit: Venn Office of Maps.",
    ],
)
def test_a_caption_ends_where_its_credit_begins(marked: str) -> None:
    text, expected = _cut(marked)

    assert split_sentences(text, "en") == expected


def test_prose_that_speaks_of_photos_has_no_credits() -> None:
    text = "Roe showed a photo: it was old. His Photo of a ship won. Credit was due."

    assert len(split_sentences(text, "en")) == 3


def test_footnotes_belong_to_the_sentence_before_them() -> None:
    assert split_sentences("It fell in 2007.[1] Nobody died. [2][3] Roe left [4] it.[5]") == [
        "It fell in 2007.[1]",
        "Nobody died. [2][3]",
        "Roe left [4] it.[5]",
    ]


def test_the_origin_of_a_quotation_or_a_title_stays_with_it() -> None:
    text = "Ann Roe. “Is the bridge safe?” — Venn Herald, May 3. “We won!” — Roe"

    assert split_sentences(text, "en") == [
        "Ann Roe.",
        "“Is the bridge safe?” — Venn Herald, May 3.",
        "“We won!” — Roe",
    ]


def test_dialogue_goes_on_after_a_dash_where_dashes_open_it() -> None:
    text = "«Кто здесь?» — Никто не ответил. Он ушёл."

    assert len(split_sentences(text, "ru")) == 3


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "Categories: May 4, 2007 France Europe Crime and law Venn Police Published Archived",
            "May 4, 2007|France|Europe|Crime and law|Venn Police|Published|Archived",
            id="as Wikinews closes a page",
        ),
        pytest.param("Categories: Bridges of Venn", "Bridges of Venn", id="another's"),
    ],
)
def test_categories_are_told_apart_where_their_names_allow(text: str, expected: str) -> None:
    assert split_sentences(text, "en") == ["Categories:", *expected.split("|")]


def test_the_number_of_an_item_stays_with_it_but_in_ukrainian() -> None:
    assert split_sentences("1. Open. 2. Close.", "en") == ["1. Open.", "2. Close."]
    assert split_sentences("1. Відчинити. 2. Зачинити.", "uk") == [
        "1.",
        "Відчинити.",
        "2.",
        "Зачинити.",
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
