import click
from django.core.management import execute_from_command_line


@click.command(context_settings={"ignore_unknown_options": True}, add_help_option=False)
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
def command(arguments: tuple[str, ...]) -> None:
    """Run one of Django's own commands, such as createsuperuser."""
    execute_from_command_line(["packgrid manage", *arguments])
