"""A saved or pasted news page is its title, its body and the headlines below, nothing else."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.ingest.extract.plaintext import parse_newspage
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
        pytest.param(
            "Will the other two vessels be freed, and their crew members too?",
            id="question about it",
        ),
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


LIGHTHOUSE_TITLE = "Lighthouse at Cape Orm to Go Dark After 160 Years"
LIGHTHOUSE_PARAGRAPHS = (
    (
        "The lighthouse at Cape Orm will be switched off in March, the coastal agency said on "
        "Monday, ending 160 years of service on the most dangerous headland of the western shore."
    ),
    "Ships have steered by satellite for two decades, and the lamp costs 90,000 a year to keep.",
    (
        "“We are not closing a landmark, we are retiring a machine,” said Ingrid Dahl, who heads "
        "the agency’s office for lights and buoys."
    ),
    (
        "Fishermen disagree. “Satellites fail, and then you want something to look at,” said Per "
        "Holm, whose boat lost its instruments in a storm off Cape Orm last winter."
    ),
    "The tower was built in 1866 after the wreck of the Henrietta, in which 71 people drowned.",
    "Its lens, made in Paris, was the largest of its kind when it was lit for the first time.",
    (
        "The municipality has offered to take over the tower and rent out the keeper’s house, but "
        "says that it cannot pay for the lamp."
    ),
    "A decision by the ministry is expected before the end of the year.",
)
LIGHTHOUSE_HEADLINES = (
    "Coastal Agency Loses Second Chief in a Year",
    "Fishermen Sue Coastal Agency Over Lost Buoys",
    "Storm Tears Roof From Harbour Museum",
    "Ministry to Decide on Bridge 'Within Weeks'",
    "Who Pays for the Cape Orm Road?",
    "Mayor: “Nobody Asked Us”",
    "Cod Quota Cut by a Fifth",
    "Rents Rise in 9 of 10 Cities",
    "Pianist Mira Lund Dies at 88",
    "Court Stops Sale of Island",
    "Why Are Whales Coming So Close?",
    "Bakers Warn of Dearer Bread",
    "$12M Lottery Ticket Still Unclaimed",
    "Second Tunnel Will Open in May",
    "School Bans Phones, Then Unbans Them",
    "Satellite Falls Into Sea Off Iceland",
    "Team of Amateurs Beats Champions 3-2",
    "Parliament Votes on Winter Time Again",
    "Goats Clear Railway Line",
    "Oldest Ferry in the Country Sails for the Last Ti",
)


@pytest.mark.parametrize("title_lines", [1, 2], ids=["title once", "title twice"])
@pytest.mark.parametrize("separator", ["\n", "\n\n", "\r\n"], ids=["single", "blank", "windows"])
def test_eight_paragraphs_and_twenty_headlines_come_apart(title_lines, separator):
    lines = [LIGHTHOUSE_TITLE] * title_lines + [*LIGHTHOUSE_PARAGRAPHS, *LIGHTHOUSE_HEADLINES]
    draft = parse_newspage(separator.join(lines))
    assert draft.title == LIGHTHOUSE_TITLE
    assert tuple(draft.body.split("\n\n")) == LIGHTHOUSE_PARAGRAPHS
    assert tuple(headline.title for headline in draft.headlines) == LIGHTHOUSE_HEADLINES


@pytest.mark.parametrize("site", [" | Coast Times", " - Coast Times", " · Coast Times"])
def test_a_title_may_come_with_the_name_of_the_site_first(site):
    lines = [LIGHTHOUSE_TITLE + site, LIGHTHOUSE_TITLE, *LIGHTHOUSE_PARAGRAPHS]
    draft = parse_newspage(layout(*lines, *LIGHTHOUSE_HEADLINES))
    assert draft.title == LIGHTHOUSE_TITLE
    assert tuple(draft.body.split("\n\n")) == LIGHTHOUSE_PARAGRAPHS


@pytest.mark.parametrize("byline", ["By Jo Miller", "By Jo Miller and Per Holm, Coast Times"])
def test_a_byline_stays_with_the_body(byline):
    draft = parse_newspage(
        layout(LIGHTHOUSE_TITLE, byline, *LIGHTHOUSE_PARAGRAPHS, *LIGHTHOUSE_HEADLINES)
    )
    assert tuple(draft.body.split("\n\n")) == (byline, *LIGHTHOUSE_PARAGRAPHS)


def test_a_first_line_too_long_for_a_title_is_a_paragraph_even_if_it_comes_twice():
    line = "The tower was built after the wreck " + "and after the wreck " * 10 + "of 1866"
    draft = parse_newspage(layout(line, line, *LIGHTHOUSE_PARAGRAPHS))
    assert draft.body.split("\n\n")[:2] == [line, line]


@given(
    st.permutations([*LIGHTHOUSE_PARAGRAPHS, *LIGHTHOUSE_HEADLINES]),
    st.integers(min_value=1, max_value=28),
)
def test_no_line_is_lost_in_whatever_order_they_come(lines, count):
    lines = lines[:count]
    draft = parse_newspage(layout(*lines))
    kept = [*draft.body.split("\n\n"), *(headline.title for headline in draft.headlines)]
    assert lines in (kept, [draft.title, *kept])


def test_what_a_database_cannot_store_is_left_out_and_the_rest_kept():
    draft = parse_newspage(
        "Port\0 is \x1b[1mopen\ud800 again\n\nCranes\0start on\x07 \u202eWednesday."
    )
    assert draft.title == "Port  is  [1mopen again"
    assert draft.body == "Cranes start on  Wednesday."
