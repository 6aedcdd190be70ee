"""The rows of facts of a grid or comparison: their titles, and how each is read from a package."""

from collections.abc import Callable, Collection, Mapping
from datetime import datetime

import attrs
from django.core.exceptions import ObjectDoesNotExist

from packgrid.assessment.models import Assessment
from packgrid.assessment.rules.evidence import ReleaseEvidence
from packgrid.assessment.rules.framework_support import read_declared_series
from packgrid.assessment.rules.support_cells import SupportKind, make_django_cell
from packgrid.catalogue import queries
from packgrid.catalogue.builtin_facts import read_builtin_fact
from packgrid.catalogue.cooldown import count_days
from packgrid.catalogue.fact_table import BY_KEY, FactKind
from packgrid.catalogue.install_sizes import InstallGraph, measure_install
from packgrid.catalogue.missing_values import MissingValue, explain_missing_value
from packgrid.catalogue.models import Facts, Package
from packgrid.comparison.table import FactValue, Links, Moment, Side, Support, Verdict, Weeks
from packgrid.lib import version_series as series
from packgrid.lib.classifiers import development_status, django_versions, python_versions
from packgrid.lib.emojis import expand_emoji
from packgrid.lib.frameworks import OPTIONAL, Framework


@attrs.frozen(kw_only=True)
class KnownPackage:
    """A package with all that is known of it; `answered` are the sources that ever answered about it."""

    package: Package
    answered: Collection[str]
    facts: Facts
    assessment: Assessment
    release: ReleaseEvidence
    now: datetime


@attrs.frozen
class GridRow:
    """A row of facts: its name in addresses, its title, the facts that it is made of, and how it is read.

    An optional one is left out of tables in which no package has a value for it.
    """

    key: str
    title: str
    facts: tuple[str, ...]
    read: Callable[[KnownPackage], FactValue]
    is_optional: bool = False


def make_side(package: Package, answered: Collection[str], now: datetime) -> Side:
    """A package that side_queries.py read, as a side; `answered` are the sources that ever answered. No queries.

    Of `now` only the day counts. Its age and install size are not known yet: see complete_side().
    """
    facts, assessment = queries.facts_of(package), assessment_of(package)
    known = KnownPackage(
        package=package,
        answered=answered,
        facts=facts,
        assessment=assessment,
        release=newest_release(facts),
        now=now,
    )
    return Side(
        package_id=package.pk,
        slug=package.slug,
        title=package.title,
        created=package.created,
        status=status_of(package, assessment),
        is_vulnerable="vulnerable" in assessment.labels,
        builtin_mark=fact.mark if (fact := read_builtin_fact(package)) else "",
        release=known.release,
        released_at=None if facts.released_to_the_month else facts.released_at,
        values=fact_values(known),
    )


def complete_side(side: Side, graph: InstallGraph, now: datetime) -> Side:
    """The side with its age and install size, where they are known."""
    found = {
        AGE: None if side.released_at is None else count_days(side.released_at, now),
        INSTALL_SIZE: measure_install(graph, side.package_id),
    }
    values = {**side.values, **{key: value for key, value in found.items() if value is not None}}
    return attrs.evolve(side, values=values)


def fact_values(known: KnownPackage) -> Mapping[str, FactValue]:
    """The facts of a package by the key of their row; what is missing says why."""
    return {row.key: read_row(row, known) for row in ROWS}


def read_row(row: GridRow, known: KnownPackage) -> FactValue:
    """The value of one row, or why it is missing."""
    value = row.read(known)
    return explain_missing_value(known.package, row.facts, known.answered) if value in (None, "", ()) else value


def assessment_of(package: Package) -> Assessment:
    """The assessment of a package; an empty one if it was never assessed."""
    try:
        return package.assessment
    except ObjectDoesNotExist:
        return Assessment(package=package, status="", sentence="", labels=[])


def status_of(package: Package, assessment: Assessment) -> str:
    """Its status; a deprecation that nobody has assessed yet counts already."""
    return assessment.status or ("deprecated" if package.deprecated_at else "")


def newest_release(facts: Facts) -> ReleaseEvidence:
    """Its newest release, as far as support depends on it."""
    return ReleaseEvidence(
        version=facts.version or "",
        requires_python=facts.requires_python,
        classifiers=None if facts.classifiers is None else tuple(facts.classifiers),
        requires_dist=None if facts.requires_dist is None else tuple(facts.requires_dist),
    )


AGE, INSTALL_SIZE = "age", "install_size"
"""The row that the cooldown marks, and the row that depends on other packages."""
SUPPORT = ("version", "requires_python", "classifiers", "requires_dist")


def read_support(known: KnownPackage) -> Support | None:
    """The newest release's support of the Django series with security fixes today; None if it declares nothing."""
    today = series.series_names(series.supported_series(series.DJANGO, known.now))
    kinds = {name: make_django_cell(known.release, name).kind for name in today}
    if set(kinds.values()) <= {SupportKind.UNKNOWN, SupportKind.NOT_CHECKED}:
        return None
    by_kind = {kind: tuple(name for name, said in kinds.items() if said is kind) for kind in SupportKind}
    return Support(by_kind[SupportKind.DECLARED], by_kind[SupportKind.ALLOWED], by_kind[SupportKind.EXCLUDED])


def read_builtin(package: Package) -> FactValue:
    """The framework that has its task built in, such as "Part of Django since 6.0: django.tasks"."""
    fact = read_builtin_fact(package)
    return fact.sentence if fact else MissingValue.NOT_STATED


def read_description(known: KnownPackage) -> str:
    """The description of its repository, else the summary of its project."""
    return expand_emoji(known.facts.repo_description or known.facts.summary or "")


def read_released(known: KnownPackage) -> Moment | None:
    """When its newest release came: the day, or the month where only that is known."""
    return make_moment(known.facts.released_at, is_month=known.facts.released_to_the_month)


def wait_for_page(_known: KnownPackage) -> None:
    """Nothing yet: complete_side() fills the row in for each page."""


def read_weeks(known: KnownPackage) -> Weeks | None:
    """Its year of commits; None if nobody counted them."""
    return Weeks(tuple(known.facts.weekly_commits)) if known.facts.weekly_commits else None


def read_pythons(known: KnownPackage) -> FactValue:
    """The Python versions that it declares, else what it requires."""
    return python_versions(known.facts.classifiers or ()) or known.facts.requires_python


def read_links(known: KnownPackage) -> Links | None:
    """Its addresses; what people entered goes before what the project says. None if it has none."""
    package, said = known.package, known.facts.links or {}
    found = Links(package.repo_url, package.documentation_url or said.get("documentation", ""), package.public_name)
    return found if any(attrs.astuple(found)) else None


def make_moment(at: datetime | None, *, is_month: bool = False) -> Moment | None:
    """A moment that may be unknown."""
    return Moment(at, is_month) if at else None


def stored_fact_row(key: str, title: str) -> GridRow:
    """A row that shows a fact as it is stored."""
    fact = BY_KEY[key]

    def read(known: KnownPackage) -> FactValue:
        value = getattr(known.facts, fact.column)
        return make_moment(value) if fact.kind is FactKind.MOMENT else value

    return GridRow(key, title, (key,), read)


def framework_row(framework: Framework) -> GridRow:
    """A row with the series of a framework that the newest release declares, else the versions that it requires."""
    return GridRow(
        framework.key,
        framework.title,
        ("classifiers", "requires_dist"),
        lambda known: read_declared_series(framework, known.release),
        is_optional=True,
    )


ROWS = (
    GridRow("verdict", "Verdict", (), lambda it: Verdict(status_of(it.package, it.assessment), it.assessment.sentence)),
    GridRow("about", "What it is", ("description", "summary"), read_description),
    GridRow("category", "Category", (), lambda it: it.package.category.title),
    stored_fact_row("version", "Version"),
    GridRow("released", "Released", ("released", "released_to_the_month"), read_released),
    GridRow(AGE, "Days since release", ("released", "released_to_the_month"), wait_for_page, is_optional=True),
    stored_fact_row("updated", "Last commit"),
    GridRow("commits", "Commits, 52 weeks", ("commits",), read_weeks),
    GridRow("support", "Supported Django versions", SUPPORT, read_support),
    GridRow("django", "Django", ("classifiers",), lambda it: django_versions(it.facts.classifiers or ())),
    GridRow("python", "Python", ("classifiers", "requires_python"), read_pythons),
    *map(framework_row, OPTIONAL),
    GridRow("builtin", "Built in now", (), lambda it: read_builtin(it.package), is_optional=True),
    GridRow("stage", "Status", ("classifiers",), lambda it: development_status(it.facts.classifiers or ())),
    GridRow("licence", "Licence", ("licence", "repo_license"), lambda it: it.facts.known_license),
    GridRow("score", "Health score", (), lambda it: it.assessment.score),
    stored_fact_row("stars", "Stars"),
    stored_fact_row("forks", "Forks"),
    stored_fact_row("issues", "Open issues"),
    stored_fact_row("downloads", "Downloads, 30 days"),
    stored_fact_row("usage", "People who use it"),
    GridRow(INSTALL_SIZE, "Install size", ("install_size",), wait_for_page),
    GridRow("links", "Links", ("links",), read_links),
)  # fmt: skip
TITLES = {row.key: row.title for row in ROWS}
OPTIONAL_KEYS = {row.key for row in ROWS if row.is_optional}
SHOWN_FACTS = tuple(dict.fromkeys(key for row in ROWS for key in row.facts))
