"""The variables of the environment, read as settings."""

from collections.abc import Collection, Iterator, Mapping
from difflib import get_close_matches

from packgrid.config.environment import SETTINGS, Environment
from packgrid.config.setting_parsers import SQLITE_ENGINE, BadSetting, is_address
from packgrid.lib.git_hosts import HOSTS

PREFIX = "PACKGRID_"
FOR_TESTS = "PACKGRID_TESTS_"
NEW_NAMES = {
    "PACKGRID_FRONT": "PACKGRID_RESPONSE_CACHE",
    "PACKGRID_FRONT_MB": "PACKGRID_RESPONSE_CACHE_MB",
}


def read_environment(variables: Mapping[str, str]) -> Environment:
    """The settings in these variables; an empty one counts as unset.

    Raises:
        BadSetting: some cannot be used; the message names all of them.
    """
    named = with_new_names(variables)
    index = variables.get("PIP_INDEX_URL") or variables.get("UV_DEFAULT_INDEX") or ""
    values: dict[str, object] = {"python_index": index}
    problems = []
    for name, setting in SETTINGS.items():
        text = named.get(setting.variable) or setting.default
        try:
            values[name] = setting.parse(text)
        except ValueError as error:
            problems.append(setting.problem(text, str(error)))
    problems += find_contradictions(values)
    if problems:
        head = [f"{len(problems)} settings cannot be used:"] if len(problems) > 1 else []
        raise BadSetting("\n".join([*head, *problems]))
    return Environment(**values)  # type: ignore[arg-type] # each is what its parser gave


def find_contradictions(values: Mapping[str, object]) -> Iterator[str]:
    """A sentence for each setting that needs another one; `values` lacks those that cannot be used."""
    is_sqlite = not values.get("database_at", True) or str(values.get("database_at")).find(SQLITE_ENGINE) >= 0
    if values.get("engine") == "distributed" and is_sqlite:
        yield "PACKGRID_ENGINE is 'distributed', which needs PostgreSQL; set DATABASE_URL."
    for host in ("github", "gitlab"):
        if bool(values.get(f"{host}_client_id")) != bool(values.get(f"{host}_client_secret")):
            name = f"PACKGRID_{host.upper()}_CLIENT"
            yield f"Only one of {name}_ID and {name}_SECRET is set; set both or none."
    hosts = HOSTS.keys() | values.get("forges", {}).keys()  # type: ignore[attr-defined] # a mapping
    for host in sorted(values.get("git_host_tokens", {}).keys() - hosts):  # type: ignore[attr-defined] # a mapping
        yield f"PACKGRID_GIT_HOST_TOKENS has a token for {host}, whose software is unknown; name it in PACKGRID_FORGES."
    index = str(values["python_index"])
    if index and not values.get("pypi_url") and not is_address(index, {"http", "https"}):
        yield "PIP_INDEX_URL or UV_DEFAULT_INDEX is not a web address; set PACKGRID_PYPI_URL as https://pypi.example/pypi."


def setting_warnings(variables: Mapping[str, str]) -> list[str]:
    """A sentence for each variable that is not read as its name suggests: it is misspelt, or has a new name."""
    known = {setting.variable for setting in SETTINGS.values()}
    return [*describe_unknown_names(variables, known), *describe_old_names(variables)]


def with_new_names(variables: Mapping[str, str]) -> dict[str, str]:
    """The variables, in which the value of an old name stands under the new one, too, unless that is set."""
    renamed = {new: variables[old] for old, new in NEW_NAMES.items() if variables.get(old) and not variables.get(new)}
    return dict(variables) | renamed


def describe_old_names(variables: Mapping[str, str]) -> Iterator[str]:
    """A sentence for each old name that is set."""
    for old, new in NEW_NAMES.items():
        if variables.get(old):
            yield f"{old} is now called {new}. The old name still works."


def describe_unknown_names(variables: Mapping[str, str], known: Collection[str]) -> Iterator[str]:
    """A sentence for each variable that looks like a setting of Packgrid's and is none, with the nearest that is."""
    for name in sorted(variables.keys() - known - NEW_NAMES.keys()):
        near = [name.removeprefix(PREFIX)] if name.removeprefix(PREFIX) in known else []
        near = near or get_close_matches(name.upper(), known, 1, cutoff=0.8)
        looks_ours = name.upper().startswith(PREFIX) or (near and near[0].startswith(PREFIX))
        if looks_ours and not name.startswith(FOR_TESTS):
            advice = f"Did you mean {near[0]}?" if near else "docs/settings.md lists those that there are."
            yield f"{name} is not a setting, so it is ignored. {advice}"
