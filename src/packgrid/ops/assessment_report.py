"""Shows the assessment of a package with its reasons, as tables for a terminal."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

from rich.table import Table

from packgrid.assessment.percentiles import PERCENTILES
from packgrid.assessment.rules.evidence import Evidence
from packgrid.assessment.rules.framework_support import list_current_series, list_mentioned, make_framework_cells
from packgrid.assessment.rules.health import run_checks
from packgrid.assessment.rules.identity import match_identity
from packgrid.assessment.rules.proposals import propose_changes
from packgrid.assessment.rules.release_support import ReleaseSupport, current_support, earlier_support
from packgrid.assessment.rules.score import compute_score
from packgrid.assessment.rules.status import find_verdict, list_claims
from packgrid.assessment.rules.text_format import round_percent
from packgrid.lib.frameworks import FRAMEWORKS
from packgrid.ops.console import console

WORDS = {True: "yes", False: "no", None: "unknown"}


def show_verdict(evidence: Evidence, now: datetime) -> None:
    """The one line."""
    said = find_verdict(evidence, now)
    console.print(said.sentence, markup=False, style="bold", soft_wrap=True)


def show_status(evidence: Evidence, now: datetime) -> None:
    """Each claim with its evidence and who decided."""
    table = Table("status", "answer", "reason", "decided by")
    for claim in list_claims(evidence, now):
        table.add_row(claim.status, WORDS[claim.is_true], claim.sentence, claim.decided_by)
    console.print(table, markup=False)


def show_health(evidence: Evidence, now: datetime) -> None:
    """Each check; its page is docs/metrics/health/KEY.md."""
    table = Table("check", "level", "answer", "reason")
    for finding in run_checks(evidence, now):
        says = finding.sentence if finding.holds else finding.check.exactly
        table.add_row(finding.check.key, finding.check.level, WORDS[finding.holds], says)
    console.print(table, markup=False)


def show_score(evidence: Evidence, now: datetime) -> None:
    """The score, its parts and their inputs."""
    scored = compute_score(evidence, PERCENTILES.read(now), now=now)
    table = Table("part", "weight", "input", "value", "points", "reason")
    for part in scored.parts:
        value = "unknown" if part.value is None else f"{part.value:.2f}"
        table.add_row(part.title, str(part.weight), "", "", value, "")
        for item in part.inputs:
            points = "" if item.points is None else f"{item.points:.2f}"
            table.add_row("", "", item.name, item.value or "unknown", points, item.sentence)
    console.print(table, markup=False)
    total = "not enough known" if scored.total is None else f"{scored.total} of 100"
    console.print(f"Score: {total} (based on {round_percent(scored.known)}% of the inputs)")


def show_support(evidence: Evidence, now: datetime) -> None:
    """Print which of today's Djangos and Pythons the newest release works with, and of frameworks that it mentions."""
    found = current_support(evidence, now)
    table = Table("series", "support", "reason", title=f"Release {found.release.version or 'unknown'}")
    for framework in (*(each for each in FRAMEWORKS if each.is_general), *list_mentioned(found.release)):
        for cell in make_framework_cells(framework, found.release, list_current_series(framework, now)):
            table.add_row(f"{framework.title} {cell.series}", cell.kind, cell.reason)
    console.print(table, markup=False)
    if earlier := earlier_support(evidence, now):
        show_earlier(earlier)


def show_earlier(rows: Sequence[ReleaseSupport]) -> None:
    """A row for each release, with a column for each series."""
    heads = [f"Django {cell.series}" for cell in rows[0].djangos] + [
        f"Python {cell.series}" for cell in rows[0].pythons
    ]
    table = Table("release", *heads, title="Earlier releases")
    for row in rows:
        table.add_row(row.release.version, *(cell.kind for cell in (*row.djangos, *row.pythons)))
    console.print(table, markup=False)


def show_identity(evidence: Evidence, now: datetime) -> None:
    """Print whether the project and the repository belong together, and the proposed corrections."""
    found = match_identity(evidence, now)
    console.print(f"{found.match}: {' '.join(found.reasons)}", markup=False, soft_wrap=True)
    for proposal in propose_changes(evidence, now=now):
        console.print(
            f"Proposal: {proposal.field} = {proposal.value} ({proposal.reason})", markup=False, soft_wrap=True
        )


REPORTS: Mapping[str, Callable[[Evidence, datetime], None]] = {
    "status": show_status,
    "health": show_health,
    "score": show_score,
    "support": show_support,
    "identity": show_identity,
}
