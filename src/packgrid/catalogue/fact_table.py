"""Every fact that is known of a package, once: what it is called, where it is stored and who says it.

Each app keeps a tuple of the keys that it shows, sorts by, filters by, charts or exports, with titles of its own, and
takes the rest from here.
"""

from collections.abc import Iterable, Mapping
from enum import Enum, StrEnum, auto

import attrs

HOST, GIT, PYPI, PYPISTATS = "host", "git", "pypi", "pypistats"
FILES, PEOPLE, ASSESSMENT = "files", "people", "assessment"


class Kind(Enum):
    """What a fact is made of."""

    COUNT = auto()
    SCORE = auto()
    MOMENT = auto()
    FLAG = auto()
    TEXT = auto()
    NAMES = auto()  # a list of texts
    WEEKS = auto()  # 52 counts, oldest first
    RECORDS = auto()  # a list or table of something else


class Direction(StrEnum):
    """Which values of an order come first, as the sign that addresses write before its name."""

    HIGHEST_FIRST = "-"
    LOWEST_FIRST = ""


@attrs.frozen
class Fact:
    """What is true of a fact wherever it is shown.

    `key` is its name in addresses, searches, charts and exports. `column` is its column in Facts, "" where it is stored
    elsewhere. `unit` is what a count counts, in the plural, or what happened at a moment. `sources` are those that may
    say it, the one that knows best first; HOST is any git host. `direction` is the usual order of lists by it, None
    where nothing is ordered by it. `history_id` is its number in the history, None where no past is kept; a number is
    never used again for another fact.
    """

    key: str
    column: str
    kind: Kind
    sources: tuple[str, ...]
    unit: str = attrs.field(default="", kw_only=True)
    direction: Direction | None = attrs.field(default=None, kw_only=True)
    history_id: int | None = attrs.field(default=None, kw_only=True)


HIGHEST = Direction.HIGHEST_FIRST
FACTS = (
    Fact("stars", "stars", Kind.COUNT, (HOST,), unit="stars", direction=HIGHEST, history_id=1),
    Fact("forks", "forks", Kind.COUNT, (HOST,), unit="forks", direction=HIGHEST, history_id=2),
    Fact("issues", "open_issues", Kind.COUNT, (HOST,), unit="open issues", history_id=3),
    Fact(
        "downloads", "downloads_30d", Kind.COUNT, (PYPISTATS,),
        unit="downloads in 30 days", direction=HIGHEST, history_id=4,
    ),
    Fact("downloads_rank", "downloads_rank", Kind.COUNT, (FILES,), unit="rank by downloads", history_id=9),
    Fact("usage", "usage_count", Kind.COUNT, (PEOPLE,), unit="users", direction=HIGHEST, history_id=10),
    Fact("score", "", Kind.SCORE, (ASSESSMENT,), unit="health score", direction=HIGHEST, history_id=8),
    Fact("released", "released_at", Kind.MOMENT, (PYPI,), unit="release", direction=HIGHEST),
    Fact("updated", "last_commit_at", Kind.MOMENT, (GIT, HOST), unit="commit", direction=HIGHEST),
    Fact("fetched", "last_fetched_at", Kind.MOMENT, (), unit="refresh", direction=HIGHEST),
    Fact("commits", "weekly_commits", Kind.WEEKS, (GIT,), unit="commits in a week", history_id=5),
    Fact("contributors", "contributors", Kind.NAMES, (HOST, GIT), unit="contributors", history_id=6),
    Fact("releases", "", Kind.COUNT, (PYPI,), unit="releases", history_id=7),
    Fact("version", "version", Kind.TEXT, (PYPI,)),
    Fact("released_to_the_month", "released_to_the_month", Kind.FLAG, (PYPI,)),
    Fact("licence", "license", Kind.TEXT, (PYPI,)),
    Fact("requires_python", "requires_python", Kind.TEXT, (PYPI,)),
    Fact("requires_dist", "requires_dist", Kind.NAMES, (PYPI,)),
    Fact("classifiers", "classifiers", Kind.NAMES, (PYPI,)),
    Fact("summary", "summary", Kind.TEXT, (PYPI,)),
    Fact("author", "author", Kind.TEXT, (PYPI,)),
    Fact("maintainer", "maintainer", Kind.TEXT, (PYPI,)),
    Fact("links", "links", Kind.RECORDS, (PYPI,)),
    Fact("vulnerabilities", "vulnerabilities", Kind.RECORDS, (PYPI,)),
    Fact("pypi_gone_since", "pypi_gone_since", Kind.MOMENT, (PYPI,)),
    Fact("pypi_gone_times", "pypi_gone_times", Kind.COUNT, (PYPI,)),
    Fact("description", "repo_description", Kind.TEXT, (HOST,)),
    Fact("repo_license", "repo_license", Kind.TEXT, (HOST,)),
    Fact("repo_homepage", "repo_homepage", Kind.TEXT, (HOST,)),
    Fact("repo_created", "repo_created_at", Kind.MOMENT, (HOST,)),
    Fact("repo_gone_since", "repo_gone_since", Kind.MOMENT, (HOST, GIT)),
    Fact("repo_gone_times", "repo_gone_times", Kind.COUNT, (HOST, GIT)),
    Fact("repo_moved_to", "repo_moved_to", Kind.TEXT, (HOST, GIT)),
    Fact("default_branch", "default_branch", Kind.TEXT, (HOST, GIT)),
    Fact("is_archived", "is_archived", Kind.FLAG, (HOST,)),
    Fact("archived_at", "archived_at", Kind.MOMENT, (HOST,)),
    Fact("is_fork", "is_fork", Kind.FLAG, (HOST,)),
    Fact("commit_count", "commit_count", Kind.COUNT, (HOST,)),
    Fact("pushed_at", "pushed_at", Kind.MOMENT, (HOST,)),
    Fact("host_release", "host_release", Kind.TEXT, (HOST,)),
    Fact("host_release_at", "host_release_at", Kind.MOMENT, (HOST,)),
    Fact("host_release_count", "host_release_count", Kind.COUNT, (HOST,)),
    Fact("topics", "topics", Kind.NAMES, (HOST,)),
    Fact("bots", "bots", Kind.NAMES, (HOST, GIT)),
    Fact("year_authors", "year_authors", Kind.RECORDS, (GIT,)),
    Fact("tags", "tags", Kind.NAMES, (GIT,)),
)  # fmt: skip
BY_KEY: Mapping[str, Fact] = {fact.key: fact for fact in FACTS}
BY_COLUMN: Mapping[str, Fact] = {fact.column: fact for fact in FACTS if fact.column}


def columns(keys: Iterable[str]) -> tuple[str, ...]:
    """The columns of Facts that hold these facts."""
    return tuple(BY_KEY[key].column for key in keys)
