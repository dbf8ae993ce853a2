"""One message from the command line: what goes to which stream, and how it ends."""

from __future__ import annotations

import io
import zipfile

import pytest
from rich.console import Console

from bot.frontends.terminal.shell import do
from bot.settings import Settings
from tests.walks.pages import ICE_TITLE, NEWS_PAGE


@pytest.fixture
def say(database_url, tmp_path, capsysbinary):
    """Return a function that answers a message and returns what came out and what was said."""
    page = tmp_path / "page.txt"
    page.write_text(NEWS_PAGE)
    settings = Settings(database_url=database_url("sqlite"))

    async def say(message):
        message = message.replace("page.txt", str(page))
        await do(message, settings, console=Console(highlight=False))
        return capsysbinary.readouterr()

    return say


async def test_a_piped_file_is_alone_on_the_output_and_the_words_are_on_the_other(say):
    await say("/ingest page.txt")
    await say("/digest")

    page = await say("/export d1 html")
    assert page.out.startswith(b"<!DOCTYPE html>")
    assert page.out.rstrip().endswith(b"</html>")
    assert b"d1" in page.err

    book = await say("/export d1 epub")
    assert "mimetype" in zipfile.ZipFile(io.BytesIO(book.out)).namelist()


async def test_an_answer_without_a_file_is_on_the_output(say):
    answer = await say("/ingest page.txt")
    assert ICE_TITLE.encode() in answer.out
    assert answer.err == b""


@pytest.mark.parametrize(
    "message",
    [
        pytest.param("/export d7 html", id="no such digest"),
        pytest.param("/subscribe sometimes", id="typed wrong"),
        pytest.param("/nothing", id="no such command"),
    ],
)
async def test_what_could_not_be_done_ends_with_one(say, capsysbinary, message):
    with pytest.raises(SystemExit) as ended:
        await say(message)
    assert ended.value.code == 1
    assert capsysbinary.readouterr().out != b""
