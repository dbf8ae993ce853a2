"""Plain text of a news page: title, perhaps the title again, body, headlines of others."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import accumulate

from bot.ingest.lines import printable, shortened
from bot.text.language import detect_language
from bot.text.sentences import split_paragraphs, split_sentences
from bot.text.words import tokens, words
from storage.model import Draft, HeadlineDraft

# Longer first lines are paragraphs.
MAX_TITLE = 200
# A title made of a text's first sentence is cut here.
MAX_MADE_TITLE = 120

# Columns between which mail programs and editors break lines.
_WRAPPED = range(40, 100)

_FULL_STOP = re.compile(r"(?<!\.)[.。।۔][\"'”’»)\]]*$")
_OTHER_END = re.compile(r"(?:[!?…！？؟]|\.{2,})[\"'”’»)\]]*$")
# How credits begin, and a name after its quotation.
_CREDIT = re.compile(r"[(\[©—–]")
# These, and items of a list, are nothing that an editor would call a title.
_MARK = re.compile(r"[(\[©—–*•-]")
_UNFINISHED = (":", ";", ",", "：")
_SENTENCE_WITHIN = re.compile(r"[.!?…][\"'”’»)\]]*\s+\W*[^\W\d_a-z]|[。！？]\S")

# What tells a paragraph of the body from a headline: a logistic regression over the last
# paragraphs of 240 news pages and as many strange titles, rounded.
_BIAS = -2.7
_ENDS_WITH_FULL_STOP = 4.3
_ENDS_OTHERWISE = 1.0
_GOES_ON = 3.0
_HAS_SENTENCE_WITHIN = 1.0
_SHARES_WORDS = 4.5
_IS_TINY = 2.0
_IS_CREDIT = 2.5
# Headlines of the same event share its words; what is written like a headline is one.
_IS_TITLE_CASE = -2.5
_PER_WORD = 0.03

_TINY_WORDS = 3
_SHORT_LETTERS = 3
# From Thai on, scripts have no spaces, or one letter for a syllable.
_SPACELESS = "\u0e00"
# Lines that are surely body: their words are what headlines of other stories lack.
_SURE_LENGTH = 120
_SURE_SENTENCE_LENGTH = 60


def parse_newspage(text: str) -> Draft:
    """Return the article in the text of a news page, as saved or pasted.

    Whatever the text, all of it is kept: a line that is not the title and no headline is
    body. A text without a title is named by its first sentence.

    Args:
        text: Title, body and headlines of other stories, line by line; line ends of any
            system, with or without blank lines between.
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


def body_length(paragraphs: Sequence[str]) -> int:
    """Return how many of `paragraphs` are the body; headlines of others follow it.

    Each paragraph is scored by itself; the cut is where the body before it and the
    headlines behind it are most like themselves together.
    """
    sure = set(filter(_is_surely_body, paragraphs)) or set(paragraphs)
    holders = Counter(word for paragraph in sure for word in _telling(paragraph))
    sums = list(accumulate(_likeness(line, holders, held=line in sure) for line in paragraphs))
    return max(range(len(sums)), key=lambda i: (sums[i], i), default=-1) + 1


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
        if not _FULL_STOP.search(first):
            return first, rest
    return shortened(split_sentences(first, language)[0], limit=MAX_MADE_TITLE), paragraphs


def _folded(line: str) -> str:
    return re.sub(r"\W+", "", line).casefold()


def _is_surely_body(line: str) -> bool:
    return len(line) > _SURE_LENGTH or (
        len(line) > _SURE_SENTENCE_LENGTH and bool(_FULL_STOP.search(line))
    )


def _likeness(line: str, holders: Counter[str], *, held: bool) -> float:
    """Return how much more `line` looks like body than like a headline: log odds.

    Args:
        line: One paragraph.
        holders: How many sure paragraphs have each word.
        held: Whether the line is one of them, and so has its words counted in.
    """
    length = len(words(line))
    telling = _telling(line)
    shared = sum(holders[word] > held for word in telling) / len(telling) if telling else 0.5
    return (
        _BIAS
        + _ENDS_WITH_FULL_STOP * bool(_FULL_STOP.search(line))
        + _ENDS_OTHERWISE * bool(_OTHER_END.search(line))
        + _GOES_ON * line.endswith(_UNFINISHED)
        + _HAS_SENTENCE_WITHIN * bool(_SENTENCE_WITHIN.search(line))
        + _SHARES_WORDS * shared
        + _IS_TINY * (length <= _TINY_WORDS)
        + _IS_CREDIT * bool(_CREDIT.match(line))
        + _IS_TITLE_CASE * _is_title_case(line)
        + _PER_WORD * length
    )


def _is_title_case(line: str) -> bool:
    """Return whether every longer word has a capital, and no mark begins or ends the line."""
    longer = [token for token in tokens(line) if len(token) > _SHORT_LETTERS and token.isalpha()]
    return (
        len(longer) > _TINY_WORDS
        and not any(token[0].islower() for token in longer)
        and not (_MARK.match(line) or _FULL_STOP.search(line) or _OTHER_END.search(line))
    )


def _telling(line: str) -> set[str]:
    # Short words are everywhere; pairs of letters are whole words where none has spaces.
    return {word for word in words(line) if len(word) > _SHORT_LETTERS or word > _SPACELESS}
