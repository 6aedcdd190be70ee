"""The values of a package that are not known yet, in one line instead of one place for each."""

from collections import defaultdict
from collections.abc import Iterator

from packgrid.catalogue.install_sizes import InstallSize
from packgrid.web.package.page import PackagePage


def describe_unknown_values(page: PackagePage) -> str:
    """Such as "stars, forks (not checked); licence (not stated)"; "" if everything is known."""
    titles: dict[str, list[str]] = defaultdict(list)
    for title, reason in list_unknown_values(page):
        titles[reason].append(title)
    return "; ".join(f"{', '.join(names)} ({reason})" for reason, names in titles.items())


def list_unknown_values(page: PackagePage) -> Iterator[tuple[str, str]]:
    """The title of each value that is not known, and why, in the order of the page."""
    for title, key, value in list_values(page):
        if value in (None, "", [], ()):
            yield title, page.missing[key]
    for framework, series in page.frameworks:
        if not series:
            yield f"{framework.title} versions", page.missing["classifiers"]
    if page.can_install and not isinstance(page.install_size, InstallSize):
        yield "install size", page.install_size.value if page.install_size else page.missing["install_size"]


def list_values(page: PackagePage) -> Iterator[tuple[str, str, object]]:
    """The title, the key of the fact, and the value of what the page shows."""
    facts = page.facts
    yield "description", "description", page.description
    yield "version", "version", facts.version
    yield "release date", "released", facts.released_at
    yield "Python versions", "classifiers", page.pythons or facts.requires_python
    yield "Django versions", "classifiers", page.djangos
    yield "licence", "licence", page.licences
    yield "status", "classifiers", page.status
    yield "stars", "stars", facts.stars
    yield "downloads", "downloads", facts.downloads_30d
    yield "last commit", "updated", facts.last_commit_at
    yield "README", "summary", page.readme
    yield "commits of the last year", "commits", facts.weekly_commits
    yield "forks", "forks", facts.forks
    yield "open issues", "issues", facts.open_issues
    yield "vulnerabilities", "vulnerabilities", None if facts.vulnerabilities is None else True
    yield "score", "score", page.found.score.total
    yield "releases", "releases", page.releases
    yield "links", "links", page.links
    yield "requirements", "requires_dist", None if page.needs.always is None else True
    yield "author", "author", facts.author
    yield "contributors", "contributors", page.people.people
