from datetime import UTC, datetime

import click

from packgrid.ops.console import console
from packgrid.ops.database import prepare_database
from packgrid.web.people.digests import send_due_digests


@click.command()
def command() -> None:
    """Mail new changes to people who asked for it, each day or each week. Run it every hour with cron."""
    prepare_database()
    sent = send_due_digests(datetime.now(UTC))
    console.print(f"{sent} digest{'' if sent == 1 else 's'} sent.")
