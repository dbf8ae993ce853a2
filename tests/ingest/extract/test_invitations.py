"""What leads a reader elsewhere is known by how it is worded; news is not taken for it."""

from __future__ import annotations

import pytest

from bot.ingest.extract.body import invites


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
