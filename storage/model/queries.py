"""What is searched for."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias


class Field(StrEnum):
    """Where a term of a query is looked for."""

    ANY = "any"
    TITLE = "title"
    SOURCE = "source"
    LANGUAGE = "lang"


@dataclass(frozen=True, slots=True)
class Term:
    """A word or a phrase of a query.

    Attributes:
        words: Stems in order; more than one makes a phrase.
        field: Where they must stand.
        text: As it was typed, without its field: what SOURCE and LANGUAGE compare.
    """

    words: tuple[str, ...]
    field: Field
    text: str


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


Query: TypeAlias = Term | Not | And | Or
