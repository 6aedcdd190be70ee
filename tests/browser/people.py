# Run inside the site by `packgrid manage shell`: people who are known there, and a session of each.
import json

from allauth.account.models import EmailAddress
from django.conf import settings
from django.test import Client

from packgrid.accounts.models import User

keys = {}
for name in ("ada", "bob", "grace"):
    person = User.objects.create_user(
        name, f"{name}@mail.example", "a long secret", is_staff=name == "grace", is_superuser=name == "grace"
    )
    EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
    client = Client()
    client.force_login(person)
    keys[name] = client.cookies[settings.SESSION_COOKIE_NAME].value
print(json.dumps(keys))  # noqa: T201 it is what the tests read
