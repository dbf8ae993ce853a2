"""Commands about stories, and about the headlines that they begin with."""

from __future__ import annotations

from bot import messages
from bot.app import App
from bot.commands.base import Request
from bot.commands.reader import reader_of, recipient_of
from bot.commands.subjects import load_subject, subject_at_hand
from bot.commands.topics import of_topic
from bot.digest.edition import Edition
from bot.errors import UsageError
from bot.messages import Reply
from bot.stories.related import find_certain
from bot.stories.targets import target_of_story
from bot.summarize.additions import find_additions
from bot.summarize.story import summarize_story
from storage.model import Ref, Story
from storage.store import Transaction

# Stories that no digest had room for; a phone shows as many without a swipe too many.
MISSED = 15

# Related news below a story; /related shows more.
NEAR = 3

# Headlines are short: as many as fit a phone's screen twice.
LISTED = 20


async def story(request: Request, app: App) -> Reply:
    """Answer `/story` with what all its sources say, who told it when, and what is near."""
    ref = Ref.parse(request.args) if request.args else await subject_at_hand(request, app)
    if ref is None:
        raise UsageError("Name a story, such as s12.")
    async with app.store.read() as tx:
        subject = await load_story(ref, tx=tx, request=request)
        target = await target_of_story(subject, tx=tx)
        near = await find_certain(target, tx=tx, limit=NEAR)
    sentences = await summarize_story(
        subject,
        store=app.store,
        workers=app.workers,
        method=app.settings.summary_method,
        length=app.settings.summary_sentences,
    )
    adds = await find_additions(
        [article for article in subject.articles if article.copy_of is None],
        told=[sentence.text for sentence in sentences],
        workers=app.workers,
    )
    return messages.story(
        subject, sentences, adds=adds, near=near, reader=await reader_of(request, app)
    )


async def load_story(ref: Ref, *, tx: Transaction, request: Request) -> Story:
    """Return the story that `ref` names, or that the article or headline is in.

    Raises:
        NotFoundError: There is none, or this chat may not see it.
        UsageError: The item is in no story.
    """
    subject = await load_subject(ref, tx=tx, request=request)
    if isinstance(subject, Story):
        return subject
    if subject.story_id is None:
        raise UsageError("This article is private; it belongs to no story.")
    found = await tx.stories.get(subject.story_id)
    if found is None:
        raise UsageError(f"{ref} belongs to no story.")
    return found


async def headlines(request: Request, app: App) -> Reply:
    """Answer `/headlines` with the newest headlines, or with all news of a topic."""
    if request.args:
        return await of_topic(request.args, request, app)
    async with app.store.read() as tx:
        found = await tx.headlines.latest(LISTED)
    return messages.headlines(found, reader=await reader_of(request, app))


async def missed(request: Request, app: App) -> Reply:
    """Answer `/missed` with the stories of late that this chat was not told."""
    reader = await reader_of(request, app)
    edition = Edition(
        store=app.store,
        workers=app.workers,
        now=reader.now,
        cap=app.settings.digest_stories,
        method=app.settings.summary_method,
    )
    found = await edition.left_out(await recipient_of(request, app), limit=MISSED)
    return messages.missed(found, reader=reader)
