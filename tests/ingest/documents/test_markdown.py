"""Markdown loses its marks and none of its words."""

from __future__ import annotations

import pytest

from bot.ingest.documents.document import read_markdown


@pytest.mark.parametrize(
    ("marked", "plain"),
    [
        pytest.param("**Two *other* ships**", "Two other ships", id="emphasis in emphasis"),
        pytest.param("~~Two~~ `three` ships", "Two three ships", id="struck out, code"),
        pytest.param(
            "2 \\* 3 and snake_case_names", "2 * 3 and snake_case_names", id="no emphasis"
        ),
        pytest.param("[Lily](https://x.example/a_(b)) sails", "Lily sails", id="link"),
        pytest.param("[Lily][1] sails\n\n[1]: https://x.example", "Lily sails", id="address below"),
        pytest.param("See <https://x.example/a>.", "See https://x.example/a.", id="bare address"),
        pytest.param("![cranes](cranes.jpg)\nCranes start", "Cranes start", id="picture"),
        pytest.param("# Port #\nOpen", "Port\n\nOpen", id="heading"),
        pytest.param("Port\n====\nOpen", "Port\n\nOpen", id="underlined heading"),
        pytest.param("* [x] coal\n- iron\n+ salt", "coal\n\niron\n\nsalt", id="list"),
        pytest.param("1. coal\n2. iron", "1. coal\n\n2. iron", id="numbered list"),
        pytest.param("1. coal\n   - hard", "1. coal\n\nhard", id="list in a list"),
        pytest.param("open again in\n2026 at last", "open again in 2026 at last", id="line break"),
        pytest.param("> > said\n> twice", "said twice", id="quote in a quote"),
        pytest.param("```\nx = 1\n```", "x = 1", id="code"),
        pytest.param("---\n\nBetween rules\n\n---", "Between rules", id="rules"),
        pytest.param("|a|b|\n|-|-|\n|1|2|", "a | b\n\n1 | 2", id="table"),
        pytest.param("<div>In <b>HTML</b></div>", "In HTML", id="html"),
        pytest.param("It is <b>bold</b> &amp; new", "It is bold & new", id="html within"),
        pytest.param("---\ntags: [port]\n---\nOpen", "Open", id="front matter"),
        pytest.param("Port\r\nis open", "Port is open", id="windows line ends"),
        pytest.param("", "", id="nothing"),
    ],
)
def test_markdown_loses_its_marks_and_none_of_its_words(marked, plain):
    assert read_markdown(marked) == plain
