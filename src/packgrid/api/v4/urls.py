from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from rest_framework.routers import DefaultRouter

from packgrid.api.v4 import views
from packgrid.httpcache.policy import cacheable


class Router(DefaultRouter):
    """A router whose root view is cacheable; the root shows nothing that changes."""

    def get_api_root_view(self, *args: Any, **options: Any) -> Callable[..., HttpResponse]:  # noqa: ANN401 the base's
        """The root view of Django REST framework, made cacheable."""
        root: Callable[..., HttpResponse] = super().get_api_root_view(*args, **options)

        @wraps(root)
        def view(request: HttpRequest, **given: Any) -> HttpResponse:  # noqa: ANN401 the format suffix
            return cacheable(root(request, **given), ())

        return view


router = Router()
router.register("packages", views.PackageViewSet, basename="package")
router.register("search", views.SearchV3ViewSet, basename="search")
router.register("grids", views.GridViewSet, basename="grid")
router.register("categories", views.CategoryViewSet, basename="category")

urlpatterns = router.urls
