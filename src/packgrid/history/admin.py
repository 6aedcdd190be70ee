"""The staff's view of what happened. Points have a composite key, which Django's admin does not take yet."""

from django.contrib import admin

from packgrid.history.models import Change


@admin.register(Change)
class ChangeAdmin(admin.ModelAdmin[Change]):
    list_display = ["id", "package", "kind", "subject", "old", "new", "at", "source"]
    list_filter = ["kind", "source"]
    list_select_related = ["package"]
    search_fields = ["package__slug", "subject"]
    ordering = ["-id"]

    def has_add_permission(self, *_: object) -> bool:
        return False

    def has_change_permission(self, *_: object) -> bool:
        return False

    def has_delete_permission(self, *_: object) -> bool:
        return False
