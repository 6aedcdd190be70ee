import pytest

from packgrid.catalogue.missing_values import MissingValue, explain_missing_value
from packgrid.catalogue.models import Package

BOTH = {"pypi_name": "a", "repo_url": "https://github.com/a/a"}


@pytest.mark.parametrize(
    ("package", "keys", "answered", "reason"),
    [
        (BOTH, ("licence",), set(), "not checked"),
        (BOTH, ("licence",), {"pypi"}, "not stated"),
        (BOTH, ("licence",), {"git", "github", "pypistats"}, "not checked"),
        ({"repo_url": "https://github.com/a/a"}, ("licence",), {"github"}, "no PyPI project"),
        ({"repo_url": "https://github.com/a/a"}, ("downloads",), {"github"}, "no PyPI project"),
        (BOTH, ("downloads",), {"pypi"}, "not checked"),
        (BOTH, ("downloads",), {"pypistats"}, "not stated"),
        (BOTH, ("downloads",), {"top-downloads"}, "not stated"),
        (BOTH, ("stars",), {"pypi", "git"}, "not checked"),
        (BOTH, ("stars",), {"github"}, "not stated"),
        (BOTH, ("stars",), {"forgejo"}, "not stated"),
        ({"pypi_name": "a"}, ("stars",), {"pypi"}, "no repository"),
        (BOTH, ("updated",), {"git"}, "not stated"),
        (BOTH, ("updated",), {"github"}, "not stated"),
        ({"pypi_name": "a"}, ("updated",), set(), "no repository"),
        (BOTH, ("description", "summary"), set(), "not checked"),
        ({"pypi_name": "a"}, ("description", "summary"), set(), "not checked"),
        ({"repo_url": "https://github.com/a/a"}, ("description", "summary"), {"github"}, "not stated"),
        ({}, ("description", "summary"), set(), "no PyPI project"),
        ({}, ("usage",), set(), "not stated"),
        ({}, ("downloads_rank",), set(), "not stated"),
        (BOTH, ("score",), {"pypi", "github"}, "not enough known"),
        (BOTH, (), {"pypi", "github"}, "not enough known"),
    ],
)
def test_a_missing_value_says_why_it_is_missing(package, keys, answered, reason):
    assert explain_missing_value(Package(**package), keys, answered) is MissingValue(reason)
