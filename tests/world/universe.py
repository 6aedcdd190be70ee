"""Every project at every moment: pure, the same for the same seed, however and in whatever order it is asked."""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from functools import lru_cache
from random import Random
from threading import Lock

from world.birth import born
from world.chance import chance_of
from world.events import EFFECTS, RATES, Event
from world.identity import Identity, made_up, normalized
from world.project import Project

LIVES_KEPT = 20_000


class Universe:
    """The projects 0 to `packages`, or those of the `identities`, from the moment when the world began."""

    def __init__(self, seed: int, packages: int, began_at: datetime, identities: Sequence[Identity] = ()) -> None:
        self.seed, self.began_at = seed, began_at
        self.identities = identities or [made_up(chance_of(seed, number, "name"), number) for number in range(packages)]
        # Of two rows with one name or address the first counts, as it does at the host.
        numbered = list(enumerate(self.identities))[::-1]
        self.numbers_by_name = {normalized(identity.name): number for number, identity in numbered if identity.name}
        self.numbers_by_path = {(who.service, who.path.lower()): number for number, who in numbered if who.path}
        self.life = lru_cache(LIVES_KEPT)(self.live)

    def __len__(self) -> int:
        return len(self.identities)

    def at(self, number: int, moment: datetime) -> Project:
        """The project of this number at a moment."""
        return self.life(number).at(moment)

    def events(self, number: int, *, until: datetime) -> list[Event]:
        """What has happened to a project up to a moment, since the world began."""
        return self.life(number).events_until(until)

    def live(self, number: int) -> "Life":
        """The life of a project from the beginning."""
        return Life(number, self.identities[number], self.began_at, chance_of(self.seed, number, "life"))


class Life:
    """A project's states, one after each event, as far as anybody has asked."""

    def __init__(self, number: int, identity: Identity, began_at: datetime, chance: Random) -> None:
        newborn = born(chance, number, identity, began_at)
        self.states = [newborn.project]
        self.happened: list[Event] = []
        self.moments: list[datetime] = []
        self.turn = Lock()
        self.coming = self.told(newborn.pushes_a_day, began_at, chance)
        self.next = next(self.coming, None)

    def at(self, moment: datetime) -> Project:
        """The state after all events up to a moment."""
        return self.states[self.count_until(moment)]

    def events_until(self, moment: datetime) -> list[Event]:
        """The events up to a moment, in their order."""
        return self.happened[: self.count_until(moment)]

    def count_until(self, moment: datetime) -> int:
        """How many events there are up to a moment. Tests and the server ask from different threads."""
        with self.turn:
            while self.next and self.next[0].at <= moment:
                event, state = self.next
                self.happened.append(event)
                self.moments.append(event.at)
                self.states.append(state)
                self.next = next(self.coming, None)
        return bisect_right(self.moments, moment)

    def told(self, pushes_a_day: float, began_at: datetime, chance: Random) -> Iterator[tuple[Event, Project]]:
        """Every event that will ever come, with the state after it; events are as likely at any time."""
        project, at = self.states[0], began_at
        while True:
            rates = {kind: rate(project, pushes_a_day) for kind, rate in RATES.items()}
            if not (total := sum(rates.values())):
                return
            at += timedelta(days=chance.expovariate(total))
            kind = chance.choices(list(rates), weights=list(rates.values()))[0]
            project = EFFECTS[kind](project, at, chance)
            pushes_a_day = 0 if project.archived_at else pushes_a_day
            yield Event(kind, at), project
