"""Datelines: known in many shapes, and never mistaken for prose with dashes and brackets."""

import pytest

from bot.text.cleaning import without_dateline

_NEWS = "The port reopened after three weeks of ice."


@pytest.mark.parametrize(
    "dateline",
    [
        "WASHINGTON (AP) — ",
        "(CNN) -- ",
        "(CNN)",
        "(Reuters) - ",
        "LONDON -- ",
        "LONDON—",
        "FORT WORTH – ",
        "COMPTON, Calif. — ",
        "ANN ARBOR, MI - ",
        "Lusaka, Zambia (CNN) -- ",
        "Lusaka, Zambia (CNN)",
        "New York (CNN Business)",
        "KYIV, Ukraine, Nov. 3 (Reuters) - ",
        "LONDON/LOS ANGELES (Reuters) - ",
        "By Ann Roe and Jo Hall WASHINGTON (Reuters) - ",
        "ERIE, Pa. (WXYZ) -- ",
        "Iron City (WXYZ-TV) -- ",
        "NEW YORK (MarketPlace) — ",
        "(Harbor Weekly) -- ",
        "(harbour.example) -- ",
        "BERLIN (dpa) – ",
        "Kiel (dpa/lno) - ",
        "München/London – ",
        "New Delhi: ",
        "Paris (AFP) - ",
        "Madrid, 3 nov (EFE).- ",
        "BRASÍLIA (Reuters) - ",
        "(ANSA) - ROMA, 03 NOV - ",
        "Warszawa (PAP) - ",
        "КИЕВ, 3 ноября (Рейтер) - ",
        "القاهرة (رويترز) - ",
        "नई दिल्ली, तीन नवंबर (भाषा) ",
        "(서울=연합뉴스) 홍길동 기자 = ",
        "新华社北京11月3日电（记者张三）",
        "【北京共同】",
        "Media playback is not supported on this device ",
        "Media playback is unsupported on your device 3 November 2026 Last updated at 20:27 GMT ",
        "Scroll down for video ",
    ],
)
def test_a_dateline_goes_and_the_sentence_stays(dateline: str) -> None:
    assert without_dateline(dateline + _NEWS) == _NEWS


def test_a_quotation_may_follow() -> None:
    assert without_dateline('OSLO (NTB) – "Nobody was hurt," the pilot said.') == (
        '"Nobody was hurt," the pilot said.'
    )


@pytest.mark.parametrize(
    "sentence",
    [
        _NEWS,
        "",
        "NASA - the agency - said that nobody was hurt.",
        "NASA — Houston's largest employer — said that nobody was hurt.",
        "IMF - The Fund - said that nobody was hurt in the fall.",
        "EADS - Airbus' majority owner - said that nobody was hurt.",
        "COVID-19 — The illness that closed the port — is gone.",
        "FILE - In this photo of last year a ship leaves the port.",
        "David Roe - who resigned last week - was in the port.",
        "The Port Authority (PA) said that nobody was hurt.",
        "The bank - along with its owners - closed the port.",
        "Associated Press (AP) Chief Ann Roe was in the port.",
        "Sen. Ann Roe (R-Ohio) — A former pilot — was in the port.",
        "Gov. Ann Roe (D) said that nobody was hurt in the port.",
        "Time Warner (CNN) executives said that nobody was hurt.",
        "(When they left) the port was closed for three weeks.",
        "(Applause) we thank the crew of the ship for what they did.",
        "3 November 2026 was the day when the port reopened.",
        "Scroll down for video of the port, said the notice.",
        "Paris – Where the ship was built – has no port.",
        "Paris–Roubaix was won by a Belgian on Sunday afternoon.",
        "PORT CLOSED - SHIPS WAIT OUTSIDE FOR THREE WEEKS",
        "ROE: Well, the port was closed for three weeks.",
        "WASHINGTON (AP) — Too short.",
        "OSLO (NTB) – ... and nobody was hurt in the fall.",
        "– Nobody was hurt, forklarer Roe i havnen.",
        "-- -- -- -- -- -- -- -- -- -- -- -- -- --",
    ],
)
def test_what_is_no_dateline_stays(sentence: str) -> None:
    assert without_dateline(sentence) == sentence


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("A " * 200_000, id="words"),
        pytest.param("(" * 200_000, id="brackets"),
        pytest.param("A (B) " * 50_000, id="agencies"),
        pytest.param("A" + " " * 200_000 + "-", id="blanks"),
        pytest.param("OSLO - " * 50_000, id="places"),
    ],
)
def test_hostile_text_is_looked_at_in_one_pass(text: str) -> None:
    assert text.endswith(without_dateline(text))
