"""E-mail addresses that people added to their accounts."""

from allauth.account.models import EmailAddress


def forget_unconfirmed(email: str) -> None:
    """Remove an address from the accounts that added it and have not confirmed it; it stays where it is the main one.

    Else somebody could add an address of others to their account and keep its owner from signing up with it.
    """
    rows = EmailAddress.objects.filter(email=email.lower(), verified=False, primary=False)
    rows.exclude(user__email__iexact=email).delete()
