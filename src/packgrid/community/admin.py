from django.contrib import admin

from packgrid.accounts.clean_forms import CleanModelForm
from packgrid.community.models import (
    Contribution,
    Decision,
    Favorite,
    Flag,
    Maintainer,
    Reader,
    Reply,
    Usage,
    Visit,
    Watch,
)


@admin.register(Usage, Favorite, Contribution)
class ByPackageAdmin(admin.ModelAdmin[Usage]):
    list_display = ["user", "package"]
    list_select_related = ["user", "package"]
    search_fields = ["user__username", "package__slug"]
    raw_id_fields = ["user", "package"]


@admin.register(Watch)
class WatchAdmin(admin.ModelAdmin[Watch]):
    form = CleanModelForm
    list_display = ["user", "package", "grid", "text"]
    list_select_related = ["user", "package", "grid"]
    search_fields = ["user__username", "package__slug", "grid__slug", "text"]
    raw_id_fields = ["user", "package", "grid"]


@admin.register(Reader)
class ReaderAdmin(admin.ModelAdmin[Reader]):
    list_display = ["user", "digest", "digest_at", "seen_at"]
    list_filter = ["digest"]
    list_select_related = ["user"]
    search_fields = ["user__username"]
    raw_id_fields = ["user"]
    exclude = ["feed_token"]


@admin.register(Visit)
class VisitAdmin(admin.ModelAdmin[Visit]):
    list_display = ["user", "grid", "at"]
    list_select_related = ["user", "grid"]
    raw_id_fields = ["user", "grid"]


@admin.register(Maintainer)
class MaintainerAdmin(admin.ModelAdmin[Maintainer]):
    form = CleanModelForm
    list_display = ["user", "package", "proven_at", "evidence"]
    list_select_related = ["user", "package"]
    search_fields = ["user__username", "package__slug"]
    raw_id_fields = ["user", "package"]
    readonly_fields = ["token"]


@admin.register(Flag)
class FlagAdmin(admin.ModelAdmin[Flag]):
    form = CleanModelForm
    list_display = ["package", "user", "reason", "is_accepted", "created"]
    list_filter = ["is_accepted"]
    list_select_related = ["user", "package"]
    search_fields = ["user__username", "package__slug", "reason"]
    raw_id_fields = ["user", "package"]


@admin.register(Reply)
class ReplyAdmin(admin.ModelAdmin[Reply]):
    form = CleanModelForm
    list_display = ["user", "flag", "column", "feature", "text"]
    list_select_related = ["user", "flag", "column", "feature"]
    raw_id_fields = ["user", "flag", "column", "feature"]


@admin.register(Decision)
class DecisionAdmin(admin.ModelAdmin[Decision]):
    list_display = ["at", "by", "subject", "about", "verdict", "reason"]
    list_filter = ["subject", "verdict"]
    list_select_related = ["by"]

    def has_add_permission(self, *_: object) -> bool:
        return False

    def has_change_permission(self, *_: object) -> bool:
        return False

    def has_delete_permission(self, *_: object) -> bool:
        return False
