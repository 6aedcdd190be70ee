"""The result of a refresh, as a table for a terminal."""

from collections import Counter, defaultdict
from collections.abc import Iterable

from rich.table import Table

from packgrid.catalogue.models import Facts
from packgrid.ops.console import console
from packgrid.refresh.fetch import Kind
from packgrid.refresh.on_demand import Misnamed
from packgrid.refresh.worker import Outcome

MOST_ROWS = 60


def show_outcomes(outcomes: list[Outcome], misnamed: list[Misnamed]) -> None:
    """Print a row for each package, failures last, then the totals."""
    if not outcomes and not misnamed:
        console.print("Nothing is due.")
        return
    by_package: dict[str, list[Outcome]] = defaultdict(list)
    for outcome in outcomes:
        by_package[outcome.slug].append(outcome)
    words = {slug: summarize_outcomes(found) for slug, found in by_package.items()} | dict.fromkeys(
        (item.name for item in misnamed), "failed"
    )
    if rows := choose_rows(words):
        console.print(make_outcome_table(rows, words, by_package, misnamed), markup=False)
    totals = Counter(words.values())
    console.print(", ".join(f"{totals[name]:,} {name}" for name in ("refreshed", "unchanged", "failed")))


def choose_rows(words: dict[str, str]) -> list[str]:
    """The slugs that get a row: all if there are few, else the first of those that failed."""
    order = {"refreshed": 0, "unchanged": 1, "failed": 2}
    slugs = sorted(words, key=lambda slug: order[words[slug]])
    return slugs if len(slugs) <= MOST_ROWS else [slug for slug in slugs if words[slug] == "failed"][:MOST_ROWS]


def make_outcome_table(
    slugs: Iterable[str], words: dict[str, str], by_package: dict[str, list[Outcome]], misnamed: list[Misnamed]
) -> Table:
    """A row for each of these packages: its result, what changed, and why something failed."""
    versions = dict(Facts.objects.filter(package__slug__in=list(by_package)).values_list("package__slug", "version"))
    names = {item.name: item.reason for item in misnamed}
    found = Table("package", "result", "version", "changed", "failed")
    for slug in slugs:
        outcomes = by_package.get(slug, [])
        changed = ", ".join(outcome.lane.title for outcome in outcomes if outcome.kind is Kind.CHANGED)
        reasons = [f"{outcome.lane.title}: {outcome.reason}" for outcome in outcomes if outcome.is_failure]
        found.add_row(
            slug, words[slug], versions.get(slug) or "unknown", changed, names.get(slug) or "\n".join(reasons)
        )
    return found


def summarize_outcomes(outcomes: Iterable[Outcome]) -> str:
    """The result for one package: "refreshed", "unchanged" or "failed"."""
    kinds = {outcome.kind for outcome in outcomes}
    if any(outcome.is_failure for outcome in outcomes):
        return "failed"
    return "refreshed" if Kind.CHANGED in kinds else "unchanged"
