"""The catalogue in the administration. Staff edit what people decided; what sources said can only be read."""

from typing import Any

from django.contrib import admin
from django.db.models import Model, QuerySet
from django.forms import ModelForm
from django.http import HttpRequest
from django.utils import timezone

from packgrid.accounts.clean_forms import CleanModelForm
from packgrid.accounts.row_inlines import RowInline
from packgrid.catalogue.builtin_facts import find_builtin_problems
from packgrid.catalogue.models import Category, Example, Facts, FetchState, Package, Release
from packgrid.catalogue.refresh_requests import request_refresh
from packgrid.catalogue.visibility import announce_visibility
from packgrid.projections.announcements import announce

type Form = ModelForm[Any]


class DatedAdmin[M: Model](admin.ModelAdmin[M]):
    """Keeps `modified`."""

    form = CleanModelForm
    readonly_fields = ["created", "modified"]

    def save_model(self, request: HttpRequest, obj: M, form: Form, change: bool) -> None:  # noqa: FBT001 Django's order
        obj.modified = timezone.now()  # type: ignore[attr-defined] # every model registered with this is Dated
        super().save_model(request, obj, form, change)


@admin.register(Category)
class CategoryAdmin(DatedAdmin[Category]):
    list_display = ["id", "title", "slug", "show_pypi"]
    list_display_links = ["title"]


class ReadOnly[M: Model](RowInline[M, Package]):
    """Rows that only sources write."""

    can_delete = False

    def has_add_permission(self, *_: object) -> bool:
        return False

    def has_change_permission(self, *_: object) -> bool:
        return False


class FactsInline(admin.StackedInline[Facts, Package]):
    model = Facts
    can_delete = False

    def has_change_permission(self, *_: object) -> bool:
        return False

    def has_add_permission(self, *_: object) -> bool:
        return False


class ReleaseInline(ReadOnly[Release]):
    model = Release
    fields = ["version", "uploaded_at", "is_yanked", "yanked_reason", "gone_since"]


class ExampleInline(RowInline[Example, Package]):
    form = CleanModelForm
    model = Example
    fields = ["title", "url", "is_approved"]


class PackageAdminForm(CleanModelForm):
    """Labels of fields, and checks of what no single field can tell."""

    class Meta:
        labels = {
            "slug": "URL name",
            "repo_url": "Repository",
            "repo_subdirectory": "Folder in the repository",
            "pypi_name": "Name on the index",
            "index_name": "Private index",
            "pypi_url": "Page on the index",
            "documentation_url": "Documentation",
            "deprecated_at": "Deprecated since",
            "deprecated_reason": "Why it is deprecated",
            "replaced_by": "Replaced by (id)",
            "replaced_by_url": "Page that names the successor",
            "is_hidden": "Hidden",
            "builtin_in": "Framework",
            "builtin_since": "Since version",
            "builtin_name": "Name there",
            "builtin_url": "Page that says so",
        }

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        for name, sentence in find_builtin_problems(given).items():
            self.add_error(name, sentence)
        return given


@admin.register(Package)
class PackageAdmin(DatedAdmin[Package]):
    form = PackageAdminForm
    list_display = ["title", "slug", "category", "pypi_name", "modified"]
    list_filter = ["category", "is_hidden"]
    list_select_related = ["category"]
    search_fields = ["title", "slug", "pypi_name", "repo_url"]
    raw_id_fields = ["replaced_by"]
    fieldsets = [
        (None, {"fields": ["title", "slug", "category", "is_hidden", "created", "modified"]}),
        (
            "Links",
            {
                "fields": [
                    "pypi_name",
                    "index_name",
                    "pypi_url",
                    "repo_url",
                    "repo_subdirectory",
                    "documentation_url",
                ]
            },
        ),
        ("Status", {"fields": ["deprecated_at", "deprecated_reason", "replaced_by", "replaced_by_url"]}),
        ("Built into a framework now", {"fields": ["builtin_in", "builtin_since", "builtin_name", "builtin_url"]}),
    ]
    inlines = [ExampleInline, FactsInline, ReleaseInline]

    def save_model(self, request: HttpRequest, obj: Package, form: Form, change: bool) -> None:  # noqa: FBT001
        super().save_model(request, obj, form, change)
        Facts.objects.get_or_create(package=obj)
        announce(packages={obj.pk}, decided_packages={obj.pk})
        if "is_hidden" in form.changed_data:
            announce_visibility({obj.pk})


@admin.register(Example)
class ExampleAdmin(DatedAdmin[Example]):
    list_display = ["title", "package", "url", "is_approved"]
    list_filter = ["is_approved"]
    list_select_related = ["package"]
    raw_id_fields = ["package"]


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
            self.message_user(request, f"{slug}: {request_refresh(package_id, now=timezone.now())}")
