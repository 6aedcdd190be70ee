"""Decides who may do what. Pages ask to show a button; the functions that write rows ask again."""

from django.contrib.auth.models import AnonymousUser

from packgrid.accounts.models import User

type Somebody = User | AnonymousUser


def may_edit(who: Somebody) -> bool:
    """True if they may add and change packages, grids, features and cells that are not locked."""
    return who.is_authenticated and who.is_active


def may_moderate(who: Somebody) -> bool:
    """True if they may change what is locked, decide on flags and examples, and revert what others did."""
    return who.is_active and who.is_staff
