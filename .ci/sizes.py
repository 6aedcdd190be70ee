"""No function over 40 lines, no module over 400.

Ruff counts statements and arguments but no lines, pylint the lines of modules alone. Literal documents in tests may be
longer than a function.
"""

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

LONGEST_FUNCTION = 40
LONGEST_MODULE = 400
FUNCTIONS_IN = {"src", "bench"}
MODULES_IN = {"src", "bench", "tests", ".ci"}


def find_long(path: Path) -> Iterator[str]:
    """A line for the module, and for each function in it, that is too long."""
    text = path.read_text()
    lines = text.count("\n")
    if lines > LONGEST_MODULE:
        yield f"{path}: {lines} lines; at most {LONGEST_MODULE}"
    if path.parts[0] not in FUNCTIONS_IN:
        return
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            length = (node.end_lineno or 0) - node.lineno + 1
            if length > LONGEST_FUNCTION:
                yield f"{path}:{node.lineno}: {node.name} has {length} lines; at most {LONGEST_FUNCTION}"


def main() -> None:
    """Print what is too long; the exit code is 1 if anything is."""
    paths = [path for folder in sorted(MODULES_IN) for path in sorted(Path(folder).rglob("*.py"))]
    found = [line for path in paths if "migrations" not in path.parts for line in find_long(path)]
    print(*found, sep="\n", end="\n" if found else "")
    sys.exit(bool(found))


main()
