import pytest

from community.people import link, make_person
from packgrid.accounts import profiles
from packgrid.accounts.host_accounts import proven_accounts
from packgrid.accounts.models import Profile, User

pytestmark = pytest.mark.django_db
NOTHING = dict.fromkeys(profiles.SHARES, False)


def test_a_person_goes_by_their_name_and_by_their_account_at_github(django_assert_num_queries):
    ada = make_person()
    link(ada, "countess")
    for name in ("ada", "countess"):
        with django_assert_num_queries(1):
            found = profiles.find_person(name)
            assert (found, profiles.read_profile(found).github_account) == (ada, "countess")


def test_a_name_here_goes_before_the_same_name_at_github():
    ada, countess = make_person(), make_person("countess")
    link(ada, "countess")
    assert profiles.find_person("countess") == countess


@pytest.mark.parametrize("name", ["nobody", "gone", ""])
def test_who_is_not_here_or_locked_out_has_no_profile(name):
    make_person("gone", is_active=False)
    with pytest.raises(User.DoesNotExist):
        profiles.find_person(name)


def test_links_are_put_in_place_of_the_others():
    profile = profiles.get_or_create_profile(make_person())
    profiles.change_profile(profile, shares=NOTHING | {"shares_usages": True}, links=[("A", "https://a.example/")])
    profiles.change_profile(profile, shares=NOTHING, links=[("B", "https://b.example/"), ("A", "https://a.example/")])
    assert [(row.label, row.url) for row in profile.links.all()] == [
        ("B", "https://b.example/"),
        ("A", "https://a.example/"),
    ]
    assert not any(getattr(Profile.objects.get(), name) for name in profiles.SHARES)


def test_an_account_is_proven_by_signing_in_alone():
    ada = make_person()
    Profile.objects.create(user=ada, github_account="somebody-else")
    assert proven_accounts(ada.pk) == set()
    link(ada, "Countess")
    assert proven_accounts(ada.pk) == {("github", "countess")}
