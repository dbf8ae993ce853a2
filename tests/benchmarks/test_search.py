"""The benchmark of the search: it asks every kind of question, on few articles."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise

from tests.benchmarks.stories_search import CHUNK, entries, fill, main, questions, word

KINDS = (
    "one rare word",
    "one frequent word",
    "two words",
    "a phrase",
    "the beginning of a word",
    "in the title",
    "frequent, after:3d",
    "similar to a title",
)


def test_articles_are_the_same_for_the_same_seed_and_ascend_in_time():
    some = list(entries(30))

    assert some == list(entries(30))
    assert all(one.at < other.at for one, other in pairwise(some))
    assert len({word(rank) for rank in range(10_000)}) == 10_000


def test_words_are_as_frequent_as_in_news():
    counts = Counter(stem for entry in entries(500) for stem in {*entry.title, *entry.body})

    assert 0.2 < counts.most_common(1)[0][1] / 500 < 0.4
    assert sum(count == 1 for count in counts.values()) > 0.4 * len(counts)


async def test_what_is_filled_in_bulk_is_what_the_search_itself_stores(store):
    frequencies = await fill(store, CHUNK + 10)
    async with store.read() as tx:
        asked = questions(frequencies, CHUNK + 10, samples=3)
        for each in asked:
            for query in each.ours:
                if isinstance(query, tuple):
                    assert await tx.search.similar(dict.fromkeys(query, 1.0)) != []
        documents, found = await tx.words.frequencies([word(0)])
        assert (documents, found[word(0)]) == (CHUNK + 10, frequencies[word(0)])
        assert {*await tx.search.languages()} == {"en", "de", "fr", "uk"}


def test_it_prints_the_times_of_each_kind(capsys):
    main(["--articles", "300", "--samples", "3"])

    printed = capsys.readouterr().out
    assert "300 articles" in printed
    assert [kind for kind in KINDS if kind not in printed] == []
