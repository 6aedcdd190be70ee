"""Accounts by what people type."""

from collections.abc import Mapping

from allauth.account.internal.userkit import filter_users_by_email

from packgrid.accounts.models import User
from packgrid.accounts.user_names import user_name_key


def find_account(credentials: Mapping[str, str]) -> User | None:
    """The account with the address in "email", else with the name in "username"; None if there is none.

    A confirmed address goes before others; what looks like an address may also be an old user name.
    """
    email, name = credentials.get("email"), credentials.get("username")
    if email and (found := filter_users_by_email(email, prefer_verified=True, for_login=True)):
        return min(found, key=lambda user: int(user.pk))  # type: ignore[no-any-return] # allauth ships no types
    try:
        return User.objects.get_by_natural_key(name) if name else None
    except User.DoesNotExist:
        return None


def get_user(user_id: int) -> User:
    """The account with this id.

    Raises:
        User.DoesNotExist: there is none.
    """
    return User.objects.get(pk=user_id)


def get_user_by_name(name: str) -> User:
    """The account with this user name, else the one whose name counts as the same; one query.

    Raises:
        User.DoesNotExist: nobody has the name.
    """
    return User.objects.get_by_natural_key(name)


def login_key(credentials: Mapping[str, str]) -> str:
    """What sign-ins are counted by: the account, however it was named; what was typed where there is none."""
    account = find_account(credentials)
    typed = credentials.get("email") or credentials.get("username") or ""
    return f"account {account.pk}" if account else f"nobody {user_name_key(typed)}"


def is_name_taken(name: str) -> bool:
    """Whether an account has this name, or one that counts as the same."""
    key = user_name_key(name)
    if User.objects.filter(name_key=key).exists():
        return True
    without_key = User.objects.filter(name_key=None).values_list("username", flat=True)
    return any(user_name_key(each) == key for each in without_key)
