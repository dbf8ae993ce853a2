"""Search in many articles: how long each kind of query takes, beside FTS5 used plainly.

    python -m tests.benchmarks.stories_search --articles 100000
    python -m tests.benchmarks.stories_search --articles 100000 --url postgresql+psycopg://...

The articles are generated from a seed: made-up words as often as words are in news (by
Zipf's law, stop words left out), 10,000 a day. FTS5 used plainly is a table of title and
body, asked in the same run for its ten best by `bm25`. Times are of whole calls, in
milliseconds, on a file that the machine has in memory.
"""

from __future__ import annotations

import argparse
import asyncio
import random
import sqlite3
import tempfile
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from statistics import quantiles
from typing import Any

import numpy as np
from sqlalchemy import insert

from bot.stories.vectorize import shipped
from bot.text.words import stems
from storage import ReadTransaction, Store, schema
from storage.model import And, Field, Kind, Not, Query, Ref, Term, Within
from storage.search.query import first_id, item_number

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
A_DAY = 10_000
CHUNK = 1000

WORDS = 300_000
# A word's rank plus this, to this power, divides how often it is met: the commonest word
# that is no stop word is in about a third of all articles, as "year" is in news.
FLAT, STEEP = 300.0, 1.5
TITLE_WORDS, BODY_WORDS = 7, 180

LANGUAGES = ("en", "en", "en", "de", "fr", "uk")
TOPICS = ("politics", "world", "business", "sport", "health")
OUTLETS = 400

_SYLLABLES = [consonant + vowel for consonant in "bdfgklmnprstvz" for vowel in "aeiou"]


@dataclass(frozen=True, slots=True)
class Entry:
    """A generated article."""

    number: int
    title: tuple[str, ...]
    body: tuple[str, ...]
    outlet: str
    language: str
    topic: str
    at: datetime


def word(rank: int) -> str:
    """Return the made-up word of this rank, from 0; each rank has its own."""
    letters, rest = "", rank + len(_SYLLABLES)
    while rest:
        rest, place = divmod(rest, len(_SYLLABLES))
        letters += _SYLLABLES[place]
    return letters


def entries(count: int, *, seed: int = 1) -> Iterator[Entry]:
    """Yield so many articles, the oldest first."""
    chance = np.random.default_rng(seed)
    chances = 1 / (np.arange(WORDS) + FLAT) ** STEEP
    upto = np.cumsum(chances / chances.sum())
    spelled = [word(rank) for rank in range(WORDS)]
    for number in range(1, count + 1):
        size = TITLE_WORDS + int(chance.lognormal(np.log(BODY_WORDS), 0.6))
        ranks = np.searchsorted(upto, chance.random(size))
        # What a title names, its text repeats.
        ranks[TITLE_WORDS : TITLE_WORDS * 3] = np.tile(ranks[:TITLE_WORDS], 2)[: size - TITLE_WORDS]
        stems = [spelled[min(rank, WORDS - 1)] for rank in ranks]
        yield Entry(
            number,
            title=tuple(stems[:TITLE_WORDS]),
            body=tuple(stems[TITLE_WORDS:]),
            outlet=f"Outlet {number * 7919 % OUTLETS}",
            language=LANGUAGES[number % len(LANGUAGES)],
            topic=TOPICS[number % len(TOPICS)],
            at=NOW - timedelta(days=(count - number) / A_DAY),
        )


async def fill(store: Store, count: int, *, texts: bool = False) -> Counter[str]:
    """Store so many articles as `Search.index` and `Words.add` would; return the words' counts.

    Args:
        store: An empty one.
        count: How many.
        texts: Whether the articles have their texts, and their commonest words are English;
            for the search alone made-up words in the index will do.
    """
    frequencies: Counter[str] = Counter()
    numbers: dict[tuple[str, str], int] = {}
    last = 0
    for chunk in _chunks(entries(count)):
        if texts:
            chunk = [in_english(entry) for entry in chunk]  # noqa: PLW2901 - the same articles
        bodies = [" ".join(entry.body) if texts else "" for entry in chunk]
        async with store.write() as tx:
            for begin in range(0, len(chunk), CHUNK):
                part = slice(begin, begin + CHUNK)
                last = await _add(chunk[part], bodies[part], tx, numbers, last)
        for entry in chunk:
            frequencies.update({*entry.title, *entry.body})
    frequencies[""] = count
    async with store.write() as tx:
        rows = [{"stem": stem, "documents": found} for stem, found in sorted(frequencies.items())]
        await tx.search._connection.execute(insert(schema.words), rows)
    return frequencies


async def _add(
    chunk: Sequence[Entry],
    bodies: Sequence[str],
    tx: ReadTransaction,
    numbers: dict[tuple[str, str], int],
    last: int,
) -> int:
    connection, words = tx.search._connection, tx.search._words
    rows, articles, vectors = [], [], []
    for entry, body in zip(chunk, bodies, strict=True):
        values = (
            ("source", entry.outlet.casefold()),
            ("lang", entry.language),
            ("topic", entry.topic),
        )
        for value in values:
            if value not in numbers:
                numbers[value] = len(numbers) + 1
                row = {"id": numbers[value], "field": value[0], "value": value[1], "documents": 1}
                await connection.execute(insert(schema.facets).values(row))
        facets = [numbers[value] for value in values]
        last = max(last + 1, first_id(entry.at))
        item = item_number(Ref(Kind.ARTICLE, entry.number))
        rows.append({"id": last, "item": item, "at": entry.at, "facets": facets})
        vectors.append(words.row(last, title=entry.title, body=entry.body, facets=facets))
        articles.append(_article(entry, body))
    await connection.execute(insert(schema.stories), _stories(articles))
    await connection.execute(insert(schema.articles), articles)
    await connection.execute(insert(schema.search), rows)
    await connection.execute(words.adding, vectors)
    return last


def in_english(entry: Entry) -> Entry:
    """Return the article with English stems for its commonest words, in a text of stems."""
    english = _english()
    title, body = (
        tuple(stems(" ".join(english.get(each, each) for each in part), "en"))
        for part in (entry.title, entry.body)
    )
    return replace(entry, title=title, body=body, language="en")


@cache
def _english() -> dict[str, str]:
    frequencies = shipped().frequencies
    common = sorted(frequencies, key=lambda stem: (-frequencies[stem], stem))
    return {word(rank): stem for rank, stem in enumerate(common)}


def _article(entry: Entry, body: str) -> dict[str, Any]:
    return {
        "id": entry.number,
        "title": " ".join(entry.title),
        "body": body,
        "site": entry.outlet,
        "authors": [],
        "language": entry.language,
        "added_at": entry.at,
        "at": entry.at,
        "content_hash": str(entry.number),
        "is_published": True,
        # Four articles to a story.
        "story_id": (entry.number + 3) // 4,
    }


def _stories(articles: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    ids = dict.fromkeys(article["story_id"] for article in articles if article["id"] % 4 == 1)
    return [
        {
            "id": each,
            "title": "",
            "first_seen_at": NOW,
            "updated_at": NOW,
            "terms": {},
            "size": 4,
        }
        for each in ids
    ]


def _chunks(found: Iterable[Entry]) -> Iterator[list[Entry]]:
    chunk: list[Entry] = []
    for entry in found:
        chunk.append(entry)
        if len(chunk) == CHUNK:
            yield chunk
            chunk = []
    if chunk:
        yield chunk


def plain_fts5(path: Path, articles: Iterable[Entry]) -> sqlite3.Connection:
    """Return a database of articles as anybody would index them with FTS5."""
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("CREATE VIRTUAL TABLE news USING fts5(title, body)")
    for chunk in _chunks(articles):
        texts = [(" ".join(entry.title), " ".join(entry.body)) for entry in chunk]
        connection.executemany("INSERT INTO news VALUES (?, ?)", texts)
        connection.commit()
    return connection


@dataclass(frozen=True, slots=True)
class Asked:
    """A kind of question, with samples for ours and for FTS5 used plainly."""

    kind: str
    ours: Sequence[Query | tuple[str, ...]]
    plain: Sequence[str] = ()


def questions(frequencies: Counter[str], count: int, *, samples: int) -> list[Asked]:
    """Return samples of each kind, drawn from a seed."""
    chance = random.Random(2)
    by_rank = [stem for stem, _ in frequencies.most_common() if stem]
    frequent, middle = by_rank[:100], by_rank[100:3000]
    rare = [stem for stem in by_rank if 2 <= frequencies[stem] <= 50]
    drawn = chance.sample(range(1, count + 1), min(samples, count))
    wanted = set(drawn)
    articles = [entry for entry in entries(count) if entry.number in wanted]

    def some(words: Sequence[str]) -> list[str]:
        return [chance.choice(words) for _ in range(samples)]

    pairs = list(zip(some(middle), some(middle), strict=True))
    common = list(zip(some(frequent), some(frequent), strict=True))
    phrases = [entry.body[10:12] for entry in articles]
    titles = [entry.title for entry in articles]
    lately = Within(since=NOW - timedelta(days=3))
    early = Within(until=NOW - timedelta(days=count / A_DAY / 2))
    french, outlet = _said(Field.LANGUAGE, "fr"), _said(Field.SOURCE, "outlet 39")
    few, two, one = some(rare), some(middle), some(frequent)
    return [
        Asked("one rare word", [_word(it) for it in few], [*map(_quoted, few)]),
        Asked("one frequent word", [_word(it) for it in one], [*map(_quoted, one)]),
        Asked("two words", [_all(*it) for it in pairs], [_plainly(it) for it in pairs]),
        Asked("two frequent words", [_all(*it) for it in common], [_plainly(it) for it in common]),
        Asked("a phrase", [_word(*it) for it in phrases], [f'"{a} {b}"' for a, b in phrases]),
        Asked(
            "the beginning of a word", [_begins(it[:4]) for it in two], [f"{it[:4]}*" for it in two]
        ),
        Asked("in the title", [_in_title(it) for it in one], [f"title : {it}" for it in one]),
        Asked("frequent, but not another", [And((_word(a), Not(_word(b)))) for a, b in common]),
        Asked("frequent, after:3d", [And((_word(it), lately)) for it in one]),
        Asked("frequent, before: half", [And((_word(it), early)) for it in one]),
        Asked("frequent, lang:fr source:", [And((_word(it), french, outlet)) for it in one]),
        Asked("all that is not one word", [Not(_word(it)) for it in one]),
        Asked("similar to a title", titles, [" OR ".join(map(_quoted, it)) for it in titles]),
    ]


def _word(*words: str) -> Term:
    return Term(words, Field.ANY, " ".join(words))


def _begins(letters: str) -> Term:
    return Term((letters,), Field.ANY, letters, is_prefix=True)


def _in_title(stem: str) -> Term:
    return Term((stem,), Field.TITLE, stem)


def _said(field: Field, text: str) -> Term:
    return Term((), field, text)


def _all(*words: str) -> Query:
    return And(tuple(map(_word, words))) if len({*words}) > 1 else _word(words[0])


def _quoted(stem: str) -> str:
    return f'"{stem}"'


def _plainly(words: Sequence[str]) -> str:
    return " AND ".join(map(_quoted, words))


@dataclass(frozen=True, slots=True)
class Times:
    """What calls took, in milliseconds: on the clock, and of the processor.

    On a machine that does nothing else both are the same. A server's work is on the clock
    alone.
    """

    clock: list[float]
    processor: list[float]

    @contextmanager
    def measured(self) -> Iterator[None]:
        """Add what the block takes."""
        clock, processor = time.perf_counter(), time.process_time()
        yield
        self.processor.append((time.process_time() - processor) * 1000)
        self.clock.append((time.perf_counter() - clock) * 1000)

    def __str__(self) -> str:
        """Return median and 95th percentile on the clock, and the latter of the processor."""
        if not self.clock:
            return " " * 27
        clock, processor = quantiles(self.clock, n=20), quantiles(self.processor, n=20)
        return f"{clock[9]:9.1f}{clock[18]:9.1f}{processor[18]:9.1f}"


async def ask_ours(store: Store, asked: Asked) -> Times:
    """Return what each sample takes."""
    times = Times([], [])
    for each in asked.ours:
        with times.measured():
            async with store.read() as tx:
                if isinstance(each, tuple):
                    await tx.search.similar(dict.fromkeys(each, 1.0))
                else:
                    await tx.search.find(each, now=NOW)
    return times


def ask_plain(connection: sqlite3.Connection, asked: Asked) -> Times:
    """Return what each sample takes FTS5."""
    query = "SELECT rowid FROM news WHERE news MATCH ? ORDER BY bm25(news, 10, 1) LIMIT 10"
    times = Times([], [])
    for each in asked.plain:
        with times.measured():
            connection.execute(query, (each,)).fetchall()
    return times


async def run(count: int, *, url: str, folder: Path, samples: int) -> None:
    """Build the databases, ask, and print."""
    async with Store(url) as store:
        began = time.perf_counter()
        frequencies = await fill(store, count)
        print(
            f"{count:,} articles, {len(frequencies):,} words, {time.perf_counter() - began:.0f} s"
        )
        plain = plain_fts5(folder / "plain.db", entries(count))
        columns = f"{'p50':>9}{'p95':>9}{'CPU p95':>9}"
        print(f"{'ms':28}{columns}{'FTS5 p50':>10}{columns[9:]}")
        for asked in questions(frequencies, count, samples=samples):
            ours, theirs = await ask_ours(store, asked), ask_plain(plain, asked)
            print(f"{asked.kind:28}{ours} {theirs}")
        plain.close()


def main(arguments: Sequence[str] | None = None) -> None:
    """Read the command line and run."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--articles", type=int, default=100_000)
    parser.add_argument("--samples", type=int, default=200, help="questions of each kind")
    parser.add_argument("--url", help="an empty database; a new SQLite file if none is named")
    given = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        url = given.url or f"sqlite+aiosqlite:///{folder}/news.db"
        asyncio.run(run(given.articles, url=url, folder=Path(folder), samples=given.samples))


if __name__ == "__main__":
    main()
