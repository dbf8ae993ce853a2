"""The queue of updates, as `getUpdates` serves it.

Behaviour and words: `do_get_updates`, `abort_long_poll` and `fail_query_conflict` of
telegram-bot-api's `Client.cpp`.
"""

from __future__ import annotations

import asyncio
import json
from typing import Any, Final

from tests.botapi.errors import ApiError

MAX_TIMEOUT: Final = 50
# Kinds that a bot gets only if it names them.
ONLY_IF_NAMED: Final = {"chat_member", "message_reaction", "message_reaction_count"}
_TERMINATED: Final = (
    "Conflict: terminated by other getUpdates request; "
    "make sure that only one bot instance is running"
)
_WEBHOOK_IS_ACTIVE: Final = (
    "Conflict: can't use getUpdates method while webhook is active; "
    "use deleteWebhook to delete the webhook first"
)


class Updates:
    """Updates that wait to be confirmed.

    Attributes:
        waiting: Updates not confirmed yet, oldest first.
        confirmed: Ids of updates that were confirmed, in order.
        webhook: Address set by `setWebhook`, or empty.
        polls: How many `getUpdates` calls came.
    """

    def __init__(self, first_id: int = 8001) -> None:
        """Number updates from `first_id`."""
        self.waiting: list[dict[str, Any]] = []
        self.confirmed: list[int] = []
        self.webhook = ""
        self.polls = 0
        self._next_id = first_id
        self._allowed: frozenset[str] = frozenset()
        self._poll: asyncio.Future[None] | None = None

    def add(self, kind: str, content: dict[str, Any]) -> int:
        """Queue an update of this kind and return its id; 0 if the bot wants none such."""
        wanted = kind in self._allowed if self._allowed else kind not in ONLY_IF_NAMED
        if not wanted:
            return 0
        update_id = self._next_id
        self._next_id += 1
        self.waiting.append({"update_id": update_id, kind: content})
        self._wake()
        return update_id

    async def get(self, arguments: dict[str, str]) -> list[dict[str, Any]]:
        """Answer `getUpdates`: at once if something waits, else within its timeout.

        Raises:
            ApiError: 409: a later poll took over, or a webhook is set.
        """
        if self.webhook:
            raise ApiError(409, _WEBHOOK_IS_ACTIVE)
        if "allowed_updates" in arguments:
            self._allowed = frozenset(json.loads(arguments["allowed_updates"]))
        limit = min(max(int(arguments.get("limit", 100)), 1), 100)
        timeout = min(max(int(arguments.get("timeout", 0)), 0), MAX_TIMEOUT)
        self._confirm(int(arguments.get("offset", 0)))
        if timeout and not self.waiting:
            await self._long_poll(timeout)
        return self.waiting[:limit]

    def _conflict(self) -> None:
        """Let the poll that waits lose against the one that comes now."""
        if self._poll is not None and not self._poll.done():
            self._poll.set_exception(ApiError(409, _TERMINATED))

    def _confirm(self, offset: int) -> None:
        """Forget what is below `offset`; a negative one keeps only so many of the last."""
        if offset < 0:
            offset = self.waiting[offset]["update_id"] if len(self.waiting) >= -offset else 0
        gone = [one["update_id"] for one in self.waiting if one["update_id"] < offset]
        self.confirmed.extend(gone)
        self.waiting = self.waiting[len(gone) :]

    async def _long_poll(self, timeout: float) -> None:
        self._conflict()
        poll = self._poll = asyncio.get_running_loop().create_future()
        try:
            async with asyncio.timeout(timeout):
                await poll
        except TimeoutError:
            pass
        finally:
            if self._poll is poll:
                self._poll = None

    def _wake(self) -> None:
        if self._poll is not None and not self._poll.done():
            self._poll.set_result(None)
