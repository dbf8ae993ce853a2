"""What is searched for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import TypeAlias

from storage.model.news import Ref


class Field(StrEnum):
    """Where a term of a query is looked for; the value is what is typed before the colon."""

    ANY = "any"
    TITLE = "title"
    SOURCE = "source"
    LANGUAGE = "lang"
    TOPIC = "topic"


@dataclass(frozen=True, slots=True)
class Term:
    """A word or a phrase of a query.

    Attributes:
        words: Stems in order; more than one makes a phrase. Without any it matches nothing,
            unless its field compares `text`.
        field: Where they must stand.
        text: As it was typed, without its field: what SOURCE (any part of the outlet's
            name), LANGUAGE and TOPIC compare, in either case.
        is_prefix: Whether the last of `words` is only how a stem begins.
    """

    words: tuple[str, ...]
    field: Field
    text: str
    is_prefix: bool = False


@dataclass(frozen=True, slots=True)
class Within:
    """The items of a time: `since` <= `at` < `until`, aware; None for no beginning or no end."""

    since: datetime | None = None
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Not:
    """Everything that `part` does not match."""

    part: Query


@dataclass(frozen=True, slots=True)
class And:
    """What all `parts` match; at least two."""

    parts: tuple[Query, ...]


@dataclass(frozen=True, slots=True)
class Or:
    """What any of `parts` matches; at least two."""

    parts: tuple[Query, ...]


Query: TypeAlias = Term | Within | Not | And | Or


def terms_of(query: Query) -> tuple[Term, ...]:
    """Return the terms that an item must have, or may: those of words, each once.

    They make an item better by standing in it, and are what a reader wants to see of it.
    """
    match query:
        case And(parts) | Or(parts):
            return tuple(dict.fromkeys(term for part in parts for term in terms_of(part)))
        case Term(words=(_, *_), field=Field.ANY | Field.TITLE):
            return (query,)
    return ()


def has_times(query: Query) -> bool:
    """Return whether the query asks for the items of a time."""
    match query:
        case And(parts) | Or(parts):
            return any(has_times(part) for part in parts)
        case Not(part):
            return has_times(part)
    return isinstance(query, Within)


@dataclass(frozen=True, slots=True)
class Indexed:
    """What the index has of an item: enough to compare it without reading its text.

    Attributes:
        ref: The item.
        title: How often each stem stands in its title.
        opening: How often each stands among the first stems of its body.
    """

    ref: Ref
    title: Mapping[str, int]
    opening: Mapping[str, int]
