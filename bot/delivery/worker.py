"""The outbox worker: claim, pace, send, settle; only the database's errors pass.

A front end sends one message at a time and says what came of it (see `outcomes`);
everything else (order, pace, repetition, and what a crash leaves behind) is decided here
and kept in the outbox. Admins are told, once a day, of messages that may not have arrived.

    claim    new -> sending, with this worker's name and a lease; committed
    send     the front end's `Sender`; at most 8 messages, and one per chat, in flight
    settle   sending -> sent, new (again later), unsure or failed; committed

While nobody answers (see `circuit`), messages wait as they are. A crash between sending and
settling leaves a row that may or may not have arrived: the next start counts it as unsure,
and sends replies and digests once more. A message is claimed when it may go out at once, so
what a crash finds claimed is what was on its way.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Collection
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo

from bot import messages
from bot.delivery.circuit import CircuitBreaker, pauses_of_storage
from bot.delivery.outcomes import Later, Outcome, Sent, Unsure, is_answer, settle
from bot.delivery.rate_limit import Limits, RateLimiter
from bot.messages import outgoing
from storage import Receipts, StorageError, Store
from storage.model import Delivery, DeliveryKind


async def tell_held(
    *, store: Store, admins: Collection[int], zone: ZoneInfo, language: str, now: datetime
) -> None:
    """Tell the admins' chats if anything is held, unless they were told on this day in `zone`.

    `language` is that of admins of whom none is known.
    """
    async with store.read() as tx:
        count = await tx.held.count()
    if not count or not admins:
        return
    day = now.astimezone(zone).date()
    async with store.write() as tx:
        spoken = await tx.subscribers.languages(admins)
        for admin in admins:
            reply = messages.held_told(count, language=spoken.get(admin, language))
            # As a reply it may come twice, but isn't held itself.
            notice = outgoing(
                reply, chat_id=admin, kind=DeliveryKind.REPLY, key=f"held:{day}:{admin}"
            )
            await tx.outbox.add(notice, due_at=now)


_log = logging.getLogger(__name__)

# More sends at once only cost CPU: Telegram takes 30 a second, and one takes 2 ms.
IN_FLIGHT = 8

# A send that takes longer has a hung connection; whether it arrived is unknown then.
SEND_SECONDS = 50.0

# Nobody else may take a message up before its send has surely ended: twice the time.
LEASE = timedelta(seconds=120)

# How long a stop waits for the answers to what is in flight.
STOP_SECONDS = 8.0
_SETTLE_SECONDS = 1.0

# Rows that others add are found this late at most, if nobody calls `wake`.
_POLL_SECONDS = 0.5


class Sender(Protocol):
    """A front end's way of sending one message."""

    async def send(self, delivery: Delivery) -> Outcome:
        """Send the message and say what came of it; raise nothing."""
        ...

    async def is_there(self) -> bool:
        """Ask the other side something harmless; return whether it answers, raise nothing."""
        ...


class OutboxWorker:
    """Sends what the outbox holds, each message once if the world allows it.

    Args:
        store: Where the outbox is.
        sender: The front end.
        clock: Returns the present instant, aware.
        owner: Names this worker in claims: unique among processes and starts.
        local: Whether it serves the terminal's chat alone, or all others.
        limits: How fast it may send.
        receipts: Where it notes what arrived before that is committed; None if nowhere.
    """

    def __init__(
        self,
        *,
        store: Store,
        sender: Sender,
        clock: Callable[[], datetime],
        owner: str,
        local: bool = False,
        limits: Limits | None = None,
        receipts: Receipts | None = None,
    ) -> None:
        """Keep the parts; nothing is sent before `run` or `drain`."""
        self._store = store
        self._sender = sender
        self._clock = clock
        self._owner = owner
        self._local = local
        self._receipts = receipts or Receipts(None)
        self._rate = RateLimiter(limits or Limits())
        self._circuit = CircuitBreaker()
        self._asking: asyncio.Task[None] | None = None
        self._sending: set[asyncio.Task[None]] = set()
        self._put_back = 0
        self._woken = asyncio.Event()

    def wake(self) -> None:
        """Look for messages now: called after rows were added and committed."""
        self._woken.set()

    async def run(self, stop: asyncio.Event) -> None:
        """Send what is due until `stop` is set, then wait for what is in flight.

        Storage that fails is waited for; no error ends the loop.
        """
        stopping = asyncio.create_task(stop.wait())
        stopping.add_done_callback(lambda _: self.wake())
        pauses = pauses_of_storage()
        try:
            while not stop.is_set():
                try:
                    await self._start_due()
                except StorageError:
                    _log.exception("the outbox can't be read")
                    await self._rest(next(pauses))
                else:
                    pauses = pauses_of_storage()
                    await self._rest(self._idle_seconds())
        finally:
            stopping.cancel()
            await self._finish()

    async def drain(self) -> int:
        """Send until nothing is due any more; return how many messages were sent off.

        It does not wait for the end of an outage: what nobody answers stays due.

        Raises:
            StorageError: The outbox can't be read. What was in flight is settled.
        """
        count = 0
        try:
            while (started := await self._start_due()) or self._is_busy():
                count += started
                await self._rest(self._idle_seconds())
        finally:
            await self._finish()
        return count

    def _is_busy(self) -> bool:
        return bool(
            self._sending
            or self._asking
            or self._put_back
            or self._woken.is_set()
            or self._rate.room_in(_seconds())
        )

    def _idle_seconds(self) -> float:
        return self._rate.room_in(_seconds()) or _POLL_SECONDS

    async def _rest(self, seconds: float) -> None:
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._woken.wait()
        self._woken.clear()

    async def _start_due(self) -> int:
        """Claim what may be sent now and send it off; return how many messages."""
        self._ask_if_it_is_time()
        room = self._circuit.room(IN_FLIGHT - len(self._sending))
        room = self._rate.room(room, _seconds())
        if room <= 0:
            return 0
        async with self._store.write() as tx:
            now = self._clock()
            claimed = await tx.outbox.claim(
                now, owner=self._owner, lease=LEASE, limit=room, local=self._local
            )
            waits = [self._rate.wait(one.message.chat_id, _seconds()) for one in claimed]
            for delivery, wait in zip(claimed, waits, strict=True):
                if wait:
                    due_at = now + timedelta(seconds=wait)
                    await tx.outbox.retry(
                        delivery.id, owner=self._owner, due_at=due_at, error=delivery.error
                    )
        for delivery, wait in zip(claimed, waits, strict=True):
            if wait:
                self._put_back += 1
                asyncio.get_running_loop().call_later(wait, self._is_due_again)
            else:
                self._send_off(delivery)
        return sum(not wait for wait in waits)

    def _is_due_again(self) -> None:
        self._put_back -= 1
        self.wake()

    def _ask_if_it_is_time(self) -> None:
        if self._asking is None and self._circuit.is_to_be_asked(_seconds()):
            self._asking = asyncio.create_task(self._ask())

    async def _ask(self) -> None:
        is_there = False
        with suppress(TimeoutError):
            async with asyncio.timeout(SEND_SECONDS):
                is_there = await self._sender.is_there()
        self._circuit.asked(is_there=is_there, now=_seconds())
        self._asking = None
        self.wake()

    def _send_off(self, delivery: Delivery) -> None:
        self._rate.sent(_seconds())
        self._circuit.sent()
        task = asyncio.create_task(self._deliver(delivery))
        self._sending.add(task)
        task.add_done_callback(self._landed)

    def _landed(self, task: asyncio.Task[None]) -> None:
        self._sending.discard(task)
        if not task.cancelled() and (error := task.exception()):
            _log.error("a message could not be settled", exc_info=error)
        elif not self._sending and not task.cancelled():
            self._receipts.clear()
        self.wake()

    async def _deliver(self, delivery: Delivery) -> None:
        outcome = await self._send(delivery)
        if isinstance(outcome, Sent):
            self._receipts.note(delivery.id, owner=self._owner, message_id=outcome.message_id)
        chat_id = delivery.message.chat_id
        self._rate.answered(chat_id, _seconds())
        if is_answer(outcome):
            self._circuit.answered()
        else:
            self._circuit.unanswered(_seconds())
        if isinstance(outcome, Later) and outcome.whole_chat:
            self._rate.hold(chat_id, _seconds() + outcome.after.total_seconds())
        for pause in pauses_of_storage():
            try:
                async with self._store.write() as tx:
                    await settle(tx, delivery, outcome, owner=self._owner, now=self._clock())
            except StorageError:
                # Sending it again would be worse than holding on to the outcome.
                _log.exception("delivery %d can't be settled", delivery.id)
                await asyncio.sleep(pause)
            else:
                return

    async def _send(self, delivery: Delivery) -> Outcome:
        try:
            async with asyncio.timeout(SEND_SECONDS):
                return await self._sender.send(delivery)
        except TimeoutError:
            return Unsure(f"no answer within {SEND_SECONDS:.0f} s")
        except asyncio.CancelledError:
            return Unsure("the bot was stopped before the answer came")
        except Exception as error:  # noqa: BLE001 - a sender's bug must not lose the row
            _log.exception("delivery %d: the sender failed", delivery.id)
            return Unsure(f"{type(error).__name__}: {error}")

    async def _finish(self) -> None:
        # The first deadline ends sends without an answer, the second what can't be
        # settled; the next start finds its rows in `sending` and counts them as unsure.
        if self._asking:
            self._asking.cancel()
        for seconds in (STOP_SECONDS, _SETTLE_SECONDS):
            if self._sending:
                _, late = await asyncio.wait(self._sending, timeout=seconds)
                for task in late:
                    task.cancel()
        if self._sending:
            await asyncio.wait(self._sending)


def _seconds() -> float:
    return asyncio.get_running_loop().time()
