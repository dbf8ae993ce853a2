"""Words for what a reader reads: summaries, stories, related items, lists.

Words for what is near an item or a story, and why.

Words for what a search found, and for how to search.

Words for stories, and for the headlines that they begin with.

Words for what is hot, and for the news of one topic.

Words for why a summary has its sentences.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import count

from markupsafe import Markup

from bot.messages.items import item_day, item_line, item_list, moment, summary_buttons
from bot.messages.markup import (
    Reply,
    bold,
    code,
    counted,
    day_and_time,
    dotted,
    folded,
    italic,
    keyboard,
    lines,
    link,
)
from bot.messages.preferences import rating_buttons
from storage.model import (
    Article,
    Button,
    Headline,
    Item,
    Reader,
    Ref,
    Related,
    Rise,
    Sentence,
    Story,
    Summary,
    Trends,
)

# What is older than this beside its target is background, not news.
BACKGROUND = timedelta(days=3)


def related(
    title: str,
    found: Sequence[Related],
    *,
    about: str,
    reader: Reader,
    at: datetime | None = None,
) -> Reply:
    """Word what is near: the same story first, then near it, then earlier background.

    Args:
        title: Of what it is near to.
        found: Nearest first.
        about: The id of what it is near to; empty for words.
        reader: Who reads it.
        at: When what it is near to was news; None for words, which are of today's.
    """
    if not found:
        return Reply(Markup("Nothing else is known near “{}”.").format(title), about=about)
    oldest_news = (at or max(near.item.at for near in found)) - BACKGROUND
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


def _related_lines(near: Related, reader: Reader) -> Markup:
    return lines(item_line(near.item, reader), Markup("   {}").format(italic(_reason(near))))


def _reason(near: Related) -> str:
    """Word what both have: `same names: Appeals Court, Trump; both about tariffs`."""
    names = f"same {'names' if len(near.names) > 1 else 'name'}: {', '.join(near.names)}"
    about = f"both about {', '.join(near.words)}"
    return "; ".join([names] * bool(near.names) + [about] * bool(near.words))


# Telegram ignores entities past the hundredth; ten items have ten links and a heading.
_MOST_BOLD = 8


@dataclass(frozen=True, slots=True)
class Hit:
    """An item that was found.

    Attributes:
        item: The item.
        title: Its title in pieces, each with whether it was sought.
        excerpt: A part of its body that was sought, the same way; empty if there is none.
    """

    item: Item
    title: Sequence[tuple[str, bool]]
    excerpt: Sequence[tuple[str, bool]] = ()


def found(  # noqa: D417 - the query is what it is called
    query: str,
    hits: Sequence[Hit],
    *,
    reader: Reader,
    page: int = 1,
    more: str = "",
    instead: str = "",
    retry: str = "",
    about: str = "",
) -> Reply:
    """Word what a search found, best first.

    Args:
        hits: One page of it.
        reader: For whom.
        page: Its number, from 1.
        more: The command that shows the next page, or empty.
        instead: The query that may have been meant, or empty.
        retry: The command that searches for that, or empty.
        about: What a pressed button is to know, or empty.
    """
    meant = Markup("Did you mean “{}”?").format(instead) if instead else None
    again = Button("Search for that", retry) if retry else None
    if not hits:
        nothing = "Nothing matches “{}”." if page == 1 else "Nothing more matches “{}”."
        hint = None if instead or page > 1 else "Fewer or other words may; /latest lists all."
        sentences = (part for part in (Markup(nothing).format(query), meant, hint) if part)  # noqa: S704
        return Reply(Markup(" ").join(sentences), buttons=keyboard([again]))
    heading = f"Found for “{query}”" + (f", page {page}" if page > 1 else "")
    return Reply(
        lines(bold(heading), *(_hit_lines(hit, reader) for hit in hits), meant),
        buttons=keyboard(
            summary_buttons(hit.item for hit in hits),
            [Button("More", more) if more else None, again],
        ),
        about=about,
    )


_EXAMPLES = (
    ("port strikes", "both words, in any form, in any language"),
    ('"port strike" OR ferr*', "words in a row, or words that begin so"),
    ("title:tariffs -football", "in the title, and without a word"),
    ("(ferry OR train) NOT weather", "brackets"),
    ('source:"Coast Times" lang:de topic:climate', "of an outlet, a language, a topic"),
    ("election after:3d", "of the last days; after:yesterday, before:2026-11-24"),
)


def how_to_search() -> Reply:
    """Explain the language of queries by examples."""
    return Reply(
        lines(
            bold("How to search"),
            *(Markup("{}\n   {}").format(code(query), text) for query, text in _EXAMPLES),
            "",
            "AND, OR and NOT are written in capitals. The best come first: words in the title, "
            "fresh news, large stories. Words without any command are searched for, too.",
        )
    )


def _hit_lines(hit: Hit, reader: Reader) -> Markup:
    numbers = count(1)
    title = with_bold(hit.title, numbers)
    excerpt = with_bold(hit.excerpt, numbers)
    line = item_line(hit.item, reader, title=title)
    return lines(line, Markup("   {}").format(excerpt) if excerpt else None)


def with_bold(pieces: Iterable[tuple[str, bool]], numbers: Iterable[int]) -> Markup:
    """Return what was sought in bold, as far as Telegram lets one hit have it.

    Args:
        pieces: Of a text, each with whether it was sought.
        numbers: Counts what was sought in the hit, from 1 on.
    """
    return Markup("").join(
        bold(text) if is_sought and next(iter(numbers)) <= _MOST_BOLD else text
        for text, is_sought in pieces
    )


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
                "since " + day_and_time(found.first_seen_at, reader),
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


# core.telegram.org/bots/api#inlinekeyboardbutton
_BUTTON_BYTES = 64
_BUTTONS_IN_A_ROW = 2


def topics(found: Trends) -> Reply:
    """Word what grew, with a button for the news of each."""
    if not found.stories:
        return Reply(Markup("There is no news of the last 24 hours. /latest lists what there is."))
    if not found.topics and not found.names:
        return Reply(
            Markup("Nothing is told of more than usual. /headlines lists the newest headlines.")
        )
    compared = (
        f"against a usual day of the {counted(found.days, 'day')} before"
        if found.days
        else "there is nothing older to compare with"
    )
    blocks = [
        lines(bold("Hot now"), dotted(counted(found.stories, "story", "stories"), compared)),
        *_block("Topics", found.topics, days=found.days),
        *_block("Names", found.names, days=found.days),
    ]
    buttons = [Button(rise.name.capitalize(), f"/headlines {rise.name}") for rise in found.topics]
    buttons += [Button(rise.name, f'/search "{rise.name}"') for rise in found.names]
    return Reply(Markup("\n\n").join(blocks), buttons=keyboard(*_in_rows(buttons)))


def _block(heading: str, rises: Sequence[Rise], *, days: int) -> list[Markup]:
    if not rises:
        return []
    return [lines(bold(heading), *(_line(rise, has_past=days > 0) for rise in rises))]


def _line(rise: Rise, *, has_past: bool) -> Markup:
    usual = "new" if rise.is_new else f"usually {_rounded(rise.usual)}"
    stories = counted(rise.stories, "story", "stories")
    return Markup("• {}").format(dotted(rise.name, stories, usual if has_past else None))


def _rounded(usual: float) -> str:
    """Return how many are usual on a day: `0.3`, `4`; never 0, for then it is new."""
    few = 10
    return f"{usual:,.0f}" if usual >= few else f"{max(usual, 0.1):.1f}".removesuffix(".0")


def _in_rows(buttons: Iterable[Button]) -> list[list[Button]]:
    fitting = [one for one in buttons if len(one.command.encode()) <= _BUTTON_BYTES]
    return [
        fitting[start : start + _BUTTONS_IN_A_ROW]
        for start in range(0, len(fitting), _BUTTONS_IN_A_ROW)
    ]


def topic(name: str, items: Sequence[Item], *, reader: Reader) -> Reply:
    """Word the newest articles and headlines of a topic."""
    if not items:
        return Reply(
            Markup("There is no news about {} yet. /topics shows what there is most of.").format(
                name
            )
        )
    return item_list(f"Latest about {name}", items, reader)


@dataclass(frozen=True, slots=True)
class KeySentence:
    """A sentence of a summary, and why it is in it.

    Attributes:
        text: The sentence.
        position: Its place among all sentences of the article, from 0.
        share: The share of what the summary tells that it brings, 0 to 1.
        words: What it brings, the most telling words first.
        title_words: Its words that the title has.
    """

    text: str
    position: int
    share: float
    words: tuple[str, ...]
    title_words: tuple[str, ...]


def why(article: Article, chosen: Sequence[KeySentence]) -> Reply:
    """Word why these sentences of `article` were chosen, each with its reasons below it."""
    return Reply(
        text=lines(
            dotted(bold(link(article.title, article.url)), str(article.ref)),
            "Why these sentences tell most of it:",
            *(part for each in chosen for part in ("", each.text, _reasons(each))),
        ),
        buttons=keyboard((Button("Summary", f"/summary {article.ref}"),)),
        about=str(article.ref),
    )


def _reasons(each: KeySentence) -> Markup:
    return italic(
        "; ".join(
            reason
            for reason in (
                _place(each.position),
                f"{each.share:.0%} of what the summary tells: {', '.join(each.words)}"
                if each.words
                else "",
                f"shares with the title: {', '.join(each.title_words)}" if each.title_words else "",
            )
            if reason
        )
    )


def _place(position: int) -> str:
    named = {0: "the first sentence", 1: "the second sentence", 2: "the third sentence"}
    return named.get(position, f"sentence {position + 1}")


# Adults read English prose silently at 238 words a minute: Brysbaert 2019, a review of
# 190 studies.
WORDS_PER_MINUTE = 238


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


def latest(articles: Sequence[Article], *, reader: Reader) -> Reply:
    """Word the newest articles."""
    if not articles:
        return Reply(Markup("There are no articles yet. An admin adds them with /ingest."))
    return item_list("Latest articles", articles, reader)


def _byline(article: Article, reader: Reader) -> Markup:
    minutes = max(1, round(len(article.body.split()) / WORDS_PER_MINUTE))
    # An outlet may be its own author.
    authors = [name for name in article.authors if name.casefold() != article.site.casefold()]
    return dotted(
        article.site,
        ", ".join(authors[:3]),
        moment(article, reader),
        f"{minutes} min read",
        str(article.ref),
    )
