import pytest

from assessment.cases import NOW, ago, evidence
from packgrid.assessment.rules.evidence import Namesake
from packgrid.assessment.rules.identity import Match, identity

OURS, FORK, OTHER = "https://github.com/a/django-a", "https://github.com/b/django-a", "https://github.com/b/else"
NOT_LINKED = f"PyPI does not link to {OURS}, nor to another repository."
GONE = {"pypi_gone_since": ago(days=30), "pypi_gone_times": 4}


@pytest.mark.parametrize(
    ("changes", "match", "reason"),
    [
        ({}, Match.VERIFIED, f"PyPI links to this repository (repository: {OURS})."),
        (
            {"links": {"repository": "https://www.GitHub.com/A/Django-A.git"}},
            Match.VERIFIED,
            "PyPI links to this repository (repository: https://www.GitHub.com/A/Django-A.git).",
        ),
        (
            {"links": {"issues": f"{OURS}/issues"}},
            Match.VERIFIED,
            f"PyPI links to this repository (issues: {OURS}/issues).",
        ),
        (
            {"links": {"documentation": f"{OURS}/wiki"}},
            Match.VERIFIED,
            f"PyPI links to this repository (documentation: {OURS}/wiki).",
        ),
        (
            {"links": {"repository": FORK}, "repo_moved_from": (FORK,)},
            Match.VERIFIED,
            f"PyPI links to this repository (repository: {FORK}).",
        ),
        (
            {"links": {"repository": FORK}, "repo_moved_to": FORK},
            Match.VERIFIED,
            f"PyPI links to this repository (repository: {FORK}).",
        ),
        (
            {"links": {"repository": f"{OURS}/tree/main/packages/a"}},
            Match.VERIFIED,
            f"PyPI links to this repository (repository: {OURS}/tree/main/packages/a).",
        ),
        (
            {"links": {"repository": f"{OURS}/tree/main/packages/a"}, "repo_subdirectory": "packages/a"},
            Match.VERIFIED,
            f"PyPI links to this repository (repository: {OURS}/tree/main/packages/a).",
        ),
        (
            {"links": {"repository": f"{OURS}/tree/main/packages/a"}, "repo_subdirectory": "packages/b"},
            Match.MISMATCH,
            "PyPI links to the folder packages/a of the repository, not to packages/b.",
        ),
        (
            {"links": {"repository": FORK}},
            Match.MISMATCH,
            f"PyPI links to {FORK} (the same name, another owner), not to {OURS}.",
        ),
        ({"links": {"repository": OTHER}}, Match.MISMATCH, f"PyPI links to {OTHER}, not to {OURS}."),
        (
            {"links": {"repository": OTHER, "issues": f"{OURS}/issues"}},
            Match.MISMATCH,
            f"PyPI links to {OTHER}, not to {OURS}.",
        ),
        ({"links": {"homepage": OTHER}}, Match.MISMATCH, f"PyPI links to {OTHER}, not to {OURS}."),
        (
            {"links": {"repository": OTHER}, "namesakes": (Namesake(slug="else", repo_url=OTHER),)},
            Match.MISMATCH,
            f"PyPI links to {OTHER} (the repository of else), not to {OURS}.",
        ),
        (
            {
                "links": {"repository": "https://git.example/b/else"},
                "namesakes": (Namesake(slug="else", repo_url="https://git.example/b/else"),),
            },
            Match.MISMATCH,
            f"PyPI links to https://git.example/b/else (the repository of else), not to {OURS}.",
        ),
        (
            {"links": {"homepage": "https://git.example/b/a"}, "repo_url": "https://git.example/a/a"},
            Match.MISMATCH,
            "PyPI links to https://git.example/b/a (the same name, another owner), not to https://git.example/a/a.",
        ),
        ({"links": {}}, Match.UNVERIFIED, NOT_LINKED),
        ({"links": {"homepage": "https://a.example/docs/start"}}, Match.UNVERIFIED, NOT_LINKED),
        ({"links": {"documentation": f"{OTHER}/wiki"}}, Match.UNVERIFIED, NOT_LINKED),
        ({"links": {"funding": "https://github.com/sponsors/a"}}, Match.UNVERIFIED, NOT_LINKED),
        ({"links": None}, Match.UNVERIFIED, "PyPI has not told its links yet."),
        ({"links": None} | GONE, Match.UNVERIFIED, "PyPI has not told its links yet."),
        ({"links": None, "pypi_confirmed_at": None} | GONE, Match.MISMATCH, "PyPI has no project django-a."),
        (
            {"links": None, "pypi_confirmed_at": None} | GONE | {"pypi_gone_times": 1},
            Match.UNVERIFIED,
            "PyPI has not told its links yet.",
        ),
        ({"pypi_name": ""}, Match.UNVERIFIED, "There is nothing to compare: no PyPI project is entered."),
        ({"repo_url": ""}, Match.UNVERIFIED, "There is nothing to compare: no repository is entered."),
    ],
)
def test_what_pypi_links_to_decides(changes, match, reason):
    found = identity(evidence(**changes), NOW)
    assert (found.match, found.reasons[0]) == (match, reason)


@pytest.mark.parametrize(
    ("changes", "remarks"),
    [
        ({}, ()),
        (
            {"repo_homepage": "https://pypi.example/project/Django_A/"},
            ("The repository's home page is the PyPI project django-a.",),
        ),
        ({"repo_homepage": "https://pypi.example/project/django-b/"}, ()),
        (
            {"repo_homepage": "http://a.example"},
            ("The repository and the PyPI project both point to http://a.example.",),
        ),
        ({"repo_homepage": "https://b.example"}, ()),
        ({"repo_homepage": ""}, ()),
        (GONE, ("PyPI has answered that there is no project django-a.",)),
        ({"repo_moved_to": FORK}, (f"The host says that the repository has moved to {FORK}.",)),
        ({"is_fork": True}, ("The host says that the repository is a fork.",)),
        ({"namesakes": (Namesake(slug="else"),)}, ("else names the same PyPI project.",)),
    ],
)
def test_what_else_is_known_is_said_and_decides_nothing(changes, remarks):
    found = identity(evidence(**changes), NOW)
    assert (found.match, found.reasons[1:]) == (Match.VERIFIED, remarks)


def test_a_repository_cannot_verify_itself():
    found = identity(evidence(links={}, repo_homepage="https://pypi.example/project/django-a/"), NOW)
    assert found.match is Match.UNVERIFIED
    assert found.reasons == (NOT_LINKED, "The repository's home page is the PyPI project django-a.")
