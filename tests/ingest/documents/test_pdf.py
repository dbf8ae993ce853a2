"""A PDF is read as the paragraphs that a reader sees, and not as lines on pages."""

from __future__ import annotations

from io import BytesIO

import pytest
from pypdf import PdfReader, PdfWriter

from bot.errors import IngestError, Reason
from bot.ingest.documents.pdf import MAX_PAGES, read_pdf
from tests.pdfs import Set, pdf, typeset
from tests.walks.pages import ICE_PARAGRAPHS, PORT_PARAGRAPHS, PORT_TITLE

LONG = [*PORT_PARAGRAPHS, *ICE_PARAGRAPHS] * 4


def read(content: bytes) -> list[str]:
    return read_pdf("port.pdf", content).split("\n\n")


def lines(*texts: str, x: float = 60, top: float = 700) -> list[Set]:
    """Return lines below each other, at the usual distance."""
    return [Set(text, x=x, y=top - 12 * at) for at, text in enumerate(texts)]


FIRST = "The ferry between Orm and Skallvik will sail every hour from May, twice"
SECOND = "as often as now, the county said on Thursday. Islanders had asked for it"


def test_lines_of_a_paragraph_are_joined_and_the_title_stands_alone():
    assert read(typeset(PORT_TITLE, PORT_PARAGRAPHS)) == [PORT_TITLE, *PORT_PARAGRAPHS]


def test_headers_footers_and_page_numbers_are_left_out_over_many_pages():
    content = typeset(PORT_TITLE, LONG, header="Coast Times, 24 November 2026")
    assert len(PdfReader(BytesIO(content)).pages) > 1
    assert read(content) == [PORT_TITLE, *LONG]


def test_small_lines_at_the_edges_of_a_single_page_are_its_header_and_footer():
    content = typeset(PORT_TITLE, PORT_PARAGRAPHS, header="24.11.26, 08:10")
    assert read(content) == [PORT_TITLE, *PORT_PARAGRAPHS]


def test_a_title_that_is_the_header_of_other_pages_stays_on_the_first():
    first = [Set("Ferry to Orm", y=790, size=18), *lines(FIRST, SECOND, "for ten years.")]
    second = [Set("Ferry to Orm", y=790, size=8), *lines("A."), Set("2", y=30, size=8)]
    assert read(pdf(first, second)) == [
        "Ferry to Orm",
        f"{FIRST} {SECOND} for ten years.",
        "A.",
    ]


@pytest.mark.parametrize(
    ("broken", "whole"),
    [
        pytest.param(["sails all win-", "ter"], "sails all winter", id="word"),
        pytest.param(["sails all win\u00ad", "ter"], "sails all winter", id="soft hyphen"),
        pytest.param(["a ferry in May-", "June"], "a ferry in May-June", id="names"),
        pytest.param(["costs 40-", "50 a day"], "costs 40- 50 a day", id="numbers"),
    ],
)
def test_a_word_that_was_broken_at_the_end_of_a_line_is_whole(broken, whole):
    before, rest = broken
    assert read(pdf(lines(f"{FIRST} {before}", rest))) == [f"{FIRST} {whole}"]


def test_a_word_with_a_hyphen_of_its_own_keeps_it():
    text = lines("A well-known ferry. " + FIRST, f"{FIRST} and a well-", "known quay")
    assert read(pdf(text))[0].endswith("and a well-known quay")


@pytest.mark.parametrize(
    "second",
    [
        pytest.param(lines(FIRST, "too.", top=660), id="after a gap"),
        pytest.param([Set(FIRST, x=80, y=676), Set("too.", y=664)], id="indented"),
        pytest.param([Set(FIRST, y=676, size=13), Set("too.", y=660, size=13)], id="larger"),
        pytest.param(lines("• " + FIRST, "too.", top=676), id="item of a list"),
    ],
)
def test_a_new_paragraph_begins(second):
    assert len(read(pdf([*lines(FIRST, SECOND + " for long."), *second]))) == 2


def test_a_short_last_line_ends_its_paragraph_even_without_a_gap():
    text = lines(FIRST, SECOND, "for ten years.", "Fares stay as they are. " + FIRST[:50])
    assert len(read(pdf(text))) == 2


def test_a_paragraph_goes_on_in_the_next_column_and_on_the_next_page():
    columns = [*lines(FIRST, SECOND, top=100), *lines("for ten years, she said, and", x=320)]
    assert read(pdf(columns, lines("nobody had listened."))) == [
        f"{FIRST} {SECOND} for ten years, she said, and nobody had listened."
    ]


def locked(content: bytes, password: str) -> bytes:
    writer = PdfWriter(clone_from=BytesIO(content))
    writer.encrypt(password, owner_password="owner", algorithm="RC4-128")
    file = BytesIO()
    writer.write(file)
    return file.getvalue()


def test_a_pdf_that_is_locked_against_changes_alone_is_read():
    content = locked(typeset(PORT_TITLE, PORT_PARAGRAPHS), "")
    assert read(content) == [PORT_TITLE, *PORT_PARAGRAPHS]


WHOLE = typeset(PORT_TITLE, PORT_PARAGRAPHS)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        pytest.param(locked(WHOLE, "secret"), Reason.LOCKED, id="password"),
        pytest.param(pdf([], []), Reason.NO_LETTERS, id="pictures alone"),
        pytest.param(pdf(*[lines("A")] * (MAX_PAGES + 1)), Reason.TOO_LARGE, id="a book"),
        pytest.param(b"%PDF-1.7\n", Reason.BAD_FILE, id="beginning alone"),
        pytest.param(b"%PDF-1.7\n" + bytes(range(256)) * 40, Reason.BAD_FILE, id="noise"),
    ],
)
def test_what_can_not_be_read_is_refused(content, reason):
    with pytest.raises(IngestError) as caught:
        read_pdf("port.pdf", content)
    assert (caught.value.what, caught.value.reason) == ("port.pdf", reason)


@pytest.mark.parametrize("part", [0.3, 0.6, 0.9])
def test_a_pdf_that_was_cut_off_is_read_as_far_as_it_goes_or_refused(part):
    try:
        text = read_pdf("port.pdf", WHOLE[: int(part * len(WHOLE))])
    except IngestError as error:
        text = error.reason.value
    assert text
