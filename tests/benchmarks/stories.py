"""Print how well and how fast news is grouped, related and found, beside what is plain.

    NEWS_DATA=... python -m tests.benchmarks.stories [articles]

`articles` is how many are streamed for the speed, 100,000 if it is left out; 0 for none.
Grouping is held against tf-idf and cosine, `/related` and `/search` against FTS5 used plainly.
"""

from __future__ import annotations

import sys

from tests.benchmarks import stories_related, stories_search
from tests.benchmarks.stories_quality import Figures, mean_f1, ours, plain
from tests.benchmarks.stories_speed import cost, replicated
from tests.benchmarks.story_sets import SETS, rows


def main() -> None:
    """Print quality, then speed: of grouping, of `/related`, of the search."""
    print(f"{'':16}{'set':16}{'B3 F1':>7}{'prec.':>7}{'recall':>7}{'pieces':>8}{'mixed':>7}")
    for name, by_set in (("bot", ours()), ("tf-idf + cosine", plain())):
        for news_set, figures in by_set.items():
            print(f"{name:16}{news_set:16}{_line(figures)}")
        print(f"{name:16}{'mean':16}{mean_f1(by_set):7.3f}")
    articles = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    if articles:
        texts = [(row.title, row.text) for name in SETS for row in rows(name)]
        spent = cost(replicated(texts, articles))
        print(
            f"{spent.articles:,} articles: {spent.per_second:,.0f} per CPU second, "
            f"{spent.megabytes:.0f} MB more, {spent.stories:,} stories live at the end"
        )
        stories_related.main(["--articles", str(articles)])
        stories_search.main(["--articles", str(articles)])


def _line(figures: Figures) -> str:
    return (
        f"{figures.f1:7.3f}{figures.precision:7.3f}{figures.recall:7.3f}"
        f"{figures.pieces:8.2f}{figures.mixed:7.3f}"
    )


if __name__ == "__main__":
    main()
