"""Read the text of a news page: title, perhaps the title again, body, headlines of others.

Every line shows a few signs, and their weights say how much more it looks like body than
like a headline. The page is cut where what stands before the cut and what stands behind it
are most like themselves.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import accumulate
from operator import mul
from pathlib import Path
from typing import NamedTuple

from bot.ingest.web import printable, shortened
from bot.text import detect_language, split_paragraphs, split_sentences, tokens, words
from bot.weights import read_weights
from storage.model import Draft, HeadlineDraft


class LineSigns(NamedTuple):
    """What tells a line of the body from a headline.

    Attributes:
        is_line: 1 for any line: its weight is what a line counts that shows nothing.
        ends: 1 if it ends with a full stop, as few headlines do.
        goes_on: 1 if it ends with a colon, a comma or a semicolon.
        shares: Part of its telling words that sure paragraphs of the body have, 0 to 1.
        speaks: The same of its short words: whether it is in the language of the body.
        is_shorter: How far it is shorter than most headlines: the square of the
            logarithm of that ratio, since half is as far from usual as double.
        is_longer: The same for a longer line.
        has_kin: Part of its telling words that one of its neighbours has, 0 to 1: items of
            a list repeat each other, headlines of different stories seldom. 0 in title case.
        digits: Part of its words that hold digits, 0 to 1, which is most of a table.
        is_marked: 1 if it begins with a dash or a number, or stands in brackets.
        is_title: 1 if it is written in title case, as English headlines may be, without a
            number, as dates and places in a list seldom are.
    """

    is_line: float
    ends: float
    goes_on: float
    shares: float
    speaks: float
    is_shorter: float
    is_longer: float
    has_kin: float
    digits: float
    is_marked: float
    is_title: float


WEIGHTS_FILE = Path(__file__).with_suffix(".toml")

# In columns: a letter of Latin takes one, of Chinese two.
_USUAL_WIDTH = 55
# Items of a list repeat each other at this distance: every other one may be its date.
_NEAR = 2

# A line or two below so little text are more of it.
_FEW_LINES = 2
_FEW_WORDS_OF_A_BODY = 40

# Lines that are surely body: their words are what headlines of other stories lack.
_SURE_LENGTH = 120
_SURE_SENTENCE_LENGTH = 60

FULL_STOP = re.compile(r"(?<!\.)[.。।۔][\"'”’»)\]]*$")
_GOES_ON = (":", ";", ",", "：")
# Not the dots and stars of lists: lists of headlines have them too.
_MARKED = re.compile(r"[—–©]|\(?\w{1,2}[.)] |[QA]: |\(.*\)\W*$|\[.*\]\W*$")

_SHORT_LETTERS = 3
_FEW_WORDS = 3
# From Thai on, scripts have no spaces, or one letter for a syllable.
_SPACELESS = "\u0e00"


def body_length(paragraphs: Sequence[str]) -> int:
    """Return how many of `paragraphs` are the body; headlines of others follow it.

    Where two cuts are equally good, the body is the longer one. A body has a paragraph at
    least, and more than a few words unless there is a whole list of headlines below them.
    """
    weights = _weights()
    sums = list(accumulate(sum(map(mul, signs, weights)) for signs in read_signs(paragraphs)))
    length = max(range(len(sums)), key=lambda i: (sums[i], i), default=-1) + 1
    is_list = len(paragraphs) - length > _FEW_LINES
    words_before = sum(len(words(line)) for line in paragraphs[:length])
    return length if is_list or words_before >= _FEW_WORDS_OF_A_BODY else len(paragraphs)


@cache
def _weights() -> LineSigns:
    return LineSigns(**read_weights(WEIGHTS_FILE, LineSigns._fields))


def read_signs(paragraphs: Sequence[str]) -> Iterator[LineSigns]:
    """Yield the signs of each of `paragraphs`, which follow each other on a page."""
    sure = set(filter(_is_surely_body, paragraphs)) or set(paragraphs)
    spoken = {line: words(line) for line in paragraphs}
    holders = Counter(word for line in sure for word in set(spoken[line]))
    telling = {line: set(filter(_is_telling, heard)) for line, heard in spoken.items()}
    listed = [
        set() if line in sure or _is_title_case(line) else telling[line] for line in paragraphs
    ]
    for at, line in enumerate(paragraphs):
        heard, its = spoken[line], telling[line]
        # A sure paragraph is itself one of those that have its words.
        known = {word for word in heard if holders[word] > (line in sure)}
        near = listed[max(0, at - _NEAR) : at] + listed[at + 1 : at + 1 + _NEAR]
        ratio = math.log((1 + _width(line)) / (1 + _USUAL_WIDTH))
        yield LineSigns(
            is_line=1,
            ends=bool(FULL_STOP.search(line)),
            goes_on=line.endswith(_GOES_ON),
            shares=_part(its & known, its),
            speaks=_part(known - its, set(heard) - its),
            is_shorter=min(ratio, 0) ** 2,
            is_longer=max(ratio, 0) ** 2,
            has_kin=max((_kinship(listed[at], others) for others in near), default=0),
            digits=sum(map(_has_digit, heard)) / max(1, len(heard)),
            is_marked=bool(_MARKED.match(line)),
            is_title=_is_title_case(line),
        )


def _is_surely_body(line: str) -> bool:
    return len(line) > _SURE_LENGTH or (
        len(line) > _SURE_SENTENCE_LENGTH and bool(FULL_STOP.search(line))
    )


def _is_telling(word: str) -> bool:
    # Short words are everywhere; pairs of letters are whole words where none has spaces.
    return len(word) > _SHORT_LETTERS or word > _SPACELESS


def _part(found: set[str], of: set[str]) -> float:
    return len(found) / len(of) if of else 0.5


def _kinship(some: set[str], others: set[str]) -> float:
    fewer = min(len(some), len(others))
    return len(some & others) / fewer if fewer else 0


def _width(line: str) -> int:
    return len(line) + sum(map(_is_wide, line))


def _is_wide(letter: str) -> bool:
    return unicodedata.east_asian_width(letter) in {"W", "F"}


def _has_digit(word: str) -> bool:
    return any(map(str.isdigit, word))


def _is_title_case(line: str) -> bool:
    longer = [token for token in tokens(line) if len(token) > _SHORT_LETTERS and token.isalpha()]
    return (
        len(longer) > _FEW_WORDS
        and all(token[0].isupper() for token in longer)
        and not (_MARKED.match(line) or _has_digit(line))
    )


# Longer first lines are paragraphs.
MAX_TITLE = 200
# A title made of a text's first sentence is cut here.
MAX_MADE_TITLE = 120

# Columns between which mail programs and editors break lines.
_WRAPPED = range(40, 100)

# What pages add to a title: the site's name, behind a mark.
_SITE = re.compile(r"\s+[|–—·»-]\s+[^|–—·»]*$")


def parse_newspage(text: str) -> Draft:
    """Return the article in the text of a news page, as saved or pasted.

    All of the text is kept: a line that is neither the title nor a headline is body. A text
    without a title is named by its first sentence. Lines may end as any system ends them, with
    or without blank lines between.
    """
    paragraphs = _paragraphs(printable(text))
    language = detect_language("\n".join(paragraphs))
    title, rest = _split_title(paragraphs, language)
    length = body_length(rest)
    return Draft(
        title=title,
        body="\n\n".join(rest[:length]),
        language=language,
        headlines=tuple(HeadlineDraft(line, language=language) for line in rest[length:]),
    )


def _paragraphs(text: str) -> list[str]:
    blocks = [split_paragraphs(block) for block in re.split(r"\n[^\S\n]*\r?\n", text)]
    broken = [line for block in blocks for line in block[:-1]]
    if len(blocks) > 1 and all(len(line) in _WRAPPED for line in broken):
        return [" ".join(block) for block in blocks if block]
    return [line for block in blocks for line in block]


def _split_title(paragraphs: list[str], language: str) -> tuple[str, list[str]]:
    if not paragraphs:
        return "", []
    first, rest = paragraphs[0], paragraphs[1:]
    if rest and len(first) <= MAX_TITLE:
        if _folded(rest[0]) == _folded(first):
            return first, rest[1:]
        if _folded(rest[0]) == _folded(_SITE.sub("", first)):
            return rest[0], rest[1:]
        if not FULL_STOP.search(first):
            return first, rest
    return shortened(split_sentences(first, language)[0], limit=MAX_MADE_TITLE), paragraphs


def _folded(line: str) -> str:
    return re.sub(r"\W+", "", line).casefold()
