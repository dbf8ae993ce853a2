"""Words: what stays whole, what is compared, and what is likely a name."""

import pytest
import snowballstemmer

from bot.text.words import is_stop_word, stem, stems, tokens, words


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("COVID-19 rose 3.5%", ["COVID-19", "rose", "3.5"], id="hyphen, decimal"),
        pytest.param("10,000 at 9/11", ["10,000", "at", "9/11"], id="thousands, slash"),
        pytest.param("the U.S., J.K. Roe", ["the", "U.S.", "J.K.", "Roe"], id="dotted capitals"),
        pytest.param("the House’s ‘AT&T’", ["the", "House's", "AT&T"], id="curly quotes"),
        pytest.param("end.Next one", ["end", "Next", "one"], id="no blank after a stop"),
        pytest.param("हिन्दी भाषा।", ["हिन्दी", "भाषा"], id="signs belong to letters"),
        pytest.param("新闻机器人", ["新闻", "闻机", "机器", "器人"], id="no spaces: pairs"),
        pytest.param("2024年", ["2024", "年"], id="one character alone"),
        pytest.param(" \n… — !", [], id="nothing"),
    ],
)
def test_tokens_keep_whole_what_belongs_together(text: str, expected: list[str]) -> None:
    assert tokens(text) == expected


def test_words_are_compared_in_lower_case_and_plain_width() -> None:
    assert words("İSTANBUL ＮＥＷＳ U.S.") == ["istanbul", "news", "u.s"]


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        pytest.param("The port's strikes were ending", "en", ["port", "strike", "end"], id="en"),
        pytest.param("Ports of the U.S.", "", ["port", "u.s"], id="unknown is English"),
        pytest.param("L’homme de l'affaire", "fr", ["homm", "affair"], id="glued articles"),
        pytest.param("Die Häfen streiken", "de", ["haf", "streik"], id="de"),
        pytest.param("забастовки в портах", "ru", ["забастовк", "порт"], id="ru"),
        pytest.param("страйки в портах", "uk", ["страйки", "портах"], id="no stemmer"),
    ],
)
def test_stems_leave_what_texts_are_compared_by(
    text: str, language: str, expected: list[str]
) -> None:
    assert stems(text, language) == expected


def test_the_same_word_has_the_same_stem_in_every_form() -> None:
    assert {stem(word, "en") for word in ("strike", "strikes", "striking")} == {"strike"}


def test_stems_are_made_by_compiled_code() -> None:
    assert type(snowballstemmer.stemmer("english")).__module__ == "Stemmer"


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(
            "It's 3.5% of the U.S.' 10,000 J.K.-led jobs at 9/11 - AT&T's _x_ a.b.c.", id="1"
        ),
        pytest.param("a.m., p.m. and e.g.: x.y z-z 1:0 1.x -5 'tis o'clock", id="2"),
    ],
)
def test_curly_quotes_and_foreign_letters_change_no_other_token(text: str) -> None:
    curly = text.replace("'", "’").replace(" ", " “", 1) + " – é"

    assert tokens(curly) == [*tokens(text), "é"]


def test_common_news_words_that_tell_a_subject_are_no_stop_words() -> None:
    telling = ["fire", "research", "Microsoft", "UK", "state", "system"]

    assert [word for word in telling if is_stop_word(word, "en")] == []


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        pytest.param("en", ["The", "don't"], id="en"),
        pytest.param("", ["The", "don't"], id="unknown is English"),
        pytest.param("de", ["und"], id="de"),
        pytest.param("tr", ["şey"], id="tr"),
        pytest.param("bn", ["হয়ে"], id="bn"),
        pytest.param("no", ["og"], id="no"),
        pytest.param("xx", [], id="no list"),
    ],
)
def test_stop_words_are_those_of_the_language(language: str, expected: list[str]) -> None:
    candidates = ["The", "don't", "und", "strike", "şey", "হয়ে", "og"]

    assert [word for word in candidates if is_stop_word(word, language)] == expected


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("a'" * 50_000, id="apostrophes"),
        pytest.param("a.b." * 25_000, id="dotted letters"),
        pytest.param("Aa " * 33_000, id="capitals"),
        pytest.param("\u0301" * 100_000, id="combining marks"),
        pytest.param("1," * 50_000, id="commas in digits"),
    ],
)
def test_hostile_text_costs_no_more_than_its_length(text: str) -> None:
    assert len(stems(text)) <= len(text)
