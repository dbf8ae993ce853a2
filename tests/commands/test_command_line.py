"""What a typed message asks for."""

import pytest

from bot.commands.request import PASTED_WORDS, CommandLine, parse_line

LONG = " ".join(["word"] * (PASTED_WORDS + 1))


@pytest.mark.parametrize(
    ("message", "expected"),
    [
        pytest.param("/help", CommandLine("help"), id="bare command"),
        pytest.param("  /Summary 12 5 ", CommandLine("summary", "12 5"), id="arguments, any case"),
        pytest.param(
            "/ingest\nA title\n\nA text.",
            CommandLine("ingest", "", "A title\n\nA text."),
            id="below",
        ),
        pytest.param(
            "/summary 5\nA text.", CommandLine("summary", "5", "A text."), id="arguments and text"
        ),
        pytest.param("/help@digest_bot", CommandLine("help"), id="addressed to us"),
        pytest.param("/help@other_bot", None, id="addressed to another bot"),
        pytest.param("", None, id="nothing"),
        pytest.param("/search\0 ice\ud800", CommandLine("search", "ice"), id="what nobody types"),
        pytest.param("/ingest\r\nA title\r\n", CommandLine("ingest", "", "A title"), id="Windows"),
        pytest.param(
            "look: https://coast.example/a",
            CommandLine("summary", "https://coast.example/a", is_typed=False),
            id="link in a text",
        ),
        pytest.param(LONG, CommandLine("summary", "", LONG, is_typed=False), id="pasted text"),
        pytest.param(
            f"{LONG} https://coast.example/a",
            CommandLine("summary", "", f"{LONG} https://coast.example/a", is_typed=False),
            id="a link in a pasted text is part of it",
        ),
        pytest.param(
            "kara  sea",
            CommandLine("search", "kara sea", is_typed=False),
            id="words to search for",
        ),
        pytest.param(
            "/path/to it", CommandLine("search", "/path/to it", is_typed=False), id="a path"
        ),
    ],
)
def test_a_message_is_read_as_a_command(message, expected):
    assert parse_line(message, bot_name="Digest_Bot") == expected
