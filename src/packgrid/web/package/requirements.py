"""The requirements of a package."""

from collections.abc import Iterable, Mapping, Sequence

import attrs

from packgrid.catalogue import queries
from packgrid.catalogue.models import Package
from packgrid.lib.requirements import find_extras, parse_requirement
from packgrid.lib.versions import normalize_name


@attrs.frozen
class RequiredPackage:
    """A required project: its name, the versions it accepts, and our package of that name."""

    name: str
    versions: str
    ours: Package | None = None

    @property
    def url(self) -> str:
        """The page of our package; "" if we have none."""
        return self.ours.get_absolute_url() if self.ours else ""

    @property
    def is_checked(self) -> bool:
        """True if somebody was asked about vulnerabilities of the newest version of our package."""
        return self.ours is not None and queries.facts_of(self.ours).vulnerabilities is not None

    @property
    def vulnerability_count(self) -> int:
        """How many vulnerabilities are known of the newest version of our package; 0 also where nobody was asked."""
        return len(queries.facts_of(self.ours).vulnerabilities or ()) if self.ours else 0


@attrs.frozen
class PackageRequirements:
    """The packages that are always required, and the extras that require more. `always` is None if unknown."""

    always: Sequence[RequiredPackage] | None
    extras: Sequence[str] = ()

    @property
    def unchecked_names(self) -> list[str]:
        """The required projects that nobody was asked about, so that nothing is known of their vulnerabilities."""
        return [required.name for required in self.always or () if not required.is_checked]


def list_requirements(requires_dist: Iterable[str] | None) -> PackageRequirements:
    """The requirements of a package, each name once, linked to our packages; one query at most."""
    if requires_dist is None:
        return PackageRequirements(None)
    requirements = list(filter(None, map(parse_requirement, requires_dist)))
    always = {normalize_name(item.name): item for item in requirements if not find_extras(item)}
    ours: Mapping[str, Package] = queries.find_by_project(always) if always else {}
    return PackageRequirements(
        [RequiredPackage(item.name, str(item.specifier), ours.get(name)) for name, item in always.items()],
        sorted({extra for item in requirements for extra in find_extras(item)}),
    )
