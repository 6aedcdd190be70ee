"""For maintainers."""

import re

import pytest

from community.people import NOW, make_moderator, make_person
from packgrid.catalogue.models import Facts
from packgrid.community.models import Flag, Maintainer, Reply
from packgrid.projections.announcements import announce
from web.people.forms import browser, seen, send
from web.rows import make_grid, make_package
from web.sanity import text_of

pytestmark = pytest.mark.django_db
PAGE = "/packages/p/django-a/maintain/"


@pytest.fixture
def ada():
    return make_person()


@pytest.fixture
def package():
    return make_package(repo_url="https://github.com/org/a", pypi_name="a", facts={})


@pytest.fixture
def maintainer(ada, package):
    addresses = f"{package.repo_url} {package.pypi_name}"
    Maintainer.objects.create(user=ada, package=package, token="t", proven_at=NOW, proven_for=addresses, evidence="x")
    return ada


def test_from_saying_so_over_the_token_to_the_name_on_the_page(ada, package):
    client = browser(ada)
    assert send(client, PAGE, does="claim").url == PAGE
    token = Maintainer.objects.get().token
    text = text_of(seen(client, PAGE))
    assert token in text
    assert "Maintained by" not in text_of(seen(browser(), "/packages/p/django-a/"))
    Facts.objects.update(topics=[token])
    announce(packages={package.pk})
    assert "Maintained by ada proven" in text_of(seen(browser(), "/packages/p/django-a/"))
    assert "Proven on" in text_of(seen(client, PAGE))


@pytest.mark.parametrize(
    ("host", "configured", "offered"),
    [
        ("github.com", ["github"], "sign in with GitHub"),
        ("gitlab.com", ["github", "gitlab"], "sign in with GitLab"),
        ("github.com", [], None),
        ("gitlab.com", ["github"], None),
        ("bitbucket.org", ["github", "gitlab"], None),
        ("codeberg.org", ["github", "gitlab"], None),
        ("git.example", ["github", "gitlab"], None),
    ],
)
def test_signing_in_is_offered_with_the_host_of_the_repository_if_it_is_configured(
    ada, settings, host, configured, offered
):
    settings.SOCIALACCOUNT_PROVIDERS = {provider: {} for provider in configured}
    make_package(repo_url=f"https://{host}/org/a", pypi_name="a", facts={})
    client = browser(ada)
    send(client, PAGE, does="claim")
    text = text_of(seen(client, PAGE))
    assert offered in text if offered else "sign in with" not in text


def test_looking_again_finds_what_is_stored_already(ada, package):
    client = browser(ada)
    send(client, PAGE, does="claim")
    send(client, PAGE, does="look")
    assert "We did not find the text yet" in text_of(seen(client, PAGE))
    Facts.objects.update(topics=[Maintainer.objects.get().token])
    send(client, PAGE, does="look")
    assert "Checked: you maintain this package." in text_of(seen(client, PAGE))


def test_a_refresh_can_be_wished_for_and_the_claim_given_up(ada, package):
    client = browser(ada)
    send(client, PAGE, does="claim")
    send(client, PAGE, does="refresh")
    assert "nothing to ask" in text_of(seen(client, PAGE))
    send(client, PAGE, does="resign")
    assert not Maintainer.objects.exists()


def test_an_answer_stands_below_the_flag(maintainer, package):
    flag = Flag.objects.create(package=package, reason="It is a copy.", is_accepted=True, decided_at=NOW)
    client = browser(maintainer)
    path = f"/flags/{flag.pk}/answer/"
    assert path in seen(client, PAGE)
    assert send(client, path, text="It is the original.").url == "/packages/p/django-a/"
    text = text_of(seen(browser(), "/packages/p/django-a/"))
    assert "It is a copy. ada (maintainer) replied: It is the original." in text
    assert "It is the original." in seen(client, path)


def test_an_answer_to_a_cell_is_kept(maintainer, package, django_assert_max_num_queries):
    grid = make_grid(packages=[package], features=[("Fast", {"django-a": "no"}), ("Small", {})])
    client = browser(maintainer)
    path = f"/grids/answer/a-grid/{package.pk}/{grid.features.first().pk}/"
    with django_assert_max_num_queries(7):
        assert path in seen(client, PAGE)
    assert "Fast: no" in seen(client, path)
    assert send(client, path, text="Since 2.0.").url == PAGE
    assert Reply.objects.get().text == "Since 2.0."
    assert "Since 2.0." in seen(client, PAGE)


def test_others_do_not_answer(ada, package):
    flag = Flag.objects.create(package=package, reason="It is a copy.", is_accepted=True, decided_at=NOW)
    client = browser(ada)
    send(client, f"/flags/{flag.pk}/answer/", text="It is the original.")
    assert not Reply.objects.exists()
    assert "Only proven maintainers" in text_of(seen(client, "/packages/p/django-a/"))
    flag.is_accepted = None
    flag.save()
    seen(client, f"/flags/{flag.pk}/answer/", status=404)


CONTEST = "/packages/p/django-a/contest/"
REASON = "We work on version 3 in another repository."


def test_a_maintainer_contests_the_verdict_and_the_reason_is_shown_beside_it(maintainer, package):
    client = browser(maintainer)
    form = text_of(seen(client, CONTEST))
    assert "The verdict is “Not enough known”. No release and no commit is known" in form
    assert send(client, CONTEST, reason=REASON).url == package.get_absolute_url()
    assert REASON not in text_of(seen(browser(), "/packages/p/django-a/"))
    moderator = browser(make_moderator())
    queue = text_of(seen(moderator, "/moderation/"))
    assert "A maintainer contests the verdict: Not enough known" in queue
    send(moderator, "/moderation/", action=f"/moderation/flag/{Flag.objects.get().pk}/", verdict="accepted")
    said = re.compile(r"A maintainer disagrees \(\d+ \w{3} \d{4}\): " + re.escape(REASON))
    for page in ("", "health/"):
        text = text_of(seen(browser(), f"/packages/p/django-a/{page}"))
        assert said.search(text)
        assert "Flagged" not in text
    assert REASON not in text_of(seen(client, PAGE))


def test_an_objection_to_another_verdict_than_the_one_shown_is_not_shown(package):
    Flag.objects.create(package=package, contested_verdict="archived", reason=REASON, is_accepted=True, decided_at=NOW)
    assert REASON not in text_of(seen(browser(), "/packages/p/django-a/"))


def test_who_does_not_maintain_a_package_learns_how_to_prove_it_before_contesting(package):
    client = browser(make_person("bob"))
    assert client.get(CONTEST).url == PAGE
    assert "Only proven maintainers of a package can contest its verdict." in text_of(seen(client, PAGE))
    assert browser().get(CONTEST).url.startswith("/login/")


@pytest.mark.parametrize("reason", ["", "wrong", "x" * 1001])
def test_a_verdict_is_contested_with_a_reason(maintainer, package, reason):
    assert send(browser(maintainer), CONTEST, reason=reason).status_code == 200
    assert not Flag.objects.exists()
