import pytest

from assessment.cases import NOW, evidence
from packgrid.assessment.rules.evidence import Evidence
from packgrid.assessment.rules.proposals import (
    ProjectCandidate,
    ProposableField,
    ProposedChange,
    names_to_look_up,
    propose_changes,
)

OURS, FORK, DOCS = "https://github.com/a/django-a", "https://github.com/b/django-a", "https://a.example/"
FOLDER = "PyPI links to this folder of the repository (repository)."
DOCUMENTATION = ProposedChange(
    ProposableField.DOCUMENTATION_URL, DOCS, "PyPI links there as the documentation of django-a."
)


def settled(**changes):  # noqa: ANN003
    return evidence(**({"documentation_url": DOCS} | changes))


@pytest.mark.parametrize(
    ("changes", "proposed"),
    [
        ({}, []),
        (
            {"links": {"repository": FORK}},
            [ProposedChange(ProposableField.REPO_URL, FORK, f"PyPI says that the repository of django-a is {FORK}.")],
        ),
        (
            {"links": {"repository": f"{FORK}/tree/main"}, "repo_url": ""},
            [
                ProposedChange(
                    ProposableField.REPO_URL, FORK, f"PyPI says that the repository of django-a is {FORK}/tree/main."
                )
            ],
        ),
        ({"repo_moved_to": FORK}, [ProposedChange(ProposableField.REPO_URL, FORK, f"{OURS} redirects there.")]),
        (
            {"repo_moved_to": FORK, "links": {"repository": FORK}},
            [ProposedChange(ProposableField.REPO_URL, FORK, f"{OURS} redirects there.")],
        ),
        ({"links": {"repository": "https://a.example/code/here"}}, []),
        ({"links": {"homepage": FORK}}, []),
        ({"links": None}, []),
        (
            {"links": {"repository": f"{OURS}/tree/main/packages/a"}},
            [ProposedChange(ProposableField.REPO_SUBDIRECTORY, "packages/a", FOLDER)],
        ),
        ({"links": {"repository": f"{OURS}/tree/main/a"}, "repo_subdirectory": "a"}, []),
        ({"documentation_url": ""}, [DOCUMENTATION]),
        ({"documentation_url": "", "links": {"documentation": DOCS}}, [DOCUMENTATION]),
        (
            {"documentation_url": "", "links": {"documentation": DOCS, "repository": FORK}},
            [ProposedChange(ProposableField.REPO_URL, FORK, f"PyPI says that the repository of django-a is {FORK}.")],
        ),
    ],
)
def test_what_the_sources_say_otherwise_is_proposed(changes, proposed):
    assert list(propose_changes(settled(**changes), now=NOW)) == proposed


NAMED = ProjectCandidate(name="Django-AA", links={"repository": OURS})
LINKING = f"The PyPI project Django-AA links to this repository (repository: {OURS})."
FOUND = ProposedChange(ProposableField.PYPI_NAME, "django-aa", LINKING)


@pytest.mark.parametrize(
    ("changes", "candidates", "proposed"),
    [
        ({"pypi_name": "", "links": None}, [NAMED], [FOUND]),
        ({"links": {}}, [NAMED], [FOUND]),
        ({"links": {"repository": "https://a.example/x"}}, [NAMED, NAMED], [FOUND]),
        ({}, [NAMED], []),
        ({"pypi_name": "", "links": None}, [ProjectCandidate(name="django-a", links={"homepage": DOCS})], []),
        ({"pypi_name": "", "links": None}, [ProjectCandidate(name="django-a", links={"repository": FORK})], []),
        ({"links": {}}, [ProjectCandidate(name="django-a", links={"repository": OURS})], []),
        ({"pypi_name": "", "links": None, "repo_url": ""}, [NAMED], []),
    ],
)
def test_a_project_is_proposed_if_it_links_to_the_repository(changes, candidates, proposed):
    assert list(propose_changes(settled(**changes), candidates=candidates, now=NOW)) == proposed


@pytest.mark.parametrize(
    ("given", "names"),
    [
        (Evidence(slug="a"), ("a",)),
        (
            Evidence(slug="a", title="Django A", repo_url="https://github.com/b/Django_AA"),
            ("a", "django-a", "django-aa"),
        ),
        (Evidence(slug="a", title="A", pypi_name="a"), ()),
        (Evidence(slug="a", title=" ", repo_url="nowhere"), ("a",)),
    ],
)
def test_the_names_that_might_be_meant_are_normalized_and_asked_once(given, names):
    assert names_to_look_up(given) == names
