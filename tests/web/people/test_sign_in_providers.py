"""Sign-in with git hosts: there where it is configured, and nowhere mentioned where it is not."""

import pytest
from allauth.socialaccount.models import SocialAccount, SocialApp
from django.urls import NoReverseMatch, reverse

from community.people import link, make_person
from packgrid.accounts.models import User
from packgrid.web.people.urls import provider_routes
from web.people.forms import browser, fresh_browser, seen, send
from web.people.git_host import GitHost
from web.people.rivals import somebody_is_faster
from web.sanity import text_of

pytestmark = pytest.mark.django_db
KEYS = {host: {"APPS": [{"client_id": "id", "secret": "secret"}], "SCOPE": []} for host in ("github", "gitlab")}
PROVIDER_PATHS = [f"/account/{host}/{end}" for host in ("github", "gitlab") for end in ("login/", "login/callback/")]
PAGES_THAT_OFFER = ["/login/", "/account/signup/"]


@pytest.fixture
def configured(settings):
    settings.SOCIALACCOUNT_PROVIDERS = KEYS
    settings.ROOT_URLCONF = "web.people.urls_with_providers"
    settings.SOCIALACCOUNT_ADAPTER = "web.people.git_host.AdapterWithoutNetwork"


@pytest.mark.parametrize("path", PROVIDER_PATHS)
@pytest.mark.parametrize("query", ["", "?code=x&state=y", "?error=access_denied", "?process=connect&next=/"])
def test_a_provider_without_keys_has_no_routes(path, query):
    for client in (browser(), browser(make_person())):
        assert client.get(path + query).status_code == 404
    with pytest.raises(NoReverseMatch):
        reverse("github_login")


@pytest.mark.parametrize("path", [*PAGES_THAT_OFFER, "/account/3rdparty/", "/profiles/edit/"])
def test_no_page_offers_a_provider_without_keys(path):
    html = seen(browser(None if path in PAGES_THAT_OFFER else make_person()), path)
    assert "/account/github/" not in html
    assert "Sign in with" not in html.replace("Sign in with a passkey", "")
    assert "Connect Git" not in html


def test_keys_in_the_database_do_not_count_because_they_have_no_routes():
    SocialApp.objects.create(provider="github", name="GitHub", client_id="id", secret="secret")
    assert "GitHub" not in seen(browser(), "/login/")


def test_an_account_at_a_provider_whose_keys_were_removed_is_shown_and_can_be_disconnected():
    ada = make_person()
    account = link(ada, "countess")
    ada.emailaddress_set.create(email=ada.email, verified=True, primary=True)
    client = fresh_browser(ada)
    html = seen(client, "/account/3rdparty/")
    assert "countess" in text_of(html)
    answer = send(client, "/account/3rdparty/", action="/account/3rdparty/", account=str(account.pk))
    assert answer.url == "/account/3rdparty/"
    assert not SocialAccount.objects.exists()


@pytest.mark.usefixtures("configured")
def test_a_configured_provider_is_offered_and_asked():
    for path in PAGES_THAT_OFFER:
        html = seen(browser(), path)
        assert "Sign in with GitHub" in html
        assert "Sign in with GitLab" in html
    answer = send(browser(), "/login/?next=/watching/", action="/account/github/login/")
    assert answer.url.startswith("https://github.com/login/oauth/authorize?")
    assert "Connect GitHub" in seen(browser(make_person()), "/account/3rdparty/")


@pytest.mark.usefixtures("configured")
@pytest.mark.parametrize("host", ["github", "gitlab"])
@pytest.mark.parametrize("query", ["", "?code=x&state=y", "?error=access_denied", "?error=other&state=%00", "?state="])
def test_a_callback_that_nobody_asked_for_is_refused_in_words(host, query):
    html = seen(browser(), f"/account/{host}/login/callback/{query}", status=401)
    assert "did not work" in text_of(html)


@pytest.mark.usefixtures("configured")
def test_giving_up_at_the_provider_leads_back_to_sign_in():
    client = browser()
    state = send(client, "/login/", action="/account/github/login/").url.partition("state=")[2].partition("&")[0]
    answer = client.get(f"/account/github/login/callback/?error=access_denied&state={state}")
    assert answer.url == "/account/3rdparty/login/cancelled/"
    assert 'href="/login/"' in seen(client, answer.url)


@pytest.mark.usefixtures("configured")
def test_signing_up_with_a_git_host_makes_an_account_without_a_password():
    host = GitHost(login="countess", email="countess@mail.example")
    client = browser()
    assert host.sign_in(client).url == "/"
    countess = User.objects.get(username="countess")
    assert (countess.has_usable_password(), countess.profile.github_account) == (False, "countess")
    assert "countess" in seen(client, "/account/3rdparty/")


@pytest.mark.usefixtures("configured")
def test_a_name_that_is_taken_at_this_moment_is_made_another_one():
    with somebody_is_faster("countess"):
        assert GitHost(login="countess", email="countess@mail.example").sign_in(browser()).url == "/"
    rival, countess = User.objects.order_by("date_joined", "pk")
    assert rival.username == "countess"
    assert countess.username.startswith("countess")


@pytest.mark.usefixtures("configured")
def test_a_name_chosen_by_two_at_this_moment_is_asked_for_again():
    client = browser()
    page = GitHost(login="countess", email="").sign_in(client).url
    assert page == "/account/3rdparty/signup/"
    with somebody_is_faster("ada"):
        answer = send(client, page, action=page, username="ada", email="ada@mail.example")
    assert (answer.status_code, "This name is taken" in text_of(answer.content.decode())) == (200, True)
    assert (
        send(client, page, action=page, username="lovelace", email="ada@mail.example").url == "/account/confirm-email/"
    )
    assert User.objects.get(username="lovelace").socialaccount_set.get().uid == "7"


def test_routes_are_made_of_the_providers_that_are_named():
    assert provider_routes([]) == []
    (route,) = provider_routes(["github"])
    assert route.resolve("account/github/login/").url_name == "github_login"
