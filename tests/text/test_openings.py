"""Which sentences lean on the one before them, and which stand alone."""

from __future__ import annotations

import pytest

from bot.text.cleaning import leans_back

LEANING = {
    "en": [
        "He said the pier was safe.",
        "Her owners want the ship back.",
        "Its owners want the ship back.",
        "“They left before noon,” the mayor said.",
        "‘It sank,’ he said.",
        "(It was not.)",
        "It's closed until Monday.",
        "It’s closed until Monday.",
        "They're safe.",
        "But the mayor refused.",
        "However, the mayor refused.",
        "Still, the mayor refused.",
        "Also, the fees rise.",
        "This led to floods inland.",
        "Those were sold.",
        "Both were freed.",
        "Both of them were freed.",
        "Neither was hurt.",
        "The latter won the vote.",
        "The two met in Oslo.",
        "The decision angered shops.",
        "Others stayed at home.",
        "One of them drowned.",
        "As a result, ships wait.",
        "For example, Larrow pays nothing.",
        "It was built in 1904 for the king.",
        "It was sold to a firm in Oslo.",
        "It is based in Larrow.",
    ],
    "de": ["Er sagte nichts.", "Doch die Stadt lehnte ab.", "„Sie sind sicher“, sagte Roe."],
    "fr": ["Elle a refusé.", "Celui-ci a refusé.", "« Mais le quai est fermé », a-t-il dit."],
    "es": ["Ella se negó.", "Además, el muelle cerró.", "Por eso el muelle cerró."],
    "it": ["Lei ha rifiutato.", "Tuttavia il molo è chiuso.", "Questo ha sorpreso tutti."],
    "pt": ["Ela recusou.", "Porém, o cais fechou.", "Isso surpreendeu a cidade."],
    "nl": ["Zij weigerde.", "Maar de haven bleef dicht.", "Daarom bleef de haven dicht."],
    "pl": ["Ona odmówiła.", "Jednak port był zamknięty.", "Dlatego port był zamknięty."],
    "uk": ["Вона відмовилася.", "Проте порт закрили.", "Крім того, порт закрили."],
    "ru": ["Она отказалась.", "Однако порт закрыли.", "Кроме того, порт закрыли."],
}
STANDING = {
    "en": [
        "Ships wait outside the harbour.",
        "I saw the ship go down, the captain said.",
        "There were no other ships.",
        "It is clear that ships must wait.",
        "It’s clear that ships must wait.",
        "It was not immediately known what sank the ship.",
        "It emerged that the ship had no pilot.",
        "It was Ann Roe who called the coastguard.",
        "It is hard for small ports to pay.",
        "It took two days to free the ship.",
        "It has been a year since the port shut.",
        "It was the first strike in Larrow.",
        "It is raining in Larrow.",
        "This week the port opens again.",
        "This year's harvest failed.",
        "This Monday the port opens again.",
        "These days few people fish.",
        "Those who stayed are safe.",
        "That night the pier broke.",
        "Both Larrow and Venn agreed.",
        "Neither Larrow nor Venn agreed.",
        "So far nobody was hurt.",
        "So many came that the hall closed.",
        "So-called ghost ships carry oil.",
        "Then-mayor Ann Roe signed the deal.",
        "Too many ships wait outside.",
        "Instead of ships, trains carry coal.",
        "Her Majesty opened the pier.",
        "The three-day strike ended.",
        "The move to Larrow cost a million.",
        "The decision to close the port came late.",
        "Hertha Roe leads the port.",
    ],
    "de": [
        "Der Hafen öffnet am Montag.",
        "Es gibt kein Wasser in Larrow.",
        "Es ist noch unklar, ob der Hafen öffnet.",
        "Diese Woche öffnet der Hafen.",
        "Seit Montag ruht der Hafen.",
    ],
    "fr": [
        "Le port rouvre lundi.",
        "Il y a peu de navires.",
        "Il est possible que le port rouvre.",
        "Cette semaine, le port rouvre.",
    ],
    "es": [
        "El puerto abre el lunes.",
        "Por primera vez abre el puerto.",
        "Este lunes abre el puerto.",
    ],
    "it": ["Il porto riapre lunedì.", "Questa settimana riapre il porto."],
    "pt": ["O porto reabre na segunda.", "Este ano o porto fechou."],
    "nl": ["De haven gaat maandag open.", "Deze week gaat de haven open."],
    "pl": ["Port otworzy się w poniedziałek.", "Ten rok był zły dla portu."],
    "uk": [
        "Порт відкриють у понеділок.",
        "Цей рік був важким.",
        "Крім України, зерно везуть двоє.",
    ],
    "ru": ["Порт откроют в понедельник.", "Этот год был трудным.", "Кроме Осло, ждут двое."],
}


def _cases(found):
    return [
        pytest.param(sentence, language, id=f"{language}-{sentence}")
        for language, sentences in found.items()
        for sentence in sentences
    ]


@pytest.mark.parametrize(("sentence", "language"), _cases(LEANING))
def test_what_only_the_sentence_before_explains_leans_on_it(sentence, language):
    assert leans_back(sentence, language)


@pytest.mark.parametrize(("sentence", "language"), _cases(STANDING))
def test_what_explains_itself_stands_alone(sentence, language):
    assert not leans_back(sentence, language)


@pytest.mark.parametrize("language", ["", "zh", "bn", "xx"])
def test_in_a_language_without_a_list_nothing_leans(language):
    assert not leans_back("He said so.", language)


@pytest.mark.parametrize("language", LEANING)
@pytest.mark.parametrize("text", ["", " ", "…", "“”", "1904", "渡轮"])
def test_what_has_no_words_leans_on_nothing(text, language):
    assert not leans_back(text, language)


def test_only_the_beginning_of_a_long_sentence_is_looked_at():
    assert not leans_back("The ship sank " * 50_000 + "but he swam.", "en")
