"""Read again what was told, and tell whoever was told what its outlets correct.

    due        reports that were told of late, a few at a time, and seldom the same one
    read       their pages, if they changed, or what their feeds brought again
    compare    what was told with what stands there now
    put        the new text, what it corrects, and for whom: one transaction

Who was alerted is told at once; whom a digest told, by the next one.
"""

from __future__ import annotations

import asyncio
import logging
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import cache, partial
from http import HTTPStatus
from re import IGNORECASE, Pattern
from re import compile as compiled
from zoneinfo import ZoneInfo

from bot import messages
from bot.alerts.match import turn_of
from bot.errors import FetchError, IngestError
from bot.ingest import read_again
from bot.ingest.web import Fetcher
from bot.languages import load_language
from bot.messages import outgoing
from bot.summarize import is_corrected
from bot.text import split_paragraphs, split_sentences, stems, without_dateline
from bot.workers import WorkerDiedError, Workers
from storage import StorageError, Store, WriteTransaction
from storage.model import Article, Correction, DeliveryKind, Outgoing, Reader, Rereading

_log = logging.getLogger(__name__)

# Hours after it was told at which a report is read again: what is corrected is so soon.
_READ_AFTER = (1, 3, 8, 23, 47, 95, 167)
# Minutes by which reports that were told together are spread.
_SPREAD = 30
# Reports of one round; each host has its own pace beside.
_AT_ONCE = 40
_PAGES_AT_ONCE = 8

# Of the old sentences, so many stand in a page that is still the same report,
_STILL = 0.3
# each with so much of its words,
_MOSTLY = 0.7
# and so much of its length is left.
_WHOLE = 0.5

# A notice with fewer words is the heading of what follows.
_FEWEST_WORDS = 5


@dataclass(frozen=True, slots=True)
class Change:
    """A sentence that was told, and what stands in its place.

    Attributes:
        old: The sentence as it was told; empty where the outlet corrects something else.
        new: What stands there now, or what the outlet says that it corrects.
    """

    old: str
    new: str


def changes(told: Sequence[str], *, before: str, after: str, language: str) -> tuple[Change, ...]:
    """Return what of a report that was told is corrected in its new text.

    That is where a number, a name, an outcome or a "not" of a told sentence is another one now,
    and what the outlet says that it corrects. What was only worded otherwise, or left out, is
    none; nor is anything in a text that is no longer the same report.

    Args:
        told: The sentences as they were told, each once.
        before: The report's text until now.
        after: Its text now.
        language: ISO 639-1 code.
    """
    old, new = _sentences(before, language), _sentences(after, language)
    if not _is_same_report(old, before, after):
        return ()
    known, standing = set(map(_flat, old)), set(map(_flat, new))
    fresh = [sentence for sentence in new if _flat(sentence) not in known]
    found = []
    for sentence in told:
        if _flat(sentence) not in standing:
            others = [each for each in fresh if is_corrected(sentence, each, language=language)]
            words = frozenset(stems(sentence, language))
            nearest = max(others, key=lambda each: _shared(words, each, language), default=None)
            found += [Change(sentence, nearest)] if nearest else []
    if found:
        return tuple(found)
    notice = _notice(before, after, language)
    return (Change("", notice),) if notice else ()


def _sentences(body: str, language: str) -> list[str]:
    return [without_dateline(each) for each in split_sentences(body, language)]


def _shared(words: frozenset[str], sentence: str, language: str) -> int:
    return len(words.intersection(stems(sentence, language)))


def _flat(sentence: str) -> str:
    return " ".join(sentence.casefold().split())


def _is_same_report(old: Sequence[str], before: str, after: str) -> bool:
    """Return whether a page holds what it held, and no wall or another report."""
    if not old or len(after) < _WHOLE * len(before):
        return False
    # What was changed in a word or a number still stands there.
    words = frozenset(stems(after))
    still = [each for each in old if _is_mostly(frozenset(stems(each)), words)]
    return len(still) >= _STILL * len(old)


def _is_mostly(some: frozenset[str], words: frozenset[str]) -> bool:
    return len(some & words) >= _MOSTLY * len(some)


@cache
def _correcting(language: str) -> Pattern[str]:
    patterns = [*load_language(language).corrections, *load_language("en").corrections]
    return compiled("|".join(patterns), IGNORECASE)


def _notice(before: str, after: str, language: str) -> str:
    """Return what an outlet says now that it corrects, or nothing."""
    known = set(split_paragraphs(before))
    for paragraph in split_paragraphs(after):
        if paragraph not in known and _correcting(language).search(paragraph):
            sentences = split_sentences(paragraph, language)
            said = next(
                each for each in [*sentences, paragraph] if _correcting(language).search(each)
            )
            return said if len(said.split()) >= _FEWEST_WORDS else paragraph
    return ""


# Pages that answer so are read no more.
_GONE = frozenset({HTTPStatus.NOT_FOUND, HTTPStatus.GONE})


@dataclass(frozen=True, slots=True)
class _Reread:
    """What came of reading a report once more.

    Attributes:
        later: When it is read next; None if not again.
        body: Its new text; empty if that is the old one.
        changes: What that corrects of what was told.
    """

    article: Article
    later: Rereading | None
    body: str = ""
    changes: tuple[Change, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Correcting:
    """Reads again what was told, and has it corrected.

    Attributes:
        hours: For how long after it was told a report is read again; not at all if 0.
        home: The zone of chats that have no subscription.
        language: That of chats of which none is known.
    """

    store: Store
    fetcher: Fetcher
    workers: Workers
    hours: int
    home: ZoneInfo
    language: str = ""

    async def reread(self, *, now: datetime) -> int:
        """Read again what is due; return how many corrections were found."""
        async with self.store.read() as tx:
            due = await tx.corrections.due(now, limit=_AT_ONCE)
            articles = await tx.articles.many(one.article_id for one in due)
        gate = asyncio.Semaphore(_PAGES_AT_ONCE)

        async def reread(reading: Rereading) -> int:
            async with gate:
                try:
                    found = await self._read(articles[reading.article_id], reading, now=now)
                except StorageError:
                    raise
                except Exception:  # noqa: BLE001 - the others are read all the same
                    _log.exception("article %d can't be read again", reading.article_id)
                    found = _Reread(articles[reading.article_id], None)
            return await self._put(found, now=now)

        return sum(await asyncio.gather(*map(reread, due)))

    async def _read(self, article: Article, reading: Rereading, *, now: datetime) -> _Reread:
        later = _later(reading, hours=self.hours, now=now)
        if now - reading.told_at >= timedelta(hours=self.hours):
            return _Reread(article, None)
        body = reading.brought
        if not body and not self.fetcher.seconds_closed(article.url or ""):
            try:
                page, draft = await read_again(
                    article.url or "",
                    etag=reading.etag,
                    last_modified=reading.last_modified,
                    fetcher=self.fetcher,
                    workers=self.workers,
                    now=now,
                )
            except IngestError as error:
                is_gone = isinstance(error, FetchError) and error.status in _GONE
                return _Reread(article, None if is_gone else later)
            later = later and replace(later, etag=page.etag, last_modified=page.last_modified)
            body = draft.body if draft else ""
        if not body or body == article.body:
            return _Reread(article, later)
        found = await self._changes(article, body, now=now)
        return _Reread(article, later, body if found is not None else "", found or ())

    async def _changes(
        self, article: Article, body: str, *, now: datetime
    ) -> tuple[Change, ...] | None:
        """Return what a new text corrects; None if it is no text of the report."""
        async with self.store.read() as tx:
            tellings = await tx.corrections.tellings(article, since=self._since(now))
        told = list(dict.fromkeys(each.sentence for each in tellings))
        job = partial(changes, told, before=article.body, after=body, language=article.language)
        try:
            return await self.workers.run(job)
        except (TimeoutError, WorkerDiedError):
            return None

    def _since(self, now: datetime) -> datetime:
        """Return from when on a telling is one that matters: others may have told it later."""
        return now - timedelta(hours=2 * self.hours)

    async def _put(self, found: _Reread, *, now: datetime) -> int:
        """Store what came of reading a report; return how many corrections that are."""
        count = 0
        async with self.store.write() as tx:
            article = await tx.articles.get(found.article.id)
            if article is None:
                return 0
            # Somebody may have changed it meanwhile: then it is compared anew.
            if found.body and article.body == found.article.body:
                await tx.articles.revise(article, found.body)
                for change in found.changes:
                    count += await self._correct(article, change, tx=tx, now=now)
            if found.later is None:
                await tx.corrections.forget([article.id])
            else:
                await tx.corrections.put_off(found.later)
        return count

    async def _correct(
        self, article: Article, change: Change, *, tx: WriteTransaction, now: datetime
    ) -> bool:
        """Tell whoever was told what an article corrects; return whether that is new."""
        correction = await tx.corrections.add(article, old=change.old, new=change.new, now=now)
        if correction is None:
            return False
        tellings = [
            each
            for each in await tx.corrections.tellings(article, since=self._since(now))
            if change.old in {"", each.sentence}
        ]
        alerted = {each.chat_id for each in tellings if each.was_alert}
        await tx.corrections.owe(correction, {each.chat_id for each in tellings} - alerted)
        await self._alert(correction, sorted(alerted), tx=tx, now=now)
        return True

    async def _alert(
        self,
        correction: Correction,
        chat_ids: Sequence[int],
        *,
        tx: WriteTransaction,
        now: datetime,
    ) -> None:
        """Put a correction of what was told at once into the outbox."""
        subscribers = await tx.subscribers.many(chat_ids)
        rows: defaultdict[datetime, list[Outgoing]] = defaultdict(list)
        for chat_id in chat_ids:
            subscriber = subscribers.get(chat_id)
            turn = turn_of(subscriber, home=self.home, now=now, language=self.language)
            if turn is None:
                # Who pauses learns it with the first digest afterwards.
                await tx.corrections.owe(correction, [chat_id])
                continue
            reader = Reader(now=turn.at, zone=turn.zone, language=turn.language)
            rows[turn.at] += outgoing(
                messages.correction(correction, reader=reader),
                chat_id=chat_id,
                kind=DeliveryKind.ALERT,
                key=f"correction:{chat_id}:{correction.id}",
                thread_id=subscriber.thread_id if subscriber else None,
            )
        for due_at, several in rows.items():
            await tx.outbox.add(several, due_at=due_at)


def _later(reading: Rereading, *, hours: int, now: datetime) -> Rereading | None:
    """Return when a report is to be read next; None if its time is over then.

    Those that were told together are spread.
    """
    spread = timedelta(minutes=reading.article_id % _SPREAD)
    times = (
        reading.told_at + timedelta(hours=each) + spread for each in _READ_AFTER if each < hours
    )
    due_at = next((at for at in times if at - now > timedelta(minutes=_SPREAD)), None)
    return replace(reading, due_at=due_at, brought="") if due_at else None
