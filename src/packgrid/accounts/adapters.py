"""Our adapters for django-allauth: who may sign up, the links and texts of mails, and the steps of a sign-in."""

import logging
import secrets
import time
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from unicodedata import normalize

from allauth.account import app_settings
from allauth.account.adapter import DefaultAccountAdapter, get_adapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.account.models import EmailAddress, EmailConfirmationHMAC
from allauth.account.stages import EmailVerificationStage
from allauth.core import context
from allauth.core.exceptions import ImmediateHttpResponse, ReauthenticationRequired
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialAccount, SocialApp, SocialLogin
from django.conf import settings
from django.contrib.messages import ERROR
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from packgrid.accounts import messages
from packgrid.accounts.models import User
from packgrid.accounts.queries import find_account, is_address_taken, is_name_taken, login_key, only_confirmed
from packgrid.accounts.security_log import log_event
from packgrid.accounts.user_names import RESERVED, look_alike_key, user_name_key
from packgrid.lib.git_hosts import BY_SHORT_NAME

logger = logging.getLogger(__name__)
ALLAUTH_STAGE = "allauth.account.stages.EmailVerificationStage"


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc] # allauth ships no types
    """Accounts with a user name and an e-mail address."""

    error_messages = DefaultAccountAdapter.error_messages | messages.ACCOUNT

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002 allauth's signature
        """True if PACKGRID_SIGN_UP is open."""
        return bool(settings.SIGN_UP_IS_OPEN)

    def clean_username(self, username: str, shallow: bool = False) -> str:  # noqa: FBT001, FBT002 allauth's signature
        """A new user name, normalized; `shallow` leaves out whether it is taken.

        Raises:
            ValidationError: it cannot be used; with the sentence for the person.
        """
        name = normalize("NFKC", username)
        for validator in User._meta.get_field("username").validators:  # noqa: SLF001 Django's documented name
            validator(name)
        if {user_name_key(name), look_alike_key(name)} & (RESERVED | route_names()):
            raise self.validation_error("username_blacklisted")
        if not shallow and is_name_taken(name):
            raise self.validation_error("username_taken")
        return name

    def generate_unique_username(self, txts: list[str | None], regex: str | None = None) -> str:
        """A user name made of what a git host tells of somebody."""
        name = str(super().generate_unique_username(txts, regex))
        return f"{name}-{secrets.token_hex(4)}" if is_name_taken(name) else name

    def get_login_stages(self) -> list[str]:
        """Allauth's stages, with ours in place of the one that asks for a confirmed address."""
        ours = f"{__name__}.{ConfirmEmailUnlessStaff.__name__}"
        return [ours if stage == ALLAUTH_STAGE else stage for stage in super().get_login_stages()]

    def get_reauthentication_methods(self, user: User) -> list[dict[str, str]]:
        """The ways to show that it is still the same person, each with what its button says and its address."""
        titles = {
            "reauthenticate": "Use your password",
            "mfa_reauthenticate": "Use a code",
            "mfa_reauthenticate:webauthn": "Use a passkey",
        }
        methods = super().get_reauthentication_methods(user)
        return [method | {"description": titles[method["id"]]} for method in methods] or git_host_methods(user)

    def is_reauthentication_required(self, *, app: str, **kwargs: object) -> bool:
        """True if a change of this part of an account asks again who somebody is.

        Raises:
            ReauthenticationRequired: a git host alone can tell, and has not lately; allauth would ask nobody then.
        """
        request = context.request
        methods = self.get_reauthentication_methods(request.user)
        if methods and methods == git_host_methods(request.user) and not did_git_host_confirm(request):
            raise ReauthenticationRequired
        return bool(super().is_reauthentication_required(app=app, **kwargs))

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: str) -> str:  # noqa: ARG002 allauth's signature
        """The key that failed sign-ins are counted by: the account; allauth's own key has the Host header in it."""
        return login_key(credentials)

    def pre_authenticate(self, request: HttpRequest, **credentials: str) -> None:
        """Count an attempt to sign in.

        Raises:
            ValidationError: there were too many; with the sentence for the person.
        """
        try:
            super().pre_authenticate(request, **credentials)
        except ValidationError:
            log_event("limit_reached", find_account(credentials), request)
            raise

    def get_email_confirmation_url(self, request: HttpRequest, emailconfirmation: EmailConfirmationHMAC) -> str:  # noqa: ARG002 allauth's signature
        """The link that confirms an address, at the site's own address: whoever asks may send any Host header."""
        return settings.MAIL_SITE_URL + reverse("account_confirm_email", args=[emailconfirmation.key])

    def send_confirmation_mail(
        self,
        request: HttpRequest,
        emailconfirmation: EmailConfirmationHMAC,
        signup: bool,  # noqa: FBT001 allauth's signature
    ) -> None:
        """Send the link that confirms an address; if another account has it, tell the owner so instead."""
        address = emailconfirmation.email_address
        if not only_confirmed([address.user]) and is_address_taken(address.email, but_for=address.user):
            self.send_account_already_exists_mail(address.email)
        else:
            super().send_confirmation_mail(request, emailconfirmation, signup)

    def confirm_email(self, request: HttpRequest, email_address: EmailAddress) -> bool:
        """Confirm an address unless another account has confirmed it, be it at this moment; whether it is now."""
        try:
            with transaction.atomic():
                return bool(super().confirm_email(request, email_address))
        except IntegrityError:
            template = "account/messages/email_confirmation_failed.txt"
            self.add_message(request, ERROR, template, {"email": email_address.email})
            return False

    def get_reset_password_from_key_url(self, key: str) -> str:
        """The link that sets a new password, at the site's own address."""
        user, _, token = key.partition("-")
        return settings.MAIL_SITE_URL + reverse("account_reset_password_from_key", args=[user, token])

    def send_mail(self, template_prefix: str, email: str, context: Mapping[str, object]) -> None:
        """Send a mail made of our templates.

        Raises:
            ImmediateHttpResponse: the mail server does not take it; with the page that says so.
        """
        try:
            self.deliver(template_prefix, email, context)
        except OSError as error:
            logger.exception("A mail could not be sent. Check PACKGRID_EMAIL_URL")
            raise ImmediateHttpResponse(render(self.request, "web/people/mail_failed.html", status=503)) from error

    def send_notification_mail(
        self, template_prefix: str, user: User, context: Mapping[str, object] | None = None, email: str | None = None
    ) -> None:
        """Tell somebody what was changed on their account; what was changed stays so, even if no mail can be sent."""
        try:
            super().send_notification_mail(
                template_prefix, user, {"account_name": user.get_username(), **(context or {})}, email
            )
        except ImmediateHttpResponse:
            return

    def deliver(self, template_prefix: str, email: str, context: Mapping[str, object]) -> None:
        """Make the mail and hand it to the mail server."""
        site = {"site_title": settings.SITE_TITLE, "site_url": settings.MAIL_SITE_URL}
        self.render_mail(template_prefix, email, {"email": email, **site, **context}).send()


def git_host_methods(user: User) -> list[dict[str, str]]:
    """The ways to show that it is still the same person, for an account that only git hosts can sign in: to do so."""
    accounts = SocialAccount.objects.filter(user=user.pk, provider__in=settings.SOCIALACCOUNT_PROVIDERS)
    providers = accounts.order_by("provider").values_list("provider", flat=True).distinct()
    return [
        {
            "id": f"git_host:{provider}",
            "description": f"Sign in with {BY_SHORT_NAME[provider].title}",
            "url": reverse(f"{provider}_login"),
        }
        for provider in providers
    ]


def did_git_host_confirm(request: HttpRequest) -> bool:
    """True if somebody signed in with a git host within the time for which a password counts."""
    since_s = time.time() - app_settings.REAUTHENTICATION_TIMEOUT
    records = get_authentication_records(request, request.user)
    return any(record["method"] == "socialaccount" and record["at"] > since_s for record in records)


class ConfirmEmailUnlessStaff(EmailVerificationStage):  # type: ignore[misc] # allauth ships no types
    """Ask for a confirmed address, except of staff: the operator made them, often before there is a mail server."""

    def handle(self) -> tuple[HttpResponse | None, bool]:
        """The answer that sends people to their mail (None for no such answer), and whether to go on.

        `login.user` is None if a git host tells an address that has an account: that is answered like any other, and
        the mail goes to the owner of that account.
        """
        user = self.login.user
        return (None, True) if user and user.is_staff else super().handle()


class SecondStepAdapter(DefaultMFAAdapter):  # type: ignore[misc] # allauth ships no types
    """Passkeys, authenticator apps and recovery codes."""

    error_messages = DefaultMFAAdapter.error_messages | messages.SECOND_STEP

    def generate_authenticator_name(self, user: User, type: Authenticator.Type) -> str:  # noqa: A002 allauth's signature
        """The name of a passkey whose owner gives it none."""
        count = Authenticator.objects.filter(user=user, type=type).count()
        return f"Passkey {count + 1}"

    def _get_site_name(self) -> str:
        """The name of the site in browsers and apps; allauth would take the Host header."""
        return str(settings.SITE_TITLE)


class GitHostAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc] # allauth ships no types
    """Accounts at git hosts."""

    error_messages = DefaultSocialAccountAdapter.error_messages | messages.GIT_HOST

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:  # noqa: ARG002 allauth's signature
        """True if PACKGRID_SIGN_UP is open."""
        return bool(settings.SIGN_UP_IS_OPEN)

    def save_user(self, request: HttpRequest, sociallogin: SocialLogin, form: Form | None = None) -> User:
        """The new account; without a form, a name that was taken at this moment is made another one."""
        try:
            with transaction.atomic():
                return super().save_user(request, sociallogin, form)  # type: ignore[no-any-return] # allauth ships no types
        except IntegrityError:
            user = sociallogin.user
            if form or not is_name_taken(user.username):
                raise
            user.username = get_adapter().generate_unique_username([user.username])
            return super().save_user(request, sociallogin, form)  # type: ignore[no-any-return] # allauth ships no types

    def list_apps(self, *args: object, **kwargs: object) -> list[SocialApp]:
        """The providers with keys in the settings; only these have routes, so rows of the database do not count."""
        return [app for app in super().list_apps(*args, **kwargs) if app.pk is None]

    def get_app(self, request: HttpRequest, provider: str, client_id: str | None = None) -> SocialApp:
        """The keys of a provider; none where it is no longer configured, so that accounts there can be disconnected."""
        try:
            return super().get_app(request, provider, client_id)
        except SocialApp.DoesNotExist:
            return SocialApp(provider=provider)


@cache
def route_names() -> frozenset[str]:
    """The first parts of the site's own addresses, which nobody can be called."""
    return frozenset(first_parts(get_resolver().url_patterns))


def first_parts(routes: Sequence[URLPattern | URLResolver]) -> Iterator[str]:
    """The first part of each route, where it is fixed."""
    for route in routes:
        first = str(route.pattern).lstrip("^").partition("/")[0]
        if not first and isinstance(route, URLResolver):
            yield from first_parts(route.url_patterns)
        elif first and "<" not in first:
            yield user_name_key(first)
