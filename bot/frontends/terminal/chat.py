"""One chat in the terminal: lines in, replies out."""

from __future__ import annotations

import uuid
from collections.abc import Awaitable, Callable

from bot.app import App
from bot.commands.base import Request, dispatch, silent
from bot.commands.line import parse_line
from bot.commands.table import COMMANDS
from bot.messages import Reply
from storage.model import LOCAL_CHAT


class Chat:
    """The terminal's chat: it remembers the last reply, so that its buttons can be typed.

    Attributes:
        last: The last reply, or None.
    """

    def __init__(
        self, app: App, *, progress: Callable[[int, int], Awaitable[None]] = silent
    ) -> None:
        """Keep the parts.

        Args:
            app: What commands work with.
            progress: Shown (done, total) during long work.
        """
        self.last: Reply | None = None
        self._app = app
        self._progress = progress

    async def say(self, message: str) -> Reply | None:
        """Return the answer to `message`, or None if it asks for nothing.

        A number presses the button that the last reply showed under it.

        Raises:
            StorageError: The database failed; nothing was changed.
        """
        line = parse_line(self._pressed(message) or message)
        if line is None:
            return None
        request = Request(
            chat_id=LOCAL_CHAT,
            user_id=LOCAL_CHAT,
            key=f"line:{uuid.uuid4().hex}",
            name=line.name,
            args=line.args,
            text=line.text,
            is_admin=True,
            about=self.last.about if self.last else "",
            is_local=True,
            progress=self._progress,
        )
        self.last = await dispatch(request, self._app, COMMANDS)
        return self.last

    def _pressed(self, message: str) -> str | None:
        choices = [button for row in self.last.buttons for button in row] if self.last else []
        number = message.strip()
        if number.isdecimal() and 1 <= int(number) <= len(choices):
            return choices[int(number) - 1].command
        return None
