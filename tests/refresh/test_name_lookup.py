import pytest

from packgrid.assessment.models import Proposal
from packgrid.catalogue.models import Facts, Package
from packgrid.refresh.name_lookup import look_up, packages_to_look_up
from refresh.rows import package
from refresh.test_command import run
from sources.documents import project_document

pytestmark = pytest.mark.django_db(transaction=True)
URL = "https://github.com/ada/kite"


def test_a_name_is_proposed_only_if_its_project_links_to_the_repository(index):
    made = package("django-kite", title="The Kite", pypi_name="", repo_url=URL)
    index.documents["django-kite"] = project_document("django-kite", project_urls={"Source": "https://github.com/x/y"})
    index.documents["kite"] = project_document("kite", project_urls={"Source": URL})
    heard = []
    found = look_up([made.pk], progress=lambda *said: heard.append(said))
    assert sorted(index.names) == ["django-kite", "kite", "the-kite"]
    assert [(row.field, row.value) for row in found] == [("pypi_name", "kite")]
    assert Package.objects.get().pypi_name == ""
    assert heard == [(1, 1)]
    look_up([made.pk], progress=lambda *_: None)
    assert Proposal.objects.count() == 1


def test_it_stops_where_pypi_wants_to_be_left_alone(index):
    ids = [package(f"p{number}", pypi_name="", repo_url=URL).pk for number in range(3)]
    spent = {"x-ratelimit-limit": "9", "x-ratelimit-remaining": "0", "x-ratelimit-reset": "9999999999"}
    index.instead["*"] = (404, spent, b"")
    assert look_up(ids, progress=lambda *_: None) == []
    assert len(index.asked) <= 2


def test_the_doubtful_are_those_without_a_name_or_with_a_wrong_one(index):
    package("fine", repo_url=URL)
    package("no-repo", pypi_name="")
    nameless = package("nameless", pypi_name="", repo_url=URL)
    gone = package("gone", repo_url=URL)
    Facts.objects.filter(package=gone).update(pypi_gone_since="2026-01-01T00:00Z")
    assert set(packages_to_look_up()) == {nameless, gone}


def test_the_command_tells_what_it_found(index):
    package("kite", pypi_name="", repo_url=URL)
    index.documents["kite"] = project_document("kite", project_urls={"Source": URL})
    done = run("--names")
    assert done.exit_code == 0
    assert "kite: The PyPI project kite links to this repository" in done.stdout
    assert "1 of 1 found." in done.stdout
