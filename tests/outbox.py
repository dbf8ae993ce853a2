"""Messages in a real outbox, and front ends that write down what they are asked to send."""

from __future__ import annotations

import asyncio
from collections import Counter, deque
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta

from bot.delivery.outcomes import Outcome, Sent
from bot.delivery.rate_limit import NO_LIMITS, Limits
from bot.delivery.worker import OutboxWorker, Sender
from storage import Receipts, Store
from storage.model import Delivery, DeliveryKind, DeliveryState, Outgoing
from tests.news import NOW


class Clock:
    """Shows NOW until it is moved on."""

    def __init__(self) -> None:
        """Show NOW."""
        self.now = NOW

    def __call__(self) -> datetime:
        """Return what it shows."""
        return self.now

    def pass_by(self, **time: float) -> None:
        """Move on by `seconds=`, `minutes=` or `hours=`."""
        self.now += timedelta(**time)


def running_clock() -> datetime:
    """Return NOW, and as much more as the loop's clock shows."""
    return NOW + timedelta(seconds=asyncio.get_running_loop().time())


class Recorder:
    """A `Sender` that takes everything down.

    Attributes:
        sent: Chat and text of each message, in the order in which they came.
        sent_at: When each came, in seconds of the loop's clock.
        most_at_once: The most messages that were on their way at one moment.
        most_in_a_chat: The same for one chat.
        is_away: Whether nobody answers what is asked on the side.
        asked: How often that was asked.
    """

    def __init__(self, outcomes: Mapping[str, Sequence[Outcome]] | None = None) -> None:
        """Send, after some turns of the loop, with these outcomes by text, then `Sent`."""
        self.sent: list[tuple[int, str]] = []
        self.sent_at: list[float] = []
        self.most_at_once = 0
        self.most_in_a_chat = 0
        self.is_away = False
        self.asked = 0
        self._outcomes = {text: deque(planned) for text, planned in (outcomes or {}).items()}
        self._underway: Counter[int] = Counter()

    @property
    def texts(self) -> list[str]:
        """Return what was sent, in order."""
        return [text for _, text in self.sent]

    async def send(self, delivery: Delivery) -> Outcome:
        """Take the message down and say what was planned for it."""
        message = delivery.message
        self.sent.append((message.chat_id, message.text))
        self.sent_at.append(asyncio.get_running_loop().time())
        self._underway[message.chat_id] += 1
        self.most_at_once = max(self.most_at_once, self._underway.total())
        self.most_in_a_chat = max(self.most_in_a_chat, *self._underway.values())
        for _ in range(3):
            await asyncio.sleep(0)
        self._underway[message.chat_id] -= 1
        planned = self._outcomes.get(message.text)
        return planned.popleft() if planned else Sent(message_id=1000 + delivery.id)

    async def is_there(self) -> bool:
        """Say what was planned."""
        self.asked += 1
        return not self.is_away


class Hanging:
    """A `Sender` that answers when it is told to.

    Attributes:
        texts: What it was asked to send, in order.
        started: Set when it was asked for the first time.
        finish: Set it, and the answers come.
    """

    def __init__(self, outcome: Outcome | None = None) -> None:
        """Answer with `outcome`, or that the message is number 1."""
        self.texts: list[str] = []
        self.started = asyncio.Event()
        self.finish = asyncio.Event()
        self._outcome = outcome or Sent(message_id=1)

    async def send(self, delivery: Delivery) -> Outcome:
        """Take the message and wait for `finish`."""
        self.texts.append(delivery.message.text)
        self.started.set()
        await self.finish.wait()
        return self._outcome

    async def is_there(self) -> bool:
        """Say yes."""
        return True


async def put(
    store: Store, *texts: str, chat_id: int = 7, kind: DeliveryKind = DeliveryKind.DIGEST
) -> None:
    """Put messages with these texts into the outbox, due at NOW."""
    messages = [Outgoing(chat_id, kind, f"{chat_id}:{text}", text) for text in texts]
    async with store.write() as tx:
        await tx.outbox.add(messages, due_at=NOW)


def work(
    store: Store,
    sender: Sender,
    *,
    clock: Callable[[], datetime] | None = None,
    owner: str = "a",
    limits: Limits = NO_LIMITS,
    local: bool = False,
    receipts: Receipts | None = None,
) -> OutboxWorker:
    """Return a worker for `sender`."""
    return OutboxWorker(
        store=store,
        sender=sender,
        clock=clock or Clock(),
        owner=owner,
        limits=limits,
        local=local,
        receipts=receipts,
    )


async def states(store: Store) -> dict[DeliveryState, int]:
    """Return how many messages are in each state, leaving out those without."""
    async with store.read() as tx:
        return await tx.outbox.counts()
