"""Suggestions for the form of a new package, from its sources and from similar packages here."""

import re
from collections import Counter
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from packgrid.catalogue.models import Category
from packgrid.catalogue.package_preview import PackagePreview
from packgrid.catalogue.queries import select_categories
from packgrid.comparison.models import Grid
from packgrid.comparison.queries import count_members_by_grid, find_unlocked_grids
from packgrid.search.query import search
from packgrid.search.query_language import parse_query

WORD = re.compile(r"[a-z][a-z0-9]+")
STOP_WORDS = {
    "a", "an", "and", "app", "application", "apps", "based", "dj", "django", "easy", "for", "framework", "in", "is",
    "it", "library", "of", "on", "package", "project", "py", "python", "python3", "reusable", "simple", "support",
    "that", "the", "to", "tool", "using", "with", "your",
}  # fmt: skip
MAX_WORDS, HITS_A_WORD, MAX_GRIDS = 6, 60, 6
# The first that holds names the category: words of the description, or the beginnings of classifiers.
CATEGORY_RULES: tuple[tuple[str, tuple[str, ...], tuple[str, ...]], ...] = (
    ("starter-projects", ("starter", "boilerplate", "cookiecutter"), ()),
    ("frameworks", ("framework",), ()),
    ("apps", ("django",), ("Framework :: Django",)),
    ("projects", ("website", "site", "platform"), ()),
)
DEFAULT_CATEGORY = "other"


def suggest_values(found: PackagePreview) -> dict[str, Any]:
    """The values that the fields of the form begin with."""
    title = found.title or found.pypi_name
    return {
        "title": title,
        "slug": make_slug(found.pypi_name or title),
        "category": suggest_category(found),
        "repo_url": found.repo_url,
        "repo_subdirectory": found.repo_subdirectory,
        "pypi_name": found.pypi_name,
        "index_name": found.index_name,
        "documentation_url": found.documentation_url,
    }


def make_slug(name: str) -> str:
    """The slug for a name."""
    return re.sub(r"[^\w-]+", "-", name, flags=re.ASCII).strip("-").lower()[:100]


def suggest_category(found: PackagePreview) -> Category | None:
    """The category that fits the description; None where there are no categories. One query."""
    by_slug = {category.slug: category for category in select_categories()}
    slug = choose_category_slug(found)
    return by_slug.get(slug) or by_slug.get(DEFAULT_CATEGORY) or next(iter(by_slug.values()), None)


def choose_category_slug(found: PackagePreview) -> str:
    """The slug of the category that fits the description."""
    words = {*WORD.findall(f"{found.title} {found.description}".lower()), *found.topics}
    for slug, names, classifiers in CATEGORY_RULES:
        if words.intersection(names) or any(each.startswith(classifiers) for each in found.classifiers if classifiers):
            return slug
    return DEFAULT_CATEGORY


def suggest_grids(found: PackagePreview, now: datetime) -> list[Grid]:
    """Grids that the package may belong to: those that search finds, and those of packages that it finds.

    Two queries for each of at most six words, and one.
    """
    scores: Counter[int] = Counter()
    packages: Counter[int] = Counter()
    for word in choose_search_words(found):
        results = search(parse_query(word), limit=HITS_A_WORD, now=now)
        hits = () if results.suggestion else results.entries  # another word is none of its own
        scores.update({hit.grid_id: 4 for hit in hits if hit.grid_id})
        packages.update({hit.package_id: 1 for hit in hits if hit.package_id})
    scores.update(count_members_by_grid([pk for pk, _count in packages.most_common(20)]))
    best = [pk for pk, score in scores.most_common(MAX_GRIDS) if score > 1]
    rows = find_unlocked_grids(best)
    return [rows[pk] for pk in best if pk in rows]


def choose_search_words(found: PackagePreview) -> list[str]:
    """The words to search for: topics first, then those of the title and the description."""
    candidates: Iterable[str] = (
        *found.topics,
        *WORD.findall(found.title.lower()),
        *WORD.findall(found.description.lower()),
    )
    words = (word.removeprefix("django-") for word in candidates)
    return list(dict.fromkeys(word for word in words if word not in STOP_WORDS and len(word) > 2))[:MAX_WORDS]  # noqa: PLR2004 "of"
