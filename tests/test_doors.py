"""Nobody imports past a package's door, and each door says what it is for."""

from __future__ import annotations

import ast
import re

from tests.test_architecture import PACKAGES, TREES, imports, is_within

# Modules that stand in the house's hall, not in a room: `bot.app`, `bot.settings`, ...
HALL = "bot"

# Found by alembic, by their place.
OUTSIDE = "storage.migrations"


def past_doors() -> list[str]:
    """Return each import that names a module inside a package which its importer is not in."""
    return [
        f"{module} imports {name}"
        for module in TREES
        for name in sorted(set(imports(module)))
        if name in TREES and name not in PACKAGES
        for package in [name.rpartition(".")[0]]
        # A door may offer a function that is called like its module.
        if name.rpartition(".")[2] not in public_names(package)
        and not is_within(module, package)
        and package != HALL
    ]


def doors() -> dict[str, set[str]]:
    """Return the packages that others import from, with the names that these take."""
    found: dict[str, set[str]] = {}
    for module, tree in TREES.items():
        for node in ast.walk(tree):
            if (
                isinstance(node, ast.ImportFrom)
                and node.module in PACKAGES
                and not is_within(module, node.module)
            ):
                names = {name.name for name in node.names}
                modules = {name for name in names if f"{node.module}.{name}" in TREES}
                taken = names - (modules - {*public_names(node.module)})
                if taken:
                    found.setdefault(node.module, set()).update(taken)
    return found


def public_names(package: str) -> list[str]:
    """Return the `__all__` of a package, or nothing if it has none."""
    for node in TREES[package].body:
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "__all__":
            return list(ast.literal_eval(node.value))
    return []


def test_nobody_imports_past_a_door():
    assert past_doors() == []


def test_what_is_taken_through_a_door_is_listed_there():
    wrong = {
        package: sorted(names - {*public_names(package)})
        for package, names in doors().items()
        if not package.startswith(OUTSIDE) and names - {*public_names(package)}
    }
    assert wrong == {}


def test_a_door_says_in_a_line_what_each_of_its_names_is_for():
    wrong = {}
    for package in doors():
        described = ast.get_docstring(TREES[package]) or ""
        silent = [
            name
            for name in public_names(package)
            if not re.search(
                rf"^ *(?:\w+, )*{re.escape(name)}(?:, \w+)*  +\S", described, re.MULTILINE
            )
        ]
        if silent:
            wrong[package] = silent
    assert wrong == {}
