"""Errors tell what is wrong, and no secret of those whom they are about."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot import messages
from bot.errors import FetchError, Reason, without_secrets


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        pytest.param("https://ann:secret@a.example/x", "https://…@a.example/x", id="password"),
        pytest.param(
            "https://a.example/feed?key=abc&n=2", "https://a.example/feed?key=…&n=2", id="key"
        ),
        pytest.param(
            "https://a.example/?n=2&Access_Token=z#top",
            "https://a.example/?n=2&Access_Token=…#top",
            id="token",
        ),
        pytest.param(
            "https://a.example/feed?t=9f86d081884c7d65",
            "https://a.example/feed?t=…",
            id="a random value",
        ),
        pytest.param(
            "https://a.example/private/9f86d081884c7d659a2feaa0/rss",
            "https://a.example/private/…/rss",
            id="a random folder",
        ),
        pytest.param(
            "https://a.example/9f86d081884c7d659a2feaa0.xml",
            "https://a.example/…",
            id="a random name",
        ),
    ],
)
def test_a_secret_in_an_address_is_not_shown(address, shown):
    assert without_secrets(address) == shown


@pytest.mark.parametrize(
    "address",
    [
        "https://coast-times.example/2026/11/icebreaker-freed-after-9-days-in-the-kara-sea",
        "https://a.example/news/articles/c5y4p555vpeo",
        "https://a.example/feed?page=2&author=ann-reed&q=storm",
        "https://a.example/departmentofinternationalaffairs",
        "https://a.example/p/123456789012345678901234",
        "https://a.example:8080/?key=&token",
        "report 20261124 a1b2c3d4e5f6a7b8c9d0.txt",
    ],
)
def test_what_is_no_secret_is_shown_as_it_is(address):
    assert without_secrets(address) == address


@given(st.text(max_size=300))
def test_no_address_is_too_odd(text):
    without_secrets(f"https://{text}")


def test_neither_a_reader_nor_the_log_sees_a_secret():
    error = FetchError("https://a.example/feed?key=s3cret", reason=Reason.STATUS, status=404)
    assert "s3cret" not in str(error)
    assert messages.error(error, language="en").text == (
        "https://a.example/feed?key=… answered with an error (404). Check the link."
    )
