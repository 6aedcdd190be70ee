"""Somebody who does the same at the same moment, and is faster: between the checks and the storing of the other."""

from collections.abc import Iterator
from contextlib import contextmanager

from allauth.account.models import EmailAddress
from django.db import connection
from django.db.models.signals import pre_save

from community.people import make_person


@contextmanager
def somebody_is_faster(name: str, email: str = "rival@mail.example") -> Iterator[None]:
    """Somebody gets this name once it was found to be free, before the transaction that takes it begins."""
    states = ["unchecked"]

    def watch(execute, sql, params, many, context):
        if states[-1] == "unchecked" and "name_key" in sql:
            states.append("checked")
        elif states[-1] == "checked" and sql.startswith("SAVEPOINT"):
            states.append("taken")
            make_person(name, email=email)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(watch):
        yield
    assert states[-1] == "taken"


@contextmanager
def somebody_confirms_first(email: str) -> Iterator[None]:
    """Another account confirms this address once the address was found to be unconfirmed."""

    def confirm(instance: EmailAddress, **_: object) -> None:
        EmailAddress.objects.filter(email=email).exclude(pk=instance.pk).update(verified=True)

    pre_save.connect(confirm, sender=EmailAddress)
    try:
        yield
    finally:
        pre_save.disconnect(confirm, sender=EmailAddress)
