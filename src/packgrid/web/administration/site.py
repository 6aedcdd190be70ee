"""Django's admin with our title, and with its tables in sections that say what they are for."""

from typing import Any

from django.conf import settings
from django.contrib.admin import AdminSite
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.text import slugify

from packgrid.web.administration.sections import SECTIONS, TEXTS


class AdministrationSite(AdminSite):
    """The administration."""

    index_title = "Administration"
    enable_nav_sidebar = False

    def each_context(self, request: HttpRequest) -> dict[str, Any]:
        """The variables of every page, with the title of this site in place of Django's."""
        title = settings.SITE_TITLE or "Packgrid"
        return {**super().each_context(request), "site_title": title, "site_header": title}

    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> list[Any]:
        """The tables that somebody may see, by section; those without a section come last, as Django lists them."""
        apps = super().get_app_list(request, app_label)
        if app_label:
            return apps
        tables = {table["model"]._meta.label_lower: table for app in apps for table in app["models"]}  # noqa: SLF001 Django's documented name
        sections = [
            make_section(title, [describe_table(label, tables[label]) for label in labels if label in tables])
            for title, labels in SECTIONS.items()
        ]
        rest = [table for label, table in tables.items() if label not in TEXTS]
        return [section for section in [*sections, make_section("More", rest)] if section["models"]]

    def logout(  # type: ignore[override] # the stubs allow only a page
        self,
        request: HttpRequest,
        extra_context: dict[str, Any] | None = None,  # noqa: ARG002 Django's signature
    ) -> HttpResponse:
        """Sign out, and go to the home page."""
        logout(request)
        return redirect("/")


def make_section(title: str, tables: list[Any]) -> dict[str, Any]:
    """A section in the form of one of Django's apps."""
    return {"name": title, "app_label": slugify(title), "app_url": "", "models": tables}


def describe_table(label: str, table: dict[str, Any]) -> dict[str, Any]:
    """A table of the index with our title and its purpose."""
    return {**table, "name": TEXTS[label].title, "purpose": TEXTS[label].purpose}
