"""A page may say for its readers alone on which day an article was published."""

from __future__ import annotations

import pytest

from bot.ingest.extract.dates import Dated, labelled_day
from tests.moments import utc
from tests.news import NOW

MARCH = Dated(utc("2026-03-07T00:00"), only_day=True)


def page(*parts: str) -> str:
    return f"<html><body>{''.join(f'<p>{part}</p>' for part in parts)}</body></html>"


@pytest.mark.parametrize(
    "shown",
    [
        pytest.param("Published: 07.03.2026", id="en"),
        pytest.param("Veröffentlicht am 7. 3. 2026, 12:30 Uhr", id="de"),
        pytest.param("<strong>Datum</strong>\n07.03.2026", id="a label of its own"),
        pytest.param("Publié le samedi 07.03.2026", id="a weekday between"),
        pytest.param("Опубликовано 07.03.2026", id="ru"),
        pytest.param("公開：2026年3月7日", id="ja"),
        pytest.param("公開日時 2026/03/07 12:30", id="ja, a longer label"),
        pytest.param("Posted on 2026-03-07", id="year first"),
        pytest.param("Published 40.13.2026. Published 07.03.2026", id="behind what is no day"),
    ],
)
def test_a_day_behind_a_word_for_publication_is_that_of_the_article(shown):
    assert labelled_day(page("Port strike ends", shown, "It lasted."), now=NOW) == MARCH


@pytest.mark.parametrize(
    "shown",
    [
        pytest.param("The strike began on 07.03.2026.", id="a day in the text"),
        pytest.param("Published: 07/03/2026", id="day or month first"),
        pytest.param("Updated: 07.03.2026", id="of a change"),
        pytest.param("Published by the ministry of transport and works on 07.03.2026", id="far"),
        pytest.param("Published: 07.03.2027", id="in the future"),
        pytest.param("Published: 07.03.20261", id="a longer number"),
        pytest.param("Consolidated 07.03.2026", id="within a word"),
        pytest.param("<script>date = 'date: 07.03.2026'</script>", id="in a script"),
        pytest.param("", id="nothing"),
    ],
)
def test_any_other_day_is_left_alone(shown):
    assert labelled_day(page(shown), now=NOW) is None


def test_a_page_without_a_body_has_no_day():
    assert labelled_day("", now=NOW) is None
