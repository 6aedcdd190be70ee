"""How large a package is with everything that is installed with it, as far as the catalogue knows. Pure."""

from collections.abc import Mapping, Sequence
from enum import StrEnum
from functools import cached_property

import attrs

from packgrid.catalogue.missing_values import MissingValue
from packgrid.catalogue.required_projects import NeededProject
from packgrid.lib.requirements import admits_version


class Uncounted(StrEnum):
    """Why something that is installed with a package is missing in its install size."""

    REQUIREMENTS_UNKNOWN = "requirements not known"
    NOT_LISTED = "not in this catalogue"
    SIZE_UNKNOWN = "size not known"
    OTHER_VERSION = "another version is required"
    UNREADABLE = "cannot be read"


@attrs.frozen(cache_hash=True)
class InstallSize:
    """The bytes of a package's file, and of all files that are installed with it.

    `package_count` is how many other packages are counted. `uncounted` says what is not, and why, by project; "" is the
    package itself. `is_cut` if there were too many packages to follow all.
    """

    own_bytes: int
    total_bytes: int
    package_count: int = 0
    uncounted: tuple[tuple[str, Uncounted], ...] = ()
    is_cut: bool = False

    @property
    def is_complete(self) -> bool:
        """True if everything that is installed is counted; else the total is the least that it can be."""
        return not (self.uncounted or self.is_cut)


@attrs.frozen(kw_only=True)
class InstallablePackage:
    """A package as its newest release would be installed.

    `file_bytes` is None where its size is not known, and `is_size_due` says that the index was not asked for it yet.
    `needed` are its requirements by extra.
    """

    package_id: int
    index_name: str
    project: str
    version: str
    file_bytes: int | None
    is_size_due: bool = False
    are_requirements_known: bool = True
    needed: Mapping[str, Sequence[NeededProject]] = attrs.field(factory=dict)


@attrs.frozen
class InstallGraph:
    """Packages by id with all that they require; `is_cut` if there are more than were read."""

    packages: Mapping[int, InstallablePackage]
    is_cut: bool = False

    @cached_property
    def by_project(self) -> dict[tuple[str, str], InstallablePackage]:
        """The packages by index and project; where several are of one project, the oldest."""
        ordered = sorted(self.packages.values(), key=lambda package: -package.package_id)
        return {(package.index_name, package.project): package for package in ordered if package.project}


@attrs.define
class InstallWalk:
    """The packages that are installed with `root`, found from requirement to requirement.

    `excluded` are packages that are not counted, because another version of them is required.
    """

    root: InstallablePackage
    by_project: Mapping[tuple[str, str], InstallablePackage]
    excluded: frozenset[int]
    rejected: set[int] = attrs.field(factory=set)
    counted: dict[int, InstallablePackage] = attrs.field(factory=dict)
    uncounted: dict[str, Uncounted] = attrs.field(factory=dict)

    def run(self) -> None:
        """Follow all requirements; each package is visited once for each of its extras."""
        waiting = [(self.root, "")]
        seen = {(self.root.package_id, "")}
        while waiting:
            package, extra = waiting.pop()
            self.visit(package)
            for needed in package.needed.get(extra, ()):
                found = self.follow(needed)
                if found and (key := (found.package_id, needed.project_extra)) not in seen:
                    seen.add(key)
                    waiting.append((found, needed.project_extra))

    def visit(self, package: InstallablePackage) -> None:
        """Count a package, or say what of it is not known."""
        name = "" if package is self.root else package.project
        if not package.file_bytes:
            self.uncounted[name] = Uncounted.SIZE_UNKNOWN
        else:
            self.counted[package.package_id] = package
        if not package.are_requirements_known:
            self.uncounted.setdefault(name, Uncounted.REQUIREMENTS_UNKNOWN)

    def follow(self, needed: NeededProject) -> InstallablePackage | None:
        """The package that fulfils a requirement; None where there is none, which is noted."""
        if not needed.project:
            self.uncounted[needed.specifier] = Uncounted.UNREADABLE
            return None
        found = self.find(needed.project)
        if found is None:
            self.uncounted[needed.project] = Uncounted.NOT_LISTED
            return None
        if found is not self.root and found.version and not admits_version(needed.specifier, found.version):
            self.rejected.add(found.package_id)
        if found.package_id in self.rejected or found.package_id in self.excluded:
            self.uncounted[needed.project] = Uncounted.OTHER_VERSION
            return None
        return found

    def find(self, project: str) -> InstallablePackage | None:
        """The package of a project: at the index of the root, else at the public one."""
        if project == self.root.project:
            return self.root
        return self.by_project.get((self.root.index_name, project)) or self.by_project.get(("", project))


def measure_install(graph: InstallGraph, package_id: int) -> InstallSize | MissingValue | None:
    """The install size of a package. Where the size of its own file is missing, why, or None where that is not known.

    What several packages require is counted once. A package is counted with its newest release, and not at all if
    one of them requires another version.
    """
    root = graph.packages.get(package_id)
    if root is None or not root.file_bytes:
        return MissingValue.NOT_CHECKED if root and root.is_size_due else None
    excluded = frozenset[int]()
    while True:
        walk = InstallWalk(root, graph.by_project, excluded)
        walk.run()
        if walk.rejected <= excluded:
            break
        excluded |= walk.rejected
    return InstallSize(
        own_bytes=root.file_bytes,
        total_bytes=sum(package.file_bytes or 0 for package in walk.counted.values()),
        package_count=len(walk.counted) - 1,
        uncounted=tuple(sorted(walk.uncounted.items())),
        is_cut=graph.is_cut,
    )
