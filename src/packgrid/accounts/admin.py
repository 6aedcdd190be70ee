from django.contrib import admin
from django.contrib.auth.admin import UserAdmin

from packgrid.accounts.clean_forms import CleanModelForm
from packgrid.accounts.models import Profile, ProfileLink, User

admin.site.register(User, UserAdmin)


class LinkInline(admin.TabularInline[ProfileLink, Profile]):
    form = CleanModelForm
    model = ProfileLink
    extra = 0


@admin.register(Profile)
class ProfileAdmin(admin.ModelAdmin[Profile]):
    form = CleanModelForm
    list_display = ["user", "github_account", "gitlab_account"]
    search_fields = ["user__username", "github_account"]
    autocomplete_fields = ["user"]
    inlines = [LinkInline]
