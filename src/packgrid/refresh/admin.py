from django.contrib import admin

from packgrid.refresh.models import FetchState


@admin.register(FetchState)
class FetchStateAdmin(admin.ModelAdmin[FetchState]):
    list_display = ["package", "source", "last_answer", "due_at", "failures_in_a_row", "last_error"]
    list_filter = ["source", "last_answer"]
    list_select_related = ["package"]
    search_fields = ["package__slug"]
    raw_id_fields = ["package"]
