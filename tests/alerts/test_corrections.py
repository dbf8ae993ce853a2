"""What of a report that was told is corrected in its new text, and what is only worded anew."""

from __future__ import annotations

import pytest

from bot.alerts.corrections import Change, changes

DEAD = "The number of dead in the valley of Lamora rose to 31 on Tuesday evening."
REST = (
    "Rescuers searched the old town through the night with dogs and lamps.\n"
    "The school of Lamora is open to everyone who has no roof.\n"
    "Rain is expected from Thursday on, the weather service said.\n"
)


def corrected(told: str, now: str, *, language: str = "en", rest: str = REST) -> list[Change]:
    return list(
        changes([told], before=f"{told}\n{rest}", after=f"{now}\n{rest}", language=language)
    )


@pytest.mark.parametrize(
    ("told", "now", "language"),
    [
        pytest.param(DEAD, DEAD.replace("31", "29"), "en", id="a number"),
        pytest.param(
            "The mayor of Lamora, Ola Brandt, resigned on Tuesday evening.",
            "The mayor of Lamora, Ola Brenner, resigned on Tuesday evening.",
            "en",
            id="a name",
        ),
        pytest.param(
            "The operator had tested the dam above Lamora before the winter.",
            "The operator had not tested the dam above Lamora before the winter.",
            "en",
            id="a not",
        ),
        pytest.param(
            "The council of Lamora approved the plan for a new dam.",
            "The council of Lamora rejected the plan for a new dam.",
            "en",
            id="the outcome",
        ),
        pytest.param(
            "Bei dem Beben in Lamora starben am Dienstag 31 Menschen.",
            "Bei dem Beben in Lamora starben am Dienstag 29 Menschen.",
            "de",
            id="German",
        ),
        pytest.param(
            "Внаслідок землетрусу в Ламорі загинула 31 людина.",
            "Внаслідок землетрусу в Ламорі загинуло 29 людей.",
            "uk",
            id="Ukrainian",
        ),
    ],
)
def test_a_told_sentence_with_another_fact_is_corrected(told, now, language):
    assert corrected(told, now, language=language) == [Change(told, now)]


@pytest.mark.parametrize(
    "now",
    [
        pytest.param(DEAD, id="unchanged"),
        pytest.param(DEAD.replace("rose to", "has risen to"), id="another wording"),
        pytest.param(DEAD.replace("Tuesday evening", "Tuesday"), id="a word less"),
        pytest.param("The dam burst at noon.", id="left out"),
        pytest.param(
            f"{DEAD}\nThe number of hurt in the valley of Lamora rose to 80.", id="one more"
        ),
    ],
)
def test_another_wording_corrects_nothing(now):
    assert corrected(DEAD, now) == []


def test_what_the_outlet_says_that_it_corrects_is_told():
    notice = "Correction: an earlier version of this article gave a wrong name for the school."
    assert corrected(DEAD, f"{DEAD}\n{notice}") == [Change("", notice)]


def test_a_changed_sentence_says_more_than_the_notice_of_it():
    now = DEAD.replace("31", "29")
    notice = "This article has been corrected to say that 29 people died."
    assert corrected(DEAD, f"{now}\n{notice}") == [Change(DEAD, now)]


def test_a_page_that_became_another_one_corrects_nothing():
    wall = "Subscribe now to read on. The number of dead in our archive rose to 12.\n" * 9
    assert changes([DEAD], before=f"{DEAD}\n{REST}", after=wall, language="en") == ()
    assert changes([DEAD], before=f"{DEAD}\n{REST}", after="", language="en") == ()
