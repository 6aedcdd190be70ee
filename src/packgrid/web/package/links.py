"""Links to the addresses of a package and of its people, each address once."""

from collections.abc import Iterator, Mapping
from typing import Any

import attrs

from packgrid.catalogue.models import Facts, Package
from packgrid.lib.locators import RepoLocator
from packgrid.web import addresses

# The kinds of links that a project gives, in the order in which people look for them.
KINDS = {
    "documentation": "Documentation",
    "homepage": "Home page",
    "changelog": "Changelog",
    "issues": "Issues",
    "funding": "Funding",
}


@attrs.frozen
class Link:
    """A text with an address; "" if there is none."""

    title: str
    url: str


@attrs.frozen(kw_only=True)
class People:
    """The contributors, most active first, bots separately; the organization and the accounts that may publish."""

    people: tuple[Link, ...]
    bots: tuple[Link, ...]
    publishers: tuple[str, ...] = ()


def list_links(package: Package, facts: Facts, repo: RepoLocator | None) -> Iterator[Link]:
    """The addresses of a package, each once. What people entered comes before what the project says."""
    stated = {**(facts.links or {})}
    if package.documentation_url:
        stated["documentation"] = package.documentation_url
    entered = package.repo_url if addresses.is_web_url(package.repo_url) or not repo else repo.url
    found = [(repo.title if repo else "Repository", entered or stated.get("repository", ""))]
    if package.public_name:
        found.append(("PyPI", addresses.make_pypi_url(package.public_name)))
    found += [(title, stated.get(kind, "")) for kind, title in KINDS.items()]
    seen: set[str] = set()
    for title, url in found:
        if addresses.is_web_url(url) and (key := url.rstrip("/").lower()) not in seen:
            seen.add(key)
            yield Link(title, url)


def find_changelog(facts: Facts) -> str:
    """The address of the change log that the project links to; "" if there is none."""
    url = str((facts.links or {}).get("changelog", ""))
    return url if addresses.is_web_url(url) else ""


def list_people(facts: Facts, repo: RepoLocator | None) -> People:
    """The people and bots who committed."""
    bots = set(facts.bots or ())
    contributors = [Link(name, addresses.find_profile_url(repo, name)) for name in facts.contributors or ()]
    return People(
        people=tuple(person for person in contributors if person.title not in bots),
        bots=tuple(person for person in contributors if person.title in bots),
        publishers=tuple(list_publishers(facts.ownership or {})),
    )


def list_publishers(ownership: Mapping[str, Any]) -> Iterator[str]:
    """Links to the organization and the accounts that may publish releases, each once, as the index tells."""
    if organization := ownership.get("organization"):
        yield f"{organization} (organization)"
    yield from dict.fromkeys(str(role[0]) for role in ownership.get("roles") or ())
