"""The forms of sign-in and sign-up, where allauth's texts or behaviour are not what we want."""

from allauth.account.forms import LoginForm, SignupForm
from django.contrib.auth.hashers import make_password
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from packgrid.accounts.models import User


class SignInForm(LoginForm):  # type: ignore[misc] # allauth ships no types
    """A user name or an e-mail address, and a password."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].label = _("User name or e-mail address")
        self.fields["remember"].label = _("Stay signed in")


class SignUpForm(SignupForm):  # type: ignore[misc] # allauth ships no types
    """A user name, an e-mail address and a password."""

    def try_save(self, request: HttpRequest) -> tuple[User | None, HttpResponse | None]:
        """The new user; where the address has an account, the answer that everybody gets, after as much work."""
        if self.account_already_exists:
            make_password(self.cleaned_data["password1"])  # a new account costs a hash, so its time would tell
        return super().try_save(request)  # type: ignore[no-any-return] # allauth ships no types
