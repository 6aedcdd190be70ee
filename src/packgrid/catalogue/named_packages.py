"""Finds the packages that people name in a list: by slug, project, title or repository, one a line."""

import attrs
from django.db.models.functions import Lower

from packgrid.catalogue.duplicates import find_possible_duplicate
from packgrid.catalogue.former_packages import find_remaining_packages
from packgrid.catalogue.models import Package
from packgrid.catalogue.visibility import visible_packages
from packgrid.lib.pasted_text import parse_pasted
from packgrid.lib.versions import normalize_name

MAX_LINES = 100


@attrs.frozen
class NamedPackage:
    """A line of a list, and the visible package that it names; None if it names none."""

    text: str
    package: Package | None


def find_named_packages(text: str) -> list[NamedPackage]:
    """The packages that the lines of a text name, each line and each package once; at most MAX_LINES lines."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    found = [NamedPackage(line, find_named_package(line)) for line in dict.fromkeys(lines[:MAX_LINES])]
    seen: set[int] = set()
    kept = []
    for named in found:
        if named.package is None or named.package.pk not in seen:
            kept.append(named)
        if named.package:
            seen.add(named.package.pk)
    return kept


def find_named_package(text: str) -> Package | None:
    """The visible package with this slug, project, title or repository, as people paste it; at most five queries."""
    pasted = parse_pasted(text)
    if pasted.repo:
        found = find_possible_duplicate({"repo_url": pasted.repo.url, "repo_subdirectory": pasted.repo.subdirectory})
        return found if found and not found.is_hidden else None
    rows = visible_packages()
    if pasted.name:
        normalized = normalize_name(pasted.name)
        slugs = list(dict.fromkeys([text, pasted.name, normalized, normalized.replace("-", "_")]))
        by_slug = {package.slug: package for package in rows.filter(slug__in=slugs)} | find_remaining_packages(slugs)
        for slug in slugs:
            if slug in by_slug:
                return by_slug[slug]
        if named := rows.filter(pypi_name=normalized).order_by("pk").first():
            return named
    return rows.annotate(lower_title=Lower("title")).filter(lower_title=text.lower()).order_by("pk").first()
