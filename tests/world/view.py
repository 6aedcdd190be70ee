"""What the services see of the world: projects at the moment of a call, through the faults that are set."""

from world.answers import Call
from world.faults import RENAMED, Faults
from world.identity import normalized
from world.limits import Limits
from world.project import Project
from world.universe import Universe


class View:
    """`world` is what all answers follow from besides the moment; it is part of every validator."""

    def __init__(self, universe: Universe, faults: Faults, limits: Limits) -> None:
        self.universe, self.faults, self.limits = universe, faults, limits

        self.world = f"{universe.seed}/{universe.began_at.isoformat()}"

    def named(self, name: str, call: Call) -> Project | None:
        """The project of this name at PyPI, in any spelling."""
        number = self.universe.numbers_by_name.get(normalized(name))
        return None if number is None else self.numbered(number, call)

    def hosted(self, path: str, call: Call) -> Project | None:
        """The project whose repository is, or was, at this path of the service that is called."""
        asked = path.lower()
        numbers = self.universe.numbers_by_path
        number = numbers.get((call.service, asked), numbers.get((call.service, asked.removesuffix(RENAMED))))
        found = None if number is None else self.numbered(number, call)
        is_there = found and asked in {found.path.lower(), self.universe.identities[found.number].path.lower()}
        return found if is_there else None

    def numbered(self, number: int, call: Call) -> Project | None:
        """The project of this number, None if there is none or a fault hides it."""
        if number >= len(self.universe):
            return None
        return self.faults.seen(call.service, self.universe.at(number, call.now), call.now)
