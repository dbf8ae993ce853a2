"""What it costs and brings that stories about one topic count less after each other.

    NEWS_DATA=... python -m tests.training.fit_diversity

Days are drawn from the set `allsides` of `story_sets`, of which most is politics: each has 87
stories, with titles and openings as they are and the topics that the bot tells by them. Two
thirds have one outlet, the others up to eight, of 23, as in `news_day`; their age is up to a
day. For each factor it is told how many topics five and ten stories of a day have, how many
stories the commonest of them has, and how much of the rank is kept that the same number of
stories has without any factor.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from random import Random
from statistics import mean

from bot.digest import rank as selecting
from bot.digest.candidates import Candidates, RankedStory
from bot.digest.rank import select
from bot.stories.topics import topics_of
from storage.model import Ref
from tests.benchmarks.story_sets import rows
from tests.news import NOW, article, story

DAYS = 200
STORIES, OUTLETS = 87, 23
# The share of stories that one outlet tells, and how many tell one at most.
ALONE, MOST = 2 / 3, 8
FACTORS = (1.0, 0.95, 0.9, 0.85, 0.8, 0.7, 0.6, 0.5)


def days(seed: int = 0) -> Iterator[Candidates]:
    """Yield the days, the same for the same seed."""
    told = {row.story: row for row in rows("allsides")}
    about = {name: topics_of(row.title, row.text, "en") for name, row in told.items()}
    rng = Random(seed)
    for _ in range(DAYS):
        stories, topics = [], dict[Ref, tuple[str, ...]]()
        for story_id, name in enumerate(rng.sample(sorted(told), STORIES), 1):
            carried = 1 if rng.random() < ALONE else rng.randint(2, MOST)
            age = rng.random() * 24
            items = [
                article(story_id * 10 + n, told[name].title, site=f"Outlet {outlet}", hours=age)
                for n, outlet in enumerate(rng.sample(range(OUTLETS), carried))
            ]
            topics |= {item.ref: about[name] for item in items}
            stories.append(story(story_id, *items))
        yield Candidates(stories, now=NOW, topics=topics)


def picked(candidates: Candidates, *, cap: int, factor: float) -> list[RankedStory]:
    """Return what a digest of a day tells if stories of one topic count by this factor."""
    vars(selecting)["_SAME_TOPIC"] = factor
    return [candidates[one.id] for one in select(candidates, told={}, cap=cap).stories]


def main() -> None:
    """Print the table."""
    all_days = list(days())
    print(f"{DAYS} days of {STORIES} stories")
    print("stories factor topics commonest rank kept")
    for cap in (5, 10):
        before = [sum(one.rank for one in picked(day, cap=cap, factor=1)) for day in all_days]
        for factor in FACTORS:
            chosen = [picked(day, cap=cap, factor=factor) for day in all_days]
            topics = [Counter(one.topic for one in each if one.topic) for each in chosen]
            kept = [
                sum(one.rank for one in each) / rank
                for each, rank in zip(chosen, before, strict=True)
            ]
            print(
                f"{cap:7} {factor:6} {mean(map(len, topics)):6.2f} "
                f"{mean(max(each.values(), default=0) for each in topics):9.2f} {mean(kept):9.1%}"
            )


if __name__ == "__main__":
    main()
