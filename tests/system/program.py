"""The real program in a process of its own, on the strict server."""

from __future__ import annotations

import asyncio
import os
import sys
import tempfile
from asyncio.subprocess import Process
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from tests.botapi import BotApi

PROGRAM: Final = (sys.executable, "-m", "bot", "run")

_ROOT = Path(__file__).parents[2]


async def start_program(
    api: BotApi, database_url: str, *, program: Sequence[str] = PROGRAM, **settings: str
) -> Process:
    """Start the bot; whoever starts it ends it.

    Args:
        api: What it takes for Telegram.
        database_url: Its database.
        program: What is started.
        settings: Further environment variables.
    """
    return await asyncio.create_subprocess_exec(
        *program,
        # Where no `.env` of a developer lies.
        cwd=tempfile.gettempdir(),
        env={
            **os.environ,
            "PYTHONPATH": str(_ROOT),
            "DATABASE_URL": database_url,
            "TELEGRAM_BOT_TOKEN": api.token,
            "TELEGRAM_BASE_URL": api.base_url,
            "TELEGRAM_BASE_FILE_URL": api.base_file_url,
            "LOG_LEVEL": "ERROR",
            **settings,
        },
    )
