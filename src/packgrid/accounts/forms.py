"""Allauth's forms with our labels, and sign-up forms, which hide whether an address has an account."""

from collections.abc import Mapping

from allauth.account import forms as account
from allauth.account.adapter import get_adapter
from allauth.core import context
from allauth.mfa.base import forms as mfa
from allauth.mfa.totp import forms as totp
from allauth.mfa.webauthn import forms as webauthn
from allauth.socialaccount import forms as social
from django import forms
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse

from packgrid.accounts.email_addresses import forget_unconfirmed
from packgrid.accounts.messages import ACCOUNT, MISSING, NO_EMAIL_ADDRESS, NO_PASSKEY
from packgrid.accounts.models import User
from packgrid.accounts.queries import is_name_taken, only_confirmed
from packgrid.accounts.security_log import log_event

NEW_PASSWORD_HELP = "At least 8 characters. Not a common password, and not like your name or address."  # noqa: S105 a help text
LABELS = {
    "code": "Code",
    "email": "E-mail address",
    "login": "User name or e-mail address",
    "name": "Name of the passkey",
    "oldpassword": "Current password",
    "password": "Password",
    "password1": "New password",
    "password2": "New password again",
    "passwordless": "Sign in with this passkey alone, without the password",
    "remember": "Stay signed in",
    "username": "User name",
}


class PlainLabels:
    """Our labels, help and errors in place of those of the libraries."""

    fields: dict[str, forms.Field]
    labels: Mapping[str, str] = {}
    cleaned_data: dict[str, str]
    helps: Mapping[str, str] = {"password1": NEW_PASSWORD_HELP, "passwordless": ""}

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.label = {**LABELS, **self.labels}.get(name, field.label)
            field.help_text = self.helps.get(name, field.help_text)
            field.widget.attrs.pop("placeholder", None)
            field.error_messages["required"] = MISSING
            if isinstance(field, forms.EmailField):
                field.error_messages["invalid"] = NO_EMAIL_ADDRESS


class SignInForm(PlainLabels, account.LoginForm):  # type: ignore[misc] # allauth ships no types
    """A user name or an e-mail address, and a password."""


class NameJustTaken(ValidationError):
    """Somebody else got the name after the form was checked."""


class NewAccountForm(PlainLabels):
    """A form that makes an account with an address."""

    def validate_unique_email(self, value: str) -> str:
        """The address, whether or not it has an account.

        Each sign-up makes an account, and an address is confirmed by one of them alone. Else somebody could tell a
        taken address by the name that stays free, or by the password that does not work.
        """
        forget_unconfirmed(value)
        return get_adapter().validate_unique_email(value)  # type: ignore[no-any-return] # allauth ships no types

    def try_save(self, request: HttpRequest) -> tuple[User | None, HttpResponse | None]:
        """The new account, and an answer if there is none.

        Raises:
            NameJustTaken: two people chose one name at the same moment; the database lets one of them have it.
        """
        try:
            with transaction.atomic():
                return super().try_save(request)  # type: ignore[misc,no-any-return] # the forms that are mixed in have it
        except IntegrityError as error:
            if is_name_taken(self.cleaned_data["username"]):
                raise NameJustTaken(ACCOUNT["username_taken"], code="username_taken") from error
            raise


class SignUpForm(NewAccountForm, account.SignupForm):  # type: ignore[misc] # allauth ships no types
    """A user name, an e-mail address and a password."""

    labels = {"password1": "Password"}


class ProviderSignUpForm(NewAccountForm, social.SignupForm):  # type: ignore[misc] # allauth ships no types
    """A user name and an address for somebody whom a git host has named."""


class AddEmailForm(PlainLabels, account.AddEmailForm):  # type: ignore[misc] # allauth ships no types
    """One more address."""


class ChangePasswordForm(PlainLabels, account.ChangePasswordForm):  # type: ignore[misc] # allauth ships no types
    """The current password, and a new one twice."""


class SetPasswordForm(PlainLabels, account.SetPasswordForm):  # type: ignore[misc] # allauth ships no types
    """A first password, twice."""


class RequestPasswordForm(PlainLabels, account.ResetPasswordForm):  # type: ignore[misc] # allauth ships no types
    """The address to which the link for a new password goes."""

    users: list[User]

    def clean_email(self) -> str:
        """The address; unconfirmed sign-ups get no link where a confirmed account has it."""
        email = super().clean_email()
        self.users = only_confirmed(self.users) or self.users
        return email  # type: ignore[no-any-return] # allauth ships no types


class NewPasswordForm(PlainLabels, account.ResetPasswordKeyForm):  # type: ignore[misc] # allauth ships no types
    """A new password, twice, for whoever came by the link."""


class PasswordAgainForm(PlainLabels, account.ReauthenticateForm):  # type: ignore[misc] # allauth ships no types
    """The password once more."""


class LoggedCode:
    """A form with a code; codes that are refused are logged."""

    user: User

    def clean_code(self) -> object:
        """The code.

        Raises:
            ValidationError: it is wrong, or there were too many attempts.
        """
        try:
            return super().clean_code()  # type: ignore[misc] # the forms that are mixed in have it
        except ValidationError as error:
            log_refusal("code_refused", error, self.user)
            raise


def log_refusal(event: str, error: ValidationError, user: User | None) -> None:
    """Log that a code or passkey was refused, or that its limit is reached."""
    log_event("limit_reached" if error.code == "too_many_login_attempts" else event, user, context.request)


class SecondStepForm(LoggedCode, PlainLabels, mfa.AuthenticateForm):  # type: ignore[misc] # allauth ships no types
    """A code of the authenticator app, or a recovery code."""


class CodeAgainForm(LoggedCode, PlainLabels, mfa.ReauthenticateForm):  # type: ignore[misc] # allauth ships no types
    """A code once more."""


class SetUpAppForm(PlainLabels, totp.ActivateTOTPForm):  # type: ignore[misc] # allauth ships no types
    """The first code of an authenticator app."""


class CredentialField(forms.JSONField):
    """The JSON of a passkey from a browser: ASCII without escapes, which every database takes. Never shown again."""

    widget = forms.HiddenInput

    def to_python(self, value: str | None) -> object:  # type: ignore[override] # the stubs take it for a CharField
        """The JSON of a text.

        Raises:
            ValidationError: no browser writes such a text.
        """
        if value is None:  # the field was not sent at all
            return None
        if not value.isascii() or "\\u" in value or len(value) > LONGEST_CREDENTIAL:
            raise ValidationError(NO_PASSKEY)
        try:
            return super().to_python(value)
        except RecursionError as error:
            raise ValidationError(NO_PASSKEY) from error

    def bound_data(self, data: str, initial: object) -> str:  # noqa: ARG002 Django's signature
        """Nothing of what was sent."""
        return ""

    def prepare_value(self, value: object) -> str:  # noqa: ARG002 Django's signature
        """The field as a page shows it: empty."""
        return ""


LONGEST_CREDENTIAL = 20_000


class PasskeyForm(PlainLabels):
    """A form that a browser fills with a passkey."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["credential"] = CredentialField()

    def clean(self) -> dict[str, object]:
        """The fields; the library raises ValueError for some of what is no passkey."""
        try:
            return super().clean()  # type: ignore[misc,no-any-return] # the forms that are mixed in have it
        except ValueError as error:
            raise ValidationError(NO_PASSKEY) from error


class AddPasskeyForm(PasskeyForm, webauthn.AddWebAuthnForm):  # type: ignore[misc] # allauth ships no types
    """A passkey and its name."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["passwordless"].initial = True


class LoggedPasskey:
    """A form that checks a passkey; passkeys that are refused are logged, without an account where none is known."""

    user: User | None

    def clean_credential(self) -> object:
        """The authenticator that the passkey is of.

        Raises:
            ValidationError: it is not one of the account, or there were too many attempts.
        """
        try:
            return super().clean_credential()  # type: ignore[misc] # the forms that are mixed in have it
        except ValidationError as error:
            log_refusal("passkey_refused", error, self.user)
            raise


class PasskeySignInForm(LoggedPasskey, PasskeyForm, webauthn.LoginWebAuthnForm):  # type: ignore[misc] # allauth ships no types
    """A passkey, without a password."""


class SecondStepPasskeyForm(LoggedPasskey, PasskeyForm, webauthn.AuthenticateWebAuthnForm):  # type: ignore[misc] # allauth ships no types
    """A passkey, after the password."""


class PasskeyAgainForm(LoggedPasskey, PasskeyForm, webauthn.ReauthenticateWebAuthnForm):  # type: ignore[misc] # allauth ships no types
    """A passkey once more."""


class RenamePasskeyForm(PlainLabels, webauthn.EditWebAuthnForm):  # type: ignore[misc] # allauth ships no types
    """The name of a passkey."""
