"""Related rows on a page of the administration."""

from typing import Any

from django import forms
from django.contrib import admin
from django.db import models
from django.http import HttpRequest
from django.utils.text import capfirst


class RowInline[Row: models.Model, Parent: models.Model](admin.TabularInline[Row, Parent]):
    """Django's table of related rows, whose fields have names that screen readers say."""

    template = "admin/rows_inline.html"
    extra = 0

    def formfield_for_dbfield(
        self,
        db_field: models.Field[Any, Any],
        request: HttpRequest,
        **kwargs: Any,  # noqa: ANN401 the base's signature
    ) -> forms.Field | None:
        """The field of a form for a column."""
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field:
            around: Any = field.widget  # links to rows may be around the widget
            widget: forms.Widget = getattr(around, "widget", around)
            widget.attrs.setdefault("aria-label", str(capfirst(field.label)))
        return field
