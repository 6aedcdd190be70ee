"""The tags that searches filter entries by: words that begin with "=", so that no word of a text equals one."""

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache

from packgrid.assessment.rules.evidence import ReleaseEvidence
from packgrid.assessment.rules.framework_support import list_mentioned, make_framework_cells
from packgrid.assessment.rules.support_cells import SupportKind
from packgrid.lib.frameworks import FRAMEWORKS
from packgrid.lib.licenses import choose_license
from packgrid.lib.locators import find_repo
from packgrid.lib.versions import normalize_name
from packgrid.search.field_values import SEVERITY_VALUES
from packgrid.search.index_source import IndexSource
from packgrid.search.missing_tags import missing_support_tags, missing_tags
from packgrid.search.words import split_words, stripped_name

EVERY = "=every"
ENDED = ("archived", "deprecated", "superseded", "gone", "quarantined")
SHOWN = (*ENDED, "unmaintained", "finished", "builtin", "vulnerable", "malware")
SUPPORTED = {SupportKind.DECLARED, SupportKind.ALLOWED}
REQUIRED = re.compile(r"\s*([A-Za-z0-9][A-Za-z0-9._-]*)")
LICENSE_ID = re.compile(r"[A-Za-z0-9.+-]+")
PUBLIC_DOMAIN = "Public domain"
NO_LICENSES = {"and", "or", "with"}
TYPED = "Typing :: Typed"
DOCUMENTATION = {"documentation", "docs"}
FIRST_WORDS = tuple({framework.project.partition("-")[0] for framework in FRAMEWORKS if framework.project})
"""Requirements of frameworks begin with one of these; so do some others."""


def make_tag(field: str, value: str) -> str:
    """The tag of a value, in lower case with "-" for spaces: =category:apps."""
    return f"={field}:{'-'.join(value.lower().split())}"


def package_tags(package: IndexSource) -> list[str]:
    """Every tag of a package, from its facts and assessment."""
    found = [EVERY, "=kind:package", make_tag("category", package.category_slug)]
    found += [make_tag("grid", slug) for slug in package.grids]
    found += [grid_name_tag(name) for grid in package.grids.items() for name in grid]
    found += [
        make_tag("license", name)
        for name in license_values(choose_license(package.license, package.repo_license) or "")
    ]
    found += support_tags(package)
    found += missing_tags(package)
    found += [make_tag("is", name) for name in package_statuses(package)]
    found += [make_tag("severity", name) for name in vulnerability_severities(package.vulnerabilities or ())]
    found += [make_tag("has", name) for name in provided_parts(package)]
    found += [make_tag("uses", name) for name in required_projects(package.requires_dist or ())]
    found += repo_tags(package.repo_url)
    return list(dict.fromkeys(found))


def grid_name_tag(name: str) -> str:
    """The tag of packages in a grid with this name, however it is written."""
    found = split_words(name)
    return make_tag("in", stripped_name(found) or "".join(found))


def license_values(said: str) -> Iterator[str]:
    """The values that a licence is found by: GPL-3.0-only gives gpl-3.0-only, gpl-3.0 and gpl."""
    if said == PUBLIC_DOMAIN:
        yield "public-domain"
    for name in LICENSE_ID.findall(said):
        if name.lower() not in NO_LICENSES:
            yield name.lower()
            yield re.sub(r"-(?:only|or-later)$|\+$", "", name.lower())
            yield name.lower().partition("-")[0]


def support_tags(facts: IndexSource) -> tuple[str, ...]:
    """The tags of the frameworks and series that the newest release declares or allows, or of why there are none."""
    if not (facts.pypi_name or facts.classifiers or facts.requires_python or facts.requires_dist):
        return ()
    needs = None
    if facts.requires_dist is not None:
        needs = tuple(said for said in facts.requires_dist if said.lower().startswith(FIRST_WORDS))
    return cached_support_tags(
        None if facts.classifiers is None else tuple(facts.classifiers), facts.requires_python, needs
    )


@lru_cache(maxsize=4096)
def cached_support_tags(
    classifiers: tuple[str, ...] | None, requires_python: str | None, needs: tuple[str, ...] | None
) -> tuple[str, ...]:
    """The support tags for these declarations, cached, because many projects declare the same."""
    said = ReleaseEvidence(version="", classifiers=classifiers, requires_python=requires_python, requires_dist=needs)
    mentioned = list_mentioned(said)
    found = [make_tag("framework", framework.key) for framework in mentioned]
    for framework in (each for each in FRAMEWORKS if each.is_general or each in mentioned):
        cells = make_framework_cells(framework, said, framework.series_names)
        found += (make_tag(framework.key, cell.series) for cell in cells if cell.kind in SUPPORTED)
        found += missing_support_tags(framework.key, cells)
    return tuple(found)


def package_statuses(package: IndexSource) -> Iterator[str]:
    """The values of is: that hold; they do not exclude each other."""
    if package.is_archived:
        yield "archived"
    if package.deprecated_at:
        yield "deprecated"
    if package.replaced_by:
        yield "superseded"
    if package.builtin_in:
        yield "builtin"
    if package.vulnerabilities or "vulnerable" in (package.labels or ()):
        yield "vulnerable"
    if any(item.get("is_malware") for item in package.vulnerabilities or ()):
        yield "malware"
    if package.status:
        yield package.status


def vulnerability_severities(vulnerabilities: Iterable[Mapping[str, object]]) -> Iterator[str]:
    """The severities of the vulnerabilities of the newest release."""
    for item in vulnerabilities:
        severity = str(item.get("severity") or "")
        yield severity if severity in SEVERITY_VALUES else "unknown"


def provided_parts(package: IndexSource) -> Iterator[str]:
    """The values of has: that are known to hold."""
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


def required_projects(requires_dist: Iterable[str]) -> Iterator[str]:
    """The projects that a package depends on, without those of extras."""
    for said in requires_dist:
        found = REQUIRED.match(said)
        if found and "extra ==" not in said.replace("extra==", "extra =="):
            yield normalize_name(found[1])


def repo_tags(url: str) -> list[str]:
    """The tags of a repository: its host by name and by software, and its address in one spelling."""
    locator = find_repo(url)
    if locator is None:
        return []
    names = filter(None, (locator.host, locator.short_name))
    return [*(make_tag("host", name) for name in names), repo_tag(locator.same_key)]


def repo_tag(same_key: str) -> str:
    """The tag of a repository."""
    return make_tag("repo", same_key)


VERDICTS = (
    "quarantined", "gone", "deprecated", "superseded", "archived", "unmaintained", "finished", "maintained",
)  # fmt: skip


def read_verdict(tags: str) -> str:
    """The verdict that the tags of an entry tell, such as "maintained"; "" if too little is known."""
    return next((name for name in VERDICTS if f" =is:{name} " in tags), "") if " =is:" in tags else ""


def status_labels(tags: str) -> tuple[str, ...]:
    """The labels that a list shows beside a name, from the tags of an entry."""
    said = set(tags.split())
    return tuple(name for name in SHOWN if f"=is:{name}" in said)
