"""Faults on demand: which one strikes which answer. What each of them does is in spoils.py."""

from collections.abc import Callable, Iterable
from datetime import datetime

import attrs

from world.chance import chance_of
from world.project import Project
from world.universe import Universe

RENAMED = "-renamed"
OF_PYPI = {"simple", "files", "rss", "integrity"}
"""Services that fail when PyPI fails; each can fail alone, too."""
INDEXES = {"pypi", "pypistats", *OF_PYPI}  # they keep the address that the publisher wrote
PERIOD_S = 3600


@attrs.define
class Fault:
    """It strikes a `share` of the answers of a service ("": of all) about these projects (None: all), at most `times`.

    `seconds` is the time in what it does: a wait, a period. `struck` counts.
    """

    kind: str
    service: str = ""
    numbers: frozenset[int] | None = None
    share: float = 1
    times: int | None = None
    seconds: float | None = None
    met: int = 0
    struck: int = 0

    def concerns(self, service: str, about: Iterable[int]) -> bool:
        """Whether it can strike an answer of this service about these projects."""
        is_of_pypi = self.service == "pypi" and service in OF_PYPI
        is_here = (self.service in {"", service} or is_of_pypi) and not (self.kind == "renamed" and service in INDEXES)
        is_left = self.times is None or self.struck < self.times
        return is_here and is_left and (self.numbers is None or not self.numbers.isdisjoint(about))

    def strikes(self, seed: int) -> bool:
        """Whether it strikes this time: a share of all times, the same in every run."""
        self.met += 1
        is_hit = self.share >= 1 or chance_of(seed, self.kind, self.met).random() < self.share
        self.struck += is_hit
        return is_hit


def gone(_project: Project, _fault: Fault, _when: str) -> None:
    """Deleted, or made private."""
    return


def flickering(project: Project, fault: Fault, when: str) -> Project | None:
    """Gone in every other period or so, by chance that falls out the same way in every run."""
    return project if chance_of(project.number, when).random() < HALF else None


HALF = 0.5


def renamed(project: Project, _fault: Fault, _when: str) -> Project:
    """Moved to another name."""
    return attrs.evolve(project, path=f"{project.path}{RENAMED}") if project.path else project


# How a project is seen: in the answers for one and in those for many, such as GraphQL's.
SIGHTS: dict[str, Callable[[Project, Fault, str], Project | None]] = {
    "gone": gone,
    "flickering": flickering,
    "renamed": renamed,
}


class Faults:
    """The faults that are set; the first that strikes an answer spoils it."""

    def __init__(self, universe: Universe, kinds: Iterable[str], services: Iterable[str]) -> None:
        self.universe = universe
        self.kinds, self.services = {*SIGHTS, *kinds}, {*services}
        self.set: list[Fault] = []

    def add(self, kind: str, *, projects: Iterable[str] | float | None = None, **rest: object) -> Fault:
        """A new fault. `projects` are names or repository paths, or a share of all projects; None are all answers."""
        if kind not in self.kinds:
            raise ValueError(f"there is no fault {kind!r}; there are {', '.join(sorted(self.kinds))}")
        fault = Fault(kind, numbers=self.numbers(kind, projects), **rest)
        if fault.service not in {"", *self.services}:
            raise ValueError(f"there is no service {fault.service!r}; there are {', '.join(sorted(self.services))}")
        self.set.append(fault)
        return fault

    def numbers(self, kind: str, projects: Iterable[str] | float | None) -> frozenset[int] | None:
        """The projects that are meant."""
        if projects is None:
            return None
        if isinstance(projects, (int, float)):
            seed, every = self.universe.seed, range(len(self.universe))
            return frozenset(number for number in every if chance_of(seed, number, kind).random() < projects)
        wanted = {projects} if isinstance(projects, str) else set(projects)
        found = {
            number for number, who in enumerate(self.universe.identities) if wanted & {who.slug, who.name, who.path}
        }
        if not found:
            raise ValueError(f"no project is called {' or '.join(sorted(wanted))}")
        return frozenset(found)

    def clear(self, service: str = "") -> None:
        """End the faults of a service, or all."""
        self.set = [fault for fault in self.set if service and fault.service != service]

    def seen(self, service: str, project: Project, now: datetime) -> Project | None:
        """The project as this service shows it at a moment."""
        seen: Project | None = project
        for fault in self.set:
            if seen and fault.kind in SIGHTS and fault.concerns(service, (project.number,)):
                period = int(now.timestamp() // (fault.seconds or PERIOD_S))
                seen = SIGHTS[fault.kind](seen, fault, f"{self.universe.seed}/{period}")
        return seen

    def striking(self, service: str, about: Iterable[int]) -> Fault | None:
        """The fault that spoils this answer, if any does."""
        for fault in self.set:
            if fault.kind not in SIGHTS and fault.concerns(service, about) and fault.strikes(self.universe.seed):
                return fault
        return None
