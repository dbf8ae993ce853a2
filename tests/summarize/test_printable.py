"""What editors never print is refused, and what leans is shown beside what explains it."""

from __future__ import annotations

import pytest

from bot.summarize.printable import Judgement, Unfit, verdicts


def _verdicts(*sentences: str, title: str = "", language: str = "en") -> list[Judgement]:
    return verdicts(sentences, title=title, language=language)


def test_a_plain_sentence_may_be_shown_alone():
    assert _verdicts("The harbour of Larrow opens again on Monday.") == [Judgement(None)]


def test_a_quotation_over_several_sentences_is_never_shown_in_parts():
    found = _verdicts(
        "Ann Roe said the pier was shut.",
        "“Larrow’s wood is old,” she said.",
        "“It was rotten long ago.",
        "It broke at last.”",
        "The harbour opens again on Monday.",
    )

    assert [each.reason for each in found] == [
        None,
        None,
        Unfit.QUOTATION_TORN,
        Unfit.QUOTATION_TORN,
        None,
    ]


def test_a_quotation_goes_on_over_paragraphs_that_open_it_again():
    sentences = ["“The wood of the pier was old.", "“It broke on Monday morning,” Roe said."]

    found = verdicts(sentences, title="", language="en", paragraphs=[0, 1])

    assert {each.reason for each in found} == {Unfit.QUOTATION_TORN}


def test_a_quotation_in_a_quotation_tears_nothing():
    found = _verdicts('"The "Sea Star", built by "Roe", sank on Monday", the mayor said.')

    assert found == [Judgement(None)]


def test_a_quotation_that_lost_its_end_is_never_shown():
    found = _verdicts("“The pier is safe, said Ann Roe.", "The harbour opens on Monday.")

    assert [each.reason for each in found] == [Unfit.QUOTATION_TORN, None]


def test_a_pronoun_needs_the_sentence_before_it():
    found = _verdicts("Ann Roe leads the harbour.", "She was elected in May.")

    assert found == [Judgement(None), Judgement(None, needs=(0,))]


def test_the_owner_of_a_pronoun_is_looked_for_past_what_only_stands_between():
    found = _verdicts("Ann Roe leads the harbour.", "Read more: the map", "She was elected in May.")

    assert found[2] == Judgement(None, needs=(0,))


def test_a_title_may_own_the_pronoun_when_the_sentence_before_may_not_be_shown():
    sentences = ["Why did the pier break?", "She said that the wood was old."]

    by_title = [
        verdicts(sentences, title=title, language="en")[1].reason
        for title in ("Pier breaks", "Pier is safe, says Ann Roe")
    ]

    assert by_title == [Unfit.LEANS, None]


@pytest.mark.parametrize(
    "caption",
    [
        pytest.param("Ann Roe, who leads the old harbour of Larrow, shut it on Monday.", id="same"),
        pytest.param("Ann Roe, who leads the harbour of Larrow, shut it on Monday.", id="within"),
    ],
)
def test_what_says_the_same_again_is_never_shown(caption):
    found = _verdicts("Ann Roe, who leads the old harbour of Larrow, shut it on Monday.", caption)

    assert [each.reason for each in found] == [None, Unfit.REPEATED]


def test_what_says_no_more_than_the_title_is_never_shown():
    title = "Larrow closes its old harbour after the storm of Monday"

    found = _verdicts("After the storm of Monday, Larrow closes its harbour.", title=title)

    assert found == [Judgement(Unfit.REPEATED)]


def test_a_title_that_has_run_together_with_the_first_sentence_is_no_sentence():
    title = "Larrow closes its old harbour"

    found = _verdicts(f"News {title} Thirty-one ships wait outside it.", title=title)

    assert found == [Judgement(Unfit.GLUED)]


def test_what_leans_on_a_line_that_may_not_be_shown_is_never_shown():
    found = _verdicts("Read more: the harbour", "She was elected in May.")

    assert [each.reason for each in found] == [Unfit.ASIDE, Unfit.LEANS]


@pytest.mark.parametrize("question", ["Who pays for the pier?", "“Who pays for the pier?”"])
def test_a_question_is_never_shown(question):
    assert _verdicts("The pier broke.", question)[1].reason is Unfit.QUESTION


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("“" * 100_000, id="marks"),
        pytest.param("(" * 100_000 + ")" * 100_000, id="brackets"),
        pytest.param("Ann Roe, " * 20_000, id="names"),
        pytest.param("he said and " * 20_000, id="pronouns"),
        pytest.param("1:" * 50_000, id="clocks"),
        pytest.param("and, " * 50_000, id="conjunctions"),
    ],
)
@pytest.mark.parametrize("language", ["de", "en", "tr"])
def test_hostile_text_is_judged_in_one_pass(text, language):
    assert len(verdicts([text, text], title="Larrow", language=language)) == 2
