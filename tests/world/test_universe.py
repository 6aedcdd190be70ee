from collections import Counter
from datetime import timedelta
from functools import cache

import pytest

from world.clock import Clock
from world.events import Kind
from world.identity import Identity, read_catalogue
from world.terms import Terms
from world.universe import Universe

BEGAN_AT = Terms().began_at
DAY = timedelta(days=1)


def universe(seed=1, packages=60, **rest: object):
    return Universe(seed, packages, BEGAN_AT, **rest)


@cache
def many():
    return universe(packages=1200)


def states(of, moment):
    return [of.at(number, moment) for number in range(len(of))]


def test_a_moment_is_the_same_whatever_was_asked_before():
    one, other = universe(), universe()
    late = states(one, BEGAN_AT + 30 * DAY)
    early = states(one, BEGAN_AT)
    assert early == states(other, BEGAN_AT)
    assert late == states(other, BEGAN_AT + 30 * DAY)
    assert early != late


def test_another_seed_is_another_world():
    assert {state.stars for state in states(universe(1), BEGAN_AT)} != {
        state.stars for state in states(universe(2), BEGAN_AT)
    }


def test_no_two_projects_have_one_name_or_address():
    made = universe(packages=9000)
    assert len(made.numbers_by_name) == 9000
    assert len(made.numbers_by_path) == sum(bool(identity.path) for identity in made.identities)


def test_hosts_have_their_shares():
    hosts = Counter(identity.host for identity in universe(packages=5000).identities)
    assert {host: round(count / 50) for host, count in hosts.items()} == {
        "github.com": 88,
        "gitlab.com": 4,
        "gitlab.example": 1,
        "codeberg.org": 2,
        "forgejo.example": 1,
        "bitbucket.org": 1,
        "git.example": 1,
        "": 2,
    }


def test_in_a_day_few_repositories_are_pushed_to_and_some_of_those_often():
    pushes = [
        sum(event.kind in {Kind.PUSH, Kind.RELEASE} for event in many().events(number, until=BEGAN_AT + DAY))
        for number in range(1200)
    ]
    assert 0.94 < sum(count == 0 for count in pushes) / 1200 < 0.98
    assert max(pushes) > 8


@pytest.mark.parametrize(
    ("kind", "changed"),
    [
        (Kind.PUSH, {"pushed_at", "commits", "people", "repo_changes"}),
        (Kind.RELEASE, {"pushed_at", "commits", "people", "releases", "repo_changes", "pypi_changes"}),
        (Kind.STAR, {"stars", "repo_changes"}),
        (Kind.FORK, {"forks", "repo_changes"}),
        (Kind.ISSUE_OPENED, {"open_issues", "repo_changes"}),
        (Kind.ISSUE_CLOSED, {"open_issues", "repo_changes"}),
        (Kind.YANK, {"releases", "pypi_changes"}),
        (Kind.VULNERABILITY, {"vulnerabilities", "pypi_changes"}),
        (Kind.ARCHIVE, {"archived_at", "repo_changes"}),
    ],
)
def test_an_event_changes_what_it_is_about_at_its_moment(kind, changed):
    until = BEGAN_AT + 120 * DAY
    number, event = next(
        (number, event)
        for number in range(1200)
        for event in many().events(number, until=until)
        if event.kind == kind and many().at(number, until).service == "github"
    )
    before, after = many().at(number, event.at - timedelta(microseconds=1)), many().at(number, event.at)
    assert {name for name in changed if getattr(before, name) != getattr(after, name)} == changed
    same = (
        {field for field in dir(before) if field in before.__slots__}
        - changed
        - {"__weakref__", "vulnerabilities", "mended"}
    )
    assert [name for name in same if getattr(before, name) != getattr(after, name)] == []


def test_a_catalogue_says_who_the_projects_are(tmp_path):
    file = tmp_path / "catalogue.csv"
    file.write_text(
        "slug,pypi_name,repo_url,stars\n"
        "a,Django_A,https://github.com/Ada/a,3\n"
        "b,,https://gitlab.com/group/sub/b.git,\n"
        "c,c,https://git.kernel.example/pub/c,\n"
        "d,d,,\n"
    )
    identities = read_catalogue(file)
    assert identities == [
        Identity("a", "Django_A", "github", "github.com", "Ada/a"),
        Identity("b", "", "gitlab", "gitlab.com", "group/sub/b"),
        Identity("c", "c", "git", "git.kernel.example", "pub/c"),
        Identity("d", "d"),
    ]
    made = universe(identities=identities)
    assert [(state.slug, state.url, bool(state.releases)) for state in states(made, BEGAN_AT)] == [
        ("a", "https://github.com/Ada/a", True),
        ("b", "https://gitlab.com/group/sub/b", False),
        ("c", "https://git.kernel.example/pub/c", True),
        ("d", "", True),
    ]


def test_the_clock_stands_still_until_it_is_moved_and_never_goes_back():
    clock = Clock(BEGAN_AT)
    assert clock.now == clock.now == BEGAN_AT
    assert clock.advance(hours=2, seconds=1) == BEGAN_AT + timedelta(seconds=7201)
    with pytest.raises(ValueError, match="time moves forward only"):
        clock.advance(seconds=-1)


def test_a_clock_with_a_factor_runs():
    clock = Clock(BEGAN_AT, factor=1e9)
    assert clock.now > BEGAN_AT + timedelta(seconds=1)
