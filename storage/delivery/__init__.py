"""Delivery: what came in, what goes out, and what was told.

Inbox                    updates, kept before they are confirmed
Outbox, Held             messages on their way, and those that wait for an admin's word
Digests, Missed          what each chat was told, and what could not be sent
Alerts                   what chats are told at once
Corrections              what is read again, and what it corrects
DeliveryHistory          what digests and alerts told of stories
"""

from storage.delivery.alerts import Alerts
from storage.delivery.corrections import Corrections
from storage.delivery.digests import DeliveryHistory, Digests, Missed
from storage.delivery.inbox import Inbox
from storage.delivery.outbox import Held, Outbox

__all__ = [
    "Alerts",
    "Corrections",
    "DeliveryHistory",
    "Digests",
    "Held",
    "Inbox",
    "Missed",
    "Outbox",
]
