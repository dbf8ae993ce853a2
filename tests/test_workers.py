"""Worker processes: what runs in them may hang, die or raise; the bot goes on."""

import asyncio
import itertools
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from functools import partial
from importlib import import_module
from pathlib import Path

import pytest

from bot.errors import BotError, FetchError, NoArticleError, NotFoundError, Reason
from bot.workers import WorkerDiedError, Workers, isolate_failures
from storage.model import Kind, Ref

GIBIBYTE = 1024**3


@pytest.fixture
def workers() -> Iterator[Workers]:
    workers = Workers(count=1)
    yield workers
    workers.close()


def _loop_in_python() -> None:
    while True:
        pass


def _loop_in_c() -> None:
    sum(itertools.repeat(0))


def _die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def _raise(error: BaseException) -> None:
    raise error


def _read_news(sentence: str) -> tuple[bool, str, int]:
    """Use every heavy library that runs in a worker."""
    page = f"<html><body><article><p>{sentence * 30}</p></article></body></html>"
    text = import_module("trafilatura").extract(page)
    language, _ = import_module("py3langid").classify(text)
    singular_values = import_module("numpy").linalg.svd([[1, 2], [3, 4]])
    return sentence.strip() in text, language, len(singular_values)


async def test_a_function_runs_in_another_process(workers: Workers) -> None:
    assert await workers.run(pow, 2, 10) == 1024
    assert await workers.run(os.getpid) != os.getpid()


async def test_arguments_by_keyword_are_passed_with_partial(workers: Workers) -> None:
    assert await workers.run(partial(int, "ff", base=16)) == 255


@pytest.mark.parametrize(
    "endless",
    [pytest.param(_loop_in_python, id="python"), pytest.param(_loop_in_c, id="c")],
)
async def test_an_endless_function_is_killed_and_the_next_job_runs(
    workers: Workers, endless: Callable[[], None]
) -> None:
    with pytest.raises(TimeoutError):
        await workers.run(endless, seconds=0.3)

    assert await workers.run(abs, -1) == 1


async def test_a_dying_process_is_told_from_a_slow_one_and_the_next_job_runs(
    workers: Workers,
) -> None:
    with pytest.raises(WorkerDiedError) as caught:
        await workers.run(_die)

    assert caught.value.function == "_die"
    assert await workers.run(abs, -1) == 1


async def test_a_process_that_died_while_idle_is_no_fault_of_the_next_job(
    workers: Workers,
) -> None:
    os.kill(await workers.run(os.getpid), signal.SIGKILL)

    assert [await workers.run(abs, -n) for n in range(5)] == [0, 1, 2, 3, 4]


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux limits address space")
async def test_a_job_that_wants_all_the_memory_ends_as_a_dead_worker(
    workers: Workers,
) -> None:
    with pytest.raises(WorkerDiedError):
        await workers.run(bytes, GIBIBYTE)

    assert await workers.run(abs, -1) == 1


async def test_the_heavy_libraries_fit_into_the_memory_of_a_worker(
    workers: Workers,
) -> None:
    sentence = "The harbour was open again on Tuesday, the port authority said. "

    assert await workers.run(_read_news, sentence, seconds=60) == (True, "en", 3)


@pytest.mark.parametrize(
    "error",
    [
        pytest.param(NoArticleError("page", reason=Reason.TOO_SHORT), id="keyword-only"),
        pytest.param(
            FetchError("page", reason=Reason.STATUS, status=503, retry_after=9.5),
            id="facts",
        ),
        pytest.param(NotFoundError(Ref(Kind.STORY, 3)), id="no keyword"),
    ],
)
async def test_errors_of_the_function_arrive_with_their_facts(
    workers: Workers, error: BotError
) -> None:
    with pytest.raises(BotError) as caught:
        await workers.run(_raise, error)

    arrived = caught.value
    facts = {name: getattr(arrived, name) for name in vars(error)}
    assert (type(arrived), facts, str(arrived)) == (type(error), vars(error), str(error))
    assert "_raise" in str(arrived.__cause__)


async def test_a_process_is_replaced_after_so_many_jobs(
    workers: Workers, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.workers.JOBS_OF_A_WORKER", 2)
    processes = [await workers.run(os.getpid) for _ in range(4)]

    assert processes[0] == processes[1] != processes[2] == processes[3]


async def test_jobs_wait_their_turn_without_losing_their_time(workers: Workers) -> None:
    jobs = [workers.run(sum, range(10_000), seconds=5) for _ in range(30)]

    assert await asyncio.gather(*jobs) == [49_995_000] * 30


async def test_cancelling_the_caller_frees_the_process(workers: Workers) -> None:
    caller = asyncio.create_task(workers.run(_loop_in_python))
    await asyncio.sleep(0)
    caller.cancel()
    with pytest.raises(asyncio.CancelledError):
        await caller

    assert await workers.run(abs, -1) == 1


async def test_closing_ends_jobs_under_way_and_may_be_repeated(workers: Workers) -> None:
    job = asyncio.create_task(workers.run(_loop_in_python))
    await asyncio.sleep(0)
    workers.close()
    workers.close()

    with pytest.raises(asyncio.CancelledError):
        await job


_PROGRAM = """
import asyncio
from bot.workers import Workers

async def main():
    workers = Workers(count=1)
    print(await workers.run(abs, -7))
    workers.close()

if __name__ == "__main__":
    asyncio.run(main())
"""


@pytest.mark.parametrize(
    "arguments",
    [
        pytest.param(["-m", "module"], id="module"),
        pytest.param(["program"], id="console script"),
        pytest.param(["-c", _PROGRAM], id="command line"),
    ],
)
def test_workers_start_however_python_was_started(tmp_path: Path, arguments: list[str]) -> None:
    (tmp_path / "program").write_text(_PROGRAM)
    (tmp_path / "module.py").write_text(_PROGRAM)
    done = subprocess.run(
        [sys.executable, "-W", "error", *arguments],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )

    assert (done.stdout, done.stderr) == ("7\n", "")


@pytest.mark.parametrize(
    ("culprits", "calls"),
    [
        pytest.param((), [8], id="none: all at once"),
        pytest.param((3,), [8, 4, 2, 2, 1, 1, 4], id="one: looked for by halves"),
        pytest.param((0, 7), [8, 4, 2, 1, 1, 2, 4, 2, 2, 1, 1], id="two"),
    ],
)
async def test_what_fails_for_one_of_many_is_done_for_all_others(culprits, calls):
    tried, done, failed = [], [], []

    async def work(some):
        tried.append(len(some))
        if set(culprits).intersection(some):
            raise ValueError(some)
        done.extend(some)
        return len(some)

    async def alone(item, error):
        failed.append((item, error.args))
        return 0

    counts = await isolate_failures(range(8), work, alone=alone)

    assert tried == calls
    assert sum(counts) == len(done) == 8 - len(culprits)
    assert failed == [(item, (range(item, item + 1),)) for item in culprits]


async def test_what_is_nobodys_fault_ends_all_at_once():
    tried = []

    async def work(some):
        tried.append(len(some))
        raise ConnectionResetError

    async def alone(item, error):
        raise AssertionError(item)

    with pytest.raises(ConnectionResetError):
        await isolate_failures(range(8), work, alone=alone, fatal=(ConnectionResetError,))
    assert tried == [8]
