"""Fields of the environment: each says its variable, its sentence in docs/settings.md, and how its text is read."""

from collections.abc import Callable

import attrs

from packgrid.config.setting_parsers import one_of


@attrs.frozen
class Setting:
    """A variable, its sentence in docs/settings.md, the text used when it is unset, and how its text is read."""

    variable: str
    says: str
    default: str
    parse: Callable[[str], object]
    is_secret: bool

    def problem(self, text: str, reason: str) -> str:
        """The sentence for a text that cannot be used; it does not show what may hold a password."""
        return f"{self.variable} {reason}" if self.is_secret else f"{self.variable} is {text!r}; {reason}"


def setting[T](variable: str, says: str, default: str, parse: Callable[[str], T], *, is_secret: bool = False) -> T:
    """A field of Environment."""
    field: T = attrs.field(repr=not is_secret, metadata={"setting": Setting(variable, says, default, parse, is_secret)})
    return field


def outside_service(variable: str, says: str) -> str:
    """A field that says whether an outside service is asked: `public`, `on` or `off`."""
    return setting(variable, f"{says} {CHOICES}", "public", one_of("public", "on", "off"))


CHOICES = (
    "`public`: only if the index is the public one, because in another index names and addresses may be private, and "
    "the same name may be another project. `on`: always. `off`: never."
)
