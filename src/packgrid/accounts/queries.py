"""Accounts by what people type."""

from collections.abc import Iterable, Mapping

from allauth.account.internal.userkit import filter_users_by_email
from allauth.account.models import EmailAddress
from django.db.models import Exists, OuterRef, Q, QuerySet

from packgrid.accounts.models import User
from packgrid.accounts.user_names import look_alike_key, user_name_key


def find_account(credentials: Mapping[str, str]) -> User | None:
    """The account with the address in "email", else with the name in "username"; None if there is none.

    A confirmed address goes before others; what looks like an address may also be an old user name. Sign-ups that are
    not confirmed are found by name alone: their address may be that of somebody else.
    """
    email, name = credentials.get("email"), credentials.get("username")
    if email and (found := only_confirmed(filter_users_by_email(email, prefer_verified=True, for_login=True))):
        return min(found, key=lambda user: user.pk)
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


def confirmed_accounts() -> QuerySet[User]:
    """Accounts with a confirmed address, of people who have signed in, or of staff; others are unconfirmed sign-ups.

    An unconfirmed sign-up has no page and no address: anybody can make one with the address of somebody else.
    """
    is_verified = Exists(EmailAddress.objects.filter(user=OuterRef("pk"), verified=True))
    return User.objects.filter(Q(is_staff=True) | Q(last_login__isnull=False) | is_verified)


def only_confirmed(users: Iterable[User]) -> list[User]:
    """Those of some accounts that are confirmed; one query unless there are none."""
    by_id = {user.pk: user for user in users}
    found = confirmed_accounts().filter(pk__in=by_id).values_list("pk", flat=True) if by_id else ()
    return [by_id[pk] for pk in found]


def is_address_taken(email: str, *, but_for: User) -> bool:
    """True if a confirmed account other than this one has the address, as its main or as a confirmed one."""
    is_verified = Exists(EmailAddress.objects.filter(user=OuterRef("pk"), verified=True, email=email.lower()))
    return confirmed_accounts().exclude(pk=but_for.pk).filter(Q(email__iexact=email) | is_verified).exists()


def login_key(credentials: Mapping[str, str]) -> str:
    """The key that sign-ins are counted by: the account, however it was named; without one, the text that was typed."""
    account = find_account(credentials)
    typed = credentials.get("email") or credentials.get("username") or ""
    return f"account {account.pk}" if account else f"nobody {user_name_key(typed)}"


def is_name_taken(name: str) -> bool:
    """True if an account has this name, or one that counts as the same or looks alike."""
    key = user_name_key(name)
    if User.objects.filter(Q(name_key=key) | Q(look_alike_key=look_alike_key(name))).exists():
        return True
    without_key = User.objects.filter(name_key=None).values_list("username", flat=True)
    return any(user_name_key(each) == key for each in without_key)
