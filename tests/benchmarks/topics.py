"""How well `bot.stories.topics` tells what news is about.

    NEWS_DATA=folder python -m tests.benchmarks.topics [--wrong]

`topics.tsv` names rows of the development sets and their topics, found by reading title
and beginning; several may be right, none may be. News is parted into a half for fitting and
one for judging by a hash of its story. The table of rules was written by somebody who had
read the news marked `before`; that marked `after` was drawn and read when the table was
done, so it alone is blind to both rules and weights.

Half of the news `before` was drawn at random from each set, half by a word of each topic, so
that rare topics are there; that marked `after` was drawn at random.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from time import process_time

from bot.stories.topics import FITTED, TopicModel, language_of, models, topics_of
from tests.benchmarks.news_items import NewsItem, data_folder, news_items
from tests.benchmarks.topic_labels import Label, chosen, labels, print_scores, print_topics
from tests.training.fit_topics import fit, training


def main() -> int:
    """Print the figures of the half for judging."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--wrong", action="store_true", help="name what was told wrongly")
    wants_names = parser.parse_args().wrong
    if (folder := data_folder()) is None:
        return 1
    known = labels()
    items = list(news_items(folder))
    read = [(item, label) for item in items if (label := known.get((item.news_set, item.row)))]
    learnt, _ = training(items)
    words_alone = fit(learnt, with_rules=False)
    for is_after in (True, False):
        print(f"\nJudging half, read {'after' if is_after else 'before'} the table was written")
        half = [
            (item, label)
            for item, label in read
            if not label.is_for_fitting and label.is_read_after is is_after
        ]
        print_half(half, words_alone)
    print()
    print_speed(items)
    if wants_names:
        print_wrong([pair for pair in read if pair[1].is_for_fitting])
    return 0


def print_half(half: Sequence[tuple[NewsItem, Label]], words_alone: TopicModel) -> None:
    """Print the figures of what ships, of each of its parts alone, and of each topic."""
    told = [(label, _told(item)) for item, label in half]
    english = [pair for pair in half if _is_fitted(pair[0])]
    foreign = [pair for pair in half if not _is_fitted(pair[0])]
    print_scores("as shipped", told)
    print_scores("rules alone", [(label, chosen(item, models()[0])) for item, label in half])
    print("Of these in English:")
    print_scores("as shipped", [(label, _told(item)) for item, label in english])
    print_scores("rules alone", [(label, chosen(item, models()[0])) for item, label in english])
    print_scores("words' weights alone", [(b, chosen(a, words_alone)) for a, b in english])
    print("In other languages:")
    print_scores("as shipped", [(label, _told(item)) for item, label in foreign])
    print_topics(told)


def _told(item: NewsItem) -> tuple[str, ...]:
    return topics_of(item.title, item.text, item.language)


def _is_fitted(item: NewsItem) -> bool:
    return language_of(item.title, item.language) == FITTED


def print_wrong(read: Sequence[tuple[NewsItem, Label]]) -> None:
    """Name the items that are told wrongly."""
    for item, label in read:
        if set(named := _told(item)) != set(label.topics):
            print(f"{item.news_set} {item.row}: {','.join(named)} | {','.join(label.topics)}")


def print_speed(items: Sequence[NewsItem]) -> None:
    """Print how many headlines and articles are told in a second of the processor."""
    for name, with_body in (("headlines", False), ("articles", True)):
        timed = [item for item in items if bool(item.text) is with_body][:2_000]
        begun = process_time()
        for item in timed:
            topics_of(item.title, item.text, item.language)
        print(f"{len(timed) / (process_time() - begun):,.0f} {name} a CPU second")


if __name__ == "__main__":
    raise SystemExit(main())
