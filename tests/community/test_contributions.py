import pytest

from community.people import link, make_person
from packgrid.accounts.models import Profile
from packgrid.community.contributions import add_contributions
from packgrid.community.models import Contribution
from packgrid.community.queries import contributed_by
from packgrid.projections.announcements import announce
from web.rows import make_package

pytestmark = pytest.mark.django_db


def titles(person):
    return [package.slug for package in contributed_by(person)]


def test_linking_an_account_finds_what_it_contributed_to_and_owns_at_its_host():
    make_package("a", repo_url="https://github.com/org/a", facts={"contributors": ["Ada", "bob"], "stars": 1})
    make_package("b", repo_url="https://github.com/ada/b", facts={"stars": 2})
    make_package("c", repo_url="https://gitlab.com/org/c", facts={"contributors": ["ada"]})
    make_package("d", repo_url="https://github.com/org/d", facts={"contributors": ["adam"]})
    make_package("e", repo_url="https://git.example/org/e", facts={"contributors": ["ada"]})
    make_package("f", facts={"contributors": ["ada"]})
    ada = make_person()
    account = link(ada, "ada")
    assert titles(ada) == ["b", "a"]
    account.delete()
    assert titles(ada) == []


def test_a_refresh_adds_who_is_new_among_the_contributors():
    ada = make_person()
    link(ada, "ada")
    package = make_package(repo_url="https://github.com/org/a", facts={"contributors": ["bob"]})
    announce(packages={package.pk})
    assert titles(ada) == []
    package.facts.contributors = ["bob", "ada"]
    package.facts.save()
    for _ in range(2):
        announce(packages={package.pk})
    assert titles(ada) == ["django-a"]
    assert Contribution.objects.count() == 1


def test_a_refresh_of_many_takes_three_queries_and_one_for_news_and_one_alone_where_nobody_has_an_account(
    django_assert_num_queries,
):
    with django_assert_num_queries(1):
        add_contributions({1})
    ada = make_person()
    link(ada, "ada")
    ids = {
        make_package(f"p{at}", repo_url=f"https://github.com/org/p{at}", facts={"contributors": ["ada"]}).pk
        for at in range(30)
    }
    with django_assert_num_queries(4):
        add_contributions(ids)
    assert Contribution.objects.count() == 30


def test_a_profile_names_the_account_that_its_host_told():
    ada = make_person()
    link(ada, "ada-g")
    link(ada, "ada-l", "gitlab")
    profile = Profile.objects.get(user=ada)
    assert profile.host_accounts == {"github": "ada-g", "gitlab": "ada-l"}
