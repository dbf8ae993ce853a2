"""Keeps the bot's token out of every log.

The token is a part of every address that is called: httpx logs addresses at INFO, and
tracebacks and other libraries may show them too.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final
from urllib.parse import quote

HIDDEN: Final = "<token>"

# They log each request with its whole address.
_TALKATIVE: Final = ("httpx", "httpcore")


class TokenFilter(logging.Filter):
    """Replaces the token in messages, tracebacks and stacks."""

    def __init__(self, token: str) -> None:
        """Hide this token, and its secret half where it stands alone."""
        super().__init__()
        self._secrets = [token, quote(token, safe=""), token.partition(":")[2] or token]

    def filter(self, record: logging.LogRecord) -> bool:
        """Change the record before it is formatted; none is left out."""
        record.msg, record.args = self._hidden(record.getMessage()), None
        if record.exc_info and not record.exc_text:
            record.exc_text = logging.Formatter().formatException(record.exc_info)
        record.exc_text = self._hidden(record.exc_text) if record.exc_text else None
        record.stack_info = self._hidden(record.stack_info) if record.stack_info else None
        return True

    def _hidden(self, text: str) -> str:
        for secret in self._secrets:
            text = text.replace(secret, HIDDEN)
        return text


@contextmanager
def hidden_token(token: str) -> Iterator[None]:
    """Hide `token` from everything that is logged within the block.

    The filter sits on the root's handlers, where records of all loggers pass.
    """
    hide = TokenFilter(token)
    handlers = list(logging.getLogger().handlers)
    levels = {name: logging.getLogger(name).level for name in _TALKATIVE}
    for handler in handlers:
        handler.addFilter(hide)
    for name in _TALKATIVE:
        logging.getLogger(name).setLevel(logging.WARNING)
    try:
        yield
    finally:
        for handler in handlers:
            handler.removeFilter(hide)
        for name, level in levels.items():
            logging.getLogger(name).setLevel(level)
