"""Our own summarizer: the sentences that an editor would show.

Two small nets say what each sentence is worth, one for summaries and one for single lines;
they learned it from what editors chose of 600 articles in ten languages (`traits.py` is what
they see). What no editor prints is refused before (`printable.py`). In English two more nets
say how likely each word and each pair of words is in a summary that a human would write; they
learned it from 3,000 such summaries. Sentences are taken one by one, each time the one that is
worth most together with the words that it adds: what was said is worth nothing a second time.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import NamedTuple

import numpy as np
from threadpoolctl import threadpool_limits

from bot.summarize.novelty import KnownFacts
from bot.summarize.printable import Judgement, verdicts
from bot.summarize.ranker.features import (
    Centrality,
    Net,
    Numbers,
    Occurrences,
    centrality,
    load_model,
    pair_features,
    vocabulary_of,
    word_features,
)
from bot.summarize.ranker.traits import EXPLAINING, Aspect, Setting, load_editor, traits_of
from bot.text import stems

# The numbers of words and pairs were chosen on the news that those nets were fitted to, and
# are flat: half or twice as much moves ROUGE-1 by 0.3 at most.
PAIR_WEIGHT = 2.0
# In other languages a word is told again with this chance, for each sentence that has it.
_AGAIN = 0.2

# News tells what matters first; ranking more sentences only costs time.
MOST_SENTENCES = 150

# Words that a summary is granted before its length counts against it. Of three sentences,
# short ones tell more; several articles have more to tell.
_GRANTED = 9.5  # a sentence, for three at least
_GRANTED_IN_STORIES = 16  # a sentence
# How much the editors' judgement counts beside what the words promise. Who asks for exactly so
# many sentences gets more of those that tell most.
_JUDGEMENT, _JUDGEMENT_OF_EXACT = 1.0, 0.2
# What may be shorter ends before a sentence that is worth less: two good ones beat three.
# Chosen by cross-validation, and flat; who asks for more is to get more.
_ENOUGH, _ENOUGH_IN_LONG = 0.3, 0.2
_MOST_SHORT = 3  # sentences
# Sentences that share less than this of their words tell different things.
_ALIKE = 0.5
# More than any sentence is worth.
_UNFIT = 100.0
# How many of its words a choice is explained by, and of what else speaks for it.
_TELLING, _ASPECTS = 4, 2
# The logarithm of the odds that an aspect must add to explain a choice.
_SPEAKS = 0.15
# A text with fewer has lost its paragraphs.
_FEWEST_PARAGRAPHS = 3


class Spot(NamedTuple):
    """Where a chosen sentence stands.

    Attributes:
        document: Its document, from 0.
        place: Its place among the sentences given of that document, from 0.
    """

    document: int
    place: int


class SentenceReason(NamedTuple):
    """Why a sentence was chosen.

    Attributes:
        spot: Where it stands.
        share: The share of the summary's promising words that it brought when it was taken,
            0 to 1.
        words: Up to four words that it brought, as written, the most promising first.
        title_words: Its words that the title has, as written, in the title's order.
        aspects: Up to two aspects that raised its worth most over a usual sentence's.
    """

    spot: Spot
    share: float
    words: tuple[str, ...]
    title_words: tuple[str, ...]
    aspects: tuple[Aspect, ...]


class Piece(NamedTuple):
    """One text to choose from.

    Attributes:
        sentences: All of them in order, without datelines.
        title: What stands above them; empty if nothing does.
        paragraphs: The number of the paragraph of each; none if that is unknown.
    """

    sentences: Sequence[str]
    title: str = ""
    paragraphs: Sequence[int] = ()


class Promise(NamedTuple):
    """How likely the words of a text are in a human summary of it.

    Attributes:
        words: (W,) each word.
        pairs: (P,) each pair of words side by side.
    """

    words: Numbers
    pairs: Numbers


def promise_of(text: Occurrences, near: Centrality, *, language: str) -> Promise:
    """Return what the words of `text` promise."""
    if language != "en":
        again = 1 - (1 - _AGAIN) ** text.frequency
        return Promise(again.astype(np.float32), np.zeros(len(text.left), np.float32))
    model = load_model()
    table = model.look_up(text.row)
    words = model.word(word_features(text, table, near))
    return Promise(words, PAIR_WEIGHT * model.pair(pair_features(text, table, words)))


def rank(
    documents: Sequence[Sequence[str]],
    *,
    language: str,
    length: int,
    titles: Sequence[str] = (),
    paragraphs: Sequence[Sequence[int]] = (),
    may_be_shorter: bool = False,
    most_characters: int | None = None,
) -> list[Spot]:
    """Return the sentences that an editor would show of an article, or of several on one event.

    None comes without those that it needs, none repeats another, and none that must never be
    shown comes at all, as long as there are others. The same input gives the same answer
    everywhere. Time is linear in the text but for `length`.

    Args:
        documents: All sentences of each article in order, none empty, without datelines. Of
            more than `MOST_SENTENCES`, the beginning of each is considered.
        language: ISO 639-1 code; empty if unknown.
        length: How many sentences to return, from 1; all if there are fewer.
        titles: What is shown above each article; none if nothing is.
        paragraphs: For each article the number of the paragraph of each sentence; none if
            that is unknown.
        may_be_shorter: Whether to end before sentences that are worth little, and to show
            nothing that must never be shown, even if nothing is left then.
        most_characters: How long a sentence may be, if there are any so short.

    Returns:
        Where they stand, in reading order.
    """
    if not documents:
        return []
    text, promise, judged = read(_documents(documents, titles, paragraphs), language=language)
    taken = gather(
        text,
        promise if language == "en" and length > 1 else None,
        judged.worth(length),
        judged.verdicts,
        language=language,
        length=length,
        may_be_shorter=may_be_shorter,
        most_characters=most_characters,
    )
    return [_spot(text, sentence) for sentence in sorted(taken)]


def explain(
    documents: Sequence[Sequence[str]],
    *,
    title: str,
    language: str,
    length: int,
    paragraphs: Sequence[Sequence[int]] = (),
    may_be_shorter: bool = False,
) -> list[SentenceReason]:
    """Return why `rank` chooses what it chooses, in reading order.

    Args:
        documents: As in `rank`.
        title: What stands above them.
        language: ISO 639-1 code; empty if unknown.
        length: How many sentences, from 1.
        paragraphs: As in `rank`.
        may_be_shorter: As in `rank`.
    """
    if not documents:
        return []
    text, promise, judged = read(
        _documents(documents, [title] * len(documents), paragraphs), language=language
    )
    taken = gather(
        text,
        promise if language == "en" and length > 1 else None,
        judged.worth(length),
        judged.verdicts,
        language=language,
        length=length,
        may_be_shorter=may_be_shorter,
    )
    in_title = dict.fromkeys(stems(title, language))
    left = promise.words * ((text.letters > 1) & ~text.is_stop)
    total = float(left[text.holds[taken].max(0, initial=0) > 0].sum()) or 1.0
    stem_of = vocabulary_of(language).stem_of
    found: dict[int, SentenceReason] = {}
    for sentence in taken:
        brought = left * text.holds[sentence]
        telling = np.argsort(-brought, kind="stable")[:_TELLING]
        written = {stem_of(each): each for each in text.tokens[sentence]}
        found[sentence] = SentenceReason(
            _spot(text, sentence),
            share=float(brought.sum()) / total,
            words=tuple(written[text.words[word]] for word in telling if brought[word] > 0),
            title_words=tuple(written[word] for word in in_title if word in written),
            aspects=judged.speaking_for(sentence, length),
        )
        left = left - brought
    return [found[sentence] for sentence in sorted(found)]


class Judged(NamedTuple):
    """What is known of the sentences of some documents before any is chosen.

    Attributes:
        traits: For each aspect (S, ...) traits.
        verdicts: Whether each may be shown; needs are places among all of them.
    """

    traits: Mapping[Aspect, Numbers]
    verdicts: Sequence[Judgement]

    def worth(self, length: int) -> Numbers:
        """Return (S,) what each is worth in a summary.

        1 where an editor surely chooses it, -1 where one would surely never show it.
        """
        worth: Numbers = 2 * _net(length)(np.concatenate([*self.traits.values()], axis=1)) - 1
        return worth

    def speaking_for(self, sentence: int, length: int) -> tuple[Aspect, ...]:
        """Return what raises the worth of a sentence most over a usual one's."""
        net = _net(length)
        seen = net.scaled(np.concatenate([each[[sentence]] for each in self.traits.values()], 1))
        odds, start, raised = net.odds(seen)[0], 0, dict[Aspect, float]()
        for aspect, columns in self.traits.items():
            usual = seen.copy()
            usual[:, start : start + columns.shape[1]] = 0
            start += columns.shape[1]
            raised[aspect] = float(odds - net.odds(usual)[0])
        telling = sorted(EXPLAINING, key=lambda aspect: -raised[aspect])[:_ASPECTS]
        return tuple(aspect for aspect in telling if raised[aspect] >= _SPEAKS)


def _net(length: int) -> Net:
    return load_editor().line if length == 1 else load_editor().short


def _documents(
    documents: Sequence[Sequence[str]],
    titles: Sequence[str],
    paragraphs: Sequence[Sequence[int]],
) -> list[Piece]:
    """Return what belongs together, as far as it is considered."""
    sizes = within_cap([len(sentences) for sentences in documents])
    return [
        Piece(
            sentences[:size],
            titles[place] if titles else "",
            paragraphs[place][:size] if paragraphs else (),
        )
        for place, (sentences, size) in enumerate(zip(documents, sizes, strict=False))
    ]


def read(documents: Sequence[Piece], *, language: str) -> tuple[Occurrences, Promise, Judged]:
    """Return what occurs where in `documents`, what it promises and how it is judged."""
    _use_one_thread()
    text = Occurrences([each.sentences for each in documents], language=language)
    near = centrality(text)
    promise = promise_of(text, near, language=language)
    if len(documents) == 1:
        return text, promise, _judge(documents[0], text, near, promise.words, language)
    apart = []
    for document in documents:
        alone = Occurrences([document.sentences], language=language)
        near = centrality(alone)
        said = promise_of(alone, near, language=language)
        apart.append(_judge(document, alone, near, said.words, language))
    starts = np.flatnonzero(text.place == 0).tolist()
    return (
        text,
        promise,
        Judged(
            {
                aspect: np.concatenate([each.traits[aspect] for each in apart])
                for aspect in apart[0].traits
            },
            [
                Judgement(each.reason, tuple(start + need for need in each.needs))
                for start, some in zip(starts, apart, strict=True)
                for each in some.verdicts
            ],
        ),
    )


def _judge(
    document: Piece, text: Occurrences, near: Centrality, promise: Numbers, language: str
) -> Judged:
    found = verdicts(
        document.sentences,
        title=document.title,
        language=language,
        paragraphs=document.paragraphs,
    )
    starts = np.diff(np.array(document.paragraphs), prepend=-1) > 0
    if len(set(document.paragraphs)) < _FEWEST_PARAGRAPHS:
        starts = np.zeros(len(found), bool)
    setting = Setting(
        document.title,
        language,
        is_fit=np.array([each.reason is None for each in found], np.float32),
        needs=np.array([len(each.needs) for each in found], np.float32),
        starts=starts.astype(np.float32),
        promise=promise,
    )
    return Judged(traits_of(text, near, setting), found)


def _spot(text: Occurrences, sentence: int) -> Spot:
    return Spot(int(text.document[sentence]), int(text.place[sentence]))


@cache
def _use_one_thread() -> None:
    """Let arrays so small be multiplied by one thread; more cost more than they give."""
    threadpool_limits(limits=1, user_api="blas")


def within_cap(sizes: Sequence[int]) -> list[int]:
    """Return how many sentences of each document are considered, equally many of long ones.

    Where there are more documents than room, the last ones have none and are left out.
    """
    room, most = MOST_SENTENCES, MOST_SENTENCES
    for taken, size in enumerate(sorted(sizes)):
        most = max(1, room // (len(sizes) - taken))
        if size > most:
            break
        room -= size
    return [min(size, most) for size in sizes][:MOST_SENTENCES]


def gather(
    text: Occurrences,
    promise: Promise | None,
    worth: Numbers,
    judged: Sequence[Judgement],
    *,
    language: str,
    length: int,
    may_be_shorter: bool = False,
    most_characters: int | None = None,
) -> list[int]:
    """Return up to `length` sentences, each worth most beside those before it.

    They come in the order in which they were taken; `promise` is None where words have no
    say, the rest is as in `rank`.
    """
    sentences, many = text.sentences, len(text.sentences)
    hits = _Hits(text, promise, length) if promise else None
    counts = _JUDGEMENT if may_be_shorter else _JUDGEMENT_OF_EXACT
    enough = _ENOUGH if length <= _MOST_SHORT else _ENOUGH_IN_LONG
    is_refused = np.array([each.reason is not None for each in judged])
    is_long = np.array([len(each) > (most_characters or len(each)) for each in sentences])
    lacking = np.array([len(each.needs) for each in judged])
    repeating = np.zeros(many, bool)
    chosen: list[int] = []
    while len(chosen) < min(length, many):
        # What is unfit comes after all else: if there is nothing else.
        unfit = _UNFIT * (2.0 * is_refused + is_long + (lacking > 0) + 4.0 * repeating)
        order = counts * worth - unfit
        if hits is not None:
            order = order + hits.gained()
        order[chosen] = -np.inf
        best = int(order.argmax())
        if not repeating[best] and _repeats(text, chosen, best, language):
            repeating[best] = True
            continue
        if may_be_shorter and (
            is_refused[best] or (chosen and (unfit[best] or worth[best] < enough))
        ):
            break
        chosen.append(best)
        if hits is not None:
            hits.take(best)
        lacking = np.array([len({*each.needs}.difference(chosen)) for each in judged])
    return chosen


class _Hits:
    """How much of what the words promise a summary has, for its length.

    In the manner of ROUGE, the measure of summaries: twice what it hits, by how long it and
    a human summary are together.
    """

    def __init__(self, text: Occurrences, promise: Promise, length: int) -> None:
        self._text, self._length = text, length
        is_story = text.documents > 1
        self._granted = _GRANTED_IN_STORIES * length if is_story else _GRANTED * max(length, 3)
        self._words, self._pairs = promise.words.copy(), promise.pairs.copy()
        self._hits, self._size = 0.0, 0.0

    def gained(self) -> Numbers:
        """Return (S,) how much is gained by taking each sentence."""
        hits = self._hits + self._added()
        size = self._size + self._text.length + self._granted
        gained: Numbers = hits / size - self._hits / (self._size + self._granted)
        return 2 * self._length * gained

    def _added(self) -> Numbers:
        hits: Numbers = self._text.holds @ self._words + self._text.holds_pair @ self._pairs
        return hits

    def take(self, sentence: int) -> None:
        """Take a sentence."""
        self._hits += float(self._added()[sentence])
        self._size += float(self._text.length[sentence])
        self._words[self._text.holds[sentence] > 0] = 0
        self._pairs[self._text.holds_pair[sentence] > 0] = 0


def _repeats(text: Occurrences, chosen: Sequence[int], sentence: int, language: str) -> bool:
    """Return whether `sentence` surely tells what the chosen ones tell."""
    if not chosen:
        return False
    # Most share so few words that no closer look is needed.
    shared = text.holds[chosen].max(0) @ text.holds[sentence]
    if shared < _ALIKE * text.variety[sentence]:
        return False
    told = KnownFacts((text.sentences[each] for each in chosen), language=language)
    return told.is_surely_told(text.sentences[sentence])
