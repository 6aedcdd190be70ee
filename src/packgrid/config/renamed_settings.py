"""Settings whose variable had another name once. The old name still works."""

from collections.abc import Mapping

NEW_NAMES = {
    "PACKGRID_FRONT": "PACKGRID_RESPONSE_CACHE",
    "PACKGRID_FRONT_MB": "PACKGRID_RESPONSE_CACHE_MB",
}


def with_new_names(variables: Mapping[str, str]) -> dict[str, str]:
    """The variables, in which the value of an old name stands under the new one, too, unless that is set."""
    renamed = {new: variables[old] for old, new in NEW_NAMES.items() if variables.get(old) and not variables.get(new)}
    return dict(variables) | renamed


def describe_old_names(variables: Mapping[str, str]) -> list[str]:
    """A sentence for each old name that is set."""
    used = {old: new for old, new in NEW_NAMES.items() if variables.get(old)}
    return [f"{old} is now called {new}. The old name still works." for old, new in used.items()]
