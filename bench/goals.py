"""The goals of performance.md as a table, and the figures that are measured against them."""

from collections.abc import Mapping, Sequence

import attrs


class NotMeasured(SystemExit):
    """Something that the measurement needs cannot be had here; the message says what, and is a program's last word."""


@attrs.frozen
class Goal:
    """A limit that a figure is held against: it should be at least that, or at most."""

    what: str
    limit: float
    unit: str = ""
    is_floor: bool = False

    def is_met(self, value: float) -> bool:
        """Whether a figure is good enough."""
        return value >= self.limit if self.is_floor else value <= self.limit


@attrs.frozen
class Figure:
    """What was measured for a goal of a row, and in words what it was made from; `value` is None where it was not."""

    goal: str
    value: float | None
    says: str


@attrs.frozen
class Row:
    """A row: what is measured, its goals by name, and the module whose `measure(ground)` gives the figures."""

    what: str
    module: str
    goals: Mapping[str, Goal]


def at_least(limit: float, unit: str, what: str) -> Goal:
    """The more the better."""
    return Goal(what, limit, unit, is_floor=True)


def at_most(limit: float, unit: str, what: str) -> Goal:
    """The less the better."""
    return Goal(what, limit, unit)


ROWS: Mapping[int, Row] = {
    1: Row(
        "Package detail, JSON, one worker, negotiated, host check on",
        "reads_warm",
        {
            "ordinary": at_least(100, "times", "requests a second, to the ordinary way's"),
            "nginx": at_least(0.35, "of nginx", "requests a second, to those of nginx with the same bytes as a file"),
            "p99": at_most(5, "ms", "99 of 100 requests"),
            "p99 while refreshing": at_most(5, "ms", "the same, while 100 packages a second are being refreshed"),
        },
    ),
    2: Row(
        "The same, nothing in memory",
        "reads_cold",
        {"ordinary": at_least(12, "times", "less CPU a request than the ordinary way")},
    ),
    3: Row(
        "Lists of packages, nothing in memory",
        "reads_lists",
        {
            "20": at_least(30, "times", "less CPU for a list of 20 than the ordinary way"),
            "100": at_least(30, "times", "less CPU for a list of 100 than the ordinary way"),
        },
    ),
    4: Row(
        "Comparison grid, 12 packages by 20 features",
        "reads_grid",
        {
            "warm": at_least(40, "times", "requests a second, to the ordinary way's"),
            "cold": at_most(25, "ms", "of CPU, nothing in memory"),
            "html": at_most(60, "kB", "of HTML"),
            "compressed": at_most(15, "kB", "compressed"),
        },
    ),
    5: Row(
        "Search as you type, embedded, queries nobody tuned for",
        "keystrokes",
        {
            "large": at_most(10, "ms", "99 of 100 keystrokes, over 886,000 names"),
            "small": at_most(2, "ms", "99 of 100 keystrokes, over 5,000 names"),
        },
    ),
    6: Row(
        "Refresh, 50 ms away, nothing changed",
        "refreshing",
        {
            "pace": at_least(100, "times", "packages a second, to a sequential loop that asks the same"),
            "cpu": at_most(1, "ms", "of CPU an unchanged package"),
            "calls": at_most(120, "calls", "for 5,000 GitHub repositories without a push"),
        },
    ),
    7: Row(
        "Load a catalogue, searchable afterwards",
        "loading",
        {
            "real": at_most(5, "s", "the real catalogue of 4,896 packages"),
            "large": at_most(120, "s", "886,000 names, each with an address, stars and a summary"),
        },
    ),
    8: Row(
        "Growth from 5,000 to 886,000 packages, nothing in memory",
        "growth",
        {
            "detail": at_most(2, "times", "p99 of package details (API)"),
            "list": at_most(2, "times", "p99 of lists (API)"),
            "grid": at_most(2, "times", "p99 of grids (pages)"),
            "search": at_most(2, "times", "p99 of searches (pages)"),
        },
    ),
    9: Row(
        "One refresher at 100 packages a second, 4 people editing, 32 readers, on SQLite",
        "writers",
        {
            "faults": at_most(0, "", "lock errors and lost edits"),
            "p99": at_most(1.5, "times", "p99 of readers, to that without writers"),
        },
    ),
    10: Row(
        "Memory of everything that `packgrid up` starts",
        "memory",
        {
            "small": at_most(250, "MB", "with 5,000 packages"),
            "large": at_most(400, "MB", "with 886,000 packages"),
        },
    ),
    11: Row(
        "Start",
        "starting",
        {
            "up": at_most(3, "s", "second `packgrid up` until the first page"),
            "help": at_most(0.3, "s", "`packgrid --help`"),
        },
    ),
    13: Row(
        "Pages for people, nothing in memory, the real catalogue, one reader",
        "reads_pages",
        {
            "home": at_most(4, "times", "requests a second of /robots.txt, to those of the home page"),
            "package": at_most(4, "times", "the same, to a page of a package"),
            "list": at_most(6, "times", "the same, to the list of packages"),
            "grid": at_most(8, "times", "the same, to a grid of about 93 packages"),
            "suggestions": at_most(8, "times", "the same, to suggestions, each time for another text"),
            "search": at_most(12, "times", "the same, to search, a new question each time"),
            "readers": at_least(1, "times", "requests a second of 16 readers, to those of one"),
        },
    ),
    14: Row(
        "A crawler reads every public address twice, with a restart between, and an editor beside it",
        "crawl",
        {
            "again": at_least(30, "times", "requests a second in the second round, to the first, on the worst kind"),
            "editors": at_most(100, "ms", "99 of 100 pages of somebody with a cookie"),
        },
    ),
    15: Row(
        "Open loop: requests come at half of what is reached, whether or not answers have come back",
        "open_reads",
        {
            "warm": at_most(10, "ms", "99 of 100 requests, from memory"),
            "warm tail": at_most(3, "times", "99.9 of 100 requests, to 99 of 100"),
            "cold": at_most(60, "ms", "99 of 100 requests, nothing in memory"),
            "cold tail": at_most(3, "times", "99.9 of 100 requests, to 99 of 100"),
        },
    ),
    17: Row(
        "Cached pages beside slow ones: 4 readers of a package beside 16 who search",
        "beside_slow",
        {
            "p99": at_most(10, "ms", "99 of 100 cached pages"),
            "share": at_least(0.5, "times", "requests a second, to those that the 4 get alone"),
        },
    ),
}


def unmeasured(row: Row, figures: Sequence[Figure], why: str) -> list[Figure]:
    """Figures for those goals of a row that have none."""
    named = {figure.goal for figure in figures}
    return [Figure(goal, None, why) for goal in row.goals if goal not in named]
