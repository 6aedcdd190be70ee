from datetime import UTC, datetime

import click

from packgrid.ops.console import console
from packgrid.ops.doctor_checks import FindingLevel, list_findings

SIGNS = {
    FindingLevel.FINE: "[green]✓[/green]",
    FindingLevel.ADVICE: "[yellow]![/yellow]",
    FindingLevel.WRONG: "[red]✗[/red]",
}


@click.command()
def command() -> None:
    """Find problems and say what to do. Nothing is changed.

    ✗ marks a problem, ! marks advice. The exit code is 1 if there is a problem, else 0.
    """
    levels = set()
    for finding in list_findings(datetime.now(UTC)):
        console.print(f"{SIGNS[finding.level]} {finding.name:<12} ", end="")
        console.print(finding.says, soft_wrap=True, markup=False)
        levels.add(finding.level)
    raise SystemExit(1 if FindingLevel.WRONG in levels else 0)
