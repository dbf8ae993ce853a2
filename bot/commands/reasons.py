"""Why a digest has its stories: what `/why` answers when a digest is at hand."""

from __future__ import annotations

from bot import messages
from bot.app import App
from bot.commands.base import Request
from bot.commands.reader import reader_of
from bot.commands.stories import load_story
from bot.digest.absence import why_absent
from bot.errors import NotFoundError, UsageError
from bot.messages import Reply
from storage.model import Digest, Kind, Ref
from storage.store import Transaction

# Among as many of the newest is the last digest that told something.
_NEWEST = 20


async def why_told(request: Request, app: App) -> Reply | None:
    """Answer `/why` about a digest; None if it is about something else.

        /why d12          why it has these stories
        /why d12 2        why its second story is in it
        /why s12          why this story is not in the last digest, or why it is
        /why, /why 2      the same of the digest that the message replied to is about, or of
                          the last one, if the chat read nothing since

    A number that the digest has no entry for is an article's.

    Raises:
        NotFoundError: This chat has no such digest.
        UsageError: It has no such entry.
    """
    words = request.words
    named = Ref.parse(words[0]) if words else None
    if named is not None and named.kind is Kind.DIGEST:
        async with app.store.read() as tx:
            found = await _own(named, request, tx=tx)
        number = _number(words[1:], found)
    elif named is not None and named.kind is Kind.STORY and len(words) == 1:
        return await _why_story(named, request, app)
    else:
        typed = words[0] if words else ""
        if len(words) > 1 or not (typed.isdecimal() or not typed):
            return None
        at_hand = await _at_hand(request, app)
        if at_hand is None or (typed and not 1 <= int(typed) <= len(at_hand.entries)):
            return None
        found, number = at_hand, int(typed or 0)
    if not number:
        return messages.why_these(found)
    reader = await reader_of(request, app)
    return messages.why_entry(found, number, zone=reader.zone)


async def _why_story(ref: Ref, request: Request, app: App) -> Reply | None:
    """Answer why a story is in the last digest, or is not; None if there was no digest.

    It may be any digest, if the answer is a reply to one.
    """
    about = Ref.parse(request.about)
    reader = await reader_of(request, app)
    async with app.store.read() as tx:
        if about is not None and about.kind is Kind.DIGEST:
            found: Digest | None = await _own(about, request, tx=tx)
        else:
            found = await _last(request, tx=tx)
        if found is None:
            return None
        story = await load_story(ref, tx=tx, request=request)
        for number, entry in enumerate(found.entries, 1):
            if entry.story_id == story.id:
                return messages.why_entry(found, number, zone=reader.zone)
        absence = await why_absent(story, found, zone=reader.zone, tx=tx)
    return messages.why_not(absence, found, now=reader.now, zone=reader.zone)


async def _last(request: Request, *, tx: Transaction) -> Digest | None:
    """Return the chat's last digest that told something."""
    newest = await tx.digests.of_chat(request.chat_id, limit=_NEWEST)
    return next((digest for digest in newest if digest.entries), None)


def _number(words: list[str], found: Digest) -> int:
    """Return which entry is meant; 0 if all are."""
    if not words:
        return 0
    number = int(words[0]) if words[0].isdecimal() else 0
    if not 1 <= number <= len(found.entries):
        raise UsageError(f"{found.ref} has stories 1 to {len(found.entries)}.")
    return number


async def _own(ref: Ref, request: Request, *, tx: Transaction) -> Digest:
    found = await tx.digests.get(ref.number)
    if found is None or found.chat_id != request.chat_id:
        raise NotFoundError(ref)
    if not found.entries:
        raise UsageError(f"{ref} has no stories.")
    return found


async def _at_hand(request: Request, app: App) -> Digest | None:
    """Return the digest that was replied to, or read last; None if it was something else."""
    if request.attachment is not None or request.text:
        return None
    about = Ref.parse(request.about)
    async with app.store.read() as tx:
        if about is not None:
            is_digest = about.kind is Kind.DIGEST
            return await _own(about, request, tx=tx) if is_digest else None
        if request.quoted:
            return None
        last = await _last(request, tx=tx)
        read_at = await tx.readings.last_at(request.chat_id)
    return last if last and (read_at is None or last.created_at >= read_at) else None
