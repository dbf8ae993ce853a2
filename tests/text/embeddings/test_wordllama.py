"""What texts mean, as vectors."""

from __future__ import annotations

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
from safetensors.numpy import save

from bot import messages
from bot.app import build_app
from bot.errors import SettingsError
from bot.settings import Settings
from bot.text.embeddings import file_of, wordllama
from bot.text.embeddings.wordllama import DIMENSIONS, meanings

HEADLINES = (
    "Court halts the new tariffs on steel",
    "Judges block import duties on metal",
    "Goalkeeper signs for two more seasons",
    "Überschwemmung in Köln: Rhein tritt über die Ufer",
    "Zażółć gęślą jaźń",
    "日本の首相が辞任",
    "",
    " \n ",
)

# Refuses every socket before anything is imported, then asks for meanings.
_OFFLINE = """
import sys
def refuse(event, arguments):
    if event.startswith("socket."):
        raise SystemExit("a socket was opened")
sys.addaudithook(refuse)
import logging
from bot.text.embeddings.wordllama import meanings
assert meanings(["The ship is free"]).shape == (1, 256)
assert not logging.getLogger().handlers, "logging was set up"
print(*sorted({"wordllama", "huggingface_hub", "requests", "pydantic"} & set(sys.modules)))
"""


def test_texts_about_the_same_are_nearer_than_others():
    tariffs, duties, goalkeeper = meanings(HEADLINES[:3])

    assert tariffs @ duties > tariffs @ goalkeeper + 0.2


def test_each_text_has_a_row_of_length_one_and_one_without_words_zeros():
    found = meanings(HEADLINES)

    assert found.shape == (len(HEADLINES), DIMENSIONS)
    assert found.dtype == np.float32
    assert np.linalg.norm(found, axis=1) == pytest.approx([1] * 6 + [0] * 2)


def test_no_texts_have_no_rows():
    assert meanings([]).shape == (0, DIMENSIONS)


def test_a_text_means_the_same_alone_and_among_others():
    together = meanings(HEADLINES)

    for row, text in zip(together, HEADLINES, strict=True):
        assert np.array_equal(meanings([text])[0], row)


def test_kinds_of_quotes_and_spaces_make_no_difference():
    curly, straight = meanings(["Mayor: “It’s  over”\n", 'Mayor: "It\'s over"'])

    assert np.array_equal(curly, straight)


def test_threads_get_what_one_alone_gets():
    texts = [f"{headline} {number}" for number in range(50) for headline in HEADLINES]
    expected = meanings(texts)

    with ThreadPoolExecutor(8) as threads:
        found = list(threads.map(lambda text: meanings([text])[0], texts))

    assert np.array_equal(found, expected)


def test_neither_the_network_nor_the_code_of_the_package_is_used():
    done = subprocess.run(
        [sys.executable, "-c", _OFFLINE], capture_output=True, text=True, check=False
    )

    assert (done.stdout.strip(), done.stderr, done.returncode) == ("", "", 0)


async def _refusal(folder):
    """Return what the start of the bot says instead of starting."""
    with pytest.raises(SettingsError) as refused:
        async with build_app(Settings(database_url=f"sqlite+aiosqlite:///{folder}/n.db")):
            pass
    return messages.error(refused.value, language="en").text.unescape()


async def test_the_start_says_what_to_do_when_the_weights_are_gone(monkeypatch, tmp_path):
    monkeypatch.setattr(wordllama, "_WEIGHTS", "wordllama/weights/not_there.safetensors")

    assert await _refusal(tmp_path) == (
        "VECTORS: the installed package wordllama lacks wordllama/weights/not_there.safetensors, "
        "which tells what texts mean. Install it anew: "
        "pip install --force-reinstall --no-deps wordllama"
    )


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(save({"embedding.weight": np.zeros((3, 64), np.float16)}), id="shape"),
        pytest.param(save({"embedding.weight": np.zeros((3, 256), np.float32)}), id="kind"),
        pytest.param(save({"other": np.zeros((3, 256), np.float16)}), id="name"),
        pytest.param(b"no weights", id="garbage"),
    ],
)
async def test_the_start_refuses_other_weights(monkeypatch, tmp_path, content):
    other = tmp_path / "other.safetensors"
    other.write_bytes(content)

    def found(package, path):
        return other if path == wordllama._WEIGHTS else file_of(package, path)

    monkeypatch.setattr(wordllama, "file_of", found)

    assert "holds other vectors than the bot was measured with" in await _refusal(tmp_path)
