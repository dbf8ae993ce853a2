"""Digests that fall due for the terminal's own chat are printed."""

from __future__ import annotations

import uuid

from markupsafe import Markup
from rich.console import Console

from bot.app import App
from bot.digest.delivery import OutboxWorker
from bot.digest.outcomes import Sent
from bot.digest.pacing import NO_LIMITS
from bot.frontends.terminal.rendering import show
from bot.messages import Reply
from storage.model import Delivery


class ConsoleSender:
    """Prints messages: what the terminal takes for sending."""

    def __init__(self, console: Console) -> None:
        """Print to `console`."""
        self._console = console

    async def send(self, delivery: Delivery) -> Sent:
        """Print the message; a terminal has no numbers of its own for messages."""
        message = delivery.message
        reply = Reply(
            Markup(message.text),  # noqa: S704 - stored by us, escaped when it was worded
            message.buttons,
            message.about,
            message.file,
        )
        show(reply, self._console, unfold=not self._console.is_terminal)
        return Sent(delivery.id)

    async def is_there(self) -> bool:
        """Return that a terminal answers."""
        return True


async def deliver_local(app: App, console: Console) -> int:
    """Print what waits for the terminal's chat; return how many messages that were.

    Raises:
        StorageError: The outbox can't be read.
    """
    worker = OutboxWorker(
        store=app.store,
        sender=ConsoleSender(console),
        clock=app.clock,
        owner=f"terminal:{uuid.uuid4().hex}",
        local=True,
        limits=NO_LIMITS,
    )
    return await worker.drain()
