"""What a sentence says: words, numbers and names in one spelling each."""

from __future__ import annotations

import pytest

from bot.summarize.novelty import claim_of, numbers_in_words, opposites


@pytest.mark.parametrize(
    ("sentence", "language", "numbers"),
    [
        pytest.param("It lost 1,300 tonnes.", "en", {"1300"}, id="thousands with a comma"),
        pytest.param("Es verlor 1.300 Tonnen.", "de", {"1300"}, id="with a point"),
        pytest.param("Il a perdu 1\u202f300 tonnes.", "fr", {"1300"}, id="with a thin space"),
        pytest.param("Es stieg um 3,5 Prozent.", "de", {"3.5"}, id="a decimal comma"),
        pytest.param("A vote of 70-30 on May 3.", "en", {"70", "30", "3"}, id="a result"),
        pytest.param("The 22nd of 1990s films", "en", {"22", "1990"}, id="with letters behind"),
        pytest.param("Three boys, twelve girls", "en", {"3", "12"}, id="in words"),
        pytest.param("Dwanaście statków czeka", "pl", {"12"}, id="in words of another language"),
        pytest.param("COVID-19 and G-7", "en", set(), id="digits of names"),
        pytest.param("قتل ٣٤ شخصا", "ar", {"34"}, id="Arabic digits"),
        pytest.param("乗組員３４人", "ja", {"34"}, id="full-width digits"),
    ],
)
def test_a_number_has_one_spelling(sentence, language, numbers):
    assert claim_of(sentence, language).numbers == numbers


@pytest.mark.parametrize(
    ("sentence", "names"),
    [
        pytest.param("On Friday Ada Holm left Oslo.", {"friday", "ada", "holm", "oslo"}, id="some"),
        pytest.param("Dockers left.", set(), id="the first word owes its capital to its place"),
        pytest.param("DOCKERS LEFT OSLO", set(), id="all in capitals"),
    ],
)
def test_names_are_known_by_their_capitals(sentence, names):
    assert claim_of(sentence, "en").names == names


def test_a_name_of_several_words_may_be_told_by_its_initials():
    spelled = claim_of("Experts of the Centers for Disease Control agreed.", "en").spelled

    assert spelled["cdc"] == {"center", "diseas", "control"}


@pytest.mark.parametrize(
    ("sentence", "language"),
    [
        pytest.param("They have not left.", "en", id="en"),
        pytest.param("They haven’t left.", "en", id="contracted"),
        pytest.param("Sie haben kein Angebot.", "de", id="de"),
        pytest.param("Ils n’ont pas signé.", "fr", id="fr"),
        pytest.param("Вони не підписали.", "uk", id="uk"),
    ],
)
def test_a_denial_is_known(sentence, language):
    assert claim_of(sentence, language).is_negated


def test_an_assertion_is_no_denial():
    assert not claim_of("The knot in Nottingham held.", "en").is_negated


def test_a_language_that_lists_none_has_no_numbers_and_no_opposites():
    assert (numbers_in_words("tr"), opposites("tr")) == ({}, {})
