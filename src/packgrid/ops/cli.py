"""`packgrid`: the table of commands. A command's module, and Django, are imported only when it runs."""

import os
import secrets
import sys
import tempfile
from importlib import import_module
from typing import NoReturn

import click

from packgrid import __version__
from packgrid.lib.files import find_advice, is_full
from packgrid.lib.stop import Stop

COMMANDS = {
    "up": "Set up what is missing, then run the web server and the refresher.",
    "web": "Run the web server only.",
    "search": "Find packages and grids.",
    "refresh": "Refresh packages now.",
    "why": "Show where each value of a package comes from.",
    "doctor": "Find problems and show how to fix them.",
    "worker": "Refresh on several machines (PACKGRID_ENGINE=distributed).",
    "load": "Load catalogue files: TOML, NDJSON, CSV.",
    "export": "Write the catalogue to a file that load can read.",
    "digests": "Mail new changes to people who asked for it.",
    "reindex": "Rebuild the search index and the documents of API v4, while the site runs.",
    "bench": "Run the benchmarks (in a checkout).",
    "manage": "Run a Django command, such as createsuperuser.",
}
WITHOUT_DJANGO = {"bench"}
HELP_OPTIONS = ("-h", "--help")


class LazyGroup(click.Group):
    """Lists its commands without importing them; imports the one that runs."""

    def list_commands(self, _ctx: click.Context) -> list[str]:
        """The names of the commands, in the order in which one needs them."""
        return list(COMMANDS)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The command and its arguments; where help is wanted, that alone, whatever the settings say."""
        name, *rest = args
        options = rest[: rest.index("--")] if "--" in rest else rest
        if name in COMMANDS.keys() - WITHOUT_DJANGO and not {*HELP_OPTIONS}.isdisjoint(options):
            use_default_settings()
            args = [name, *(rest[:1] if name == "manage" and rest[0] not in HELP_OPTIONS else []), "--help"]
        return super().resolve_command(ctx, args)

    def get_command(self, _ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command, after setting up Django for it; None if there is no such command."""
        if cmd_name not in COMMANDS:
            return None
        if cmd_name not in WITHOUT_DJANGO:
            set_up_django()
        if cmd_name not in WITHOUT_DJANGO | {"doctor"}:  # which says it in its own way
            warn_of_settings()
        module = import_module(f"packgrid.ops.commands.{cmd_name}")
        command: click.Command = module.command
        return command

    def format_commands(self, _ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The table, without importing a single command."""
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


@click.group(
    cls=LazyGroup,
    context_settings={"help_option_names": list(HELP_OPTIONS)},
    epilog="Settings are environment variables, as in PORT=8001 packgrid up. docs/settings.md lists them.",
)
@click.version_option(__version__, prog_name="packgrid")
def packgrid() -> None:
    """An open directory of packages that compares them in grids."""


def main() -> None:
    """Run the command line; a Stop, a database that fails or a full disk becomes one sentence and exit code 1."""
    try:
        packgrid()
    except Stop as stop:
        exit_with(str(stop))
    except Exception as error:
        if not (sentence := describe_error(error)):
            raise
        exit_with(sentence)


def exit_with(sentence: str) -> NoReturn:
    """Print why the program ends, and end it with exit code 1."""
    click.echo(f"packgrid: {sentence}", err=True)
    sys.exit(1)


def describe_error(error: Exception) -> str:
    """The sentence for an error that is the machine's, such as a full disk; "" for any other, which is ours."""
    if isinstance(error, OSError) and is_full(error):
        place = f"{error.filename or f'a temporary file (in {tempfile.gettempdir()}; TMPDIR names another folder)'}"
        return f"{error.strerror}: {place}. {find_advice(error)}"
    if "django.db" not in sys.modules:
        return ""
    sentence: str = import_module("packgrid.ops.database_errors").describe_failure(error)
    return sentence


def set_up_django() -> None:
    """Read the settings and load the apps.

    Raises:
        Stop: a setting cannot be used.
    """
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "packgrid.config.settings")
    import_module("django").setup()


def use_default_settings() -> None:
    """Forget the settings of the environment, which may be wrong; a random key, so that no data folder is made.

    Only for help: whatever reads or writes data would do so elsewhere.
    """
    variables = {setting.variable for setting in import_module("packgrid.config.environment").SETTINGS.values()}
    variables |= {"PIP_INDEX_URL", "UV_DEFAULT_INDEX"}
    for name in [name for name in os.environ if name in variables or name.startswith("PACKGRID_")]:
        del os.environ[name]
    os.environ["PACKGRID_SECRET_KEY"] = secrets.token_urlsafe()


def warn_of_settings() -> None:
    """Say on stderr which variables are not read as their names suggest."""
    for sentence in import_module("django.conf").settings.SETTING_WARNINGS:
        click.echo(f"packgrid: {sentence}", err=True)
