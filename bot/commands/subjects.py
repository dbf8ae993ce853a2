"""What a command is about: the thing that was named, replied to, or read last."""

from __future__ import annotations

from typing import TypeAlias

from bot.app import App
from bot.commands.base import Request
from bot.errors import NotFoundError
from storage.model import Article, Headline, Kind, Ref, Story
from storage.store import Transaction

Subject: TypeAlias = Article | Headline | Story


async def load_subject(ref: Ref, *, tx: Transaction, request: Request) -> Subject:
    """Return the article, headline or story that `ref` names.

    A private article is there only for the chats that read it.

    Raises:
        NotFoundError: There is none, or this chat may not see it.
    """
    found: Subject | None = None
    if ref.kind is Kind.ARTICLE:
        article = await tx.articles.get(ref.number)
        if article and (
            article.is_published or await tx.readings.has(request.chat_id, article.ref)
        ):
            found = article
    elif ref.kind is Kind.HEADLINE:
        found = await tx.headlines.get(ref.number)
    elif ref.kind is Kind.STORY:
        found = await tx.stories.get(ref.number)
    if found is None:
        raise NotFoundError(ref)
    return found


async def subject_at_hand(request: Request, app: App) -> Ref | None:
    """Return what the replied-to message was about, or else what this chat read last.

    A digest is no single thing to be about: its first story stands for it.
    """
    ref = Ref.parse(request.about)
    async with app.store.read() as tx:
        if ref is None:
            return await tx.readings.last(request.chat_id)
        if ref.kind is not Kind.DIGEST:
            return ref
        digest = await tx.digests.get(ref.number)
        if digest is None or not digest.entries:
            return None
        return Ref(Kind.STORY, digest.entries[0].story_id)
