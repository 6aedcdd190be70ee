"""A project at one moment: what all services say of it is drawn from this value."""

from datetime import datetime

import attrs

from world.licences import Licence


@attrs.frozen(kw_only=True)
class Release:
    """A published version. `pythons` and `djangos` are those that it declares."""

    version: str
    uploaded_at: datetime
    pythons: tuple[str, ...]
    djangos: tuple[str, ...]
    has_wheel: bool
    size_bytes: int
    is_yanked: bool = False


@attrs.frozen(kw_only=True)
class Person:
    """Who committed, with an account at the host or by name only."""

    login: str
    name: str
    commits: int
    is_bot: bool = False


@attrs.frozen(kw_only=True)
class Vulnerability:
    """A known vulnerability; `fixed_in` is the release that mended it, "" while the newest one has it."""

    id: str
    published_at: datetime
    fixed_in: str = ""


@attrs.frozen(kw_only=True)
class Project:
    """`name` is "" where it is not on PyPI; `service`, `host` and `path` are "" where it has no repository.

    `pypi_changes` and `repo_changes` count what happened to what PyPI and the host say: while they stay, so do answers.
    The `people` stand in the order of their commits, most first; the `author` is who publishes. `mended` are the
    vulnerabilities that older releases have.
    """

    number: int
    slug: str
    name: str
    service: str
    host: str
    path: str
    summary: str
    topics: tuple[str, ...]
    licence: Licence
    development_status: str
    default_branch: str
    created_at: datetime
    pushed_at: datetime
    archived_at: datetime | None
    is_fork: bool
    releases: tuple[Release, ...]
    vulnerabilities: tuple[Vulnerability, ...]
    stars: int
    forks: int
    open_issues: int
    commits: int
    people: tuple[Person, ...]
    author: Person
    downloads_a_day: int
    mended: tuple[Vulnerability, ...] = ()
    pypi_changes: int = 0
    repo_changes: int = 0

    @property
    def owner(self) -> str:
        """The account or group that the repository belongs to."""
        return self.path.rpartition("/")[0]

    @property
    def repo_name(self) -> str:
        """The last part of the repository's path."""
        return self.path.rpartition("/")[2]

    @property
    def url(self) -> str:
        """The repository's address, "" where there is none."""
        return f"https://{self.host}/{self.path}" if self.path else ""

    @property
    def current(self) -> Release:
        """The release that PyPI shows: the last one that is no candidate; only of projects that have releases."""
        return next((release for release in reversed(self.releases) if "rc" not in release.version), self.releases[-1])
