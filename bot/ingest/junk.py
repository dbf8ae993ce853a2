"""What comes instead of an article, told apart so that a reader can be told why.

The rules are careful: a long text is never junk for the words in it, since an article may be
about cookies, robots or error pages. A text that is too short for an article is refused
anyway, so what it says may be taken at its word.
"""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from bot.errors import NoArticleError, Reason
from bot.ingest.metadata import Metadata
from bot.ingest.phrases import (
    ADDRESS,
    APP,
    CONSENT_REQUEST,
    CONSENT_SUBJECT,
    ERROR,
    ERROR_TITLE,
    LOGIN,
    OFFER,
    PAYWALL,
    REGION,
    ROBOT,
    ROBOT_TITLE,
    SCRIPT,
)
from bot.ingest.shown import Shown, look_at
from bot.text.sentences import split_paragraphs, split_sentences
from bot.text.words import words
from storage.model import Draft

# Shorter texts are cookie walls and error pages far more often than articles.
MIN_ARTICLE_WORDS = 40

# Checks and error pages are short; texts about them are not.
_MAX_NOTICE_WORDS = 120
# A longer beginning is worth reading even if the rest must be paid for.
_MAX_STUB_WORDS = 200
# Dialogs list purposes and partners at length.
_MAX_DIALOG_WORDS = 900

# Of the words of a notice: "your", "please". In news one of a hundred is.
_ADDRESS_SHARE = 0.03
# Of the sentences of a dialog that speak of consent.
_CONSENT_SHARE = 0.3
_TITLED_SHARE = 0.6
_LINES_OF_A_LIST = 8
_LINKS_SHARE = 0.8
_MAX_LINK = 120
_SENTENCE_ENDS = '.!?…:。！？»”"'
# An article's page shows a few others; a front page shows little else.
_TEASERS_OF_A_LIST = 8
# Between headlines stands a sentence or two; a front page may open with a paragraph.
_MAX_TEASER_WORDS = 40
_MAX_OPENING_WORDS = 80
# A path that spells out a title or ends in a number leads to one article.
_OF_AN_ARTICLE = re.compile(r"/[^/]*(?:(?:-[^/-]+){3}|\d{5})[^/]*/?$")

# What each notice is headed by, and what it says. In this order, since pages that check for
# robots ask for JavaScript as well.
_NOTICES = (
    (Reason.BOT_CHECK, ROBOT_TITLE, ROBOT),
    (Reason.REGION, None, REGION),
    (Reason.ERROR_PAGE, ERROR_TITLE, ERROR_TITLE),
    (Reason.NO_SCRIPT, None, SCRIPT),
    (Reason.APP, None, APP),
    (Reason.ERROR_PAGE, None, ERROR),
)


def refuse_junk(draft: Draft, *, metadata: Metadata | None = None, page: str = "") -> None:
    """Raise if `draft` is no article but something that stood in its place.

    Args:
        draft: What was read; its body may be empty.
        metadata: What the page said about itself, if it was a page.
        page: Its HTML, if it was a page.

    Raises:
        NoArticleError: It is no article; the reason says what it is.
    """
    if reason := _reason(draft, metadata or Metadata(is_article=True), page):
        raise NoArticleError(draft.url or draft.title, reason=reason, draft=draft)


def count_words(text: str) -> int:
    """Return how many words `text` has; letters count where no spaces part words."""
    return len(words(text))


def _reason(draft: Draft, metadata: Metadata, page: str) -> Reason | None:
    count = count_words(draft.body)
    is_short = count < MIN_ARTICLE_WORDS
    needs_look = page and (count <= _MAX_STUB_WORDS or not metadata.is_article)
    shown = look_at(page) if needs_look else Shown(text=draft.body)
    # Of an article's page, the body is what counts; else, whatever there is to read.
    text = shown.text if is_short else draft.body
    if count <= _MAX_DIALOG_WORDS and _is_consent_dialog(draft, metadata, shown, text):
        return Reason.CONSENT_WALL
    if count <= _MAX_STUB_WORDS and _is_stub(draft, metadata, shown):
        return Reason.PAYWALL
    if count <= _MAX_NOTICE_WORDS and (reason := _notice(draft, shown, text)):
        return reason
    if _is_link_list(draft, metadata, shown):
        return Reason.LINK_LIST
    return Reason.TOO_SHORT if is_short else None


def _is_consent_dialog(draft: Draft, metadata: Metadata, shown: Shown, text: str) -> bool:
    sentences = split_sentences(text, draft.language)
    subjects = sum(bool(CONSENT_SUBJECT.search(sentence)) for sentence in sentences)
    # Buttons are no part of a body; but an article may have a dialog beside it.
    asked = text if metadata.is_article else f"{text}\n{shown.text}"
    requests = {match[0].casefold() for match in CONSENT_REQUEST.finditer(asked)}
    # An article about consent speaks of it in its title, and of other things as well.
    share = _TITLED_SHARE if CONSENT_SUBJECT.search(draft.title) else _CONSENT_SHARE
    if _addresses_reader(text) and not metadata.is_article:
        share /= 2
    return len(requests) > 1 and subjects >= max(1, share * len(sentences))


def _is_stub(draft: Draft, metadata: Metadata, shown: Shown) -> bool:
    count = count_words(draft.body)
    return (
        (not metadata.is_free and count <= _MAX_NOTICE_WORDS)
        or bool(PAYWALL.search(shown.text) or OFFER.search(draft.body))
        or (count < MIN_ARTICLE_WORDS and shown.asks_password and bool(LOGIN.search(shown.text)))
    )


def _notice(draft: Draft, shown: Shown, text: str) -> Reason | None:
    """Return what is told in `text` instead of news, if the reader is told something."""
    heads = "\n".join([draft.title, *shown.headings[:1]])
    is_said = count_words(text) <= _MAX_STUB_WORDS and (
        count_words(draft.body) < MIN_ARTICLE_WORDS or _addresses_reader(text)
    )
    said = f"{heads}\n{text}" if is_said else ""
    for reason, heading, phrases in _NOTICES:
        if (heading and heading.search(heads)) or phrases.search(said):
            return reason
    return None


def _addresses_reader(text: str) -> bool:
    return len(ADDRESS.findall(text)) >= _ADDRESS_SHARE * count_words(text)


def _is_link_list(draft: Draft, metadata: Metadata, shown: Shown) -> bool:
    if metadata.is_article:
        return False
    is_of_an_article = bool(_OF_AN_ARTICLE.search(urlsplit(draft.url or "").path))
    if shown.headlines >= _TEASERS_OF_A_LIST:
        longest = _MAX_TEASER_WORDS if is_of_an_article or not draft.url else _MAX_OPENING_WORDS
        if shown.longest < longest:
            return True
    if metadata.teasers >= _TEASERS_OF_A_LIST and not is_of_an_article:
        return True
    lines = split_paragraphs(draft.body)
    bare = sum(len(line) <= _MAX_LINK and line[-1] not in _SENTENCE_ENDS for line in lines)
    return len(lines) >= _LINES_OF_A_LIST and bare >= _LINKS_SHARE * len(lines)
