"""What was measured of summaries, as Markdown."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from tests.benchmarks.news_sets import SETS
from tests.benchmarks.quality import ORACLE, UP_TO, Quality
from tests.benchmarks.rouge import Gain
from tests.benchmarks.speed import LENGTH, Cost, ImportCost
from tests.benchmarks.sumy_itself import NAMES as SUMY
from tests.training.fit_ranker import WEIGHTS

LABELS: Mapping[str, str] = {
    "ranker": "our ranker",
    UP_TO: "ours, ended where more adds little",
    "lead": "lead: the first sentences",
    "lexrank": "sumy LexRank",
    "lsa": "sumy LSA",
    "textrank": "sumy TextRank",
    "luhn": "sumy Luhn",
    "kl": "sumy KL",
    "sumbasic": "sumy SumBasic",
    "reduction": "sumy Reduction",
    "edmundson": "sumy Edmundson",
    ORACLE: "oracle: the best there are",
}


@dataclass(frozen=True, slots=True)
class Measured:
    """A set and what every system made of it.

    Attributes:
        articles: How many.
        files: Their names.
        systems: By name.
    """

    articles: int
    files: Sequence[str]
    systems: Mapping[str, Quality]


@dataclass(frozen=True, slots=True)
class Speed:
    """What summaries cost.

    Attributes:
        news_set: On which set.
        articles: How many of its articles were timed.
        costs: By system.
        growth: CPU milliseconds by system and number of sentences.
        imports: By what is imported.
    """

    news_set: str
    articles: int
    costs: Mapping[str, Cost]
    growth: Mapping[str, Mapping[int, float]]
    imports: Mapping[str, ImportCost]


def page(
    quality: Mapping[str, Measured],
    speed: Speed,
    *,
    measured_on: date,
    machine: str,
    command: str,
) -> str:
    """Return the whole page; what the README repeats stands between marks."""
    first = next(iter(quality))
    return "\n\n".join(
        [
            "# Summaries: quality and speed",
            f"Measured on {measured_on}: {machine}. This page is written by",
            f"```sh\n{command}\n```",
            "## In short",
            f"<!-- quality -->\n{_glance(first, quality[first], speed)}",
            f"{_by_set(quality)}\n<!-- /quality -->",
            "![R-1 gained over the lead against CPU time per article](summaries.svg)",
            "## Quality",
            quality_tables(quality),
            "## Speed",
            speed_tables(speed),
            "## How it is measured",
            _METHOD,
            _fitted(quality),
            "## The data",
            _DATA,
            "\n".join(
                f"- **{name}**: {each.name}, {each.length}; {each.origin}"
                for name, each in SETS.items()
            ),
        ]
    )


def quality_tables(quality: Mapping[str, Measured]) -> str:
    """Return R-1 of all systems on all sets, then everything about each set."""
    systems = _best_first(next(iter(quality.values())).systems)
    overview = _table(
        ["R-1", *quality],
        [
            [_label(system), *(f"{each.systems[system].rouge.r1:.2f}" for each in quality.values())]
            for system in systems
        ],
    )
    return "\n\n".join([overview, *(_set_table(name, each) for name, each in quality.items())])


def speed_tables(speed: Speed) -> str:
    """Return the cost per article, its growth and the cost of the import."""
    ours = speed.costs["ranker"]
    head = ["CPU ms per article", "median", "× ours", "p95", "× ours", "R-1 of these"]
    costs = [
        [
            _label(system),
            f"{cost.median:.2f}",
            f"{cost.median / ours.median:.1f}",
            f"{cost.p95:.2f}",
            f"{cost.p95 / ours.p95:.1f}",
            f"{cost.r1:.2f}",
        ]
        for system, cost in sorted(speed.costs.items(), key=lambda item: item[1].median)
    ]
    sizes = sorted(speed.growth["ranker"])
    growth = [
        [_label(system), *(_growth(times, size, sizes[0]) for size in sizes)]
        for system, times in speed.growth.items()
    ]
    imports = [
        [name, f"{cost.milliseconds:.0f}", f"{cost.megabytes:.1f}"]
        for name, cost in speed.imports.items()
    ]
    timed = f"{speed.articles} articles of {speed.news_set}, {LENGTH} sentences each"
    return "\n\n".join(
        [
            f"{timed}, sentence splitting included:",
            _table(head, costs),
            "Growth with the text: CPU time, and as a multiple of the shortest text's:",
            _table(["", *(f"{size:,} sentences" for size in sizes)], growth),
            "What a fresh process pays on top of numpy:",
            _table(["import", "CPU ms", "MB"], imports),
        ]
    )


def _glance(name: str, measured: Measured, speed: Speed) -> str:
    """Return the quality on one set beside the cost, a row for each system."""
    rows = []
    for system in _best_first(measured.systems):
        quality, cost = measured.systems[system], speed.costs.get(system)
        times = [f"{cost.median:.1f}", f"{cost.p95:.1f}"] if cost else ["", ""]
        rows.append([_label(system), *_scores(quality), _gain(system, quality.gain), *times])
    head = ["R-1", "R-2", "R-Lsum", "R-1 over the lead [95 %]", "CPU ms, median", "p95"]
    return _table([f"{SETS[name].name}, {SETS[name].length}", *head], rows)


def _by_set(quality: Mapping[str, Measured]) -> str:
    """Return what we gain over the lead on each set, and what the best of sumy does."""
    rows = []
    for name, measured in quality.items():
        gains = {system: made.gain for system, made in measured.systems.items()}
        best = max(SUMY, key=lambda system: gains[system].mean)
        rows.append(
            [
                f"{SETS[name].name}, {SETS[name].length}",
                f"{measured.systems['lead'].rouge.r1:.2f}",
                _gain("ranker", gains["ranker"]),
                f"{_gain(best, gains[best])} {LABELS[best]}",
            ]
        )
    return _table(["R-1", "lead", "our ranker over it [95 %]", "best of sumy over it"], rows)


def _set_table(name: str, measured: Measured) -> str:
    head = ["", "R-1", "R-2", "R-Lsum", "R-1 over the lead [95 %]", "words"]
    rows = [
        [
            _label(system),
            *_scores(quality),
            _gain(system, quality.gain),
            f"{quality.words:.0f}",
        ]
        for system in _best_first(measured.systems)
        for quality in [measured.systems[system]]
    ]
    kind = "stories of several articles" if SETS[name].is_story else "articles"
    title = f"### {SETS[name].name}: {measured.articles} {kind}, {SETS[name].length}"
    return "\n\n".join([title, _table(head, rows), *_refused(measured)])


def _refused(measured: Measured) -> list[str]:
    """Say which systems had no answer to how many articles, if any."""
    refused = [
        f"{LABELS[system]} {quality.refused}"
        for system, quality in measured.systems.items()
        if quality.refused
    ]
    return [f"Too long, so that the first sentences count: {', '.join(refused)}."][: len(refused)]


def _growth(times: Mapping[int, float], size: int, smallest: int) -> str:
    if size not in times:
        return "not run"
    if size == smallest:
        return f"{times[size]:.1f} ms"
    return f"{times[size]:,.0f} ms (× {times[size] / times[smallest]:,.1f})"


def _best_first(systems: Mapping[str, Quality]) -> list[str]:
    return sorted(systems, key=lambda system: -systems[system].rouge.r1)


def _label(system: str) -> str:
    return f"**{LABELS[system]}**" if system == "ranker" else LABELS[system]


def _scores(quality: Quality) -> list[str]:
    return [f"{score:.2f}" for score in quality.rouge]


def _gain(system: str, gain: Gain) -> str:
    if system == "lead":
        return ""
    return f"{gain.mean:+.2f} [{gain.low:+.2f}, {gain.high:+.2f}]".replace("-", "−")


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    rule = ["---", *("---:" for _ in head[1:])]
    return "\n".join(f"| {' | '.join(row)} |" for row in [head, rule, *rows])


def _fitted(quality: Mapping[str, Measured]) -> str:
    fitted = ", ".join(
        SETS[name].name
        for name, each in quality.items()
        if name in WEIGHTS and any(".dev." in file for file in each.files)
    )
    if not fitted:
        return "None of this news was used to fit the ranker."
    return (
        f"**The ranker was fitted to development files of these sets: {fitted}.** On files that "
        "it did not see it gains less; `python -m tests.training.fit_ranker --check` prints how "
        "much, by nets that did not see the news they are judged on. Nothing else here was fitted "
        "to anything."
    )


_METHOD = """\
- All systems get the same articles and make the same number of sentences, but for the ranker's
  second row, where it may stop earlier. `ranker`, `lead` and
  sumy's methods run as the bot runs them, on the bot's sentences and words. Where the bot would
  refuse an article as too long for a method, its first sentences count, and how often that was
  is said below the table. The bot's limit of 5 s does not apply.
- ROUGE is that of `rouge-score`: F1, English stemmed, other languages by words in any script,
  the best of several references. It counts shared words. It does not see whether a summary
  reads well, and longer summaries score higher where references are long.
- R-1 over the lead: the mean over the articles, with the 95 % interval of a paired bootstrap
  (5,000 draws, seeded). An interval that holds 0 proves nothing.
- The oracle sees the reference and picks the sentences that match it best. No summarizer that
  quotes can do much better.
- Speed: sumy runs as its own users run it, with its parser, tokenizer and NLTK's punkt data.
  Ours and sumy take turns on the same articles, each in a process of its own with one thread."""

_DATA = """\
The folder is named by `NEWS_DATA`. For each set it holds one or more gzipped files of JSON
lines, `summ/<set>*.jsonl.gz`. A row is an article:

| field | type | meaning |
| --- | --- | --- |
| `id` | string | any name of the row |
| `text` | string | the article; a line is a paragraph, a blank line parts articles |
| `summary` | string | what people wrote; a line is a sentence |
| `refs` | list of strings | all summaries, where there are several; optional |
| `title` | string or null | its title; optional |
| `lang` | string | ISO 639-1 code; optional, `en` if it is missing |
| `docs` | list of strings | the articles of a story one by one; optional, not read |

The texts belong to their publishers: none is part of this project. The sets, all public:"""
