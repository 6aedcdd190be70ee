from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone

from packgrid.refresh.models import FetchState, HostState
from packgrid.refresh.wishes import wish


@admin.register(FetchState)
class FetchStateAdmin(admin.ModelAdmin[FetchState]):
    list_display = ["package", "source", "host", "last_answer", "due_at", "failures_in_a_row", "last_error"]
    list_filter = ["source", "last_answer"]
    list_select_related = ["package"]
    search_fields = ["package__slug", "subject"]
    raw_id_fields = ["package"]
    actions = ["refresh_next"]

    @admin.action(description="Refresh next: put their packages at the head of the queue")
    def refresh_next(self, request: HttpRequest, states: QuerySet[FetchState]) -> None:
        for package_id, slug in set(states.values_list("package", "package__slug")):
            self.message_user(request, f"{slug}: {wish(package_id, now=timezone.now())}")


@admin.register(HostState)
class HostStateAdmin(admin.ModelAdmin[HostState]):
    list_display = ["host", "remaining", "limit", "resets_at", "rests_until", "failures_in_a_row", "last_error"]
