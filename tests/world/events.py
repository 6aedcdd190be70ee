"""What happens to projects as time passes: how often each kind of event comes, and what it changes."""

from collections.abc import Callable
from datetime import datetime
from enum import StrEnum
from random import Random

import attrs

from world.birth import person, vulnerability
from world.project import Person, Project, Vulnerability
from world.releasing import following


class Kind(StrEnum):
    """What can happen to a project."""

    PUSH = "push"
    RELEASE = "release"
    STAR = "star"
    FORK = "fork"
    ISSUE_OPENED = "issue opened"
    ISSUE_CLOSED = "issue closed"
    YANK = "yank"
    VULNERABILITY = "vulnerability"
    ARCHIVE = "archive"


@attrs.frozen
class Event:
    """Something that happened to a project at a moment."""

    kind: Kind
    at: datetime


# How often an event of each kind comes in a day, by the state of the project and the pushes it sees.
type Rate = Callable[[Project, float], float]
RATES: dict[Kind, Rate] = {
    Kind.PUSH: lambda project, pushes: pushes if project.path else 0,
    Kind.RELEASE: lambda project, pushes: 0.06 * pushes if project.name else 0,
    Kind.STAR: lambda project, _: 0.0005 + 0.0004 * project.stars if project.path else 0,
    Kind.FORK: lambda project, _: 0.00008 * project.stars if project.path else 0,
    Kind.ISSUE_OPENED: lambda project, pushes: 0.0002 * project.stars + 0.05 * pushes if project.path else 0,
    Kind.ISSUE_CLOSED: lambda project, pushes: 0.15 * pushes if project.open_issues else 0,
    Kind.YANK: lambda project, pushes: 0.001 * pushes if project.name else 0,
    Kind.VULNERABILITY: lambda project, _: 0.00005 if project.releases else 0,
    Kind.ARCHIVE: lambda project, _: 0.00003 if project.path and not project.archived_at else 0,
}


def pushed(project: Project, at: datetime, chance: Random) -> Project:
    """After somebody pushed a few commits, sometimes a newcomer."""
    commits = 1 + min(int(chance.expovariate(0.5)), 30)
    newcomer = chance.random() < NEWCOMERS
    who = person(chance, 0) if newcomer else chance.choices(project.people, [who.commits for who in project.people])[0]
    return attrs.evolve(
        project,
        pushed_at=at,
        commits=project.commits + commits,
        people=after_commits(project.people, who, commits),
        repo_changes=project.repo_changes + 1,
    )


NEWCOMERS = 0.03


def after_commits(people: tuple[Person, ...], who: Person, commits: int) -> tuple[Person, ...]:
    """The people once this one has committed, who may be new among them."""
    known = {person.login: person for person in (who, *people)}
    known[who.login] = attrs.evolve(known[who.login], commits=known[who.login].commits + commits)
    return tuple(sorted(known.values(), key=lambda person: (-person.commits, person.login)))


def released(project: Project, at: datetime, chance: Random) -> Project:
    """After a release, for which the repository saw a push; it mends what was known to be vulnerable."""
    release = attrs.evolve(following(chance, project.releases[-1], at), is_yanked=False)
    return attrs.evolve(
        pushed(project, at, chance) if project.path else project,
        releases=(*project.releases, release),
        vulnerabilities=(),
        mended=(*project.mended, *(attrs.evolve(each, fixed_in=release.version) for each in project.vulnerabilities)),
        pypi_changes=project.pypi_changes + 1,
    )


def yanked(project: Project, _at: datetime, chance: Random) -> Project:
    """After one of the newer releases was withdrawn."""
    at = max(0, len(project.releases) - chance.randrange(1, 4))
    withdrawn = attrs.evolve(project.releases[at], is_yanked=True)
    releases = (*project.releases[:at], withdrawn, *project.releases[at + 1 :])
    return attrs.evolve(project, releases=releases, pypi_changes=project.pypi_changes + 1)


def found_vulnerable(project: Project, at: datetime, chance: Random) -> Project:
    """After a vulnerability of the newest release became known."""
    known: tuple[Vulnerability, ...] = (*project.vulnerabilities, vulnerability(chance, at))
    return attrs.evolve(project, vulnerabilities=known, pypi_changes=project.pypi_changes + 1)


def at_the_repo(**changes: int) -> Callable[[Project, datetime, Random], Project]:
    """An effect that adds to the counts of the repository."""

    def changed(project: Project, _at: datetime, _chance: Random) -> Project:
        counts = {name: getattr(project, name) + step for name, step in changes.items()}
        return attrs.evolve(project, **counts, repo_changes=project.repo_changes + 1)

    return changed


def archived(project: Project, at: datetime, _chance: Random) -> Project:
    """After its owner archived the repository."""
    return attrs.evolve(project, archived_at=at, repo_changes=project.repo_changes + 1)


EFFECTS: dict[Kind, Callable[[Project, datetime, Random], Project]] = {
    Kind.PUSH: pushed,
    Kind.RELEASE: released,
    Kind.STAR: at_the_repo(stars=1),
    Kind.FORK: at_the_repo(forks=1),
    Kind.ISSUE_OPENED: at_the_repo(open_issues=1),
    Kind.ISSUE_CLOSED: at_the_repo(open_issues=-1),
    Kind.YANK: yanked,
    Kind.VULNERABILITY: found_vulnerable,
    Kind.ARCHIVE: archived,
}
