"""Ids as people type them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What a `Ref` points to; the value is the letter in front of the number."""

    ARTICLE = ""
    HEADLINE = "h"
    STORY = "s"
    DIGEST = "d"
    SOURCE = "f"


_REF = re.compile(r"(?P<kind>[hsdf]?)(?P<number>[1-9][0-9]{0,17})", re.IGNORECASE)


@dataclass(frozen=True, slots=True, order=True)
class Ref:
    """An id as people type it: `12` an article, `h12`, `s12`, `d12`, `f12`.

    Attributes:
        kind: What is meant.
        number: The row's number, from 1.
    """

    kind: Kind
    number: int

    def __str__(self) -> str:
        """Return the id as it is shown and typed."""
        return f"{self.kind.value}{self.number}"

    @classmethod
    def parse(cls, text: str) -> Ref | None:
        """Return the id that `text` is, in either case, or None if it is none."""
        match = _REF.fullmatch(text.strip())
        if match is None:
            return None
        return cls(Kind(match["kind"].lower()), int(match["number"]))
