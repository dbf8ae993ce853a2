"""What items are compared by, and how words are counted for it."""

from __future__ import annotations

import numpy as np
import pytest

from bot.stories import vectorize as counting
from bot.stories.cluster import LiveStories
from bot.stories.vectorize import LEAST_TEXT, TERMS, Background, Counts, Sketcher, shipped
from tests.news import NOW

NEWS = "Icebreaker Selma frees four coal ships in the Kara Sea"

# Headlines of one day in each language: the first two are one story, the others are none.
DAYS = {
    "en": (
        "Icebreaker Selma frees coal convoy trapped in Kara Sea",
        "Coal convoy in Kara Sea freed by icebreaker Selma",
        "President meets bank chief at the palace",
        "President bans smoking in all parks",
        "Police investigate hacking of a minister's phone",
        "Police release pictures of the museum robbery",
    ),
    "ru": (
        "Ледокол «Сельма» освободил караван с углём в Карском море",
        "Караван с углём в Карском море освобождён ледоколом «Сельма»",
        "Президент встретился с главой банка во дворце",
        "Президент запретил курить во всех парках",
        "Полиция расследует взлом телефона министра",
    ),
    "zh": (
        "破冰船塞尔玛号在喀拉海救出运煤船队",
        "喀拉海运煤船队获破冰船塞尔玛号营救",
        "总统在宫中会见央行行长",
        "总统宣布公园全面禁烟",
        "警方公布博物馆劫案照片",
    ),
    "ar": (
        "كاسحة الجليد سلمى تحرر قافلة الفحم في بحر كارا",
        "تحرير قافلة الفحم في بحر كارا بواسطة كاسحة الجليد سلمى",
        "الرئيس يلتقي محافظ البنك في القصر",
        "الرئيس يحظر التدخين في الحدائق",
        "الشرطة تنشر صور سرقة المتحف",
    ),
}


def grouped(titles, language, sketcher):
    live, found = LiveStories(), []
    for number, title in enumerate(titles):
        sketch = sketcher.sketch(title, "", language)
        story_id = live.best(sketch, NOW)
        found.append(number if story_id is None else story_id)
        live.join(found[-1], sketch, NOW)
    return found


@pytest.mark.parametrize("language", DAYS)
def test_headlines_of_a_fresh_database_are_grouped_by_their_event_alone(language):
    titles = DAYS[language]

    assert grouped(titles, language, Sketcher()) == [0, 0, *range(2, len(titles))]


@pytest.mark.parametrize("language", DAYS)
def test_no_story_depends_on_what_was_read_in_another_language(language):
    sketcher = Sketcher()
    for other in sorted(DAYS.keys() - {language}):
        for title in DAYS[other] * 30:
            sketcher.sketch(title, "", other)

    fresh = [Sketcher().sketch(title, "", language) for title in DAYS[language][:1]]
    after = [sketcher.sketch(title, "", language) for title in DAYS[language][:1]]

    assert [each.terms for each in after] == [each.terms for each in fresh]


def test_a_sketch_has_the_heaviest_words_first():
    terms = Sketcher().sketch("Selma selma president", "", "en").terms

    assert list(terms) == ["selma", "presid"]
    assert sum(weight**2 for weight in terms.values()) == pytest.approx(1)


def test_a_long_text_is_told_by_a_fixed_number_of_words():
    body = " ".join(f"word{chr(97 + n % 26)}{chr(97 + n // 26)}" for n in range(200))

    assert len(Sketcher().sketch(NEWS, body, "en").terms) == TERMS


def test_an_opening_of_a_few_words_is_compared_as_a_headline():
    sketcher = Sketcher()

    assert not sketcher.sketch(NEWS, "Ice melts. " * (LEAST_TEXT // 2 - 1), "en").has_text
    assert sketcher.sketch(NEWS, "Ice melts. " * (LEAST_TEXT // 2), "en").has_text


def test_an_item_without_words_joins_nothing():
    sketcher, live = Sketcher(), LiveStories()
    empty = sketcher.sketch("...", "", "")
    live.join(1, empty, NOW)

    assert live.best(empty, NOW) is None
    assert live.best(sketcher.sketch(NEWS, "", "en"), NOW) is None


def test_a_meaning_is_a_unit_vector_and_of_nothing_there_is_none():
    def meanings(texts):
        return np.array([[0.6, 0.8] if "ship" in text else [0, 0] for text in texts], np.float32)

    sketcher = Sketcher(meanings=meanings)

    assert sketcher.sketch("A ship", "", "en").meaning == pytest.approx([0.6, 0.8])
    assert sketcher.sketch("A tug", "", "en").meaning is None


def test_other_languages_than_english_are_compared_by_words_alone():
    assert Sketcher().sketch(DAYS["ru"][0], "", "ru").meaning is None


def test_the_same_item_has_the_same_sketch_after_a_restart():
    sketcher, again = Sketcher(), Sketcher()
    for titles in DAYS.items():
        for title in titles[1]:
            sketcher.sketch(title, "", titles[0])
    again.counts.load(sketcher.counts.dump())

    before, after = (each.sketch(NEWS, NEWS, "en") for each in (sketcher, again))

    assert list(after.terms.items()) == list(before.terms.items())
    assert before.meaning is not None
    assert after.meaning == pytest.approx(before.meaning)


def test_what_was_sketched_before_is_not_counted_twice():
    sketcher = Sketcher()
    sketcher.sketch(NEWS, "", "en")
    sketcher.sketch(NEWS, "", "en", is_new=False)

    assert sketcher.counts.read == 1


def test_counts_add_up_what_is_shipped_and_what_was_read():
    counts = Counts({"en": Background(100, {"ship": 7})})
    counts.add(["ship", "tug"], "")

    assert counts.documents("en") == 101
    assert counts.frequencies(["ship", "tug", "ice"], "en") == {"ship": 8, "tug": 1, "ice": 0}
    assert counts.documents("fr") == 0


def test_counts_stay_small_and_forget_rare_words_first(monkeypatch):
    monkeypatch.setattr(counting, "MOST_STEMS", 10)
    counts = Counts({})
    for number in range(50):
        counts.add(["ship", f"name{number}"], "en")

    kept = counts.frequencies(["ship", "name0", "name49"], "en")

    assert kept["ship"] > counts.documents("en") / 2
    assert kept["name0"] == 0


def test_the_shipped_background_tells_common_words_from_rare_ones():
    frequencies = shipped().frequencies

    assert frequencies["presid"] > 20 * frequencies.get("icebreak", 1)
    assert shipped().documents > 5_000
