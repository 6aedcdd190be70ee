"""The full list of an index's projects with their serials, read as a stream: PyPI's has 886,000 names in some 43 MB."""

import ijson

from packgrid.lib.versions import normalize_name
from packgrid.sources.errors import Malformed

ITEMS = "projects.item"


class SerialReader:
    """Takes the bytes of a list as they come, and gives the projects in them; it keeps one project at a time.

    `count` is how many projects there were, `count_with_serial` how many of them had a serial.
    """

    def __init__(self) -> None:
        self.items: list[object] = ijson.sendable_list()
        self.parser = ijson.items_coro(self.items, ITEMS)
        self.count = self.count_with_serial = 0

    def read(self, chunk: bytes) -> list[tuple[str, int]]:
        """The normalized names and serials of the projects that these bytes complete.

        Raises:
            Malformed: this is not JSON.
        """
        try:
            self.parser.send(chunk)
        except (ijson.JSONError, StopIteration) as error:
            raise Malformed(f"the list of projects is not JSON: {error}") from error
        return self.take()

    def close(self) -> list[tuple[str, int]]:
        """The last projects.

        Raises:
            Malformed: the list is cut off.
        """
        try:
            self.parser.close()
        except ijson.JSONError as error:
            raise Malformed(f"the list of projects is cut off: {error}") from error
        return self.take()

    def take(self) -> list[tuple[str, int]]:
        """The projects that are complete; those without a name or a serial are left out."""
        found = [pair for item in self.items if (pair := name_and_serial(item))]
        self.count += len(self.items)
        self.count_with_serial += len(found)
        self.items.clear()
        return found


def name_and_serial(item: object) -> tuple[str, int] | None:
    """The normalized name and the serial of a project in the list; None where it lacks one of them."""
    if not isinstance(item, dict):
        return None
    name, serial = item.get("name"), item.get("_last-serial")
    if isinstance(name, str) and isinstance(serial, int) and not isinstance(serial, bool):
        return normalize_name(name), serial
    return None
