"""The benchmark of what is new: its measures, and what it says where it can't measure."""

from __future__ import annotations

import gzip
import json

import pytest

from tests.benchmarks import whats_new
from tests.benchmarks.whats_new import Case, fitted, load_cases, score


def case(label, told="Dockers accepted the offer.", sentence="Dockers took the offer."):
    """Return a case of one told sentence, which is the whole of the other report."""
    return Case((told,), sentence, (told, sentence), label, is_for_fitting=True)


CASES = [case("new"), case("new"), case("new"), case("told"), case("told"), case("background")]


def test_a_sentence_is_called_new_where_little_of_it_was_told():
    got = score(CASES, [0.1, 0.2, 0.9, 0.3, 0.8, 0.0], 0.5)

    assert (got.precision, got.recall, got.accuracy) == (2 / 3, 2 / 3, 3 / 5)
    assert got.f1 == pytest.approx(2 / 3)
    assert got.background == 1


def test_nothing_found_is_no_error():
    got = score([case("told")], [1.0], 0.5)

    assert (got.precision, got.recall, got.f1, got.accuracy) == (0, 0, 0, 1)


def test_the_threshold_is_the_one_with_most_right_answers():
    assert fitted(CASES, [0.1, 0.2, 0.4, 0.6, 0.8, 0.0]) == 0.6


@pytest.mark.parametrize("method", [whats_new.by_jaccard, whats_new.by_containment])
def test_the_peers_rate_the_same_sentence_highest_and_another_one_lowest(method):
    told = "Dockers accepted the offer."

    assert method(case("told", told, told)) == pytest.approx(1)
    assert method(case("new", told, "Cranes start again.")) == 0


def test_labels_name_where_sentences_stand_and_none_of_their_text():
    header, *rows = whats_new.LABELS.read_text().splitlines()
    labels = [dict(zip(header.split("\t"), row.split("\t"), strict=True)) for row in rows]

    assert len(rows) == len(set(rows)) >= 100
    assert {row["label"] for row in labels} == {"new", "told", "background"}
    assert all(len(row["sha256"]) == 10 for row in labels)
    assert not any(" " in row for row in rows)


def test_no_story_is_in_both_halves():
    rows = [line.split("\t") for line in whats_new.LABELS.read_text().splitlines()[1:]]
    fit, judge = ({row[2] for row in rows if row[0] == half} for half in ("fit", "judge"))

    assert fit
    assert judge
    assert fit.isdisjoint(judge)


def test_a_folder_without_the_stories_is_refused(tmp_path):
    with pytest.raises(SystemExit, match="nothing labelled"):
        load_cases(tmp_path)


def test_a_text_that_was_not_labelled_is_refused(tmp_path):
    row = next(
        line.split("\t")[2]
        for line in whats_new.LABELS.read_text().splitlines()
        if line.split("\t")[1] == "neus"
    )
    (tmp_path / "neus.jsonl.gz").write_bytes(
        gzip.compress(json.dumps({"id": row, "docs": ["Another text."] * 3}).encode())
    )

    with pytest.raises(SystemExit, match="not the text that was labelled"):
        load_cases(tmp_path)


def test_without_a_folder_it_says_what_to_do(monkeypatch):
    monkeypatch.setenv("NEWS_DATA", "")
    monkeypatch.setattr("sys.argv", ["whats_new"])

    with pytest.raises(SystemExit, match="Name in NEWS_DATA a folder"):
        whats_new.main()
