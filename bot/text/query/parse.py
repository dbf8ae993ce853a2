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

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TypeVar
from zoneinfo import ZoneInfo

from bot.errors import UsageError
from bot.text.dates import days_named, first_instant
from bot.text.topics import TOPICS, topic_named
from bot.text.words import stems, words
from storage.model import And, Field, Not, Or, Query, Term, Within, terms_of

_BACK = re.compile(r"(?P<number>\d{1,4})(?P<unit>[hdw])")
_UNITS = {"h": timedelta(hours=1), "d": timedelta(days=1), "w": timedelta(weeks=1)}


def instant_of(text: str, *, now: datetime, zone: ZoneInfo) -> datetime | None:
    """Return the instant that `text` names, in UTC, or None if it names none.

    Args:
        text: `3d`, `12h` or `2w`, so long before `now`; or the beginning of a day, month
            or year as `days_named` knows them: `2026-11-24`, `2026-11`, `yesterday`, or
            `monday`, the last one.
        now: Aware instant.
        zone: Where days begin.
    """
    text = text.lower()
    try:
        if back := _BACK.fullmatch(text):
            return now.astimezone(UTC) - int(back["number"]) * _UNITS[back["unit"]]
        named = days_named(text, today=now.astimezone(zone).date())
        return first_instant(named.first, zone=zone) if named else None
    except OverflowError:  # before the year 1
        return None


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
# A regular expression: between slashes, or with what no word has.
_PATTERN = re.compile(
    r"^\s*/[^\s/].*/[a-z]*\s*$|\S*(?:\.[*+]|\\[bdswBDSW]|\[[^\]\s]+\][*+]|\(\?[:!=i])\S*"
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

    def at(self, place: int) -> str:
        """Return what stands at a place in the query, for whoever is told what is wrong there."""
        before = "…" if self.text[:place].strip() else ""
        rest = self.text[place:].strip()
        after = "…" if len(rest) > _SHOWN else ""
        return f"{before}{rest[:_SHOWN]}{after}"


def tokenized(text: str) -> Typed:
    """Return `text` cut into its pieces.

    Raises:
        UsageError: A quotation mark is not closed, nothing follows a field, or it is a regular
            expression.
    """
    if pattern := _PATTERN.search(text):
        raise UsageError("query-pattern", at=Typed(text, ()).at(pattern.start()))
    plain = text.translate(_PLAIN).rstrip()
    typed = Typed(plain, tuple(map(_token, _TOKEN.finditer(plain))))
    for token in typed.tokens:
        if token.kind == "open":
            raise UsageError("query-open-quotation", at=typed.at(token.place))
        if token.kind == "empty":
            field = token.text.lower()
            raise UsageError("query-empty-field", field=field, at=typed.at(token.place))
    return typed


def _token(match: re.Match[str]) -> Token:
    kind = match.lastgroup or ""
    text, place = match[kind], match.start(kind)
    if kind in {"bracket", "minus"} or (kind == "word" and text in _OPERATORS):
        return Token(text, text, place)
    if kind == "field":
        return Token(kind, text.lower(), place)
    return Token(kind, text, place - (kind == "phrase"))


# A word becomes a choice of its stems in so many languages. Each costs time, and those
# that have fewer texts still are mostly found by the stem of another one.
MOST_LANGUAGES = 6

# Fewer letters begin thousands of words.
LEAST_PREFIX = 3

# Scripts, and the languages of the news world that are written in each: of a word in one
# of them, only those that the store has are tried, or else the first one.
_SCRIPTS = (
    (re.compile("[іїєґ]", re.IGNORECASE), ("uk", "be", "kk")),
    (re.compile("[ђјљњћџ]", re.IGNORECASE), ("sr", "mk")),
    (re.compile("[а-яё]", re.IGNORECASE), ("ru", "uk", "bg", "be", "sr", "mk", "kk", "ky", "mn")),
    (re.compile("[α-ω]", re.IGNORECASE), ("el",)),
    (re.compile("[\u05d0-\u05ea]"), ("he", "yi")),
    (re.compile("[\u0621-\u064a]"), ("ar", "fa", "ur", "ps", "ku")),
    (re.compile("[\u0900-\u097f]"), ("hi", "mr", "ne")),
    (re.compile("[\u0980-\u09ff]"), ("bn",)),
    (re.compile("[\u0b80-\u0bff]"), ("ta",)),
    (re.compile("[\u0531-\u0587]"), ("hy",)),
    (re.compile("[\u0e00-\u0e7f]"), ("th",)),
    (re.compile("[\u3041-\u30ff]"), ("ja",)),
    (re.compile("[\u3400-\u4dbf\u4e00-\u9fff]"), ("zh", "ja")),
)
_SPACELESS = frozenset({"ja", "th", "zh"})


def languages_of(word: str, languages: Sequence[str]) -> list[str]:
    """Return the languages that `word` may be in.

    Args:
        word: As typed.
        languages: ISO 639-1 codes that the store has, the most frequent first.
    """
    for script, written in _SCRIPTS:
        if script.search(word):
            return [language for language in languages if language in written] or [written[0]]
    return list(languages[:MOST_LANGUAGES]) or ["en"]


@dataclass(frozen=True, slots=True)
class Excused:
    """A word that tells nothing in some of the languages that it may be in: "war", "die".

    Attributes:
        query: What it asks for in the others.
        languages: Those in which it is a stop word, and in no index.
        is_likely: Whether the likeliest language is one of these.
    """

    query: Query
    languages: tuple[str, ...]
    is_likely: bool

    def alone(self) -> Query | None:
        """Return what it asks for where no other word says more."""
        return None if self.is_likely else self.query

    def beside_others(self) -> Query | None:
        """Return what it asks for beside other words: texts of its languages go without it."""
        return joined_or([self.query, *map(_in_language, self.languages)])


def word_query(text: str, field: Field, *, languages: Sequence[str]) -> Query | Excused | None:
    """Return what a typed word or phrase asks for, or None if it tells nothing.

    Stop words are left out, as they are in the index. A phrase that is shorter by them in
    one language than in another must stand in a text of that language.

    Args:
        text: A word, or words in a row.
        field: ANY or TITLE.
        languages: As for `languages_of`.
    """
    spoken = languages_of(text, languages)
    if len(text) == 1 and not _SPACELESS.isdisjoint(spoken) and not text.isascii():
        # A word by itself in these scripts, and of each pair that begins with it.
        return Term((text,), field, text, is_prefix=True)
    found: dict[tuple[str, ...], list[str]] = {}
    for language in spoken:
        found.setdefault(tuple(stems(text, language)), []).append(language)
    silent_in = found.pop((), [])
    longest = max(map(len, found), default=0)
    choices: list[Query] = []
    for stemmed, spoken_in in found.items():
        term = Term(stemmed, field, text)
        within = joined_or(map(_in_language, spoken_in))
        choices.append(And((term, within)) if within and len(stemmed) < longest else term)
    query = joined_or(choices)
    if query is None or not silent_in or len(words(text)) > 1:
        return query
    return Excused(query, tuple(silent_in), is_likely=spoken[0] in silent_in)


def _in_language(code: str) -> Term:
    return Term((), Field.LANGUAGE, code)


def prefix_query(text: str, field: Field, *, languages: Sequence[str]) -> Query | None:
    """Return what a word with an open end asks for: all that begins so, and its own forms.

    Args:
        text: What stands before the `*`.
        field: ANY or TITLE.
        languages: As for `languages_of`.

    Returns:
        None if it has fewer than `LEAST_PREFIX` letters. Scripts without spaces are
        indexed by pairs of characters, and begin and end nowhere: the `*` tells nothing.
    """
    itself = word_query(text, field, languages=languages)
    if isinstance(itself, Excused):
        itself = itself.query
    if not _SPACELESS.isdisjoint(languages_of(text, languages)) and not text.isascii():
        return itself
    folded = tuple(words(text))
    if not folded or len(folded[-1]) < LEAST_PREFIX:
        return None
    begun = Term(folded, field, text, is_prefix=True)
    return joined_or([begun, itself])


def joined_or(choices: Iterable[Query | None]) -> Query | None:
    """Return what any of `choices` matches; None if there is none."""
    flat = (part for choice in choices for part in _alternatives(choice))
    telling = list(dict.fromkeys(flat))
    if len(telling) > 1:
        return Or(tuple(telling))
    return telling[0] if telling else None


def _alternatives(choice: Query | None) -> tuple[Query, ...]:
    if choice is None:
        return ()
    return choice.parts if isinstance(choice, Or) else (choice,)


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
        UsageError: It can't be understood; it says why, and shows where.
    """
    if len(text) > MOST_CHARACTERS:
        raise UsageError("query-too-long", most=MOST_CHARACTERS, length=len(text))
    typed = tokenized(text)
    if not typed.tokens:
        raise UsageError("nothing-to-search")
    found = _Parser(typed, asker).parse()
    if found is not None:
        return found
    said = [token.text for token in typed.tokens if token.kind in {"word", "phrase"}]
    for each in said:
        if any(len(word) > 1 for word in words(each)):
            raise UsageError("query-common-word", word=each)
    raise UsageError("query-no-word", word=said[0])


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
            raise UsageError("query-closed-bracket", at=self._at(self._place))
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
                    raise UsageError("query-open-bracket", at=self._at(begin))
                return part
            case "field":
                return self._of_field(self._take())
        return self._term(self._take(), field)

    def _of_field(self, named: Token) -> Query | Excused | None:
        if named.text not in FIELD_NAMES:
            at = self._typed.at(named.place)
            raise UsageError("query-no-field", field=named.text, fields=FIELD_NAMES, at=at)
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
            place = self._typed.at(named.place)
            raise UsageError("query-no-day", field=named.text, at=place)
        return Within(since=at) if named.text == AFTER else Within(until=at)

    def _term(self, token: Token, field: Field) -> Query | Excused | None:
        text = token.text
        match field:
            case Field.SOURCE:
                text = text.rstrip("*").strip()
                return Term((), field, text) if text else None
            case Field.LANGUAGE:
                if len(text) != _CODE_LETTERS or not text.isascii() or not text.isalpha():
                    raise UsageError("query-no-language", at=self._typed.at(token.place))
                return Term((), field, text.lower())
            case Field.TOPIC:
                topic = topic_named(text)
                if topic is None:
                    at = self._typed.at(token.place)
                    raise UsageError("query-no-topic", topics=tuple(TOPICS), at=at)
                return Term((), field, topic)
        if token.kind == "word" and text.endswith("*"):
            return self._prefix(token, field)
        languages = self._asker.languages
        return word_query(text, field, languages=languages)

    def _prefix(self, token: Token, field: Field) -> Query:
        text = token.text.rstrip("*")
        found = prefix_query(text, field, languages=self._asker.languages)
        if found is None:
            at = self._typed.at(token.place)
            raise UsageError("query-short-prefix", least=LEAST_PREFIX, at=at)
        return found

    @property
    def _next(self) -> str:
        """Return the kind of the token that comes next, "" at the end."""
        return self._tokens[self._place].kind if self._place < len(self._tokens) else ""

    def _take(self) -> Token:
        """Return the token that comes next, and go on; refuse one that says nothing."""
        if self._next not in {"word", "phrase", "field"}:
            if self._place:
                raise UsageError("query-nothing-after", at=self._at(self._place - 1))
            raise UsageError("query-nothing-before", at=self._at(self._place))
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
            raise UsageError("query-too-deep", most=DEEPEST)
        found = parse()
        self._depth -= 1
        return found

    def _at(self, number: int) -> str:
        """Return what stands where a token begins."""
        return self._typed.at(self._tokens[number].place)


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
