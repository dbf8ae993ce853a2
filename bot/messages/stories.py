"""Words for stories, and for the headlines that they begin with."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from bot.messages.items import Reader, item_line, item_list
from bot.messages.markup import bold, counted, day_and_time, dotted, italic, keyboard, lines
from bot.messages.reply import Reply
from storage.model import Button, Headline, Sentence, Story

# A list longer than this is no longer read on a phone.
LONGEST_LIST = 20


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
            *(item_line(item, reader) for item in shown),
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


def headlines(found: Sequence[Headline], *, reader: Reader) -> Reply:
    """Word the newest headlines."""
    if not found:
        return Reply(Markup("There are no headlines yet. /latest lists the articles."))
    return item_list("Latest headlines", found, reader)
