"""The ordinary way to serve the same rows: Django REST framework's serializers over the ORM, a template over its rows.

With the joins that an attentive author adds, and without anything kept. It is a urlconf for bench/rival_settings.py.
"""

from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template import engines
from django.urls import include, path
from rest_framework import routers, serializers, viewsets

from packgrid.catalogue.models import Category, Package
from packgrid.comparison.models import Grid, GridCell

TABLE = """\
<!doctype html><title>{{ grid.title }}</title><h1>{{ grid.title }}</h1><table>
<tr><th>Package</th>{% for package in packages %}<th><a href="/packages/p/{{ package.slug }}/">{{ package.title }}</a>
</th>{% endfor %}</tr>
<tr><th>Description</th>{% for package in packages %}<td>{{ package.facts.repo_description|truncatewords:20 }}</td>
{% endfor %}</tr>
<tr><th>Category</th>{% for package in packages %}<td>{{ package.category.title }}</td>{% endfor %}</tr>
<tr><th>Stars</th>{% for package in packages %}<td>{{ package.facts.stars }}</td>{% endfor %}</tr>
<tr><th>Forks</th>{% for package in packages %}<td>{{ package.facts.forks }}</td>{% endfor %}</tr>
<tr><th>Last commit</th>{% for package in packages %}<td>{{ package.facts.last_commit_at|date }}</td>{% endfor %}</tr>
<tr><th>Version</th>{% for package in packages %}<td>{{ package.facts.version }}</td>{% endfor %}</tr>
<tr><th>Commits</th>{% for package in packages %}<td>{{ package.facts.weekly_commits|join:"," }}</td>{% endfor %}</tr>
<tr><th>Contributors</th>{% for package in packages %}<td>{{ package.facts.contributors|join:", " }}</td>
{% endfor %}</tr>
{% for title, cells in features %}<tr><th>{{ title }}</th>{% for cell in cells %}<td>{{ cell|urlize }}</td>
{% endfor %}</tr>{% endfor %}</table>"""


class PackageSerializer(serializers.ModelSerializer[Package]):
    """The keys of API v4, as one would write them first."""

    category = serializers.HyperlinkedRelatedField[Category](view_name="category-detail", read_only=True)
    grids = serializers.HyperlinkedRelatedField[Grid](view_name="grid-detail", many=True, read_only=True)
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
    """Packages, newest id first."""

    serializer_class = PackageSerializer
    queryset = (
        Package.objects.filter(is_hidden=False)
        .select_related("facts")
        .prefetch_related(Prefetch("grids", Grid.objects.order_by("pk")))
        .order_by("-pk")
    )


def grid(request: HttpRequest, slug: str) -> HttpResponse:
    """The comparison table of a grid."""
    found = get_object_or_404(Grid.objects.prefetch_related("features"), slug=slug)
    packages = list(found.packages.select_related("facts", "category").order_by("title"))
    cells = {
        (cell.feature_id, cell.column.package_id): cell.text
        for cell in GridCell.objects.filter(feature__grid=found).select_related("column")
    }
    features = [
        (row.title, [cells.get((row.pk, package.pk), "") for package in packages]) for row in found.features.all()
    ]
    said = {"grid": found, "packages": packages, "features": features}
    return HttpResponse(engines["django"].from_string(TABLE).render(said, request))


router = routers.DefaultRouter()
router.register("packages", PackageViewSet)
router.register("categories", PackageViewSet, basename="category")
router.register("grids", PackageViewSet, basename="grid")
urlpatterns = [path("api/v4/", include(router.urls)), path("grids/g/<slug:slug>/", grid)]
