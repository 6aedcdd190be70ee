"""A package in good health, to be changed by each test."""

from datetime import UTC, datetime, timedelta

import attrs

from packgrid.assessment.rules.evidence import CommitAuthor, Evidence, ReleaseEvidence

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)
CLASSIFIERS = (
    "Development Status :: 5 - Production/Stable",
    "Framework :: Django",
    "Framework :: Django :: 5.2",
    "Framework :: Django :: 6.0",
    "Framework :: Django :: 6.1",
    "Programming Language :: Python :: 3",
    "Programming Language :: Python :: 3.13",
    "Programming Language :: Python :: 3.14",
)
GIVEN = Evidence(
    slug="django-a",
    title="django-a",
    repo_url="https://github.com/a/django-a",
    pypi_name="django-a",
    repo_origin="github.com",
    repo_confirmed_at=NOW,
    is_archived=False,
    stars=100,
    forks=10,
    open_issues=3,
    last_commit_at=datetime(2026, 11, 1, tzinfo=UTC),
    weekly_commits=(1,) * 52,
    contributor_count=12,
    authors=(CommitAuthor("ada", 30), CommitAuthor("bob", 22), CommitAuthor("dependabot[bot]", 40, is_bot=True)),
    pypi_origin="pypi",
    pypi_confirmed_at=NOW,
    index_status="active",
    has_readme=True,
    classifiers=CLASSIFIERS,
    requires_python=">=3.12",
    requires_dist=("django>=5.2",),
    license="MIT",
    links={"repository": "https://github.com/a/django-a", "documentation": "https://a.example/"},
    vulnerabilities=(),
    version="2.0",
    released_at=datetime(2026, 10, 1, tzinfo=UTC),
    releases=(
        ReleaseEvidence(version="2.0", uploaded_at=datetime(2026, 10, 1, tzinfo=UTC), has_wheel=True, has_sdist=True),
        ReleaseEvidence(version="1.0", uploaded_at=datetime(2020, 5, 3, tzinfo=UTC), has_wheel=True, has_sdist=True),
    ),
    downloads_30d=1000,
    usage_count=5,
)
LONG_AGO = datetime(2021, 5, 3, tzinfo=UTC)
QUIET = {"released_at": LONG_AGO, "last_commit_at": LONG_AGO, "weekly_commits": (0,) * 52, "authors": ()}
"""A package that has been left alone for years and lacks nothing."""


def evidence(**changes):  # noqa: ANN003
    return attrs.evolve(GIVEN, **changes)


def ago(**parts):  # noqa: ANN003
    return NOW - timedelta(**parts)
