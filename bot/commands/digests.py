"""Commands about digests: one of now, the stored ones, those as a file, and what `/why` says.

    /digest, d3, monday                 one of now, a stored one, that or those of a day
    /digests, 2, 2026-11, port strike   pages of all, those of some days, what they told of it
    /export, d12 epub, 2026-11 md, all  the newest, or those that are named, as a file

In a group, a member may have what the group was told: it stands in its chat anyway.
"""

from __future__ import annotations

from dataclasses import dataclass

from bot import messages
from bot.app import App
from bot.commands.request import Answered, Audience, Conversation, Request, command
from bot.commands.resolve import asked, load_story, reader_of, recipient_of, turned
from bot.commands.subscription import MOST_STORIES
from bot.digest import (
    compose,
    export_digests,
    find_told,
    nearest_to,
    on_days,
    page_of_digests,
    why_absent,
)
from bot.errors import NotFoundError, UsageError
from bot.messages import Reply
from bot.messages.exports import FORMATS, ExportFormat
from bot.stories import asker_at
from bot.text import Days, days_named
from storage import ReadTransaction
from storage.model import Digest, DigestDate, DigestState, Emptiness, Kind, Reader, Ref


@command(Audience.EVERYONE)
async def digest(request: Request, app: App, conversation: Conversation) -> Reply | Answered:
    """Answer `/digest` with a digest of now, `d3` with a stored one, a day with its own."""
    reader = await reader_of(request, app)
    if not request.args:
        return await _of_now(request, app, conversation, reader)
    ref = Ref.parse(request.args)
    if ref is not None and ref.kind is Kind.DIGEST:
        async with app.store.read() as tx:
            return _shown(await _own(ref, request, tx=tx), reader)
    days = _days_in(request.args, reader)
    if days is None:
        raise UsageError("no-digest-no-day", typed=request.args)
    async with app.store.read() as tx:
        dates = await tx.digests.dates(request.chat_id)
        found = on_days(dates, days, zone=reader.zone)
        if len(found) == 1:
            [only] = await tx.digests.with_ids([found[0].id])
            return _shown(only, reader)
        return await _list(request, reader, tx=tx, days=days)


@command(Audience.EVERYONE)
async def digests(request: Request, app: App, _: Conversation) -> Reply:
    """Answer `/digests` with a page of the stored ones, or with what they told."""
    typed, page = asked(request)
    reader = await reader_of(request, app)
    if typed.isdecimal() and len(typed) < len("2026"):
        typed, page = "", int(typed)
    async with app.store.read() as tx:
        days = _days_in(typed, reader) if any(map(str.isdigit, typed)) else None
        if not typed or days is not None:
            return await _list(request, reader, tx=tx, days=days, page=page)
        asker = await asker_at(reader.now, reader.zone, tx=tx, language=request.language)
        found = await find_told(typed, asker, request.chat_id, tx=tx, page=page)
        if not found.hits and not await tx.digests.of_chat(request.chat_id, limit=1):
            return messages.none_stored(language=request.language)
    more, about = turned(request, typed, page + 1) if found.has_more else ("", "")
    return messages.found_in_digests(
        typed, found.hits, page=page, more=more, about=about, reader=reader
    )


async def _own(ref: Ref, request: Request, *, tx: ReadTransaction) -> Digest:
    """Return the chat's digest with this id.

    Raises:
        NotFoundError: There is none, or it is another chat's.
    """
    found = await tx.digests.get(ref.number)
    if found is None or found.chat_id != request.chat_id:
        raise NotFoundError(ref)
    return found


def _days_in(text: str, reader: Reader) -> Days | None:
    """Return the days that `text` names where the reader lives, or None."""
    return days_named(text, today=reader.now.astimezone(reader.zone).date())


async def _none_of(days: Days, request: Request, reader: Reader, *, tx: ReadTransaction) -> Reply:
    """Say that the chat has none of these days, and which are nearest."""
    dates = await tx.digests.dates(request.chat_id)
    nearest = nearest_to(dates, days, zone=reader.zone)
    return messages.no_digests_of((days.first, days.last), nearest, reader=reader)


async def _list(
    request: Request,
    reader: Reader,
    *,
    tx: ReadTransaction,
    days: Days | None,
    page: int = 1,
) -> Reply:
    found = await page_of_digests(request.chat_id, zone=reader.zone, tx=tx, page=page, days=days)
    if days is not None and not found.pages:
        return await _none_of(days, request, reader, tx=tx)

    def turn_to(number: int) -> str:
        typed = f"/digests {days} page:{number}" if days else f"/digests {number}"
        return typed if 1 <= number <= found.pages else ""

    return messages.digests(
        found,
        newer=turn_to(found.number - 1),
        older=turn_to(found.number + 1),
        export=f"/export {days or 'all'}",
        reader=reader,
    )


async def _of_now(
    request: Request, app: App, conversation: Conversation, reader: Reader
) -> Answered:
    composed = await compose(
        await recipient_of(request, app),
        now=reader.now,
        store=app.store,
        workers=app.workers,
        cap=app.settings.digest_stories,
        method=app.settings.summary_method,
    )
    async with app.store.write() as tx:
        owed = await tx.corrections.owed([request.chat_id])
        stored, _ = await tx.digests.add(
            chat_id=request.chat_id,
            key=f"asked:{request.key}",
            now=reader.now,
            state=DigestState.BUILT if composed.entries else DigestState.EMPTY,
            entries=composed.entries,
            stories=composed.stories,
            outlets=composed.outlets,
            left_out=composed.left_out,
            corrections=owed.get(request.chat_id, ()),
            headlines=composed.headlines,
        )
        return await conversation.answer(tx, _shown(stored, reader, composed.emptiness))


def _shown(found: Digest, reader: Reader, emptiness: Emptiness = Emptiness.NOTHING_NEW) -> Reply:
    return messages.digest(found, zone=reader.zone, language=reader.language, emptiness=emptiness)


_ALL = "all"


@dataclass(frozen=True, slots=True)
class ExportWish:
    """What was typed behind `/export`, in any order.

    Attributes:
        what: Which digests; empty for the one at hand.
        wanted: What the file is to be, or None if that was not said.
    """

    what: str
    wanted: ExportFormat | None

    @classmethod
    def parse(cls, words: list[str]) -> ExportWish:
        """Return what `words` ask for.

        Raises:
            UsageError: They name two formats.
        """
        formats = {FORMATS[word.lower()] for word in words if word.lower() in FORMATS}
        if len(formats) > 1:
            raise UsageError("two-formats")
        what = " ".join(word for word in words if word.lower() not in {*FORMATS, "as"})
        return cls(what, formats.pop() if formats else None)


@command(Audience.EVERYONE)
async def export(request: Request, app: App, _: Conversation) -> Reply:
    """Answer `/export` with a file of digests, or with what they can be had as."""
    wish = ExportWish.parse(request.words)
    reader = await reader_of(request, app)
    days = _days(wish.what, reader)
    async with app.store.read() as tx:
        dates = await tx.digests.dates(request.chat_id)
        told = [one for one in dates if one.state is DigestState.BUILT]
        if days is not None:
            chosen = on_days(told, days, zone=reader.zone)
            if not chosen:
                return await _none_of(days, request, reader, tx=tx)
        elif wish.what.lower() == _ALL:
            chosen = told
        else:
            chosen = await _one(wish.what, told, request, tx=tx)
    if not chosen:
        nothing = messages.nothing_to_export if dates else messages.none_stored
        return nothing(language=reader.language)
    typed = str(days or (_ALL if len(chosen) > 1 else chosen[0].ref))
    if wish.wanted is None:
        return messages.export_offered(
            chosen, typed=typed, has_others=len(told) > len(chosen), reader=reader
        )
    done = await export_digests(
        chosen, wish.wanted, first=dates[-1], reader=reader, store=app.store
    )
    return messages.exported(
        done.file,
        done.chosen,
        asked=len(chosen),
        typed=typed,
        wanted=wish.wanted,
        reader=reader,
    )


def _days(what: str, reader: Reader) -> Days | None:
    """Return the days that are meant, or None if something else is.

    Raises:
        UsageError: What was typed names nothing.
    """
    ref = Ref.parse(what)
    if not what or what.lower() == _ALL or (ref and ref.kind is Kind.DIGEST):
        return None
    if days := _days_in(what, reader):
        return days
    raise UsageError("nothing-to-export", typed=what)


async def _one(
    what: str, told: list[DigestDate], request: Request, *, tx: ReadTransaction
) -> list[DigestDate]:
    """Return the digest that is named, or replied to, or else the newest, if there is one.

    Raises:
        NotFoundError: This chat has none with the id.
        UsageError: It told nothing.
    """
    ref = Ref.parse(what or request.about)
    if ref is None or ref.kind is not Kind.DIGEST:
        return told[:1]
    found = await _own_with_stories(ref, request, tx=tx)
    return [one for one in told if one.id == found.id]


# Among as many of the newest is the last digest that told something.
_NEWEST = 20


async def why_told(request: Request, app: App) -> Reply | None:
    """Answer `/why` about a digest; None if it is about something else.

        /why d12          why it has these stories
        /why d12 2        why its second story is in it
        /why s12          why this story is not in the last digest, or why it is
        /why              the same of the digest that the message replied to is about, or of
                          the last one, if the chat read nothing since
        /why 2            the same of its second story, whatever the chat read since

    A number that no digest has an entry for is an article's.

    Raises:
        NotFoundError: This chat has no such digest.
        UsageError: It has no such entry.
    """
    words = request.words
    named = Ref.parse(words[0]) if words else None
    if named is not None and named.kind is Kind.DIGEST:
        async with app.store.read() as tx:
            found = await _own_with_stories(named, request, tx=tx)
        number = _number(words[1:], found)
    elif named is not None and named.kind is Kind.STORY and len(words) == 1:
        return await _why_story(named, request, app)
    else:
        typed = words[0] if words else ""
        if len(words) > 1 or not (typed.isdecimal() or not typed):
            return None
        at_hand = await _at_hand(request, app, number=int(typed or 0))
        if at_hand is None or int(typed or 0) > MOST_STORIES:
            return None
        found, number = at_hand, _number(words, at_hand)
    if not number:
        return messages.why_these(found, language=request.language)
    reader = await reader_of(request, app)
    return _entry(found, number, reader)


async def _why_story(ref: Ref, request: Request, app: App) -> Reply | None:
    """Answer why a story is in the last digest, or is not; None if there was no digest.

    It may be any digest, if the answer is a reply to one.
    """
    about = Ref.parse(request.about)
    reader = await reader_of(request, app)
    async with app.store.read() as tx:
        if about is not None and about.kind is Kind.DIGEST:
            found: Digest | None = await _own_with_stories(about, request, tx=tx)
        else:
            found = await _last(request, tx=tx, or_empty=True)
        if found is None:
            return None
        story = await load_story(ref, tx=tx, request=request)
        for number, entry in enumerate(found.entries, 1):
            if entry.story_id == story.id:
                return _entry(found, number, reader)
        absence = await why_absent(story, found, zone=reader.zone, tx=tx)
    return messages.why_not(absence, found, reader=reader)


def _entry(found: Digest, number: int, reader: Reader) -> Reply:
    return messages.why_entry(found, number, zone=reader.zone, language=reader.language)


async def _last(request: Request, *, tx: ReadTransaction, or_empty: bool = False) -> Digest | None:
    """Return the chat's last digest that told something, or that found nothing to tell."""
    states = {DigestState.BUILT, *([DigestState.EMPTY] if or_empty else [])}
    newest = await tx.digests.of_chat(request.chat_id, limit=_NEWEST)
    return next((digest for digest in newest if digest.state in states), None)


def _number(words: list[str], found: Digest) -> int:
    """Return which entry is meant; 0 if all are."""
    if not words:
        return 0
    number = int(words[0]) if words[0].isdecimal() else 0
    if not 1 <= number <= len(found.entries):
        raise UsageError("no-such-entry", digest=str(found.ref), count=len(found.entries))
    return number


async def _own_with_stories(ref: Ref, request: Request, *, tx: ReadTransaction) -> Digest:
    found = await _own(ref, request, tx=tx)
    if not found.entries:
        raise UsageError("no-stories", digest=str(ref))
    return found


async def _at_hand(request: Request, app: App, *, number: int) -> Digest | None:
    """Return the digest that was replied to, or read last; None if it was something else.

    The number of one of its stories is meant so even if something else was read since.
    """
    if request.attachment is not None or request.text:
        return None
    about = Ref.parse(request.about)
    async with app.store.read() as tx:
        if about is not None:
            is_digest = about.kind is Kind.DIGEST
            return await _own_with_stories(about, request, tx=tx) if is_digest else None
        if request.quoted:
            return None
        last = await _last(request, tx=tx)
        read_at = await tx.readings.last_at(request.chat_id)
    if last is None:
        return None
    is_newest = read_at is None or last.created_at >= read_at
    return last if is_newest or 1 <= number <= len(last.entries) else None
