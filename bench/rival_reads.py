"""The ordinary way to serve the same rows: Django REST framework's serializers over the ORM, without anything kept."""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "packgrid.config.settings")

from django.core.wsgi import get_wsgi_application

application = get_wsgi_application()

from django.conf import settings
from django.db.models import Prefetch
from django.urls import include, path
from rest_framework import routers, serializers, viewsets

from packgrid.catalogue.models import Package
from packgrid.comparison.models import Grid


class PackageSerializer(serializers.ModelSerializer[Package]):
    """The keys of API v4, as one would write them first."""

    category = serializers.HyperlinkedRelatedField(view_name="category-detail", read_only=True)
    grids = serializers.HyperlinkedRelatedField(view_name="grid-detail", many=True, read_only=True)
    last_updated = serializers.DateTimeField(source="facts.last_commit_at")
    last_fetched = serializers.DateTimeField(source="facts.last_fetched_at")
    pypi_version = serializers.CharField(source="facts.version")
    repo_forks = serializers.IntegerField(source="facts.forks")
    repo_description = serializers.CharField(source="facts.repo_description")
    repo_watchers = serializers.IntegerField(source="facts.stars")
    commits_over_52 = serializers.JSONField(source="facts.weekly_commits")
    participants = serializers.JSONField(source="facts.contributors")

    class Meta:
        model = Package
        fields = (
            "category", "grids", "id", "title", "slug", "last_updated", "last_fetched", "repo_url", "pypi_version",
            "created", "modified", "repo_forks", "repo_description", "pypi_url", "documentation_url", "repo_watchers",
            "commits_over_52", "participants",
        )  # fmt: skip


class PackageViewSet(viewsets.ReadOnlyModelViewSet[Package]):
    """With the joins that an attentive author adds."""

    serializer_class = PackageSerializer
    queryset = (
        Package.objects.filter(is_hidden=False)
        .select_related("facts")
        .prefetch_related(Prefetch("grids", Grid.objects.order_by("pk")))
        .order_by("-pk")
    )


router = routers.DefaultRouter()
router.register("packages", PackageViewSet)
router.register("categories", PackageViewSet, basename="category")
router.register("grids", PackageViewSet, basename="grid")
urlpatterns = [path("api/v4/", include(router.urls))]
settings.ROOT_URLCONF = __name__
settings.MIDDLEWARE = [name for name in settings.MIDDLEWARE if not name.startswith("packgrid.publishing")]
