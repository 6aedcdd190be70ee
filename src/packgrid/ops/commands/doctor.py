from datetime import UTC, datetime

import click

from packgrid.ops.checkup import examine
from packgrid.ops.console import console


@click.command()
def command() -> None:
    """Look for what is wrong and say what to do; nothing is changed. The exit code is 1 if anything is."""
    is_well = True
    for finding in examine(datetime.now(UTC)):
        sign = "[green]✓[/green]" if finding.is_well else "[red]✗[/red]"
        console.print(f"{sign} {finding.name:<12} {finding.says}", soft_wrap=True)
        is_well = is_well and finding.is_well
    raise SystemExit(0 if is_well else 1)
