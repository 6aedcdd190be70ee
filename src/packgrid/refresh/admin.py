from django.contrib import admin

from packgrid.refresh.models import HostState


@admin.register(HostState)
class HostStateAdmin(admin.ModelAdmin[HostState]):
    list_display = ["host", "remaining", "limit", "resets_at", "rests_until", "failures_in_a_row", "last_error"]
