"""What comes instead of an article, told apart so that a reader can be told why.

The rules are careful: a long text is never junk for the words in it, since an article may be
about cookies, robots or error pages. A text that is too short for an article is refused
anyway, so what it says may be taken at its word. The phrases stand in `bot/languages`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from urllib.parse import urlsplit

from selectolax.lexbor import LexborHTMLParser

from bot.errors import NoArticleError, Reason
from bot.ingest.extract.metadata import Metadata
from bot.ingest.web import printable
from bot.languages import Boilerplate, all_languages, load_language
from bot.text import split_paragraphs, split_sentences, words
from storage.model import Draft

# Around what a page is about, on every page of a site.
_ASIDES = "script, style, template, nav, header, footer, svg, select, [hidden]"
# A link with so many letters is a headline; menus have shorter ones.
_HEADLINE_LETTERS = 25
_HEADLINE = "\x1e"
# What a page says of itself stands at its beginning.
_MAX_CHARACTERS = 20_000


_GAP = r"(?!\w).{1,60}?(?<!\w)"
_BEGIN, _END = r"(?<!\w)", r"(?!\w)"
_MARKS = {r"\ ": r"\s+", r"\*": r"\w*", r"\#": r"\d+", "'": "['’]"}
_NOTHING = re.compile(r"(?!)")


@dataclass(frozen=True, slots=True)
class Shown:
    """What a page shows, its menus left out.

    Attributes:
        text: Its first 20,000 characters, in one line.
        lines: The same, piece by piece: what one tag holds.
        headings: Its larger headings, in order.
        headlines: How many links have the length of headlines.
        longest: Words of the longest text that no headline interrupts.
        asks_password: Whether there is a field for a password.
    """

    text: str = ""
    lines: tuple[str, ...] = ()
    headings: tuple[str, ...] = ()
    headlines: int = 0
    longest: int = 0
    asks_password: bool = False


def look_at(page: str) -> Shown:
    """Return what the HTML `page` shows."""
    tree = LexborHTMLParser(page)
    if tree.body is None:
        return Shown()
    for node in tree.css(_ASIDES):
        node.decompose()
    headings = tuple(_plain(node.text(separator=" ")) for node in tree.css("h1, h2"))
    whole = tree.body.text(separator="\n")[:_MAX_CHARACTERS]
    asks_password = tree.css_first('input[type="password" i]') is not None
    headlines = [
        node for node in tree.css("a[href]") if len(_plain(node.text())) >= _HEADLINE_LETTERS
    ]
    for node in headlines:
        node.replace_with(_HEADLINE)
    between = tree.body.text(separator=" ").split(_HEADLINE)
    return Shown(
        text=_plain(whole),
        lines=tuple(filter(None, map(_plain, whole.split("\n")))),
        headings=headings,
        headlines=len(headlines),
        longest=max(len(words(piece)) for piece in between),
        asks_password=asks_password,
    )


def _plain(text: str) -> str:
    return re.sub(r"\s+", " ", printable(text)).strip()


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
# A wall stands in the last lines of a text, or soon behind them, in a short sentence.
_LAST_LINES = 2
_NEXT_LINES = 6
_LINES_OF_AN_OFFER = 4
_LINE_OF_A_BODY = 40
_MAX_WALL = 120
_LINES_OF_A_LIST = 8
_LINKS_SHARE = 0.8
_MAX_LINK = 120
_SENTENCE_ENDS = '.!?…:。！？»”"'
# An article's page shows a few others; a front page shows little else.
_TEASERS_OF_A_LIST = 8
# Between headlines stands a sentence or two; a front page may open with a paragraph.
_MAX_TEASER_WORDS = 40
_MAX_OPENING_WORDS = 80
_MAX_TEXT_OF_A_LIST = 300
# A path that spells out a title or ends in a number leads to one article.
_OF_AN_ARTICLE = re.compile(r"/[^/]*(?:(?:-[^/-]+){3}|\d{5})[^/]*/?$")

# News count people in such numbers: "404 passengers rescued".
_STATUS = re.compile(
    r"(?:(?:error|http|erreur|fehler|errore|fout|błąd|ошибка|помилка) )?"
    r"(?:40\d|410|451|50[0-4])(?: *(?:[^\w\s]|$)| (?:error|not found|forbidden|page|server|bad))",
    re.IGNORECASE,
)
# RFC 7725: legal reasons, which differ from one country to the next.
_FOR_LEGAL_REASONS = "451"
_OF_A_SITE = re.compile(r"[\s.…!?]*(?:[|–—-]|$)")

# What notices say. In this order, since pages that check for robots ask for JavaScript as well.
_NOTICES = (
    (Reason.BOT_CHECK, Boilerplate.ROBOT),
    (Reason.REGION, Boilerplate.REGION),
    (Reason.ERROR_PAGE, Boilerplate.ERROR_TITLE),
    (Reason.NO_SCRIPT, Boilerplate.SCRIPT),
    (Reason.APP, Boilerplate.APP),
    (Reason.ERROR_PAGE, Boilerplate.ERROR),
)


def refuse_junk(draft: Draft, *, metadata: Metadata | None = None, page: str = "") -> None:
    """Raise if `draft` is no article but something that stood in its place.

    Its body may be empty. `metadata` and `page` are known if it comes from a page.

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
    if count <= _MAX_NOTICE_WORDS and (reason := _notice(draft, metadata, shown, text)):
        return reason
    if _is_link_list(draft, metadata, shown):
        return Reason.LINK_LIST
    if is_short:
        return Reason.PAYWALL if _breaks_off(draft, shown) else Reason.TOO_SHORT
    return None


def _is_consent_dialog(draft: Draft, metadata: Metadata, shown: Shown, text: str) -> bool:
    sentences = split_sentences(text, draft.language)
    subjects = sum(bool(pattern(Boilerplate.CONSENT).search(sentence)) for sentence in sentences)
    # Buttons are no part of a body; but an article may have a dialog beside it.
    asked = text if metadata.is_article else f"{text}\n{shown.text}"
    requests = {match[0].casefold() for match in pattern(Boilerplate.CONSENT_ASK).finditer(asked)}
    # An article about consent speaks of it in its title, and of other things as well.
    is_titled = pattern(Boilerplate.CONSENT).search(draft.title)
    share = _TITLED_SHARE if is_titled else _CONSENT_SHARE
    if not metadata.is_article and _addresses_reader(text, draft.language):
        share /= 2
    return len(requests) > 1 and subjects >= max(1, share * len(sentences))


def _is_stub(draft: Draft, metadata: Metadata, shown: Shown) -> bool:
    count = count_words(draft.body)
    if not metadata.is_free and count <= _MAX_NOTICE_WORDS:
        return True
    # In the margin of its page, a free article's site advertises subscriptions as well.
    near = shown.text if count < MIN_ARTICLE_WORDS else _near(draft, shown)
    if pattern(Boilerplate.PAYWALL).search(near) or _ends_with_offer(draft):
        return True
    if count >= MIN_ARTICLE_WORDS and _breaks_off(draft, shown):
        return True
    is_form = count < MIN_ARTICLE_WORDS and shown.asks_password
    return is_form and bool(pattern(Boilerplate.LOGIN).search(shown.text))


def _breaks_off(draft: Draft, shown: Shown) -> bool:
    """Return whether the text ends with what has to be done to read on.

    A text that spoke of it before is about such things.
    """
    *before, _, _ = ["", "", *split_paragraphs(draft.body)]
    if pattern(Boilerplate.LOCK, draft.language).search("\n".join([draft.title, *before])):
        return False
    return any(_is_wall(line, draft.language) for line in _end(draft, shown))


def _end(draft: Draft, shown: Shown) -> Iterator[str]:
    """Yield the lines where the text ends: its last ones, and those that follow on the page."""
    yield from split_paragraphs(draft.body)[-_LAST_LINES:]
    if own := _own_lines(draft, shown):
        last = own[-1]
        # A short last line may be the second one of a wall.
        first = last - 1 if len(shown.lines[last]) <= _MAX_WALL else last + 1
        yield from shown.lines[max(first, 0) : last + 1 + _NEXT_LINES]


def _ends_with_offer(draft: Draft) -> bool:
    """Return whether subscriptions are offered at the end, and were not spoken of before."""
    paragraphs, offers = split_paragraphs(draft.body), pattern(Boilerplate.OFFER)
    before, end = paragraphs[:-_LINES_OF_AN_OFFER], paragraphs[-_LINES_OF_AN_OFFER:]
    return any(map(offers.search, end)) and not any(map(offers.search, [draft.title, *before]))


def _near(draft: Draft, shown: Shown) -> str:
    """Return the text, and what stands between its lines on the page and soon behind them."""
    own = _own_lines(draft, shown)
    around = shown.lines[own[0] : own[-1] + 1 + _NEXT_LINES] if own else ()
    return "\n".join([draft.body, *around])


def _own_lines(draft: Draft, shown: Shown) -> list[int]:
    """Return which lines of the page are the text's, as far as they are not too short to tell."""
    return [
        at
        for at, line in enumerate(shown.lines)
        if len(line) >= _LINE_OF_A_BODY and line in draft.body
    ]


def _is_wall(line: str, language: str) -> bool:
    """Return whether one sentence of the line says what has to be done to read on."""
    return not pattern(Boilerplate.ELSEWHERE).search(line) and any(
        len(sentence) <= _MAX_WALL
        and pattern(Boilerplate.LOCK, language).search(sentence)
        and pattern(Boilerplate.READ, language).search(sentence)
        for sentence in split_sentences(line, language)
    )


def _notice(draft: Draft, metadata: Metadata, shown: Shown, text: str) -> Reason | None:
    """Return what is told in `text` instead of news, if the reader is told something."""
    heads = [draft.title, *shown.headings[:1]]
    for head in heads:
        if _is_whole(head, Boilerplate.ROBOT_TITLE):
            return Reason.BOT_CHECK
        if status := _STATUS.match(head):
            return Reason.REGION if _FOR_LEGAL_REASONS in status[0] else Reason.ERROR_PAGE
        if _is_whole(head, Boilerplate.ERROR_ALONE):
            return Reason.ERROR_PAGE
    is_short = count_words(draft.body) < MIN_ARTICLE_WORDS
    is_notice = not metadata.is_article and _addresses_reader(text, draft.language)
    if (is_short or is_notice) and count_words(text) <= _MAX_STUB_WORDS:
        said = "\n".join([*heads, text])
        found = next((reason for reason, kind in _NOTICES if pattern(kind).search(said)), None)
        is_shut_here = is_short and _is_shut_here(said, draft.language)
        return Reason.REGION if is_shut_here and found is not Reason.BOT_CHECK else found
    is_titled = any(map(pattern(Boilerplate.ERROR_TITLE).search, heads))
    return Reason.ERROR_PAGE if is_titled else None


def _is_shut_here(said: str, language: str) -> bool:
    """Return whether a sentence says where something can be seen, or can't."""
    return any(
        pattern(Boilerplate.SHUT).search(sentence) and pattern(Boilerplate.PLACE).search(sentence)
        for line in said.split("\n")
        for sentence in split_sentences(line, language)
    )


def _is_whole(title: str, kind: Boilerplate) -> bool:
    """Return whether a title is one of these phrases, with the site's name at most."""
    found = pattern(kind).match(title)
    return found is not None and bool(_OF_A_SITE.match(title, found.end()))


def _addresses_reader(text: str, language: str) -> bool:
    found = pattern(Boilerplate.ADDRESS, language).findall(text)
    return len(found) >= _ADDRESS_SHARE * count_words(text)


def _is_link_list(draft: Draft, metadata: Metadata, shown: Shown) -> bool:
    if metadata.is_article or shown.longest > _MAX_TEXT_OF_A_LIST:
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


# What pages say in an article's place, news may say too. So it counts only where little else
# is said, and most of it only where the reader is addressed, which news hardly ever does.
@cache
def pattern(kind: Boilerplate, language: str = "") -> re.Pattern[str]:
    """Return what finds the phrases of a kind.

    Args:
        kind: What they are about.
        language: ISO 639-1 code; in all languages if it has none.
    """
    own = load_language(language)
    chosen = [own] if own.boilerplate else all_languages()
    return compiled([phrase for each in chosen for phrase in each.boilerplate.get(kind, ())])


def compiled(phrases: Sequence[str]) -> re.Pattern[str]:
    """Return what finds any of these phrases, as whole words.

    Args:
        phrases: A `*` stands for letters, a `#` for a number, and ` … ` for up to 60
            characters. One with a capital is read with it.
    """
    return re.compile("|".join(_regex(phrases))) if phrases else _NOTHING


def _regex(phrases: Iterable[str]) -> Iterator[str]:
    """Yield an expression for whole words, for beginnings of words, and so on."""
    groups: dict[tuple[bool, bool], list[str]] = {}
    for phrase in phrases:
        within = re.escape(phrase.strip("*")).replace(r"\ …\ ", _GAP)
        for mark, meaning in _MARKS.items():
            within = within.replace(mark, meaning)
        is_whole = not phrase.startswith("*"), not phrase.endswith(("*", "?"))
        groups.setdefault(is_whole, []).append(
            within if phrase != phrase.lower() else f"(?i:{within})"
        )
    for (begins, ends), group in groups.items():
        yield f"{_BEGIN * begins}(?:{'|'.join(group)}){_END * ends}"
