"""The site's routes as they are where sign-in with GitHub and GitLab is configured."""

from packgrid.config.urls import handler400, handler403, handler404, handler500
from packgrid.config.urls import urlpatterns as unconfigured
from packgrid.web.people.urls import provider_routes

__all__ = ["handler400", "handler403", "handler404", "handler500", "urlpatterns"]

urlpatterns = [*provider_routes(["github", "gitlab"]), *unconfigured]
