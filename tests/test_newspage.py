"""A saved or pasted news page is its title, its body and the headlines below, nothing else."""

from __future__ import annotations

import pytest

from bot.ingest.newspage import body_length, parse_newspage
from tests.walks.pages import HEADLINES, ICE_PARAGRAPHS, ICE_TITLE, PORT_PARAGRAPHS, PORT_TITLE

BODY = "\n\n".join(ICE_PARAGRAPHS)

UKRAINIAN_TITLE = "Криголам звільнив судно після дев'яти днів у кризі"
UKRAINIAN_PARAGRAPHS = (
    (
        "Усі 34 члени екіпажу судна «Полярна лілія» у безпеці, повідомило у вівторок управління "
        "північного судноплавства через дев'ять днів після того, як крига затисла корпус."
    ),
    "Криголам підійшов до судна на світанку, прорізавши канал завдовжки шістдесят миль.",
    "«Ми почули її двигуни за годину до того, як побачили судно», — сказав капітан.",
    "Ще два судна чекають, доки канал розширять, додали в управлінні судноплавства.",
)
UKRAINIAN_HEADLINES = (
    "Страхові внески на північному маршруті знову зросли",
    "Музей повернув острову бронзовий дзвін",
    "Апеляційний суд поновив торгове мито",
)


def layout(*parts: str, separator: str = "\n\n") -> str:
    return separator.join(parts) + "\n"


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(layout(ICE_TITLE, ICE_TITLE, *ICE_PARAGRAPHS, *HEADLINES), id="title twice"),
        pytest.param(layout(ICE_TITLE, *ICE_PARAGRAPHS, *HEADLINES), id="title once"),
        pytest.param(
            layout(ICE_TITLE, ICE_TITLE.upper(), *ICE_PARAGRAPHS, *HEADLINES),
            id="title again in capitals",
        ),
        pytest.param(
            layout(ICE_TITLE, ICE_TITLE, *ICE_PARAGRAPHS, *HEADLINES, separator="\n"),
            id="single line breaks",
        ),
        pytest.param(
            layout(ICE_TITLE, ICE_TITLE, *ICE_PARAGRAPHS, *HEADLINES, separator="\r\n\r\n"),
            id="windows line ends",
        ),
        pytest.param(
            layout("\ufeff" + ICE_TITLE, ICE_TITLE, *ICE_PARAGRAPHS, *HEADLINES),
            id="byte order mark",
        ),
        pytest.param(
            layout(f"  {ICE_TITLE} ", "", ICE_TITLE, *ICE_PARAGRAPHS, *HEADLINES, "", ""),
            id="blanks around",
        ),
    ],
)
def test_a_news_page_comes_apart_in_any_layout(text):
    draft = parse_newspage(text)
    assert draft.title == ICE_TITLE
    assert draft.body == BODY
    assert tuple(headline.title for headline in draft.headlines) == HEADLINES
    assert draft.language == "en"


def test_a_page_without_headlines_has_none():
    draft = parse_newspage(layout(PORT_TITLE, *PORT_PARAGRAPHS))
    assert draft.body == "\n\n".join(PORT_PARAGRAPHS)
    assert draft.headlines == ()


def test_a_headline_that_is_cut_off_is_still_one():
    cut = HEADLINES[-1][:23]
    draft = parse_newspage(layout(ICE_TITLE, *ICE_PARAGRAPHS, *HEADLINES[:-1], cut))
    assert draft.headlines[-1].title == cut


def test_capitals_are_not_what_tells_headlines_apart():
    draft = parse_newspage(layout(UKRAINIAN_TITLE, *UKRAINIAN_PARAGRAPHS, *UKRAINIAN_HEADLINES))
    assert draft.title == UKRAINIAN_TITLE
    assert draft.body == "\n\n".join(UKRAINIAN_PARAGRAPHS)
    assert tuple(headline.title for headline in draft.headlines) == UKRAINIAN_HEADLINES
    assert {draft.language, *(headline.language for headline in draft.headlines)} == {"uk"}


@pytest.mark.parametrize(
    "line",
    [
        pytest.param("Here is what the captain said:", id="announces something"),
        pytest.param("What happens to the crew of the icebreaker now?", id="question about it"),
        pytest.param("(Reporting by Jo Miller)", id="credit"),
    ],
)
def test_a_short_line_that_belongs_to_the_body_stays_in_it(line):
    draft = parse_newspage(layout(ICE_TITLE, *ICE_PARAGRAPHS, line, *HEADLINES))
    assert draft.body == f"{BODY}\n\n{line}"


def test_a_text_without_a_title_is_named_by_its_first_sentence():
    draft = parse_newspage(layout(*PORT_PARAGRAPHS))
    assert draft.title == (
        "Dockers voted by 61 percent for a raise of 4.1 percent on Monday, which ends the port "
        "strike in its third week, their…"
    )
    assert draft.body == "\n\n".join(PORT_PARAGRAPHS)


def test_a_text_of_one_line_is_title_and_body_at_once():
    line = "The port is open again. Cranes start on Wednesday."
    draft = parse_newspage(line)
    assert (draft.title, draft.body) == ("The port is open again.", line)


def test_lines_that_a_mail_program_broke_are_joined():
    broken = [
        (
            "Cranes start again on Wednesday morning, the port authority said in\n"
            "a statement. More than eighty container ships have been waiting at\n"
            "anchor off the bay."
        ),
        (
            "Shops had warned of empty shelves before the holidays. It will take\n"
            "ten days until the last ship is unloaded."
        ),
    ]
    draft = parse_newspage(layout(PORT_TITLE, *broken))
    assert draft.body == "\n\n".join(paragraph.replace("\n", " ") for paragraph in broken)


@pytest.mark.parametrize("text", ["", "\n \r\n", "\ufeff"])
def test_nothing_is_an_article_without_words(text):
    draft = parse_newspage(text)
    assert (draft.title, draft.body, draft.headlines) == ("", "", ())


def test_a_body_has_at_least_one_paragraph():
    assert body_length(["Only a headline"]) == 1
    assert body_length([]) == 0
