"""What the page of a package shows, gathered from its rows."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

import attrs
from packaging.requirements import InvalidRequirement, Requirement

from packgrid.catalogue import queries
from packgrid.catalogue.models import Example, Facts, Package, Release
from packgrid.comparison.models import Grid
from packgrid.comparison.queries import grids_of
from packgrid.lib import classifiers
from packgrid.lib.locators import RepoLocator
from packgrid.lib.markup import expand_emoji
from packgrid.lib.versions import normalize_name
from packgrid.publishing import tags
from packgrid.refresh.queries import states_of
from packgrid.web import addresses
from packgrid.web.package.origins import Origin, origins
from packgrid.web.package.readme import contained

EXTRA = re.compile(r'extra == "([^"]+)"|"([^"]+)" == extra')
SHOWN_RELEASES = 10
SHOWN_PEOPLE = 24
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
    """A text with an address, or with "" where there is none to link to."""

    title: str
    url: str


@attrs.frozen
class Need:
    """A package that it needs: its name, the versions it accepts, and ours of that name, if we have it."""

    name: str
    versions: str
    ours: Package | None = None

    @property
    def url(self) -> str:
        """Where we have it, "" if we do not."""
        return self.ours.get_absolute_url() if self.ours else ""


@attrs.frozen
class Weakness:
    """A known vulnerability of the newest version."""

    id: Link
    summary: str
    fixed_in: str


@attrs.frozen(kw_only=True)
class PackagePage:
    """Everything the page shows. None is unknown."""

    package: Package
    facts: Facts
    description: str
    verdict: str
    pythons: tuple[str, ...]
    djangos: tuple[str, ...]
    status: str | None
    releases: Sequence[Release]
    release_count: int
    weaknesses: Sequence[Weakness]
    links: Sequence[Link]
    people: Sequence[Link]
    more_people: Sequence[Link]
    bots: Sequence[Link]
    needs: Sequence[Need] | None
    extras: Sequence[str]
    grids: Sequence[Grid]
    examples: Sequence[Example]
    readme: str
    origins: Mapping[str, Origin | None]


def package_page(package: Package) -> PackagePage:
    """The page of a package read with queries.package(); six queries more."""
    facts = queries.facts_of(package)
    repo = addresses.repo_of(package.repo_url)
    bots = set(facts.bots or ())
    everybody = [Link(name, addresses.profile(repo, name)) for name in facts.contributors or ()]
    people = [person for person in everybody if person.title not in bots]
    requirements = None if facts.requires_dist is None else list(parsed(facts.requires_dist))
    return PackagePage(
        package=package,
        facts=facts,
        description=expand_emoji(facts.repo_description or facts.summary or ""),
        verdict=package.judgement.sentence if hasattr(package, "judgement") else "",
        pythons=classifiers.python_versions(facts.classifiers or ()),
        djangos=classifiers.django_versions(facts.classifiers or ()),
        status=classifiers.development_status(facts.classifiers or ()),
        releases=queries.newest_releases(package, SHOWN_RELEASES),
        release_count=package.releases.count(),
        weaknesses=list(weaknesses(facts.vulnerabilities or ())),
        links=list(links(package, facts, repo)),
        people=people[:SHOWN_PEOPLE],
        more_people=people[SHOWN_PEOPLE:],
        bots=[person for person in everybody if person.title in bots],
        needs=None if requirements is None else needs(requirements),
        extras=sorted({extra for item in requirements or () for extra in extras_of(item)}),
        grids=grids_of(package.pk),
        examples=[example for example in queries.approved_examples(package) if addresses.is_web(example.url)],
        origins=origins(facts, states_of(package.pk)),
        readme=contained(package.readme.html) if hasattr(package, "readme") else "",
    )


def tags_of(page: PackagePage) -> set[str]:
    """What a page was made from."""
    package, needs = page.package, page.needs or ()
    named = {package.pk, package.replaced_by_id, *(need.ours.pk for need in needs if need.ours)}
    projects = tags.projects(normalize_name(need.name) for need in needs)
    return (
        tags.packages(filter(None, named)) | tags.grids(grid.pk for grid in page.grids) | projects | {tags.CATEGORIES}
    )


def links(package: Package, facts: Facts, repo: RepoLocator | None) -> Iterator[Link]:
    """Its addresses, each once; what people entered goes before what the project says."""
    said = {**(facts.links or {})}
    if package.documentation_url:
        said["documentation"] = package.documentation_url
    entered = package.repo_url if addresses.is_web(package.repo_url) or not repo else repo.url
    found = [(repo.title if repo else "Repository", entered or said.get("repository", ""))]
    if package.pypi_name:
        found.append(("PyPI", addresses.pypi_page(package.pypi_name)))
    found += [(title, said.get(kind, "")) for kind, title in KINDS.items()]
    seen: set[str] = set()
    for title, url in found:
        if addresses.is_web(url) and (key := url.rstrip("/").lower()) not in seen:
            seen.add(key)
            yield Link(title, url)


def parsed(requirements: Iterable[str]) -> Iterator[Requirement]:
    """The requirements that can be understood; a text of the years before PEP 508 is left out."""
    for text in requirements:
        try:
            yield Requirement(text)
        except InvalidRequirement:
            continue


def needs(requirements: Iterable[Requirement]) -> list[Need]:
    """What it needs whatever extras are chosen, each name once, linked where we have it: one query at most."""
    always = {normalize_name(item.name): item for item in requirements if not extras_of(item)}
    ours: Mapping[str, Package] = queries.by_project(always) if always else {}
    return [Need(item.name, str(item.specifier), ours.get(name)) for name, item in always.items()]


def extras_of(requirement: Requirement) -> list[str]:
    """The extras that a requirement belongs to."""
    return [before or behind for behind, before in EXTRA.findall(str(requirement.marker or ""))]


def weaknesses(said: Iterable[Mapping[str, object]]) -> Iterator[Weakness]:
    """The known vulnerabilities, as apply.py stores them."""
    for item in said:
        url, fixed = str(item.get("link") or ""), item.get("fixed_in")
        versions = ", ".join(map(str, fixed)) if isinstance(fixed, list) else ""
        name = str(item.get("id") or "")
        yield Weakness(Link(name, url if addresses.is_web(url) else ""), str(item.get("summary") or ""), versions)
