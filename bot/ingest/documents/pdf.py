"""Read the text of a PDF, one paragraph a line: the only importer of pypdf.

A PDF knows no paragraphs, only where pieces of text stand. Lines belong together when they
follow each other at the usual distance, in the same size.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO
from itertools import groupby, pairwise
from statistics import median
from typing import TYPE_CHECKING, TypeAlias

from bot.errors import IngestError, Reason

if TYPE_CHECKING:
    from pypdf import PageObject

# Where a PDF puts what is drawn: ISO 32000-1, 8.3.4.
Matrix: TypeAlias = Sequence[float]

# Books have more; 100 pages take about 5 s.
MAX_PAGES = 200

# At the edges of a page so many lines may be its header or its footer, if every other page
# has them too: left and right pages differ.
_EDGE_LINES = 2
_FEW_LINES = 8
_FEWEST_PAGES = 2
_EVERY_OTHER = 0.4
_PAGE_NUMBER = re.compile(r"\W*(?:[^\W\d]+\.? )?\d{1,4}(?: ?(?:/|[^\W\d]{1,4}) ?\d{1,4})?\W*")

# From line to line, in heights of a letter.
_USUAL_GAP = 1.2
_LARGEST_GAP = 4
# A gap so much wider than the usual one, or letters so much larger, begin something new.
_WIDER = 1.3
_LARGER = 1.12
# The last line of a paragraph is seldom full, of the longer lines; the first may be indented.
_FULL = 0.75
_INDENT = 0.8

_SENTENCE_END = re.compile(r"[.!?…:。！？][\"'”’»)\]]*$")
_ITEM = re.compile(r"[•▪‣◦·*–-]\s|\(?\d{1,2}[.)]\s")
_BROKEN_WORD = re.compile(r"([^\W\d_]+)[-‐]$")
_REST_OF_A_WORD = re.compile(r"[^\W\d_]+")
_SOFT_HYPHEN = "\u00ad"


@dataclass(frozen=True, slots=True)
class PageLine:
    """One line of a page.

    Attributes:
        x: Where it begins, in points from the left.
        y: Where it stands, in points from below.
        size: Of its letters, in points.
    """

    text: str
    x: float
    y: float
    size: float


def read_pdf(name: str, content: bytes) -> str:
    """Return the text of a PDF, one paragraph a line, with blank lines between.

    Headers, footers and page numbers are left out, and words that were parted at the end of
    a line are whole again.

    Raises:
        IngestError: It is locked with a password (LOCKED), damaged (BAD_FILE), too long
            (TOO_LARGE), or has no letters, only pictures (NO_LETTERS).
    """
    lines = _without_edges(_pages(name, content))
    if not lines:
        raise IngestError(name, reason=Reason.NO_LETTERS)
    return "\n\n".join(_healed(paragraph, lines) for paragraph in _paragraphs(lines))


def _pages(name: str, content: bytes) -> list[list[PageLine]]:
    from pypdf import PdfReader
    from pypdf.errors import DependencyError

    pages, count = [], 0
    try:
        reader = PdfReader(BytesIO(content))
        # Many are locked against changes alone: their password is empty.
        is_locked = reader.is_encrypted and not reader.decrypt("")
        if not is_locked and (count := len(reader.pages)) <= MAX_PAGES:
            pages = [_lines(page) for page in reader.pages]
    except DependencyError:
        # Newer locks, even those without a password, need a library of their own.
        is_locked = True
    except MemoryError:
        raise
    # A damaged PDF makes the library raise whatever a wrong value leads to.
    except Exception as error:
        raise IngestError(name, reason=Reason.BAD_FILE) from error
    if is_locked or count > MAX_PAGES:
        raise IngestError(name, reason=Reason.LOCKED if is_locked else Reason.TOO_LARGE)
    return pages


def _lines(page: PageObject) -> list[PageLine]:
    pieces: list[PageLine] = []

    def visit(text: str, around: Matrix, own: Matrix, _font: object, size: float) -> None:
        x, y = own[4] * around[0] + around[4], own[5] * around[3] + around[5]
        height = size * (abs(own[3] * around[3]) or 1)
        for row, line in enumerate(text.split("\n")):
            if line.strip():
                pieces.append(PageLine(line, x, y - row * height, height))

    page.extract_text(visitor_text=visit)
    rows = groupby(pieces, key=lambda piece: round(piece.y))
    return [_joined(list(row)) for _, row in rows]


def _joined(pieces: Sequence[PageLine]) -> PageLine:
    text = " ".join("".join(piece.text for piece in pieces).split())
    longest = max(pieces, key=lambda piece: len(piece.text))
    return PageLine(text, pieces[0].x, longest.y, longest.size)


def _without_edges(pages: Sequence[Sequence[PageLine]]) -> list[PageLine]:
    """Return the lines of all pages without headers, footers and page numbers."""
    edges = [_edges(page) for page in pages]
    repeated = Counter(key for page in edges for key in {_folded(line) for line in page})
    often = max(_FEWEST_PAGES, _EVERY_OTHER * len(pages))
    usual_size = median([line.size for page in pages for line in page] or [0])

    def is_no_text(line: PageLine, page: Sequence[PageLine]) -> bool:
        if line.size > _LARGER * usual_size:
            # The title, which may be the header of the pages that follow.
            return False
        is_small = line.size < usual_size / _LARGER and len(page) > _FEW_LINES
        return is_small or repeated[_folded(line)] >= often or _is_page_number(line)

    return [
        line
        for page, edge in zip(pages, edges, strict=True)
        for line in page
        if not (line in edge and is_no_text(line, page))
    ]


def _edges(page: Sequence[PageLine]) -> list[PageLine]:
    by_height = sorted(page, key=lambda line: line.y)
    return by_height[:_EDGE_LINES] + by_height[-_EDGE_LINES:]


def _is_page_number(line: PageLine) -> bool:
    return bool(_PAGE_NUMBER.fullmatch(line.text))


def _folded(line: PageLine) -> str:
    return re.sub(r"\d+", "0", line.text).casefold()


def _paragraphs(lines: Sequence[PageLine]) -> Iterator[list[str]]:
    """Yield the paragraphs, each as the lines that it has."""
    steps = [(above, line, (above.y - line.y) / line.size) for above, line in pairwise(lines)]
    gaps = sorted(gap for above, line, gap in steps if _is_same_size(above, line) and gap > 0)
    # Where paragraphs are short, most gaps are those between them.
    usual = gaps[len(gaps) // 5] if gaps else _USUAL_GAP
    width = sorted(len(line.text) for line in lines)[len(lines) * 4 // 5]
    paragraph = [lines[0].text]
    for above, line, gap in steps:
        ends = bool(_SENTENCE_END.search(above.text))
        is_full = len(above.text) >= _FULL * width
        is_below = 0 < gap <= _WIDER * usual
        # On the next page, or in the next column, a paragraph goes on.
        is_elsewhere = not 0 < gap < _LARGEST_GAP
        is_indented = ends and line.x - above.x > _INDENT * line.size
        if (
            (is_below or is_elsewhere)
            and (is_full or not ends)
            and _is_same_size(above, line)
            and not (is_indented and is_below)
            and not _ITEM.match(line.text)
        ):
            paragraph.append(line.text)
        else:
            yield paragraph
            paragraph = [line.text]
    yield paragraph


def _is_same_size(above: PageLine, line: PageLine) -> bool:
    return 1 / _LARGER < line.size / above.size < _LARGER


def _healed(paragraph: Sequence[str], lines: Iterable[PageLine]) -> str:
    """Return the lines of a paragraph as one, its broken words whole."""
    text = paragraph[0]
    for line in paragraph[1:]:
        broken, rest = _BROKEN_WORD.search(text), _REST_OF_A_WORD.match(line)
        if text.endswith(_SOFT_HYPHEN):
            text = text[:-1] + line
        elif broken is None or rest is None or not rest[0][0].islower():
            text = f"{text}{'' if broken else ' '}{line}"
        else:
            # Some words have a hyphen of their own, which the text shows elsewhere.
            own = f"{broken[1]}-{rest[0]}"
            text = (text if any(own in line.text for line in lines) else text[:-1]) + line
    return text.replace(_SOFT_HYPHEN, "")
