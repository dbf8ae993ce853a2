"""Our own summarizer: what it prefers, and that it never fails or wavers."""

from __future__ import annotations

import subprocess
import sys

import pytest

from bot.summarize.ranker import MOST_SENTENCES, rank

STORM = [
    "Storms have cut the island of Venn off from its only ferry, the harbour office said.",
    "Waves tore the ferry pier at Venn apart on Sunday night.",
    "Photo: the harbour office",
    "No!",
    "The harbour office hopes to rebuild the ferry pier before summer.",
    "My aunt once kept bees there, and bees are what she likes to talk about.",
    "Waves tore the ferry pier at Venn apart on Sunday night.",
]


def test_the_first_sentence_and_what_others_return_to_come_before_asides():
    assert rank(STORM, language="en", length=3) == [0, 1, 4]


def test_captions_and_exclamations_come_last():
    assert {2, 3}.isdisjoint(rank(STORM, language="en", length=5))


def test_a_repetition_is_no_second_news():
    assert not {1, 6} <= set(rank(STORM, language="en", length=4))


def test_positions_ascend_and_are_as_many_as_asked_or_as_there_are():
    assert [rank(STORM, language="en", length=n) for n in (7, 9)] == [list(range(7))] * 2


def test_what_comes_after_the_longest_news_is_not_considered():
    sentences = [f"Ship number {i} came to pier {i % 5} today." for i in range(4000)]

    assert max(rank(sentences, language="en", length=20)) < MOST_SENTENCES


@pytest.mark.parametrize(
    "sentences",
    [
        pytest.param(["The ferry runs again."], id="one"),
        pytest.param(["It is what it is."] * 5, id="stop words"),
        pytest.param(["The ferry runs again."] * 5, id="all alike"),
        pytest.param(["…", "—", "?!", ""], id="no words"),
        pytest.param(["渡轮重新运行。", "工人星期一复工。", "码头花了三百万。"], id="no spaces"),
    ],
)
def test_strange_texts_are_ranked_like_any(sentences):
    found = rank(sentences, language="en", length=2)

    assert len(found) == min(2, len(sentences))
    assert found[0] == 0


@pytest.mark.parametrize("seed", ["1", "2", "3"])
def test_every_process_gives_the_same_answer(seed):
    program = (
        "from bot.summarize.ranker import rank; from tests.test_ranker import STORM;"
        "print(rank(STORM * 9, language='en', length=9))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program],
        env={"PYTHONHASHSEED": seed},
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )

    assert done.stdout == f"{rank(STORM * 9, language='en', length=9)}\n"
