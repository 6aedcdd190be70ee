"""The rows of facts of a table, each with the way to read it from a package."""

from collections.abc import Callable, Mapping
from datetime import datetime

import attrs
from django.core.exceptions import ObjectDoesNotExist

from packgrid.catalogue import queries
from packgrid.catalogue.judgement import series
from packgrid.catalogue.judgement.cells import Kind, django_cell
from packgrid.catalogue.judgement.evidence import ReleaseEvidence
from packgrid.catalogue.models import Facts, Judgement, Package
from packgrid.comparison.table import Fact, Links, Moment, Side, Support, Verdict, Weeks
from packgrid.lib import classifiers
from packgrid.lib.emojis import expand_emoji

READ = [
    "summary",
    "repo_description",
    "version",
    "released_at",
    "released_to_the_month",
    "license",
    "requires_python",
    "requires_dist",
    "classifiers",
    "stars",
    "forks",
    "open_issues",
    "downloads_30d",
    "usage_count",
    "weekly_commits",
    "last_commit_at",
    "links",
]
"""The columns of Facts that the rows are made of."""


@attrs.frozen(kw_only=True)
class Known:
    """A package with all that is known of it."""

    package: Package
    facts: Facts
    judgement: Judgement
    release: ReleaseEvidence
    now: datetime


@attrs.frozen
class Row:
    """A row of facts: its name in addresses, its title, and how to read it."""

    key: str
    title: str
    read: Callable[[Known], Fact]


def side(package: Package, now: datetime) -> Side:
    """A package read by reading.py, as a side; no queries."""
    facts, judgement = queries.facts_of(package), judgement_of(package)
    known = Known(package=package, facts=facts, judgement=judgement, release=newest(facts), now=now)
    return Side(
        package_id=package.pk,
        slug=package.slug,
        title=package.title,
        created=package.created,
        status=status_of(package, judgement),
        is_vulnerable="vulnerable" in judgement.labels,
        release=known.release,
        values=values(known),
    )


def values(known: Known) -> Mapping[str, Fact]:
    """The facts of a package by the key of their row."""
    return {row.key: row.read(known) for row in ROWS}


def judgement_of(package: Package) -> Judgement:
    """What is concluded of it; where nothing ever was, a judgement that says so."""
    try:
        return package.judgement
    except ObjectDoesNotExist:
        return Judgement(package=package, status="", sentence="", labels=[])


def status_of(package: Package, judgement: Judgement) -> str:
    """Its status; a deprecation that nobody has judged yet counts already."""
    return judgement.status or ("deprecated" if package.deprecated_at else "")


def newest(facts: Facts) -> ReleaseEvidence:
    """Its newest release, as far as support depends on it."""
    return ReleaseEvidence(
        version=facts.version or "",
        requires_python=facts.requires_python,
        classifiers=None if facts.classifiers is None else tuple(facts.classifiers),
        requires_dist=None if facts.requires_dist is None else tuple(facts.requires_dist),
    )


def support(known: Known) -> Support | None:
    """What its newest release says of the Django series that get security fixes today; None if it says nothing."""
    today = series.names(series.supported(series.DJANGO, known.now))
    kinds = {name: django_cell(known.release, name).kind for name in today}
    if set(kinds.values()) <= {Kind.UNKNOWN}:
        return None
    by_kind = {kind: tuple(name for name, said in kinds.items() if said is kind) for kind in Kind}
    return Support(by_kind[Kind.DECLARED], by_kind[Kind.ALLOWED], by_kind[Kind.EXCLUDED])


def weeks(known: Known) -> Weeks | None:
    """Its year of commits; None if nobody counted them."""
    return Weeks(tuple(known.facts.weekly_commits)) if known.facts.weekly_commits else None


def pythons(known: Known) -> Fact:
    """The Python versions that it declares, else what it requires."""
    return classifiers.python_versions(known.facts.classifiers or ()) or known.facts.requires_python


def links(known: Known) -> Links:
    """Its addresses; what people entered goes before what the project says."""
    package, said = known.package, known.facts.links or {}
    return Links(package.repo_url, package.documentation_url or said.get("documentation", ""), package.pypi_name)


def moment(at: datetime | None, *, is_month: bool = False) -> Moment | None:
    """A moment that may be unknown."""
    return Moment(at, is_month) if at else None


ROWS = (
    Row("verdict", "Verdict", lambda it: Verdict(status_of(it.package, it.judgement), it.judgement.sentence)),
    Row("about", "What it is", lambda it: expand_emoji(it.facts.repo_description or it.facts.summary or "")),
    Row("category", "Category", lambda it: it.package.category.title),
    Row("version", "Version", lambda it: it.facts.version),
    Row("released", "Released", lambda it: moment(it.facts.released_at, is_month=it.facts.released_to_the_month)),
    Row("updated", "Last commit", lambda it: moment(it.facts.last_commit_at)),
    Row("commits", "Commits, 52 weeks", weeks),
    Row("support", "Django of today", support),
    Row("django", "Django", lambda it: classifiers.django_versions(it.facts.classifiers or ())),
    Row("python", "Python", pythons),
    Row("stage", "Status", lambda it: classifiers.development_status(it.facts.classifiers or ())),
    Row("licence", "Licence", lambda it: it.facts.license),
    Row("score", "Health score", lambda it: it.judgement.score),
    Row("stars", "Stars", lambda it: it.facts.stars),
    Row("forks", "Forks", lambda it: it.facts.forks),
    Row("issues", "Open issues", lambda it: it.facts.open_issues),
    Row("downloads", "Downloads, 30 days", lambda it: it.facts.downloads_30d),
    Row("usage", "People who use it", lambda it: it.facts.usage_count),
    Row("links", "Links", links),
)  # fmt: skip
TITLES = {row.key: row.title for row in ROWS}
