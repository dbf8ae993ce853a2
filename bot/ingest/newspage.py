"""Plain text of a news page: title, perhaps the title again, body, headlines of others."""

from __future__ import annotations

import re

from bot.ingest.boundary import FULL_STOP, body_length
from bot.ingest.lines import printable, shortened
from bot.text.language import detect_language
from bot.text.sentences import split_paragraphs, split_sentences
from storage.model import Draft, HeadlineDraft

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
