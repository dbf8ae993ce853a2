"""The fitting of the ranker: it learns, it never judges what it saw, and it says what it needs."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from bot.summarize.ranker.features import Net
from tests.benchmarks import news_sets
from tests.training import fit_ranker
from tests.training.fit_net import FOLDS, Examples, Plan, _fit_one, fit, out_of_fold
from tests.training.fit_ranker import Row, judge_unseen, word_table

ROOT = Path(__file__).parents[2]
PLAN = Plan(hidden=8, rounds=40, batch=64, nets=1)


def examples(rule, many=600):
    """Return examples of a rule that says of two features and a constant what is wanted."""
    chance = np.random.default_rng(7)
    features = chance.normal(0, 1, (many, 3)).astype(np.float32)
    features[:, 2] = 4
    wanted = rule(features[:, 0], features[:, 1]).astype(np.float32)
    return Examples(features, wanted, np.ones(many, np.float32), np.arange(many) % FOLDS)


@pytest.mark.parametrize(
    "rule",
    [
        pytest.param(lambda one, other: one > other, id="a line"),
        pytest.param(lambda one, other: np.abs(one) > np.abs(other), id="no line"),
    ],
)
def test_a_net_learns_a_rule(rule):
    given = examples(rule)
    right = (fit(given, PLAN._replace(rounds=200))(given.features) > 0.5) == (given.wanted > 0.5)

    assert right.mean() > 0.9


def test_a_net_answers_with_the_share_where_features_tell_nothing():
    given = examples(lambda one, _: np.full(len(one), 0.3))

    assert fit(given, PLAN)(given.features) == pytest.approx(0.3, abs=0.03)


def test_what_counts_more_is_learnt_rather():
    features = np.ones((100, 1), np.float32)
    wanted = np.repeat([0, 1], 50).astype(np.float32)
    weight = np.repeat([1, 3], 50).astype(np.float32)
    net = fit(Examples(features, wanted, weight, np.zeros(100, int)), PLAN)

    assert net(features) == pytest.approx(0.75, abs=0.03)


def test_the_same_examples_give_the_same_net():
    given = examples(lambda one, other: one > other, many=100)
    first, again = fit(given, PLAN), fit(given, PLAN)

    assert all(np.array_equal(getattr(first, part), getattr(again, part)) for part in Net.__slots__)


def test_several_nets_averaged_answer_their_mean():
    given = examples(lambda one, other: one > other, many=100)
    single = [_fit_one(given, PLAN, seed) for seed in range(3)]
    net = fit(given, PLAN._replace(nets=3))
    scaled = net.scaled(given.features)
    odds = [each.odds(scaled) for each in single]

    assert net.hidden.shape == (3, 3 * PLAN.hidden)
    assert not np.allclose(odds[0], odds[1], atol=1e-3)
    assert net.odds(scaled) == pytest.approx(np.mean(odds, axis=0), abs=1e-4)


def test_what_a_net_says_of_a_part_does_not_depend_on_what_is_wanted_of_that_part():
    given = examples(lambda one, other: one > other, many=200)
    is_there = given.fold == 2
    turned = given._replace(wanted=np.where(is_there, 1 - given.wanted, given.wanted))
    said = np.concatenate(out_of_fold(given, PLAN, [200]))
    said_of_turned = np.concatenate(out_of_fold(turned, PLAN, [200]))

    assert np.array_equal(said[is_there], said_of_turned[is_there])
    assert not np.array_equal(said[~is_there], said_of_turned[~is_there])


def test_a_net_without_a_part_is_fitted_as_if_that_part_were_not_there():
    given = examples(lambda one, other: one > other, many=200)
    others = Examples(*(column[given.fold != 3] for column in given))
    without, never_seen = fit(given, PLAN, without=3), fit(others, PLAN)

    assert np.array_equal(without.hidden, never_seen.hidden)


def test_answers_come_text_by_text():
    given = examples(lambda one, other: one > other, many=50)

    assert [len(each) for each in out_of_fold(given, PLAN, [20, 0, 30])] == [20, 0, 30]


def _given(number):
    text = (
        f"The ferry to Venn{number} runs again from Monday. Storms closed it in January. "
        f"The work cost {number} million. Shops lost a third of their trade. Ann Roe paid."
    )
    summary = f"The ferry to Venn{number} runs again.\nThe work cost {number} million."
    return news_sets.Row("cnndm", None, text, "en", (summary,))


def test_what_is_wanted_of_a_text_is_what_its_summary_has():
    row = Row(_given(5))
    wanted = dict(zip(row.text.words, row.wanted_words.tolist(), strict=True))

    assert (wanted["ferri"], wanted["cost"], wanted["shop"], wanted["monday"]) == (1, 1, 0, 0)


def test_a_table_has_the_words_of_several_texts_alone():
    rows = [Row(_given(number)) for number in range(6)]
    table = word_table(rows, {"ferri": 0.5})

    assert "venn3" not in table
    assert table["ferri"][1:] == (0.5, 1, 0)
    assert table["shop"][1:] == (0, 0, 0)
    assert table["the"][3] == 1


def test_every_text_is_judged_by_models_that_saw_others(monkeypatch):
    for name in ("FIRST_GUESS", "WORD", "PAIR"):
        monkeypatch.setattr(fit_ranker, name, Plan(hidden=2, rounds=1, batch=64, nets=1))
    rows = [Row(_given(number)) for number in range(20)]
    judge_unseen(rows)

    assert {row.fold for row in rows} == set(range(FOLDS))
    for row in rows:
        assert [len(row.words), len(row.pairs)] == [len(row.text.words), len(row.text.left)]
        said = np.concatenate([row.words, row.pairs])
        assert ((said > 0) & (said < 1)).all()


@pytest.mark.parametrize("folder", ["", "empty"])
def test_without_news_it_says_what_to_do(tmp_path, folder):
    named = {"NEWS_DATA": str(tmp_path)} if folder else {}
    done = subprocess.run(
        [sys.executable, "-m", "tests.training.fit_ranker"],
        cwd=ROOT,
        env=named,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )

    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == "Name the folder with the news in NEWS_DATA; see the results page.\n"
