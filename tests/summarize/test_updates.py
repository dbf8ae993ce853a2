"""What is new: only what adds to what was told, each fact once, with where it stands."""

from __future__ import annotations

import pytest

from bot.summarize.story import by_place, whats_new
from bot.text.sentences import split_sentences
from storage.model import Sentence
from tests.news import article

TOLD = ("Dockers have been on strike in Rotterdam for three weeks.", "They ask for 5 % more pay.")

HARBOUR = article(
    1,
    "Port strike ends",
    "ROTTERDAM (Reuters) - Dockers accepted an offer of 4.1 % with 61 % of the votes.\n\n"
    "Cranes start again on Wednesday morning, the port authority said.\n\n"
    "The dockers in Rotterdam have been on strike for three weeks.\n\n"
    "Read more",
    hours=2,
)
COAST = article(
    2,
    "Dockers take the offer",
    "The offer of 4.1 % was accepted by 61 percent of the dockers.\n\n"
    "Some 240 ships are waiting off the coast of Zeeland.",
    hours=1,
)


def texts(sentences):
    """Return what was said, without where."""
    return [sentence.text for sentence in sentences]


def test_only_what_adds_to_what_was_told_is_new_and_each_fact_once():
    found = texts(whats_new(TOLD, [HARBOUR, COAST], length=5))

    assert "Some 240 ships are waiting off the coast of Zeeland." in found
    assert "Cranes start again on Wednesday morning, the port authority said." in found
    assert len([text for text in found if "61" in text]) == 1
    assert len(found) == 3


def test_each_sentence_says_where_it_stands_in_reading_order():
    found = whats_new(TOLD, [HARBOUR, COAST], length=5)

    assert found == tuple(sorted(found, key=lambda each: (each.article_id, each.position)))
    for each in found:
        body = {HARBOUR.id: HARBOUR, COAST.id: COAST}[each.article_id].body
        assert split_sentences(body, "en")[each.position].endswith(each.text)


def test_datelines_and_asides_are_not_told():
    found = texts(whats_new(TOLD, [HARBOUR], length=5))

    assert found[0] == "Dockers accepted an offer of 4.1 % with 61 % of the votes."
    assert "Read more" not in found


def test_no_more_is_returned_than_was_asked_for():
    assert len(whats_new(TOLD, [HARBOUR, COAST], length=1)) == 1


@pytest.mark.parametrize(
    ("told", "articles"),
    [
        pytest.param(TOLD, [], id="no article"),
        pytest.param(TOLD, [article(1, body="")], id="an empty one"),
        pytest.param(texts(whats_new((), [COAST], length=5)), [COAST], id="all was told"),
        pytest.param(
            ["The offer of 4.1 % was accepted by 61 percent of dockers in Rotterdam."],
            [article(1, body="In Rotterdam, 61 % of dockers accepted the offer of 4.1 percent.")],
            id="all in other words",
        ),
    ],
)
def test_nothing_is_said_where_nothing_is_new(told, articles):
    assert whats_new(told, articles, length=3) == ()


def test_a_changed_number_is_new():
    body = "The ferry sank off Naxos on Monday and 15 people died."
    told = ["The ferry sank off Naxos on Monday and 12 people died."]

    assert texts(whats_new(told, [article(1, body=body)], length=3)) == [body]


def test_where_nothing_was_told_all_is_new():
    assert len(whats_new((), [COAST], length=5)) == 2


def test_what_earlier_articles_said_is_background():
    history = "Monks dug the oldest basin of the harbour in 1389."
    later = article(3, body=f"Cranes start again on Wednesday morning.\n\n{history}")
    earlier = [article(4, body=f"A strike began.\n\n{history}", hours=99)]

    assert len(whats_new(TOLD, [later], length=3)) == 2
    assert texts(whats_new(TOLD, [later], length=3, earlier=earlier)) == [
        "Cranes start again on Wednesday morning."
    ]


@pytest.mark.parametrize(
    "sentence",
    [
        pytest.param("Leaders of the union call the strike of dockers a step ahead.", id="doubt"),
        pytest.param("Nobody knows why.", id="few words"),
        pytest.param("Sign up for our newsletter and read more from the harbour.", id="an aside"),
    ],
)
def test_what_may_be_no_news_is_not_told(sentence):
    body = f"Cranes start again on Wednesday morning.\n\n{sentence}"

    assert [each.position for each in whats_new(TOLD, [article(1, body=body)], length=3)] == [0]


@pytest.mark.parametrize(
    ("sentences", "best"),
    [
        pytest.param(
            ["Cranes start again tomorrow morning.", "Cranes start again on 4 piers."],
            1,
            id="a new number",
        ),
        pytest.param(
            [
                "Dockers paint huge yellow harbour cranes in Delft every spring.",
                "Cold rain floods streets, cellars and gardens in Utrecht.",
            ],
            1,
            id="nothing that was told",
        ),
        pytest.param(
            [
                "Cold rain floods streets, cellars, tunnels, gardens near Utrecht.",
                "Warm winds blew roofs, fences, bicycles, umbrellas, flags, leaves across Haarlem.",
            ],
            0,
            id="early rather than long",
        ),
    ],
)
def test_the_most_telling_of_the_news_comes_first(sentences, best):
    body = " ".join(sentences)

    assert [each.position for each in whats_new(TOLD, [article(1, body=body)], length=1)] == [best]


def test_a_sentence_is_less_telling_the_later_it_stands():
    assert by_place(Sentence("First.", 1, 0)) == 1
    assert by_place(Sentence("Eightieth.", 1, 79)) == pytest.approx(1 / 3, abs=0.01)


def test_of_two_that_tell_the_same_the_newer_article_has_it():
    fact = "Some 240 ships are waiting off the coast of Zeeland."
    old, new = article(1, body=fact, hours=9), article(2, body=fact, hours=1)

    for articles in ([old, new], [new, old]):
        assert whats_new(TOLD, articles, length=3) == (Sentence(fact, 2, 0),)


def test_a_ranker_may_say_which_of_the_news_is_telling():
    news = [
        whats_new(TOLD, [HARBOUR, COAST], length=1, telling=telling)
        for telling in (
            lambda sentence: 1.0 if "Cranes" in sentence.text else 0.01,
            lambda sentence: 1.0 if "240" in sentence.text else 0.01,
        )
    ]

    assert [texts(each)[0].split()[0] for each in news] == ["Cranes", "Some"]


def test_articles_in_several_languages_are_compared_each_in_its_own():
    told = ["Die Hafenarbeiter haben das Angebot mit 61 Prozent der Stimmen angenommen."]
    german = article(
        1,
        body="Das Angebot wurde von 61 Prozent der Hafenarbeiter angenommen. "
        "Vor der Küste von Zeeland warten noch 240 Schiffe.",
        language="de",
    )
    english = article(2, body="Cranes start again on Wednesday morning.", language="en")

    assert texts(whats_new(told, [german, english], length=5)) == [
        "Vor der Küste von Zeeland warten noch 240 Schiffe.",
        "Cranes start again on Wednesday morning.",
    ]
