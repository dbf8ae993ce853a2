"""Both databases find the same, whatever the script, and obey no word as an operator."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator, Sequence

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from storage import ReadTransaction, Store, WriteTransaction
from storage.model import And, Field, Kind, Not, Or, Query, Ref, Term
from storage.search.postgresql import _vector
from tests.databases import KINDS
from tests.moments import utc

NOW = utc("2026-01-10T06:00")

SHIP, STRIKE, MARKET, HEADLINE = (
    Ref(Kind.ARTICLE, 1),
    Ref(Kind.ARTICLE, 2),
    Ref(Kind.ARTICLE, 3),
    Ref(Kind.HEADLINE, 1),
)


async def index(
    tx: WriteTransaction,
    ref: Ref,
    title: str,
    body: str = "",
    *,
    source: str = "",
    language: str = "en",
    at=NOW,
) -> None:
    await tx.search.index(
        ref, title=title.split(), body=body.split(), source=source, language=language, at=at
    )


async def fill(store: Store) -> None:
    """Index three articles and a headline."""
    async with store.write() as tx:
        await index(tx, SHIP, "icebreak free", "ship tow crew safe", source="Coast Times")
        await index(tx, STRIKE, "port strike end", "crew ship crane", source="Harbour Post")
        await index(tx, MARKET, "lubię ціна зерно", "порт ship", source="100% Ринок", language="uk")
        await index(tx, HEADLINE, "strike", source="Coast Times", at=utc("2026-01-11T06:00"))


@pytest.fixture(scope="module", params=KINDS)
def library_url(request, databases) -> Iterator[str]:
    """One library of each kind for all tests that only read."""

    async def write(url: str) -> None:
        async with Store(url) as store:
            await fill(store)

    with databases.fresh(request.param) as url:
        asyncio.run(write(url))
        yield url


@pytest.fixture
async def library(library_url) -> AsyncIterator[Store]:
    """What is in the library, to be read."""
    async with Store(library_url) as store:
        yield store


async def alike(tx: ReadTransaction, *stems: str) -> list[Ref]:
    return [found.ref for found in await tx.search.similar(dict.fromkeys(stems, 1.0))]


def word(*words: str, field: Field = Field.ANY) -> Term:
    return Term(words, field, " ".join(words))


def where(field: Field, text: str) -> Term:
    return Term((), field, text)


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        pytest.param(word("icebreak"), {SHIP}, id="word in title"),
        pytest.param(word("ship"), {SHIP, STRIKE, MARKET}, id="word in body"),
        pytest.param(word("strike"), {STRIKE, HEADLINE}, id="headline too"),
        pytest.param(word("шип"), set(), id="no such word"),
        pytest.param(word("зерно"), {MARKET}, id="cyrillic"),
        pytest.param(word("lubie"), set(), id="accents matter"),
        pytest.param(word("lubię"), {MARKET}, id="accent"),
        pytest.param(word("ice"), set(), id="no part of a word"),
        pytest.param(word("crew", "ship"), {STRIKE}, id="phrase"),
        pytest.param(word("ship", "tow", "crew"), {SHIP}, id="long phrase"),
        pytest.param(word("free", "ship"), set(), id="no phrase from title to body"),
        pytest.param(word("strike", field=Field.TITLE), {STRIKE, HEADLINE}, id="title"),
        pytest.param(word("ship", field=Field.TITLE), set(), id="not in title"),
        pytest.param(word("port", "strike", field=Field.TITLE), {STRIKE}, id="title phrase"),
        pytest.param(where(Field.SOURCE, "COAST"), {SHIP, HEADLINE}, id="part of a source"),
        pytest.param(where(Field.SOURCE, "%"), {MARKET}, id="no wildcard"),
        pytest.param(where(Field.SOURCE, "ринок"), {MARKET}, id="cyrillic source"),
        pytest.param(where(Field.LANGUAGE, "UK"), {MARKET}, id="language"),
        pytest.param(And((word("ship"), word("crew"))), {SHIP, STRIKE}, id="and"),
        pytest.param(Or((word("tow"), word("crane"))), {SHIP, STRIKE}, id="or"),
        pytest.param(Not(word("ship")), {HEADLINE}, id="not"),
        pytest.param(And((word("ship"), Not(word("crew")))), {MARKET}, id="and not"),
        pytest.param(Not(Not(word("tow"))), {SHIP}, id="not not"),
        pytest.param(Or((word("tow"), Not(word("ship")))), {SHIP, HEADLINE}, id="or not"),
        pytest.param(
            Not(Or((word("tow"), where(Field.SOURCE, "harbour")))), {MARKET, HEADLINE}, id="none of"
        ),
        pytest.param(
            And((Or((word("tow"), word("crane"))), where(Field.SOURCE, "coast"))),
            {SHIP},
            id="nested",
        ),
        pytest.param(word(), set(), id="stop word"),
        pytest.param(Or((word(), word("tow"))), {SHIP}, id="stop word or word"),
    ],
)
async def test_a_query_finds(library, query, expected):
    async with library.read() as tx:
        assert set(await tx.search.find(query, now=NOW)) == expected


async def test_a_word_in_the_title_weighs_more(store):
    async with store.write() as tx:
        await index(tx, SHIP, "crew safe", "icebreak " * 3)
        await index(tx, STRIKE, "icebreak tow", "crew safe ship")

        assert await tx.search.find(word("icebreak"), now=NOW) == [STRIKE, SHIP]


async def test_what_fits_equally_well_comes_newest_first(library):
    async with library.read() as tx:
        assert await tx.search.find(where(Field.SOURCE, "coast"), now=NOW) == [HEADLINE, SHIP]


async def test_pages_follow_each_other(library):
    async with library.read() as tx:
        everything = await tx.search.find(Or((word("ship"), word("strike"))), limit=10, now=NOW)
        pages = [
            await tx.search.find(
                Or((word("ship"), word("strike"))), limit=2, offset=offset, now=NOW
            )
            for offset in (0, 2, 4)
        ]

    assert len(everything) == 4
    assert [ref for page in pages for ref in page] == everything


STEMS = (
    "u.s",
    "it's",
    "co-op",
    "o'brien-smith's",
    "3.5",
    "c++",
    'a"b',
    "пів'їжа",
    "हिन्दी",
    "東京",
    "a\u0301",
    "🧊",
)


async def test_a_stem_of_any_script_is_found_whole(store):
    refs = {stem: Ref(Kind.ARTICLE, number) for number, stem in enumerate(STEMS, start=1)}
    async with store.write() as tx:
        await index(tx, Ref(Kind.ARTICLE, 99), "one two")
        for stem, ref in refs.items():
            await index(tx, ref, "before", f"one {stem} two")

        for stem, ref in refs.items():
            assert await tx.search.find(word(stem), now=NOW) == [ref]
            assert await tx.search.find(word("one", stem, "two"), now=NOW) == [ref]
            assert await alike(tx, stem) == [ref]


@pytest.mark.parametrize(
    "text",
    [
        '"',
        '" OR "ship',
        'ship" OR "1',
        "ship*",
        "^icebreak",
        "title:icebreak",
        "{title body}:ship",
        "ship AND crew",
        "NEAR(ship crew)",
        "NOT",
        "(",
        "'",
        "''",
        "\\",
        "\\'",
        "' | 'ship",
        "ship:*",
        "ship & !crew",
        "<->",
        "!",
        "'; DROP TABLE articles; --",
        "%s",
        ":ship",
        "$1",
        "?",
    ],
)
async def test_no_word_is_an_operator(library, text):
    async with library.read() as tx:
        for field in (Field.ANY, Field.TITLE):
            assert await tx.search.find(Term((text,), field, text), now=NOW) == []
            both = Or((Term((text,), field, text), word("crane")))
            assert STRIKE in await tx.search.find(both, now=NOW)
        assert STRIKE in await alike(tx, text, "crane")


words = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=8)


def terms(some: Sequence[str]) -> Term:
    return Term(tuple(some), Field.ANY, " ".join(some))


queries: st.SearchStrategy[Query] = st.recursive(
    st.lists(words, min_size=1, max_size=3).map(terms),
    lambda parts: st.one_of(
        parts.map(Not),
        st.lists(parts, min_size=2, max_size=3).map(lambda some: And(tuple(some))),
        st.lists(parts, min_size=2, max_size=3).map(lambda some: Or(tuple(some))),
    ),
    max_leaves=6,
)


@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
    derandomize=True,
)
@given(query=queries)
async def test_any_query_has_an_answer(library, query):
    async with library.read() as tx:
        await tx.search.find(query, now=NOW)


async def test_similar_items_have_any_of_the_words(library):
    async with library.read() as tx:
        assert await alike(tx, "strike", "crane", "nowhere") == [STRIKE, HEADLINE]
        assert len(await tx.search.similar({"strike": 1.0}, limit=1)) == 1
        assert await alike(tx, "nowhere") == []
        assert await alike(tx) == []


async def test_similar_items_come_with_the_stems_of_their_title_and_opening(store):
    title, body = "tow ship tow", "crew \\'s ship crew" + " word" * 40 + " crew late"
    async with store.write() as tx:
        await index(tx, SHIP, title, body, source="Coast Times")
        [none] = await tx.search.similar({"tow": 1.0})
        [some] = await tx.search.similar({"tow": 1.0}, opening=4)
        [all_] = await tx.search.similar({"tow": 1.0}, opening=99)
    assert (none.ref, none.title, none.opening) == (SHIP, {"tow": 2, "ship": 1}, {})
    assert some.opening == {"crew": 2, "\\'s": 1, "ship": 1}
    assert all_.opening == {"crew": 3, "\\'s": 1, "ship": 1, "word": 40, "late": 1}


async def test_a_long_stem_at_the_end_of_an_opening_is_not_cut(store):
    words = [f"{'x' * 40}{number}" for number in range(20)]
    async with store.write() as tx:
        await index(tx, SHIP, "tow", " ".join(words))
        [found] = await tx.search.similar({"tow": 1.0}, opening=10)
    assert set(found.opening) <= set(words)


async def test_an_item_that_is_indexed_anew_has_its_new_words_alone(store):
    await fill(store)
    async with store.write() as tx:
        await index(tx, SHIP, "canal open", source="Coast Times")

        assert await tx.search.find(word("icebreak"), now=NOW) == []
        assert await tx.search.find(word("canal"), now=NOW) == [SHIP]


async def test_an_item_that_is_removed_is_found_no_more(store):
    await fill(store)
    async with store.write() as tx:
        await tx.search.remove(SHIP)
        await tx.search.remove(Ref(Kind.ARTICLE, 99))

        assert await tx.search.find(word("icebreak"), now=NOW) == []
        assert await tx.search.find(where(Field.SOURCE, "coast"), now=NOW) == [HEADLINE]


async def test_a_book_is_indexed_from_its_beginning(store):
    """PostgreSQL's vectors are limited in size, and so are the words in them."""
    book = " ".join(f"слово{number}" for number in range(60_000))
    async with store.write() as tx:
        await index(tx, SHIP, "book " + "x" * 3000, book)

        assert await tx.search.find(word("book"), now=NOW) == [SHIP]
        assert await tx.search.find(word("слово0", "слово1"), now=NOW) == [SHIP]


def test_a_vector_ends_where_postgresql_would_refuse_it():
    huge = [f"{number:0>490}" for number in range(16_000)]

    assert len(_vector([], huge).encode()) < 1_000_000
