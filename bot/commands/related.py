"""The command that answers with what is near an item, a story or some words."""

from __future__ import annotations

from bot import messages
from bot.app import App
from bot.commands.base import Request
from bot.commands.enclosed import kept_of, read_address
from bot.commands.reader import reader_of
from bot.commands.subjects import load_subject, subject_at_hand
from bot.errors import UsageError
from bot.ingest.urls import find_url
from bot.messages import Reply
from bot.stories.related import find_related
from bot.stories.targets import Target, target_of_items, target_of_story, target_of_words
from storage.model import Ref, Story


async def related(request: Request, app: App) -> Reply:
    """Answer `/related` with what is near an item, a story, an address or words."""
    ref = Ref.parse(request.args) if request.args else await subject_at_hand(request, app)
    if ref is None and (url := find_url(request.args or request.quoted)):
        ref = (await kept_of(await read_address(url, app), request, app)).ref
    if ref is None and not request.args:
        raise UsageError("Name what it is about: an id, an address or some words.")
    async with app.store.read() as tx:
        target: Target
        if ref is None:
            target = await target_of_words(request.args, tx=tx)
        else:
            subject = await load_subject(ref, tx=tx, request=request)
            target = (
                await target_of_story(subject, tx=tx)
                if isinstance(subject, Story)
                else await target_of_items([subject], tx=tx)
            )
        found = await find_related(target, tx=tx)
    return messages.related(
        target.title,
        found,
        about=str(ref or ""),
        reader=await reader_of(request, app),
        at=target.at,
    )
