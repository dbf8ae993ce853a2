"""What kind of text something is, and what it is worth in a general digest."""

from __future__ import annotations

import pytest

from bot.languages import Theme
from bot.text.genre import FEATURES, appraise, features, genre_named, telling_themes
from storage.model import Genre

# The same two events, as news has them in ten languages.
GRAVE_AND_SMALL = {
    "en": (
        "Earthquake kills 40 in Lamora, government declares emergency",
        "Singer shows her dress",
    ),
    "de": ("Erdbeben in Lamora: 40 Tote, Regierung ruft Notstand aus", "Sängerin zeigt ihr Kleid"),
    "es": ("Un terremoto deja 40 muertos y el gobierno declara la emergencia", "Vestido de boda"),
    "fr": ("Séisme : 40 morts, le gouvernement déclare l'urgence", "La robe de la chanteuse"),
    "nl": ("Aardbeving: 40 doden, regering roept noodtoestand uit", "De jurk van de zangeres"),
    "pl": (
        "Trzęsienie ziemi: 40 ofiar śmiertelnych, rząd ewakuuje",
        "Sukienka gwiazdy na koncercie",
    ),
    "pt": ("Terremoto deixa 40 mortos e governo declara emergência", "O vestido da cantora famosa"),
    "ru": ("Землетрясение: 40 погибших, правительство эвакуирует", "Платье звезды на концерте"),
    "tr": ("Depremde 40 ölü, hükümet tahliye kararı aldı", "Ünlü şarkıcının elbisesi"),
    "uk": ("Землетрус: 40 загиблих, уряд евакуює людей", "Сукня зірки на концерті"),
}


@pytest.mark.parametrize("language", GRAVE_AND_SMALL)
def test_what_is_grave_is_worth_more_than_what_is_small(language):
    grave, small = (appraise(title, "", language).worth for title in GRAVE_AND_SMALL[language])
    assert grave > small + 0.5


@pytest.mark.parametrize(
    ("title", "body"),
    [
        pytest.param("The 10 best deals for Black Friday", "Save $50 on it. Buy now.", id="deals"),
        pytest.param(
            "Horoscope: what the stars say for you", "Your week will be fine.", id="stars"
        ),
    ],
)
def test_what_nobody_asked_for_is_worth_little(title, body):
    assert appraise(title, body, "en").worth < 1.3


@pytest.mark.parametrize(
    ("title", "url", "genre"),
    [
        pytest.param("Opinion: Close the port", "", Genre.OPINION, id="label before the title"),
        pytest.param("Kommentar | Schließt den Hafen", "", Genre.OPINION, id="German label"),
        pytest.param("Close it", "https://a.example/opinion/close", Genre.OPINION, id="address"),
        pytest.param("Close it", "https://a.example/news/close", None, id="no such address"),
        pytest.param("Opinion polls: the union leads", "", None, id="a word of the title"),
        pytest.param("Close it", "https://[broken", None, id="no address"),
    ],
)
def test_what_a_site_calls_a_text_is_its_genre(title, url, genre):
    assert genre_named(title, url) == genre
    if genre:
        assert appraise(title, "", "en", url=url).genre == genre


def test_shares_add_up_and_worth_stays_in_its_range():
    found = appraise("Port strike ends", "Dockers voted for the offer. " * 30, "en")
    assert sum(found.shares.values()) == pytest.approx(1)
    assert found.shares.keys() == set(Genre)
    assert 0 <= found.worth <= 5


@pytest.mark.parametrize(
    ("title", "body", "language"),
    [
        pytest.param("", "", "", id="nothing"),
        pytest.param("一", "地震で四十人が死亡した。", "ja", id="a language without words"),
        pytest.param("?" * 5_000, "\0" * 5_000, "en", id="rubbish"),
    ],
)
def test_any_text_is_appraised(title, body, language):
    assert 0 <= appraise(title, body, language).worth <= 5


def test_each_feature_has_a_name():
    assert len(features("A title", "A body.", "en")) == len(FEATURES) == len(set(FEATURES))


def test_the_themes_of_the_title_are_named_first():
    found = telling_themes("Court sentences minister", "Two people were killed in it.", "en")
    assert found[0] == Theme.POWER
    assert telling_themes("Bakery opens", "It sells bread.", "en") == ()
