"""The names of what answers are made from. They are public: a CDN gets them too."""

from collections.abc import Iterable

PACKAGES, GRIDS, CATEGORIES = "packages", "grids", "categories"
"""Any package, grid or category: whatever lists or counts them carries these."""

EVERYTHING = "everything"
"""Whatever there is, carried by nothing: to touch it is to touch all that anything carries."""

LIKED = "liked"
"""What people like: the list of it carries this."""


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
    """The tags of projects on PyPI, by normalized name: carried where one is named that may be ours one day."""
    return {f"project-{name}" for name in names}
