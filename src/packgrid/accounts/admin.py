from django.contrib import admin
from django.contrib.auth.admin import UserAdmin

from packgrid.accounts.models import Profile, User

admin.site.register(User, UserAdmin)


@admin.register(Profile)
class ProfileAdmin(admin.ModelAdmin[Profile]):
    list_display = ["user", "github_account"]
    search_fields = ["user__username", "github_account"]
    autocomplete_fields = ["user"]
