"""Our own summarizer: what it prefers, and that it never fails or wavers."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.summarize.ranker.choose import MOST_SENTENCES, Spot, explain, rank
from bot.summarize.ranker.traits import EXPLAINING
from bot.text.words import tokens
from tests.articles import ARTICLES, prose

ROOT = Path(__file__).parents[3]

STORM = [
    "Storms have cut the island of Venn off from its only ferry, the harbour office said.",
    "Waves tore the ferry pier at Venn apart on Sunday night.",
    "The harbour office hopes to rebuild the ferry pier before summer.",
    "My aunt once kept bees, and bees are what people there like to talk about.",
    "Waves tore the ferry pier at Venn apart on Sunday night.",
]
NEWS = [pytest.param(body, id=name) for name, body in ARTICLES.items()]


def places(sentences, language="en", length=3, **limits):
    """Return the places of the chosen sentences of one article."""
    return [spot.place for spot in rank([sentences], language=language, length=length, **limits)]


def test_the_first_sentence_and_what_others_return_to_come_before_asides():
    assert places(STORM) == [0, 1, 2]


@pytest.mark.parametrize("language", ["en", "de", "xx"])
def test_an_exclamation_comes_after_all_sentences(language):
    sentences = [STORM[0], "No!", *STORM[1:4]]

    assert places(sentences, language, length=4) == [0, 2, 3, 4]


def test_sentences_that_lean_are_shown_where_there_is_nothing_else():
    sentences = [STORM[0], "She said so.", "But he did not.", "They left at noon."]

    assert places(sentences, length=4) == [0, 1, 2, 3]


def test_the_first_sentence_of_each_article_leans_on_none():
    documents = [["He freed the ship in the Kara Sea."], ["It sails home from Oslo today."]]

    assert rank(documents, language="en", length=2) == [Spot(0, 0), Spot(1, 0)]


def test_a_repetition_is_no_second_news():
    assert places([STORM[0], *STORM[:4]], length=4) == [0, 2, 3, 4]


def test_a_repetition_is_shown_where_there_is_nothing_else():
    assert places(STORM, length=5) == [0, 1, 2, 3, 4]


def test_a_sentence_may_be_long_where_none_is_short():
    assert len(places(STORM[:3], length=1, most_characters=20)) == 1


def test_a_summary_ends_where_nothing_is_added():
    sentences = [*STORM[:2], *["It is what it is, and so it was."] * 8]

    assert len(places(sentences, length=9, may_be_shorter=True)) < 9


def test_choices_ascend_and_are_as_many_as_asked_or_as_there_are():
    assert [places(STORM, length=length) for length in (5, 9)] == [[0, 1, 2, 3, 4]] * 2


def test_choices_of_several_articles_come_article_by_article():
    documents = [prose(body) for body in ARTICLES.values()]
    spots = rank(documents, language="en", length=9)

    assert spots == sorted(set(spots))
    assert len(spots) == 9
    assert len({spot.document for spot in spots}) > 1


def test_what_comes_after_the_longest_news_is_not_considered():
    asides = [" ".join(f"{word}{number}" for word in "abcdefg") + "." for number in range(149)]
    sentences = [*asides, *(f"The ship of captain {number} came today." for number in range(99))]

    assert max(places(sentences, length=20)) < MOST_SENTENCES


def test_of_many_long_articles_the_beginning_of_each_is_considered():
    documents = [
        [f"Ship {number} of fleet {fleet} came to port{fleet} today." for number in range(100)]
        for fleet in range(10)
    ]
    spots = rank([*documents, ["Captain Roe opened the pier in Venn."]], language="en", length=150)

    assert len(spots) <= MOST_SENTENCES
    assert {spot.document for spot in spots} == set(range(11))
    assert max(spot.place for spot in spots) <= MOST_SENTENCES // 10


@pytest.mark.parametrize(
    ("language", "sentences"),
    [
        pytest.param(
            "de",
            [
                "Stürme trennten die Insel Wenn von ihrer einzigen Fähre, teilte die Reederei mit.",
                "„Wellen haben den Anleger der Fähre in der Nacht zerstört“, sagte der Kapitän.",
                "Nein!",
                "Die Reederei will den Anleger der Fähre bis zum Sommer wieder aufbauen.",
            ],
            id="German",
        ),
        pytest.param(
            "fr",
            [
                "La tempête a coupé l'île de Venn de son seul ferry, a annoncé l'armateur.",
                "« Les vagues ont détruit le quai du ferry pendant la nuit de dimanche. »",
                "Non !",
                "L'armateur espère reconstruire le quai du ferry avant le début de l'été.",
            ],
            id="French",
        ),
        pytest.param(
            "ru",
            [
                "Шторм отрезал остров Венн от единственного парома, сообщила компания.",
                "«Волны разрушили причал парома в ночь на воскресенье», — рассказал капитан.",
                "Нет!",
                "Компания надеется восстановить причал парома к началу лета.",
            ],
            id="Russian",
        ),
        pytest.param(
            "ar",
            [
                "قطعت العاصفة جزيرة فين عن عبّارتها الوحيدة، كما أعلنت الشركة.",
                "هل دمّرت الأمواج رصيف العبّارة في ليلة الأحد كما يقول القبطان؟",
                "لا!",
                "تأمل الشركة أن تعيد بناء رصيف العبّارة قبل بداية الصيف.",
            ],
            id="Arabic",
        ),
        pytest.param(
            "hi",
            [
                "तूफ़ान ने वेन द्वीप को उसकी एकमात्र नौका से काट दिया, कंपनी ने बताया।",
                "लहरों ने रविवार की रात नौका का घाट तोड़ दिया, कप्तान ने कहा।",
                "नहीं!",
                "कंपनी को आशा है कि गर्मी से पहले नौका का घाट फिर बन जाएगा।",
            ],
            id="Hindi",
        ),
        pytest.param(
            "zh",
            [
                "港务局说，暴风雨使岛上唯一的渡轮停航。",
                "“星期天夜里海浪摧毁了渡轮码头。”",
                "不！",
                "港务局希望在夏天以前重建渡轮码头。",
            ],
            id="Chinese",
        ),
    ],
)
def test_other_languages_are_ranked_by_the_same_preferences(language, sentences):
    assert [places(sentences, language, length) for length in (1, 3)] == [[0], [0, 1, 3]]


@pytest.mark.parametrize("language", ["en", "de", "zh", ""])
def test_of_nothing_nothing_is_chosen(language):
    assert rank([], language=language, length=3) == []
    assert explain([], title="Ferry", language=language, length=3) == []


@pytest.mark.parametrize("language", ["en", "de", "zh", ""])
@pytest.mark.parametrize(
    "sentences",
    [
        pytest.param(["The ferry runs again."], id="one"),
        pytest.param(["It is what it is."] * 5, id="stop words"),
        pytest.param(["The ferry runs again."] * 5, id="all alike"),
        pytest.param(["…", "—", "?!", ""], id="no words"),
        pytest.param(["渡轮重新运行。", "工人星期一复工。", "码头花了三百万。"], id="no spaces"),
    ],
)
def test_strange_texts_are_ranked_like_any(sentences, language):
    found = places(sentences, language, length=2)

    assert len(set(found)) == min(2, len(sentences))
    assert found == sorted(found)
    assert len(explain([sentences], title="", language=language, length=2)) == len(found)


@settings(max_examples=50, deadline=None)
@given(
    documents=st.lists(st.lists(st.text(max_size=60), min_size=1, max_size=8), max_size=4),
    language=st.sampled_from(["", "en", "de", "zh"]),
    length=st.integers(1, 9),
    most=st.none() | st.integers(1, 50),
)
def test_every_text_has_a_choice(documents, language, length, most):
    spots = rank(documents, language=language, length=length, most_characters=most)

    assert len(spots) == min(length, sum(map(len, documents)))
    assert all(documents[spot.document][spot.place] is not None for spot in spots)
    assert spots == sorted(set(spots))


@pytest.mark.parametrize("language", ["en", "de"])
@pytest.mark.parametrize("body", NEWS)
def test_what_is_chosen_is_explained_by_its_own_words(body, language):
    sentences, title = prose(body), "Storm, strike and cup: the week in Harmouth and Venn"
    reasons = explain([sentences], title=title, language=language, length=3)

    assert [reason.spot for reason in reasons] == rank(
        [sentences], titles=[title], language=language, length=3
    )
    assert sum(reason.share for reason in reasons) == pytest.approx(1, abs=1e-4)
    for reason in reasons:
        found = tokens(sentences[reason.spot.place])
        assert 1 <= len(reason.words) <= 4
        assert set(reason.words) <= set(found)
        assert set(reason.title_words) <= set(found)
        assert 0 < reason.share <= 1
        assert set(reason.aspects) <= set(EXPLAINING)


def test_words_of_the_title_are_named_in_its_order():
    [reason] = explain([STORM[:1]], title="Island: storm and ferries", language="en", length=1)

    assert reason.title_words == ("island", "Storms", "ferry")


def test_no_word_explains_two_sentences():
    reasons = explain([prose(ARTICLES["pier"])], title="", language="en", length=5)
    words = [word.lower() for reason in reasons for word in reason.words]

    assert len(words) == len(set(words))


@pytest.mark.parametrize("seed", ["1", "2", "3"])
def test_every_process_gives_the_same_answer(seed):
    program = (
        "from tests.summarize.ranker.test_choose import ARTICLES, prose, rank;"
        "print(rank([prose(each) for each in ARTICLES.values()], language='en', length=9))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=ROOT,
        env={"PYTHONHASHSEED": seed},
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    here = rank([prose(each) for each in ARTICLES.values()], language="en", length=9)

    assert done.stdout == f"{here}\n"
