"""News with summaries that people wrote: which sets there are, and their rows.

A data folder holds one or more files for each set, called `<set>*.jsonl.gz`, in its folder
`summ` or anywhere below it. How to build one is said in the results page, from `SETS`.
"""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.benchmarks.scoring import split_sentences


class DataError(Exception):
    """There is no news to measure on, said in one sentence."""


@dataclass(frozen=True, slots=True)
class NewsSet:
    """News of one kind, and what a summary of it is.

    Attributes:
        name: What the field calls it.
        sentences: How many sentences its references ask for; below 1 a share of the
            article's own.
        origin: Where the public can have it, and what becomes which field of a row.
        is_story: Whether a row is several articles on one event.
    """

    name: str
    sentences: float
    origin: str
    is_story: bool = False

    @property
    def length(self) -> str:
        """Say how long a summary is: `3 sentences`."""
        if self.sentences < 1:
            return f"{self.sentences:.0%} of the sentences"
        return f"{self.sentences:g} sentence{'s' * (self.sentences > 1)}"


SETS: Mapping[str, NewsSet] = {
    "cnndm": NewsSet(
        "CNN/DailyMail",
        3,
        "version 3.0.0: `id`, `article` as `text`, `highlights` as `summary` (a line for "
        "each bullet). SummEval's eleven references go into `refs`.",
    ),
    "xsum": NewsSet("XSum", 1, "`id`, `document` as `text`, `summary`."),
    "neus": NewsSet(
        "NeuS",
        3,
        "of AllSides: the left, centre and right articles as `docs`, joined by blank lines "
        "as `text`; the neutral roundup as `summary`.",
        is_story=True,
    ),
    "multinews": NewsSet(
        "Multi-News",
        9,
        "`document`, cut at `|||||`, as `docs`, joined by blank lines as `text`; "
        "`summary` without the dash it begins with.",
        is_story=True,
    ),
    "bbc": NewsSet(
        "BBC News Summary",
        0.4,
        "of each file in `News Articles` the first line as `title` and the "
        "rest as `text`; the file of the same name in `Summaries` as `summary`. Nobody says who "
        "chose the sentences of the references; they look like the work of a machine that likes "
        "long ones.",
    ),
    "bengali": NewsSet(
        "BNLPC",
        3,
        "in Bengali: an article as `text` (lines `Title:` and `Text:` may lead to its parts), "
        "its human summaries as `refs`, the first of them as `summary`; `lang` is `bn`.",
    ),
    "fundus": NewsSet(
        "Fundus",
        1,
        "the parser tests of flairNLP/fundus: `title`, the body as `text`, the standfirst as "
        "`summary`, and `lang`.",
    ),
    "writers": NewsSet(
        "Freelance writers",
        3,
        "articles and summaries of Tiiiger/benchmark_llm_summarization: `text`, and every "
        "writer's summary of it in `refs`.",
    ),
    "newsroom": NewsSet(
        "Newsroom",
        3,
        "the sample in neulab/BARTScore: `text`, and the publisher's `summary`.",
    ),
}


# How BNLPC writes an article; its labels are no sentences.
_LABELLED = re.compile(r"Title:\s*(?P<title>.*?)\s*\nText:\s*(?P<text>.*)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Row:
    """An article, or the articles of a story, and how people summarised it.

    Attributes:
        news_set: A key of `SETS`.
        title: None where the set has none.
        text: Paragraphs, one a line.
        language: ISO 639-1 code.
        references: At least one; its lines are sentences. The first is the set's own.
    """

    news_set: str
    title: str | None
    text: str
    language: str
    references: tuple[str, ...]

    @property
    def length(self) -> int:
        """How many sentences a summary of it has, from 1."""
        asked = SETS[self.news_set].sentences
        if asked < 1:
            return max(1, round(asked * len(split_sentences(self.text, self.language))))
        return int(asked)


def files(folder: Path, news_set: str) -> list[Path]:
    """Return the files of a set in a data folder, by name."""
    summaries = folder / "summ"
    return sorted((summaries if summaries.is_dir() else folder).rglob(f"{news_set}*.jsonl.gz"))


def rows(folder: Path, news_set: str, *, limit: int | None = None) -> list[Row]:
    """Return the rows of a set, or its first `limit` ones.

    Raises:
        DataError: A row lacks what is measured.
    """
    found: list[Row] = []
    for path in files(folder, news_set):
        for number, line in _lines(path):
            if limit is not None and len(found) >= limit:
                return found
            try:
                found.append(_row(news_set, json.loads(line)))
            except (ValueError, KeyError, TypeError, AttributeError) as error:
                raise DataError(
                    f"{path.name}, line {number} is not a row with the fields id, text and "
                    "summary: write it anew."
                ) from error
    return found


def _lines(path: Path) -> Iterator[tuple[int, str]]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        yield from enumerate(lines, start=1)


def _row(news_set: str, given: Mapping[str, Any]) -> Row:
    own = str(given["summary"])
    title, text = given.get("title"), given["text"].strip()
    if labelled := _LABELLED.fullmatch(text):
        title, text = labelled["title"], labelled["text"]
    return Row(
        news_set,
        title,
        text,
        given.get("lang") or "en",
        (own, *(reference for reference in given.get("refs") or () if reference != own)),
    )
