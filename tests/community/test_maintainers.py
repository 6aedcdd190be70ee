from typing import Any

import pytest

from community.people import NOW, link, make_person
from packgrid.catalogue.models import Facts, Package
from packgrid.community import maintainers, queries
from packgrid.community.errors import Refused
from packgrid.community.models import Flag, Maintainer, Reply
from packgrid.projections.announcements import announce
from web.rows import make_grid, make_package

pytestmark = pytest.mark.django_db


def refreshed(package, **facts: Any):
    """A refresh has brought these facts."""
    Facts.objects.update_or_create(package=package, defaults=facts)
    announce(packages={package.pk})


def moved(package, **columns: Any):
    """Somebody has edited where it lives."""
    Package.objects.filter(pk=package.pk).update(**columns)
    package.refresh_from_db()
    announce(packages={package.pk})


@pytest.fixture
def ada():
    return make_person()


@pytest.fixture
def package():
    return make_package(repo_url="https://github.com/ada/forms", pypi_name="forms", facts={})


def is_proven(person, package):
    return maintainers.maintains(person, package.pk)


def test_the_refresh_that_brings_the_token_proves_it(ada, package):
    row = maintainers.claim_package(ada, package, now=NOW)
    refreshed(package, topics=["forms"])
    assert not is_proven(ada, package)
    refreshed(package, topics=["forms", row.token])
    assert is_proven(ada, package)
    refreshed(package, topics=["forms"])
    assert is_proven(ada, package)
    assert Maintainer.objects.get().evidence == "the topics of the repository"
    assert queries.maintainers_of(package.pk) == [ada]


def test_saying_it_twice_keeps_the_token(ada, package):
    assert (
        maintainers.claim_package(ada, package, now=NOW).token == maintainers.claim_package(ada, package, now=NOW).token
    )


def test_who_owns_the_repository_by_the_word_of_its_host_has_it_proven_at_once(ada, package):
    link(ada, "Ada")
    maintainers.claim_package(ada, package, now=NOW)
    assert Maintainer.objects.get().evidence == "ada owns the repository"


def test_a_contributor_counts_where_the_host_itself_named_accounts(ada, package):
    moved(package, repo_url="https://github.com/org/forms")
    link(ada, "ada")
    facts = {"contributors": ["bot", "ada", "bob"], "bots": ["bot"]}
    refreshed(package, **facts, provenance={"contributors": ["git", 0]})
    maintainers.claim_package(ada, package, now=NOW)
    assert not is_proven(ada, package)
    refreshed(package, **facts, provenance={"contributors": ["github", 0]})
    assert is_proven(ada, package)


def test_who_points_a_package_at_their_own_project_does_not_stay_its_maintainer(ada, package):
    mallory = make_person("mallory")
    link(mallory, "mallory")
    maintainers.claim_package(mallory, package, now=NOW)
    assert not is_proven(mallory, package)
    moved(package, repo_url="https://github.com/mallory/forms")
    assert is_proven(mallory, package)
    moved(package, repo_url="https://github.com/ada/forms")
    assert not is_proven(mallory, package)
    assert queries.maintainers_of(package.pk) == []


def test_a_refresh_costs_one_query_where_nobody_maintains_it(package, django_assert_max_num_queries):
    with django_assert_max_num_queries(1):
        maintainers.prove_maintainers({package.pk})


def test_maintainers_answer_flags_and_cells_and_take_answers_back(ada, package):
    grid = make_grid(packages=[package], features=[("Fast", {package.slug: "no"})])
    column, feature = grid.columns.get(), grid.features.get()
    flag = Flag.objects.create(user=make_person("bob"), package=package, reason="Wrong.", is_accepted=True)
    for answer in (
        lambda text: maintainers.answer_flag(ada, flag, text, now=NOW),
        lambda text: maintainers.answer_cell(ada, column, feature, text, now=NOW),
    ):
        with pytest.raises(Refused, match="Only proven maintainers"):
            answer("Not so.")
    link(ada, "ada")
    maintainers.claim_package(ada, package, now=NOW)
    maintainers.answer_flag(ada, flag, "Not so.", now=NOW)
    maintainers.answer_cell(ada, column, feature, "Since 2.0.", now=NOW)
    maintainers.answer_cell(ada, column, feature, "Since 2.1.", now=NOW)
    assert [str(reply) for reply in queries.accepted_flags(package.pk)[0].replies.all()] == ["Not so."]
    cells = queries.replies_in(grid.pk)
    assert {key: [reply.text for reply in said] for key, said in cells.items()} == {
        (feature.pk, package.pk): ["Since 2.1."]
    }
    maintainers.answer_flag(ada, flag, "", now=NOW)
    maintainers.answer_cell(ada, column, feature, "", now=NOW)
    assert not Reply.objects.exists()


def test_a_feature_of_another_grid_is_no_cell(ada, package):
    column = make_grid("a", packages=[package]).columns.get()
    feature = make_grid("b", features=[("Fast", {})]).features.get()
    with pytest.raises(Refused, match="not in this grid"):
        maintainers.answer_cell(ada, column, feature, "Yes.", now=NOW)


def test_who_resigns_is_named_no_more(ada, package):
    link(ada, "ada")
    maintainers.claim_package(ada, package, now=NOW)
    maintainers.resign_package(ada, package)
    maintainers.resign_package(ada, package)
    assert queries.maintainers_of(package.pk) == []
