"""The benchmark of summaries: it measures what it says, on any folder of news."""

from __future__ import annotations

import gzip
import io
import json
import random
import socket
import sys
from collections.abc import Mapping, Sequence
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from typing import NamedTuple
from xml.etree import ElementTree as ET

import pytest

from bot.summarize.methods import METHODS
from tests.benchmarks import speed, summaries
from tests.benchmarks.news_sets import Row, rows
from tests.benchmarks.quality import judge
from tests.benchmarks.results_page import LABELS
from tests.benchmarks.rouge import gain, oracle, rouge
from tests.benchmarks.summaries import main

TEXT = """The ferry between Larrow and Venn runs again from Monday, the harbour office said.

Storms had torn the pier at Venn apart in January. “We have rebuilt every pile,” said
engineer Ann Roe. The work cost 3.5 million and took eleven weeks.

Shops in Venn lost a third of their trade while the ferry lay still. Some will not open again.

The ferry now leaves at 6 a.m. and at noon. A third sailing is planned for the summer.
"""
SUMMARY = "The ferry to Venn runs again from Monday.\nRebuilding the pier cost 3.5 million."

NOUNS = ("harbour", "ship", "crew", "ice", "council", "mayor", "vote", "strike", "court", "pier")

BENGALI = "ফেরি আবার চলছে। ঝড়ে ঘাট ভেঙে গিয়েছিল। দোকানগুলো লোকসান করেছে। গ্রীষ্মে আরও ফেরি চলবে।"


def article(number: int) -> str:
    """Return an article of 30 sentences, another one for each number."""
    chance = random.Random(number)
    return " ".join(
        f"The {' and the '.join(chance.sample(NOUNS, 4))} met on day {day}." for day in range(30)
    )


def write(folder: Path, name: str, found: Sequence[Mapping[str, object]]) -> None:
    """Write a file of rows where the benchmark looks for it."""
    (folder / "summ").mkdir(exist_ok=True)
    with gzip.open(folder / "summ" / name, "wt", encoding="utf-8") as out:
        out.writelines(json.dumps(row) + "\n" for row in found)


@pytest.fixture(scope="module")
def news(tmp_path_factory):
    """A folder with two sets of invented news."""
    folder = tmp_path_factory.mktemp("news")
    articles = [
        {"id": f"cnndm-{number}", "text": article(number), "summary": article(number)[:120]}
        for number in range(4)
    ]
    write(folder, "cnndm.dev.jsonl.gz", articles)
    story = {
        "id": "multinews-1",
        "title": None,
        "docs": [TEXT, article(1)],
        "text": f"{TEXT}\n\n{article(1)}",
        "summary": SUMMARY,
    }
    write(folder, "multinews.jsonl.gz", [story])
    return folder


class Printed(NamedTuple):
    """What a run printed."""

    stdout: str
    stderr: str


@pytest.fixture(scope="module")
def whole(news, tmp_path_factory):
    """What a run over everything printed, and the folder that it wrote."""
    results = tmp_path_factory.mktemp("results")
    small = ("--limit", "3", "--growth", "5", "20", "--rounds", "1", "--processes", "1")
    out, err = io.StringIO(), io.StringIO()
    with pytest.MonkeyPatch.context() as environment, redirect_stdout(out), redirect_stderr(err):
        for name, value in {**speed.ONE_THREAD, "NEWS_DATA": str(news)}.items():
            environment.setenv(name, value)
        environment.setattr(speed, "_SENTENCES_A_ROUND", 40)
        main([*small, "--results", str(results)])
    return Printed(out.getvalue(), err.getvalue()), results


def test_all_systems_stand_side_by_side_on_every_set(whole):
    done, _ = whole
    overview = done.stdout.partition("###")[0]

    assert "| R-1 | cnndm | multinews |" in overview
    assert all(overview.count(label) == 1 for label in LABELS.values())
    assert "### CNN/DailyMail: 3 articles, 3 sentences" in done.stdout
    assert "### Multi-News: 1 stories of several articles, 9 sentences" in done.stdout
    assert set(LABELS) == {*METHODS, "up to", "oracle"}


def test_ours_and_sumy_are_timed_in_the_same_run(whole):
    done, _ = whole
    speed = done.stdout.partition("CPU ms per article")[2]

    assert all(LABELS[method] in speed for method in METHODS)
    assert "| 5 sentences | 20 sentences |" in speed
    assert "| our ranker and its first summary |" in speed


def test_progress_goes_where_it_does_not_mix_with_the_tables(whole):
    done, _ = whole

    assert "cnndm, articles: 3/3" in done.stderr
    assert "articles: 3/3" not in done.stdout


def test_the_page_says_how_it_was_made_and_nothing_of_whose_machine(whole, news):
    done, results = whole
    page = (results / "summaries.md").read_text()

    assert "python -m tests.benchmarks.summaries --limit 3\n" in page
    assert f"Python {sys.version_info.major}." in page
    assert "fitted to development files of these sets: CNN/DailyMail.**" in page
    assert page.partition("### CNN/DailyMail")[2][:400] in done.stdout
    for secret in (socket.gethostname(), str(results), str(news)):
        assert secret not in page


def test_the_plot_has_a_named_dot_for_every_timed_system(whole):
    _, results = whole
    root = ET.fromstring((results / "summaries.svg").read_text())  # noqa: S314 - it is ours
    svg = "{http://www.w3.org/2000/svg}"
    texts = [text.text for text in root.iter(f"{svg}text")]

    assert len(list(root.iter(f"{svg}circle"))) == len(METHODS)
    assert {"our ranker", "lead", "sumy LexRank"} < set(texts)
    assert "prefers-color-scheme: dark" in root.findtext(f"{svg}style", "")


def test_a_partial_look_is_printed_and_leaves_the_results_alone(
    news, tmp_path, monkeypatch, capsys
):
    monkeypatch.setenv("NEWS_DATA", str(news))
    monkeypatch.setattr(summaries, "RESULTS", tmp_path)

    main(["--sets", "multinews", "--quality-only", "--processes", "1"])

    printed = capsys.readouterr().out
    assert "### Multi-News" in printed
    assert "### CNN/DailyMail" not in printed
    assert "CPU ms" not in printed
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("options", "named"),
    [
        pytest.param([], False, id="no folder"),
        pytest.param([], True, id="an empty folder"),
        pytest.param(["--sets", "cnndm,xsum"], True, id="one set of two"),
    ],
)
def test_without_news_one_sentence_says_what_to_do(options, named, tmp_path, monkeypatch):
    monkeypatch.setenv("NEWS_DATA", str(tmp_path) if named else "")
    if options:
        write(tmp_path, "cnndm.jsonl.gz", [{"id": "c", "text": TEXT, "summary": SUMMARY}])

    with pytest.raises(SystemExit) as caught:
        main(options)

    assert str(caught.value).startswith("There is no news ")
    assert "name in NEWS_DATA a folder with files like summ/cnndm.jsonl.gz" in str(caught.value)


def test_a_row_without_a_summary_is_named(tmp_path, monkeypatch):
    monkeypatch.setenv("NEWS_DATA", str(tmp_path))
    good = {"id": "xsum-1", "text": TEXT, "summary": SUMMARY}
    write(tmp_path, "xsum.jsonl.gz", [good, {"id": "xsum-2", "text": TEXT}])

    with pytest.raises(SystemExit) as caught:
        main(["--quality-only"])

    assert str(caught.value).startswith("xsum.jsonl.gz, line 2 is not a row with the fields")


def test_the_files_of_a_set_are_read_one_after_another(tmp_path):
    for number, name in enumerate(["xsum.dev.jsonl.gz", "xsum.jsonl.gz"]):
        write(tmp_path, name, [{"id": "x", "text": article(number), "summary": name}])

    found = rows(tmp_path, "xsum")

    assert [row.references for row in found] == [("xsum.dev.jsonl.gz",), ("xsum.jsonl.gz",)]
    assert len(rows(tmp_path, "xsum", limit=1)) == 1


def test_labels_in_a_text_are_no_part_of_it(tmp_path):
    text = f"Title: \nফেরি \nText: \n {BENGALI}"
    write(tmp_path, "bengali.jsonl.gz", [{"id": "b", "text": text, "summary": "x", "lang": "bn"}])

    [row] = rows(tmp_path, "bengali")

    assert (row.title, row.text) == ("ফেরি", BENGALI)


@pytest.mark.parametrize(
    ("news_set", "length"),
    [
        pytest.param("cnndm", 3, id="a number of its own"),
        pytest.param("bbc", 4, id="two fifths of ten sentences"),
    ],
)
def test_a_summary_is_as_long_as_the_references_of_its_set(news_set, length):
    ten = " ".join(article(1).split(". ")[:10]).replace(" The", ". The")

    assert Row(news_set, None, ten, "en", ("x",)).length == length


def test_english_is_scored_as_rouge_score_does():
    from rouge_score.rouge_scorer import RougeScorer  # noqa: PLC0415 - slow to load

    summary = ["Storms had torn the pier at Venn apart in January.", "Some will not open again."]
    stock = RougeScorer(["rouge1", "rouge2", "rougeLsum"], use_stemmer=True)
    expected = stock.score(SUMMARY, "\n".join(summary))

    scores = rouge(summary, [SUMMARY], "en")

    assert scores == tuple(100 * score.fmeasure for score in expected.values())
    assert 0 < scores.r1 < 100


@pytest.mark.parametrize(
    ("sentence", "language"),
    [
        pytest.param("ঝড়ে ঘাট ভেঙে গিয়েছিল।", "bn", id="Bengali"),
        pytest.param("Die Fähre fährt wieder.", "de", id="German"),
        pytest.param("渡轮重新运行。", "zh", id="Chinese"),
    ],
)
def test_words_of_every_script_count(sentence, language):
    assert rouge([sentence], [sentence], language) == pytest.approx((100, 100, 100))
    assert rouge(["The ferry."], [sentence], language) == (0, 0, 0)


def test_of_several_references_the_nearest_counts():
    near, far = "The ferry to Venn runs again.", "Cats like fish."

    assert rouge([near], [far, near], "en") == pytest.approx((100, 100, 100))


def test_the_oracle_takes_what_the_reference_was_made_of_and_no_more():
    sentences = ["Some will not open again.", "A third sailing is planned for the summer."]

    assert oracle(TEXT, " ".join(sentences), "en", 3) == sentences


def test_a_gain_comes_with_the_range_that_holds_it_the_same_each_time():
    scores, lead = [40.0, 31.0, 22.0, 35.0, 28.0], [30.0, 30.0, 20.0, 36.0, 27.0]

    found = gain(scores, lead)

    assert found.mean == pytest.approx(2.6)
    assert -1.0 <= found.low < found.mean < found.high <= 10.0
    assert found == gain(scores, lead)
    assert gain(lead, lead) == (0.0, 0.0, 0.0)


def test_an_article_that_a_method_refuses_counts_as_refused_and_by_its_first_sentences():
    long = "\n".join(article(number) for number in range(6))

    judged = judge(Row("cnndm", None, long, "en", (SUMMARY,)))

    assert [system for system, made in judged.items() if made.is_refused] == ["kl"]
    assert judged["kl"].rouge == judged["lead"].rouge
