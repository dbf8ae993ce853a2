"""Languages of the news: one file for each, `de.toml`, holds all that is particular to it.

load_language   what is known of one language, read at first use
all_languages   what is known of every one: pages mix them
of_all          the words or phrases that all of them have of one kind
Language        what a file may say; its attributes are the keys of the files
Abbreviations   the part of it about full stops
Boilerplate     what pages say in an article's place
TOPICS          what news is sorted by
Theme           what a list of words tells about a text's kind and worth
LanguageError   a file says what it may not, and where
ANY             the file of what belongs to no single language
codes           those that have a file
parse_language  what the text of a file says

A language that has no file is none that anything is known of, and no error. `any.toml` holds
what belongs to no single language.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field, fields
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any, get_type_hints

from storage.model import Genre

__all__ = [
    "ANY",
    "TOPICS",
    "Abbreviations",
    "Boilerplate",
    "Language",
    "LanguageError",
    "Theme",
    "all_languages",
    "codes",
    "load_language",
    "of_all",
    "parse_language",
]

# The file of what belongs to no single language.
ANY = "any"

TOPICS = (
    "politics",
    "world",
    "business",
    "tech",
    "science",
    "health",
    "climate",
    "sport",
    "culture",
    "crime",
    "law",
    "weather",
)

_FOLDER = Path(__file__).parent


class Theme(StrEnum):
    """What a list of words tells about a text's kind and worth; the value is its key."""

    DEATHS = "deaths"
    DISASTER = "disaster"  # and war
    POWER = "power"  # governments, courts, votes
    POWERS = "powers"  # the countries that the world's news is about
    MANY = "many"  # how many are concerned, how much money
    DISCOVERY = "discovery"
    SOFT = "soft"  # stars, travel, gadgets
    ARGUMENT = "argument"
    QUESTIONS = "questions"  # of an interview
    VERDICT = "verdict"  # of a review
    LIST = "list"
    ADVICE = "advice"
    TICKER = "ticker"
    MATCH = "match"
    MARKET = "market"
    COMPANY = "company"  # how companies speak of themselves
    OFFER = "offer"
    STARS = "stars"  # horoscopes, quizzes
    LIFE = "life"  # how features tell
    FIRST_PERSON = "first_person"
    SECOND_PERSON = "second_person"
    OUGHT = "ought"


class LanguageError(ValueError):
    """A language's file has a key that is unknown, or a value that is none for its key."""


class Boilerplate(StrEnum):
    """What pages say in an article's place; the value is the key of the phrases."""

    ADDRESS = "address"  # the reader is spoken to: "your browser", "veuillez"
    ROBOT = "robot"  # a check for robots
    ROBOT_TITLE = "robot_title"  # the whole title of one
    SCRIPT = "script"  # JavaScript or a newer browser is asked for
    REGION = "region"  # not to be seen from here
    SHUT = "shut"  # seen, or not to be seen
    PLACE = "place"  # where: a country, outside of one, the European Union
    APP = "app"  # to be read in an app
    ERROR = "error"  # an error page
    ERROR_TITLE = "error_title"  # part of the title of one
    ERROR_ALONE = "error_alone"  # the whole title of one
    CONSENT = "consent"  # what a consent dialog is about
    CONSENT_ASK = "consent_ask"  # what it asks the reader to do
    PAYWALL = "paywall"  # stands where a text breaks off
    OFFER = "offer"  # stands beside it, but in the margin of a free page as well
    LOCK = "lock"  # what a reader needs or has to do: an account, a subscription
    READ = "read"  # what for: to read on, to have it all
    ELSEWHERE = "elsewhere"  # what a free page asks for as well: newsletters, comments
    LOGIN = "login"  # a form to log in


@dataclass(frozen=True, slots=True)
class Abbreviations:
    """What is written with a full stop that need not end a sentence.

    Without the last full stop. In lower case, or with the capital that tells the
    abbreviation from a word (`Ill.`, ill); single letters are meant as they stand. Whole
    words in capitals are acronyms (German WG, wg.) but for those that all languages share
    (`DR.`). Initials, ordinals and dotted capitals (`U.S.`) follow rules, not lists.

    Attributes:
        leading: What always goes on: titles before a name (`Gov.`) and words that point
            ahead (`e.g.`).
        counting: What goes on if a number follows (`No. 1`).
        trailing: What goes on before a name and ends before a function word (`Inc.`).
        closing: What ends a sentence before any capital (`a.m.`). A word that is leading
            too is closing after a number only (`Ft. Hood`, 6 `ft.`).
        years: What is closing after a year or a century alone (Russian `г.`: city, year).
        dating: Prepositions of time. Where one opens the clause, what closes a date does
            not close the sentence (Polish `W 1911 r. Mongolia ...`).
        openers: What begins sentences and is no name, beyond the language's stop words.
    """

    leading: frozenset[str] = frozenset()
    counting: frozenset[str] = frozenset()
    trailing: frozenset[str] = frozenset()
    closing: frozenset[str] = frozenset()
    years: frozenset[str] = frozenset()
    dating: frozenset[str] = frozenset()
    openers: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Language:
    r"""What is particular to one language of the news; `languages/de.toml` fills it.

    In the files, *words* are one string with blanks between, *phrases* are a list of strings,
    *patterns* a list of regular expressions. All are in lower case where nothing else is said.
    What is marked *(any)* is looked for in texts of whatever language, since pages mix them.

    Attributes:
        code: ISO 639-1 code; the file's name.
        stemmer: Snowball's name for the algorithm that cuts words to their stems.
        stop_words: Words that tell nothing about a subject. If there are none here, they are
            those of the package `stop-words`.
        elides: Whether articles are glued to nouns: `l'homme`, `dell'arte`.
        abbreviations: See `Abbreviations`; a language that has none gets the English ones.
        ordinals_have_dots: Whether `3.` may be the third.
        dashes_open_dialogue: Whether a dash may open a line of speech.
        dashes_name_speakers: Whether a dash also parts what was said from who said it.
        numbers_stand_apart: Whether the number of a list's item is a sentence of its own.
        marks_are_left_out: Whether sentences end with a blank, or with marks that most pages
            leave out.
        lettered: What has letters for names: `vitamin` C, `group` B (any).
        speech_verbs: Who says something, behind a question in quotes: `asked`.
        after_quotes: Patterns of how a sentence goes on behind a quotation that ends like one,
            where no blanks part words (any).
        credits: Patterns of what begins a credit that runs on from a caption, as written;
            English ones are looked for in all texts.
        credit_words: Each of those has one of these words, as written.
        exclaimed: Names that end in an exclamation mark and go on (any).
        conjunctions: Words that join a sentence to the one before it.
        joining: Phrases that do so loosely, and may be passed over: `however`.
        subordinating: Words that open a clause before the main one: `although`.
        personal: Pronouns of persons: they lean wherever they stand before any name.
        leaning: Words that open a sentence that only the one before it explains: pronouns
            whose noun stands there, and words that draw a conclusion.
        own: Words by which writers and speakers mean themselves, in all forms: `I`, `our`.
        addressing: Words by which they mean the reader or the one they speak to.
        saying: Forms of the verbs that say who said something: `said`, `according`.
        leaning_phrases: Patterns of several words that do, where the first alone would not.
        standing_alone: Patterns of what begins alike and stands alone: `It` that stands for
            what follows, pairs that are named, the time of the news itself.
        beginners: Words that with a capital begin a sentence, and no name.
        teasers: Patterns of what begins a sentence that promises what it does not tell.
        calls: Patterns of what begins a sentence that asks the reader to do something.
        captions: Patterns of what stands in captions alone, wherever in the sentence.
        bylines: Patterns of what stands in a line about who wrote, translated or asked.
        first_person: Pronouns of who speaks, where texts lose their quotation marks.
        fragments: Patterns of what is no whole sentence, from its beginning.
        asides: Phrases that begin what no summary may show, and no sentence of news (any).
        aside_endings: Phrases within such lines, wherever they stand (any).
        aside_patterns: Patterns that begin such lines (any).
        labels: Words that do so before a colon: `photo`, `source` (any).
        stamps: Words that begin a time stamp: `updated` (any).
        by: Words that begin the author's line of a text (any).
        by_joints: Small words within such lines (any).
        inviting: Phrases that begin an invitation if an address follows: `contact` (any).
        linking: Words that begin a link if `»` follows: `watch` (any).
        networks: Patterns of where to follow a newspaper, as written (any).
        agencies: News agencies and broadcasters in datelines, by their first or second word
            (any).
        cities: Those that need no capitals in a dateline, blanks as `_` (any).
        not_places: What is no place, whatever its capitals; as written (any).
        particles: Small words within names of places (any).
        notices: Patterns of what players and time stamps leave before a sentence, as written
            (any).
        titles: What stands before a person's name and is no part of it; as written (any).
        weekdays, months: As written, without those that are words as often (any).
        calendar: Other words of the calendar and the clock, as written (any).
        demonyms: Of a country or a party, as written: of whom there are too many to be what
            news is about (any).
        name_prepositions: Where all nouns have capitals: what stands before names.
        amounts: Nouns of measure there, as written, which are part of no name.
        role_endings: How nouns of roles end there, before the ending of a form.
        common_endings: How nouns end that name no one.
        adjective_endings: How words end that stand before a noun which is no name.
        parting: What parts a noun from the name behind it: `Rand von Elmshorn`.
        whole_names: As written: nouns that such a word doesn't part, `Golf von Mexiko`.
        asking: Words of questions about news that name nothing: what `happened` (any).
        negations: Words that deny.
        numbers: From two to twelve, in order. "One" is a pronoun and an article as often.
        opposites: Lines of what is said of one outcome, `|`, and what is said of the other.
        says: Verbs of who said or wrote something, all forms of the news: `said`, `says`.
        auxiliaries: What may stand before those verbs: French `a` déclaré.
        apposing: What begins an apposition: `Ann Roe, a baker`.
        denials: Patterns of how it is said that somebody denies something, up to what.
        other_counts: Words of what is counted otherwise: an older count (`initially`), an
            expected one, a part (`including`, `additional`).
        persons: Nouns that count people and say nothing else of them.
        measures: Nouns of time, length and the like, of which a text has many that differ.
        percent: What follows a share of a hundred, words.
        scales: What multiplies a number, all forms, `|`, and by what: `million mn | 1000000`.
        more_numbers: Further numbers and forms of numbers, `|`, and the number in digits.
        corrections: Patterns of how an outlet says that it corrects what it published.
        boilerplate: Phrases of pages that are no article. A `*` stands for letters, a `#`
            for a number, ` … ` for up to 60 characters; what has a capital is read with it.
        leads_elsewhere: Phrases that begin lines which lead to other stories (any).
        asks: Phrases of lines that ask to subscribe, follow, share or write, or thank others;
            a blank at an end is a word's border (any).
        date_labels: Phrases before the day on which something was published, and hardly
            before others (any).
        joined_date_labels: The same where no spaces part words (any).
        author_labels: Patterns of what stands before names in an author's line (any).
        author_verbs: What may stand before those labels: `written` (any).
        accounts: What programs call those who have no name, words (any).
        name_joints: What joins two names there (any).
        topics_sure: For each topic phrases that say alone what news is about; a `*` stands
            for any letters at the beginning or the end.
        topics_hint: The same that say so together with others.
        topic_names: What else people call a topic, words; blanks as `-` (any).
        topic_sections: What sites call a topic in their addresses (any).
        themes: For each theme words that speak for it; a `*` as in `topics_sure`.
        genre_names: What sites call a genre in their addresses, and before a title; blanks
            as `-` (any).
    """

    code: str
    stemmer: str = ""
    stop_words: frozenset[str] = frozenset()
    elides: bool = False
    abbreviations: Abbreviations | None = None
    ordinals_have_dots: bool = False
    dashes_open_dialogue: bool = True
    dashes_name_speakers: bool = False
    numbers_stand_apart: bool = False
    marks_are_left_out: bool = False
    lettered: frozenset[str] = frozenset()
    speech_verbs: frozenset[str] = frozenset()
    after_quotes: tuple[str, ...] = ()
    credits: tuple[str, ...] = ()
    credit_words: frozenset[str] = frozenset()
    exclaimed: frozenset[str] = frozenset()
    conjunctions: frozenset[str] = frozenset()
    joining: tuple[str, ...] = ()
    subordinating: frozenset[str] = frozenset()
    personal: frozenset[str] = frozenset()
    leaning: frozenset[str] = frozenset()
    own: frozenset[str] = frozenset()
    addressing: frozenset[str] = frozenset()
    saying: frozenset[str] = frozenset()
    leaning_phrases: tuple[str, ...] = ()
    standing_alone: tuple[str, ...] = ()
    beginners: frozenset[str] = frozenset()
    teasers: tuple[str, ...] = ()
    calls: tuple[str, ...] = ()
    captions: tuple[str, ...] = ()
    bylines: tuple[str, ...] = ()
    first_person: frozenset[str] = frozenset()
    fragments: tuple[str, ...] = ()
    asides: tuple[str, ...] = ()
    aside_endings: tuple[str, ...] = ()
    aside_patterns: tuple[str, ...] = ()
    labels: frozenset[str] = frozenset()
    stamps: frozenset[str] = frozenset()
    by: frozenset[str] = frozenset()
    by_joints: frozenset[str] = frozenset()
    inviting: tuple[str, ...] = ()
    linking: frozenset[str] = frozenset()
    networks: tuple[str, ...] = ()
    agencies: frozenset[str] = frozenset()
    cities: frozenset[str] = frozenset()
    not_places: frozenset[str] = frozenset()
    particles: frozenset[str] = frozenset()
    notices: tuple[str, ...] = ()
    titles: frozenset[str] = frozenset()
    weekdays: frozenset[str] = frozenset()
    months: frozenset[str] = frozenset()
    calendar: frozenset[str] = frozenset()
    demonyms: frozenset[str] = frozenset()
    name_prepositions: frozenset[str] = frozenset()
    amounts: frozenset[str] = frozenset()
    role_endings: tuple[str, ...] = ()
    common_endings: tuple[str, ...] = ()
    adjective_endings: tuple[str, ...] = ()
    parting: frozenset[str] = frozenset()
    whole_names: frozenset[str] = frozenset()
    asking: frozenset[str] = frozenset()
    negations: frozenset[str] = frozenset()
    numbers: tuple[str, ...] = ()
    opposites: tuple[str, ...] = ()
    says: frozenset[str] = frozenset()
    auxiliaries: frozenset[str] = frozenset()
    apposing: frozenset[str] = frozenset()
    denials: tuple[str, ...] = ()
    other_counts: frozenset[str] = frozenset()
    persons: frozenset[str] = frozenset()
    measures: frozenset[str] = frozenset()
    percent: frozenset[str] = frozenset()
    scales: tuple[str, ...] = ()
    more_numbers: tuple[str, ...] = ()
    corrections: tuple[str, ...] = ()
    boilerplate: Mapping[Boilerplate, tuple[str, ...]] = field(default_factory=dict)
    leads_elsewhere: tuple[str, ...] = ()
    asks: tuple[str, ...] = ()
    date_labels: tuple[str, ...] = ()
    joined_date_labels: tuple[str, ...] = ()
    author_labels: tuple[str, ...] = ()
    author_verbs: frozenset[str] = frozenset()
    accounts: frozenset[str] = frozenset()
    name_joints: frozenset[str] = frozenset()
    topics_sure: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    topics_hint: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    topic_names: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    topic_sections: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    themes: Mapping[Theme, tuple[str, ...]] = field(default_factory=dict)
    genre_names: Mapping[Genre, tuple[str, ...]] = field(default_factory=dict)


@cache
def codes() -> frozenset[str]:
    """Return the codes of the languages that have a file."""
    return frozenset(file.stem for file in _FOLDER.glob("*.toml")) - {ANY}


@cache
def load_language(code: str) -> Language:
    """Return what is known of a language; of one without a file, nothing is.

    Args:
        code: ISO 639-1 code, or `ANY`.

    Raises:
        LanguageError: Its file is not as it should be.
    """
    if code not in codes() and code != ANY:
        return Language(code)
    return parse_language((_FOLDER / f"{code}.toml").read_text(encoding="utf-8"), code=code)


@cache
def all_languages() -> tuple[Language, ...]:
    """Return all that have a file, by code; first what belongs to no single one.

    The first call reads every file, which takes about 50 ms.

    Raises:
        LanguageError: A file is not as it should be.
    """
    return tuple(map(load_language, [ANY, *sorted(codes())]))


def of_all(kind: Callable[[Language], Collection[str]]) -> tuple[str, ...]:
    """Return the words or phrases of a kind that any language has, each once.

    Args:
        kind: Takes them out of a language: `lambda language: language.cities`.
    """
    return tuple(dict.fromkeys(each for language in all_languages() for each in kind(language)))


def parse_language(text: str, *, code: str) -> Language:
    """Return what the text of a language's file says.

    Args:
        text: TOML.
        code: What the file is called.

    Raises:
        LanguageError: It is no TOML, has a key that is unknown, or a value that is none for
            its key.
    """
    name = f"{code}.toml"
    try:
        values = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise LanguageError(f"{name}: {error}") from error
    return Language(code=code, **_checked(Language, values, name, without={"code"}))


def _checked(
    kind: type, values: Mapping[str, Any], name: str, *, without: Collection[str] = ()
) -> dict[str, Any]:
    """Return the values as attributes of a dataclass have them."""
    types = _types(kind)
    keys = {each.name for each in fields(kind)} - set(without)
    for key in values:
        if key not in keys:
            raise LanguageError(f"{name}: {key} is unknown. Known keys: {', '.join(sorted(keys))}")
    return {key: _READERS[types[key]](value, f"{name}: {key}") for key, value in values.items()}


@cache
def _types(kind: type) -> Mapping[str, Any]:
    return get_type_hints(kind)


def _refuse(where: str, what: str, value: object) -> LanguageError:
    return LanguageError(f"{where} must be {what}, not {type(value).__name__} {value!r:.60}")


def _flag(value: object, where: str) -> bool:
    if not isinstance(value, bool):
        raise _refuse(where, "true or false", value)
    return value


def _text(value: object, where: str) -> str:
    if not isinstance(value, str):
        raise _refuse(where, "a string", value)
    return value


def _words(value: object, where: str) -> frozenset[str]:
    if not isinstance(value, str):
        raise _refuse(where, "words in one string, with blanks between", value)
    return frozenset(value.split())


def _phrases(value: object, where: str) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
        raise _refuse(where, "a list of strings", value)
    if len(set(value)) != len(value):
        twice = next(each for each in value if value.count(each) > 1)
        raise LanguageError(f"{where} has {twice!r} twice")
    return tuple(value)


def _abbreviations(value: object, where: str) -> Abbreviations:
    if not isinstance(value, dict):
        raise _refuse(where, "a table", value)
    return Abbreviations(**_checked(Abbreviations, value, where))


def _table(keys: Collection[str]) -> Callable[[object, str], Mapping[str, tuple[str, ...]]]:
    """Return what reads a table of phrases whose keys are some of these."""

    def read(value: object, where: str) -> Mapping[str, tuple[str, ...]]:
        if not isinstance(value, dict):
            raise _refuse(where, "a table", value)
        for key in value:
            if key not in keys:
                raise LanguageError(f"{where}.{key} is unknown. Known keys: {', '.join(keys)}")
        return {key: _phrases(each, f"{where}.{key}") for key, each in value.items()}

    return read


# The types of the attributes are the schema of the files.
_READERS: Mapping[Any, Callable[[Any, str], Any]] = {
    bool: _flag,
    str: _text,
    frozenset[str]: _words,
    tuple[str, ...]: _phrases,
    Abbreviations | None: _abbreviations,
    Mapping[Boilerplate, tuple[str, ...]]: _table(list(Boilerplate)),
    Mapping[str, tuple[str, ...]]: _table(TOPICS),
    Mapping[Theme, tuple[str, ...]]: _table(list(Theme)),
    Mapping[Genre, tuple[str, ...]]: _table(list(Genre)),
}
