"""Queries asked of items in memory: they match what the search would find.

A digest asks hundreds of filters of thousands of items. So an item's words are gathered
once, as a `Document`, and a filter is compiled once, into functions that look them up.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import TypeAlias, TypeGuard

from storage.model import And, Field, Not, Or, Query, Term, Within


class Document:
    """What a query is asked of: an article or a headline, as the search has it.

    Attributes:
        words: All stems.
        title_words: Stems of the title.
        source: The outlet's name, case folded.
        language: ISO 639-1 code, case folded; empty if unknown.
        topics: Names, case folded.
        at: Aware instant.
    """

    def __init__(
        self,
        *,
        title: Sequence[str],
        body: Sequence[str],
        source: str,
        language: str,
        topics: Sequence[str] = (),
        at: datetime,
    ) -> None:
        """Gather what is looked up.

        Args:
            title: Stems of the title, in order.
            body: Stems of the body, in order; empty for a headline.
            source: The outlet's name.
            language: ISO 639-1 code, or empty.
            topics: Names of topics.
            at: When it counts as news.
        """
        self._title, self._body = title, body
        self.title_words = frozenset(title)
        self.words = self.title_words.union(body)
        self.source = source.casefold()
        self.language = language.casefold()
        self.topics = frozenset(topic.casefold() for topic in topics)
        self.at = at

    def has_phrase(self, text: str, *, in_title: bool) -> bool:
        """Return whether words stand in a row; see `_spaced` for how they are written."""
        return text in self._title_text or (not in_title and text in self._body_text)

    def has_beginning(self, letters: str, *, in_title: bool) -> bool:
        """Return whether a stem begins with `letters`."""
        ordered = self._ordered_title if in_title else self._ordered
        place = bisect_left(ordered, letters)
        return place < len(ordered) and ordered[place].startswith(letters)

    @cached_property
    def _title_text(self) -> str:
        return _spaced(self._title)

    @cached_property
    def _body_text(self) -> str:
        return _spaced(self._body)

    @cached_property
    def _ordered_title(self) -> list[str]:
        return sorted(self.title_words)

    @cached_property
    def _ordered(self) -> list[str]:
        return sorted(self.words)


_Test: TypeAlias = Callable[[Document], bool]


@dataclass(frozen=True, slots=True)
class Matcher:
    """A compiled query.

    Attributes:
        matches: Return whether the query matches a document.
    """

    matches: _Test


def compiled(query: Query) -> Matcher:
    """Return `query` as something to ask of many documents.

    The answers are those of `Search.find`: a test compares both on both databases.
    """
    return Matcher(_test_of(query))


def _test_of(query: Query) -> _Test:
    match query:
        case And(parts):
            return _all_of([_test_of(part) for part in _cheapest_first(parts)])
        case Or(parts):
            return _any_of(_alternatives(parts))
        case Not(part):
            test = _test_of(part)
            return lambda document: not test(document)
        case Within():
            return _within(query)
        case Term():
            return _test_of_term(query)


def _test_of_term(term: Term) -> _Test:
    text = term.text.casefold()
    match term.field:
        case Field.SOURCE:
            return lambda document: text in document.source
        case Field.LANGUAGE:
            return lambda document: text == document.language
        case Field.TOPIC:
            return lambda document: text in document.topics
        case Field.ANY | Field.TITLE:
            return _test_of_words(term, in_title=term.field is Field.TITLE)


def _test_of_words(term: Term, *, in_title: bool) -> _Test:
    match term:
        case Term(words=()):
            return lambda _: False
        case Term(words=(word,), is_prefix=False):
            if in_title:
                return lambda document: word in document.title_words
            return lambda document: word in document.words
    return _test_of_row(term, in_title=in_title)


def _test_of_row(term: Term, *, in_title: bool) -> _Test:
    """Return the test for words in a row, of which the last may have an open end."""
    row = _spaced(term.words)
    if term.is_prefix:
        *whole, letters = term.words
        row = row[:-1]
    else:
        whole, letters = [*term.words], ""
    single = not whole

    def matches(document: Document) -> bool:
        # Few texts have all the words, so hardly any is read.
        words = document.title_words if in_title else document.words
        return (
            all(word in words for word in whole)
            and (not letters or document.has_beginning(letters, in_title=in_title))
            and (single or document.has_phrase(row, in_title=in_title))
        )

    return matches


def _within(times: Within) -> _Test:
    since, until = times.since, times.until
    return lambda document: (
        (since is None or document.at >= since) and (until is None or document.at < until)
    )


def _all_of(tests: Sequence[_Test]) -> _Test:
    if len(tests) == 2:  # noqa: PLR2004 - most have two, which takes half the time
        one, other = tests
        return lambda document: one(document) and other(document)
    return lambda document: all(test(document) for test in tests)


def _any_of(tests: Sequence[_Test]) -> _Test:
    if len(tests) == 1:
        return tests[0]
    if len(tests) == 2:  # noqa: PLR2004 - see above
        one, other = tests
        return lambda document: one(document) or other(document)
    return lambda document: any(test(document) for test in tests)


def _alternatives(parts: Sequence[Query]) -> list[_Test]:
    """Return the tests for parts of which one must match; all single words are one test."""
    words = frozenset(part.words[0] for part in parts if _is_plain(part))
    others = [_test_of(part) for part in parts if not _is_plain(part)]
    if not words:
        return others
    return [lambda document: not words.isdisjoint(document.words), *others]


def _cheapest_first(parts: Sequence[Query]) -> list[Query]:
    """Return the parts, those first that are one look into a set."""
    return sorted(parts, key=lambda part: not _is_plain(part))


def _is_plain(query: Query) -> TypeGuard[Term]:
    """Return whether the query is a single word anywhere."""
    return (
        isinstance(query, Term)
        and query.field is Field.ANY
        and len(query.words) == 1
        and not query.is_prefix
    )


def _spaced(words: Sequence[str]) -> str:
    """Return words as text in which a row of whole words is a part of the text."""
    return f" {' '.join(words)} "
