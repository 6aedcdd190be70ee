"""Profiles: read by name, changed by their owner."""

from collections.abc import Iterable, Mapping

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from packgrid.accounts.models import Profile, ProfileLink, User
from packgrid.accounts.queries import confirmed_accounts
from packgrid.accounts.user_names import user_name_key

SHARES = ("shares_contributions", "shares_usages", "shares_favorites")
MOST_LINKS = 10


def find_person(name: str) -> User:
    """The account with this user name, else with this name at GitHub (as old addresses have it); one query.

    Sign-ups that are not confirmed are found by nobody.

    Raises:
        User.DoesNotExist: nobody does.
    """
    key = user_name_key(name)
    known = Q(username=name) | Q(name_key=key) | Q(profile__github_account=name)
    found = list(confirmed_accounts().filter(known, is_active=True).select_related("profile")[:3])
    if not found:
        raise User.DoesNotExist
    return min(found, key=lambda user: (user.username != name, user.name_key != key))


def get_or_create_profile(user: User) -> Profile:
    """The profile of an account, created if there is none."""
    return Profile.objects.get_or_create(user=user)[0]


def read_profile(user: User) -> Profile:
    """The profile that was read with an account; an empty one if there is none."""
    return user.profile if hasattr(user, "profile") else Profile(user=user)


def change_profile(profile: Profile, *, shares: Mapping[str, bool], links: Iterable[tuple[str, str]]) -> None:
    """Set what is shared, and put these links (label and address) in place of those that were there."""
    with transaction.atomic():
        for name in SHARES:
            setattr(profile, name, shares[name])
        profile.modified = timezone.now()
        profile.save(update_fields=[*SHARES, "modified"])
        profile.links.all().delete()
        ProfileLink.objects.bulk_create(ProfileLink(profile=profile, label=label, url=url) for label, url in links)
