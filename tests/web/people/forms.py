"""Sending the forms of a page as a browser does: with what they hold, and with their token checked."""

from html.parser import HTMLParser

from django.test import Client

from community.people import PASSWORD
from web.sanity import faults_of


class Forms(HTMLParser):
    """The forms of a page: their action, and what their fields hold."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.forms: list[tuple[str, dict[str, str]]] = []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        if tag == "form" and given.get("method") == "post":
            self.forms.append((given.get("action", ""), {}))
        if tag == "input" and self.forms and given.get("name") and given.get("type") not in {"checkbox", "radio"}:
            self.forms[-1][1][given["name"]] = given.get("value") or ""
        if tag == "input" and given.get("type") == "checkbox" and "checked" in given:
            self.forms[-1][1][given["name"]] = "on"


def browser(person=None) -> Client:
    """A browser, signed in as somebody; tokens are checked."""
    client = Client(enforce_csrf_checks=True, headers={"host": "djangopackages.org"})
    if person:
        client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    return client


def seen(client, path, *, status=200) -> str:
    """A page that passed every check."""
    answer = client.get(path)
    html = answer.content.decode()
    assert (answer.status_code, faults_of(html)) == (status, [])
    return html


def send(client, path, *, action="", quick=False, **filled: str):
    """The response to the form with this action on a page, filled in and sent."""
    held = next(held for said, held in Forms(seen(client, path)).forms if said.partition("?")[0] == action)
    return post(client, action or path, held | filled, quick=quick)


def post(client, path, filled, *, quick=False):
    headers = {"referer": f"https://djangopackages.org{path}"} | ({"X-Quick": "1"} if quick else {})
    return client.post(path, filled, headers=headers, secure=True)


def confirm(client, link):
    """The response to the form behind the link in a mail, sent; its action has a signature of its own."""
    forms = Forms(seen(client, link)).forms
    return post(client, *next(each for each in forms if each[0].startswith("/account/confirm-email/")))


def sign_in(client, login="ada", password=PASSWORD, path="/login/"):
    """The response to signing in with a password."""
    return send(client, path, action="/login/", login=login, password=password)


def show_password(client, answer, password=PASSWORD):
    """The response after the password was given again, where it was asked for."""
    assert answer.url.startswith("/account/reauthenticate/?next="), answer.url
    return send(client, answer.url, action="/account/reauthenticate/", password=password)


def fresh_browser(person) -> Client:
    """A browser, signed in as somebody who has just given their password again."""
    client = browser(person)
    show_password(client, client.get("/profiles/delete/"))
    return client
