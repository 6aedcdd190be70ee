"""What we decide where django-allauth asks: who may sign up, and what stands between a password and being signed in."""

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.stages import EmailVerificationStage
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialLogin
from django.conf import settings
from django.http import HttpRequest, HttpResponse

ALLAUTH_STAGE = "allauth.account.stages.EmailVerificationStage"


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc] # allauth ships no types
    """Accounts with a user name and an e-mail address."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002 allauth's signature
        """Whether PACKGRID_SIGN_UP lets everybody in."""
        return bool(settings.SIGN_UP_IS_OPEN)

    def get_login_stages(self) -> list[str]:
        """Allauth's stages, with ours in place of the one that asks for a confirmed address."""
        ours = f"{__name__}.{ConfirmEmailUnlessStaff.__name__}"
        return [ours if stage == ALLAUTH_STAGE else stage for stage in super().get_login_stages()]


class ConfirmEmailUnlessStaff(EmailVerificationStage):  # type: ignore[misc] # allauth ships no types
    """Ask for a confirmed address, except of staff: the operator made them, often before there is a mail server."""

    def handle(self) -> tuple[HttpResponse | None, bool]:
        """The answer that sends people to their mail (None for no such answer), and whether to go on.

        `login.user` is None for a sign-up with an address that has an account: it is answered like any other, and the
        mail goes to the owner of that account.
        """
        user = self.login.user
        return (None, True) if user and user.is_staff else super().handle()


class GitHostAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc] # allauth ships no types
    """Accounts at git hosts."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:  # noqa: ARG002 allauth's signature
        """Whether PACKGRID_SIGN_UP lets everybody in."""
        return bool(settings.SIGN_UP_IS_OPEN)
