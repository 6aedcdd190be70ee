"""Locks on accounts."""

from packgrid.accounts.models import User


def lock_account(user: User) -> None:
    """Lock the row of an account until the transaction ends; one query.

    Of two requests of the same person, the second then counts what the first has made. SQLite needs no lock: a
    transaction there waits for the one before it (docs/decisions/0003-sqlite-first-class.md).
    """
    User.objects.select_for_update(no_key=True).only("pk").filter(pk=user.pk).first()
