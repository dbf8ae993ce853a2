"""From a typed filter to a `Query`: one language for search, topics, mutes and alerts.

    ports OR shipping            either word, in any form
    "port strike" -football      the phrase, and not the word
    tarif*                       words that begin so
    title:ferry (lang:en OR lang:de) NOT source:"Coast Times"
    topic:sport after:yesterday  also after:3d, before:2026-11-24

NOT binds before AND, which may be left out, and AND before OR. Operators are written in
capitals. A field may stand before brackets: `title:(ferry OR ship)`.

What is kept of a filter is its text. It is parsed whenever it is used, so that `after:3d`
moves along with time, and words are sought in the languages that the store has by then.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NoReturn, TypeVar
from zoneinfo import ZoneInfo

from bot.errors import UsageError
from bot.text.query_times import instant_of
from bot.text.query_tokens import AFTER, BEFORE, FIELD_NAMES, FIELDS, Token, Typed, tokenized
from bot.text.query_words import LEAST_PREFIX, Excused, joined_or, prefix_query, word_query
from bot.text.topics import TOPICS, topic_named
from bot.text.words import words
from storage.model import And, Field, Not, Query, Term, Within, terms_of

# A query is kept with a subscription and run over every new item.
MOST_CHARACTERS = 256
# Python's own stack is far deeper; nobody reads a query that is.
DEEPEST = 8

_FIELDS = {field.value: field for field in FIELDS}
_CODE_LETTERS = 2

_Part = TypeVar("_Part", Query | None, Query | Excused | None)


@dataclass(frozen=True, slots=True)
class Asker:
    """Who asks: what decides how a query is understood.

    Attributes:
        now: Aware instant, from which `after:3d` counts.
        zone: Where days begin.
        languages: ISO 639-1 codes that words may be in, the likeliest first: the reader's
            own and those that the store has.
    """

    now: datetime
    zone: ZoneInfo
    languages: Sequence[str] = ("en",)


def parse_query(text: str, asker: Asker) -> Query:
    """Return what `text` asks for.

    Stop words are left out, as they are in the index. A word whose stem is not the same
    in all languages becomes a choice between its stems.

    Args:
        text: As typed.
        asker: Who asks.

    Raises:
        UsageError: It can't be understood; one sentence says why, and shows where.
    """
    if len(text) > MOST_CHARACTERS:
        raise UsageError(
            f"A query has at most {MOST_CHARACTERS} characters; this one has {len(text)}."
        )
    typed = tokenized(text)
    if not typed.tokens:
        raise UsageError("Say what to look for.")
    found = _Parser(typed, asker).parse()
    if found is not None:
        return found
    said = [token.text for token in typed.tokens if token.kind in {"word", "phrase"}]
    for each in said:
        if any(len(word) > 1 for word in words(each)):
            raise UsageError(f"“{each}” is in nearly every text. Add a word that says more.")
    raise UsageError(f"“{said[0]}” is no word to look for: single letters and signs are not kept.")


class _Parser:
    """Recursive descent, one method for each level of precedence.

    A part of stop words alone is None, and left out of what it stands in.
    """

    def __init__(self, typed: Typed, asker: Asker) -> None:
        self._typed = typed
        self._tokens = typed.tokens
        self._asker = asker
        self._place = 0
        self._depth = 0

    def parse(self) -> Query | None:
        found = self._any(Field.ANY)
        if self._place < len(self._tokens):
            self._refuse("A bracket is closed that was not opened")
        return found

    def _any(self, field: Field) -> Query | None:
        parts = [self._all(field)]
        while self._takes("OR"):
            parts.append(self._all(field))
        return joined_or(parts)

    def _all(self, field: Field) -> Query | None:
        parts = [self._one(field)]
        while self._takes("AND") or self._next not in {"", "OR", ")"}:
            parts.append(self._one(field))
        return _joined_and(parts)

    def _one(self, field: Field) -> Query | Excused | None:
        begin = self._place
        match self._next:
            case "NOT" | "-":
                self._place += 1
                part = _alone(self._nested(lambda: self._one(field)))
                return Not(part) if part else None
            case "(":
                self._place += 1
                part = self._nested(lambda: self._any(field))
                if not self._takes(")"):
                    problem = "A bracket is opened and not closed"
                    self._typed.refuse(problem, self._tokens[begin].place)
                return part
            case "field":
                return self._of_field(self._take())
        return self._term(self._take(), field)

    def _of_field(self, named: Token) -> Query | Excused | None:
        if named.text not in FIELD_NAMES:
            problem = f"There is no field {named.text}: take {', '.join(FIELD_NAMES)}"
            self._typed.refuse(problem, named.place)
        if named.text in {AFTER, BEFORE}:
            return self._within(named)
        field = _FIELDS[named.text]
        if self._next == "(":
            return self._one(field)
        return self._term(self._take(), field)

    def _within(self, named: Token) -> Query:
        value = self._take()
        at = instant_of(value.text, now=self._asker.now, zone=self._asker.zone)
        if at is None:
            problem = (
                f"{named.text}: takes a day such as 2026-11-24 or yesterday, or a time back "
                "such as 3d or 12h"
            )
            self._typed.refuse(problem, named.place)
        return Within(since=at) if named.text == AFTER else Within(until=at)

    def _term(self, token: Token, field: Field) -> Query | Excused | None:
        text = token.text
        match field:
            case Field.SOURCE:
                text = text.rstrip("*").strip()
                return Term((), field, text) if text else None
            case Field.LANGUAGE:
                if len(text) != _CODE_LETTERS or not text.isascii() or not text.isalpha():
                    self._typed.refuse(
                        "lang: takes a code of two letters, such as lang:en", token.place
                    )
                return Term((), field, text.lower())
            case Field.TOPIC:
                topic = topic_named(text)
                if topic is None:
                    self._typed.refuse(f"topic: takes {', '.join(TOPICS)}", token.place)
                return Term((), field, topic)
        if token.kind == "word" and text.endswith("*"):
            return self._prefix(token, field)
        languages = self._asker.languages
        return word_query(text, field, languages=languages)

    def _prefix(self, token: Token, field: Field) -> Query:
        text = token.text.rstrip("*")
        found = prefix_query(text, field, languages=self._asker.languages)
        if found is None:
            self._typed.refuse(f"A * stands behind {LEAST_PREFIX} letters or more", token.place)
        return found

    @property
    def _next(self) -> str:
        """Return the kind of the token that comes next, "" at the end."""
        return self._tokens[self._place].kind if self._place < len(self._tokens) else ""

    def _take(self) -> Token:
        """Return the token that comes next, and go on; refuse one that says nothing."""
        if self._next not in {"word", "phrase", "field"}:
            if self._place:
                before = self._tokens[self._place - 1]
                self._typed.refuse("Something is missing after this", before.place)
            self._refuse("Something is missing before this")
        self._place += 1
        return self._tokens[self._place - 1]

    def _takes(self, operator: str) -> bool:
        if self._next != operator:
            return False
        self._place += 1
        return True

    def _nested(self, parse: Callable[[], _Part]) -> _Part:
        self._depth += 1
        if self._depth > DEEPEST:
            raise UsageError(f"More than {DEEPEST} levels of brackets can't be told apart.")
        found = parse()
        self._depth -= 1
        return found

    def _refuse(self, problem: str) -> NoReturn:
        self._typed.refuse(problem, self._tokens[self._place].place)


def _joined_and(parts: Sequence[Query | Excused | None]) -> Query | None:
    """Return what all `parts` match; None if none says anything.

    An `Excused` word is left to the languages that it is a word of, if another word says
    what is sought.
    """
    is_said = any(terms_of(part) for part in parts if part and not isinstance(part, Excused))
    settled = (
        part.beside_others() if is_said and isinstance(part, Excused) else _alone(part)
        for part in parts
    )
    telling = list(dict.fromkeys(part for part in settled if part is not None))
    if len(telling) > 1:
        return And(tuple(telling))
    return telling[0] if telling else None


def _alone(part: Query | Excused | None) -> Query | None:
    return part.alone() if isinstance(part, Excused) else part
