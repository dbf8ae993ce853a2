"""What may come of sending a message, and what that makes of its row in the outbox."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypeAlias, assert_never

from markupsafe import escape

from bot.delivery.circuit import backoff
from bot.messages import plain
from storage import WriteTransaction
from storage.model import Delivery, DeliveryKind

# What can't be sent for an outage waits for its end in any case: see `bot.delivery.circuit`.
_FIRST_RETRY = timedelta(seconds=1)
_LAST_RETRY = timedelta(seconds=15)

# What is unsure is sent again after so long, then after three times as long: the same fault
# should be over. Only a reply has somebody waiting for it. Alerts are not sent again.
_AGAIN_AFTER = {
    DeliveryKind.REPLY: timedelta(seconds=5),
    DeliveryKind.DIGEST: timedelta(seconds=30),
}

# So many sends without an answer, and it is held. One more would do for nearly all; but
# where one send in twenty goes wrong, two of a thousand messages meet that twice, and a
# message that came twice is better than none. Each copy too many has its own fault.
_MOST_UNSURE = 4


@dataclass(frozen=True, slots=True)
class Sent:
    """It arrived; `message_id` is the front end's number of it."""

    message_id: int


@dataclass(frozen=True, slots=True)
class Later:
    """It surely did not arrive, and may when tried again.

    Attributes:
        error: Why, in English.
        after: How long we were asked to wait; zero to let the worker choose.
        whole_chat: Whether the wait holds for everything that goes to this chat.
    """

    error: str
    after: timedelta = timedelta()
    whole_chat: bool = False


@dataclass(frozen=True, slots=True)
class Unsure:
    """It may have arrived: the connection broke before the answer, or the answer was a 5xx.

    Of a 5xx nobody can tell either: whoever stands before Telegram's own server (or before
    one's own) says 502 or 504 when that one did not answer, whatever it has done by then.
    """

    error: str


@dataclass(frozen=True, slots=True)
class Refused:
    """It did not arrive and never will."""

    error: str


@dataclass(frozen=True, slots=True)
class Unparsable:
    """It did not arrive, because its markup was not understood."""

    error: str


@dataclass(frozen=True, slots=True)
class Gone:
    """The chat blocked the bot or no longer exists; `error` says which."""

    error: str


@dataclass(frozen=True, slots=True)
class Moved:
    """The group became a supergroup; `chat_id` is its new id."""

    chat_id: int


Outcome: TypeAlias = Sent | Later | Unsure | Refused | Unparsable | Gone | Moved


def is_answer(outcome: Outcome) -> bool:
    """Return whether the other side said this: a refusal shows that it is there."""
    match outcome:
        case Unsure():
            return False
        case Later(whole_chat=whole_chat):
            return whole_chat
    return True


async def settle(
    tx: WriteTransaction, delivery: Delivery, outcome: Outcome, *, owner: str, now: datetime
) -> None:
    """Record what came of `delivery`, if `owner` still holds it.

    A message whose markup was not understood is sent once more without markup. A chat
    that is gone gets nothing more until it comes back: what waits for it is cancelled,
    its subscription paused.
    """
    outbox, number, chat_id = tx.outbox, delivery.id, delivery.message.chat_id
    match outcome:
        case Sent(message_id):
            await outbox.sent(number, owner=owner, message_id=message_id, now=now)
        case Later(error, after, whole_chat):
            due_at = now + (
                after or backoff(delivery.tries, first=_FIRST_RETRY, longest=_LAST_RETRY)
            )
            await outbox.retry(number, owner=owner, due_at=due_at, error=error)
            if whole_chat:
                await outbox.postpone(chat_id, until=due_at)
        case Unsure(error):
            again_at = _again_at(delivery, now)
            await outbox.unsure(number, owner=owner, error=error, now=now, again_at=again_at)
        case Refused(error):
            await outbox.failed(number, owner=owner, error=error)
        case Unparsable(error):
            await _without_markup(tx, delivery, owner=owner, error=error, now=now)
        case Gone(error):
            await outbox.failed(number, owner=owner, error=error)
            await outbox.cancel(chat_id, error=error)
            await tx.subscribers.pause(chat_id, error)
        case Moved(new_chat_id):
            await tx.chats.move(chat_id, new_chat_id)
            error = f"the chat is {new_chat_id} now"
            await outbox.retry(number, owner=owner, due_at=now, error=error)
        case _:
            assert_never(outcome)


async def _without_markup(
    tx: WriteTransaction, delivery: Delivery, *, owner: str, error: str, now: datetime
) -> None:
    bare = str(escape(plain(delivery.message.text)))
    if bare == delivery.message.text:
        await tx.outbox.failed(delivery.id, owner=owner, error=error)
    else:
        await tx.outbox.replace_text(delivery.id, owner=owner, text=bare)
        await tx.outbox.retry(delivery.id, owner=owner, due_at=now, error=error)


def _again_at(delivery: Delivery, now: datetime) -> datetime | None:
    first = _AGAIN_AFTER.get(delivery.message.kind)
    if first is None or delivery.unsure + 1 >= _MOST_UNSURE:
        return None
    growth: int = 3**delivery.unsure
    return now + first * growth
