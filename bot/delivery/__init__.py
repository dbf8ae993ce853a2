"""Delivery: what is stored in the outbox reaches its chat, once if the world allows it.

NO_LIMITS          for whoever may send as fast as it can
Gone               the chat blocked the bot or no longer exists
Later              it surely did not arrive, and may when tried again
Limits             how many messages may be sent; 0 means any number
Moved              the group became a supergroup
OutboxWorker       sends what the outbox holds, each message once if the world allows it
Outcome            what may come of sending: one of these
Refused            it did not arrive and never will
Sent               it arrived
Unparsable         it did not arrive, because its markup was not understood
Unsure             it may have arrived
backoff            how long to wait after so many failures in a row
is_answer          whether the other side said this
pauses             seconds to wait after each failure in a row
pauses_of_storage  the same for failures of storage: 0.5, 1 ... 10
tell_held          tell admins, once a day, that messages are held
"""

from bot.delivery.circuit import backoff, pauses, pauses_of_storage
from bot.delivery.outcomes import (
    Gone,
    Later,
    Moved,
    Outcome,
    Refused,
    Sent,
    Unparsable,
    Unsure,
    is_answer,
)
from bot.delivery.rate_limit import NO_LIMITS, Limits
from bot.delivery.worker import OutboxWorker, tell_held

__all__ = [
    "NO_LIMITS",
    "Gone",
    "Later",
    "Limits",
    "Moved",
    "OutboxWorker",
    "Outcome",
    "Refused",
    "Sent",
    "Unparsable",
    "Unsure",
    "backoff",
    "is_answer",
    "pauses",
    "pauses_of_storage",
    "tell_held",
]
