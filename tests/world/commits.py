"""The commits of a repository. They are spread evenly over its life, so only the newest one's date is exact."""

from datetime import datetime
from hashlib import blake2b

import attrs

from world.chance import chance_of
from world.project import Person, Project
from world.words import SENTENCES


@attrs.frozen
class Commit:
    sha: str
    at: datetime
    by: Person
    message: str


def commit(project: Project, back: int) -> Commit:
    """The commit that is so many before the newest one."""
    place = project.commits - back
    age = (project.pushed_at - project.created_at) * (back / project.commits)
    chance = chance_of(project.number, place)
    return Commit(sha(project, place), project.pushed_at - age, chance.choice(project.people), chance.choice(SENTENCES))


def sha(project: Project, place: int) -> str:
    """The id of a commit: the first one is 1."""
    return blake2b(f"{project.number}/{place}".encode(), digest_size=20).hexdigest()


def parents(project: Project, back: int) -> list[str]:
    """The id of the commit before it; the first has none."""
    place = project.commits - back - 1
    return [sha(project, place)] if place > 0 else []


def count(project: Project, *, since: datetime | None = None) -> int:
    """How many commits there are, of all or since a moment."""
    if since is None or since <= project.created_at:
        return project.commits
    life = project.pushed_at - project.created_at
    return max(0, -int(-project.commits * ((project.pushed_at - since) / life) // 1))
