"""Cache tags: the names of what responses show. They are public: a CDN gets them, too."""

from collections.abc import Iterable

PACKAGES, GRIDS, CATEGORIES = "packages", "grids", "categories"
"""Any package, grid or category: responses that list or count them carry these."""

EVERYTHING = "everything"
"""No response carries it; to invalidate it is to invalidate all tags."""

LIKED = "liked"
"""The list of liked packages carries it."""


def packages(ids: Iterable[int]) -> set[str]:
    """The tags of these packages."""
    return {f"package-{pk}" for pk in ids}


def grids(ids: Iterable[int]) -> set[str]:
    """The tags of these grids."""
    return {f"grid-{pk}" for pk in ids}


def categories(ids: Iterable[int]) -> set[str]:
    """The tags of these categories."""
    return {f"category-{pk}" for pk in ids}


def projects(names: Iterable[str]) -> set[str]:
    """The tags of projects on PyPI, by normalized name; for pages that name one which is not a package yet."""
    return {f"project-{name}" for name in names}
