from pathlib import Path

import pytest

from packgrid.importer.validation import TABLES

PAGE = (Path(__file__).parents[2] / "docs" / "catalogue-format.md").read_text()


@pytest.mark.parametrize(("kind", "key"), [(kind, key) for kind, table in TABLES.items() for key in table])
def test_the_page_of_the_format_names_every_key(kind, key):
    sections = [part for part in PAGE.split("\n## ") if part.lower().startswith(f"a {kind}")]
    assert any(f"`{key}`" in section for section in sections)
