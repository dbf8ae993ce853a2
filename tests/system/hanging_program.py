"""The real program, but `/hang` never ends as long as the variable HANGING is set.

PATIENCE is how many seconds a stop waits for it, if not as long as it would.
"""

from __future__ import annotations

import asyncio
import os
from dataclasses import replace

from markupsafe import Markup

import bot.__main__ as program
from bot.app import App
from bot.commands.request import Conversation, Request
from bot.commands.table import COMMANDS
from bot.frontends.telegram import receive
from bot.messages import Reply


async def hang(_request: Request, _app: App, _: Conversation) -> Reply:
    """Never answer, or at once."""
    if os.environ.get("HANGING"):
        await asyncio.get_running_loop().create_future()
    return Reply(Markup("It does not hang any more."))


if __name__ == "__main__":
    if patience := os.environ.get("PATIENCE"):
        vars(receive).update(STOP_SECONDS=float(patience))
    hanging = replace(COMMANDS["whoami"], name="hang", run=hang)
    vars(program).update(COMMANDS={**COMMANDS, "hang": hanging})
    program.main()
