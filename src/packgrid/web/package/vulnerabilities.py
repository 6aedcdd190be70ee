"""The known vulnerabilities of releases, as pages list them."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

import attrs

from packgrid.catalogue.advisories import list_vulnerabilities_of
from packgrid.catalogue.models import Facts, Release
from packgrid.lib.vulnerabilities import Vulnerability
from packgrid.web import addresses
from packgrid.web.package.links import Link


@attrs.frozen
class VulnerabilityLine:
    """A known vulnerability of a release; `severity` and `fixed_in` are "" where they are not known."""

    id: Link
    summary: str
    fixed_in: str
    severity: str = ""
    is_malware: bool = False


def list_vulnerabilities(stored: Iterable[Mapping[str, object]]) -> Iterator[VulnerabilityLine]:
    """The vulnerabilities in the form of Facts.vulnerabilities."""
    for item in stored:
        url, fixed = str(item.get("link") or ""), item.get("fixed_in")
        versions = ", ".join(map(str, fixed)) if isinstance(fixed, list) else ""
        name = str(item.get("id") or "")
        yield VulnerabilityLine(
            Link(name, url if addresses.is_web_url(url) else ""),
            str(item.get("summary") or ""),
            versions,
            str(item.get("severity") or ""),
            bool(item.get("is_malware")),
        )


def list_of_release(
    facts: Facts, release: Release, known: Sequence[Vulnerability] | None
) -> Sequence[VulnerabilityLine] | None:
    """The known vulnerabilities of a release; None if nobody was asked about it.

    `known` are those of the whole package, None where OSV has not answered: then PyPI told of the newest release alone.
    """
    if known is not None:
        return list(list_vulnerabilities(list_vulnerabilities_of(release.version, known)))
    if release.version != facts.version or facts.vulnerabilities is None:
        return None
    return list(list_vulnerabilities(facts.vulnerabilities))
