"""What arrived, noted the moment it is known: a commit takes some milliseconds more.

A program that is killed in these forgets what it knew, and sends again what arrived. A file
that was written is there after that, though not after a power cut, which costs no more than
it does without: such messages count as unsure. The file holds what is not committed yet.
"""

from __future__ import annotations

import json
import logging
import os
from collections.abc import Mapping
from pathlib import Path
from typing import IO, TypeAlias

_log = logging.getLogger(__name__)

# Message and who sent it, which is unique for each start; with Telegram's number for it.
Arrived: TypeAlias = Mapping[tuple[int, str], int]


class Receipts:
    """The receipts of the one process that delivers.

    Args:
        path: Where they are kept; None keeps none.
    """

    def __init__(self, path: Path | None) -> None:
        """Open the file; where that can't be, none are kept."""
        self._file: IO[bytes] | None = None
        if path is not None:
            try:
                self._file = path.open("a+b", buffering=0)
            except OSError:
                _log.warning("can't open %s: what arrives is noted later", path, exc_info=True)

    def note(self, delivery_id: int, *, owner: str, message_id: int) -> None:
        """Note that a message arrived. Takes microseconds, and never fails."""
        if self._file is not None:
            line = json.dumps([delivery_id, owner, message_id]) + "\n"
            try:
                self._file.write(line.encode())
            except OSError:
                _log.warning("a receipt can't be kept", exc_info=True)

    def read(self) -> Arrived:
        """Return what arrived and may not be committed; half a line is none."""
        if self._file is None:
            return {}
        try:
            self._file.seek(0)
            lines = self._file.read().decode(errors="replace").splitlines()
        except OSError:
            _log.warning("the receipts can't be read", exc_info=True)
            return {}
        return dict(receipt for line in lines if (receipt := _receipt(line)))

    def clear(self) -> None:
        """Forget all: it is committed."""
        if self._file is not None:
            try:
                os.ftruncate(self._file.fileno(), 0)
            except OSError:
                _log.warning("the receipts can't be cleared", exc_info=True)

    def close(self) -> None:
        """Close the file; what it holds stays."""
        if self._file is not None:
            self._file.close()
            self._file = None


def _receipt(line: str) -> tuple[tuple[int, str], int] | None:
    try:
        match json.loads(line):
            case [int() as delivery_id, str() as owner, int() as message_id]:
                return (delivery_id, owner), message_id
    except ValueError:
        pass
    return None
