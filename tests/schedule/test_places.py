"""Which zones a place has."""

from __future__ import annotations

import tomllib
from importlib import resources
from zoneinfo import available_timezones

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.schedule.timezones import cities, folded, zone_at, zones_of


@pytest.mark.parametrize(
    ("place", "language", "expected"),
    [
        pytest.param("san francisco", "", ("America/Los_Angeles",), id="large city"),
        pytest.param("Wrocław", "", ("Europe/Warsaw",), id="its own letters"),
        pytest.param("krakow", "", ("Europe/Warsaw",), id="without them"),
        pytest.param("Варшава", "", ("Europe/Warsaw",), id="zone's city, by the script"),
        pytest.param("Lontoo", "fi", ("Europe/London",), id="zone's city, by the language"),
        pytest.param("Lontoo", "", (), id="nobody's language"),
        pytest.param("Kiew", "", ("Europe/Kyiv",), id="newest name of a zone"),
        pytest.param("Germany", "", ("Europe/Berlin",), id="country with one clock"),
        pytest.param("Polska", "", ("Europe/Warsaw",), id="country in its language"),
        pytest.param("UK", "", ("Europe/London",), id="country as people call it"),
        pytest.param(
            "brazil",
            "",
            ("America/Sao_Paulo", "America/Boa_Vista", "America/Eirunepe", "America/Noronha"),
            id="country with several, the largest first",
        ),
        pytest.param("Atlantis", "", (), id="unknown"),
        pytest.param("Atlantis", "xx-yy", (), id="unknown language"),
        pytest.param("", "", (), id="empty"),
        pytest.param("42", "../uk", (), id="no language"),
    ],
)
def test_places_are_found_in_many_languages(place, language, expected):
    assert zones_of(place, language=language) == expected


def test_the_largest_clocks_of_america_come_first():
    assert zones_of("USA")[:3] == ("America/New_York", "America/Chicago", "America/Los_Angeles")


def test_every_city_has_a_zone_that_exists_and_is_listed_once():
    text = resources.files("bot.schedule").joinpath("cities.toml").read_text(encoding="utf-8")
    table = tomllib.loads(text)

    assert set(table) <= available_timezones()
    named = [folded(city) for listed in table.values() for city in listed]
    zones = [zone for zone, listed in table.items() for _ in listed]
    assert dict(zip(named, zones, strict=True)) == cities()
    own = {folded(zone.rpartition("/")[2]) for zone in available_timezones()}
    assert set(named) & own == set()


@pytest.mark.parametrize(
    ("latitude", "longitude", "expected"),
    [
        pytest.param(50.45, 30.52, "Europe/Kyiv", id="Kyiv"),
        pytest.param(46.2, 6.14, "Europe/Zurich", id="near a border"),
        pytest.param(42.33, -83.05, "America/Detroit", id="Detroit"),
        pytest.param(42.3, -83.02, "America/Toronto", id="Windsor, over the river"),
        pytest.param(0, -30, None, id="at sea"),
        pytest.param(100, 0, None, id="nowhere"),
    ],
)
def test_a_point_has_the_zone_of_its_country(latitude, longitude, expected):
    assert zone_at(latitude, longitude) == expected


@given(st.floats(-90, 90), st.floats(-180, 180))
def test_every_point_has_a_zone_that_is_known_or_none(latitude, longitude):
    assert zone_at(latitude, longitude) in available_timezones() | {None}


@pytest.mark.parametrize("name", ["Port-au-Prince", "port_au_prince", " PORT  au prince "])
def test_what_joins_words_does_not_matter(name):
    assert folded(name) == "port au prince"
