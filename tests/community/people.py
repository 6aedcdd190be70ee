"""People, and what they follow, each made with as little as it needs."""

from datetime import UTC, datetime, timedelta
from typing import Any

from allauth.socialaccount.models import SocialAccount

from packgrid.accounts.models import User

NOW = datetime(2026, 7, 1, 12, tzinfo=UTC)
PASSWORD = "a long secret"
LONG_AGO = NOW - timedelta(days=400)


def make_person(name="ada", **columns: Any) -> User:
    columns = {"email": f"{name}@mail.example", "date_joined": LONG_AGO, "last_login": LONG_AGO} | columns
    return User.objects.create_user(name, password=PASSWORD, **columns)


def confirm_email(person: User) -> User:
    """Their address is confirmed, so that they can sign in."""
    person.emailaddress_set.create(email=person.email, verified=True, primary=True)
    return person


def make_moderator(name="mo", **columns: Any) -> User:
    return make_person(name, is_staff=True, **columns)


def link(person: User, name: str, host="github") -> SocialAccount:
    """They have signed in with a git host under this name."""
    said = {"github": "login", "gitlab": "username"}[host]
    return SocialAccount.objects.create(
        user=person, provider=host, uid=f"{host} {name}", extra_data={said: name}, last_login=NOW, date_joined=NOW
    )
