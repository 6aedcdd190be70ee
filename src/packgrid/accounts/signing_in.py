"""How people sign in. The pages are allauth's, in our look."""

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.stages import EmailVerificationStage
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialLogin
from django.conf import settings
from django.http import HttpRequest, HttpResponse

VERIFYING = "allauth.account.stages.EmailVerificationStage"


class Accounts(DefaultAccountAdapter):  # type: ignore[misc] # allauth ships no types
    """Accounts with a name and an address."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002 allauth's signature
        """Whether the operator lets everybody in."""
        return bool(settings.SIGN_UP_IS_OPEN)

    def get_login_stages(self) -> list[str]:
        """The stages between a right password and being signed in."""
        ours = f"{__name__}.{UnlessStaff.__name__}"
        return [ours if stage == VERIFYING else stage for stage in super().get_login_stages()]


class UnlessStaff(EmailVerificationStage):  # type: ignore[misc] # allauth ships no types
    """An address has to be verified, but for staff: the operator made them, often before there is a mail server."""

    def handle(self) -> tuple[HttpResponse | None, bool]:
        """Nothing to do, or the mail that verifies."""
        return (None, True) if self.login.user.is_staff else super().handle()


class HostAccounts(DefaultSocialAccountAdapter):  # type: ignore[misc] # allauth ships no types
    """Accounts at git hosts."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:  # noqa: ARG002 likewise
        """Whether the operator lets everybody in."""
        return bool(settings.SIGN_UP_IS_OPEN)
