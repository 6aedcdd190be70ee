"""Signs people in by user name or mail address, and password."""

from allauth.account.auth_backends import AuthenticationBackend
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

from packgrid.accounts.models import User
from packgrid.accounts.queries import find_account


class AccountBackend(AuthenticationBackend):  # type: ignore[misc] # allauth ships no types
    """Checks one password hash for each attempt, whether or not there is such an account: the time tells nothing."""

    def authenticate(self, request: HttpRequest | None, **credentials: str) -> User:
        """The account that these credentials belong to.

        Raises:
            PermissionDenied: nobody. Django then asks no other backend, which would check the password once more.
        """
        user: User | None = super().authenticate(request, **credentials)
        if user is None:
            raise PermissionDenied
        return user

    def _authenticate(self, request: HttpRequest | None, **credentials: str) -> User | None:  # noqa: ARG002 allauth's signature
        """The account that is named, if the password is its own."""
        return self._check_password(find_account(credentials), credentials["password"])  # type: ignore[no-any-return] # allauth ships no types
