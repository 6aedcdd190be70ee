"""Summarizes a year of a repository's history: commits per week and day, and authors.

Every commit that the default branch's newest commit leads to counts, merges too, as git hosts count; by the date at
which it was committed (not written), in UTC.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime, timedelta

import attrs

from packgrid.lib.clean_text import clean_text
from packgrid.sources.bots import is_bot
from packgrid.sources.errors import Malformed
from packgrid.sources.git_wire import Refs
from packgrid.sources.json_fields import format_value
from packgrid.sources.person_names import decode_name
from packgrid.sources.repos import ActivitySnapshot, Contributor

WEEKS = 52
DAY_S = 24 * 3600
WEEK_S = 7 * DAY_S
# Clocks differ: a commit from up to a day ahead was made just now. One from further ahead says nothing of when it was.
MOST_AHEAD_S = DAY_S
LOG_FORMAT = "%H%x00%ct%x00%an%x00%ae"
FIELDS = 4


@attrs.frozen
class Commit:
    """A commit: when it was committed, in seconds since 1970 (None if that cannot be read), and its author."""

    id: str
    committed_s: int | None
    name: str
    email: str = attrs.field(repr=False)


def parse_log(output: bytes) -> list[Commit]:
    """The commits in the output of `git log -z --format=LOG_FORMAT`, in its order: the newest first.

    Raises:
        Malformed: this is no such output.
    """
    said = output.decode(errors="replace").split("\0")
    if said.pop() or len(said) % FIELDS:
        raise Malformed(f"git log: the output breaks off at {format_value(output[-40:])}")
    return [
        Commit(identifier, int(date) if is_known_date(date) else None, name, email)
        for identifier, date, name, email in zip(*[iter(said)] * FIELDS, strict=True)
    ]


def is_known_date(said: str) -> bool:
    """True if git could read the date; it turns some unreadable ones into 0."""
    return said.isdecimal() and said.strip("0") != ""


def summarize_activity(refs: Refs, commits: Sequence[Commit], *, now: datetime) -> ActivitySnapshot:
    """The snapshot of the 52 weeks up to now. The first commit is the newest one of the default branch."""
    weeks = [week_of(commit, now) for commit in commits]
    counted = Counter(weeks)
    return ActivitySnapshot(
        head=refs.head,
        default_branch=refs.branch,
        last_commit_at=committed_at(commits[0], now) if commits else None,
        weekly_commits=tuple(counted[week] for week in range(WEEKS)),
        daily_commits=count_daily_commits(commits, now),
        authors=rank_authors([commit for commit, week in zip(commits, weeks, strict=True) if week is not None]),
        tags=refs.tags,
    )


def week_of(commit: Commit, now: datetime) -> int | None:
    """The index of a commit's week: 51 is the seven days up to now, 0 the oldest; None if in none of them."""
    if commit.committed_s is None:
        return None
    age_s = int(now.timestamp()) - commit.committed_s
    week = WEEKS - 1 - max(age_s, 0) // WEEK_S
    return week if age_s >= -MOST_AHEAD_S and week >= 0 else None


def count_daily_commits(commits: Iterable[Commit], now: datetime) -> tuple[int, ...]:
    """Commits per day (UTC) of 364 days up to today; commits dated in the future count as today's."""
    latest = int(now.timestamp())
    times = [commit.committed_s for commit in commits if commit.committed_s is not None]
    days_ago = (latest // DAY_S - min(time, latest) // DAY_S for time in times if time <= latest + MOST_AHEAD_S)
    counted = Counter(days_ago)
    return tuple(counted[ago] for ago in reversed(range(WEEKS * 7)))


def committed_at(commit: Commit, now: datetime) -> datetime | None:
    """The time of a commit, in UTC; None if its date cannot be true."""
    latest = now + timedelta(seconds=MOST_AHEAD_S)
    if commit.committed_s is None or commit.committed_s > latest.timestamp():
        return None
    return datetime.fromtimestamp(commit.committed_s, UTC)


def is_recent(commit: Commit, now: datetime) -> bool:
    """True if a commit is from the last 52 weeks, so that the counts change with time alone."""
    return commit.committed_s is not None and now.timestamp() - commit.committed_s < WEEKS * WEEK_S


def rank_authors(commits: Iterable[Commit]) -> tuple[Contributor, ...]:
    """The authors of these commits, most commits first, then latest first.

    One address is one person, and so is one name. Addresses are compared here and go no further. Authors without a name
    are left out.
    """
    people = group_by(commits, author_address).values()
    named = group_by(people, lambda theirs: author_name(theirs).casefold())
    found = [
        make_contributor([commit for theirs in group for commit in theirs]) for name, group in named.items() if name
    ]
    return tuple(sorted(found, key=lambda author: -(author.commits or 0)))


def group_by[Item](items: Iterable[Item], key: Callable[[Item], str]) -> dict[str, list[Item]]:
    """The items by key; keys and items keep their order."""
    found: dict[str, list[Item]] = {}
    for item in items:
        found.setdefault(key(item), []).append(item)
    return found


def make_contributor(commits: Sequence[Commit]) -> Contributor:
    """The author of all these commits."""
    is_program = any(is_bot(commit.name, commit.email) for commit in commits)
    return Contributor(name=author_name(commits), is_account=False, is_bot=is_program, commits=len(commits))


def author_address(commit: Commit) -> str:
    """A key that identifies an author: the address, or the name if many people share the address.

    GitHub writes one private address as both 123+ada@ and ada@.
    """
    address = re.sub(r"^\d+\+", "", commit.email.strip().casefold())
    return f"name {commit.name}" if address.partition("@")[0] in SHARED else address


SHARED = {"", "action", "no-reply", "none", "noreply", "root", "unknown", "user", "you"}


def author_name(commits: Sequence[Commit]) -> str:
    """The most frequent name in these commits, or else the latest; "" if there is none."""
    names = Counter(name for commit in commits if (name := display_name(commit.name)))
    return names.most_common(1)[0][0] if names else ""


def display_name(name: str) -> str:
    """A name on one line and not too long; for an address the part before the @."""
    without_addresses = ADDRESS.sub(r"\1", clean_text(decode_name(name)))
    return " ".join(CONTROL.sub(" ", without_addresses).split())[:LONGEST_NAME]


ADDRESS = re.compile(r"([^\s@<>()]+)@[^\s@<>()]+\.[^\s@<>()]+")
CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]")
LONGEST_NAME = 100
