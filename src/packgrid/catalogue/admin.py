"""The staff's door to the catalogue. People edit decisions; what sources said can only be read."""

from typing import Any

from django.contrib import admin
from django.db.models import Model, QuerySet
from django.forms import ModelForm
from django.http import HttpRequest
from django.utils import timezone

from packgrid.catalogue.events import packages_changed
from packgrid.catalogue.models import Category, Example, Facts, Package, Proposal, Release
from packgrid.catalogue.proposing import decide

type Form = ModelForm[Any]


class DatedAdmin[M: Model](admin.ModelAdmin[M]):
    """Keeps `modified`."""

    readonly_fields = ["created", "modified"]

    def save_model(self, request: HttpRequest, obj: M, form: Form, change: bool) -> None:  # noqa: FBT001 Django's order
        obj.modified = timezone.now()  # type: ignore[attr-defined] # every model registered with this is Dated
        super().save_model(request, obj, form, change)


@admin.register(Category)
class CategoryAdmin(DatedAdmin[Category]):
    list_display = ["id", "title", "slug", "show_pypi"]
    list_display_links = ["title"]


class ReadOnly[M: Model](admin.TabularInline[M, Package]):
    """Rows that only sources write."""

    extra = 0
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


class ExampleInline(admin.TabularInline[Example, Package]):
    model = Example
    extra = 0
    fields = ["title", "url", "is_approved"]


@admin.register(Package)
class PackageAdmin(DatedAdmin[Package]):
    list_display = ["title", "slug", "category", "pypi_name", "modified"]
    list_filter = ["category", "is_hidden"]
    list_select_related = ["category"]
    search_fields = ["title", "slug", "pypi_name", "repo_url"]
    autocomplete_fields = ["replaced_by"]
    inlines = [ExampleInline, FactsInline, ReleaseInline]

    def save_model(self, request: HttpRequest, obj: Package, form: Form, change: bool) -> None:  # noqa: FBT001
        super().save_model(request, obj, form, change)
        Facts.objects.get_or_create(package=obj)
        packages_changed.send(Package, ids={obj.pk})


@admin.register(Example)
class ExampleAdmin(DatedAdmin[Example]):
    list_display = ["title", "package", "url", "is_approved"]
    list_filter = ["is_approved"]
    list_select_related = ["package"]
    autocomplete_fields = ["package"]


@admin.register(Proposal)
class ProposalAdmin(admin.ModelAdmin[Proposal]):
    list_display = ["package", "field", "value", "reason", "made_at", "is_accepted"]
    list_filter = ["is_accepted", "field"]
    list_select_related = ["package"]
    search_fields = ["package__slug", "value"]
    readonly_fields = ["package", "field", "value", "reason", "made_at", "is_accepted", "decided_at", "decided_by"]
    actions = ["accept", "decline"]

    def has_add_permission(self, _request: HttpRequest) -> bool:
        return False

    @admin.action(description="Accept: change the packages")
    def accept(self, request: HttpRequest, proposals: QuerySet[Proposal]) -> None:
        self.message_user(request, f"{decide(proposals, by=request.user, is_accepted=True)} packages were changed.")

    @admin.action(description="Decline: change nothing, and do not propose it again")
    def decline(self, request: HttpRequest, proposals: QuerySet[Proposal]) -> None:
        self.message_user(request, f"{decide(proposals, by=request.user, is_accepted=False)} proposals were declined.")
