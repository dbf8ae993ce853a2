"""Which items are copies of each other."""

from __future__ import annotations

import pytest

from bot.stories.duplicates import LEAST_SCORE, copies_of, imprint, score

TITLE = "Icebreaker Selma frees coal convoy in the Kara Sea"
TEXT = (
    "The icebreaker Selma reached a convoy of four coal ships in the Kara Sea on Tuesday, "
    "nine days after drifting pack ice had closed the channel to the port of Dikson. "
    "Captain Olga Reinholt said that the hulls had held and nobody was hurt. "
    "A tug with spare rudder parts is expected from Murmansk by the weekend. "
    "The shipping company wants to send its next convoy along the southern route, where "
    "satellite pictures show open water, and asked the ministry for a second icebreaker."
)
# The same event in other words.
OTHER_TITLE = "Coal ships out of the ice after nine days"
OTHER_TEXT = (
    "Four freighters loaded with coal are moving again. Selma, sent out from Murmansk last "
    "week, broke through to them in the Kara Sea early on Tuesday. Their owner blames the "
    "ministry, which keeps one icebreaker where there used to be three, and insurers have "
    "begun to ask for higher premiums on northern routes. Olga Reinholt, who commands the "
    "convoy, told reporters by radio that food would have lasted for another week."
)


def of(title=TITLE, body=TEXT, language="en"):
    return imprint(title, body, language)


def are_copies(one, other):
    assert score(one, other) == score(other, one)
    return score(one, other) >= LEAST_SCORE


@pytest.mark.parametrize(
    "copy",
    [
        pytest.param(of(), id="all the same"),
        pytest.param(of(TITLE.upper(), f"  {TEXT}".replace(" ", "\n ")), id="case and spaces"),
        pytest.param(of("UPDATE 2: convoy is free"), id="another head"),
        pytest.param(of(body=f"MURMANSK (Agency) - {TEXT} Subscribe for more."), id="frame"),
        pytest.param(of(body=TEXT[:300]), id="cut off"),
        pytest.param(of(body=TEXT[:150]), id="only its opening"),
        pytest.param(of(body=TEXT.replace("Tuesday", "Wednesday")), id="a word changed"),
        pytest.param(of(body=TEXT.split(". ", 1)[1]), id="first sentence gone"),
    ],
)
def test_a_text_printed_again_is_a_copy(copy):
    assert are_copies(of(), copy)


def test_another_text_on_the_same_event_is_no_copy():
    assert not are_copies(of(), of(OTHER_TITLE, OTHER_TEXT))


def test_two_texts_under_the_same_title_are_no_copies():
    assert not are_copies(of("Live updates"), of("Live updates", OTHER_TEXT))


def test_a_short_text_whose_words_stand_in_a_long_one_in_another_order_is_no_copy():
    words = TEXT.lower().split()
    shuffled = " ".join(sorted(words[:30], key=lambda word: word[::-1]))

    assert not are_copies(of(), of("Ice report", shuffled))


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        pytest.param(TITLE.upper() + ".", True, id="the same"),
        pytest.param(f"UPDATE: {TITLE}", True, id="a word in front"),
        pytest.param(
            "Icebreaker Selma leaves coal convoy in the Kara Sea", False, id="a word else"
        ),
        pytest.param("Icebreaker Selma in the Kara Sea", False, id="shorter"),
        pytest.param("", False, id="none"),
    ],
)
def test_a_headline_is_a_copy_of_what_has_almost_its_title(title, expected):
    assert are_copies(of(title, ""), of(TITLE, "")) is expected
    assert are_copies(of(title, ""), of(TITLE, TEXT)) is expected


def test_items_without_any_words_are_no_copies():
    assert not are_copies(of("", ""), of("...", ""))


@pytest.mark.parametrize(
    ("language", "text", "other"),
    [
        pytest.param(
            "ru",
            "Ледокол «Сельма» во вторник освободил четыре судна с углём в Карском море, где "
            "они девять дней стояли во льдах. Экипажи здоровы, сообщила капитан Рейнгольт.",
            "Суда, застрявшие на севере, снова идут своим ходом. Владелец груза винит "
            "министерство, у которого остался один ледокол вместо трёх прежних машин.",
            id="Russian",
        ),
        pytest.param(
            "zh",
            "破冰船塞尔玛号星期二在喀拉海救出四艘运煤船，这些船被浮冰困了九天。船长说船体完好，没有人受伤。",
            "船东批评交通部只留下一艘破冰船，保险公司已经提高北方航线的保费，下一批货物将走南线。",
            id="Chinese",
        ),
        pytest.param(
            "ar",
            "وصلت كاسحة الجليد سلمى يوم الثلاثاء إلى أربع سفن فحم في بحر كارا بعد تسعة أيام من "
            "إغلاق الجليد للممر، وقالت القبطان إن هياكل السفن سليمة ولم يصب أحد بأذى في الحادث.",
            "انتقد مالك السفن الوزارة لأنها تحتفظ بكاسحة واحدة بدلا من ثلاث، ورفعت شركات التأمين "
            "أقساط الطرق الشمالية، وستسلك القافلة المقبلة الطريق الجنوبي حيث المياه مفتوحة الآن.",
            id="Arabic",
        ),
    ],
)
def test_copies_are_told_in_other_scripts(language, text, other):
    one = imprint("", text, language)

    assert are_copies(one, imprint("", f"{text} {text[:20]}", language))
    assert not are_copies(one, imprint("", other, language))


def test_the_copies_among_a_storys_members_come_in_their_order():
    members = [
        ("h9", of(TITLE, "")),
        ("4", of(OTHER_TITLE, OTHER_TEXT)),
        ("7", of("Again", TEXT)),
        ("2", of("And again", TEXT + " More on page 4.")),
    ]

    assert copies_of(of(), members) == ["h9", "7", "2"]
