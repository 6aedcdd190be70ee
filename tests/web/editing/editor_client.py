"""A browser of somebody who uses the pages for editing."""

import re
from html import unescape

from django.test import Client

from packgrid.accounts.models import User
from web.sanity import faults_of, text_of

HOST = "djangopackages.org"


def make_client(who: User | None = None) -> Client:
    """A browser, signed in as somebody."""
    client = Client(headers={"host": HOST}, enforce_csrf_checks=False)
    if who:
        client.force_login(who)
    return client


def get_page(client: Client, path: str, *, status=200) -> str:
    """The page at a path, checked as every page is."""
    answer = client.get(path)
    html = answer.content.decode()
    assert (answer.status_code, faults_of(html)) == (status, [])
    return html


def read_hidden_field(html: str, name: str) -> str:
    """The value of a hidden field."""
    return unescape(re.search(rf'<input type="hidden" name="{name}" value="([^"]*)"', html)[1])


def submit_form(client: Client, path: str, fields: dict[str, object], *, status=302):
    """The page after a form was sent; a redirect is followed."""
    answer = client.post(path, fields)
    assert answer.status_code == status, text_of(answer.content.decode())
    if status != 302:
        assert faults_of(answer.content.decode()) == []
        return answer.content.decode()
    return client.get(answer.headers["Location"]).content.decode()


def read_text(html: str) -> str:
    """The words of a page, with a space between its parts."""
    return text_of(PART.sub(r" \g<0>", html))


PART = re.compile(r"</?(?:p|dt|dd|li|div|h[1-6]|label|legend|ins|del|span|ul|ol|dl|section)\b")
