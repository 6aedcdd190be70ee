"""Reads what is concluded of packages, and the evidence for it."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from typing import Any

import attrs
from django.db.models import QuerySet

from packgrid.assessment.models import Assessment
from packgrid.assessment.rules.evidence import (
    CommitAuthor,
    Evidence,
    KnownVulnerability,
    Namesake,
    ReleaseEvidence,
)
from packgrid.catalogue.bulk_rows import in_values
from packgrid.catalogue.compiled_models import of_model, read_models
from packgrid.catalogue.compiled_queries import IDS, TEXTS, read_rows
from packgrid.catalogue.fact_table import BY_COLUMN
from packgrid.catalogue.models import Facts, Package, Readme, Release
from packgrid.catalogue.provenance import read_provenance
from packgrid.catalogue.queries import facts_of, read_confirmations
from packgrid.catalogue.source_names import GIT, OF_HOSTS, PYPI, UNDATED
from packgrid.catalogue.visibility import visible_packages, without_hidden_successor
from packgrid.history.models import Change, Kind

READ_OTHERWISE = {"repo_moved_to", "weekly_commits", "classifiers", "requires_dist", "vulnerabilities"}
AS_STORED = tuple(
    field.name for field in attrs.fields(Evidence) if field.name in BY_COLUMN and field.name not in READ_OTHERWISE
)
"""The facts that evidence holds as they are stored."""
OF_A_RELEASE = (
    "version",
    "uploaded_at",
    "is_yanked",
    "has_wheel",
    "has_sdist",
    "gone_since",
    "requires_python",
)
NAMESAKES = of_model(Package, "slug", "pypi_name", "index_name", "repo_url")


@attrs.frozen
class EvidenceContext:
    """The rows that evidence needs besides the packages themselves, by package id, or index and name of the project."""

    confirmed: Mapping[int, Mapping[str, datetime]]
    releases: Mapping[int, list[ReleaseEvidence]]
    readmes: Collection[int]
    namesakes: Mapping[tuple[str, str], list[Package]]
    moves: Mapping[int, list[tuple[str, str]]]


def read_status(package_id: int) -> str:
    """The stored status of a package; "" if it is unknown. One query."""
    return Assessment.objects.filter(pk=package_id).values_list("status", flat=True).first() or ""


def read_evidence(package_ids: Collection[int]) -> dict[int, Evidence]:
    """The evidence for these packages, by id; six queries for any number of them."""
    rows = Package.objects.select_related("facts", "replaced_by").in_bulk(list(package_ids))
    packages = {pk: without_hidden_successor(package) for pk, package in rows.items()}
    ids = list(packages)
    readmes = {pk for (pk,) in read_rows(select_readmes, values=[ids])} if ids else set()
    context = read_context(packages, readmes, read_confirmations(ids))
    return {pk: make_evidence(package, context) for pk, package in packages.items()}


def read_package_evidence(package: Package, confirmed: Mapping[str, datetime] | None = None) -> Evidence:
    """The evidence about a package that was read with catalogue.queries.get_package(); four queries.

    Three if it is given when each source last confirmed what it says.
    """
    ids, readmes = [package.pk], [package.pk] if hasattr(package, "readme") else []
    found = read_confirmations(ids) if confirmed is None else {package.pk: confirmed}
    return make_evidence(package, read_context({package.pk: package}, readmes, found))


def read_context(
    packages: Mapping[int, Package], readmes: Collection[int], confirmed: Mapping[int, Mapping[str, datetime]]
) -> EvidenceContext:
    """Releases, packages of the same project, and moves of repositories; three queries."""
    if not packages:
        return EvidenceContext({}, {}, (), {}, {})
    ids = list(packages)
    releases: dict[int, list[ReleaseEvidence]] = defaultdict(list)
    for pk, *values, classifiers, requires_dist in read_rows(select_releases, values=[ids]):
        found = dict(zip(OF_A_RELEASE, values, strict=True))
        releases[pk].append(
            ReleaseEvidence(**found, classifiers=freeze_list(classifiers), requires_dist=freeze_list(requires_dist))
        )
    moves: dict[int, list[tuple[str, str]]] = defaultdict(list)
    for pk, old, new in read_rows(select_moves, values=[ids]):
        moves[pk].append((old or "", new))
    names = {package.pypi_name for package in packages.values() if package.pypi_name}
    return EvidenceContext(confirmed, releases, readmes, read_namesakes(names), moves)


def read_namesakes(names: Collection[str]) -> dict[tuple[str, str], list[Package]]:
    """The packages of these projects, by index and project: one query, none for no names."""
    found: dict[tuple[str, str], list[Package]] = defaultdict(list)
    for other in read_models(NAMESAKES, select_namesakes, values=[list(names)]) if names else ():
        found[other.index_name, other.pypi_name].append(other)
    return found


def select_releases() -> QuerySet[Release, Any]:
    """The releases of some packages, a placeholder, highest version first."""
    rows = Release.objects.filter(package__in=in_values(IDS)).order_by("package", "-sort_key")
    return rows.values_list("package", *OF_A_RELEASE, "classifiers", "requires_dist")


def select_readmes() -> QuerySet[Readme, Any]:
    """Those of some packages, a placeholder, that have a README."""
    return Readme.objects.filter(package__in=in_values(IDS)).values_list("package")


def select_moves() -> QuerySet[Change, Any]:
    """The moves of the repositories of some packages, a placeholder, in their order."""
    rows = Change.objects.filter(package__in=in_values(IDS), kind=Kind.MOVED).order_by("id")
    return rows.values_list("package", "old", "new")


def select_namesakes() -> QuerySet[Package]:
    """The visible packages of some projects, a placeholder; the index has only those with a project."""
    return visible_packages().exclude(pypi_name="").filter(pypi_name__in=in_values(TEXTS)).order_by("title", "pk")


def freeze_list(values: Iterable[str] | None) -> tuple[str, ...] | None:
    """A stored list as a tuple; None stays None."""
    return None if values is None else tuple(values)


def make_evidence(package: Package, context: EvidenceContext) -> Evidence:
    facts, pk = facts_of(package), package.pk
    releases = context.releases.get(pk)
    same_project = context.namesakes.get((package.index_name, package.pypi_name), ())
    indexes = {index for index, name in context.namesakes if name == package.pypi_name and package.pypi_name}
    others = {*indexes, *([""] if facts.is_name_public else [])} - {package.index_name}
    return Evidence(
        slug=package.slug,
        title=package.title,
        repo_url=package.repo_url,
        repo_subdirectory=package.repo_subdirectory,
        pypi_name=package.pypi_name,
        index_name=package.index_name,
        documentation_url=package.documentation_url or "",
        deprecated_at=package.deprecated_at,
        deprecated_reason=package.deprecated_reason,
        replaced_by=package.replaced_by.slug if package.replaced_by else "",
        namesakes=tuple(Namesake(slug=other.slug, repo_url=other.repo_url) for other in same_project if other.pk != pk),
        other_indexes=tuple(sorted(others)),
        repo_moved_from=tuple(old for old, new in context.moves.get(pk, ()) if old and new == package.repo_url),
        releases=tuple(releases) if releases else None,
        has_readme=pk in context.readmes if is_from_pypi(facts) else None,
        **{name: getattr(facts, name) for name in AS_STORED},
        **read_origins(facts, context.confirmed.get(pk, {})),
        **freeze_lists(facts),
    )


def is_from_pypi(facts: Facts) -> bool:
    """True if PyPI has ever answered about the project."""
    entry = read_provenance(facts, "version")
    return entry is not None and entry.origin == PYPI


def read_origins(facts: Facts, confirmed: Mapping[str, datetime]) -> dict[str, Any]:
    """Which sources the project and the repository are known from, and when these last confirmed it.

    The repository is confirmed by git, or by its host if git never read it.
    """
    hosts = [source for source in (GIT, *sorted(OF_HOSTS)) if source in confirmed]
    known = (read_provenance(facts, name) for name in ("stars", "last_commit_at"))
    stars = next((entry for entry in known if entry and entry.origin not in UNDATED), None)
    version = read_provenance(facts, "version")
    return {
        "repo_origin": stars.origin if stars else "",
        "repo_confirmed_at": confirmed[hosts[0]] if hosts else stars.stated_at if stars else None,
        "repo_moved_to": facts.repo_moved_to or "",
        "pypi_origin": version.origin if version else "",
        "pypi_confirmed_at": confirmed.get(PYPI) or (version.stated_at if version else None),
    }


def freeze_lists(facts: Facts) -> dict[str, Any]:
    """The lists of the facts as tuples."""
    bots = set(facts.bots or ())
    authors = None if facts.year_authors is None else [(name, count) for name, count in facts.year_authors]
    found = None if facts.vulnerabilities is None else facts.vulnerabilities
    return {
        "weekly_commits": freeze_list(facts.weekly_commits),
        "contributor_count": None if facts.contributors is None else len(set(facts.contributors) - bots),
        "authors": None
        if authors is None
        else tuple(CommitAuthor(name, count, name in bots) for name, count in authors),
        "classifiers": freeze_list(facts.classifiers),
        "requires_dist": freeze_list(facts.requires_dist),
        "vulnerabilities": None if found is None else tuple(map(make_vulnerability, found)),
    }


def make_vulnerability(item: Mapping[str, object]) -> KnownVulnerability:
    fixed = item.get("fixed_in")
    return KnownVulnerability(
        id=str(item["id"]),
        fixed_in=tuple(map(str, fixed)) if isinstance(fixed, list) else (),
        is_malware=bool(item.get("is_malware")),
    )
