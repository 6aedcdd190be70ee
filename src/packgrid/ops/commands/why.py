import json
from collections.abc import Collection
from datetime import UTC, datetime

import click
from rich.table import Column, Table

from packgrid.assessment.queries import read_evidence
from packgrid.catalogue.missing_values import explain_missing_value
from packgrid.catalogue.models import Package, Release
from packgrid.catalogue.queries import newest_releases, read_source_states
from packgrid.catalogue.release_trust import describe_publishers, find_trust_changes, newest_offered
from packgrid.catalogue.source_names import name_source
from packgrid.catalogue.sourced_values import SourcedValue, known_values, read_values
from packgrid.lib.index_names import describe_name_clash
from packgrid.lib.stop import Stop
from packgrid.ops.assessment_report import REPORTS, show_verdict
from packgrid.ops.console import console
from packgrid.ops.database import check_database
from packgrid.ops.refresh_status import format_ago, format_until

LONGEST_VALUE = 60


@click.command()
@click.argument("slug")
@click.argument("field", required=False)
def command(slug: str, field: str | None) -> None:
    """Show where each value of a package comes from, when it was last confirmed and when it last changed.

    A FIELD such as stars, license or version shows only this value, in full. The fields status, health, score, support
    and identity show a conclusion and its reasons.
    """
    check_database()
    package = Package.objects.select_related("facts", "category", "replaced_by").filter(slug=slug).first()
    if package is None:
        raise Stop(
            f"The catalogue has no package {slug!r}. A slug is the last part of a page's address: /packages/p/SLUG/."
        )
    now = datetime.now(UTC)
    evidence = read_evidence([package.pk])[package.pk]
    if show_report := REPORTS.get(field or ""):
        show_report(evidence, now)
        return
    found = read_values(package)
    if field:
        found = [value for value in found if value.name == field]
        if not found:
            raise Stop(f"No field is called {field!r}. Run `packgrid why {slug}` to list the fields.")
    else:
        show_verdict(evidence, now)
        if clash := describe_name_clash(evidence.pypi_name, evidence.index_name, evidence.other_indexes):
            console.print(f"Warning: {clash}", soft_wrap=True, markup=False)
    show_values(package, found if field else known_values(found), now, is_whole=bool(field))
    if not field:
        show_attestations(package)
    show_sources(package, now)


def show_values(package: Package, found: list[SourcedValue], now: datetime, *, is_whole: bool) -> None:
    """A row for each value."""
    answered = [source for source, state in read_source_states(package.pk).items() if state.last_success_at]
    table = Table("field", Column("value", overflow="fold"), "source", "confirmed", "last changed")
    for value in found:
        is_missing = value.value in (None, "")
        table.add_row(
            value.name,
            explain_missing(value, package, answered) if is_missing else format_value(value.value, is_whole=is_whole),
            name_source(value.origin, package.index_name) or "unknown",
            "undated" if value.is_undated else format_ago(value.confirmed_at, now),
            format_ago(value.changed_at, now),
        )
    console.print(table, markup=False)


def explain_missing(value: SourcedValue, package: Package, answered: Collection[str]) -> str:
    """Why there is no value, such as "not checked"; `answered` are the sources that ever answered."""
    if not value.key:
        return "not filled in"
    said: str = explain_missing_value(package, [value.key], answered).value
    return said


def format_value(value: object, *, is_whole: bool) -> str:
    """A value as a terminal shows it."""
    said = json.dumps(value, ensure_ascii=False) if isinstance(value, list | dict) else str(value)
    return said if is_whole or len(said) <= LONGEST_VALUE else f"{said[:LONGEST_VALUE]}..."


def show_attestations(package: Package) -> None:
    """Print a line for each of the two newest releases (attested or not, publishers), and one for each change."""
    releases = newest_offered(newest_releases(package, MOST_LOOKED_AT), 3)
    changes = find_trust_changes(releases)
    for release in releases[:2]:
        console.print(f"release {release.version}: {describe_attestation(release)}", soft_wrap=True, markup=False)
        if change := changes.get(release.version):
            new = change.new or "no publisher"
            console.print(f"  {change.before} had {change.old or 'an attestation'}, this one {new}", markup=False)


MOST_LOOKED_AT = 50


def describe_attestation(release: Release) -> str:
    """The attestation and the publishers of a release in words."""
    if release.is_attested is None:
        return "attestation unknown, because the index does not say"
    if not release.is_attested:
        return "no attestation on the index"
    if release.publishers is None:
        return "attested, publisher not checked"
    by = describe_publishers(release.publishers) or "an unknown publisher"
    states = f"; attests {', '.join(release.predicate_types)}" if release.predicate_types else ""
    return f"attested, uploaded by {by}, says the index{states}"


ANSWERS = {
    "": "not checked yet",
    "changed": "something new",
    "unchanged": "nothing new",
    "gone": "not found",
    "rate limited": "rate limited",
    "unavailable": "no answer",
    "malformed": "an answer that cannot be read",
}
"""How a source answered last, in words."""


def show_sources(package: Package, now: datetime) -> None:
    """Print how each source answered last and when it will be asked next."""
    for state in read_source_states(package.pk).values():
        said = ANSWERS.get(state.last_answer, state.last_answer)
        ago = format_ago(state.last_answer_at, now)
        answer = f"{said}, {ago}" if ago else said
        error = f": {state.last_error}" if state.last_error else ""
        name = name_source(state.source, package.index_name)
        console.print(
            f"{name}: {answer}{error}. Next: {format_until(state.due_at, now)}.",
            soft_wrap=True,
            markup=False,
        )
        for line in state.note.splitlines():
            console.print(f"  {line}", soft_wrap=True, markup=False)
