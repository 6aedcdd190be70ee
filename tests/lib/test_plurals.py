"""Tests of plurals."""

import pytest

from packgrid.lib.plurals import choose_plural


@pytest.mark.parametrize(("count", "text"), [(0, "packages"), (1, "package"), (2, "packages"), (-1, "packages")])
def test_only_one_is_not_a_plural(count: int, text: str) -> None:
    assert choose_plural(count, "package", "packages") == text
