"""Commands by which admins correct which news belong together."""

from __future__ import annotations

from bot import messages
from bot.app import App
from bot.commands.base import Request
from bot.errors import NotFoundError, UsageError
from bot.messages import Reply
from bot.stories.ruling import merge_stories, split_story
from storage.model import Item, Kind, Ref, Story
from storage.store import Transaction

# Telegram's limit for what a button may type, in bytes.
_LONGEST_COMMAND = 64


async def merge(request: Request, app: App) -> Reply:
    """Answer `/merge s12 s15` by making two stories one, and remember it."""
    match [Ref.parse(word) for word in request.words]:
        case [Ref(kind=Kind.STORY) as first, Ref(kind=Kind.STORY) as second]:
            pass
        case _:
            raise UsageError("Name two stories.")
    now = app.clock()
    async with app.store.write() as tx:
        into, gone = await _story(first, tx), await _story(second, tx)
        if into.id == gone.id:
            raise UsageError(f"{first} and {second} are one story already.")
        await merge_stories(into, gone, grouper=app.grouper, tx=tx, now=now)
        taken = " ".join(str(item.ref) for item in gone.members)
        undo = f"/split {into.ref} {taken}"
        reply = messages.merged(
            await _story(into.ref, tx),
            ended=str(gone.ref),
            undo=undo if len(undo) <= _LONGEST_COMMAND else "",
        )
        return await request.answer(tx, reply)


async def split(request: Request, app: App) -> Reply:
    """Answer `/split s12 3 h7` by making these two a story of their own, and remember it."""
    match [Ref.parse(word) for word in request.words]:
        case [Ref(kind=Kind.STORY) as named, _, *_]:
            pass
        case _:
            raise UsageError("Name a story and what to take out of it.")
    now = app.clock()
    async with app.store.write() as tx:
        story = await _story(named, tx)
        taken = [_member(word, story) for word in request.words[1:]]
        if len({item.ref for item in taken}) == len(story.members):
            raise UsageError(f"Nothing would be left of {story.ref}. Leave one of its items in it.")
        new_id = await split_story(story, taken, grouper=app.grouper, tx=tx, now=now)
        new = await _story(Ref(Kind.STORY, new_id), tx)
        return await request.answer(tx, messages.split(await _story(story.ref, tx), new=new))


async def _story(ref: Ref, tx: Transaction) -> Story:
    found = await tx.stories.get(ref.number)
    if found is None:
        raise NotFoundError(ref)
    return found


def _member(word: str, story: Story) -> Item:
    ref = Ref.parse(word)
    for item in story.members:
        if item.ref == ref:
            return item
    raise UsageError(f"{word} is not in {story.ref}. /story {story.ref} lists what is.")
