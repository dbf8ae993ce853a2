"""Fit what tells the body of a news page from the headlines below it.

    NEWS_DATA=folder python -m tests.training.newspage_weights

Makes news pages of the articles in `folder/extract/gold.json` (rows with `title` and
`body`), of their titles, and of those in `folder/related/stories_*.jsonl`. Then it finds the
weights for which the true cuts are the likeliest, where a cut is as likely as the exponential
of the weighted signs before it: `body_length` takes the likeliest.

Prints how well pages are cut by weights that were fitted without their articles and titles,
then writes the weights fitted to all of them.
"""

from __future__ import annotations

import json
import os
import random
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from bot.ingest.extract.plaintext import WEIGHTS_FILE, LineSigns, read_signs
from bot.text.sentences import split_paragraphs
from bot.text.words import words
from tests.training.weights import write_weights

Floats: TypeAlias = NDArray[np.float64]

SEED = 13
FOLDS = 5
PAGES_OF_AN_ARTICLE = 14
# Bodies are cut anywhere: they end in a heading or a list as often as in a sentence.
LENGTHS = (4, 6, 8, 12, 20, 40, 1000)
COUNTS = (0, 1, 2, 5, 12, 18, 20, 20, 20, 25, 30)
# Shares of headlines with a mark at their end, of pages whose last headline is cut off, of
# pages with headlines of other news, and of pages with headlines about the same thing.
MARKED, CUT_OFF, OTHER_NEWS, RELATED = 0.12, 0.15, 0.25, 0.12
MOST_RELATED = 25
# Keeps the weights of rare signs from growing without end.
RIDGE = 1e-4
ROUNDS = 20


@dataclass(frozen=True, slots=True)
class Article:
    """What a page is made of.

    Attributes:
        paragraphs: Its body.
        related: Titles of others that share the most words with it.
    """

    paragraphs: list[str]
    related: list[str]


@dataclass(frozen=True, slots=True)
class Page:
    """The signs of its lines, one row each, and how many lines are its body."""

    signs: Floats
    body: int


def main() -> int:
    """Print how well the pages are cut, and write the weights."""
    folder = Path(os.environ.get("NEWS_DATA", ""))
    if not (folder / "extract" / "gold.json").is_file():
        print("Name in NEWS_DATA a folder with extract/gold.json in it.", file=sys.stderr)
        return 1
    folds = make_folds(folder)
    pages = [page for fold in folds for page in fold]
    cuts = []
    for fold in folds:
        weights = fit([page for others in folds if others is not fold for page in others])
        cuts += [best_cut(page, weights) for page in fold]
    print_figures(pages, cuts)
    write_weights(WEIGHTS_FILE, dict(zip(LineSigns._fields, fit(pages), strict=True)), digits=1)
    return 0


def make_folds(folder: Path) -> list[list[Page]]:
    """Return pages in folds that have no article and none of its titles in common."""
    rng = random.Random(SEED)
    rows = json.loads((folder / "extract" / "gold.json").read_text())
    titles = sorted({" ".join((row.get("title") or "").split()) for row in rows} - {""})
    news = sorted(_titles_of_stories(folder))
    vocabulary = {title: _long_words(title) for title in [*titles, *news]}
    articles = [
        Article(paragraphs, _related(row.get("title") or "", paragraphs, vocabulary))
        for row in rows
        if len(paragraphs := split_paragraphs(row.get("body") or "")) >= LENGTHS[0] - 1
    ]
    rng.shuffle(titles)
    rng.shuffle(articles)
    return [
        [
            make_page(article, titles=titles[at::FOLDS], news=news, rng=rng)
            for article in articles[at::FOLDS]
            for _ in range(PAGES_OF_AN_ARTICLE)
        ]
        for at in range(FOLDS)
    ]


def make_page(
    article: Article, *, titles: Sequence[str], news: Sequence[str], rng: random.Random
) -> Page:
    """Return a page of the beginning of `article` and of headlines."""
    body = article.paragraphs[: rng.choice(LENGTHS)]
    pool = news if news and rng.random() < OTHER_NEWS else titles
    headlines = rng.sample(pool, min(rng.choice(COUNTS), len(pool)))
    if headlines and rng.random() < RELATED:
        for title in rng.sample(article.related, min(3, len(article.related))):
            headlines[rng.randrange(len(headlines))] = title
    headlines = [line + rng.choice("?!….") * (rng.random() < MARKED) for line in headlines]
    if headlines and rng.random() < CUT_OFF:
        last = headlines[-1]
        headlines[-1] = last[: max(8, int(len(last) * rng.uniform(0.4, 0.9)))].strip()
    return Page(np.array(list(read_signs([*body, *headlines])), dtype=float), len(body))


def fit(pages: Sequence[Page]) -> Floats:
    """Return the weights for which the true cuts are the likeliest: Newton's method."""
    sums = [page.signs.cumsum(axis=0) for page in pages]
    count = len(LineSigns._fields)
    weights = np.zeros(count)
    for _ in range(ROUNDS):
        slope, curve = 2 * RIDGE * weights, 2 * RIDGE * np.eye(count)
        for page, cuts in zip(pages, sums, strict=True):
            odds = np.exp(cuts @ weights - (cuts @ weights).max())
            chances = odds / odds.sum()
            expected = chances @ cuts
            slope += (expected - cuts[page.body - 1]) / len(pages)
            curve += ((cuts - expected).T * chances @ (cuts - expected)) / len(pages)
        step = np.linalg.solve(curve, slope)
        # Far from the answer a whole step may lead past it.
        weights -= step * min(1, 2 / np.abs(step).max())
    return weights


def best_cut(page: Page, weights: Floats) -> int:
    """Return how many lines of `page` are its body by `weights`."""
    likeness = (page.signs @ weights).cumsum()
    return int(np.flatnonzero(likeness == likeness.max())[-1]) + 1


def print_figures(pages: Sequence[Page], cuts: Sequence[int]) -> None:
    """Print how many of `pages` were cut exactly, and what the others lost and let in."""
    pairs = list(zip(pages, cuts, strict=True))
    exact = sum(cut == page.body for page, cut in pairs)
    leaked = sum(max(0, cut - page.body) for page, cut in pairs)
    lost = sum(max(0, page.body - cut) for page, cut in pairs)
    headlines = sum(len(page.signs) - page.body for page in pages)
    print(
        f"{len(pages):,} pages: {exact / len(pages):.1%} exact, {leaked / headlines:.2%} of "
        f"headlines leaked, {lost / sum(page.body for page in pages):.2%} of paragraphs lost"
    )


def _titles_of_stories(folder: Path) -> set[str]:
    files = folder.glob("related/stories_*.jsonl")
    rows = (json.loads(line) for file in files for line in file.read_text().splitlines())
    return {" ".join((row.get("title") or "").split()) for row in rows} - {""}


def _long_words(text: str) -> set[str]:
    return {word for word in words(text) if len(word) > 3}


def _related(title: str, paragraphs: Iterable[str], vocabulary: dict[str, set[str]]) -> list[str]:
    own, held = _long_words(title), _long_words("\n".join(paragraphs))
    others = [
        (len(its & held) / len(its) ** 0.5, other)
        for other, its in vocabulary.items()
        # Its own title, in whichever words, is no headline of another story.
        if its and len(its & own) < len(its) / 2
    ]
    return [other for _, other in sorted(others, reverse=True)[:MOST_RELATED]]


if __name__ == "__main__":
    sys.exit(main())
