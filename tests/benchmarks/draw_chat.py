"""Draw the README's picture: the demonstration, as a terminal shows it.

    python tests/benchmarks/draw_chat.py .github/chat.svg

It is a real run of the program; only the time of day changes from run to run.
"""

from __future__ import annotations

import asyncio
import io
import re
import sys
from pathlib import Path

from rich.console import Console

from bot.frontends.terminal.shell import demo
from bot.settings import Settings

WIDTH = 104


def main() -> None:
    """Run the demonstration and write its picture to the path that was given."""
    console = Console(
        record=True,
        width=WIDTH,
        file=io.StringIO(),
        force_terminal=True,
        highlight=False,
        color_system="truecolor",
    )
    asyncio.run(demo(Settings(), console=console))
    picture = console.export_svg(title="news-digest-bot demo")
    # A picture needs nothing from elsewhere: readers' own monospaced font will do.
    picture = re.sub(r"@font-face \{.*?\}\s*", "", picture, flags=re.DOTALL)
    Path(sys.argv[1]).write_text(picture.replace("Fira Code", "ui-monospace"))


if __name__ == "__main__":
    main()
