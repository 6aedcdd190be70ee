"""The documents name files that exist."""

import re
from pathlib import Path

import pytest

TOP = Path(__file__).parents[1]
PACKAGE = TOP / "src" / "packgrid"
PLACES = (TOP, PACKAGE, TOP / "docs", PACKAGE / "web", PACKAGE / "web" / "jinja2")
PAGES = sorted([*TOP.glob("*.md"), *TOP.glob("docs/*.md")])


def named_files(text: str) -> set[str]:
    """Paths of Python files and folders of ours in backticks, such as `web/urls.py`."""
    return {name for name in re.findall(r"`([a-z0-9_./]+/[a-z0-9_.]*\.(?:py|html|toml|md))`", text) if ":" not in name}


def linked_files(text: str) -> set[str]:
    return {target for target in re.findall(r"\]\(([^)#\s]+)", text) if not target.startswith(("http:", "https:", "/"))}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_a_document_names_files_that_exist(page):
    text = page.read_text()
    missing = {name for name in named_files(text) if not any((place / name).exists() for place in PLACES)}
    missing |= {target for target in linked_files(text) if not (page.parent / target).exists()}
    assert missing == set()


def test_the_documents_name_files():
    assert named_files((TOP / "docs" / "architecture.md").read_text())
