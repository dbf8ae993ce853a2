"""PDFs to test with, set by hand: lines of text where they are wanted."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

PAGE_HEIGHT = 842
LINES_OF_A_PAGE = 40


@dataclass(frozen=True, slots=True)
class Set:
    """A line of text as it is set: in points from the left, from below, and in size."""

    text: str
    x: float = 60
    y: float = 400
    size: float = 10


def pdf(*pages: Iterable[Set]) -> bytes:
    """Return a PDF of these pages."""
    bodies = [_page(lines) for lines in pages]
    kids = " ".join(f"{4 + 2 * at} 0 R" for at in range(len(bodies)))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(bodies)} >>".encode(),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    for at, body in enumerate(bodies):
        objects += [
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 {PAGE_HEIGHT}] "
            f"/Resources << /Font << /F1 3 0 R >> >> /Contents {5 + 2 * at} 0 R >>".encode(),
            b"<< /Length %d >>\nstream\n%s\nendstream" % (len(body), body),
        ]
    return _file(objects)


def typeset(title: str, paragraphs: Sequence[str], *, header: str = "") -> bytes:
    """Return a PDF of an article: a large title, broken lines, a header and page numbers."""
    lines: list[Set] = []
    y = 760.0
    for paragraph in paragraphs:
        for line in textwrap.wrap(paragraph, 70):
            lines.append(Set(line, y=y))
            y -= 12
        y -= 8
    pages = [lines[at : at + LINES_OF_A_PAGE] for at in range(0, len(lines), LINES_OF_A_PAGE)]
    return pdf(
        *(
            [
                Set(header, y=820, size=8),
                *([Set(title, y=790, size=18)] if number == 1 else []),
                *(Set(line.text, y=760 - (lines[0].y - line.y)) for line in page),
                Set(f"Page {number} of {len(pages)}", y=30, size=8),
            ]
            for number, page in enumerate(pages, 1)
            for lines in [page]
        )
    )


def _page(lines: Iterable[Set]) -> bytes:
    shown = [
        f"BT /F1 {line.size} Tf 1 0 0 1 {line.x} {line.y} Tm ({_escaped(line.text)}) Tj ET"
        for line in lines
        if line.text
    ]
    return "\n".join(shown).encode("cp1252")


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")


def _file(objects: Sequence[bytes]) -> bytes:
    written = b"%PDF-1.4\n"
    offsets = []
    for number, content in enumerate(objects, 1):
        offsets.append(len(written))
        written += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    return written + (
        b"xref\n0 %d\n0000000000 65535 f \n%strailer\n<< /Size %d /Root 1 0 R >>\n"
        b"startxref\n%d\n%%%%EOF\n" % (len(objects) + 1, table, len(objects) + 1, len(written))
    )
