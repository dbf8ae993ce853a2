"""Commands about stories, and about the headlines that they begin with."""

from __future__ import annotations

from bot import messages
from bot.app import App
from bot.commands.base import Request
from bot.commands.reader import reader_of
from bot.commands.subjects import load_subject, subject_at_hand
from bot.errors import UsageError
from bot.messages import Reply
from bot.summarize.story import summarize_story
from storage.model import Ref, Story

# Headlines are short: as many as fit a phone's screen twice.
LISTED = 20


async def story(request: Request, app: App) -> Reply:
    """Answer `/story` with the story's summary and everything in it."""
    ref = Ref.parse(request.args) if request.args else await subject_at_hand(request, app)
    if ref is None:
        raise UsageError("Name a story, such as s12.")
    async with app.store.read() as tx:
        subject = await load_subject(ref, tx=tx, request=request)
        if not isinstance(subject, Story):
            if subject.story_id is None:
                raise UsageError("This article is private; it belongs to no story.")
            found = await tx.stories.get(subject.story_id)
            if found is None:
                raise UsageError(f"{ref} belongs to no story.")
            subject = found
    sentences = await summarize_story(
        subject,
        store=app.store,
        workers=app.workers,
        method=app.settings.summary_method,
        length=app.settings.summary_sentences,
    )
    return messages.story(subject, sentences, reader=await reader_of(request, app))


async def headlines(request: Request, app: App) -> Reply:
    """Answer `/headlines` with the newest headlines."""
    async with app.store.read() as tx:
        found = await tx.headlines.latest(LISTED)
    return messages.headlines(found, reader=await reader_of(request, app))
