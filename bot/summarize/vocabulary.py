"""The words that were met, in whatever text: each is looked at once.

A token is a word as it stands in a text, a *word* is its stem. Looking at a token anew in
every text, in several ways, would take a third of the time that a summary takes.
"""

from __future__ import annotations

import threading
from array import array
from functools import lru_cache

from bot.summarize.arrays import known_rows
from bot.text.words import stemmer_of

# So many tokens take 11 MB, and 1,400 articles of English news to meet.
_MOST_TOKENS = 50_000
_MOST_LANGUAGES = 8


class Vocabulary(dict[str, int]):
    """The tokens that were met in a language: `vocabulary[token]` is a token's number.

    Tokens and words are numbered apart, each from 0, in the order in which they were met.

    Attributes:
        word: The number of each token's word.
        has_capital: 1 for each token that begins with a capital letter.
        words: The words.
        numbers: The number of each word.
        is_number: 1 for each word that begins with a digit.
        letters: How many characters each word has.
        row: The row of each word in the table of known words; -1 for others.
    """

    def __init__(self, language: str) -> None:
        """Know nothing yet of `language`, an ISO 639-1 code."""
        super().__init__()
        self._stem = stemmer_of(language)
        self._rows = known_rows() if language == "en" else {}
        self.forget()

    def forget(self) -> None:
        """Begin anew, with no tokens."""
        self.clear()
        self.numbers: dict[str, int] = {}
        self.word, self.has_capital = array("i"), array("b")
        self.words: list[str] = []
        self.is_number, self.letters, self.row = array("b"), array("i"), array("i")

    def __missing__(self, token: str) -> int:
        """Look at a token that was not met before."""
        stem = self._stem(token.lower().rstrip("."))
        number = self.numbers.get(stem)
        self.word.append(self._add(stem) if number is None else number)
        self.has_capital.append(token[0].isupper())
        self[token] = number = len(self)
        return number

    def _add(self, word: str) -> int:
        self.numbers[word] = number = len(self.words)
        self.words.append(word)
        self.is_number.append(word[0].isdigit())
        self.letters.append(len(word))
        self.row.append(self._rows.get(word, -1))
        return number

    def stem_of(self, token: str) -> str:
        """Return the word of a token as it stands in a text."""
        return self.words[self.word[self[token]]]


def vocabulary_of(language: str) -> Vocabulary:
    """Return what was met in `language`, for the calling thread to read one text with."""
    vocabulary = _vocabulary(language, threading.get_ident())
    if len(vocabulary) > _MOST_TOKENS:
        vocabulary.forget()
    return vocabulary


@lru_cache(maxsize=_MOST_LANGUAGES)
def _vocabulary(language: str, _thread: int) -> Vocabulary:
    # Numbers would be given twice if threads shared one.
    return Vocabulary(language)
