"""What editors never print is refused, and what leans is shown beside what explains it."""

from __future__ import annotations

import pytest

from bot.summarize.printable import Judgement, Unfit, verdicts


def _verdicts(*sentences: str, title: str = "", language: str = "en") -> list[Judgement]:
    return verdicts(sentences, title=title, language=language)


def test_a_plain_sentence_may_be_shown_alone():
    assert _verdicts("The harbour of Larrow opens again on Monday.") == [Judgement(None)]


def test_a_quotation_over_two_sentences_is_shown_whole_or_not_at_all():
    found = _verdicts(
        "The pier is shut.",
        "“We warned them,” Ann Roe said.",
        "“Larrow’s wood is old.",
        "Wood rots.”",
    )

    assert [each.needs for each in found] == [(), (), (3,), (2,)]


def test_a_quotation_over_many_sentences_is_never_shown():
    found = _verdicts("Roe said: “It broke.", "It was old.", "It was rotten.", "We knew.”")

    assert {each.reason for each in found} == {Unfit.QUOTATION_TORN}


def test_a_quotation_that_lost_its_end_is_never_shown():
    found = _verdicts("“The pier is safe, said Ann Roe.", "The harbour opens on Monday.")

    assert [each.reason for each in found] == [Unfit.QUOTATION_TORN, None]


def test_a_pronoun_needs_the_sentence_before_it():
    found = _verdicts("Ann Roe leads the harbour.", "She was elected in May.")

    assert found == [Judgement(None), Judgement(None, needs=(0,))]


def test_what_leans_on_a_line_that_may_not_be_shown_is_never_shown():
    found = _verdicts("Read more: the harbour", "She was elected in May.")

    assert [each.reason for each in found] == [Unfit.ASIDE, Unfit.LEANS]


@pytest.mark.parametrize("question", ["Who pays for it?", "“Who pays for it?”"])
def test_a_question_is_never_shown(question):
    assert _verdicts("The pier broke.", question)[1].reason is Unfit.QUESTION
