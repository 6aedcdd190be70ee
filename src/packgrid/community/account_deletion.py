"""Leaving: what is a person's own goes, what they did for others stays without a name."""

from django.db import transaction

from packgrid.accounts.models import User
from packgrid.catalogue.models import Example
from packgrid.community.models import Favorite, Flag, Maintainer
from packgrid.projections.announcements import announce


def delete_account(user: User) -> None:
    """Delete an account. Its usages, likes and watches go; edits, flags, answers and decisions stay with nobody's name.

    What nobody has looked at yet goes too: it would only wait for an answer to nobody.
    """
    with transaction.atomic():
        named = {*Favorite.objects.filter(user=user).values_list("package", flat=True)}
        named |= {*Maintainer.objects.filter(user=user).values_list("package", flat=True)}
        Flag.objects.filter(user=user, is_accepted=None).delete()
        Example.objects.filter(created_by=user, is_approved=None).delete()
        user.delete()
        if named:
            announce(discussed_packages=named, liked_packages=named)
