"""Every fact that is known of a package, once: what it is called, where it is stored and who says it.

Each app keeps a tuple of the keys that it shows, sorts by, filters by, charts or exports, with titles of its own, and
takes the rest from here.
"""

from collections.abc import Iterable, Mapping
from enum import Enum, StrEnum, auto

import attrs

HOST, GIT, PYPI, PYPISTATS, OSV = "host", "git", "pypi", "pypistats", "osv"
TOP_DOWNLOADS = "top-downloads"
FILES, PEOPLE, ASSESSMENT = "files", "people", "assessment"


class FactKind(Enum):
    """The type of a fact's values."""

    COUNT = auto()
    SIZE = auto()  # a number of bytes
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
    """A fact about packages, with its properties that are the same wherever it is shown.

    `key` is its name in addresses, searches, charts and exports. `column` is its column in Facts, "" where it is stored
    elsewhere. `unit` is what a count counts, in the plural, or what happened at a moment. `sources` are those that may
    say it, the one that knows best first; HOST is any git host. `direction` is the usual order of lists by it, None
    where nothing is ordered by it. `history_id` is its number in the history, None where no past is kept; a number is
    never used again for another fact.
    """

    key: str
    column: str
    kind: FactKind
    sources: tuple[str, ...]
    unit: str = attrs.field(default="", kw_only=True)
    direction: Direction | None = attrs.field(default=None, kw_only=True)
    history_id: int | None = attrs.field(default=None, kw_only=True)


HIGHEST = Direction.HIGHEST_FIRST
FACTS = (
    Fact("stars", "stars", FactKind.COUNT, (HOST,), unit="stars", direction=HIGHEST, history_id=1),
    Fact("forks", "forks", FactKind.COUNT, (HOST,), unit="forks", direction=HIGHEST, history_id=2),
    Fact("issues", "open_issues", FactKind.COUNT, (HOST,), unit="open issues", history_id=3),
    Fact(
        "downloads", "downloads_30d", FactKind.COUNT, (PYPISTATS, TOP_DOWNLOADS),
        unit="downloads in 30 days", direction=HIGHEST, history_id=4,
    ),
    Fact("downloads_rank", "downloads_rank", FactKind.COUNT, (FILES,), unit="rank by downloads", history_id=9),
    Fact("usage", "usage_count", FactKind.COUNT, (PEOPLE,), unit="users", direction=HIGHEST, history_id=10),
    Fact("score", "", FactKind.SCORE, (ASSESSMENT,), unit="health score", direction=HIGHEST, history_id=8),
    Fact("released", "released_at", FactKind.MOMENT, (PYPI,), unit="release", direction=HIGHEST),
    Fact("updated", "last_commit_at", FactKind.MOMENT, (GIT, HOST), unit="commit", direction=HIGHEST),
    Fact("fetched", "last_fetched_at", FactKind.MOMENT, (), unit="refresh", direction=HIGHEST),
    Fact("commits", "weekly_commits", FactKind.WEEKS, (GIT,), unit="commits in a week", history_id=5),
    Fact("contributors", "contributors", FactKind.NAMES, (HOST, GIT), unit="contributors", history_id=6),
    Fact("releases", "", FactKind.COUNT, (PYPI,), unit="releases", history_id=7),
    Fact("install_size", "", FactKind.SIZE, (PYPI,), unit="install size", direction=Direction.LOWEST_FIRST),
    Fact("version", "version", FactKind.TEXT, (PYPI,)),
    Fact("released_to_the_month", "released_to_the_month", FactKind.FLAG, (PYPI,)),
    Fact("licence", "license", FactKind.TEXT, (PYPI,)),
    Fact("requires_python", "requires_python", FactKind.TEXT, (PYPI,)),
    Fact("requires_dist", "requires_dist", FactKind.NAMES, (PYPI,)),
    Fact("classifiers", "classifiers", FactKind.NAMES, (PYPI,)),
    Fact("summary", "summary", FactKind.TEXT, (PYPI,)),
    Fact("author", "author", FactKind.TEXT, (PYPI,)),
    Fact("maintainer", "maintainer", FactKind.TEXT, (PYPI,)),
    Fact("links", "links", FactKind.RECORDS, (PYPI,)),
    Fact("ownership", "ownership", FactKind.RECORDS, (PYPI,)),
    Fact("vulnerabilities", "vulnerabilities", FactKind.RECORDS, (OSV, PYPI)),
    Fact("pypi_gone_since", "pypi_gone_since", FactKind.MOMENT, (PYPI,)),
    Fact("pypi_gone_times", "pypi_gone_times", FactKind.COUNT, (PYPI,)),
    Fact("index_status", "index_status", FactKind.TEXT, (PYPI,)),
    Fact("is_name_public", "is_name_public", FactKind.FLAG, (PYPI,)),
    Fact("index_status_reason", "index_status_reason", FactKind.TEXT, (PYPI,)),
    Fact("description", "repo_description", FactKind.TEXT, (HOST,)),
    Fact("repo_license", "repo_license", FactKind.TEXT, (HOST,)),
    Fact("repo_homepage", "repo_homepage", FactKind.TEXT, (HOST,)),
    Fact("repo_created", "repo_created_at", FactKind.MOMENT, (HOST,)),
    Fact("repo_gone_since", "repo_gone_since", FactKind.MOMENT, (HOST, GIT)),
    Fact("repo_gone_times", "repo_gone_times", FactKind.COUNT, (HOST, GIT)),
    Fact("repo_moved_to", "repo_moved_to", FactKind.TEXT, (HOST, GIT)),
    Fact("default_branch", "default_branch", FactKind.TEXT, (HOST, GIT)),
    Fact("is_archived", "is_archived", FactKind.FLAG, (HOST,)),
    Fact("archived_at", "archived_at", FactKind.MOMENT, (HOST,)),
    Fact("is_fork", "is_fork", FactKind.FLAG, (HOST,)),
    Fact("commit_count", "commit_count", FactKind.COUNT, (FILES,)),
    Fact("pushed_at", "pushed_at", FactKind.MOMENT, (HOST,)),
    Fact("host_release", "host_release", FactKind.TEXT, (HOST,)),
    Fact("host_release_at", "host_release_at", FactKind.MOMENT, (HOST,)),
    Fact("host_release_count", "host_release_count", FactKind.COUNT, (HOST,)),
    Fact("topics", "topics", FactKind.NAMES, (HOST,)),
    Fact("bots", "bots", FactKind.NAMES, (HOST, GIT)),
    Fact("year_authors", "year_authors", FactKind.RECORDS, (GIT,)),
    Fact("tags", "tags", FactKind.NAMES, (GIT,)),
)  # fmt: skip
BY_KEY: Mapping[str, Fact] = {fact.key: fact for fact in FACTS}
BY_COLUMN: Mapping[str, Fact] = {fact.column: fact for fact in FACTS if fact.column}


def columns_of(keys: Iterable[str]) -> tuple[str, ...]:
    """The columns of Facts that hold these facts, as far as they are stored there."""
    return tuple(BY_KEY[key].column for key in keys if BY_KEY[key].column)
