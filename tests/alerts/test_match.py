"""Alerts are asked of what came in, each sense once."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

import pytest

from bot.alerts.match import Came, Watch
from bot.preferences import filters as module
from storage.model import Arrival, Filter, FilterKind, Item, Kind, Ref
from tests.news import NOW, article, headline

STRIKE = article(1, "Port strike ends", "Dockers accepted a raise.")
SHIP = headline(2, "Icebreaker freed in the Kara Sea")


def wanted(
    number: int,
    text: str,
    *,
    chat_id: int = 7,
    made_at: datetime = NOW,
    languages: Sequence[str] = ("en",),
) -> Filter:
    return Filter(number, chat_id, FilterKind.ALERT, text, tuple(languages), made_at)


def came(*items: Item, at: datetime = NOW) -> list[Came]:
    return [Came(Arrival(number, item.ref, at), item) for number, item in enumerate(items, 1)]


def matched(watch: Watch, *filters: Filter, topics=None, languages=("en",)) -> set[tuple[int, Ref]]:
    found = watch.matches(filters, came(STRIKE, SHIP), topics or {}, languages=languages)
    return {(match.filter.id, match.came.item.ref) for match in found}


def test_every_filter_of_every_chat_is_asked_of_every_item():
    watch = Watch()

    assert matched(
        watch,
        wanted(1, "dockers"),
        wanted(2, "Dockers", chat_id=8),
        wanted(3, "icebreakers OR strikes"),
        wanted(4, "football"),
    ) == {(1, STRIKE.ref), (2, STRIKE.ref), (3, STRIKE.ref), (3, SHIP.ref)}


def test_topics_are_those_that_the_search_has():
    sea = {Ref(Kind.HEADLINE, 2): ("science",)}

    assert matched(Watch(), wanted(1, "topic:science"), topics=sea) == {(1, SHIP.ref)}


@pytest.mark.parametrize(
    ("made_at", "expected"),
    [
        pytest.param(NOW, 1, id="at that moment"),
        pytest.param(NOW + timedelta(seconds=1), 0, id="afterwards"),
    ],
)
def test_what_came_before_the_filter_was_made_is_not_told(made_at, expected):
    found = Watch().matches(
        [wanted(1, "dockers", made_at=made_at)], came(STRIKE), {}, languages=["en"]
    )

    assert len(found) == expected


def test_what_has_one_sense_is_compiled_once_and_parsed_once(monkeypatch):
    asked: dict[str, list[object]] = {"parsed": [], "compiled": []}
    for name, calls in asked.items():
        work = getattr(module, name)
        monkeypatch.setattr(
            module, name, lambda *args, _c=calls, _w=work: (_c.append(args), _w(*args))[1]
        )
    watch = Watch()
    filters = [wanted(number, text) for number, text in enumerate(["ports", "Ports", "port"])]

    for _ in range(3):
        matched(watch, *filters)

    assert (len(asked["parsed"]), len(asked["compiled"])) == (3, 1)


def test_a_language_that_the_store_gets_later_is_understood_from_then_on():
    watch = Watch()
    german = wanted(1, "Häfen", languages=["en"])
    harbour = article(5, "Hafen gesperrt", "Der Hafen ist zu.", language="de")

    def found(languages: Sequence[str]) -> int:
        return len(watch.matches([german], came(harbour), {}, languages=languages))

    assert (found(["en"]), found(["en", "de"])) == (0, 1)


def test_a_filter_that_cannot_be_understood_any_more_stops_no_other():
    assert matched(Watch(), wanted(1, "colour:red"), wanted(2, "dockers")) == {(2, STRIKE.ref)}
