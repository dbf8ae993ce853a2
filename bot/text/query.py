"""From a typed filter to a `Query`: one language for search, topics and mutes.

    ports OR shipping            either word, in any form
    "port strike" -football      the phrase, and not the word
    title:ferry (lang:en OR lang:de) NOT source:"Coast Times"

NOT binds before AND, which may be left out, and AND before OR. Operators are written in
capitals.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable
from typing import NoReturn

from bot.errors import UsageError
from bot.text.words import stems
from storage.model import And, Field, Not, Or, Query, Term

# A query is kept with a subscription and run over every new item.
MOST_CHARACTERS = 256
# Python's own stack is far deeper; nobody reads a query that is.
DEEPEST = 8

_FIELDS = {"title": Field.TITLE, "source": Field.SOURCE, "lang": Field.LANGUAGE}
_QUOTES = str.maketrans("“”„«»", '"' * 5)
_TOKEN = re.compile(
    r"""\s*(?:
        (?P<bracket>[()])
      | (?P<minus>-)(?=[\w"(])
      | (?:(?P<field>[A-Za-z]+):(?=["\w]))?
        (?: "(?P<phrase>[^"]*)" | (?P<open>") | (?P<word>[^\s()"]+) )
    )""",
    re.VERBOSE,
)
_OPERATORS = frozenset({"AND", "OR", "NOT"})
_LANGUAGE_CODE = re.compile("[A-Za-z]{2}")

# Scripts that one language of the news world is mostly written in.
_SCRIPTS = (
    ("uk", re.compile("[іїєґ]", re.IGNORECASE)),
    ("ru", re.compile("[а-яё]", re.IGNORECASE)),
    ("el", re.compile("[α-ω]", re.IGNORECASE)),
    ("ar", re.compile("[\u0621-\u064a]")),
    ("hi", re.compile("[\u0900-\u097f]")),
)


def parse_query(text: str, *, languages: Collection[str] = ("en",)) -> Query:
    """Return what `text` asks for.

    Stop words are left out, as they are in the index. A word whose stem is not the same
    in all languages becomes a choice between its stems.

    Args:
        text: As typed.
        languages: ISO 639-1 codes of the languages that words may be in, besides those
            that `lang:` names. Words in Cyrillic, Greek, Arabic or Devanagari are taken
            for the language that most of such news is in.

    Raises:
        UsageError: It can't be understood; one sentence says why.
    """
    if len(text) > MOST_CHARACTERS:
        raise UsageError(
            f"A query has at most {MOST_CHARACTERS} characters; this one has {len(text)}."
        )
    tokens = _tokens(text.translate(_QUOTES))
    named = [token["word"] for token in tokens if token["field"] == "lang"]
    codes = dict.fromkeys([*languages, *(code.lower() for code in named if code)])
    found = _Parser(tokens, codes).parse()
    if found is None:
        raise UsageError("There is no word in this to look for.")
    return found


def _tokens(text: str) -> list[re.Match[str]]:
    tokens = []
    end = len(text.rstrip())
    place = 0
    while place < end and (token := _TOKEN.match(text, place)):
        tokens.append(token)
        place = token.end()
    return tokens


class _Parser:
    """Recursive descent, one method for each level of precedence.

    A part of stop words alone is None, and left out of what it stands in.
    """

    def __init__(self, tokens: list[re.Match[str]], languages: Collection[str]) -> None:
        self._tokens = tokens
        self._languages = languages
        self._place = 0
        self._depth = 0

    def parse(self) -> Query | None:
        if not self._tokens:
            raise UsageError("Say what to look for.")
        found = self._any()
        if self._place < len(self._tokens):
            raise UsageError("A bracket is closed that was not opened.")
        return found

    def _any(self) -> Query | None:
        parts = [self._all()]
        while self._takes("OR"):
            parts.append(self._all())
        return _joined(Or, parts)

    def _all(self) -> Query | None:
        parts = [self._one()]
        while self._takes("AND") or self._next() not in {"", "OR", ")"}:
            parts.append(self._one())
        return _joined(And, parts)

    def _one(self) -> Query | None:
        if self._takes("NOT") or self._takes("-"):
            part = self._nested(self._one)
            return Not(part) if part else None
        if self._takes("("):
            part = self._nested(self._any)
            if not self._takes(")"):
                raise UsageError("A bracket is opened and not closed.")
            return part
        return self._term()

    def _term(self) -> Query | None:
        if (missing := self._next()) in {"", "AND", "OR", ")"}:
            self._refuse_gap(missing)
        token = self._tokens[self._place]
        self._place += 1
        if token["open"]:
            raise UsageError("A quotation mark is opened and not closed.")
        text = token["word"] or token["phrase"] or ""
        name = (token["field"] or "").lower()
        if name and name not in _FIELDS:
            raise UsageError(f"There is no field {name}: take title, source or lang.")
        field = _FIELDS.get(name, Field.ANY)
        if field is Field.LANGUAGE and not _LANGUAGE_CODE.fullmatch(text):
            raise UsageError("lang: takes a code of two letters, such as lang:en.")
        if field in (Field.SOURCE, Field.LANGUAGE):
            return Term((), field, text) if text.strip() else None
        return _joined(Or, [Term(words, field, text) for words in self._stems(text)])

    def _stems(self, text: str) -> list[tuple[str, ...]]:
        """Return the distinct stems of `text` in the languages it may be in."""
        of_script = [language for language, script in _SCRIPTS if script.search(text)]
        languages = of_script[:1] or self._languages
        found = {tuple(stems(text, language)): None for language in languages}
        return [words for words in found if words]

    def _next(self) -> str:
        """Return the operator that comes next, "" at the end, "term" for anything else."""
        if self._place == len(self._tokens):
            return ""
        token = self._tokens[self._place]
        operator = token["bracket"] or token["minus"] or token["word"]
        is_operator = not token["field"] and (
            token["bracket"] or token["minus"] or operator in _OPERATORS
        )
        return str(operator) if is_operator else "term"

    def _takes(self, operator: str) -> bool:
        if self._next() != operator:
            return False
        self._place += 1
        return True

    def _nested(self, parse: Callable[[], Query | None]) -> Query | None:
        self._depth += 1
        if self._depth > DEEPEST:
            raise UsageError(f"More than {DEEPEST} levels of brackets can't be told apart.")
        found = parse()
        self._depth -= 1
        return found

    def _refuse_gap(self, found: str) -> NoReturn:
        before = self._tokens[self._place - 1][0].strip() if self._place else ""
        if before:
            raise UsageError(f"Something is missing after {before}.")
        raise UsageError(f"Something is missing before {found}.")


def _joined(kind: type[And | Or], parts: Iterable[Query | None]) -> Query | None:
    """Return `parts` as one query: those that say something, if more than one does."""
    telling: dict[Query, None] = {part: None for part in parts if part is not None}
    if len(telling) > 1:
        return kind(tuple(telling))
    return next(iter(telling), None)
