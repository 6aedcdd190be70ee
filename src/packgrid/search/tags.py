"""What an entry can be filtered by, as tags: words that begin with "=", so that no text is mistaken for one."""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from packgrid.assessment.rules.evidence import ReleaseEvidence
from packgrid.assessment.rules.release_support import read_support
from packgrid.assessment.rules.support_cells import SupportKind
from packgrid.lib.locators import BadLocator, parse_repo
from packgrid.lib.versions import normalize_name
from packgrid.search.described import Described
from packgrid.search.words import split_words, stripped_name

EVERY = "=every"
SUNK = ("archived", "deprecated", "superseded", "gone")
SHOWN = (*SUNK, "unmaintained", "finished", "vulnerable")
SUPPORTED = {SupportKind.DECLARED, SupportKind.ALLOWED}
REQUIRED = re.compile(r"\s*([A-Za-z0-9][A-Za-z0-9._-]*)")
LICENSE_ID = re.compile(r"[A-Za-z0-9.+-]+")
NO_LICENSES = {"and", "or", "with"}
TYPED = "Typing :: Typed"
DOCUMENTATION = {"documentation", "docs"}


def tag(field: str, value: str) -> str:
    """The tag of a value: =category:apps. Spaces become "-"; capitals do not count."""
    return f"={field}:{'-'.join(value.lower().split())}"


def tags_of_package(package: Described) -> list[str]:
    """Every tag of a package, from its facts and what was concluded of them."""
    found = [EVERY, "=kind:package", tag("category", package.category_slug)]
    found += [tag("grid", slug) for slug in package.grids]
    found += [member_tag(name) for grid in package.grids.items() for name in grid]
    found += [tag("license", name) for name in licenses(package.license or package.repo_license or "")]
    found += supported(package)
    found += [tag("is", name) for name in statuses(package)]
    found += [tag("has", name) for name in havings(package)]
    found += [tag("uses", name) for name in uses(package.requires_dist or ())]
    found += repo_tags(package.repo_url)
    return list(dict.fromkeys(found))


def member_tag(name: str) -> str:
    """The tag of those that are in a grid of this name, however it is written."""
    found = split_words(name)
    return tag("in", stripped_name(found) or "".join(found))


def licenses(said: str) -> Iterator[str]:
    """What a licence is asked for by: BSD-3-Clause is bsd-3-clause and its family, bsd."""
    for name in LICENSE_ID.findall(said):
        if name.lower() not in NO_LICENSES:
            yield name.lower()
            yield name.lower().partition("-")[0]


def supported(facts: Described) -> tuple[str, ...]:
    """The Djangos and Pythons that the newest release declares or lets in."""
    if not (facts.classifiers or facts.requires_python or facts.requires_dist):
        return ()
    djangos = tuple(said for said in facts.requires_dist or () if said[:6].lower() == "django")
    return supported_by(tuple(facts.classifiers or ()), facts.requires_python, djangos)


@lru_cache(maxsize=4096)
def supported_by(
    classifiers: tuple[str, ...], requires_python: str | None, djangos: tuple[str, ...]
) -> tuple[str, ...]:
    """The same; kept, because projects say the same in a few ways."""
    said = ReleaseEvidence(
        version="", classifiers=classifiers or None, requires_python=requires_python, requires_dist=djangos or None
    )
    (row,) = read_support([said])
    found = [tag("django", cell.series) for cell in row.djangos if cell.kind in SUPPORTED]
    return (*found, *(tag("python", cell.series) for cell in row.pythons if cell.kind in SUPPORTED))


def statuses(package: Described) -> Iterator[str]:
    """What has become of it: each claim stands apart."""
    if package.is_archived:
        yield "archived"
    if package.deprecated_at:
        yield "deprecated"
    if package.replaced_by:
        yield "superseded"
    if package.vulnerabilities or "vulnerable" in (package.labels or ()):
        yield "vulnerable"
    if package.status:
        yield package.status


def havings(package: Described) -> Iterator[str]:
    """What comes with it, as far as it is known."""
    if package.documentation_url or DOCUMENTATION & {kind.lower() for kind in package.links or ()}:
        yield "docs"
    if package.version and package.labels is not None and "no-wheel" not in package.labels:
        yield "wheels"
    if TYPED in (package.classifiers or ()):
        yield "types"
    if package.license or package.repo_license:
        yield "licence"
    if package.has_readme:
        yield "readme"


def uses(requires_dist: Iterable[str]) -> Iterator[str]:
    """The projects that it depends on, extras left out."""
    for said in requires_dist:
        found = REQUIRED.match(said)
        if found and "extra ==" not in said.replace("extra==", "extra =="):
            yield normalize_name(found[1])


def repo_tags(url: str) -> list[str]:
    """Where its code lives: the host by its name and short name, and the repository, however its address is written."""
    try:
        locator = parse_repo(url)
    except BadLocator:
        return []
    names = filter(None, (locator.host, locator.short_name))
    return [*(tag("host", name) for name in names), repo_tag(locator.same_key)]


def repo_tag(same_key: str) -> str:
    """The tag of a repository."""
    return tag("repo", same_key)


def labels(tags: str) -> tuple[str, ...]:
    """What a list says beside a name, out of the tags of an entry."""
    said = set(tags.split())
    return tuple(name for name in SHOWN if f"=is:{name}" in said)
