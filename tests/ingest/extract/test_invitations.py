"""What leads a reader elsewhere is known by how it is worded; news is not taken for it."""

from __future__ import annotations

import pytest

from bot.ingest.extract.body import invites


@pytest.mark.parametrize(
    "text",
    [
        "READ MORE: Ferry fares rise again",
        "Also read | Two ships wait for the channel",
        "» Related: How ice is broken",
        "Sign up for our morning newsletter",
        "Follow us on Mastodon for more",
        "Like this story? Share it with a friend",
        "Reporting by Jo Miller in Harbour Bay",
        "© 2026 Coast Times",
        "Lesen Sie auch: Fähren werden teurer",
        "Jetzt abonnieren und weiterlesen",
        "À lire aussi : Les ferries plus chers",
        "Suivez-nous chaque matin",
        "Lea también: Suben los precios del ferri",
        "Suscríbase a nuestro boletín",
        "Leia mais: Balsas ficam mais caras",
        "Leggi anche: Traghetti più cari",
        "Lees ook: Veerboten worden duurder",
        "Les også: Fergene blir dyrere",
        "Läs också: Färjorna blir dyrare",
        "Czytaj także: Promy drożeją",
        "Čtěte také: Trajekty zdražují",
        "Читайте также: Паромы дорожают",
        "Підпишіться на наш канал",
        "関連記事:フェリー運賃が上がる",
        "相关阅读:渡轮涨价",
        "관련 기사: 여객선 요금 인상",
        "อ่านเพิ่มเติม: ค่าเรือขึ้นราคา",
    ],
)
def test_lines_that_lead_elsewhere_or_ask_for_something_are_known(text):
    assert invites(text)


@pytest.mark.parametrize(
    "text",
    [
        "The icebreaker reached the ship at dawn.",
        "Readers of the log will find no mention of it, the captain said.",
        "Les ferries partent à l'aube.",
        "Moreover, the tug was too small.",
        "“Share prices fell,” the broker said.",
        "船は火曜日の朝に着いた。",
        "Корабль вышел из порта во вторник.",
        "",
    ],
)
def test_news_is_no_invitation(text):
    assert not invites(text)


def test_what_is_mentioned_late_in_a_long_paragraph_is_news():
    assert not invites("The harbour office explains itself at length. " * 8 + "Sign up now.")
