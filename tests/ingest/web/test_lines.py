"""A line is plain text that can be shown anywhere, whatever markup it came in."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.ingest.web.encoding import one_line, printable, shortened


@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        pytest.param("Port <b>strike</b> ends", "Port strike ends", id="tags"),
        pytest.param("Port<br>strike", "Port strike", id="line break"),
        pytest.param("Tom &amp; Jerry", "Tom & Jerry", id="escaped"),
        pytest.param("Tom &amp;amp; Jerry", "Tom & Jerry", id="escaped twice"),
        pytest.param("&lt;i&gt;Lily&lt;/i&gt; sails", "Lily sails", id="escaped tags"),
        pytest.param("AT&T & friends <3 news", "AT&T & friends <3 news", id="no markup at all"),
        pytest.param("Port <script>alert(1)</script>ends", "Port ends", id="script"),
        pytest.param("Port <!-- sic -->ends", "Port ends", id="comment"),
        pytest.param(" Port \n\t strike\u00a0 ends ", "Port strike ends", id="spaces"),
        pytest.param("Port\x00\x07ends", "Port ends", id="control characters"),
        pytest.param("Port \u202egnihton\u202c", "Port gnihton", id="turned around"),
        pytest.param("Port\ud800 ends", "Port ends", id="half a character"),
        pytest.param("می‌خواهم 👩‍🚀", "می‌خواهم 👩‍🚀", id="joiners that belong there"),
    ],
)
def test_markup_becomes_one_line(markup, expected):
    assert one_line(markup) == expected


@given(st.text())
def test_a_line_is_one_line_that_can_be_stored(markup):
    line = one_line(markup)
    assert line == " ".join(line.split())
    assert line.encode().decode() == line
    assert "\0" not in line


@pytest.mark.parametrize(
    ("line", "limit", "expected"),
    [
        pytest.param("Port strike ends", 16, "Port strike ends", id="fits"),
        pytest.param("Port strike ends", 15, "Port strike…", id="cut at a word"),
        pytest.param("Port strike, it ends", 13, "Port strike…", id="no comma at the end"),
        pytest.param("港は火曜日の朝に再開した", 6, "港は火曜日…", id="no spaces to cut at"),
    ],
)
def test_a_long_line_is_cut_with_an_ellipsis(line, limit, expected):
    assert shortened(line, limit=limit) == expected


@given(st.text(st.characters()))
def test_a_printable_text_can_be_stored_and_has_the_same_lines(text):
    shown = printable(text)
    assert shown.encode().decode() == shown
    assert "\0" not in shown
    assert len(shown.splitlines(keepends=True)) <= len(text.splitlines(keepends=True))


def test_a_printable_text_keeps_its_lines_and_letters():
    text = "Порт\tвідкрито\r\nمی‌خواهم 👩‍🚀\n\n港"
    assert printable(text) == text
