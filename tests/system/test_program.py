"""The program, run as people run it: a process of its own in a folder of its own."""

from __future__ import annotations

import asyncio
import os
import pty
import select
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from storage import Store
from storage.model import LOCAL_CHAT
from tests.walks.pages import HEADLINES, ICE_TITLE, NEWS_PAGE

ROOT = Path(__file__).parents[2]

# A prompt asks the terminal to mark what is pasted; until then keys are not read.
PROMPT = "\x1b[?2004h"


@pytest.fixture
def run(tmp_path):
    """Return a function that runs `python -m bot` in a fresh folder."""
    (tmp_path / "page.txt").write_text(NEWS_PAGE)

    def run(*arguments, stdin="", **environment):
        return subprocess.run(
            [sys.executable, "-m", "bot", *arguments],
            check=False,
            cwd=tmp_path,
            env=program_environment(tmp_path, **environment),
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


def test_one_message_is_answered_and_the_database_makes_itself(run, tmp_path):
    ingested = run("do", "/ingest page.txt")
    assert ingested.stdout.startswith(f"Ingested as 1 into story s1 (1 item): {ICE_TITLE}\n")
    assert ingested.stderr == ""
    assert (tmp_path / "news-digest.db").is_file()
    assert run("do", "/ingest page.txt").stdout.startswith("Known already as 1")


@pytest.mark.parametrize(
    ("message", "status"),
    [
        pytest.param("/help", 0, id="done"),
        pytest.param("/summary 99", 1, id="no such article"),
        pytest.param("/subscribe sometimes", 1, id="typed wrong"),
        pytest.param("/nothing", 1, id="no such command"),
    ],
)
def test_the_status_says_whether_the_command_was_done(run, message, status):
    answer = run("do", message)
    assert (answer.returncode, answer.stderr) == (status, "")
    assert answer.stdout != ""


def test_lines_from_a_pipe_are_one_chat(run):
    answers = run("shell", stdin="/ingest page.txt\n1\n\n/digest\n").stdout
    assert f"Ingested as 1 into story s1 (1 item): {ICE_TITLE}" in answers
    assert answers.count("• ") >= 3
    assert "1 · " + ICE_TITLE in answers


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
    copied = run("backup", "kopie.db", INTERFACE_LANGUAGE="de")
    assert copied.stdout == "Kopiert nach kopie.db\n"
    # Many systems say by LANGUAGE what other programs shall speak.
    assert run("do", "/latest", LANGUAGE="fr_FR:fr").stdout.startswith("There are no articles yet.")


def test_a_language_that_is_not_there_stops_the_start(run):
    answer = run("do", "/help", INTERFACE_LANGUAGE="xx")
    assert answer.returncode == 1
    assert answer.stderr == 'INTERFACE_LANGUAGE: "xx" is not known. Write one of de or en.\n'


def test_what_is_due_is_printed_at_the_terminal(run):
    run("do", "/ingest page.txt")
    # A minute of the day that has just passed is due tomorrow: nothing is printed yet.
    assert "every day at 00:00" in run("do", "/subscribe 00:00 UTC").stdout
    assert run("tick").stdout == ""


def test_a_backup_is_a_database_that_works(run, tmp_path):
    run("do", "/ingest page.txt")
    assert run("backup", "copy.db").stdout == "Copied to copy.db\n"
    answer = run("do", "/latest", DATABASE_URL=f"sqlite:///{tmp_path}/copy.db")
    assert ICE_TITLE in answer.stdout
    assert run("backup", "copy.db").returncode == 1


def test_a_database_that_is_none_is_one_sentence(run, tmp_path):
    (tmp_path / "news-digest.db").write_bytes(b"this is no database at all" * 100)
    answer = run("do", "/latest")
    assert answer.returncode == 1
    assert answer.stderr.startswith("The database failed: ")
    assert len(answer.stderr.splitlines()) == 1


def test_the_shell_completes_unfolds_and_presses_buttons(run, tmp_path):
    # By its title it is near one of the headlines: two lines are folded below it.
    page = NEWS_PAGE.replace(ICE_TITLE, f"{ICE_TITLE} in the Kara Sea")
    (tmp_path / "kara.txt").write_text(page, encoding="utf-8")
    run("do", "/ingest kara.txt")
    with Terminal(tmp_path, "shell") as terminal:
        terminal.wait_for("Ctrl-D leaves")
        terminal.type("/dig")
        terminal.wait_for("/digests")
        terminal.type("est\r")
        terminal.wait_for("1 · " + ICE_TITLE)
        terminal.wait_for("type + to unfold")
        terminal.type("+\r")
        terminal.wait_for(HEADLINES[0])
        terminal.type("1\r")
        terminal.wait_for("s1 · ")
        terminal.wait_for("Related")
        terminal.wait_for(PROMPT)
        terminal.type("\x04")


def test_the_shell_prints_a_digest_when_it_falls_due(run, tmp_path):
    run("do", "/ingest page.txt")
    run("do", "/subscribe 8:00 UTC")
    asyncio.run(let_the_subscription_be_due(f"sqlite+aiosqlite:///{tmp_path}/news-digest.db"))
    with Terminal(tmp_path, "shell") as terminal:
        terminal.wait_for("digest")
        terminal.wait_for("1 · " + ICE_TITLE)
        terminal.wait_for(PROMPT)
        terminal.type("\x04")


async def let_the_subscription_be_due(url):
    """Let the terminal's next digest be due now."""
    async with Store(url) as store, store.write() as tx:
        subscriber = await tx.subscribers.get(LOCAL_CHAT)
        assert subscriber is not None
        due = replace(subscriber.next, at=datetime.now(UTC))
        await tx.subscribers.advance(LOCAL_CHAT, due)


class Terminal:
    """A real terminal around the program."""

    def __init__(self, folder, *arguments):
        """Start the program in `folder`."""
        self._folder, self._arguments = folder, arguments
        self._seen = ""

    def __enter__(self):
        """Open the terminal."""
        self._ours, theirs = pty.openpty()
        self._process = subprocess.Popen(
            [sys.executable, "-m", "bot", *self._arguments],
            cwd=self._folder,
            env=program_environment(self._folder, COLUMNS="200", LINES="50"),
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
