"""The pieces that a typed query is made of, each with its place."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import NoReturn

from bot.errors import UsageError
from storage.model import Field

AFTER, BEFORE = "after", "before"
FIELDS = (Field.TITLE, Field.SOURCE, Field.LANGUAGE, Field.TOPIC)
FIELD_NAMES = (*(field.value for field in FIELDS), AFTER, BEFORE)

# What is shown of a query from the place where it is wrong.
_SHOWN = 24

# As keyboards of other languages have them; one character each, so that places stay.
_PLAIN = str.maketrans("“”„«»＂（）：＊\u3000", '"' * 6 + "():* ")
# No alternative goes back over what another one read, but for one quotation mark that is
# not closed: the time is linear.
_TOKEN = re.compile(
    rf"""\s*(?:
        (?P<bracket>[()])
      | (?P<minus>-)(?=[\w"(])
      | (?P<field>[A-Za-z]+):(?=["\w(])
      | (?P<empty>(?i:{"|".join(FIELD_NAMES)})):(?!["\w(])
      | "(?P<phrase>[^"]*)"
      | (?P<open>")
      | (?P<word>[^\s()"]+)
    )""",
    re.VERBOSE,
)
_OPERATORS = frozenset({"AND", "OR", "NOT"})


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of a query.

    Attributes:
        kind: `(`, `)`, `-`, `AND`, `OR`, `NOT`, `field`, `phrase` or `word`.
        text: What it says: a field's name in lower case, a phrase without its quotes.
        place: Where it begins in the query.
    """

    kind: str
    text: str
    place: int


@dataclass(frozen=True, slots=True)
class Typed:
    """A query, cut into pieces.

    Attributes:
        text: The query, its marks as an English keyboard has them.
        tokens: Its pieces, in order.
    """

    text: str
    tokens: tuple[Token, ...]

    def refuse(self, problem: str, place: int) -> NoReturn:
        """Raise a `UsageError` that says what is wrong, and shows where.

        Args:
            problem: A sentence without its full stop.
            place: Where in `text`.
        """
        before = "…" if self.text[:place].strip() else ""
        rest = self.text[place:].strip()
        after = "…" if len(rest) > _SHOWN else ""
        raise UsageError(f"{problem}, at: {before}{rest[:_SHOWN]}{after}")


def tokenized(text: str) -> Typed:
    """Return `text` cut into its pieces.

    Raises:
        UsageError: A quotation mark is not closed, or nothing follows a field.
    """
    plain = text.translate(_PLAIN).rstrip()
    typed = Typed(plain, tuple(map(_token, _TOKEN.finditer(plain))))
    for token in typed.tokens:
        if token.kind == "open":
            typed.refuse("A quotation mark is opened and not closed", token.place)
        if token.kind == "empty":
            typed.refuse(f"Nothing follows {token.text.lower()}:", token.place)
    return typed


def _token(match: re.Match[str]) -> Token:
    kind = match.lastgroup or ""
    text, place = match[kind], match.start(kind)
    if kind in {"bracket", "minus"} or (kind == "word" and text in _OPERATORS):
        return Token(text, text, place)
    if kind == "field":
        return Token(kind, text.lower(), place)
    return Token(kind, text, place - (kind == "phrase"))
