"""What goes wrong between a bot and Telegram, on demand and in a fixed order."""

from __future__ import annotations

import random
from collections import defaultdict, deque
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum


class Kind(Enum):
    """What goes wrong with one call. Accepted means: it had its effect."""

    DROP_BEFORE = "connection cut, not accepted"
    DROP_AFTER = "connection cut, accepted"
    ERROR_BEFORE = "502 with HTML, not accepted"
    ERROR_AFTER = "502 with HTML, accepted"
    GARBAGE = "200 with no JSON in it, accepted"
    EMPTY = "200 with nothing in its JSON, accepted"
    SLOW = "answered late, accepted"
    HANG = "never answered, not accepted"
    TOO_MANY = "429, not accepted"
    NOT_FOUND = "404, not accepted"

    @property
    def is_accepted(self) -> bool:
        """Return whether the call has its effect all the same."""
        return self in (Kind.DROP_AFTER, Kind.ERROR_AFTER, Kind.GARBAGE, Kind.EMPTY, Kind.SLOW)


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that goes wrong.

    Attributes:
        kind: What.
        seconds: How late SLOW answers; how long TOO_MANY asks to wait, whole seconds.
    """

    kind: Kind
    seconds: float = 1.0


class Faults:
    """Which calls go wrong. Nothing does until it is asked for.

    Attributes:
        done: The faults that happened: method and fault, in order.
    """

    def __init__(self) -> None:
        """Let everything go right."""
        self.done: list[tuple[str, Fault]] = []
        self._planned: defaultdict[str, deque[Fault | None]] = defaultdict(deque)
        self._shares: dict[str, tuple[float, Sequence[Fault | None], random.Random]] = {}

    def next(self, method: str, *faults: Fault | Kind | None) -> None:
        """Plan the next calls of `method`, one fault each; None goes right."""
        self._planned[method].extend(_faults(faults))

    def share(self, method: str, share: float, *faults: Fault | Kind, seed: int) -> None:
        """Let a share of the calls of `method` go wrong, the same for the same seed."""
        self._shares[method] = (share, _faults(faults), random.Random(seed))

    def clear(self) -> None:
        """Let everything go right from now on."""
        self._planned.clear()
        self._shares.clear()

    def take(self, method: str) -> Fault | None:
        """Return what goes wrong with this call of `method`, if anything."""
        fault = None
        if self._planned[method]:
            fault = self._planned[method].popleft()
        elif method in self._shares:
            share, faults, chance = self._shares[method]
            fault = chance.choice(faults) if chance.random() < share else None
        if fault is not None:
            self.done.append((method, fault))
        return fault


def _faults(faults: Sequence[Fault | Kind | None]) -> list[Fault | None]:
    return [Fault(fault) if isinstance(fault, Kind) else fault for fault in faults]
