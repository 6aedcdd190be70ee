"""The commands that install a package."""

from packgrid.catalogue.cooldown import CoolingRelease

INSTALLERS = ("pip install", "uv add", "poetry add")


def list_install_commands(project: str, version: str = "") -> list[str]:
    """The command of each installer for a project, or for one version of it."""
    requirement = f"{project}=={version}" if version else project
    return [f"{installer} {requirement}" for installer in INSTALLERS]


def choose_version(cooling: CoolingRelease | None, *, is_asked: bool) -> str:
    """The version that a reader should install who asked for a cooldown; "" for the newest."""
    return cooling.settled.version if is_asked and cooling and cooling.settled else ""
