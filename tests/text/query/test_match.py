"""Filters in memory: the same answers as the search gives on either database."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.text.query.match import Document, compiled
from storage import WriteTransaction
from storage.model import And, Field, Kind, Not, Or, Query, Ref, Term, Within
from tests.moments import utc

NOW = utc("2026-01-10T06:00")

VOCABULARY = ("ship", "shipyard", "tow", "port", "strike", "зерно", "зернов", "東京", "it's", "3.5")
BEGINNINGS = ("shi", "ship", "зер", "東京", "it'", "3.", "x")
OUTLETS = ("Coast Times", "Harbour Post", "Ринок", "")
LANGUAGES = ("en", "uk", "")
TOPICS = ("sport", "law")
# Within one hour and at its ends, and far from it, for the search numbers items by hours.
MOMENTS = tuple(
    NOW + timedelta(seconds=seconds)
    for seconds in (-(10**9), -3600, -1, 0, 0.000001, 1, 3599, 3600, 86400 * 400)
)


@dataclass(frozen=True)
class Item:
    """What is indexed, and made a document."""

    title: list[str]
    body: list[str]
    source: str
    language: str
    topics: list[str]
    at: datetime


stems = st.sampled_from(VOCABULARY)
items = st.builds(
    Item,
    title=st.lists(stems, max_size=4),
    body=st.lists(stems, max_size=8),
    source=st.sampled_from(OUTLETS),
    language=st.sampled_from(LANGUAGES),
    topics=st.lists(st.sampled_from(TOPICS), unique=True),
    at=st.sampled_from(MOMENTS),
)
fields = st.sampled_from([Field.ANY, Field.TITLE])
rows = st.lists(stems, min_size=1, max_size=3).map(tuple)
moments = st.none() | st.sampled_from(MOMENTS)
leaves: st.SearchStrategy[Query] = st.one_of(
    st.builds(lambda words, field: Term(words, field, " ".join(words)), rows, fields),
    st.builds(
        lambda words, beginning, field: Term((*words, beginning), field, "", is_prefix=True),
        st.lists(stems, max_size=1).map(tuple),
        st.sampled_from(BEGINNINGS),
        fields,
    ),
    st.builds(Term, st.just(()), st.just(Field.SOURCE), st.sampled_from(["COAST", "o", "ринок"])),
    st.builds(Term, st.just(()), st.just(Field.LANGUAGE), st.sampled_from(["EN", "uk", "de"])),
    st.builds(Term, st.just(()), st.just(Field.TOPIC), st.sampled_from(["Sport", "law", "crime"])),
    st.builds(Term, st.just(()), st.just(Field.ANY), st.just("the")),
    st.builds(Within, since=moments, until=moments),
)
queries: st.SearchStrategy[Query] = st.recursive(
    leaves,
    lambda parts: st.one_of(
        parts.map(Not),
        st.lists(parts, min_size=2, max_size=3).map(lambda some: And(tuple(some))),
        st.lists(parts, min_size=2, max_size=3).map(lambda some: Or(tuple(some))),
    ),
    max_leaves=8,
)


async def index(tx: WriteTransaction, listed: list[Item]) -> dict[Ref, Document]:
    """Index the items; return the documents that they are."""
    documents = {}
    for number, item in enumerate(listed, start=1):
        ref = Ref((Kind.ARTICLE, Kind.HEADLINE)[number % 2], number)
        facts: dict[str, Any] = {
            "title": item.title,
            "body": item.body,
            "source": item.source,
            "language": item.language,
            "topics": item.topics,
            "at": item.at,
        }
        await tx.search.index(ref, **facts)
        documents[ref] = Document(**facts)
    return documents


class Undone(Exception):  # noqa: N818 - nothing went wrong
    """Rolls a transaction back."""


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
    derandomize=True,
)
@given(
    listed=st.lists(items, min_size=1, max_size=6),
    asked=st.lists(queries, min_size=1, max_size=8),
)
async def test_memory_and_databases_give_the_same_answer(store, listed, asked):
    with suppress(Undone):
        async with store.write() as tx:
            documents = await index(tx, listed)
            for query in asked:
                found = await tx.search.find(query, now=NOW, limit=100)
                matches = compiled(query).matches
                assert sorted(found) == sorted(r for r, one in documents.items() if matches(one))
            raise Undone


def document(title: str = "", body: str = "", **facts) -> Document:
    given: dict[str, Any] = {"source": "", "language": "en", "at": NOW} | facts
    return Document(title=title.split(), body=body.split(), **given)


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        pytest.param(Term(("tow", "ship"), Field.ANY, ""), True, id="row in the body"),
        pytest.param(Term(("free", "tow"), Field.ANY, ""), False, id="not from title to body"),
        pytest.param(Term(("ow", "ship"), Field.ANY, ""), False, id="whole words"),
        pytest.param(Term(("tow", "sh"), Field.ANY, "", is_prefix=True), True, id="open end"),
        pytest.param(Term(("ship",), Field.TITLE, ""), False, id="not in the title"),
        pytest.param(Within(since=NOW, until=NOW + timedelta(hours=1)), True, id="from then on"),
        pytest.param(Within(until=NOW), False, id="until then"),
        pytest.param(Term((), Field.SOURCE, "COAST"), True, id="part of a source"),
    ],
)
def test_a_document_matches(query, expected):
    asked = document("icebreaker free", "tow ship port", source="Coast Times")

    assert compiled(query).matches(asked) is expected
