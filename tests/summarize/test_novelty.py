"""What was told: the same fact in other words, and another fact in the same words."""

from __future__ import annotations

import pytest

from bot.summarize.novelty import KnownFacts, repeats

OFFER = "Dockers in Rotterdam accepted the offer with 61 % of the votes on Sunday."
CREW = "All 34 crew members of the icebreaker are safe, the ministry said on Tuesday."


@pytest.mark.parametrize(
    ("told", "sentence"),
    [
        pytest.param([OFFER], OFFER, id="the same sentence"),
        pytest.param(
            [OFFER], "The offer was accepted by 61 percent of Rotterdam's dockers.", id="passive"
        ),
        pytest.param([OFFER], "On Sunday, dockers accepted the offer.", id="a part of it"),
        pytest.param(
            [CREW],
            "The icebreaker's crew of 34 is safe, according to the ministry.",
            id="other word order",
        ),
        pytest.param(
            [CREW], "THE 34 CREW MEMBERS OF THE ICEBREAKER ARE SAFE", id="a headline in capitals"
        ),
        pytest.param(
            ["The ship lost 1,300 tonnes of oil near the coast of Norway."],
            "Some 1300 tonnes of oil were lost by the ship near Norway.",
            id="a number without its comma",
        ),
        pytest.param(
            ["Three people died when a bus left the road near Split."],
            "A bus left the road near Split and 3 people died.",
            id="a number in words",
        ),
        pytest.param(
            ["The WHO sent two doctors to the island on Monday."],
            "Two doctors were sent to the island by the World Health Organization.",
            id="a name that was told as initials",
        ),
        pytest.param(
            ["The U.S. closed its embassy in Lima on Friday after threats."],
            "The US embassy in Lima was closed on Friday after threats.",
            id="a country with and without full stops",
        ),
        pytest.param(
            ["The CDC changed its advice on masks."],
            "The Centers for Disease Control and Prevention has new advice.",
            id="initials that are spelled out",
        ),
        pytest.param(
            ["The ferry sank off Naxos."],
            "The ferry sank off Naxos within minutes in high waves.",
            id="a whole told sentence and little else",
        ),
        pytest.param(
            ["Dockers in Rotterdam accepted the offer on Sunday night after talks in a hotel."],
            "Dockers accepted the offer, union leaders report.",
            id="more than half of it",
        ),
        pytest.param(
            ["Dockers accepted the offer on Sunday, but crane drivers have not voted."],
            "Dockers accepted the offer.",
            id="what a told sentence denies of something else",
        ),
        pytest.param(
            ["Dockers accepted the offer of the port, said Ada Holm of the union FNV."],
            "On Sunday, dockers accepted the offer of the port.",
            id="names that say who told it",
        ),
        pytest.param(
            ["A 17-year-old sailor was found alive on a raft off Malta."],
            "The sailor found alive on the raft off Malta is 17 years old.",
            id="an age with and without hyphens",
        ),
        pytest.param(
            [
                "The mayor resigned on Monday after a report on permits for a hotel in the dunes.",
                "Her deputy Ana Lind, a teacher of 41, is to run the town until a vote in May.",
            ],
            "The mayor resigned over permits, and the teacher Ana Lind succeeds her.",
            id="two told facts in one sentence",
        ),
        pytest.param(
            ["The icebreaker is under tow near Bergen.", "All 34 crew members are safe."],
            "The icebreaker under tow near Bergen has a crew of 34.",
            id="a number from one sentence in the words of another",
        ),
        pytest.param(
            ["The court did not accept the appeal of the shipping company."],
            "The court rejected the appeal of the shipping company.",
            id="a negation of the opposite",
        ),
        pytest.param([OFFER], "And that is what it was.", id="nothing but stop words"),
        pytest.param([], "That was not all.", id="nothing but stop words, and nothing told"),
    ],
)
def test_a_fact_in_other_words_is_told(told, sentence):
    assert repeats(sentence, told, language="en")


@pytest.mark.parametrize(
    ("told", "sentence"),
    [
        pytest.param([], OFFER, id="nothing was told"),
        pytest.param(
            [OFFER],
            "Dockers in Rotterdam accepted the offer with 71 % of the votes on Sunday.",
            id="another number",
        ),
        pytest.param(
            [OFFER], "The offer was accepted by 71 percent of dockers.", id="and reworded"
        ),
        pytest.param(
            [OFFER],
            "Dockers in Antwerp accepted the offer with 61 % of the votes on Sunday.",
            id="another name",
        ),
        pytest.param(
            [OFFER],
            "Dockers in Rotterdam rejected the offer with 61 % of the votes on Sunday.",
            id="another outcome",
        ),
        pytest.param(
            ["Dockers in Rotterdam accepted the offer."],
            "Dockers in Rotterdam have not accepted the offer.",
            id="a negation",
        ),
        pytest.param(
            ["Dockers haven't accepted the offer of the port."],
            "Dockers have accepted the offer of the port.",
            id="a negation taken back",
        ),
        pytest.param(
            ["Three people were rescued from the ferry near Naxos."],
            "Five people were rescued from the ferry near Naxos.",
            id="another number in words",
        ),
        pytest.param(
            ["The vaccine is 79 % effective in adults, the company said."],
            "The vaccine is 79 % effective in adults but fails in 12 % of them, a study found.",
            id="a number added",
        ),
        pytest.param(
            ["The storm killed 12 people in Manila.", "It left 15 people injured."],
            "The storm killed 15 people in Manila.",
            id="a number that was told of something else",
        ),
        pytest.param(
            [CREW],
            "Two other vessels are still waiting for a channel to be cut through the ice.",
            id="another fact of the story",
        ),
        pytest.param(
            [OFFER],
            "Cranes start again on Wednesday morning after three weeks of strike in Rotterdam.",
            id="what follows",
        ),
        pytest.param(
            [CREW],
            '"We sang every night to keep warm," said the icebreaker\'s cook, Ada Holm.',
            id="what someone says of it",
        ),
        pytest.param(
            ["The COVID-19 ward in Graz is full."],
            "The COVID-19 ward in Graz turned away 19 patients.",
            id="digits of a name are no number",
        ),
        pytest.param(
            ["It tells us that the price of bread is stable."],
            "US prices of wheat and bread are at a record high.",
            id="us is no country",
        ),
    ],
)
def test_another_fact_in_the_same_words_is_news(told, sentence):
    assert not repeats(sentence, told, language="en")


def test_what_was_told_later_counts_from_then_on():
    told = KnownFacts(language="en")
    before = told.repeats(CREW)
    told.add(CREW)

    assert (before, told.repeats(CREW)) == (False, True)


def test_of_two_counts_that_were_told_neither_is_news():
    counts = ["The storm killed 12 people in Manila.", "The storm killed 15 people in Manila."]
    told = KnownFacts(counts, language="en")

    assert [told.repeats(count) for count in counts] == [True, True]


def test_what_a_sentence_adds_is_its_words_and_numbers_that_were_not_told():
    told = KnownFacts([OFFER], language="en")

    assert told.adds("Cranes in Rotterdam start again on 3 March.") == {
        "3",
        "crane",
        "start",
        "march",
    }


def test_a_name_that_was_told_as_initials_adds_nothing():
    told = KnownFacts(["The WHO sent two doctors."], language="en")

    assert told.adds("The World Health Organization sent doctors.") == frozenset()


@pytest.mark.parametrize(
    ("sentence", "repeats_it", "is_surely_new"),
    [
        pytest.param("Dockers in Rotterdam accepted the offer.", True, False, id="told"),
        pytest.param(
            "Leaders of the union call the offer to dockers a step ahead.",
            False,
            False,
            id="in doubt",
        ),
        pytest.param("Some 240 ships wait off the coast of Zeeland.", False, True, id="new"),
    ],
)
def test_between_told_and_surely_new_there_is_doubt(sentence, repeats_it, is_surely_new):
    told = KnownFacts([OFFER], language="en")

    assert (told.repeats(sentence), told.is_surely_new(sentence)) == (repeats_it, is_surely_new)
