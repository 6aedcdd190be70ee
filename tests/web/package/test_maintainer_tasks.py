"""What the page of a package asks of its maintainers."""

import pytest

from assessment.cases import NOW, evidence
from packgrid.assessment.rules.health import CHECKS
from packgrid.assessment.summary import summarize
from packgrid.web.package.maintainer_tasks import GOALS, WARNINGS, list_maintainer_tasks

pytestmark = pytest.mark.django_db


def list_titles(**changes: object) -> list[str]:
    return [task.title for task in list_maintainer_tasks(summarize(evidence(**changes), now=NOW), NOW)]


@pytest.mark.parametrize(
    ("changes", "titles"),
    [
        ({}, []),
        ({"vulnerabilities": None, "license": None, "repo_license": None, "pypi_confirmed_at": None}, []),
        ({"links": {}}, ["Link to the repository from the project"]),
        ({"classifiers": ("Framework :: Django :: 5.2",)}, ["Support the newest Django"]),
        (
            {"classifiers": ("Framework :: Django :: 3.2",), "requires_dist": ("django<4",)},
            ["Support a current Django"],
        ),
        ({"is_archived": True, "links": {}}, []),
        ({"index_status": "quarantined", "links": {}}, []),
    ],
    ids=["nothing", "unknown", "no link", "old series", "old Django", "archived", "quarantined"],
)
def test_checks_that_speak_against_a_package_become_tasks(changes, titles):
    assert list_titles(**changes) == titles


def test_each_task_is_about_a_check_and_leads_to_the_part_of_its_page_for_maintainers(client):
    assert {*WARNINGS, *GOALS} <= {check.key for check in CHECKS}
    for key in (*WARNINGS, *GOALS):
        assert '<h2 id="if-you-maintain-it">' in client.get(f"/metrics/{key}/").content.decode()
