"""No page asks the database by itself: the app `web` names no manager of a model.

Rows are read in queries.py, and written in editing.py and the like, of the app that owns them. Import-linter cannot say
it, because pages import models for their types and choices.
"""

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

PAGES = Path("src/packgrid/web")
MANAGERS = {"objects", "_default_manager", "_base_manager"}
SHORTCUTS = {"get_object_or_404", "get_list_or_404"}


def find_reads(path: Path) -> Iterator[str]:
    """A line for each manager of a model, and for each shortcut to one, that a module names."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Attribute) and node.attr in MANAGERS:
            yield f"{path}:{node.lineno}: {ast.unparse(node)} belongs in the queries.py or editing.py of its app"
        if isinstance(node, ast.ImportFrom):
            for name in SHORTCUTS.intersection(alias.name for alias in node.names):
                yield f"{path}:{node.lineno}: {name} reads rows; use find_or_404 with a function of a queries.py"


def main() -> None:
    """Print what pages read by themselves; the exit code is 1 if there is any."""
    found = [line for path in sorted(PAGES.rglob("*.py")) for line in find_reads(path)]
    print(*found, sep="\n", end="\n" if found else "")
    sys.exit(bool(found))


main()
