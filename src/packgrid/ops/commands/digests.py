from datetime import UTC, datetime

import click

from packgrid.lib.plurals import choose_plural
from packgrid.ops.console import console
from packgrid.ops.database import prepare_database
from packgrid.web.people.digests import send_due_digests
from packgrid.web.people.maintainer_mails import send_maintainer_mails


@click.command()
def command() -> None:
    """Mail changes to people who asked for it, and flags and verdicts to maintainers. Run it every hour with cron."""
    prepare_database()
    sent = send_due_digests(datetime.now(UTC))
    told = send_maintainer_mails()
    digests, mails = choose_plural(sent, "digest", "digests"), choose_plural(told, "mail", "mails")
    console.print(f"{sent} {digests} and {told} {mails} to maintainers sent.")
