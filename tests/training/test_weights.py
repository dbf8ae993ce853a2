"""Fitted numbers are written where the program reads them, and what is wrong there is told."""

from __future__ import annotations

import re

import pytest

from bot.weights import WeightsError, read_weights
from tests.training.weights import write_weights

FILE = """# How they were fitted.
[one]
bias = 1.0  # why
"two words" = -2.5

[other]
bias = 3
"two words" = 4
"""
NAMES = ("bias", "two words")


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "pairs.toml"
    path.write_text(FILE)
    return path


def test_weights_are_read_by_name(file):
    assert read_weights(file, NAMES, table="one") == {"bias": 1.0, "two words": -2.5}


def test_what_is_fitted_is_written_to_its_table_and_comments_stay(file):
    write_weights(file, {"two words": 0.125, "bias": -7}, table="one")

    assert read_weights(file, NAMES, table="one") == {"bias": -7.0, "two words": 0.12}
    assert read_weights(file, NAMES, table="other") == {"bias": 3, "two words": 4}
    assert "# How they were fitted." in file.read_text()
    assert "bias = -7.00  # why" in file.read_text()


@pytest.mark.parametrize(
    ("text", "told"),
    [
        pytest.param("bias = 1", "pairs.toml: two words is missing", id="missing"),
        pytest.param(
            'bias = 1\n"two words" = 1\nthree = 1', "pairs.toml: three is unknown", id="unknown"
        ),
        pytest.param('bias = "1"', "pairs.toml: bias must be a number, not '1'", id="no number"),
        pytest.param("bias = true", "pairs.toml: bias must be a number, not True", id="flag"),
        pytest.param("bias", "pairs.toml: Expected '='", id="no TOML"),
    ],
)
def test_a_file_that_is_wrong_is_refused_by_its_name_and_key(text, told, file):
    file.write_text(text)

    with pytest.raises(WeightsError, match=f"^{re.escape(told)}"):
        read_weights(file, NAMES)


def test_a_table_that_is_missing_is_told(file):
    with pytest.raises(WeightsError, match=r"^pairs\.toml: third\.bias is missing"):
        read_weights(file, NAMES, table="third")
