"""Words for stories, and for the headlines that they begin with."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from markupsafe import Markup

from bot.messages.items import Reader, item_day, item_line, item_list
from bot.messages.markup import (
    bold,
    counted,
    day_and_time,
    dotted,
    folded,
    italic,
    keyboard,
    lines,
    link,
)
from bot.messages.reply import Reply
from bot.messages.taste import rating_buttons
from storage.model import Article, Button, Headline, Item, Ref, Related, Sentence, Story

# So many reports, each with what it adds, fit a message besides the summary.
LONGEST_LIST = 12

# Telegram's keyboards hold eight buttons in a row.
_BUTTONS = 8

# An agency's text may stand at a hundred papers.
MOST_COPIES = 5


def story(
    found: Story,
    sentences: Sequence[Sentence],
    *,
    reader: Reader,
    adds: Sequence[Sentence] = (),
    near: Sequence[Related] = (),
) -> Reply:
    """Word a story: its summary, then who told it and when, then what else is near.

    Args:
        found: A story with members.
        sentences: Its summary.
        reader: For whom.
        adds: What each report adds to those before it.
        near: Other news, nearest first.
    """
    outlets = {item.outlet for item in found.members} - {""}
    return Reply(
        text=lines(
            bold(found.title),
            dotted(
                str(found.ref),
                counted(len(found.members), "item"),
                counted(len(outlets), "source") if len(outlets) > 1 else None,
                "since " + day_and_time(found.first_seen_at, now=reader.now, zone=reader.zone),
            ),
            "",
            *_attributed(sentences, found),
            "" if sentences else None,
            *_timeline(found, {each.article_id: each.text for each in adds}, reader),
            *_near(near, reader),
        ),
        buttons=keyboard((Button("Related", f"/related {found.ref}"),), rating_buttons(found.ref)),
        about=str(found.ref),
    )


def _timeline(found: Story, adds: Mapping[int, str], reader: Reader) -> list[Markup | None]:
    """Word who told the story, first one first, and what each of them adds."""
    in_time = sorted(found.members, key=lambda item: (item.at, item.ref))
    refs = {item.ref for item in in_time}
    tellers = [item for item in in_time if item.copy_of not in refs]
    copies: dict[Ref | None, list[Item]] = defaultdict(list)
    for item in in_time:
        copies[item.copy_of].append(item)
    told: list[Markup | None] = []
    for item in tellers[:LONGEST_LIST]:
        told.append(item_line(item, reader, with_time=True))
        added = adds.get(item.id) if isinstance(item, Article) else None
        told.append(Markup("   adds: {}").format(italic(added)) if added else None)
        told.append(_also_at(copies[item.ref]))
    more = len(tellers) - LONGEST_LIST
    told.append(italic(f"and {more} more") if more > 0 else None)
    if len(tellers) == 1:
        return told
    return [folded(lines(bold("Who told it, first to last"), *told))]


def _also_at(copies: Sequence[Item]) -> Markup | None:
    """Word where else the same text stands."""
    if not copies:
        return None
    places = [link(item.outlet or str(item.ref), item.url) for item in copies[:MOST_COPIES]]
    more = len(copies) - len(places)
    also = Markup(", ").join(places)
    return Markup("   also at: {}{}").format(also, f", +{more}" if more else "")


def _near(near: Sequence[Related], reader: Reader) -> list[Markup]:
    if not near:
        return []
    return [Markup(""), bold("Related"), *(item_line(each.item, reader) for each in near)]


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


def merged(found: Story, *, ended: str, undo: str) -> Reply:
    """Word that a story has the members of another one now.

    Args:
        found: The story with all members.
        ended: The id that it had besides, which leads to it.
        undo: The command that takes them out again; empty if it is too long for a button.
    """
    return Reply(
        text=Markup("Merged {} into {}: {}.").format(
            ended, bold(str(found.ref)), counted(len(found.members), "item")
        ),
        buttons=keyboard(
            (
                Button("Story", f"/story {found.ref}"),
                Button("Undo", undo) if undo else None,
            )
        ),
        about=str(found.ref),
    )


def split(left: Story, *, new: Story) -> Reply:
    """Word that members of a story are one of their own now.

    Args:
        left: The story without them.
        new: Their own.
    """
    taken = counted(len(new.members), "item")
    pronoun = "It is" if len(new.members) == 1 else "They are"
    return Reply(
        text=Markup("Took {} out of {}. {} now {}: {}").format(
            taken, left.ref, pronoun, bold(str(new.ref)), new.title
        ),
        buttons=keyboard(
            (Button("Story", f"/story {new.ref}"), Button("Undo", f"/merge {left.ref} {new.ref}"))
        ),
        about=str(new.ref),
    )


def missed(found: Sequence[Story], *, reader: Reader) -> Reply:
    """Word the stories that a chat was not told, one line each.

    Args:
        found: The stories, best first.
        reader: For whom.
    """
    if not found:
        return Reply(Markup("Nothing was left out. /latest lists the newest articles."))
    return Reply(
        text=lines(bold("Not in your digests"), *(_story_line(story, reader) for story in found)),
        buttons=keyboard(
            Button(str(number), f"/story {story.ref}")
            for number, story in enumerate(found[:_BUTTONS], 1)
        ),
    )


def _story_line(story: Story, reader: Reader) -> Markup:
    outlets = {item.outlet for item in story.members} - {""}
    newest = max(story.members, key=lambda item: (item.at, item.ref))
    return Markup("• {}").format(
        dotted(
            link(story.title, newest.url),
            counted(len(outlets), "source") if len(outlets) > 1 else next(iter(outlets), None),
            item_day(newest, reader),
            str(story.ref),
        )
    )
