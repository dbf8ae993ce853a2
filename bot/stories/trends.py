"""Find what is hot: topics and names that more stories are about than in the week before."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta

from bot.stories.topics import topics_of
from bot.text import folded, mentions
from storage.model import Rise, StoryTitle, Trends

DAY = timedelta(days=1)
# What a day is compared with.
WEEK = 7

# As if each topic and name had so many stories more, today and on a usual day: from one
# story to three is chance, from ten to thirty is news; and nothing is divided by zero.
SMOOTHING = 3.0
LEAST_GROWTH = 1.2
# A name in fewer stories is one event, and /headlines has it.
LEAST_STORIES = 3
MOST_TOPICS, MOST_NAMES = 4, 6

# Titles of the week that topics are told of. More stories are counted by every second one,
# every third and so on, each standing for as many: a topic's share of thousands is as sure.
MOST_TOLD = 3_500
# Members of a story whose titles say whom it is about.
MOST_MEMBERS = 5

# As `mentions` parts them; `Oslo's` has the word Oslo.
_WORD = re.compile(r"\w+(?:[-‑&.](?=\w)\w+)*")


def trends_of(titles: Iterable[StoryTitle], *, now: datetime) -> Trends:
    """Return what more stories are about in the 24 hours before `now` than on a usual day.

    A story counts once for each day on which it has news.
    """
    days = _by_day(titles, now)
    today = days.pop(0, {})
    # Of a bot that began three days ago, three days are usual.
    before = max(days, default=0)
    return Trends(
        stories=len(today),
        days=before,
        topics=_grown(_topics(today), _topics_before(days), before, MOST_TOPICS),
        names=_grown(*_names(today, days), before, MOST_NAMES),
    )


_Day = Mapping[int, Sequence[StoryTitle]]


def _by_day(titles: Iterable[StoryTitle], now: datetime) -> dict[int, _Day]:
    """Return the titles by how many days ago they are news, then by story."""
    days: dict[int, dict[int, list[StoryTitle]]] = defaultdict(lambda: defaultdict(list))
    for title in titles:
        ago = max(0, (now - title.at) // DAY)
        if ago <= WEEK:
            days[ago][title.story_id].append(title)
    return dict(days)


def _grown(
    now: Mapping[str, int], before: Mapping[str, float], days: int, limit: int
) -> tuple[Rise, ...]:
    """Return what grew by more than chance, most first, then in alphabetical order."""
    rises = (
        Rise(name, stories, before.get(name, 0) / max(1, days))
        for name, stories in now.items()
        if stories >= LEAST_STORIES
    )
    grown = [rise for rise in rises if growth(rise) >= LEAST_GROWTH]
    return tuple(sorted(grown, key=lambda rise: (-growth(rise), rise.name))[:limit])


def growth(rise: Rise) -> float:
    """Return how many times as many stories as usual there are, smoothed."""
    return (rise.stories + SMOOTHING) / (rise.usual + SMOOTHING)


def _topics(day: _Day) -> Counter[str]:
    """Return how many stories of a day are about each topic, by their first titles."""
    return Counter(
        topic
        for titles in day.values()
        for topic in topics_of(titles[0].title, "", titles[0].language)
    )


def _topics_before(days: Mapping[int, _Day]) -> Counter[str]:
    stories = sum(map(len, days.values()))
    step = 1 + stories // MOST_TOLD
    counts: Counter[str] = Counter()
    for day in days.values():
        sample = {story: day[story] for story in sorted(day)[::step]}
        share = len(day) / (len(sample) or 1)
        for topic, count in _topics(sample).items():
            counts[topic] += round(count * share)
    return counts


def _names(today: _Day, days: Mapping[int, _Day]) -> tuple[Counter[str], Counter[str]]:
    """Return how many stories name each name, today and on all days before.

    The days before are searched for the names of today: finding all names of a week takes
    ten times as long.
    """
    said = {story: set(_named(titles[:MOST_MEMBERS])) for story, titles in today.items()}
    full = folded(Counter(name for names in said.values() for name in names))
    now = Counter(name for names in said.values() for name in {full[each] for each in names})
    forms: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for form, name in full.items():
        if now[name] >= LEAST_STORIES:
            forms[form.rpartition(" ")[2].rstrip(".")].append((form, name))
    before: Counter[str] = Counter()
    for day in days.values():
        for titles in day.values():
            before.update({name for title in titles for name in _met(title.title, forms)})
    return now, before


def _met(title: str, forms: Mapping[str, Iterable[tuple[str, str]]]) -> Iterator[str]:
    """Yield the names that stand in a title, by their forms under each one's last word."""
    for word in _WORD.findall(title):
        for form, name in forms.get(word, ()):
            if form in title:
                yield name


def _named(titles: Iterable[StoryTitle]) -> Iterator[str]:
    for title in titles:
        yield from mentions(title.title, title.language, is_title=True)
