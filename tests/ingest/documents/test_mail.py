"""A mail is its subject, its sender and what it says; nothing that it quotes or brings along."""

from __future__ import annotations

from datetime import UTC, datetime
from email.message import EmailMessage

import pytest

from bot.errors import IngestError, NoArticleError, Reason
from bot.ingest.documents.mail import parse_mail
from tests.news import NOW
from tests.walks.pages import PORT_PARAGRAPHS, PORT_TITLE, page

BODY = "\n\n".join(PORT_PARAGRAPHS)


def mail(text: str = BODY, *, subject: str = PORT_TITLE, html: str = "") -> EmailMessage:
    message = EmailMessage()
    message["From"] = "Jo Miller <news@Coast-Times.example>"
    message["Subject"] = subject
    message["Date"] = "Tue, 24 Nov 2026 05:40:00 +0100"
    if text:
        message.set_content(text)
    if html:
        message.add_alternative(html, subtype="html")
    return message


def parse(message: EmailMessage | bytes):
    content = message if isinstance(message, bytes) else message.as_bytes()
    return parse_mail("port.eml", content, now=NOW)


def test_a_mail_is_its_subject_sender_date_and_text():
    draft = parse(mail())
    assert (draft.title, draft.body) == (PORT_TITLE, BODY)
    assert (draft.authors, draft.site) == (("Jo Miller",), "coast-times.example")
    assert draft.published_at == datetime(2026, 11, 24, 4, 40, tzinfo=UTC)
    assert draft.url is None


@pytest.mark.parametrize("prefix", ["Re: ", "Fwd: ", "AW: WG: ", "RE: Fw: "])
def test_an_answer_or_a_forwarded_mail_has_the_same_subject(prefix):
    assert parse(mail(subject=prefix + PORT_TITLE)).title == PORT_TITLE


@pytest.mark.parametrize(
    "beside",
    [
        pytest.param("\n-- \nJo Miller\nCoast Times, Quay 1\n", id="signature"),
        pytest.param("\n> Cranes stand still.\n> They have for weeks.\n", id="quoted mail"),
    ],
)
def test_signatures_and_quoted_mails_are_no_part_of_it(beside):
    assert parse(mail(BODY + "\n" + beside)).body == BODY


def test_attachments_are_no_part_of_it():
    message = mail()
    message.add_attachment("Buy milk.", filename="note.txt")
    assert parse(message).body == BODY


def test_a_mail_that_is_a_page_is_read_as_one():
    html = page("Newsletter of the Coast Times", PORT_PARAGRAPHS)
    draft = parse(mail("Read this in your browser.", html=html))
    assert (draft.title, draft.body) == (PORT_TITLE, BODY)


def test_lines_that_flow_are_joined():
    flowed = BODY.replace(". ", ". \n")
    message = mail()
    message.set_content(flowed, params={"format": "flowed"})
    assert parse(message).body == BODY


@pytest.mark.parametrize("charset", ["iso-8859-2", "koi8-u", "utf-8", "no-such-charset"])
def test_a_mail_may_come_in_any_encoding(charset):
    text = BODY.replace("Dockers", "Докери" if charset == "koi8-u" else "Dockers")
    encoded = text.encode("utf-8" if "-such-" in charset else charset)
    head = (
        f"From: jo@coast-times.example\r\nSubject: {PORT_TITLE}\r\n"
        f"Content-Type: text/plain; charset={charset}\r\n"
        "Content-Transfer-Encoding: 8bit\r\n\r\n"
    )
    assert parse(head.encode() + encoded).body == text


def encrypted() -> EmailMessage:
    message = mail("")
    message["Content-Type"] = "multipart/encrypted; protocol=application/pgp-encrypted"
    return message


def nested(depth: int) -> bytes:
    parts = (f'Content-Type: multipart/mixed; boundary="b{at}"\n\n--b{at}\n' for at in range(depth))
    return f"Subject: {PORT_TITLE}\n{''.join(parts)}".encode()


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        pytest.param(b"Buy milk.", Reason.WRONG_ENDING, id="no mail"),
        pytest.param(encrypted(), Reason.LOCKED, id="encrypted"),
        pytest.param(nested(2_000), Reason.BAD_FILE, id="parts in parts without end"),
    ],
)
def test_what_is_no_mail_or_locked_is_refused(content, reason):
    with pytest.raises(IngestError) as caught:
        parse(content)
    assert (caught.value.what, caught.value.reason) == ("port.eml", reason)


@pytest.mark.parametrize("text", ["", "Buy milk."])
def test_a_mail_without_an_article_is_refused(text):
    with pytest.raises(NoArticleError) as caught:
        parse(mail(text))
    assert caught.value.reason == Reason.TOO_SHORT


def test_a_subject_may_be_encoded_and_folded():
    encoded = (
        "=?utf-8?b?0J/QvtGA0YIg?=\r\n =?utf-8?q?=D0=B2=D1=96=D0=B4=D0=BA=D1=80=D0=B8=D1=82=D0=BE?="
    )
    assert parse(f"Subject: {encoded}\r\n\r\n{BODY}".encode()).title == "Порт відкрито"


@pytest.mark.parametrize(
    "header",
    [
        "From: =?utf-8?q?Jo?= <",
        "From: (",
        "Date: not a day",
        'Content-Type: text/plain; charset="',
        "Content-Transfer-Encoding: nonsense",
        "From: " + "(" * 50_000,
        "From: " + "a@b.example," * 50_000,
        "From: " + "=?utf-8?q?a?= " * 50_000,
    ],
)
def test_a_broken_or_endless_header_hides_no_text(header):
    content = f"Subject: {PORT_TITLE}\r\n{header}\r\n\r\n{BODY}".encode()
    assert parse(content).body == BODY
