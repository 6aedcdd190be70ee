from django.contrib.admin.apps import AdminConfig


class AdministrationConfig(AdminConfig):
    """Django's admin, with our site in place of its own."""

    default_site = "packgrid.web.administration.site.AdministrationSite"
