"""The names of package indexes in sentences. "" stands for the public index, any other name for a private one."""

from collections.abc import Collection

PUBLIC = "PyPI"
PUBLIC_IN_FILES = "pypi"
"""The name of the public index in catalogue files that say that a project comes from there."""


def name_index(index_name: str) -> str:
    """Such as "PyPI" or "the index acme"."""
    return f"the index {index_name}" if index_name else PUBLIC


def name_project(project: str, index_name: str) -> str:
    """Such as "the PyPI project widgets" or "the project widgets of the index acme"."""
    return f"the project {project} of {name_index(index_name)}" if index_name else f"the {PUBLIC} project {project}"


def describe_name_clash(project: str, index_name: str, others: Collection[str]) -> str:
    """A warning that other indexes have a project of this name, too; "" if none has."""
    if not others:
        return ""
    places = " and ".join(map(name_index, sorted(others, reverse=True)))
    return (
        f"Another project called {project} is on {places}. An installer that asks several indexes may take the wrong "
        f"one: let it ask {name_index(index_name)} alone for {project}."
    )
