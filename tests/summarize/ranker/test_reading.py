"""That summaries read well: whole, on their own, and without saying a thing twice."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.summarize.methods import prose_of
from bot.summarize.ranker.choose import rank
from bot.text.cleaning import leans_back
from bot.text.sentences import split_sentences
from tests.articles import ARTICLES, prose

NEWS = [pytest.param(body, id=name) for name, body in ARTICLES.items()]
LENGTHS = [1, 2, 3, 5]
FIRST = "Storms have cut the island of Venn off from its only ferry, the harbour office said."


def places(sentences, *, length=3, **limits):
    """Return the places of the chosen sentences of one article."""
    return [spot.place for spot in rank([sentences], language="en", length=length, **limits)]


def begins_in_mid_air(sentences, chosen):
    """Return the chosen sentences that lean on one that is not shown before them."""
    return [
        sentences[place]
        for place in chosen
        if place and leans_back(sentences[place], "en") and place - 1 not in chosen
    ]


def test_hard_news_is_usually_told_by_its_first_sentence():
    begins = [0 in places(prose(body)) for body in ARTICLES.values()]

    assert sum(begins) >= len(begins) - 1


@pytest.mark.parametrize("length", LENGTHS)
@pytest.mark.parametrize("body", NEWS)
def test_whole_sentences_of_the_text_are_shown(body, length):
    split, passages = split_sentences(body, "en"), prose_of(body, "en")
    chosen = [passages[place] for place in places(prose(body), length=length)]

    assert len(chosen) == length
    assert all(split[each.position].endswith(each.text) for each in chosen)


@pytest.mark.parametrize("length", LENGTHS)
@pytest.mark.parametrize("body", NEWS)
def test_no_dateline_caption_or_link_is_shown(body, length):
    sentences = prose(body)
    shown = " ".join(sentences[place] for place in places(sentences, length=length))

    assert [aside for aside in ("Reuters", "Photo:", "Read more") if aside in shown] == []


@pytest.mark.parametrize("length", LENGTHS)
@pytest.mark.parametrize("body", NEWS)
def test_no_sentence_is_shown_without_the_one_it_leans_on(body, length):
    sentences = prose(body)

    assert begins_in_mid_air(sentences, places(sentences, length=length)) == []


@settings(max_examples=25, deadline=None)
@given(data=st.data(), length=st.sampled_from(LENGTHS))
def test_in_whatever_order_none_is_shown_without_the_one_it_leans_on(data, length):
    body = data.draw(st.sampled_from(sorted(ARTICLES)))
    sentences = data.draw(st.permutations(prose(ARTICLES[body])))

    assert begins_in_mid_air(sentences, places(sentences, length=length)) == []


@pytest.mark.parametrize("length", [1, 2, 3])
@pytest.mark.parametrize("body", NEWS)
def test_no_words_are_quoted_without_who_said_them(body, length):
    sentences = prose(body)
    shown = [sentences[place] for place in places(sentences, length=length)]

    assert [each for each in shown if each.startswith("“") and each.endswith("”")] == []


SAME = [
    "The works on the pier at Venn cost 3.5 million crowns and end in June.",
    "The repair of the road to Larrow takes 16 weeks and closes two bridges.",
]


@pytest.mark.parametrize("position", [0, 1])
@pytest.mark.parametrize(
    "quoted",
    [
        pytest.param("“{}", id="English, open"),
        pytest.param("{}”", id="English, closed"),
        pytest.param('"{}', id="typewriter"),
        pytest.param("„{}", id="German"),
        pytest.param("« {}", id="French"),
        pytest.param("「{}", id="Japanese"),
    ],
)
def test_a_torn_quotation_is_passed_over_for_a_sentence_that_tells_about_as_much(quoted, position):
    sentences = [FIRST, *SAME]
    sentences[1 + position] = quoted.format(SAME[position])

    assert places(sentences, length=2) == [0, 2 - position]


def test_a_torn_quotation_is_shown_where_there_is_nothing_else():
    assert places([FIRST, f"“{SAME[0]}"], length=2) == [0, 1]


@pytest.mark.parametrize("position", [0, 1])
@pytest.mark.parametrize(
    "other",
    [
        pytest.param(
            "“Waves tore the ferry pier at Venn apart on Sunday night,” said Ann Roe.",
            id="the same with its speaker",
        ),
        pytest.param(
            "Waves tore the ferry pier at Larrow apart on Monday night.", id="about as much"
        ),
    ],
)
def test_a_quotation_without_its_speaker_is_passed_over(other, position):
    lone = "“Waves tore the ferry pier at Venn apart on Sunday night.”"
    sentences = [FIRST, lone, other] if position == 0 else [FIRST, other, lone]

    assert places(sentences, length=2) == [0, 2 - position]


@pytest.mark.parametrize(
    ("told", "again"),
    [
        pytest.param(
            "Dockers accepted the pay offer with 61 percent of the votes on Thursday.",
            "On Thursday the dockers accepted the pay offer with 61 percent of votes.",
            id="other order",
        ),
        pytest.param(
            "A storm tore the ferry pier at Venn apart on Sunday night.",
            "The ferry pier at Venn was torn apart by a storm on Sunday night.",
            id="passive",
        ),
    ],
)
@pytest.mark.parametrize("language", ["en", "de"])
@pytest.mark.parametrize("apart", [True, False])
def test_a_fact_told_twice_in_other_words_is_told_once(told, again, apart, language):
    """Even where all else is hardly worth showing."""
    documents = [[told, "Waves rose."], [again]] if apart else [[told, again, "Waves rose."]]
    chosen = rank(documents, language=language, length=2)
    shown = {documents[spot.document][spot.place] for spot in chosen}

    assert "Waves rose." in shown
    assert len(shown & {told, again}) == 1


@pytest.mark.parametrize("body", NEWS)
def test_a_sentence_is_short_where_short_ones_are_asked_for(body):
    sentences = prose(body)
    [place] = places(sentences, length=1, most_characters=140)
    shortest = min(map(len, sentences))
    [shortest_place] = places(sentences, length=1, most_characters=shortest)

    assert len(sentences[place]) <= 140
    assert not leans_back(sentences[place], "en")
    assert len(sentences[shortest_place]) == shortest


@pytest.mark.parametrize("length", LENGTHS)
@pytest.mark.parametrize("body", NEWS)
def test_a_summary_that_may_be_shorter_is_the_beginning_of_the_choice(body, length):
    sentences = prose(body)
    fewer = places(sentences, length=length, may_be_shorter=True)

    assert 1 <= len(fewer) <= length
    assert set(fewer) <= set(places(sentences, length=length))
