"""Leaving: an account is deleted by who gives the password again and says that they are sure."""

import pytest
from django.core.cache import cache

from community.people import make_person
from packgrid.accounts.models import User
from web.people.forms import browser, fresh_browser, seen, send, show_password
from web.sanity import text_of

pytestmark = pytest.mark.django_db
PATH = "/profiles/delete/"


@pytest.fixture(autouse=True)
def no_limits_reached():
    cache.clear()


def test_the_password_is_asked_for_before_anything_is_shown():
    ada = make_person()
    client = browser(ada)
    asked = client.get(PATH)
    assert show_password(client, asked, "wrong").status_code == 200
    assert client.get(PATH).url == asked.url
    assert show_password(client, asked).url == PATH
    seen(client, PATH)


def test_a_form_sent_without_the_password_deletes_nothing():
    ada = make_person()
    client = fresh_browser(ada)
    seen(client, PATH)
    client.session.flush()
    client.force_login(ada, backend="django.contrib.auth.backends.ModelBackend")
    token = client.cookies["csrftoken"].value
    answer = client.post(
        PATH,
        {"is_sure": "on", "csrfmiddlewaretoken": token},
        secure=True,
        headers={"referer": f"https://djangopackages.org{PATH}"},
    )
    assert answer.url.startswith("/account/reauthenticate/")
    assert User.objects.exists()


def test_leaving_takes_a_second_thought():
    client = fresh_browser(make_person())
    send(client, PATH)
    assert User.objects.exists()
    assert send(client, PATH, is_sure="on").url == "/"
    assert not User.objects.exists()
    assert "Your account is deleted" in text_of(client.get("/").content.decode())
    assert client.get("/watching/").status_code == 302
