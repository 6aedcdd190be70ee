"""Reads everything that the page of a package shows."""

from collections.abc import Mapping, Sequence
from datetime import datetime

import attrs

from packgrid.assessment.queries import read_package_evidence
from packgrid.assessment.rules.evidence import Evidence, newest_release
from packgrid.assessment.rules.framework_support import list_mentioned, read_declared_series
from packgrid.assessment.summary import Summary, summarize
from packgrid.catalogue import queries
from packgrid.catalogue.advisories import read_package_vulnerabilities
from packgrid.catalogue.builtin_facts import BuiltinFact, read_builtin_fact
from packgrid.catalogue.install_graphs import read_install_graph
from packgrid.catalogue.install_sizes import InstallSize, measure_install
from packgrid.catalogue.missing_values import MissingValue
from packgrid.catalogue.models import Example, Facts, Package
from packgrid.catalogue.queries import SourceState, list_confirmations, read_source_states
from packgrid.catalogue.source_names import OSV
from packgrid.comparison.models import Grid
from packgrid.comparison.queries import grids_of
from packgrid.history.models import Change
from packgrid.history.queries import newest_changes
from packgrid.httpcache import tags
from packgrid.lib import classifiers
from packgrid.lib.emojis import expand_emoji
from packgrid.lib.frameworks import Framework
from packgrid.lib.index_names import describe_name_clash
from packgrid.lib.locators import find_repo
from packgrid.lib.versions import normalize_name
from packgrid.web import addresses
from packgrid.web.missing_words import describe_missing_facts
from packgrid.web.package.health_page import WeighedPart, weigh_parts
from packgrid.web.package.licences import split_expression
from packgrid.web.package.links import Link, People, find_changelog, list_links, list_people
from packgrid.web.package.origins import ValueOrigin, list_origins
from packgrid.web.package.readme import get_readme_html
from packgrid.web.package.related_packages import Dependents, SimilarPackage, find_dependents, find_similar_packages
from packgrid.web.package.release_years import ReleaseYears, count_release_years
from packgrid.web.package.releases import ReleaseRow, make_release_rows
from packgrid.web.package.requirements import PackageRequirements, list_requirements
from packgrid.web.package.support_matrix import SupportMatrix, make_compact_matrix
from packgrid.web.package.trends import CHARTED_ON_OVERVIEW, DEFAULT_RANGE, TrendChart, parse_span, read_trends
from packgrid.web.package.vulnerabilities import VulnerabilityLine, list_vulnerabilities

SHOWN_RELEASES, SHOWN_EVENTS = 8, 8


@attrs.frozen(kw_only=True)
class PackagePage:
    """Everything the page shows. None is unknown; `missing` says why each fact would be missing, by its key."""

    package: Package
    facts: Facts
    description: str
    found: Summary
    parts: Sequence[WeighedPart]
    matrix: SupportMatrix
    pythons: tuple[str, ...]
    djangos: tuple[str, ...]
    frameworks: Sequence[tuple[Framework, tuple[str, ...] | str | None]]
    status: str | None
    licences: Sequence[Link]
    changelog: str
    releases: Sequence[ReleaseRow]
    newest_row: ReleaseRow | None
    install_size: InstallSize | MissingValue | None
    can_install: bool
    release_count: int
    vulnerabilities: Sequence[VulnerabilityLine]
    links: Sequence[Link]
    people: People
    needs: PackageRequirements
    dependents: Dependents | None
    grids: Sequence[Grid]
    neighbours: Sequence[SimilarPackage]
    events: Sequence[Change]
    trends: Sequence[TrendChart]
    release_years: ReleaseYears | None
    examples: Sequence[Example]
    readme: str
    origins: Mapping[str, ValueOrigin | None]
    states: Mapping[str, SourceState]
    missing: Mapping[str, str]

    @property
    def name_clash(self) -> str:
        """A warning that other indexes have a project of its name, too; "" if none is known."""
        evidence = self.found.evidence
        return describe_name_clash(evidence.pypi_name, evidence.index_name, evidence.other_indexes)

    @property
    def builtin(self) -> BuiltinFact | None:
        """The framework that has its task built in; None if there is none."""
        return read_builtin_fact(self.package)


def read_package_page(package: Package, now: datetime) -> PackagePage:
    """The page of a package; 13 queries, one more each where OSV has answered and where downloads are charted."""
    facts, states = queries.facts_of(package), read_source_states(package.pk)
    repo, grids = find_repo(package.repo_url), grids_of(package.pk)
    found = summarize(read_package_evidence(package, list_confirmations(states)), now=now)
    rows = read_release_rows(package, facts, states)
    return PackagePage(
        package=package,
        facts=facts,
        description=describe_package(facts),
        found=found,
        parts=weigh_parts(found.score.parts),
        matrix=make_compact_matrix(found.evidence, now),
        pythons=classifiers.python_versions(facts.classifiers or ()),
        djangos=classifiers.django_versions(facts.classifiers or ()),
        frameworks=list_declared_series(found.evidence),
        status=classifiers.development_status(facts.classifiers or ()),
        licences=split_expression(facts.known_license) if facts.known_license else [],
        changelog=find_changelog(facts),
        releases=rows[:SHOWN_RELEASES],
        newest_row=next((row for row in rows if row.release.version == facts.version), None),
        install_size=measure_install(read_install_graph([package.pk]), package.pk),
        can_install=can_install(package, found),
        release_count=len(found.evidence.releases or ()),
        vulnerabilities=list(list_vulnerabilities(facts.vulnerabilities or ())),
        links=list(list_links(package, facts, repo)),
        people=list_people(facts, repo),
        needs=list_requirements(facts.requires_dist),
        dependents=find_dependents(package, now),
        grids=grids,
        neighbours=find_similar_packages(package, facts, [grid.pk for grid in grids]),
        events=newest_changes(limit=SHOWN_EVENTS, package_ids=[package.pk]),
        trends=read_trends(package.pk, parse_span(DEFAULT_RANGE, now.date()), CHARTED_ON_OVERVIEW),
        release_years=count_release_years(found.evidence.releases or (), now.year),
        examples=[example for example in queries.approved_examples(package) if addresses.is_web_url(example.url)],
        readme=get_readme_html(package, facts),
        origins=list_origins(package, facts, states),
        states=states,
        missing=describe_missing_facts(package, [name for name, state in states.items() if state.has_answered]),
    )


def read_release_rows(package: Package, facts: Facts, states: Mapping[str, SourceState]) -> list[ReleaseRow]:
    """The newest releases, one more than are shown; one query, one more where OSV has answered."""
    known = read_package_vulnerabilities(package) if has_answered(states.get(OSV)) else None
    return make_release_rows(package, facts, queries.newest_releases(package, SHOWN_RELEASES + 1), known)


def has_answered(state: SourceState | None) -> bool:
    """True if a source has ever given an answer about the package."""
    return state is not None and state.last_success_at is not None


def list_declared_series(evidence: Evidence) -> list[tuple[Framework, tuple[str, ...] | str | None]]:
    """The frameworks besides Django that the newest release mentions, with the series that it declares or requires."""
    release = newest_release(evidence)
    return [(framework, read_declared_series(framework, release)) for framework in list_mentioned(release)]


def can_install(package: Package, found: Summary) -> bool:
    """True if installers would find it unasked: those of private indexes need the address of theirs."""
    return bool(package.public_name) and found.status not in {"gone", "quarantined"}


def describe_package(facts: Facts) -> str:
    """The description of its repository, else of its project; "" if there is none."""
    return expand_emoji(facts.repo_description or facts.summary or "")


def list_page_tags(page: PackagePage) -> set[str]:
    """The cache tags of the page."""
    package, needs = page.package, page.needs.always or ()
    named = {package.pk, package.replaced_by_id, *(need.ours.pk for need in needs if need.ours)}
    named |= {neighbour.by.pk for neighbour in page.neighbours}
    projects = tags.projects(normalize_name(need.name) for need in needs)
    return (
        tags.packages(filter(None, named)) | tags.grids(grid.pk for grid in page.grids) | projects | {tags.CATEGORIES}
    )
