"""Words for what a reader reads: lists, summaries, stories, topics, what is near or was found."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from itertools import count

from markupsafe import Markup

from bot.errors import BotError
from bot.messages.catalogue import attribute, listed, say
from bot.messages.digest import voices
from bot.messages.errors import error
from bot.messages.items import item_day, item_line, item_list, moment, summary_buttons, topic_name
from bot.messages.markup import (
    Reply,
    bold,
    button,
    code,
    day_and_time,
    dotted,
    folded,
    italic,
    keyboard,
    lines,
    link,
    moment_of,
)
from bot.messages.preferences import rating_buttons
from bot.messages.telegram_limits import BUTTONS_IN_A_ROW, fits_button
from storage.model import (
    Article,
    Button,
    Difference,
    Headline,
    Hit,
    Item,
    KeySentence,
    Reader,
    Ref,
    Related,
    Rise,
    Sentence,
    Statement,
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
    language = reader.language
    if not found:
        return Reply(say(language, "related-none", title=title), about=about)
    oldest_news = (at or max(near.item.at for near in found)) - BACKGROUND
    same = [near for near in found if near.in_story]
    near = [other for other in found if not other.in_story and other.item.at >= oldest_news]
    earlier = [other for other in found if not other.in_story and other.item.at < oldest_news]
    blocks = [
        lines(bold(heading), *(_related_lines(other, reader) for other in group))
        for heading, group in (
            (say(language, "related-same-story"), same),
            (say(language, "related-near", title=title), near),
            (say(language, "related-earlier"), earlier),
        )
        if group
    ]
    return Reply(Markup("\n\n").join(blocks), about=about)


def _related_lines(near: Related, reader: Reader) -> Markup:
    """Word an item, and what both have: `same name: Kara Sea; both about tariffs`."""
    language = reader.language
    reasons = []
    if near.names:
        names = listed(language, near.names)
        reasons.append(say(language, "related-names", count=len(near.names), names=names))
    if near.words:
        reasons.append(say(language, "related-words", words=listed(language, near.words)))
    reason = italic(Markup("; ").join(reasons))
    return lines(item_line(near.item, reader), Markup("   {}").format(reason))


# Telegram ignores entities past the hundredth; ten items have ten links and a heading.
_MOST_BOLD = 8


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
    is_partial: bool = False,
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
        is_partial: Whether nothing has all that was sought, and this has most of it.
    """
    language = reader.language
    meant = say(language, "search-meant", query=instead) if instead else None
    again = button(language, "button-search-instead", retry) if retry else None
    if not hits:
        is_first = page == 1
        sentences = (
            say(language, "search-none" if is_first else "search-no-more", query=query),
            meant,
            say(language, "search-none-hint") if is_first and not instead else None,
        )
        text = Markup(" ").join(sentence for sentence in sentences if sentence)
        return Reply(text, buttons=keyboard([again]))
    heading = (
        say(language, "search-partial" if is_partial else "search-heading", query=query)
        if page == 1
        else say(language, "search-heading-page", query=query, page=page)
    )
    return Reply(
        lines(bold(heading), *(_hit_lines(hit, reader) for hit in hits), meant),
        buttons=keyboard(
            summary_buttons((hit.item for hit in hits), language=language),
            [button(language, "button-more", more) if more else None, again],
        ),
        about=about,
    )


_EXAMPLES = ("words", "phrase", "title", "brackets", "fields", "days")


def how_to_search(*, language: str) -> Reply:
    """Explain the language of queries by examples."""
    return Reply(
        lines(
            bold(say(language, "search-how")),
            *(
                Markup("{}\n   {}").format(
                    code(attribute(language, f"search-example-{name}", "query")),
                    say(language, f"search-example-{name}"),
                )
                for name in _EXAMPLES
            ),
            "",
            say(language, "search-rules"),
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


# An agency's text may stand at a hundred papers.
MOST_COPIES = 5


def story(
    found: Story,
    sentences: Sequence[Sentence],
    *,
    reader: Reader,
    adds: Sequence[Sentence] = (),
    near: Sequence[Related] = (),
    differs: Sequence[Difference] = (),
    said: Sequence[Statement] = (),
) -> Reply:
    """Word a story: its summary, then who told it and when, then what else is near.

    Where its reports differ and who said what is folded below the summary.

    Args:
        found: A story with members.
        sentences: Its summary.
        reader: For whom.
        adds: What each report adds to those before it.
        near: Other news, nearest first.
        differs: Where its reports differ.
        said: Who said what.
    """
    clocks = [
        moment_of(told.at, None, reader) for each in differs for told in (each.one, each.other)
    ]
    heard = voices(differs, said, clocks=clocks, language=reader.language)
    language, ref = reader.language, str(found.ref)
    outlets = len({item.outlet for item in found.members} - {""})
    return Reply(
        text=lines(
            bold(found.title),
            dotted(
                ref,
                say(language, "count-items", count=len(found.members)),
                say(language, "count-sources", count=outlets) if outlets > 1 else None,
                say(language, "story-since", day=day_and_time(found.first_seen_at, reader)),
            ),
            "",
            *_attributed(sentences, found),
            "" if sentences else None,
            folded(lines(*heard)) if heard else None,
            *_timeline(found, {each.article_id: each.text for each in adds}, reader),
            *_near(near, reader),
        ),
        buttons=keyboard(
            (button(language, "button-related", f"/related {ref}"),),
            rating_buttons(found.ref, language),
        ),
        about=ref,
    )


def _timeline(found: Story, adds: Mapping[int, str], reader: Reader) -> list[Markup | None]:
    """Word who told the story, first one first, and what each of them adds."""
    language = reader.language
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
        told.append(_indented(say(language, "story-adds", text=added)) if added else None)
        told.append(_also_at(copies[item.ref], language))
    more = len(tellers) - LONGEST_LIST
    told.append(italic(say(language, "story-more", count=more)) if more > 0 else None)
    if len(tellers) == 1:
        return told
    return [folded(lines(bold(say(language, "story-tellers")), *told))]


def _indented(line: Markup) -> Markup:
    return Markup("   {}").format(line)


def _also_at(copies: Sequence[Item], language: str) -> Markup | None:
    """Word where else the same text stands."""
    if not copies:
        return None
    places = [link(item.outlet or str(item.ref), item.url) for item in copies[:MOST_COPIES]]
    if more := len(copies) - len(places):
        places.append(say(language, "story-copies-more", count=more))
    return _indented(say(language, "story-copies", places=listed(language, places)))


def _near(near: Sequence[Related], reader: Reader) -> list[Markup]:
    if not near:
        return []
    heading = bold(say(reader.language, "story-related"))
    return [Markup(""), heading, *(item_line(each.item, reader) for each in near)]


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
        return Reply(say(reader.language, "headlines-none"))
    return item_list(say(reader.language, "headlines-heading"), found, reader)


def latest(articles: Sequence[Article], *, reader: Reader) -> Reply:
    """Word the newest articles."""
    if not articles:
        return Reply(say(reader.language, "latest-none"))
    return item_list(say(reader.language, "latest-heading"), articles, reader)


def merged(found: Story, *, ended: str, undo: str, language: str) -> Reply:
    """Word that a story has the members of another one now.

    Args:
        found: The story with all members.
        ended: The id that it had besides, which leads to it.
        undo: The command that takes them out again; empty if it is too long for a button.
        language: The reader's.
    """
    ref = str(found.ref)
    return Reply(
        text=say(language, "merged", ended=ended, story=ref, count=len(found.members)),
        buttons=keyboard(
            (
                button(language, "button-story", f"/story {ref}"),
                button(language, "button-undo", undo) if undo else None,
            )
        ),
        about=ref,
    )


def split(left: Story, *, new: Story, language: str) -> Reply:
    """Word that members of a story are one of their own now.

    Args:
        left: The story without them.
        new: Their own.
        language: The reader's.
    """
    old_ref, ref, taken = str(left.ref), str(new.ref), len(new.members)
    return Reply(
        text=say(language, "split", count=taken, story=old_ref, new=ref, title=new.title),
        buttons=keyboard(
            (
                button(language, "button-story", f"/story {ref}"),
                button(language, "button-undo", f"/merge {old_ref} {ref}"),
            )
        ),
        about=ref,
    )


def missed(found: Sequence[Story], *, reader: Reader) -> Reply:
    """Word the stories that a chat was not told, one line each.

    Args:
        found: The stories, best first.
        reader: For whom.
    """
    if not found:
        return Reply(say(reader.language, "missed-none"))
    heading = bold(say(reader.language, "missed-heading"))
    return Reply(
        text=lines(heading, *(_story_line(story, reader) for story in found)),
        buttons=keyboard(
            Button(str(number), f"/story {story.ref}")
            for number, story in enumerate(found[:BUTTONS_IN_A_ROW], 1)
        ),
    )


def _story_line(story: Story, reader: Reader) -> Markup:
    outlets = {item.outlet for item in story.members} - {""}
    newest = max(story.members, key=lambda item: (item.at, item.ref))
    return Markup("• {}").format(
        dotted(
            link(story.title, newest.url),
            say(reader.language, "count-sources", count=len(outlets))
            if len(outlets) > 1
            else next(iter(outlets), None),
            item_day(newest, reader),
            str(story.ref),
        )
    )


_BUTTONS_IN_A_ROW = 2


def topics(found: Trends, *, language: str) -> Reply:
    """Word what grew, with a button for the news of each."""
    if not found.stories:
        return Reply(say(language, "topics-none"))
    if not found.topics and not found.names:
        return Reply(say(language, "topics-as-usual"))
    compared = (
        say(language, "topics-compared", days=found.days)
        if found.days
        else say(language, "topics-no-past")
    )
    topics = [(topic_name(rise.name, language), rise) for rise in found.topics]
    names = [(rise.name, rise) for rise in found.names]
    blocks = [
        lines(
            bold(say(language, "topics-heading")),
            dotted(say(language, "count-stories", count=found.stories), compared),
        ),
        *(
            lines(
                bold(heading),
                *(
                    _rise_line(name, rise, language, has_past=found.days > 0)
                    for name, rise in rises
                ),
            )
            for heading, rises in (
                (say(language, "topics-topics"), topics),
                (say(language, "topics-names"), names),
            )
            if rises
        ),
    ]
    buttons = [
        Button(name[0].upper() + name[1:], f"/headlines {rise.name}") for name, rise in topics
    ]
    buttons += [Button(name, f'/search "{name}"') for name, _ in names]
    return Reply(Markup("\n\n").join(blocks), buttons=keyboard(*_in_rows(buttons)))


def _rise_line(name: str, rise: Rise, language: str, *, has_past: bool) -> Markup:
    usual = (
        say(language, "topics-new")
        if rise.is_new
        else say(language, "topics-usual", count=_rounded(rise.usual))
    )
    stories = say(language, "count-stories", count=rise.stories)
    return Markup("• {}").format(dotted(name, stories, usual if has_past else None))


def _rounded(usual: float) -> float:
    """Return how many are usual on a day: 0.3, 4, 12; never 0, for then it is new."""
    few = 10
    return round(usual) if usual >= few else max(round(usual, 1), 0.1)


def _in_rows(buttons: Iterable[Button]) -> list[list[Button]]:
    fitting = [one for one in buttons if fits_button(one.command)]
    return [
        fitting[start : start + _BUTTONS_IN_A_ROW]
        for start in range(0, len(fitting), _BUTTONS_IN_A_ROW)
    ]


def topic(name: str, items: Sequence[Item], *, reader: Reader) -> Reply:
    """Word the newest articles and headlines of a topic."""
    language = reader.language
    shown = topic_name(name, language)
    if not items:
        return Reply(say(language, "topic-none", topic=shown))
    return item_list(say(language, "topic-heading", topic=shown), items, reader)


def why(article: Article, chosen: Sequence[KeySentence], *, language: str) -> Reply:
    """Word why these sentences of `article` were chosen, each with its reasons below it."""
    ref = str(article.ref)
    return Reply(
        text=lines(
            dotted(bold(link(article.title, article.url)), ref),
            say(language, "sentences-heading"),
            *(part for each in chosen for part in ("", each.text, _reasons(each, language))),
        ),
        buttons=keyboard((button(language, "button-summary", f"/summary {ref}"),)),
        about=ref,
    )


def _reasons(each: KeySentence, language: str) -> Markup:
    reasons = [say(language, "sentences-place", number=each.position + 1)]
    if each.words:
        words = listed(language, each.words)
        reasons.append(say(language, "sentences-share", share=each.share, words=words))
    if each.title_words:
        words = listed(language, each.title_words)
        reasons.append(say(language, "sentences-title", words=words))
    reasons += [say(language, "sentences-aspect", aspect=aspect) for aspect in each.aspects]
    return italic(Markup("; ").join(reasons))


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
    language, ref = reader.language, article.ref
    story = Ref.parse(f"s{article.story_id}") if article.story_id else None
    return Reply(
        text=_summary_text(article, found, reader),
        buttons=keyboard(
            (
                button(language, "button-longer", f"/summary {ref} {longer}") if longer else None,
                button(language, "button-related", f"/related {ref}"),
                button(language, "button-sources-of", f"/story {story}", count=outlets)
                if story
                else None,
            )
        ),
        about=str(ref),
    )


def summaries(
    found: Sequence[tuple[Article, Summary]],
    failures: Iterable[tuple[str, BotError]],
    *,
    unread: int,
    reader: Reader,
) -> Reply:
    """Word the summaries of several links.

    Args:
        found: Each article with its summary.
        failures: The others, each with what is wrong with it.
        unread: How many more there were.
        reader: For whom.
    """
    language = reader.language
    told = [_summary_text(article, summary, reader) for article, summary in found]
    wrong = [_failed(url, error(each, language=language).text) for url, each in failures]
    more = [say(language, "summaries-unread", count=unread)] if unread else []
    buttons = summary_buttons((article for article, _ in found), language=language)
    return Reply(Markup("\n\n").join([*told, *wrong, *more]), buttons=keyboard(buttons))


def _failed(url: str, sentence: Markup) -> Markup:
    return sentence if Markup.escape(url) in sentence else lines(code(url), sentence)


def _summary_text(article: Article, found: Summary, reader: Reader) -> Markup:
    return lines(
        bold(link(article.title, article.url)),
        _byline(article, reader),
        "",
        *(Markup("• {}").format(sentence.text) for sentence in found.sentences),
    )


def _byline(article: Article, reader: Reader) -> Markup:
    minutes = max(1, round(len(article.body.split()) / WORDS_PER_MINUTE))
    # An outlet may be its own author.
    authors = [name for name in article.authors if name.casefold() != article.site.casefold()]
    return dotted(
        article.site,
        listed(reader.language, authors[:3]),
        moment(article, reader),
        say(reader.language, "summary-minutes", minutes=minutes),
        str(article.ref),
    )
