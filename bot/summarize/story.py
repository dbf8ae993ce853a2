"""The summary of a story: what all its articles say of it, each thing once, and what is new."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import lru_cache, partial
from typing import NamedTuple

from bot.errors import NoSummaryError
from bot.summarize.article import SECONDS, summarize_article
from bot.summarize.methods import Passage, prose_of
from bot.summarize.novelty import KnownFacts, claim_of
from bot.summarize.printable import verdicts
from bot.text import is_aside, leans_back, split_sentences, without_dateline
from bot.workers import WorkerDiedError, Workers
from storage import Store
from storage.model import Article, Item, Ref, Sentence, Story

# What comes later in an article is background more often than news, and costs time.
_MOST_SENTENCES = 60
# With fewer words a sentence hangs on the one before it.
_FEWEST_STEMS = 4
# The eightieth sentence counts a third of the first.
_FADE = 0.25
# A new number is the likeliest part of a sentence to be the news.
_NUMBER = 2.0


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A sentence that may be told.

    Attributes:
        sentence: The sentence.
        stems: What it says.
        known: What its readers know so far, in its language.
    """

    sentence: Sentence
    stems: frozenset[str]
    known: KnownFacts


def by_place(sentence: Sentence) -> float:
    """Return how telling a sentence is for its place: news tells what matters first."""
    return float((1 + sentence.position) ** -_FADE)


def whats_new(
    told: Sequence[str],
    articles: Sequence[Article],
    *,
    length: int,
    earlier: Sequence[Article] = (),
    telling: Callable[[Sentence], float] = by_place,
) -> tuple[Sentence, ...]:
    """Return the sentences of `articles` that add most to what was told.

    None repeats what was told, or what another one of them tells. One by one, that one is
    taken which has the most new words and numbers for its length, those more that other
    sentences return to, times how new and how telling it is. Of two alike, the newer
    article's is taken.

    Args:
        told: What the reader knows.
        articles: In the order of reading; asides and datelines are left out.
        length: Most sentences to return, from 1.
        earlier: Articles that came before. What repeats them is background.
        telling: How telling a sentence is, above 0. A ranker's scores go here.

    Returns:
        In reading order, each with its place among all sentences of its article; empty if
        nothing is new.
    """
    left = _candidates(told, articles, earlier)
    times = Counter(stem for each in left for stem in each.stems)
    chosen: list[Sentence] = []
    while left and len(chosen) < length:
        best = max(left, key=lambda each: telling(each.sentence) * _gain(each, times))
        chosen.append(best.sentence)
        for known in {id(each.known): each.known for each in left}.values():
            known.add(best.sentence.text)
        left = [each for each in left if not each.known.repeats(each.sentence.text)]
    places = {article.id: place for place, article in enumerate(articles)}
    return tuple(sorted(chosen, key=lambda each: (places[each.article_id], each.position)))


def _candidates(
    told: Sequence[str], articles: Sequence[Article], earlier: Sequence[Article]
) -> list[_Candidate]:
    """Return the sentences that are surely new, those of the newest article first."""
    languages = {article.language for article in articles}
    history = [sentence.text for article in earlier for sentence in _sentences(article)]
    known = {language: KnownFacts(told, language=language) for language in languages}
    background = {language: KnownFacts(history, language=language) for language in languages}
    return [
        _Candidate(sentence, stems, known[article.language])
        for article in sorted(articles, key=lambda article: article.at, reverse=True)
        for sentence in _sentences(article)
        if len(stems := claim_of(sentence.text, article.language).stems) >= _FEWEST_STEMS
        and known[article.language].is_surely_new(sentence.text)
        and not background[article.language].repeats(sentence.text)
    ]


def _sentences(article: Article) -> list[Sentence]:
    found = split_sentences(article.body, article.language)[:_MOST_SENTENCES]
    return [
        Sentence(without_dateline(text), article.id, position)
        for position, text in enumerate(found)
        if not is_aside(text, article.language)
    ]


def _gain(candidate: _Candidate, times: Mapping[str, int]) -> float:
    """Return how much is gained by telling a sentence, given how often each stem occurs."""
    known, text = candidate.known, candidate.sentence.text
    added = math.fsum(
        math.log1p(times[stem]) * (_NUMBER if stem[0].isdigit() else 1) for stem in known.adds(text)
    )
    return (1 - known.overlap(text)) * added / math.sqrt(len(candidate.stems))


# A reader looks through no more, and each is compared with all before it.
_MOST_COMPARED = 20

# A sentence that hangs on one that is not shown must say three times as much.
_HANGING = 1 / 3


def additions(articles: Sequence[Article], *, told: Sequence[str] = ()) -> tuple[Sentence, ...]:
    """Return one sentence of each article that adds something, its most telling new one.

    Args:
        articles: Of one story; each is held against those that were published before it.
        told: Sentences that the reader sees anyway.

    Returns:
        Oldest article first; articles that add nothing have none. The first article has
        nothing to add to, and the last ones of very many are not looked at.
    """
    in_time = sorted(articles, key=lambda article: (article.at, article.id))[:_MOST_COMPARED]
    known = list(told)
    found: list[Sentence] = []
    for place, article in enumerate(in_time[1:], start=1):
        for sentence in whats_new(
            known,
            [article],
            length=1,
            earlier=in_time[:place],
            telling=partial(_telling, language=article.language),
        ):
            known.append(sentence.text)
            found.append(sentence)
    return tuple(found)


def _telling(sentence: Sentence, *, language: str) -> float:
    """Return how telling a sentence is alone: less if it leans on another or is cut off."""
    is_cut = sentence.text.rstrip("\"'”’») ").endswith(("...", "…"))
    hangs = is_cut or leans_back(sentence.text, language)
    return by_place(sentence) * (_HANGING if hangs else 1)


async def find_additions(
    articles: Sequence[Article],
    *,
    told: Sequence[str],
    workers: Workers,
    seconds: float = SECONDS,
) -> tuple[Sentence, ...]:
    """Return what `additions` does, off the event loop; nothing if that takes too long.

    Args:
        articles: Of one story.
        told: Sentences that the reader sees anyway.
        workers: Where they are compared.
        seconds: How long the reader waits.
    """
    try:
        return await workers.run(partial(additions, articles, told=told), seconds=seconds)
    except (TimeoutError, WorkerDiedError):
        return ()


# Ten sentences of any news stand within; a whole book would hold up the event loop.
_BEGINNING = 4_000  # characters


class StoryPassage(NamedTuple):
    """A sentence of one of several texts.

    Attributes:
        text: Which text it stands in, from 0.
        passage: The sentence.
    """

    text: int
    passage: Passage


def choose_from_story(
    bodies: Sequence[str], *, language: str, length: int, may_be_shorter: bool = False
) -> tuple[StoryPassage, ...]:
    """Return the sentences that tell most of what several texts say of one event.

    Args:
        bodies: The texts in the order of reading, paragraphs one a line.
        language: ISO 639-1 code of all of them, or empty if unknown.
        length: How many sentences to keep, from 1.
        may_be_shorter: Whether to end where further sentences add little.

    Returns:
        In reading order, none repeating another as long as there are others; all if there
        are hardly more.
    """
    from bot.summarize.ranker import rank

    found = [(text, prose_of(body, language)) for text, body in enumerate(bodies)]
    prose = [(text, passages) for text, passages in found if passages]
    documents = [[passage.text for passage in passages] for _, passages in prose]
    return tuple(
        StoryPassage(prose[spot.document][0], prose[spot.document][1][spot.place])
        for spot in rank(documents, language=language, length=length, may_be_shorter=may_be_shorter)
    )


def lead_of(story: Story) -> Item:
    """Return the member that tells the newest state of `story`; what is shown of it is its.

    Args:
        story: A story with at least one member.
    """
    return newest_state(story.members) or max(story.members, key=written)


def titled(story: Story) -> Story:
    """Return the story under the title of its newest state, as a digest would tell it."""
    return replace(story, title=lead_of(story).title) if story.members else story


def written(item: Item) -> tuple[datetime, bool, Ref]:
    """Return what members are put in order of time by: when each was written, oldest first.

    What says no more than its day was written at any time of it, but before it came. Of two
    that were written at one time, the one with a text comes later.
    """
    at = min(item.added_at, item.at + timedelta(days=1)) if item.only_day else item.at
    return at, isinstance(item, Article), item.ref


# A bare headline that came so soon after a report tells the same, unless most of it is new.
_SOON = timedelta(minutes=30)
# What is the news stands in the title and in these; the rest is background.
_OPENING = 2  # sentences
# An agency's hundred reports of one event are soon read: those before these are history.
_MOST_IN_TIME = 40


def newest_state(
    members: Sequence[Item],
    *,
    told: Sequence[str] = (),
    earlier: Sequence[Item] = (),
    after: datetime | None = None,
) -> Item | None:
    """Return the newest member that says what changed; None if nothing did.

    A member says so if its title, or what its text opens with, was neither `told` nor stands
    in a member that was written before it: a copy, a retelling and a report that came late are
    no news. Of bare headlines the same holds, and of those that follow a report at once the
    more.

    Args:
        members: Of one story.
        told: What the reader knows.
        earlier: Members that can't be returned, as the reader was told what they say.
        after: Whatever was not written after this instant is history.
    """
    refs = {item.ref for item in earlier}
    known: dict[str, _KnownState] = {}
    text_at: datetime | None = None
    texts: list[Item] = []
    came: list[Item] = []
    changes: list[Item] = []
    seen: set[Ref] = set()
    for item in sorted((*members, *earlier), key=written)[-_MOST_IN_TIME:]:
        facts = known.setdefault(item.language, _KnownState(told, item.language))
        at, is_text, _ = written(item)
        is_late = item.ref in refs or (after is not None and at <= after)
        is_soon = text_at is not None and at - text_at < _SOON
        is_copy = item.copy_of in seen
        if (
            not is_late
            and facts.is_changed_by(item, is_soon=is_soon, is_copy=is_copy)
            and not _is_overtaken(item, texts)
        ):
            changes.append(item)
        if not is_late:
            came.append(item)
        if is_text:
            text_at = at
            texts.append(item)
        # What only stood in a headline was not told: its report may tell it.
        if is_text or not is_late:
            facts.add(item)
        seen.add(item.ref)
    return _speaker(changes, came) if changes else None


def _is_overtaken(item: Item, before: Sequence[Item]) -> bool:
    """Return whether a report opens with what an older one did, whose figures have changed since.

    A slow paper prints a toll of the morning at noon, with something new below it.
    """
    opening = beginning_of(item, length=1)
    if not opening or not before:
        return False
    [first] = opening
    figures = claim_of(first.text, item.language).numbers - _figures(before[-1], most=_OPENING)
    if not figures or not _figures(before[-1], most=1):
        return False
    return any(
        KnownFacts([each.text], language=item.language).is_surely_told(first.text)
        for older in before[:-1]
        if older.language == item.language
        for each in beginning_of(older, length=_OPENING)
    )


def _speaker(changes: Sequence[Item], came: Sequence[Item]) -> Item:
    """Return who tells best what the newest change is: of the reports that came at once.

    Reports that came just after it may be retellings of it; those that came before it have
    to say something new themselves.

    That is the one whose first sentence tells most of its title: in a report it does, in a
    scene, a column or an entry of a ticker it does not. Where editors chose among three
    reports of an event, the first sentence of theirs is a good one 8 times of 10 by this, and
    6 by what the opening shares with the other reports.
    """
    newest = changes[-1]
    at, is_text, _ = written(newest)
    figures = _figures(newest, most=_MOST_SENTENCES)
    has_figures = bool(_figures(newest, most=1))
    # What hardly tells what its title says is a scene: news of hours before it speaks.
    within = _SOON if _straightness(newest) >= _SCENE else EQUALLY_NEW
    equal = [
        item
        for item in came
        if isinstance(item, Article)
        and is_text
        and (item in changes or written(item)[0] >= at)
        and abs(written(item)[0] - at) <= within
        # A figure that the newest report does not have is an older one.
        and not (has_figures and claim_of(item.title, item.language).numbers - figures)
    ]
    return max(equal, key=lambda item: (_straightness(item), written(item)), default=newest)


# Reports of one event that are no further apart are equally new.
EQUALLY_NEW = timedelta(hours=3)
_SCENE = 0.2


def _figures(item: Item, *, most: int) -> frozenset[str]:
    """Return the numbers in a report's title and in its first sentences."""
    texts = (item.title, *(each.text for each in beginning_of(item, length=most)))
    return frozenset().union(*(claim_of(text, item.language).numbers for text in texts))


def _straightness(item: Item) -> float:
    """Return how much of its title a report tells in its first sentence; 0 if that is unfit."""
    opening = beginning_of(item, length=1)
    found = verdicts([each.text for each in opening], title=item.title, language=item.language)
    title = claim_of(item.title, item.language).stems
    if not title or not all(each.reason is None for each in found):
        return 0.0
    told = frozenset[str]().union(*(claim_of(one.text, item.language).stems for one in opening))
    return len(title & told) / len(title)


# Fitted on replays of developing stories, and flat: of a report's title and the sentences
# that it opens with, a retelling has none of which less was told.
_RETOLD = 0.75


class _KnownState:
    """What was told of a story so far, in one language."""

    def __init__(self, told: Sequence[str], language: str) -> None:
        """Begin with what the reader was told."""
        self._heads = KnownFacts(told, language=language)
        self._texts = KnownFacts(told, language=language)

    def add(self, item: Item) -> None:
        """Take in what a member says."""
        for place, sentence in enumerate(beginning_of(item, length=_MOST_SENTENCES)):
            self._texts.add(sentence.text)
            if place < _OPENING:
                self._heads.add(sentence.text)
        self._heads.add(item.title)
        self._texts.add(item.title)

    def is_changed_by(self, item: Item, *, is_soon: bool, is_copy: bool) -> bool:
        """Return whether a member says what is not known, in its title or where it opens.

        A copy under another title says the same, unless a figure was corrected in it.
        """
        if not isinstance(item, Article):
            known = self._heads
            return (
                known.is_surely_new(item.title) if is_soon else not known.is_surely_told(item.title)
            )
        opening = beginning_of(item, length=_OPENING)
        is_titled_anew = not is_copy and self._heads.overlap(item.title) < _RETOLD
        return is_titled_anew or any(
            self._texts.overlap(sentence.text) < _RETOLD for sentence in opening
        )


async def summarize_story(
    story: Story,
    *,
    store: Store,
    workers: Workers,
    method: str = "ranker",
    length: int = 3,
    told: Sequence[str] = (),
    lead: Item | None = None,
    seconds: float = SECONDS,
) -> tuple[Sentence, ...]:
    """Return what the leading report of a story tells; nothing if that is a bare headline.

    No other report has a say: its figures and plans may be overtaken, its event another one.
    An article that has no summary gives its first sentences instead: a short one says in them
    what there is to say, and a long one most of it. What was `told` is left out as long as
    there is something else.

    Args:
        story: A story with at least one member.
        store: Where summaries of single articles are kept.
        workers: Where the method runs.
        method: One of `bot.summarize.methods.METHODS`.
        length: How many sentences, from 1.
        told: What the reader knows.
        lead: The member that leads; None for the one that `lead_of` names.
        seconds: How long the reader waits.

    Raises:
        NotFoundError: The article was removed meanwhile.
        UsageError: There is no such method.
        StorageError: The database failed.
    """
    lead = lead or lead_of(story)
    if not isinstance(lead, Article):
        return ()

    async def chosen(most: int) -> tuple[Sentence, ...]:
        try:
            summary = await summarize_article(
                lead, store=store, workers=workers, method=method, length=most, seconds=seconds
            )
        except NoSummaryError:
            return beginning_of(lead, length=most)
        return summary.sentences

    found = await chosen(length)
    if not told:
        return found
    known = KnownFacts(told, language=lead.language)

    def new(sentences: Sequence[Sentence]) -> list[Sentence]:
        return [one for one in sentences if known.overlap(one.text) < _RETOLD]

    kept = new(found)
    if len(kept) < length:
        kept += [one for one in new(await chosen(length + _SPARE)) if one not in kept]
    kept = kept[:length] or sorted(found, key=lambda one: known.overlap(one.text))[:1]
    return tuple(sorted(kept, key=lambda one: one.position))


# Sentences that are chosen besides, as some of them were told.
_SPARE = 3


def beginning_of(item: Item, *, length: int) -> tuple[Sentence, ...]:
    """Return the first `length` sentences of an article; none of a headline."""
    if not isinstance(item, Article):
        return ()
    passages = _prose_of_beginning(item.body[:_BEGINNING], item.language)[:length]
    return tuple(Sentence(each.text, item.id, each.position) for each in passages)


# Who leads a story is asked for each of its readers, and its reports are the same for all.
@lru_cache(maxsize=1_024)
def _prose_of_beginning(text: str, language: str) -> tuple[Passage, ...]:
    return tuple(prose_of(text, language))
