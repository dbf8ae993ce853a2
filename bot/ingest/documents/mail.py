"""Find the article in a saved mail, such as a newsletter."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime
from email import message_from_bytes, policy
from email.errors import HeaderParseError
from email.header import decode_header, make_header
from email.message import EmailMessage
from email.utils import parseaddr

from bot.errors import IngestError, Reason
from bot.ingest.extract import (
    MIN_ARTICLE_WORDS,
    count_words,
    parse_date,
    parse_newspage,
    parse_page,
    refuse_junk,
)
from bot.ingest.web import decode, printable
from storage.model import Draft

_LOCKED = frozenset({"multipart/encrypted", "application/pkcs7-mime", "application/x-pkcs7-mime"})
_PREFIX = re.compile(r"^(?:(?:re|fwd?|aw|wg|tr|rv|odp|pd|antw)\s*:\s*)+", re.IGNORECASE)
_MAX_HEADER = 2_000
_MAX_ADDRESS = 320
# Below it stands the sender's signature: RFC 3676, 4.3.
_SIGNATURE = re.compile(r"^-- ?\r?$", re.MULTILINE)
_QUOTED = re.compile(r"^>.*$", re.MULTILINE)
# A space before its end says that a line goes on: RFC 3676, 4.1.
_FLOWED = re.compile(r" \r?\n(?=\S)")


def parse_mail(name: str, content: bytes, *, now: datetime) -> Draft:
    """Return the article in a mail (RFC 5322): its subject, its sender, its text.

    Quoted mails, the signature and attachments are left out. A mail that has its text only as
    a page is read as a page. `now` is aware; no mail is younger.

    Raises:
        NoArticleError: It was read, but there is no article in it.
        IngestError: It is encrypted (LOCKED), no mail at all (WRONG_ENDING), or its parts
            hold parts without end (BAD_FILE).
    """
    try:
        message = message_from_bytes(content, policy=policy.default)
        return _mail(name, message, now=now)
    except RecursionError as error:
        # Parts within parts without end.
        raise IngestError(name, reason=Reason.BAD_FILE) from error


def _mail(name: str, message: EmailMessage, *, now: datetime) -> Draft:
    if not (_header(message, "from") or _header(message, "subject")):
        raise IngestError(name, reason=Reason.WRONG_ENDING)
    if message.get_content_type() in _LOCKED:
        raise IngestError(name, reason=Reason.LOCKED)
    title = _PREFIX.sub("", _header(message, "subject"))
    sender, address = parseaddr(_header(message, "from")[:_MAX_ADDRESS])
    draft = _draft(message, title, now=now)
    if dated := parse_date(_header(message, "date"), now=now):
        draft = replace(draft, published_at=dated.instant, only_day=dated.only_day)
    return replace(
        draft,
        title=title or draft.title,
        site=address.rpartition("@")[2].lower(),
        authors=(sender,) if sender else draft.authors,
    )


def _draft(message: EmailMessage, title: str, *, now: datetime) -> Draft:
    plain, page = _text(message, "plain"), _text(message, "html")
    if page and count_words(plain) < MIN_ARTICLE_WORDS:
        return parse_page(page.encode(), url=None, charset="utf-8", now=now)
    draft = parse_newspage(f"{title}\n\n{plain}" if title else plain)
    refuse_junk(draft)
    return draft


def _text(message: EmailMessage, kind: str) -> str:
    """Return the text of this kind, or "" if the mail has none."""
    part = message.get_body(preferencelist=(kind,))
    payload = part.get_payload(decode=True) if part is not None else None
    if part is None or not isinstance(payload, bytes):
        return ""
    text = decode(payload, charset=part.get_content_charset() or "")
    if kind == "html":
        return text
    if part.get_param("format") == "flowed":
        text = _FLOWED.sub(" ", text)
    return _QUOTED.sub("", _SIGNATURE.split(text, maxsplit=1)[0])


def _header(message: EmailMessage, name: str) -> str:
    """Return a header as it reads, by our own hand: for long ones the library takes minutes."""
    raw = next((str(value) for key, value in message.raw_items() if key.lower() == name), "")
    try:
        value = str(make_header(decode_header(raw[:_MAX_HEADER])))
    except (HeaderParseError, LookupError, ValueError):
        value = raw[:_MAX_HEADER]
    return " ".join(printable(value).split())
