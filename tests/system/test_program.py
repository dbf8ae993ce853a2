"""The program, run as people run it: a process of its own in a folder of its own."""

from __future__ import annotations

import os
import pty
import select
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from storage import Store
from storage.model import LOCAL_CHAT
from tests.newsroom import ICEBREAKER, TOW, announce, publish
from tests.system.kill_digests import owe
from tests.walks.pages import HEADLINES, ICE_TITLE, NEWS_PAGE

ROOT = Path(__file__).parents[2]

# A prompt asks the terminal to mark what is pasted; until then keys are not read.
PROMPT = "\x1b[?2004h"


@pytest.fixture
def database(database_url):
    """The address of the program's database, which has its tables already."""
    return database_url("sqlite")


@pytest.fixture
async def news(database):
    """The database holds two stories, and owes the terminal a digest of them."""
    now = datetime.now(UTC)
    async with Store(database) as store:
        await owe(store, [LOCAL_CHAT], now=now)
        await publish(store, TOW, now=now)
        await announce(store, HEADLINES[0], site="Polar Gazette", now=now)


@pytest.fixture
def run(tmp_path, database):
    """Return a function that runs `python -m bot` in a fresh folder."""

    def run(*arguments, stdin="", **environment):
        return subprocess.run(
            [sys.executable, "-m", "bot", *arguments],
            check=False,
            cwd=tmp_path,
            env=program_environment(tmp_path, **{"DATABASE_URL": database, **environment}),
            input=stdin,
            capture_output=True,
            text=True,
            timeout=60,
        )

    return run


def program_environment(home, **environment):
    """Return the environment of a process that sees our code and no settings but these."""
    return {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": str(ROOT),
        "HOME": str(home),
        "TERM": "xterm",
        "PYTHONWARNINGS": "error",
        **environment,
    }


async def test_one_message_is_answered_and_the_database_makes_itself(run, tmp_path):
    (tmp_path / "page.txt").write_text(NEWS_PAGE)
    url = f"sqlite+aiosqlite:///{tmp_path}/news.db"
    ingested = run("do", "/ingest page.txt", DATABASE_URL=url)
    assert ingested.stdout.startswith(f"Ingested as 1 into story s1 (1 item): {ICE_TITLE}\n")
    assert ingested.stderr == ""
    assert await titles(url) == [ICE_TITLE]


async def titles(url):
    async with Store(url) as store, store.read() as tx:
        return [article.title for article in await tx.articles.latest(10)]


@pytest.mark.parametrize(
    ("message", "status"),
    [pytest.param("/help", 0, id="done"), pytest.param("/summary 99", 1, id="not done")],
)
def test_the_status_says_whether_the_command_was_done(run, message, status):
    answer = run("do", message)
    assert (answer.returncode, answer.stderr) == (status, "")
    assert answer.stdout != ""


def test_lines_from_a_pipe_are_one_chat(run, news):
    digest, story = run("shell", stdin="/digest\n\n1\n").stdout.split("[6] Settings\n", 1)
    assert f"1 · {TOW.title}" in digest
    assert story.strip().startswith(f"{TOW.title}\ns1 · 3 items")


def test_the_demonstration_shows_the_main_job_and_keeps_nothing(run, tmp_path):
    before = sorted(tmp_path.iterdir())
    shown = run("demo")
    assert shown.returncode == 0
    for expected in ("> /ingest demo.txt", "> /summary 1", "> /related 1", "> /digest", "[1]"):
        assert expected in shown.stdout
    assert "went wrong" not in shown.stdout
    assert sorted(tmp_path.iterdir()) == before


def test_without_a_token_two_lines_say_how_to_get_one(run):
    answer = run("run")
    assert answer.returncode == 1
    assert len(answer.stderr.splitlines()) == 2
    assert "@BotFather" in answer.stderr
    assert "shell" in answer.stderr


def test_a_wrong_setting_stops_the_start_with_one_sentence(run):
    answer = run("do", "/help", FEED_MINUTES="often")
    assert (answer.returncode, answer.stdout) == (1, "")
    assert answer.stderr == 'FEED_MINUTES: "often" is no number from 5 to 1440.\n'


def test_an_unknown_summarizer_stops_the_start_too(run):
    answer = run("do", "/help", SUMMARY_METHOD="magic")
    assert answer.returncode == 1
    assert answer.stderr.startswith('SUMMARY_METHOD: "magic" is not known. Write one of ranker,')


def test_the_terminal_speaks_the_language_that_is_set(run):
    answer = run("do", "/latest", INTERFACE_LANGUAGE="de")
    assert (
        answer.stdout.strip() == "Es gibt noch keine Artikel. Ein Admin fügt sie mit /ingest hinzu."
    )
    # Many systems say by LANGUAGE what other programs shall speak.
    assert run("do", "/latest", LANGUAGE="fr_FR:fr").stdout.startswith("There are no articles yet.")


def test_a_language_that_is_not_there_stops_the_start(run):
    answer = run("do", "/help", INTERFACE_LANGUAGE="xx")
    assert answer.returncode == 1
    assert answer.stderr == 'INTERFACE_LANGUAGE: "xx" is not known. Write one of de or en.\n'


def test_what_is_due_is_printed_at_the_terminal(run, news):
    assert ICEBREAKER.title in run("tick").stdout


async def test_a_backup_is_a_database_that_works(run, news, database, tmp_path):
    copied = run("backup", "kopie.db", INTERFACE_LANGUAGE="de")
    assert copied.stdout == "Kopiert nach kopie.db\n"
    copy = await titles(f"sqlite+aiosqlite:///{tmp_path}/kopie.db")
    assert copy == await titles(database) != []
    assert run("backup", "kopie.db").returncode == 1


def test_a_database_that_is_none_is_one_sentence(run, tmp_path):
    (tmp_path / "news.db").write_bytes(b"this is no database at all" * 100)
    answer = run("do", "/latest", DATABASE_URL=f"sqlite:///{tmp_path}/news.db")
    assert answer.returncode == 1
    assert answer.stderr.startswith("The database failed: ")
    assert len(answer.stderr.splitlines()) == 1


def test_the_shell_tells_what_is_due_completes_unfolds_and_presses_buttons(
    news, tmp_path, database
):
    with Terminal(tmp_path, database, "shell") as terminal:
        terminal.wait_for("Ctrl-D leaves")
        terminal.wait_for(ICEBREAKER.title)
        terminal.wait_for(PROMPT)
        terminal.type("/dig")
        terminal.wait_for("/digests")
        terminal.type("est d1\r")
        terminal.wait_for(ICEBREAKER.title)
        terminal.wait_for("type + to unfold")
        terminal.type("+\r")
        terminal.wait_for(HEADLINES[0])
        terminal.type("1\r")
        terminal.wait_for("s1 · ")
        terminal.wait_for("Related")
        terminal.wait_for(PROMPT)
        terminal.type("\x04")


class Terminal:
    """A real terminal around the program."""

    def __init__(self, folder, database, *arguments):
        """Start the program in `folder`, on the database at this address."""
        self._folder, self._database, self._arguments = folder, database, arguments
        self._seen = ""

    def __enter__(self):
        """Open the terminal."""
        self._ours, theirs = pty.openpty()
        self._process = subprocess.Popen(
            [sys.executable, "-m", "bot", *self._arguments],
            cwd=self._folder,
            env=program_environment(
                self._folder, COLUMNS="200", LINES="50", DATABASE_URL=self._database
            ),
            stdin=theirs,
            stdout=theirs,
            stderr=theirs,
            start_new_session=True,
        )
        os.close(theirs)
        return self

    def __exit__(self, kind, error, trace):
        """End the program, if it has not ended by itself."""
        if kind is not None:
            self._process.kill()
        assert self._process.wait(timeout=30) == 0 or kind is not None
        os.close(self._ours)

    def type(self, keys):
        """Press keys; what was shown before counts no longer."""
        self._seen = ""
        os.write(self._ours, keys.encode())

    def wait_for(self, text):
        """Read until `text` is shown after what was waited for before."""
        while text not in self._seen:
            ready, _, _ = select.select([self._ours], [], [], 30)
            assert ready, f"{text!r} never came after {self._seen!r}"
            self._seen += os.read(self._ours, 65536).decode(errors="replace")
        self._seen = self._seen.partition(text)[2]
