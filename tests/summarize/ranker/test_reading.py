"""That summaries read well: whole, on their own, and without saying a thing twice."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.summarize.methods import choose, prose_of
from bot.summarize.printable import verdicts
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
    """Return the chosen sentences that need one that is not shown with them."""
    found = verdicts(sentences, title="", language="en")
    return [sentences[place] for place in chosen if not set(found[place].needs) <= set(chosen)]


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
    told = [sentences[place] for place in places(sentences, length=length)]

    assert [each for each in told if each.startswith("“") and each.endswith("”")] == []


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
            "“Waves tore the bridge at Larrow apart on Monday night,” said Ann Roe.",
            id="another with its speaker",
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

    assert len(sentences[place]) <= 140
    assert not leans_back(sentences[place], "en")


@pytest.mark.parametrize("length", LENGTHS)
@pytest.mark.parametrize("body", NEWS)
def test_a_summary_that_may_be_shorter_shows_only_what_may_be_shown(body, length):
    sentences = prose(body)
    found = verdicts(sentences, title="", language="en")
    shown = places(sentences, length=length, may_be_shorter=True)

    assert 1 <= len(shown) <= length
    assert [found[place].reason for place in shown] == [None] * len(shown)
    assert {need for place in shown for need in found[place].needs} <= set(shown)


SCENE = """Ola Brandt pulls his woollen hat over his ears.
A gull cries over the empty quay, and somewhere a door bangs.
He has not slept much.
The island of Venn will lose its only ferry to the mainland in April, because the company Nordline \
cannot pay for a new engine.
About 2,300 people depend on the ferry, and the clinic of Venn fears for its patients.
The regional government has offered 3 million crowns, half of what the engine would cost.
The island expects a decision about the ferry in March.
Brandt drinks his coffee slowly and looks at the sea.
"""
COLUMN = """Last week my neighbour asked me what I would miss first.
I thought of the baker, then of the doctor, and then I stopped counting.
What do people in the capital know about islands?
They see a line in a budget, and a line can be struck out.
We have heard that talk since the school was closed in 2011, and half of the young families left \
within five years.
The region spends ten times as much on a tunnel that saves drivers four minutes.
A ferry is a road, and the state should pay for it as it pays for every other road.
Without it Venn will be a place for summer guests within a generation.
That is too high a price for saving 3 million crowns a year.
"""
FIRE = """A fire destroyed the Odeon cinema in Larrow on Sunday night, but nobody was hurt, the \
fire brigade said.
“We heard a bang, and then the roof came down.
I ran out with the cash box under my arm.
It was like the end of a film,” said the owner, Ann Roe.
Sixty firefighters needed five hours to put out the flames.
The police believe that a heater in the projection room caused the fire.
The house from 1921 was a listed building, and its damage is put at 4 million crowns.
“It was our living room!”
Roe wants to show films in the town hall from May.
"""
BRIDGE = """The bridge over the Lark in Larrow is closed to cars from Monday until the end of May, \
the town said on Friday, because rust was found in its bearings.
Follow us for more news from the region.
Is your street affected?
The photo shows the bridge in summer.
"""
GERMAN = """Foto: Hafenamt
Die Hafenarbeiter von Harmund nahmen am Donnerstag mit 61 Prozent der Stimmen eine Lohnerhöhung \
von 4,1 Prozent an, wie ihre Gewerkschaft mitteilte.
Die Kräne sollen am Samstagmorgen wieder anlaufen.
Vor dem Hafen liegen vierzig Containerschiffe, doppelt so viele wie sonst.
„Wir sind müde.
Aber wir wissen, wann ein Angebot gut ist“, sagte die Vorsitzende Maria Costa.
Ökonomen der Universität Larrau schätzen den Schaden auf 240 Millionen Kronen.
Wie geht es nun weiter?
Der letzte Streik im Jahr 2004 hatte neun Tage gedauert.
"""


def shown(body, *, title="", language="en", length=3):
    """Return where the sentences stand that a summary shows."""
    chosen = choose(
        "ranker", title=title, body=body, language=language, length=length, may_be_shorter=True
    )
    return [passage.position for passage in chosen]


def test_a_scene_is_followed_by_the_news():
    assert 3 in shown(SCENE, title="Venn loses its only ferry to the mainland")


def test_an_opinion_is_told_by_what_it_argues_and_not_by_its_anecdote():
    told = shown(COLUMN, title="The ferry is worth more than it costs")

    assert set(told) <= {4, 5, 6, 7, 8}
    assert shown(COLUMN, title="The ferry is worth more than it costs", length=1)[0] >= 4


@pytest.mark.parametrize("length", [3, 6])
def test_a_quotation_is_shown_whole_or_not_at_all(length):
    told = set(shown(FIRE, title="Fire destroys old cinema in Larrow", length=length))

    assert 0 in told
    assert told & {1, 2, 3} in (set(), {1, 2, 3})
    assert 7 not in told


def test_a_short_item_is_told_in_one_sentence():
    assert shown(BRIDGE) == shown(BRIDGE, length=1) == [0]


def test_other_languages_are_told_as_well():
    told = shown(GERMAN, title="Streik im Hafen beendet", language="de")

    assert told[0] == 1
    assert not {0, 4, 5, 7} & set(told)


def test_a_longer_summary_has_more():
    assert len(shown(FIRE)) < len(shown(FIRE, length=6))
