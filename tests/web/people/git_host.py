"""GitHub as far as sign-in asks it: a fake below the HTTP client, so that all of allauth runs."""

import json
from typing import Any

import attrs
import requests
from django.http import HttpResponse
from django.test import Client
from requests.adapters import BaseAdapter

from packgrid.accounts.adapters import GitHostAdapter
from web.people.forms import send

ANSWERS: dict[str, Any] = {}


class Canned(BaseAdapter):
    """Answers every request from ANSWERS; one that is not there fails."""

    def send(self, request, **_: object):
        answer = requests.Response()
        answer.status_code, answer.request, answer.url = 200, request, request.url
        answer.headers["content-type"] = "application/json"
        answer._content = json.dumps(ANSWERS[request.url.partition("?")[0]]).encode()  # noqa: SLF001 requests has no other way
        return answer

    def close(self) -> None:
        """Nothing is open."""


class AdapterWithoutNetwork(GitHostAdapter):
    """Ours, with a session that reaches nobody."""

    def get_requests_session(self) -> requests.Session:
        session = requests.Session()
        session.mount("https://", Canned())
        return session


@attrs.frozen
class GitHost:
    """Somebody's account at GitHub."""

    login: str
    email: str = ""
    uid: int = 7

    def sign_in(self, client: Client, page: str = "/login/", action: str = "/account/github/login/") -> HttpResponse:
        """What comes of signing in with it by the button on a page."""
        emails = [{"email": self.email, "verified": True, "primary": True}] if self.email else []
        ANSWERS.update(
            {
                "https://github.com/login/oauth/access_token": {"access_token": "secret"},
                "https://api.github.com/user": {"id": self.uid, "login": self.login, "email": None},
                "https://api.github.com/user/emails": emails,
            }
        )
        state = send(client, page, action=action).url.partition("state=")[2].partition("&")[0]
        return client.get(f"/account/github/login/callback/?code=x&state={state}", secure=True)
