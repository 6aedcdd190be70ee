"""The verdict for every combination of what PyPI and the git host have answered."""

import pytest

from assessment.cases import LONG_AGO, NOW, ago, evidence
from packgrid.assessment.rules.status import find_verdict
from packgrid.assessment.rules.status_rules import Status

RECENT, BETWEEN = ago(days=17), ago(days=700)
LOST = {"gone_since": ago(days=30), "gone_times": 4}
NOT_FOUND_ONCE = {"gone_since": ago(hours=3), "gone_times": 1}

RELEASES = {
    "no project": {"name": "", "at": None, "confirmed_at": None},
    "nothing known": {"at": None, "confirmed_at": None},
    "recent, not checked": {"at": RECENT, "confirmed_at": None},
    "old, not checked": {"at": LONG_AGO, "confirmed_at": None},
    "recent": {"at": RECENT},
    "two years ago": {"at": BETWEEN},
    "five years ago": {"at": LONG_AGO},
    "recent, not found once": {"at": RECENT} | NOT_FOUND_ONCE,
    "recent, gone": {"at": RECENT} | LOST,
    "old, gone": {"at": LONG_AGO} | LOST,
}
COMMITS = {"no repository" if name == "no project" else name: facts for name, facts in RELEASES.items()} | {
    "archived": {"at": RECENT, "is_archived": True}
}
VERDICTS = {"M": Status.MAINTAINED, "U": Status.UNMAINTAINED, "G": Status.GONE, "A": Status.ARCHIVED, "?": None}

# One column for each line of COMMITS, in its order.
TABLE = {
    "no project": "? ? M ? M ? U M G G A",
    "nothing known": "? ? M ? M ? ? M ? ? A",
    "recent, not checked": "M M M M M M M M M M A",
    "old, not checked": "? ? M ? M ? ? M ? ? A",
    "recent": "M M M M M M M M M M A",
    "two years ago": "? ? M ? M ? ? M ? ? A",
    "five years ago": "U ? M ? M ? U M ? U A",
    "recent, not found once": "M M M M M M M M M M A",
    "recent, gone": "G ? M ? M ? ? M G G A",
    "old, gone": "G ? M ? M ? U M G G A",
}
CASES = [
    (release, commit, VERDICTS[sign])
    for release, signs in TABLE.items()
    for commit, sign in zip(COMMITS, signs.split(), strict=True)
]


@pytest.mark.parametrize(("release", "commit", "status"), CASES)
def test_the_verdict_uses_whatever_is_known(release, commit, status):
    verdict = find_verdict(evidence(**of_pypi(**RELEASES[release]), **of_repo(**COMMITS[commit])), NOW)
    assert (verdict.status if verdict.is_true else None) == status


def of_pypi(*, at, name="django-a", confirmed_at=NOW, gone_since=None, gone_times=0):
    return {
        "pypi_name": name,
        "released_at": at,
        "pypi_confirmed_at": confirmed_at,
        "pypi_gone_since": gone_since,
        "pypi_gone_times": gone_times,
        "releases": None,
    }


def of_repo(*, at, name="https://github.com/a/a", confirmed_at=NOW, is_archived=False, **gone):  # noqa: ANN003 since when, and how often
    return {
        "weekly_commits": (0,) * 52,
        "authors": (),
        "repo_url": name,
        "last_commit_at": at,
        "repo_confirmed_at": confirmed_at,
        "repo_gone_since": gone.get("gone_since"),
        "repo_gone_times": gone.get("gone_times", 0),
        "is_archived": is_archived if confirmed_at else None,
        "open_issues": 40,
    }
