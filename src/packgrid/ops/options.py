"""Options of commands, where click's own messages would not be plain."""

from collections.abc import Mapping
from pathlib import Path

import click


class WholeNumber(click.IntRange):
    """A whole number in a range."""

    name = "number"


class NonEmptyPath(click.ParamType[Path]):
    """A path; an empty text is none, and not the folder that one is in."""

    name = "path"

    def convert(self, value: str | Path, param: click.Parameter | None, ctx: click.Context | None) -> Path:
        """The path.

        Raises:
            BadParameter: the text is empty.
        """
        return Path(value) if value != "" else self.fail("The name is empty.", param, ctx)


def only_flag(flags: Mapping[str, bool], options: Mapping[str, str]) -> str:
    """The one flag that was given, "" for none; `options` has the option of each, as people write it.

    Raises:
        UsageError: several were given.
    """
    given = [name for name in options if flags[name]]
    if len(given) > 1:
        *first, last = options.values()
        raise click.UsageError(f"{', '.join(first)} and {last} cannot be used together. Choose one.")
    return "".join(given)


class QueryCommand(click.Command):
    """A command whose words may begin with a dash, as in `-unwanted`; all behind "--" are words, whatever they are."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Answer -h, and take a mistyped --option for no word.

        Raises:
            NoSuchOption: something that begins with "--" is none of the options.
        """
        ours = args[: args.index("--")] if "--" in args else args
        if "-h" in ours:
            click.echo(ctx.get_help())
            ctx.exit()
        known = [name for parameter in self.get_params(ctx) for name in parameter.opts]
        for part in ours:
            name = part.partition("=")[0]
            if name.startswith("--") and name not in known:
                raise click.NoSuchOption(name, possibilities=known, ctx=ctx)
        return super().parse_args(ctx, args)
