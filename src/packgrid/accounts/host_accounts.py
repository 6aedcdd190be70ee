"""People's accounts at git hosts: a profile names those alone that they have signed in with."""

from allauth.socialaccount.models import SocialAccount
from django.db import transaction
from django.db.models.signals import post_delete, post_save

from packgrid.accounts.events import host_accounts_changed
from packgrid.accounts.models import Profile

# What a host calls the name of an account in its answer, and the column of the profile that keeps it.
HOSTS = {"github": ("login", "github_account"), "gitlab": ("username", "gitlab_account")}


def follow_linked_accounts() -> None:
    """Keep the names on profiles as the hosts tell them."""
    post_save.connect(show_account, sender=SocialAccount, dispatch_uid="host account linked")
    post_delete.connect(hide_account, sender=SocialAccount, dispatch_uid="host account unlinked")


def proven_accounts(user_id: int) -> set[tuple[str, str]]:
    """The kind of host and the name, in small letters, of each account that somebody signed in with; one query."""
    rows = SocialAccount.objects.filter(user=user_id, provider__in=HOSTS)
    return {(row.provider, name.lower()) for row in rows if (name := read_account_name(row))}


def read_account_name(account: SocialAccount) -> str:
    """The name of an account at its host; "" if the host did not say."""
    said, _column = HOSTS[account.provider]
    return str(account.extra_data.get(said) or "")


def show_account(instance: SocialAccount, **_: object) -> None:
    """Show an account on the profile of whoever has signed in with it."""
    if instance.provider in HOSTS:
        set_account_name(instance.user_id, instance.provider, read_account_name(instance))


def hide_account(instance: SocialAccount, **_: object) -> None:
    """Take an account off a profile; the person may have been deleted with it."""
    if instance.provider in HOSTS and Profile.objects.filter(user=instance.user_id).exists():
        set_account_name(instance.user_id, instance.provider, "")


def set_account_name(user_id: int, host: str, name: str) -> None:
    """Store the name on the profile, and send host_accounts_changed if it is another one."""
    _said, column = HOSTS[host]
    with transaction.atomic():
        profile, _ = Profile.objects.get_or_create(user_id=user_id)
        if getattr(profile, column) != name:
            setattr(profile, column, name)
            profile.save(update_fields=[column])
            host_accounts_changed.send(Profile, user_id=user_id)
