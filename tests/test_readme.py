"""The README's tables are the program's own; run this file to write them anew."""

from __future__ import annotations

import re
from dataclasses import fields
from pathlib import Path

import pytest

from bot.commands.request import Audience
from bot.commands.table import COMMANDS
from bot.messages import command_help, command_usage
from bot.settings import Settings

ROOT = Path(__file__).parent.parent
README = ROOT / "README.md"
RESULTS = ROOT / "tests" / "benchmarks" / "results"


def commands_table() -> str:
    """Return the table of commands in Markdown."""
    rows = ["| command | what it does | who |", "| --- | --- | --- |"]
    for command in COMMANDS.values():
        usage = command_usage(command.name, language="en").replace("|", "\\|")
        text = command_help(command.name, language="en").replace("|", "\\|")
        who = "admins" if command.audience is Audience.ADMINS else "everyone"
        rows.append(f"| `{usage}` | {text} | {who} |")
    return "\n".join(rows)


def settings_table() -> str:
    """Return the table of settings in Markdown, from the docstring and `.env.example`."""
    defaults = dict(
        line.split("=", 1)
        for line in (ROOT / ".env.example").read_text().splitlines()
        if line and not line.startswith("#")
    )
    described = Settings.__doc__ or ""
    rows = ["| variable | default | meaning |", "| --- | --- | --- |"]
    for setting in fields(Settings):
        match = re.search(
            rf"^ +{setting.name}: (.+?)(?=\n +[a-z_]+: |\n *\Z)",
            described,
            re.DOTALL | re.MULTILINE,
        )
        assert match, f"{setting.name} is not described"
        variable = setting.name.upper()
        default = f"`{defaults[variable]}`" if defaults[variable] else ""
        rows.append(f"| `{variable}` | {default} | {' '.join(match[1].split())} |")
    return "\n".join(rows)


def quality_table() -> str:
    """Return the table that the benchmark of summaries wrote."""
    return between("quality", (RESULTS / "summaries.md").read_text()).strip()


TABLES = {"commands": commands_table, "settings": settings_table, "quality": quality_table}


def between(name: str, text: str) -> str:
    """Return what stands between the marks of the table `name`."""
    return text.partition(f"<!-- {name} -->\n")[2].partition(f"<!-- /{name} -->")[0]


@pytest.mark.parametrize("name", TABLES)
def test_the_readme_has_the_programs_own_table(name):
    assert between(name, README.read_text()).strip() == TABLES[name]()


if __name__ == "__main__":
    text = README.read_text()
    for name, table in TABLES.items():
        text = text.replace(
            f"<!-- {name} -->\n{between(name, text)}", f"<!-- {name} -->\n{table()}\n"
        )
    README.write_text(text)
