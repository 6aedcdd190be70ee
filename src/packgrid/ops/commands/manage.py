import os

import click
from django.core.management import execute_from_command_line

from packgrid.lib.files import FOR_OTHERS
from packgrid.ops.database_file import check_database_file, sqlite_path


@click.command(context_settings={"ignore_unknown_options": True}, add_help_option=False)
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
def command(arguments: tuple[str, ...]) -> None:
    """Run one of Django's own commands, such as createsuperuser."""
    if arguments[:1] == ("migrate",) and "--help" not in arguments and (path := sqlite_path()):
        check_database_file(path)
    os.umask(FOR_OTHERS)  # a database that it makes, or a dump, is for its owner alone
    execute_from_command_line(["packgrid manage", *arguments])
