"""Reads the kind and the version of a distribution file from its name."""

import re
from collections.abc import Iterable, Mapping

import attrs
from packaging.utils import InvalidSdistFilename, InvalidWheelFilename, parse_sdist_filename, parse_wheel_filename

from packgrid.lib.versions import normalize_name, parse_version

WHEEL = ".whl"
SDISTS = (".tar.gz", ".zip", ".tar.bz2", ".tgz", ".tar.xz", ".tar.Z", ".tar")
BINARIES = (".egg", ".exe", ".msi", ".rpm", ".deb", ".dmg")
PLATFORM = re.compile(
    r"\.(?:win32|win-amd64|linux-|macosx-|noarch|src\.|i[3-6]86|x86_64)|-py[23]|-\d+\.(?:noarch|src)", re.IGNORECASE
)
"""Where the part of a binary's name begins that comes after the version."""
PURE_WHEELS = ("-py3-none-any.whl", "-py2.py3-none-any.whl")


def is_distribution(filename: str) -> bool:
    """True for a file that can be installed, not for its signature or another page."""
    return filename.endswith((WHEEL, *SDISTS, *BINARIES))


def is_wheel(filename: str) -> bool:
    return filename.endswith(WHEEL)


def is_sdist(filename: str) -> bool:
    """True for source archives; archives for one platform (`a-1.0.linux-x86_64.tar.gz`) are none."""
    return filename.endswith(SDISTS) and not PLATFORM.search(filename)


def is_pure_wheel(filename: str) -> bool:
    """True for a wheel for every platform."""
    return filename.endswith(PURE_WHEELS)


@attrs.frozen
class VersionFinder:
    """Finds the version that a file is of, among those that the index lists; where it lists none, from the name alone.

    Old files spell versions otherwise than the index does (`1.0-final` as `1.0_final`, `2024.01` as `2024.1`).
    """

    project: str
    listed: Mapping[str, str]

    @classmethod
    def make(cls, project: str, versions: Iterable[str]) -> "VersionFinder":
        """A finder for a project with these versions."""
        listed: dict[str, str] = {}
        for version in versions:
            listed.setdefault(normalize_spelling(version), version)
        return cls(normalize_name(project), listed)

    def find(self, filename: str) -> str | None:
        """The version as the index spells it; None where the name tells none, or one that is not listed."""
        named = version_in_wheel(filename) if is_wheel(filename) else self.version_after_name(filename)
        if named is None:
            return None
        if not self.listed:
            parsed = parse_version(named)
            return str(parsed) if parsed else named
        return self.listed.get(normalize_spelling(named)) or self.longest_listed(named)

    def version_after_name(self, filename: str) -> str | None:
        """The text after the project's name in a file name, without extension and platform."""
        stem = without_extension(filename)
        if stem is None:
            return None
        name = r"[-_.]+".join(map(re.escape, self.project.split("-")))
        found = re.match(rf"{name}[-_]+(?P<version>.+)", stem, re.IGNORECASE)
        if not found:
            return version_in_sdist(filename)
        return PLATFORM.split(found["version"], maxsplit=1)[0]

    def longest_listed(self, named: str) -> str | None:
        """The longest listed version that this text begins with: what follows is a build or a platform."""
        text = normalize_letters(named)
        begun = [
            version
            for version in self.listed.values()
            if re.match(rf"{re.escape(normalize_letters(version))}[-.]", text)
        ]
        return max(begun, key=len, default=None)


def version_in_wheel(filename: str) -> str | None:
    """The version in the name of a wheel, also of one whose version PEP 440 does not know."""
    try:
        return str(parse_wheel_filename(filename)[1])
    except InvalidWheelFilename:
        parts = filename.removesuffix(WHEEL).split("-")
        return parts[1].replace("_", "-") if len(parts) in {5, 6} else None


def version_in_sdist(filename: str) -> str | None:
    """The version in the name of an archive of another project's spelling."""
    try:
        return str(parse_sdist_filename(filename)[1])
    except InvalidSdistFilename:
        return None


def without_extension(filename: str) -> str | None:
    """A name without its extension; None where it has none that we know."""
    found = next((end for end in (*SDISTS, *BINARIES) if filename.endswith(end)), None)
    return filename.removesuffix(found) if found else None


def normalize_spelling(version: str) -> str:
    """A text that is the same for all spellings of a version."""
    parsed = parse_version(version)
    return str(parsed) if parsed else normalize_letters(version)


def normalize_letters(version: str) -> str:
    """A version in small letters, with "-" for what file names write as "_"."""
    return version.lower().replace("_", "-")
