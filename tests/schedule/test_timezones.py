"""Which time zone a reader means."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo, available_timezones

import pytest

from bot.errors import NoZoneError, UsageError
from bot.schedule.timezones import find_zone, guess_zone, suggest_zones


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("Europe/Kyiv", "Europe/Kyiv", id="full name"),
        pytest.param("europe/kyiv", "Europe/Kyiv", id="lower case"),
        pytest.param("kyiv", "Europe/Kyiv", id="city"),
        pytest.param("Kiev", "Europe/Kiev", id="former spelling"),
        pytest.param("new york", "America/New_York", id="space"),
        pytest.param("New_York", "America/New_York", id="underscore"),
        pytest.param("São Paulo", "America/Sao_Paulo", id="accent"),
        pytest.param("port au prince", "America/Port-au-Prince", id="hyphens"),
        pytest.param("buenos aires", "America/Argentina/Buenos_Aires", id="moved"),
        pytest.param("Istanbul", "Europe/Istanbul", id="two areas"),
        pytest.param("japan", "Japan", id="country"),
        pytest.param("utc", "UTC", id="UTC"),
        pytest.param("Munich", "Europe/Berlin", id="a large city"),
        pytest.param("sao  paulo", "America/Sao_Paulo", id="no accent"),
        pytest.param("Київ", "Europe/Kyiv", id="in Ukrainian"),
        pytest.param("東京", "Asia/Tokyo", id="in Japanese"),
        pytest.param("Deutschland", "Europe/Berlin", id="a country with one clock"),
        pytest.param("50.45 30.52", "Europe/Kyiv", id="a point"),
        pytest.param("-33.87, 151.21", "Australia/Sydney", id="a point with a comma"),
    ],
)
def test_zones_are_found_by_name_or_city(text: str, expected: str) -> None:
    assert find_zone(text) == ZoneInfo(expected)


@pytest.mark.parametrize("text", ["UTC+2", "utc -5", "GMT+1", "+3", "+05:30", "Etc/GMT+2"])
def test_fixed_offsets_are_refused_with_the_reason(text: str) -> None:
    with pytest.raises(UsageError) as caught:
        find_zone(text)

    assert (caught.value.code, caught.value.facts) == ("error-zone-offset", {"typed": text})


@pytest.mark.parametrize(
    ("text", "code", "near"),
    [
        pytest.param("Amsterdan", "zone-mistyped", ("Europe/Amsterdam",), id="one"),
        pytest.param("Lisbn", "zone-mistyped", ("Europe/Lisbon",), id="city and full name"),
        pytest.param("xyzzy", "no-zone", (), id="none"),
        pytest.param("", "no-zone", (), id="empty"),
        pytest.param("Munch", "zone-mistyped", ("Europe/Berlin",), id="a large city"),
        pytest.param("localtime", "no-zone", (), id="the machine's"),
    ],
)
def test_an_unknown_zone_is_refused_with_near_ones(text, code, near) -> None:
    with pytest.raises(NoZoneError) as caught:
        find_zone(text)

    assert (caught.value.code, caught.value.near) == (f"error-{code}", near)
    assert caught.value.facts["typed"] == text


def test_a_country_with_several_clocks_is_answered_with_them():
    with pytest.raises(NoZoneError) as caught:
        find_zone("Ukraine")

    assert caught.value.near == ("Europe/Kyiv", "Europe/Simferopol")
    assert caught.value.code == "error-zones-several"
    assert caught.value.facts == {"typed": "Ukraine", "cities": ("Kyiv", "Simferopol")}


@pytest.mark.parametrize("text", ["0, -30", "91 0", "0 181", "90.0 0.0"])
def test_a_point_without_a_zone_is_refused(text: str) -> None:
    with pytest.raises(NoZoneError, match="no-zone-there"):
        find_zone(text)


def test_every_zone_of_a_place_is_found_by_its_own_name() -> None:
    names = [name for name in sorted(available_timezones()) if "/" in name]

    places = [name for name in names if not name.startswith("Etc/")]

    assert [find_zone(name).key for name in places] == places


def test_zones_that_share_a_city_share_its_clock() -> None:
    instants = [datetime(2024, 1, 1, tzinfo=UTC) + timedelta(days=9 * n) for n in range(200)]
    for name in sorted(available_timezones()):
        area, _, city = name.rpartition("/")
        if not area or area in {"Brazil", "Canada", "Chile", "Etc", "Mexico", "US"}:
            continue
        found = find_zone(city)
        assert [instant.astimezone(found).utcoffset() for instant in instants] == [
            instant.astimezone(ZoneInfo(name)).utcoffset() for instant in instants
        ]


def test_suggestions_start_with_the_readers_language_and_end_with_the_world() -> None:
    assert suggest_zones("uk")[:3] == ("Europe/Kyiv", "Europe/Warsaw", "Europe/Berlin")
    assert suggest_zones("pt-br")[0] == "America/Sao_Paulo"
    assert suggest_zones("", count=2) == ("Europe/London", "Europe/Berlin")


@pytest.mark.parametrize(
    ("language", "home", "expected"),
    [
        pytest.param("uk", "UTC", "Europe/Kyiv", id="language"),
        pytest.param("uk", "Europe/Warsaw", "Europe/Warsaw", id="a home of that language"),
        pytest.param("ja", "Europe/Warsaw", "Asia/Tokyo", id="a home of another"),
        pytest.param("", "Europe/Warsaw", "Europe/Warsaw", id="home"),
        pytest.param("en", "UTC", None, id="a language of all the world"),
    ],
)
def test_a_zone_is_guessed_only_where_one_is_likelier(language, home, expected) -> None:
    assert guess_zone(language, home=home) == expected
    assert expected in {None, suggest_zones(language, home=home)[0]}


@pytest.mark.parametrize("language", ["", "uk", "pt-br", "zh-hans", "en"])
def test_there_are_eight_suggestions_and_each_is_a_zone(language: str) -> None:
    suggested = suggest_zones(language)

    assert len(set(suggested)) == 8
    assert [find_zone(name).key for name in suggested] == list(suggested)


@pytest.mark.parametrize(
    ("typed", "zone"),
    [("EST", "America/New_York"), ("pst", "America/Los_Angeles"), ("MEZ", "Europe/Berlin")],
)
def test_a_shorthand_of_a_winters_clock_offers_a_city_that_has_it(typed, zone):
    with pytest.raises(NoZoneError, match="zone-shorthand") as caught:
        find_zone(typed)

    assert caught.value.near == (zone,)


@pytest.mark.parametrize("typed", ["Mars", "sport", "news", "moon", "home", "please", "Pluto"])
def test_what_is_no_place_makes_no_one_guess(typed):
    with pytest.raises(NoZoneError, match="no-zone") as caught:
        find_zone(typed)

    assert caught.value.near == ()


@pytest.mark.parametrize(
    ("typed", "zone"),
    [
        ("Lodon", "Europe/London"),
        ("Kiyv", "Europe/Kyiv"),
        ("Hambrug", "Europe/Berlin"),
        ("Novosibrsk", "Asia/Novosibirsk"),
    ],
)
def test_a_slip_of_the_finger_is_understood(typed, zone):
    with pytest.raises(NoZoneError, match="zone-mistyped") as caught:
        find_zone(typed)

    assert caught.value.near == (zone,)
