"""Words for what a reader reads: summaries, stories, related items, lists."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from markupsafe import Markup

from bot.messages.markup import (
    bold,
    counted,
    day,
    day_and_time,
    dotted,
    italic,
    keyboard,
    lines,
    link,
)
from bot.messages.reply import Reply
from storage.model import (
    Article,
    Button,
    Headline,
    Item,
    Ref,
    Related,
    Sentence,
    Story,
    Summary,
)

# Adults read English prose silently at 238 words a minute: Brysbaert 2019, a review of
# 190 studies.
WORDS_PER_MINUTE = 238

# A list longer than this is no longer read on a phone.
LONGEST_LIST = 20

# What is older than this beside its target is background, not news.
BACKGROUND = timedelta(days=3)


@dataclass(frozen=True, slots=True)
class Reader:
    """For whom something is worded.

    Attributes:
        now: Aware instant.
        zone: Where the reader lives.
    """

    now: datetime
    zone: ZoneInfo


def summary(
    article: Article, found: Summary, *, outlets: int, reader: Reader, longer: int | None
) -> Reply:
    """Word an article's summary.

    Args:
        article: The article.
        found: Its summary.
        outlets: How many outlets carry its story; 0 if it is in none.
        reader: For whom.
        longer: Sentences of the next longer summary, or None if there is none.
    """
    ref = article.ref
    story = Ref.parse(f"s{article.story_id}") if article.story_id else None
    return Reply(
        text=lines(
            bold(link(article.title, article.url)),
            _byline(article, reader),
            "",
            *(Markup("• {}").format(sentence.text) for sentence in found.sentences),
        ),
        buttons=keyboard(
            (
                Button("Longer", f"/summary {ref} {longer}") if longer else None,
                Button("Related", f"/related {ref}"),
                Button(f"Sources ({outlets})", f"/story {story}") if story else None,
            )
        ),
        about=str(ref),
    )


def story(found: Story, sentences: Sequence[Sentence], *, reader: Reader) -> Reply:
    """Word a story: its summary, then who carries it, newest last."""
    members = found.members
    shown = members[:LONGEST_LIST]
    more = len(members) - len(shown)
    return Reply(
        text=lines(
            bold(found.title),
            dotted(
                str(found.ref),
                counted(len(members), "item"),
                "since " + day_and_time(found.first_seen_at, now=reader.now, zone=reader.zone),
            ),
            "",
            *_attributed(sentences, found),
            "" if sentences else None,
            *(_item_line(item, reader) for item in shown),
            italic(f"and {more} more") if more else None,
        ),
        buttons=keyboard((Button("Related", f"/related {found.ref}"),)),
        about=str(found.ref),
    )


def _attributed(sentences: Sequence[Sentence], found: Story) -> list[Markup]:
    """Word a story's sentences, each with the site it is from if there are several."""
    sites = {article.id: article.site for article in found.articles}
    several = len({sites.get(sentence.article_id) for sentence in sentences}) > 1
    told = []
    for sentence in sentences:
        site = sites.get(sentence.article_id, "")
        source = Markup(" ({})").format(italic(site)) if several and site else ""
        told.append(Markup("• {}{}").format(sentence.text, source))
    return told


def related(title: str, found: Sequence[Related], *, about: str, reader: Reader) -> Reply:
    """Word what is near: the same story first, then near it, then earlier background."""
    if not found:
        return Reply(Markup("Nothing else is known near “{}”.").format(title), about=about)
    oldest_news = max(near.item.at for near in found) - BACKGROUND
    same = [near for near in found if near.in_story]
    near = [other for other in found if not other.in_story and other.item.at >= oldest_news]
    earlier = [other for other in found if not other.in_story and other.item.at < oldest_news]
    blocks = [
        lines(bold(heading), *(_related_lines(other, reader) for other in group))
        for heading, group in (
            ("In the same story", same),
            (f"Near “{title}”", near),
            ("Earlier", earlier),
        )
        if group
    ]
    return Reply(Markup("\n\n").join(blocks), about=about)


def latest(articles: Sequence[Article], *, reader: Reader) -> Reply:
    """Word the newest articles."""
    if not articles:
        return Reply(Markup("There are no articles yet. An admin adds them with /ingest."))
    return _list("Latest articles", articles, reader)


def headlines(found: Sequence[Headline], *, reader: Reader) -> Reply:
    """Word the newest headlines."""
    if not found:
        return Reply(Markup("There are no headlines yet. /latest lists the articles."))
    return _list("Latest headlines", found, reader)


def found(query: str, items: Sequence[Item], *, reader: Reader) -> Reply:
    """Word what a search found, best first."""
    if not items:
        return Reply(
            Markup("Nothing matches “{}”. Fewer or other words may; /latest lists all.").format(
                query
            )
        )
    return _list(f"Found for “{query}”", items, reader)


def _list(heading: str, items: Sequence[Item], reader: Reader) -> Reply:
    articles = [item for item in items if isinstance(item, Article)][:5]
    return Reply(
        text=lines(bold(heading), *(_item_line(item, reader) for item in items)),
        buttons=keyboard(
            Button(f"Summary {article.ref}", f"/summary {article.ref}") for article in articles
        )
        if len(articles) == 1
        else keyboard(Button(str(one.ref), f"/summary {one.ref}") for one in articles),
    )


def _byline(article: Article, reader: Reader) -> Markup:
    minutes = max(1, round(len(article.body.split()) / WORDS_PER_MINUTE))
    # An outlet may be its own author.
    authors = [name for name in article.authors if name.casefold() != article.site.casefold()]
    return dotted(
        article.site,
        ", ".join(authors[:3]),
        day_and_time(article.at, now=reader.now, zone=reader.zone),
        f"{minutes} min read",
        str(article.ref),
    )


def _item_line(item: Item, reader: Reader) -> Markup:
    return Markup("• {}").format(
        dotted(
            link(item.title, item.url),
            item.site,
            day(item.at, now=reader.now, zone=reader.zone),
            str(item.ref),
        )
    )


def _related_lines(near: Related, reader: Reader) -> Markup:
    return lines(
        _item_line(near.item, reader),
        Markup("   {}").format(italic("both: " + ", ".join(near.shared))),
    )
