"""The fitting to what editors chose: it finds their sentences, counts as they do, and learns."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.training.fit_editor import Score, places, rows_of, score

ROOT = Path(__file__).parents[2]
SENTENCES = [
    "The ferry between Larrow and Venn runs again from Monday.",
    "Storms tore the pier at Venn apart in January.",
    "Photo: the harbour office",
    "It cost 3.5 million crowns and took eleven weeks.",
    "Engineers drove new piles of steel into the ground.",
]


def article(**changed):
    """Return an article as editors judged it."""
    return {
        "id": "ferry",
        "title": "Ferry runs again",
        "kind": "news",
        "text": "\n".join(SENTENCES),
        "sentences": SENTENCES,
        "best": [0, 1],
        "also": [4],
        "bad": [2, 3],
        "one": 0,
        "five": [0, 1, 4],
        **changed,
    }


@pytest.fixture
def folder(tmp_path):
    """A folder with two articles, one of which no editor would summarize."""
    lines = [json.dumps(article()), json.dumps(article(best=[], id="none"))]
    (tmp_path / "news.jsonl").write_text("\n".join(lines))
    return tmp_path


def test_articles_without_a_choice_teach_nothing(folder):
    [row] = rows_of(folder)

    assert (row.name, row.set_name, row.language) == ("ferry", "news", "en")
    assert row.at == [0, 1, 2, 3, 4]
    assert row.worth.tolist() == [1, 1, 0, 0, 0.75]
    assert row.alone.argmax() == 0


def test_a_sentence_is_found_however_it_is_marked_and_if_more_hangs_on_it():
    ours = ["“Storms tore the pier at Venn apart in January”", f"LARROW - {SENTENCES[0]}", "Ships."]

    assert places(SENTENCES, ours) == [1, 0, None]


@pytest.mark.parametrize(
    ("shown", "points", "bad"),
    [
        pytest.param([0, 1], 1, 0, id="chosen"),
        pytest.param([0, 4], 0.75, 0, id="acceptable"),
        pytest.param([1, 2], 1 / 2, 0, id="understood by the one before"),
        pytest.param([3], -1, 1, id="never"),
    ],
)
def test_points_count_what_editors_chose(folder, shown, points, bad):
    [row] = rows_of(folder)
    found = score(row, shown, is_long=False)

    assert (found.points, found.bad) == pytest.approx((points, bad))


def test_nothing_shown_has_no_points(folder):
    [row] = rows_of(folder)

    assert score(row, [], is_long=False) == Score(0, 0, 0, 0, 0, 0)


@pytest.mark.parametrize("named", [True, False])
def test_without_articles_it_says_what_to_do(tmp_path, named):
    done = subprocess.run(
        [sys.executable, "-m", "tests.training.fit_editor"],
        cwd=ROOT,
        env={"EDITORS_DATA": str(tmp_path)} if named else {},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )

    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == "Name the folder with what editors chose in EDITORS_DATA.\n"
