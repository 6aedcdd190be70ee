"""The paths of pages that lists link to, written out: Django's reverse() takes 20 µs for each.

tests/web/test_pages.py compares them with the URL table. Slugs need no escapes.
"""


def package_path(slug: str) -> str:
    """The path of the page of a package."""
    return f"/packages/p/{slug}/"


def category_path(slug: str) -> str:
    """The path of the page of a category."""
    return f"/categories/{slug}/"


def grid_path(slug: str) -> str:
    """The path of the page of a grid."""
    return f"/grids/g/{slug}/"
