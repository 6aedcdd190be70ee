"""What a project looked like when the world began."""

from datetime import datetime, timedelta
from random import Random

import attrs

from world import words
from world.identity import Identity, drawn, login
from world.licences import LICENCES
from world.project import Person, Project, Vulnerability
from world.releasing import history

# Of a thousand projects: the least and most pushes a day, and the least and most days since the last one.
LIVES = {(2.0, 15.0, 0.01, 0.8): 15, (0.1, 0.6, 1, 15): 60, (0.003, 0.03, 20, 300): 325, (0, 0, 200, 3600): 600}
MOST_STARS, MOST_PEOPLE, MOST_RELEASES = 80_000, 400, 150
DAYS_OF_LIFE = (40, 15 * 365)


@attrs.frozen
class Newborn:
    """A project and how busy it is: the pushes that it will see a day."""

    project: Project
    pushes_a_day: float


def born(chance: Random, number: int, identity: Identity, began_at: datetime) -> Newborn:
    """The project of this number at the moment when the world began."""
    least, most, rest_from, rest_to = drawn(chance, LIVES)
    pushes_a_day = chance.uniform(least, most)
    pushed_at = began_at - timedelta(days=chance.uniform(rest_from, rest_to))
    created_at = pushed_at - timedelta(days=chance.uniform(*DAYS_OF_LIFE))
    stars = min(MOST_STARS, int(chance.lognormvariate(4.5 if most > 1 else 2.3, 1.8)))
    moments = [created_at + chance.random() * (pushed_at - created_at) for _ in range(release_count(chance))]
    releases = history(chance, moments) if identity.name else ()
    team = people(chance, stars, has_bots=pushes_a_day > 0)
    project = Project(
        number=number,
        **attrs.asdict(identity),
        summary=summary(chance, identity.slug),
        topics=topics(chance),
        licence=drawn(chance, LICENCES),
        development_status=chance.choice(words.STATUSES),
        default_branch="main" if created_at.year > 2020 else chance.choice(["master", "master", "main", "develop"]),
        created_at=created_at,
        pushed_at=pushed_at,
        archived_at=pushed_at + (began_at - pushed_at) / 2 if most == 0 and chance.random() < 0.15 else None,
        is_fork=chance.random() < 0.02,
        releases=releases,
        vulnerabilities=vulnerabilities(chance, releases),
        stars=stars,
        forks=int(stars * chance.uniform(0.05, 0.35)),
        open_issues=int(stars**0.6 * chance.random()),
        commits=sum(person.commits for person in team),
        people=team,
        author=team[0],
        downloads_a_day=int(chance.lognormvariate(3, 2.2)),
    )
    return Newborn(project, 0 if project.archived_at else pushes_a_day)


def release_count(chance: Random) -> int:
    """How many releases a project has had."""
    return min(MOST_RELEASES, 1 + int(chance.lognormvariate(2.1, 1)))


def people(chance: Random, stars: int, *, has_bots: bool) -> tuple[Person, ...]:
    """Who has committed, the most active first; each next one did less."""
    count = min(MOST_PEOPLE, 1 + int(stars**0.55 * chance.random()))
    most = int(chance.lognormvariate(4, 1.2)) + 1
    humans = [person(chance, max(1, most // (place + 1))) for place in range(count)]
    bots = [Person(login=chance.choice(words.BOTS), name="", commits=most // 3 + 1, is_bot=True)] if has_bots else []
    unique = {person.login: person for person in [*humans, *bots]}
    return tuple(sorted(unique.values(), key=lambda person: (-person.commits, person.login)))


def person(chance: Random, commits: int) -> Person:
    """Somebody with so many commits."""
    first, last = chance.choice(words.FIRST_NAMES), chance.choice(words.LAST_NAMES)
    return Person(
        login=f"{login(first, last)}{chance.choice(['', chance.randrange(99)])}",
        name=f"{first} {last}",
        commits=commits,
    )


def summary(chance: Random, slug: str) -> str:
    """What a project says of itself in a line."""
    return f"{slug.removeprefix('django-').replace('-', ' ').capitalize()} for Django. {chance.choice(words.SENTENCES)}"


def topics(chance: Random) -> tuple[str, ...]:
    """The topics of a repository, often none."""
    return ("django", *chance.sample(words.THINGS, chance.randrange(8))) if chance.random() < 0.5 else ()


def vulnerabilities(chance: Random, releases: tuple) -> tuple[Vulnerability, ...]:
    """Those known when the world began: a few."""
    if not releases or chance.random() > 0.01:
        return ()
    return (vulnerability(chance, releases[-1].uploaded_at + timedelta(days=1)),)


def vulnerability(chance: Random, at: datetime) -> Vulnerability:
    """A vulnerability that became known at a moment, as OSV names them."""
    return Vulnerability(id=f"PYSEC-{at.year}-{chance.randrange(1, 3000)}", published_at=at)
