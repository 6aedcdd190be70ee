from django.contrib import admin
from django.contrib.admin.utils import unquote
from django.contrib.auth.admin import UserAdmin
from django.http import HttpRequest, HttpResponse

from packgrid.accounts.clean_forms import CleanModelForm
from packgrid.accounts.models import Profile, ProfileLink, User
from packgrid.accounts.row_inlines import RowInline
from packgrid.accounts.security_log import log_event


@admin.register(User)
class LoggedUserAdmin(UserAdmin[User]):
    """Django's administration of accounts; a password that staff set is written to the security log."""

    filter_horizontal = ()

    def user_change_password(self, request: HttpRequest, id: str, form_url: str = "") -> HttpResponse:  # noqa: A002 Django's signature
        """The page that sets a password; logs it where the password was changed."""
        before = self.get_object(request, unquote(id))
        response = super().user_change_password(request, id, form_url)
        if before and (user := User.objects.get(pk=before.pk)).password != before.password:
            log_event("password_set_by_staff", user, request, by=request.user.get_username())
        return response


class LinkInline(RowInline[ProfileLink, Profile]):
    form = CleanModelForm
    model = ProfileLink


@admin.register(Profile)
class ProfileAdmin(admin.ModelAdmin[Profile]):
    form = CleanModelForm
    list_display = ["user", "github_account", "gitlab_account"]
    search_fields = ["user__username", "github_account"]
    raw_id_fields = ["user"]
    inlines = [LinkInline]
