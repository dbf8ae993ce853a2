"""Pages that are no articles, and short ones that are: invented texts in shapes of the web.

The texts stand in `junk_texts`, one file for each language. Every text gets a shape that
pages of its kind have: a dialog, a form, a story that breaks off, a column of cards.
"""

from __future__ import annotations

import hashlib
import json
import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Any, TypeAlias

from bot.errors import Reason

_TEXTS = Path(__file__).parent / "junk_texts"

# What the gate should say of each kind; None of an article.
REASONS: Mapping[str, Reason | None] = {
    "consent": Reason.CONSENT_WALL,
    "error": Reason.ERROR_PAGE,
    "paywall": Reason.PAYWALL,
    "login": Reason.PAYWALL,
    "robot": Reason.BOT_CHECK,
    "script": Reason.NO_SCRIPT,
    "place": Reason.REGION,
    "app": Reason.APP,
    "section": Reason.LINK_LIST,
    "links": Reason.LINK_LIST,
    "article": None,
}

_HOST = "https://coast-times.example"
_DAY = "2026-11-{:02}T07:30:00+01:00"


@dataclass(frozen=True, slots=True)
class Sample:
    """A page and what it is.

    Attributes:
        name: Such as `de-consent-2`.
        kind: One of `REASONS`.
        page: HTML.
        url: Its address.
    """

    name: str
    kind: str
    page: str
    url: str


def is_for_tuning(name: str) -> bool:
    """Return whether rules may be tuned on the sample: half of them, by their names' hash."""
    return hashlib.sha256(name.encode()).digest()[1] % 2 == 0


def invented() -> Iterator[Sample]:
    """Yield a page for each text, and the lists of each language in all their shapes."""
    for file in sorted(_TEXTS.glob("*.toml")):
        site = _Site(file.stem, tomllib.loads(file.read_text(encoding="utf-8")))
        for kind, shapes in _SHAPES.items():
            for at, text in enumerate(site.texts.get(kind, [{}] * len(shapes))):
                page = shapes[at % len(shapes)](site, text)
                address = f"{_HOST}/{at}/harbour-loses-last-crane-{at}1873.html"
                url = f"{_HOST}/{kind}/{at}/" if kind in {"section", "links"} else address
                yield Sample(f"{site.language}-{kind}-{at}", kind, page, url)


@dataclass(frozen=True, slots=True)
class _Site:
    """What the pages of one language have in common.

    Attributes:
        language: ISO 639-1 code.
        texts: Its file.
    """

    language: str
    texts: Mapping[str, Any]

    def page(self, title: str, *parts: str, head: str = "", lean: bool = False) -> str:
        """Return a page with a menu and a footer, or without them if it is `lean`."""
        names = enumerate(self.texts["sections"])
        menu = "".join(f'<li><a href="/{at}/">{name}</a></li>' for at, name in names)
        around = "" if lean else f"<header><nav><ul>{menu}</ul></nav></header>"
        below = "" if lean else f"<footer><p>© {self.texts['site']}</p></footer>"
        return (
            f'<!doctype html><html lang="{self.language}"><head><meta charset="utf-8">'
            f"<title>{escape(title)}</title>{head}</head>"
            f"<body>{around}{''.join(parts)}{below}</body></html>"
        )

    def cards(self, first: int, last: int, *, card: str) -> str:
        """Return other articles, each in the frame that `card` is."""
        found = []
        for at, (title, sentence) in enumerate(self.texts["teasers"][first:last]):
            found.append(
                card.format(
                    url=f"/{at}/{'-'.join(title.lower().split()[:4])}-{at}20417.html",
                    title=escape(title),
                    sentence=escape(sentence),
                    more=self.texts["more"],
                    time=_DAY.format(at + 3),
                    day=f"{at + 3:02}.11.2026",
                )
            )
        return "".join(found)


_Text: TypeAlias = Mapping[str, Any]
_Shape: TypeAlias = Callable[[_Site, _Text], str]

_BARE_LINK = '<li><a href="{url}">{title}</a></li>'
_CARD = (
    '<article class="card"><h3><a href="{url}">{title}</a></h3><p>{sentence}</p>'
    '<time datetime="{time}">{day}</time></article>'
)


def _lines(text: _Text, tag: str = "p") -> str:
    heading, *rest = text["text"].strip().split("\n")
    return f"<h1>{heading}</h1>" + "".join(f"<{tag}>{line}</{tag}>" for line in rest)


def _buttons(text: _Text) -> str:
    return "".join(f"<button>{name}</button>" for name in text.get("buttons", []))


def _dialog(site: _Site, text: _Text) -> str:
    box = f'<div role="dialog" class="banner">{_lines(text)}{_buttons(text)}</div>'
    return site.page(text["title"], f"<main>{box}</main>", lean=True)


def _dialog_on_a_page(site: _Site, text: _Text) -> str:
    box = f'<section class="consent-wall">{_lines(text)}<div>{_buttons(text)}</div></section>'
    return site.page(text["title"], '<div id="app"></div>', box)


def _notice(site: _Site, text: _Text) -> str:
    return site.page(text["title"], f"<div>{_lines(text)}{_buttons(text)}</div>", lean=True)


def _notice_without_script(site: _Site, text: _Text) -> str:
    lines = "<br>".join(text["text"].strip().split("\n"))
    return site.page(
        text["title"],
        f"<noscript>{lines}</noscript><div id='root'></div><script>start()</script>",
        lean=True,
    )


def _error(site: _Site, text: _Text) -> str:
    search = '<form action="/search"><input name="q"><button>OK</button></form>'
    return site.page(text["title"], f"<main>{_lines(text)}{search}</main>")


def _error_with_others(site: _Site, text: _Text) -> str:
    others = f"<ul>{site.cards(0, 8, card=_BARE_LINK)}</ul>"
    return site.page(text["title"], f"<main>{_lines(text)}</main><aside>{others}</aside>")


def _form(site: _Site, text: _Text) -> str:
    fields = '<input type="email"><input type="password">'
    return site.page(
        text["title"], f"<main>{_lines(text)}<form>{fields}{_buttons(text)}</form></main>"
    )


def _article_head(site: _Site, title: str, *, is_free: bool) -> str:
    said = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": title,
        "datePublished": _DAY.format(21),
        "author": {"@type": "Person", "name": "Jo Miller"},
        "publisher": {"@type": "Organization", "name": site.texts["site"]},
        "isAccessibleForFree": is_free,
    }
    return f'<script type="application/ld+json">{json.dumps(said)}</script>'


def _stub(site: _Site, text: _Text, *, paragraphs: int, head: str = "") -> str:
    stub = site.texts["stub"]
    beginning = "".join(f"<p>{line}</p>" for line in stub["paragraphs"][:paragraphs])
    offer = _lines(text).replace("h1>", "h2>")
    story = (
        f"<article><h1>{stub['title']}</h1>{beginning}<div class='offer'>{offer}</div></article>"
    )
    others = f"<aside>{site.cards(2, 8, card=_CARD)}</aside>"
    return site.page(
        f"{stub['title']} | {site.texts['site']}", f"<main>{story}</main>", others, head=head
    )


def _stub_that_says_so(site: _Site, text: _Text) -> str:
    head = _article_head(site, site.texts["stub"]["title"], is_free=False)
    return _stub(site, text, paragraphs=3, head=head)


def _stub_of_two(site: _Site, text: _Text) -> str:
    return _stub(site, text, paragraphs=2, head='<meta property="og:type" content="article">')


def _stub_of_one(site: _Site, text: _Text) -> str:
    return _stub(site, text, paragraphs=1)


def _section_of_cards(site: _Site, _text: _Text) -> str:
    return site.page(site.texts["sections"][1], f"<main>{site.cards(0, 12, card=_CARD)}</main>")


def _section_of_dates(site: _Site, _text: _Text) -> str:
    card = (
        "<div class='item'><span class='date'>{day}</span> <h2><a href='{url}'>{title}</a></h2>"
        "<p>{sentence} <a href='{url}'>{more}</a></p></div>"
    )
    name = site.texts["sections"][2]
    return site.page(name, f"<main><h1>{name}</h1>{site.cards(0, 12, card=card)}</main>")


def _section_of_sentences(site: _Site, _text: _Text) -> str:
    card = "<div><a href='{url}'><h3>{title}</h3><p>{sentence}</p></a></div>"
    name = site.texts["sections"][4]
    return site.page(
        f"{name} - {site.texts['site']}",
        f"<section><h1>{name}</h1>{site.cards(0, 12, card=card)}</section>",
        head='<meta property="og:type" content="website">',
    )


def _front_page(site: _Site, _text: _Text) -> str:
    lead = site.texts["stub"]
    opening = f"<p>{lead['paragraphs'][0]}</p>"
    story = f"<div><h1><a href='/crane.html'>{lead['title']}</a></h1>{opening}</div>"
    return site.page(site.texts["site"], f"<main>{story}{site.cards(0, 12, card=_CARD)}</main>")


def _links(site: _Site, _text: _Text) -> str:
    return site.page(site.texts["more"], f"<ul>{site.cards(0, 12, card=_BARE_LINK)}</ul>")


def _links_in_paragraphs(site: _Site, _text: _Text) -> str:
    card = "<p><a href='{url}'>{title}</a></p>"
    return site.page(site.texts["more"], f"<div>{site.cards(0, 12, card=card)}</div>")


def _article(site: _Site, text: _Text, *, head: str, others: str = "") -> str:
    body = "".join(f"<p>{line}</p>" for line in text["text"].strip().split("\n"))
    story = f"<article><h1>{text['title']}</h1>{body}</article>"
    return site.page(
        f"{text['title']} | {site.texts['site']}", f"<main>{story}</main>", others, head=head
    )


def _article_that_says_so(site: _Site, text: _Text) -> str:
    others = f"<aside>{site.cards(0, 6, card=_CARD)}</aside>"
    head = _article_head(site, text["title"], is_free=True)
    return _article(site, text, head=head, others=others)


def _plain_article(site: _Site, text: _Text) -> str:
    return _article(site, text, head="")


def _article_among_others(site: _Site, text: _Text) -> str:
    return _article(site, text, head="", others=f"<div>{site.cards(0, 12, card=_CARD)}</div>")


_SHAPES: Mapping[str, tuple[_Shape, ...]] = {
    "consent": (_dialog, _dialog_on_a_page, _notice),
    "error": (_error, _error_with_others, _notice),
    "paywall": (_stub_that_says_so, _stub_of_two, _stub_of_one),
    "login": (_form,),
    "robot": (_notice, _dialog_on_a_page),
    "script": (_notice_without_script, _notice),
    "place": (_notice, _dialog_on_a_page),
    "app": (_dialog_on_a_page,),
    "section": (_section_of_cards, _section_of_dates, _section_of_sentences, _front_page),
    "links": (_links, _links_in_paragraphs),
    "article": (_article_that_says_so, _plain_article, _article_among_others),
}
