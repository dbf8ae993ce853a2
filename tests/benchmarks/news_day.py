"""A day of news and its readers, generated from a seed: what digests are built from.

Texts are those of `stories_search`, made-up and English words as often as in news, with
stop words between them and in sentences. Two thirds of the stories have one article, the
others up to eight, which come within twelve hours; 1.7 on average.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice
from random import Random
from typing import TypeVar
from zoneinfo import ZoneInfo

from bot.schedule.slots import next_delivery
from storage import Store, WriteTransaction
from storage.model import (
    Article,
    DigestEntry,
    DigestState,
    Draft,
    FilterKind,
    Outlet,
    Schedule,
    Sentence,
    Story,
    Subscriber,
    SummaryLength,
)
from tests.benchmarks.stories_search import NOW, OUTLETS, TOPICS, Entry, entries, in_english

_Thing = TypeVar("_Thing")

SIZES, SHARES = (1, 2, 3, 5, 8), (65, 20, 8, 5, 2)
_SPREAD = timedelta(hours=12)

# About as many as news has, before about as many of its other words.
_STOP_WORDS = ("the", "of", "a", "to", "in", "and", "on", "for", "with", "that", "was", "at")
_SENTENCE = 11
_PARAGRAPH = 3
_CHUNK = 200

ZONES = tuple(
    ZoneInfo(name)
    for name in (
        "Europe/Kyiv",
        "Europe/London",
        "Europe/Berlin",
        "America/New_York",
        "America/Sao_Paulo",
        "Asia/Kolkata",
        "Asia/Tokyo",
        "Australia/Adelaide",
        "Africa/Lagos",
        "UTC",
    )
)
_LENGTHS = (SummaryLength.SHORT, SummaryLength.LINE, SummaryLength.LONG)

# Words of filters have more letters.
_SHORT = 3

# Each reader has 0 to 3 filters; a few are everybody's.
MOST_FILTERS = 3


def parts(things: Iterable[_Thing], size: int) -> Iterator[tuple[_Thing, ...]]:
    """Yield the things in their order, so many at a time."""
    rest = iter(things)
    while part := tuple(islice(rest, size)):
        yield part


@dataclass(frozen=True, slots=True)
class Report:
    """An article of the day, and which story it belongs to."""

    entry: Entry
    story: int
    at: datetime


def reports(stories: int, *, seed: int = 1) -> list[Report]:
    """Return the articles of so many stories, the oldest first."""
    chance = Random(seed)
    sizes = chance.choices(SIZES, SHARES, k=stories)
    texts = map(in_english, entries(sum(sizes), seed=seed))
    found = []
    for story, size in enumerate(sizes):
        first, *others = islice(texts, size)
        found.append(Report(first, story, first.at))
        for other in others:
            at = min(first.at + _SPREAD * chance.random(), NOW - timedelta(minutes=1))
            found.append(Report(_about_the_same(first, other, chance), story, at))
    return sorted(found, key=lambda report: report.at)


def _about_the_same(first: Entry, other: Entry, chance: Random) -> Entry:
    shared = chance.sample(first.body, min(60, len(first.body)))
    title = (*chance.sample(first.title, min(4, len(first.title))), *other.title[:3])
    body = [*shared, *other.body[60:]]
    chance.shuffle(body)
    return Entry(
        other.number, title, tuple(body), other.outlet, first.language, first.topic, first.at
    )


def draft_of(report: Report) -> Draft:
    """Return the article as it was read."""
    entry = report.entry
    chance = Random(entry.number)
    sentences = [
        " ".join(_with_stop_words(words, chance)).capitalize() + "."
        for words in parts(entry.body, _SENTENCE)
    ]
    return Draft(
        title=" ".join(entry.title).capitalize(),
        body="\n\n".join(" ".join(each) for each in parts(sentences, _PARAGRAPH)),
        url=f"https://{entry.outlet.lower().replace(' ', '-')}.example/{entry.number}",
        site=entry.outlet,
        language=entry.language,
        published_at=report.at,
    )


def _with_stop_words(words: Sequence[str], chance: Random) -> Iterator[str]:
    for word in words:
        if chance.random() < 0.8:
            yield chance.choice(_STOP_WORDS)
        yield word


async def publish(store: Store, news: Sequence[Report]) -> None:
    """Store articles in their stories, and make them findable."""
    ids: dict[int, int] = {}
    for chunk in parts(news, _CHUNK):
        async with store.write() as tx:
            for report in chunk:
                await _publish(report, ids, tx)


async def _publish(report: Report, ids: dict[int, int], tx: WriteTransaction) -> None:
    entry, at = report.entry, report.at
    article, _ = await tx.articles.add(draft_of(report), published=True, now=at)
    if report.story not in ids:
        ids[report.story] = await tx.stories.create(article.title, now=at)
    await tx.stories.join(ids[report.story], article.ref, now=at)
    await tx.search.index(
        article.ref,
        title=entry.title,
        body=entry.body,
        source=entry.outlet,
        language=entry.language,
        at=at,
        topics=(entry.topic,),
    )
    await tx.words.add([*entry.title, *entry.body])


def filter_texts(news: Sequence[Report], count: int, *, seed: int = 2) -> list[str]:
    """Return so many distinct filters: the rarest of three words of the news, and fields."""
    chance = Random(seed)
    texts: dict[str, None] = {}

    counts = Counter(each for report in news for each in {*report.entry.body})

    def word() -> str:
        drawn = [
            each for each in chance.choice(news).entry.body if each.isalpha() and len(each) > _SHORT
        ]
        return min(chance.choices(drawn, k=3), key=counts.__getitem__)

    while len(texts) < count:
        entry = chance.choice(news).entry
        made = (
            word(),
            f"{word()} {word()}",
            f"{word()} OR {word()} OR {word()}",
            f'"{" ".join(entry.title[:2])}" OR title:{word()}',
            f"topic:{chance.choice(TOPICS)} {word()}",
            f'source:"Outlet {chance.randrange(OUTLETS)}"',
            f"{word()[:4]}* NOT {word()}",
            f"topic:{chance.choice(TOPICS)} -{word()} after:12h",
        )
        texts[made[len(texts) % len(made)]] = None
    return list(texts)


async def subscribe(
    store: Store, count: int, *, filters: Sequence[str], now: datetime = NOW, seed: int = 3
) -> None:
    """Subscribe so many chats, all due at `now`, wherever they are, with filters of these.

    Half of them were told ten of the larger stories, half a day and a day ago.

    Args:
        store: With the news of the day.
        count: How many, with chat ids from 1.
        filters: Distinct ones; the first are had by more readers.
        now: A full minute.
        seed: Of what is drawn.
    """
    chance = Random(seed)
    async with store.read() as tx:
        stories = await tx.stories.moved_since(now - timedelta(days=2), limit=1_000_000)
    weights = [1 / (place + 10) for place in range(len(filters))]
    for chunk in parts(range(1, count + 1), _CHUNK):
        async with store.write() as tx:
            for chat_id in chunk:
                await tx.subscribers.put(_subscriber(chat_id, chance, now=now))
                for text in {*chance.choices(filters, weights, k=chance.randint(0, MOST_FILTERS))}:
                    kind = FilterKind.MUTE if chance.random() < 0.25 else FilterKind.FOLLOW
                    await tx.filters.add(chat_id, kind, text, languages=("en",), now=now)
                if chat_id % 2:
                    await _tell(chat_id, stories, chance, tx=tx, now=now)


def _subscriber(chat_id: int, chance: Random, *, now: datetime) -> Subscriber:
    zone = chance.choice(ZONES)
    schedule = Schedule((now.astimezone(zone).time(),))
    since = now - timedelta(days=30)
    return Subscriber(
        chat_id,
        None,
        schedule,
        zone,
        next_delivery(now - timedelta(minutes=1), schedule, zone),
        since=since,
        stories=chance.choice((None, None, 3, 8, 10)),
        length=chance.choices(_LENGTHS, (3, 1, 1))[0],
        only_followed=chance.random() < 0.05,
    )


async def _tell(
    chat_id: int, stories: Sequence[Story], chance: Random, *, tx: WriteTransaction, now: datetime
) -> None:
    largest = sorted(stories, key=lambda story: -len(story.articles))[: max(5, len(stories) // 20)]
    for hours in (24, 12):
        told_at = now - timedelta(hours=hours)
        known = [story for story in largest if story.first_seen_at < told_at]
        told = chance.sample(known, min(5, len(known)))
        await tx.digests.add(
            chat_id=chat_id,
            key=f"{told_at:%Y-%m-%dT%H:%M}",
            now=told_at,
            state=DigestState.BUILT,
            entries=[_told(story.articles[0]) for story in told],
            stories=len(stories),
            outlets=OUTLETS,
        )


def _told(article: Article) -> DigestEntry:
    sentences = article.body.split(". ")[:2]
    return DigestEntry(
        story_id=article.story_id or 0,
        title=article.title,
        url=article.url,
        sentences=tuple(Sentence(f"{text}.", article.id, n) for n, text in enumerate(sentences)),
        outlets=(Outlet(article.site, article.url),),
        at=article.at,
    )
