"""Names in news: by their capitals, folded to their fullest form."""

from collections import Counter

import pytest

from bot.text.names import folded, mentions, names_of


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        pytest.param("en", "Storms hit the Kara Sea.", ["Kara Sea"], id="no sentence start"),
        pytest.param("en", "He met President Anna Roe.", ["Anna Roe"], id="titles are dropped"),
        pytest.param("en", "Sen. Jo Hall and Mr. Hall", ["Jo Hall", "Hall"], id="short titles"),
        pytest.param("en", "the US President Anna Roe", ["Anna Roe"], id="a country's title"),
        pytest.param("en", "Iran's Supreme Court", ["Iran", "Supreme Court"], id="possessive"),
        pytest.param("en", "The White House said", ["White House"], id="words that make a name"),
        pytest.param("en", "the Bank of England rose", ["Bank of England"], id="of"),
        pytest.param("en", "Ann Roe of the Coast Guard", ["Ann Roe", "Coast Guard"], id="or not"),
        pytest.param("en", "It rained on Monday in May.", [], id="the calendar"),
        pytest.param("en", "An American and a Republican", [], id="one of many"),
        pytest.param(
            "en", "near St. Louis, George W. Roe", ["St. Louis", "George W. Roe"], id="dots"
        ),
        pytest.param("en", "KYIV (Reuters) - Rain fell.", [], id="who says it"),
        pytest.param("de", "Die Regierung sprach mit Angela Roth.", ["Angela Roth"], id="German"),
        pytest.param("de", "Der Baum und das Haus am Fluss", [], id="German nouns"),
        pytest.param("de", "Die FDP stritt in Berlin.", ["FDP", "Berlin"], id="German places"),
        pytest.param(
            "fr", "Le ministre a quitté l’Élysée et Kiev", ["Élysée", "Kiev"], id="French"
        ),
        pytest.param("es", "El presidente llegó a Nueva York", ["Nueva York"], id="Spanish"),
        pytest.param("uk", "Президент приїхав до Львова", ["Львова"], id="Ukrainian"),
        pytest.param("ru", "Анна Роу вчера уехала в Омск", ["Анна Роу", "Омск"], id="Russian"),
        pytest.param("zh", "港口罢工结束", [], id="no capitals"),
    ],
)
def test_names_are_capitals_that_nothing_else_explains(language, text, expected):
    assert mentions(text, language) == expected


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        pytest.param(
            "Mayor Denies Donald Trump Visited Odesa", ["Donald Trump", "Odesa"], id="two"
        ),
        pytest.param("Trump Leaves White House", ["Trump", "White House"], id="words of a name"),
        pytest.param("Port Strike Ends After Three Weeks", [], id="none"),
    ],
)
def test_in_title_case_words_that_are_seldom_names_part_the_others(title, expected):
    assert mentions(title, "en", is_title=True) == expected


def test_aliases_are_one_name_in_its_fullest_form():
    assert folded(Counter({"Trump": 3, "Donald Trump": 1, "EU": 2, "European Union": 1})) == {
        "Trump": "Donald Trump",
        "Donald Trump": "Donald Trump",
        "EU": "European Union",
        "European Union": "European Union",
    }


def test_a_surname_is_the_namesake_that_is_named_most():
    counts = Counter({"Melania Trump": 1, "Donald Trump": 2, "Trump": 5})
    assert folded(counts)["Trump"] == "Donald Trump"


def test_a_place_within_a_longer_name_stays_itself():
    assert folded({"England": 2, "Bank of England": 1})["England"] == "England"


def test_the_main_names_come_first_and_rare_ones_before_common_ones():
    body = "Ann Roe came to Paris. Mr Roe has a brother in Kyiv. The Louvre is closed."
    frequencies = {"pari": 900, "paris": 900}
    found = names_of(
        "Ann Roe in Paris", body, "en", documents=1_000, frequencies=frequencies, limit=3
    )
    assert found[0] == "Ann Roe"
    assert "Paris" not in found[:2]


def test_a_name_that_opens_a_title_is_one_if_the_text_says_so():
    body = "Gestern sagte der Sprecher von Scholz nichts. Für Scholz war das viel."
    assert names_of("Scholz schweigt", body, "de") == ["Scholz"]


@pytest.mark.parametrize("text", ["Aa " * 30_000, "A." * 50_000, "A-" * 50_000, "A of " * 30_000])
def test_hostile_text_costs_no_more_than_its_length(text):
    assert len(mentions(text, "en")) <= len(text)
    assert len(names_of(text, text, "de")) <= 5


def test_a_country_in_short_is_no_house_of_its_parliament():
    assert folded({"U.S.": 5, "U.S. Senate": 3})["U.S."] == "U.S."


def test_pronouns_and_letters_are_no_names():
    assert mentions("“I’m sure that I'll see a U-turn”, she said. But I’ve doubts.", "en") == []
