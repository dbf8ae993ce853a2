"""Count which English words are seldom names, for `bot.text.names`.

    NEWS_DATA=... python -m tests.training.fit_names

Counted over the texts of the half for fitting of all development sets: a word is seldom a
name if fewer than six of ten times inside of a sentence it has a capital; a name of such
words is one that was met in four texts and hardly ever without its capitals. Words and
counts ship, no text.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise

from bot.stories.topics import language_of
from bot.text.names import TABLE
from bot.text.words import is_stop_word
from tests.benchmarks.news_items import NewsItem, data_folder, news_items

LEAST_SHARE = 0.6
FEWEST_TIMES = 3
FEWEST_TEXTS = 4
HARDLY_EVER = 0.2

_SENTENCE = re.compile(r"[.!?:;…\n][\"'”’)]*\s+|[\"“„]")
_WORD = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")


def main() -> int:
    """Count the words and write the table."""
    if (folder := data_folder()) is None:
        return 1
    texts = [
        item.text
        for item in news_items(folder)
        if item.is_for_fitting and item.text and _is_english(item)
    ]
    large, small = Counter[str](), Counter[str]()
    runs, pairs = Counter[tuple[str, ...]](), Counter[tuple[str, ...]]()
    for text in texts:
        met: set[tuple[str, ...]] = set()
        for words in _sentences(text):
            for word in words[1:]:
                (large if word[0].isupper() else small)[word.lower()] += 1
            met.update(_runs(words[1:]))
            pairs.update((a, b) for a, b in pairwise(words) if a.islower() and b.islower())
        runs.update(met)
    seldom = {
        word
        for word in large.keys() | small.keys()
        if (times := large[word] + small[word]) >= FEWEST_TIMES
        and large[word] < LEAST_SHARE * times
        and not is_stop_word(word, "en")
    }
    names = {
        " ".join(run)
        for run, count in runs.items()
        if count >= FEWEST_TEXTS
        and any(word.lower() in seldom for word in run)
        and pairs[run[0].lower(), run[1].lower()] < HARDLY_EVER * count
    }
    TABLE.write_text("\n".join([*sorted(seldom), *sorted(names)]) + "\n", encoding="utf-8")
    print(f"{len(texts)} texts: {len(seldom)} words, {len(names)} names")
    return 0


def _is_english(item: NewsItem) -> bool:
    return language_of(item.title, item.language) == "en"


def _sentences(text: str) -> Iterator[list[str]]:
    for sentence in _SENTENCE.split(text):
        words = [word.removesuffix("'s").removesuffix("’s") for word in _WORD.findall(sentence)]
        # A line in title case or in small letters tells nothing.
        if words and 0 < sum(word[0].isupper() for word in words) < 0.7 * len(words):
            yield words


def _runs(words: list[str]) -> Iterator[tuple[str, ...]]:
    """Yield the runs of two and three words with capitals."""
    run: list[str] = []
    for word in [*words, ""]:
        if word[:1].isupper():
            run.append(word)
            continue
        if len(run) in {2, 3}:
            yield tuple(run)
        run = []


if __name__ == "__main__":
    raise SystemExit(main())
