"""Words of a text, as written and as compared.

Numbers, hyphens, apostrophes and dotted capitals stay whole (`3.5`, `COVID-19`,
`House's`, `U.S.`); scripts without spaces are cut into overlapping pairs of characters,
which is how search engines find words in them without a dictionary.
"""

from __future__ import annotations

import re
import threading
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache, lru_cache
from itertools import pairwise
from typing import Any

import snowballstemmer
import stop_words

from bot.languages import load_language

_LISTED_AS = {"nn": "nb", "no": "nb"}
# The package read its Turkish list in the wrong code page.
_TURKISH = str.maketrans("ýþð", "ışğ")


@cache
def stop_words_of(language: str) -> frozenset[str]:
    """Return the stop words of `language` (ISO 639-1), none if it has no list.

    They are in lower case and composed as `words` composes them.
    """
    # The package's English list has 1,300 words, "fire", "research" and "Microsoft" among
    # them, and it has no Bengali one.
    listed: Iterable[str] = load_language(language).stop_words
    listed = listed or stop_words.safe_get_stop_words(_LISTED_AS.get(language, language))
    if language == "tr":
        listed = [word.translate(_TURKISH) for word in listed]
    return frozenset(unicodedata.normalize("NFKC", word.lower()) for word in listed)


_APOSTROPHES = str.maketrans("’‘ʼ＇", "''''")
# What only parts words becomes a blank, because what is left is ASCII in most English texts.
_PLAIN = _APOSTROPHES | str.maketrans("“”„«»–—…\u00a0", " " * 9)

# `\w` knows letters and digits but not the signs that Indic, Arabic, Hebrew and decomposed
# Latin letters carry.
_SIGNS = (
    "\u0300-\u036f\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed"
    "\u0900-\u0963\u0971-\u0dff"
)
_SPACELESS = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff"  # Thai, Lao, Burmese, Khmer
    "\u3005-\u3007\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"  # Kana, Han
)
_LETTER = rf"(?:[^\W_{_SPACELESS}]|[{_SIGNS}])"
_IS_SPACELESS = re.compile(f"[{_SPACELESS}]")


def _words_of(letter: str, sign: str) -> str:
    """Return a pattern of `U.S.` and of words, whose parts hyphens and the like may join."""
    return (
        rf"{letter}(?=\.{letter})(?<!\w.)(?:\.{letter})+(?!\w)\.?"
        rf"|{sign}+(?:['\-‑·&.,:/](?:(?<=['\-‑·&])|(?<=\d.)(?=\d)){sign}+)*"
    )


_TOKEN = re.compile(rf"[{_SPACELESS}]+|" + _words_of(r"[^\W\d_]", _LETTER))
# The same for ASCII, which is read four times as fast.
_ASCII_TOKEN = re.compile(_words_of("[A-Za-z]", "[A-Za-z0-9]"), re.ASCII)


def tokens(text: str) -> list[str]:
    """Return the words and numbers of `text` as written, in order.

    Curly apostrophes come back straight. Chinese, Japanese, Thai and other text without
    spaces comes as overlapping pairs of characters.
    """
    plain = text if text.isascii() else text.translate(_PLAIN)
    if plain.isascii():
        return _ASCII_TOKEN.findall(plain)
    return [part for token in _TOKEN.findall(plain) for part in _cut(token)]


def placed_tokens(text: str) -> Iterator[tuple[str, int, int]]:
    """Yield the tokens of `text`, each with where it begins and ends in `text`."""
    # One character becomes one, so places stay.
    for match in _TOKEN.finditer(text.translate(_PLAIN)):
        place = match.start()
        for token in _cut(match[0]):
            yield token, place, place + len(token)
            place += 1


def words(text: str) -> list[str]:
    """Return the tokens of `text` in lower case, full-width letters made plain."""
    folded = text.lower() if text.isascii() else _fold(unicodedata.normalize("NFKC", text))
    # `u.s` as in titles and addresses
    return [token.rstrip(".") if token[-1] == "." else token for token in tokens(folded)]


def stems(text: str, language: str = "") -> list[str]:
    """Return what is left of the words of `text` to compare texts by, in order.

    Stop words and single characters are dropped, the rest is stemmed. No language is taken
    for English; one without a stemmer keeps its words whole.
    """
    found = words(text)
    if load_language(language).elides:
        found = [part for word in found for part in word.split("'")]
    stop_words = stop_words_of(language or "en")
    return [stem(word, language) for word in found if len(word) > 1 and word not in stop_words]


@lru_cache(maxsize=50_000)
def stem(word: str, language: str = "") -> str:
    """Return the stem of a lower-case `word`, or the word if there is no stemmer."""
    return stemmer_of(language)(word)


def stemmer_of(language: str) -> Callable[[str], str]:
    """Return what `stem` does in `language`, for the calling thread and for words seldom met."""
    algorithm = load_language(language or "en").stemmer
    if not algorithm:
        return str
    stemmed: Callable[[str], str] = _stemmer(algorithm, threading.get_ident()).stemWord
    return lambda word: word if "." in word else stemmed(word)  # `u.s` is no plural of `u.`


@lru_cache(maxsize=100)
def _stemmer(algorithm: str, _thread: int) -> Any:
    # A stemmer keeps the word it works on, so threads must not share one.
    stemmer = snowballstemmer.stemmer(algorithm)
    stemmer.maxCacheSize = 0  # `stem` keeps what was stemmed
    return stemmer


def is_stop_word(word: str, language: str = "") -> bool:
    """Return whether `word`, in any case, tells nothing about a text's subject.

    No language is taken for English; one without a list has no stop words.
    """
    plain = word if word.isascii() else unicodedata.normalize("NFKC", word)
    return _fold(plain).rstrip(".") in stop_words_of(language or "en")


def _cut(token: str) -> Iterable[str]:
    """Return `token`, or the pairs of its characters if its script sets no spaces."""
    if len(token) > 1 and _IS_SPACELESS.match(token):
        return map("".join, pairwise(token))
    return (token,)


def _fold(text: str) -> str:
    # Lower case of the Turkish capital leaves a dot that no typed word has.
    return text.lower().replace("i\u0307", "i")


class Lexicon:
    """Several lists of words, known by their numbers from 0, and which of them a word is in.

    An entry is a word, a phrase of several, or one with a `*` at an end, which stands for any
    letters.
    """

    def __init__(self, lists: Iterable[Iterable[str]]) -> None:
        """Read the lists; words in lower case."""
        self._words: dict[str, list[int]] = {}
        self._beginnings: dict[str, list[int]] = {}
        self._endings: dict[str, list[int]] = {}
        # By their first word: the other words, and whether the last is a beginning.
        self._phrases: dict[str, list[tuple[tuple[str, ...], bool, int]]] = {}
        for number, listed in enumerate(lists):
            for entry in listed:
                self._add(entry, number)
        # The words of the news are few, and each is looked up by all its beginnings.
        self._cached = lru_cache(maxsize=50_000)(self._of_word)

    def _add(self, entry: str, number: int) -> None:
        first, *rest = entry.split()
        if rest:
            is_beginning = entry.endswith("*")
            phrase = ((*rest[:-1], rest[-1].rstrip("*")), is_beginning, number)
            self._phrases.setdefault(first, []).append(phrase)
        elif first.startswith("*"):
            self._endings.setdefault(first[1:], []).append(number)
        elif first.endswith("*"):
            self._beginnings.setdefault(first[:-1], []).append(number)
        else:
            self._words.setdefault(first, []).append(number)

    def of_word(self, word: str) -> tuple[int, ...]:
        """Return the numbers of the lists that a word stands in, in order."""
        return self._cached(word)

    def _of_word(self, word: str) -> tuple[int, ...]:
        found = set(self._words.get(word, ()))
        for cut in range(2, len(word) + 1):
            found.update(self._beginnings.get(word[:cut], ()))
        for cut in range(len(word)):
            found.update(self._endings.get(word[cut:], ()))
        return tuple(sorted(found))

    def of_phrases(self, said: Sequence[str]) -> Iterator[tuple[int, int]]:
        """Yield the lists that phrases in `said` stand in, and how many words each has."""
        for place, word in enumerate(said):
            for rest, is_beginning, number in self._phrases.get(word, ()):
                after = said[place + 1 : place + 1 + len(rest)]
                if len(after) == len(rest) and tuple(after[:-1]) == rest[:-1]:
                    last = after[-1]
                    if last == rest[-1] or (is_beginning and last.startswith(rest[-1])):
                        yield number, len(rest) + 1
