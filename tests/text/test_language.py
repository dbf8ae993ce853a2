"""Languages: named when sure, left open when not."""

import subprocess
import sys

import pytest

from bot.text.language import detect_language


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("The port was closed for three weeks, its owners said.", "en", id="en"),
        pytest.param("Der Hafen war drei Wochen lang geschlossen.", "de", id="de"),
        pytest.param("Le port est resté fermé pendant trois semaines.", "fr", id="fr"),
        pytest.param("El puerto estuvo cerrado durante tres semanas.", "es", id="es"),
        pytest.param("Порт был закрыт на протяжении трёх недель.", "ru", id="ru"),
        pytest.param("Порт був зачинений протягом трьох тижнів.", "uk", id="uk"),
        pytest.param("港口关闭了三个星期，业主说。", "zh", id="zh"),
        pytest.param("बंदरगाह तीन सप्ताह तक बंद रहा।", "hi", id="hi"),
        pytest.param("ظل الميناء مغلقا لمدة ثلاثة أسابيع.", "ar", id="ar"),
    ],
)
def test_a_sentence_is_enough(text: str, expected: str) -> None:
    assert detect_language(text) == expected


def test_kana_tell_japanese_from_chinese() -> None:
    assert detect_language("東京港湾労働組合三週間スト終結") == "ja"
    assert detect_language("这家公司在东京的广告里用了一个“の”字，引起了许多人的注意。") == "zh"


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("", id="empty"),
        pytest.param("Port strike", id="two words"),
        pytest.param("12.5 % · 3,000 · 24/11/2026 · +49 30 1234567 · 08:00", id="numbers"),
        pytest.param("qwlkej zxmncb asdkjh qwoieu alskdj zxcmn qwelkj", id="noise"),
        pytest.param("\ud800" * 40, id="broken surrogates"),
    ],
)
def test_what_is_short_or_no_language_stays_unnamed(text: str) -> None:
    assert detect_language(text) == ""


def test_numpy_is_loaded_by_who_asks_only() -> None:
    program = "import sys, bot.text.language; print('numpy' in sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True, timeout=60
    )

    assert done.stdout == "False\n"
