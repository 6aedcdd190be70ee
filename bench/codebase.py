"""Measures the code itself: sizes, names, imports. `python -m bench.codebase [FOLDER]` prints a table.

FOLDER is the root of a checkout, this one by default. Migrations are left out. Nothing is imported or run.
"""

import ast
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from statistics import median

import attrs

type Function = ast.FunctionDef | ast.AsyncFunctionDef

HERE = Path(__file__).parent.parent


@attrs.frozen
class Module:
    """A Python file: its path below src/packgrid, its text, its syntax tree."""

    path: Path
    text: str
    tree: ast.Module

    @property
    def app(self) -> str:
        """The folder directly in packgrid."""
        return self.path.parts[0]

    def top_level(self, *kinds: type[ast.AST]) -> list[ast.AST]:
        """The statements of these kinds that stand at the top of the module."""
        return [node for node in self.tree.body if isinstance(node, kinds)]


def main(root: Path) -> None:
    """Print what is measured in a checkout."""
    modules = list(read_modules(root / "src" / "packgrid"))
    for title, measure in MEASUREMENTS.items():
        print(f"{title:<58} {measure(modules)}")


def read_modules(folder: Path) -> Iterator[Module]:
    """The Python files below a folder, without migrations."""
    for path in sorted(folder.rglob("*.py")):
        if "migrations" not in path.parts:
            text = path.read_text()
            yield Module(path.relative_to(folder), text, ast.parse(text))


def count_lines(modules: Sequence[Module]) -> str:
    return f"{sum(module.text.count('\n') for module in modules):,} in {len(modules)} files"


def find_longest_module(modules: Sequence[Module]) -> str:
    longest = max(modules, key=lambda module: module.text.count("\n"))
    return f"{longest.text.count('\n')} ({longest.path})"


def top_level_functions(modules: Sequence[Module]) -> list[str]:
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef)
    return [node.name for module in modules for node in module.top_level(*kinds)]  # type: ignore[attr-defined] # only functions


def count_single_words(modules: Sequence[Module]) -> str:
    names = top_level_functions(modules)
    single = [name for name in names if "_" not in name.strip("_")]
    return f"{len(single):,} of {len(names):,} ({len(single) / len(names):.0%})"


def find_most_repeated(modules: Sequence[Module]) -> str:
    repeated = Counter(top_level_functions(modules)).most_common(5)
    return ", ".join(f"{name} {count}" for name, count in repeated)


def count_repeated_classes(modules: Sequence[Module]) -> str:
    names = Counter(node.name for module in modules for node in module.top_level(ast.ClassDef))  # type: ignore[attr-defined] # only classes
    repeated = [name for name, count in names.items() if count > 1]
    return f"{len(repeated)} of {len(names)} names"


def count_ing_modules(modules: Sequence[Module]) -> str:
    return str(sum(module.path.stem.endswith("ing") for module in modules))


def function_lengths(modules: Sequence[Module]) -> list[int]:
    """Lines from `def` to the last statement, of every function and method."""
    nodes = (node for module in modules for node in ast.walk(module.tree))
    return [node.end_lineno - node.lineno + 1 for node in nodes if isinstance(node, Function.__value__)]


def describe_lengths(modules: Sequence[Module]) -> str:
    lengths = function_lengths(modules)
    return f"median {median(lengths):g}, longest {max(lengths)}, {len(lengths):,} functions"


def count_what_docstrings(modules: Sequence[Module]) -> str:
    kinds = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    nodes = (node for module in modules for node in ast.walk(module.tree) if isinstance(node, kinds))
    texts = [text for node in nodes if (text := ast.get_docstring(node))]
    return f"{sum(text.startswith(('What ', 'Whether ')) for text in texts)} of {len(texts):,}"


def count_files_with(word: str) -> Callable[[Sequence[Module]], str]:
    """Measures in how many files of how many apps a word stands."""

    def count(modules: Sequence[Module]) -> str:
        having = [module for module in modules if word in module.text]
        return f"{len(having)} files of {len({module.app for module in having})} apps"

    return count


def count_web_imports_of_refresh(modules: Sequence[Module]) -> str:
    return str(sum(module.app == "web" and "packgrid.refresh" in module.text for module in modules))


def count_objects_in_web(modules: Sequence[Module]) -> str:
    having = [module for module in modules if module.app == "web" and ".objects." in module.text]
    return f"{sum(module.text.count('.objects.') for module in having)} in {len(having)} files"


def count_signal_connections(modules: Sequence[Module]) -> str:
    return str(sum(module.text.count(".connect(") + module.text.count("@receiver(") for module in modules))


MEASUREMENTS: Mapping[str, Callable[[Sequence[Module]], str]] = {
    "Lines of Python": count_lines,
    "Longest module, lines": find_longest_module,
    "Lines of a function": describe_lengths,
    "Top-level functions named by a single word": count_single_words,
    "Most repeated names of top-level functions": find_most_repeated,
    "Class names used more than once": count_repeated_classes,
    "Modules that end in -ing": count_ing_modules,
    "Docstrings that begin with What or Whether": count_what_docstrings,
    "Files that name forks": count_files_with("forks"),
    "Files that name stars": count_files_with("stars"),
    "Web files that import refresh": count_web_imports_of_refresh,
    "Queries through .objects in web": count_objects_in_web,
    "Signal connections": count_signal_connections,
}

if __name__ == "__main__":
    main(Path(sys.argv[1]) if sys.argv[1:] else HERE)
