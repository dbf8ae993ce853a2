"""Page through a chat's stored digests, search what they told, and export them as a file."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from zoneinfo import ZoneInfo

from bot.messages.exports import Export, ExportFormat, render
from bot.text import Days, stems
from bot.text.query import (
    Asker,
    Document,
    Matcher,
    Sought,
    compiled,
    excerpt,
    mark,
    parse_query,
    sought_by,
)
from storage import ReadTransaction, Store
from storage.model import (
    Digest,
    DigestDate,
    DigestEntry,
    DigestPage,
    DigestState,
    File,
    Kind,
    Reader,
    Ref,
    Skipped,
    ToldHit,
    terms_of,
)

LISTED = 10

# Digests that are read at once: their JSON keeps the event loop for some milliseconds.
_AT_ONCE = 50

# Languages in which a text is read whose article is gone, or which was a headline: each
# takes as long as the search in texts of known languages.
_GUESSES = 2


@dataclass(frozen=True, slots=True)
class ToldFindings:
    """What was found in stored digests."""

    hits: tuple[ToldHit, ...]
    has_more: bool


async def page_of_digests(
    chat_id: int, *, zone: ZoneInfo, tx: ReadTransaction, page: int = 1, days: Days | None = None
) -> DigestPage:
    """Return a page of the chat's digests, or of those of some days; skipped ones in a row are one.

    Pages count from 1; the last one is returned for a greater number.
    """
    dates = await tx.digests.dates(chat_id)
    if days is not None:
        dates = on_days(dates, days, zone=zone)
    runs = list(_runs(dates))
    pages = -(-len(runs) // LISTED)
    number = max(1, min(page, pages))
    shown = runs[(number - 1) * LISTED : number * LISTED]
    ids = [run.id for run in shown if isinstance(run, DigestDate)]
    digests = {digest.id: digest for digest in await tx.digests.with_ids(ids)}
    return DigestPage(
        lines=tuple(run if isinstance(run, Skipped) else digests[run.id] for run in shown),
        number=number,
        pages=pages,
        days=(days.first, days.last) if days else None,
    )


def on_days(dates: Iterable[DigestDate], days: Days, *, zone: ZoneInfo) -> list[DigestDate]:
    """Return the digests that were made on these days of the reader's, in the same order."""
    return [one for one in dates if days.holds(one.created_at, zone=zone)]


def nearest_to(dates: Sequence[DigestDate], days: Days, *, zone: ZoneInfo) -> list[DigestDate]:
    """Return the last digest before the days and the first one after them, if there are any.

    `dates` are newest first; only those that told something count, none of them on the days.
    """
    told = [one for one in dates if one.state is DigestState.BUILT]
    before = [one for one in told if one.created_at.astimezone(zone).date() < days.first]
    after = [one for one in told if one.created_at.astimezone(zone).date() > days.last]
    return [*before[:1], *after[-1:]]


async def find_told(
    text: str, asker: Asker, chat_id: int, *, tx: ReadTransaction, page: int = 1
) -> ToldFindings:
    """Return a page of the stories of a chat's digests that a query matches, newest first.

    Asked of are the title and the sentences that were told, the outlets that were named,
    the article's language and topics as far as it is still known, and when it was told. Pages
    count from 1 and have `LISTED` stories.

    Raises:
        UsageError: The query can't be understood.
    """
    query = parse_query(text, asker)
    matcher, sought = compiled(query), sought_by(terms_of(query))
    begin, end = (page - 1) * LISTED, page * LISTED
    found: list[ToldHit] = []
    async for digests in in_batches(await _told(chat_id, tx), tx=tx):
        refs = {Ref(Kind.ARTICLE, each) for each in article_ids(digests)}
        languages = await tx.articles.languages(ref.number for ref in refs)
        topics = await tx.search.topics(refs)
        read = _Reading(languages, topics, asker.languages[:_GUESSES])
        found += await asyncio.to_thread(_matching, digests, matcher, sought, read)
        if len(found) > end:
            break
    return ToldFindings(tuple(found[begin:end]), len(found) > end)


async def in_batches(ids: Sequence[int], *, tx: ReadTransaction) -> AsyncIterator[list[Digest]]:
    """Yield the digests with these ids, some at a time, so that nobody waits for thousands."""
    for start in range(0, len(ids), _AT_ONCE):
        yield await tx.digests.with_ids(ids[start : start + _AT_ONCE])


def article_ids(digests: Iterable[Digest]) -> set[int]:
    """Return the ids of the articles whose sentences the digests told."""
    return {
        sentence.article_id
        for digest in digests
        for entry in digest.entries
        for sentence in entry.sentences
    }


def language_of(entry: DigestEntry, languages: Mapping[int, str]) -> str:
    """Return the language in which a story was told (ISO 639-1); empty if unknown."""
    return languages.get(entry.sentences[0].article_id, "") if entry.sentences else ""


async def _told(chat_id: int, tx: ReadTransaction) -> list[int]:
    dates = await tx.digests.dates(chat_id)
    return [one.id for one in dates if one.state is DigestState.BUILT]


def _runs(dates: Iterable[DigestDate]) -> Iterator[DigestDate | Skipped]:
    for is_skipped, run in groupby(dates, lambda one: one.state is DigestState.SKIPPED):
        if is_skipped:
            skipped = list(run)
            yield Skipped(skipped[0], skipped[-1], len(skipped))
        else:
            yield from run


@dataclass(frozen=True, slots=True)
class _Reading:
    """What is known of the articles that were told.

    Attributes:
        languages: By article id.
        topics: By article; one of none is left out.
        guesses: Languages that a text of unknown language may be in.
    """

    languages: Mapping[int, str]
    topics: Mapping[Ref, tuple[str, ...]]
    guesses: Sequence[str]

    def document(self, entry: DigestEntry, digest: Digest) -> Document:
        """Return the story as a query is asked of it."""
        language = language_of(entry, self.languages)
        tried = [language] if language else self.guesses
        articles = {Ref(Kind.ARTICLE, sentence.article_id) for sentence in entry.sentences}
        return Document(
            title=[stem for each in tried for stem in stems(entry.title, each)],
            body=[
                stem
                for sentence in entry.sentences
                for each in tried
                for stem in stems(sentence.text, each)
            ],
            source="\n".join(outlet.name for outlet in entry.outlets),
            language=language,
            topics=[topic for ref in articles for topic in self.topics.get(ref, ())],
            at=digest.created_at,
        )


def _matching(
    digests: Iterable[Digest], matcher: Matcher, sought: Sought, read: _Reading
) -> list[ToldHit]:
    return [
        _hit(entry, digest, number, sought, language_of(entry, read.languages))
        for digest in digests
        for number, entry in (
            *enumerate(digest.entries, 1),
            *((0, headline) for headline in digest.headlines),
        )
        if matcher.matches(read.document(entry, digest))
    ]


def _hit(entry: DigestEntry, digest: Digest, number: int, sought: Sought, language: str) -> ToldHit:
    told = " ".join(sentence.text for sentence in entry.sentences)
    return ToldHit(
        digest=DigestDate(digest.id, digest.created_at, digest.state),
        number=number,
        title=mark(entry.title, sought, language),
        url=entry.url,
        excerpt=mark(excerpt(told, sought, language), sought, language),
    )


# A year of a digest a day. More take a phone's reader seconds to open.
MOST_DIGESTS = 400
# A file waits in the outbox, and is sent in one piece.
MOST_BYTES = 5_000_000


@dataclass(frozen=True, slots=True)
class Exported:
    """A file with digests in it.

    Attributes:
        chosen: The digests in it, newest first.
    """

    file: File
    chosen: tuple[DigestDate, ...]


async def export_digests(
    chosen: Sequence[DigestDate],
    wanted: ExportFormat,
    *,
    first: DigestDate,
    reader: Reader,
    store: Store,
    most_bytes: int = MOST_BYTES,
) -> Exported:
    """Return the digests as a file; the newest of them, if they are too many for one.

    `chosen` are newest first, at least one, and told something; `first` is the chat's oldest,
    see `Export.first`. A single digest may be larger than `most_bytes`.
    """
    chosen = chosen[:MOST_DIGESTS]
    languages: dict[int, str] = {}
    digests = []
    async with store.read() as tx:
        async for batch in in_batches([one.id for one in chosen], tx=tx):
            languages |= await tx.articles.languages(article_ids(batch))
            digests += batch
    export = Export(digests[::-1], first, reader.zone, reader.language, languages)
    file, count = await asyncio.to_thread(_rendered, export, wanted, most_bytes)
    return Exported(file, tuple(chosen[:count]))


def _rendered(export: Export, wanted: ExportFormat, most_bytes: int) -> tuple[File, int]:
    """Return a file that is small enough, and how many digests, newest ones, are in it."""
    while True:
        file, count = render(export, wanted), len(export.digests)
        if count == 1 or len(file.content) <= most_bytes:
            return file, count
        fewer = min(count - 1, count * most_bytes // len(file.content))
        export = replace(export, digests=export.digests[-max(1, fewer) :])
