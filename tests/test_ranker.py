"""Our own summarizer: what it prefers, and that it never fails or wavers."""

from __future__ import annotations

import subprocess
import sys

import pytest

from bot.summarize.ranker import MOST_SENTENCES, explain
from bot.summarize.ranker import rank as rank_documents

STORM = [
    "Storms have cut the island of Venn off from its only ferry, the harbour office said.",
    "Waves tore the ferry pier at Venn apart on Sunday night.",
    "Photo: the harbour office",
    "No!",
    "The harbour office hopes to rebuild the ferry pier before summer.",
    "My aunt once kept bees there, and bees are what she likes to talk about.",
    "Waves tore the ferry pier at Venn apart on Sunday night.",
]


def rank(sentences, *, language, length, **wishes):
    """Return the places of what is chosen of one document."""
    documents = [sentences] if sentences else []
    spots = rank_documents(documents, language=language, length=length, **wishes)
    return [spot.place for spot in spots]


def test_the_first_sentence_and_what_others_return_to_come_before_asides():
    assert rank(STORM, language="en", length=3) == [0, 1, 4]


def test_captions_and_exclamations_come_last():
    assert {2, 3}.isdisjoint(rank(STORM, language="en", length=4))


def _takes(telling):
    """Return whether `telling`, which is third, is among the first three to be taken."""
    others = [STORM[5], "The captain will sail again when the pier is safe, the office said."]
    return 2 in rank([STORM[0], STORM[4], telling, *others], language="en", length=3)


@pytest.mark.parametrize(
    ("whole", "torn"),
    [
        pytest.param("“{}”", "“{}", id="English"),
        pytest.param('"{}"', '{}"', id="typewriter"),
        pytest.param("„{}“", "„{}", id="German"),
        pytest.param("„{}”", "{}”", id="Polish"),
        pytest.param("”{}”", "{}”", id="Swedish"),
        pytest.param("« {} »", "{} »", id="French"),
        pytest.param("「{}」", "「{}", id="Japanese"),
    ],
)
def test_a_quotation_is_taken_whole_or_passed_over(whole, torn):
    said = "Waves tore the ferry pier at Venn apart on Sunday night."

    assert (_takes(whole.format(said)), _takes(torn.format(said))) == (True, False)


def test_a_repetition_is_no_second_news():
    assert not {1, 6} <= set(rank(STORM, language="en", length=5))
    assert rank([STORM[0], *STORM[:2], *STORM[4:6]], language="en", length=4) == [0, 2, 3, 4]


def test_positions_ascend_and_are_as_many_as_asked_or_as_there_are():
    assert [rank(STORM, language="en", length=n) for n in (7, 9)] == [list(range(7))] * 2


def test_what_comes_after_the_longest_news_is_not_considered():
    asides = [" ".join(f"{word}{number}" for word in "abcdefg") + "." for number in range(149)]
    sentences = [*asides, *(f"The ship of captain {number} came today." for number in range(99))]

    assert max(rank(sentences, language="en", length=20)) < MOST_SENTENCES


@pytest.mark.parametrize(
    ("language", "sentences"),
    [
        pytest.param(
            "de",
            [
                "Stürme trennten die Insel Wenn von ihrer einzigen Fähre, teilte die Reederei mit.",
                "„Wellen haben den Anleger der Fähre in der Nacht zerstört“, sagte der Kapitän.",
                "Foto: Reederei",
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
                "Photo : l'armateur",
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
                "Фото: компания",
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
                "صورة: الشركة",
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
                "चित्र: कंपनी",
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
                "图片：港务局",
                "不！",
                "港务局希望在夏天以前重建渡轮码头。",
            ],
            id="Chinese",
        ),
    ],
)
def test_other_languages_are_ranked_by_the_same_preferences(language, sentences):
    assert [rank(sentences, language=language, length=n) for n in (2, 3)] == [[0, 1], [0, 1, 4]]


def test_of_nothing_nothing_is_chosen():
    assert rank([], language="en", length=3) == []


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
def test_strange_texts_are_ranked_like_any(sentences):
    found = rank(sentences, language="en", length=2)

    assert len(set(found)) == min(2, len(sentences))
    assert found == sorted(found)


@pytest.mark.parametrize("seed", ["1", "2", "3"])
def test_every_process_gives_the_same_answer(seed):
    program = (
        "from tests.test_ranker import STORM, rank;print(rank(STORM * 9, language='en', length=9))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program],
        env={"PYTHONHASHSEED": seed},
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )

    assert done.stdout == f"{rank(STORM * 9, language='en', length=9)}\n"


def test_a_story_is_told_from_all_its_articles_and_no_sentence_twice():
    first = [STORM[0], STORM[1], STORM[4]]
    second = [STORM[1], "The crew of eleven spent the night ashore, the mayor of Venn said."]

    spots = rank_documents([first, second], language="en", length=4)

    assert len(spots) == len(set(spots)) == 4
    assert {(0, 1), (1, 0)} - set(spots)
    assert {spot.document for spot in spots} == {0, 1}


def test_what_leans_on_a_sentence_comes_with_it_or_not_at_all():
    leaning = "But it will take until summer to rebuild the ferry pier, the harbour office said."
    sentences = [STORM[0], STORM[5], leaning, STORM[1], STORM[4]]

    for length in (1, 2, 3):
        chosen = rank(sentences, language="en", length=length)
        assert 2 not in chosen or 1 in chosen


def test_a_line_is_short_if_any_sentence_is():
    long = f"{STORM[0][:-1]}, and nobody knows when it will sail again, because {'waves ' * 12}."
    sentences = [long, *STORM[1:]]

    (place,) = rank(sentences, language="en", length=1, most_characters=90)

    assert len(sentences[place]) <= 90
    assert rank([long, long], language="en", length=1, most_characters=90) == [0]


def test_a_summary_that_may_be_shorter_is_never_longer_and_never_empty():
    for length in (1, 2, 3, 5):
        chosen = rank(STORM, language="en", length=length, may_be_shorter=True)
        assert 1 <= len(chosen) <= length


def test_each_choice_is_explained_by_its_place_its_words_and_the_title():
    reasons = explain([STORM], title="Storms cut ferry to Venn", language="en", length=2)

    assert [reason.spot.place for reason in reasons] == rank(STORM, language="en", length=2)
    assert "Venn" in reasons[0].title_words
    assert all(0 <= reason.share <= 1 for reason in reasons)
    assert sum(reason.share for reason in reasons) == pytest.approx(1)
    assert all(word in STORM[reasons[0].spot.place] for word in reasons[0].words)
    assert {"the", "of"}.isdisjoint(reasons[0].words)
