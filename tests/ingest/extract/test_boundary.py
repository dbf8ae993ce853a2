"""A body ends where headlines begin, whatever its last lines and their first ones look like."""

from __future__ import annotations

import pytest

from bot.ingest.extract.plaintext import body_length
from tests.walks.pages import paragraphs

FERRY = paragraphs("""
The ferry between Orm and Skallvik will sail every hour from May, twice as often as now, the
county said on Thursday.

Islanders had asked for it for ten years. “My children spend more time on the quay than in
school,” said Tora Lie, who lives on Orm.

The county pays for the second ferry with the toll from the new tunnel. Fares stay as they are
until the end of next year.
""")
OTHERS = (
    "Pianist Mira Lund dies at 88",
    "Why are whales coming so close?",
    "Rents rise in 9 of 10 cities",
    "Mayor: “Nobody asked us”",
    "School bans phones, then unbans them",
    "Bakers warn of dearer bread!",
    "Goats clear railway line…",
    "Satellite falls into sea off Icel",
)

FAEHRE = paragraphs("""
Die Fähre zwischen Orm und Skallvik fährt ab Mai jede Stunde, doppelt so oft wie bisher. Das
teilte der Kreis am Donnerstag mit.

Die Inselbewohner hatten das seit zehn Jahren gefordert. „Meine Kinder sind länger auf dem Kai
als in der Schule“, sagte Tora Lie, die auf Orm wohnt.

Der Kreis bezahlt die zweite Fähre mit der Maut aus dem neuen Tunnel. Die Preise bleiben bis
Ende des nächsten Jahres gleich.
""")
ANDERE = (
    "Pianistin Mira Lund mit 88 Jahren gestorben",
    "Warum kommen Wale so nah an den Strand?",
    "Mieten steigen in neun von zehn Städten",
    "Bürgermeister: „Uns hat niemand gefragt“",
    "Bäcker warnen vor teurerem Brot",
)

WATASHIBUNE = (
    "オルム島とスカルビクを結ぶ渡し船が五月から一時間ごとに運航されると、県が木曜日に発表した。これまでの二倍の本数になる。",
    "島の住民は十年前から増便を求めていた。「子どもたちは学校より岸壁で過ごす時間のほうが長い」と島に住む女性は話した。",
    "県は新しいトンネルの通行料で二隻目の渡し船の費用をまかなう。運賃は来年末まで据え置かれる。",
)
HOKA_NO_KIJI = (
    "ピアニストのルンドさん死去、88歳",
    "クジラはなぜ岸に近づくのか",
    "家賃、十都市のうち九都市で上昇",
)


@pytest.mark.parametrize(
    ("body", "headlines"),
    [
        pytest.param(FERRY, OTHERS, id="English"),
        pytest.param(FAEHRE, ANDERE, id="German"),
        pytest.param(WATASHIBUNE, HOKA_NO_KIJI, id="Japanese"),
        pytest.param(FERRY, ANDERE, id="headlines in another language"),
        pytest.param(FERRY, HOKA_NO_KIJI, id="headlines in another script"),
        pytest.param(FAEHRE, OTHERS[:1], id="one headline"),
        pytest.param(FAEHRE, (), id="no headline"),
    ],
)
def test_the_body_ends_before_the_first_headline(body, headlines):
    assert body_length([*body, *headlines]) == len(body)


@pytest.mark.parametrize(
    "end",
    [
        pytest.param(["Who pays for the second ferry?"], id="question about it"),
        pytest.param(["The ferry will sail at these hours:"], id="announcement"),
        pytest.param(["(Reporting by Jo Miller)"], id="credit"),
        pytest.param(["© Coast Times"], id="rights"),
        pytest.param(["Orm 6.10 7.10 8.10", "Skallvik 6.40 7.40 8.40"], id="table"),
        pytest.param(
            ["From Orm in the morning", "From Orm in the afternoon", "From Skallvik at night"],
            id="list",
        ),
        pytest.param(["1. The old quay", "2. The new quay", "3. The tunnel"], id="numbered list"),
        pytest.param(["* * *"], id="no word at all"),
    ],
)
def test_what_is_short_in_the_body_stays_there(end):
    assert body_length([*FERRY, *end, *OTHERS]) == len(FERRY) + len(end)


@pytest.mark.parametrize(
    "headline",
    [
        pytest.param("County Pays Islanders of Orm for Lost Ferry", id="in title case"),
        pytest.param("Will a Second Tunnel Replace the Ferry to Orm?", id="question"),
    ],
)
def test_a_first_headline_is_one_even_if_it_looks_like_body(headline):
    assert body_length([*FERRY, headline, *OTHERS]) == len(FERRY)


def test_a_headline_may_end_with_a_full_stop_among_others():
    headlines = [*OTHERS[:2], "Parliament votes on winter time.", *OTHERS[2:]]
    assert body_length([*FERRY, *headlines]) == len(FERRY)


def test_headlines_with_bullets_are_headlines():
    assert body_length([*FERRY, *(f"• {line}" for line in OTHERS)]) == len(FERRY)


def test_a_body_of_short_paragraphs_is_kept_whole():
    short = [
        "The ferry is back.",
        "It sails from Orm every hour.",
        "The county pays for it.",
        "“At last,” said Tora Lie.",
        "Fares stay as they are, the county said.",
    ]
    assert body_length([*short, *OTHERS]) == len(short)


def test_a_body_has_at_least_one_paragraph():
    assert body_length(["Only a headline"]) == 1
    assert body_length([]) == 0
