import pytest

from assessment.cases import NOW, ago, evidence
from packgrid.assessment.rules.evidence import Namesake
from packgrid.assessment.rules.identity import IdentityMatch, match_identity

OURS, FORK, OTHER = "https://github.com/a/django-a", "https://github.com/b/django-a", "https://github.com/b/else"
NOT_LINKED = f"PyPI does not link to {OURS}, nor to another repository."
GONE = {"pypi_gone_since": ago(days=30), "pypi_gone_times": 4}


@pytest.mark.parametrize(
    ("changes", "match", "reason"),
    [
        ({}, IdentityMatch.VERIFIED, f"PyPI links to this repository (repository: {OURS})."),
        (
            {"links": {"repository": "https://www.GitHub.com/A/Django-A.git"}},
            IdentityMatch.VERIFIED,
            "PyPI links to this repository (repository: https://www.GitHub.com/A/Django-A.git).",
        ),
        (
            {"links": {"issues": f"{OURS}/issues"}},
            IdentityMatch.VERIFIED,
            f"PyPI links to this repository (issues: {OURS}/issues).",
        ),
        (
            {"links": {"documentation": f"{OURS}/wiki"}},
            IdentityMatch.VERIFIED,
            f"PyPI links to this repository (documentation: {OURS}/wiki).",
        ),
        (
            {"links": {"repository": FORK}, "repo_moved_from": (FORK,)},
            IdentityMatch.VERIFIED,
            f"PyPI links to this repository (repository: {FORK}).",
        ),
        (
            {"links": {"repository": FORK}, "repo_moved_to": FORK},
            IdentityMatch.VERIFIED,
            f"PyPI links to this repository (repository: {FORK}).",
        ),
        (
            {"links": {"repository": f"{OURS}/tree/main/packages/a"}},
            IdentityMatch.VERIFIED,
            f"PyPI links to this repository (repository: {OURS}/tree/main/packages/a).",
        ),
        (
            {"links": {"repository": f"{OURS}/tree/main/packages/a"}, "repo_subdirectory": "packages/a"},
            IdentityMatch.VERIFIED,
            f"PyPI links to this repository (repository: {OURS}/tree/main/packages/a).",
        ),
        (
            {"links": {"repository": f"{OURS}/tree/main/packages/a"}, "repo_subdirectory": "packages/b"},
            IdentityMatch.MISMATCH,
            "PyPI links to the folder packages/a of the repository, not to packages/b.",
        ),
        (
            {"links": {"repository": FORK}},
            IdentityMatch.MISMATCH,
            f"PyPI links to {FORK} (the same name, another owner), not to {OURS}.",
        ),
        ({"links": {"repository": OTHER}}, IdentityMatch.MISMATCH, f"PyPI links to {OTHER}, not to {OURS}."),
        (
            {"links": {"repository": OTHER, "issues": f"{OURS}/issues"}},
            IdentityMatch.MISMATCH,
            f"PyPI links to {OTHER}, not to {OURS}.",
        ),
        ({"links": {"homepage": OTHER}}, IdentityMatch.MISMATCH, f"PyPI links to {OTHER}, not to {OURS}."),
        (
            {"links": {"repository": OTHER}, "namesakes": (Namesake(slug="else", repo_url=OTHER),)},
            IdentityMatch.MISMATCH,
            f"PyPI links to {OTHER} (the repository of else), not to {OURS}.",
        ),
        (
            {
                "links": {"repository": "https://git.example/b/else"},
                "namesakes": (Namesake(slug="else", repo_url="https://git.example/b/else"),),
            },
            IdentityMatch.MISMATCH,
            f"PyPI links to https://git.example/b/else (the repository of else), not to {OURS}.",
        ),
        (
            {"links": {"homepage": "https://git.example/b/a"}, "repo_url": "https://git.example/a/a"},
            IdentityMatch.MISMATCH,
            "PyPI links to https://git.example/b/a (the same name, another owner), not to https://git.example/a/a.",
        ),
        ({"links": {}}, IdentityMatch.UNVERIFIED, NOT_LINKED),
        ({"links": {"homepage": "https://a.example/docs/start"}}, IdentityMatch.UNVERIFIED, NOT_LINKED),
        ({"links": {"documentation": f"{OTHER}/wiki"}}, IdentityMatch.UNVERIFIED, NOT_LINKED),
        ({"links": {"funding": "https://github.com/sponsors/a"}}, IdentityMatch.UNVERIFIED, NOT_LINKED),
        ({"links": None}, IdentityMatch.UNVERIFIED, "PyPI has not given its links yet."),
        ({"links": None} | GONE, IdentityMatch.UNVERIFIED, "PyPI has not given its links yet."),
        ({"links": None, "pypi_confirmed_at": None} | GONE, IdentityMatch.MISMATCH, "PyPI has no project django-a."),
        (
            {"links": None, "pypi_confirmed_at": None} | GONE | {"pypi_gone_times": 1},
            IdentityMatch.UNVERIFIED,
            "PyPI has not given its links yet.",
        ),
        ({"pypi_name": ""}, IdentityMatch.UNVERIFIED, "Nothing to compare: no PyPI project is entered."),
        ({"repo_url": ""}, IdentityMatch.UNVERIFIED, "Nothing to compare: no repository is entered."),
    ],
)
def test_what_pypi_links_to_decides(changes, match, reason):
    found = match_identity(evidence(**changes), NOW)
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
            ("The repository and the PyPI project django-a both point to http://a.example.",),
        ),
        ({"repo_homepage": "https://b.example"}, ()),
        ({"repo_homepage": ""}, ()),
        (GONE, ("PyPI says that it has no project django-a.",)),
        ({"repo_moved_to": FORK}, (f"The host says that the repository has moved to {FORK}.",)),
        ({"is_fork": True}, ("The host says that the repository is a fork.",)),
        ({"namesakes": (Namesake(slug="else"),)}, ("else names the PyPI project django-a, too.",)),
    ],
)
def test_what_else_is_known_is_said_and_decides_nothing(changes, remarks):
    found = match_identity(evidence(**changes), NOW)
    assert (found.match, found.reasons[1:]) == (IdentityMatch.VERIFIED, remarks)


def test_a_repository_cannot_verify_itself():
    found = match_identity(evidence(links={}, repo_homepage="https://pypi.example/project/django-a/"), NOW)
    assert found.match is IdentityMatch.UNVERIFIED
    assert found.reasons == (NOT_LINKED, "The repository's home page is the PyPI project django-a.")


PRIVATE = {"index_name": "acme"}


@pytest.mark.parametrize(
    ("changes", "reasons"),
    [
        ({"links": {}}, ("The index acme does not link to https://github.com/a/django-a, nor to another repository.",)),
        ({"links": None}, ("The index acme has not given its links yet.",)),
        (
            {"links": {}, "namesakes": (Namesake(slug="else"),)},
            (
                "The index acme does not link to https://github.com/a/django-a, nor to another repository.",
                "else names the project django-a of the index acme, too.",
            ),
        ),
    ],
)
def test_a_private_index_is_named(changes, reasons):
    assert match_identity(evidence(**PRIVATE, **changes), NOW).reasons == reasons
