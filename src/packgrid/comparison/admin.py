"""The grids in the administration."""

from typing import Any

from django.contrib import admin
from django.forms import ModelForm
from django.http import HttpRequest

from packgrid.accounts.clean_forms import CleanModelForm
from packgrid.accounts.row_inlines import RowInline
from packgrid.catalogue.admin import DatedAdmin
from packgrid.comparison.models import Feature, Grid, GridCell, GridPackage
from packgrid.projections.announcements import announce

type Form = ModelForm[Any]


class ColumnInline(RowInline[GridPackage, Grid]):
    model = GridPackage
    raw_id_fields = ["package"]


class FeatureInline(RowInline[Feature, Grid]):
    form = CleanModelForm
    model = Feature


@admin.register(Grid)
class GridAdmin(DatedAdmin[Grid]):
    list_display = ["title", "slug", "is_locked", "is_header", "modified"]
    list_filter = ["is_locked", "is_header"]
    search_fields = ["title", "slug"]
    inlines = [FeatureInline, ColumnInline]

    def save_related(self, request: HttpRequest, form: Form, formsets: Any, change: bool) -> None:  # noqa: ANN401, FBT001
        super().save_related(request, form, formsets, change)
        announce(grids={form.instance.pk})


@admin.register(GridCell)
class GridCellAdmin(DatedAdmin[GridCell]):
    list_display = ["column", "feature", "text"]
    list_select_related = ["column__grid", "column__package", "feature"]
    search_fields = ["text", "feature__title", "column__package__slug"]
    raw_id_fields = ["column", "feature"]
