"""Try the bot without Telegram: `python -m tests.botapi --port 8081`, then as it says."""

from __future__ import annotations

import argparse
import asyncio

from tests.botapi.control import add_control
from tests.botapi.people import BotApi

_HOW = """\
TELEGRAM_BOT_TOKEN={token}
TELEGRAM_BASE_URL={base_url}
TELEGRAM_BASE_FILE_URL={base_file_url}

Run the bot with these settings, and play its readers:
curl {url}/say -d '{{"chat": 7, "user": 7, "text": "/start"}}'
curl {url}/chats/7"""


async def _serve(port: int) -> None:
    api = BotApi(port=port)
    add_control(api)
    async with api:
        facts = {name: getattr(api, name) for name in ("token", "base_url", "base_file_url", "url")}
        print(_HOW.format(**facts), flush=True)  # noqa: T201 - it is a program
        await asyncio.get_running_loop().create_future()


def main() -> None:
    """Serve until interrupted."""
    parser = argparse.ArgumentParser(description="A strict Bot API server on loopback.")
    parser.add_argument("--port", type=int, default=8081)
    asyncio.run(_serve(parser.parse_args().port))


if __name__ == "__main__":
    main()
