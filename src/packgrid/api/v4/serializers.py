"""Our rows in the words of API v4: the one place, but for the importer, where the old names live."""

from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from rest_framework import serializers
from rest_framework.reverse import reverse

from packgrid.catalogue.models import Category, Package
from packgrid.catalogue.queries import facts_of
from packgrid.comparison.models import Grid

type Links = serializers.ListSerializer[Any]


class Link(serializers.Field[Any, Any, str, Any]):
    """The address of another resource, on the host and in the format of the request."""

    def __init__(self, view: str, key: str, **options: Any) -> None:  # noqa: ANN401 as the base class
        super().__init__(read_only=True, **options)
        self.view, self.key = view, key

    def to_representation(self, value: Any) -> str:  # noqa: ANN401 as the base class
        """The address of the row whose id is the value's attribute `key`."""
        request, suffix = self.context["request"], self.context.get("format")
        return reverse(self.view, kwargs={"pk": getattr(value, self.key)}, request=request, format=suffix)


class Known(serializers.Field[Any, Any, Any, Any]):
    """A fact, or what v4 has always answered where nothing is known."""

    def __init__(self, source: str, unknown: Any) -> None:  # noqa: ANN401 of whatever type the fact is
        super().__init__(source=source, read_only=True)
        self.unknown = unknown

    def get_attribute(self, instance: Any) -> Any:  # noqa: ANN401 as the base class
        """The value; unlike the base class, None does not end the matter."""
        value = super().get_attribute(instance)
        return self.unknown if value is None else value

    def to_representation(self, value: Any) -> Any:  # noqa: ANN401 as the base class
        """As it is."""
        return value


class PackageSerializer(serializers.Serializer[Package]):
    """The 18 keys of a package."""

    category = Link("category-detail", "category_id", source="*")
    grids: Links = serializers.ListSerializer(
        source="ordered_columns", child=Link("grid-detail", "grid_id"), read_only=True
    )
    id = serializers.IntegerField()
    title = serializers.CharField()
    slug = serializers.CharField()
    last_updated = serializers.DateTimeField(source="facts.last_commit_at")
    last_fetched = serializers.DateTimeField(source="facts.last_fetched_at")
    repo_url = serializers.CharField()
    pypi_version = serializers.CharField(source="facts.version")
    created = serializers.DateTimeField()
    modified = serializers.DateTimeField()
    repo_forks = Known("facts.forks", 0)
    repo_description = Known("facts.repo_description", "")
    pypi_url = serializers.SerializerMethodField()
    documentation_url = serializers.SerializerMethodField()
    repo_watchers = Known("facts.stars", 0)
    commits_over_52 = Known("facts.weekly_commits", [])
    participants = Known("facts.contributors", [])

    def to_representation(self, instance: Package) -> Any:  # noqa: ANN401 as the base class
        """The keys and values; of a package that no source was ever asked about, with the values for unknown."""
        instance.facts = facts_of(instance)
        return super().to_representation(instance)

    def get_pypi_url(self, package: Package) -> str:
        """The address as it was entered, else that of the project's page at the index we ask."""
        if package.pypi_url or not package.pypi_name:
            return package.pypi_url
        index = urlsplit(settings.PYPI_URL)
        return f"{index.scheme}://{index.netloc}/project/{package.pypi_name}/"

    def get_documentation_url(self, package: Package) -> str | None:
        """What people entered, else what the project says."""
        if package.documentation_url is not None:
            return package.documentation_url
        documentation: str | None = (package.facts.links or {}).get("documentation")
        return documentation


class GridSerializer(serializers.Serializer[Grid]):
    """The 9 keys of a grid."""

    id = serializers.IntegerField()
    title = serializers.CharField()
    slug = serializers.CharField()
    description = serializers.CharField()
    is_locked = serializers.BooleanField()
    packages: Links = serializers.ListSerializer(
        source="ordered_columns", child=Link("package-detail", "package_id"), read_only=True
    )
    header = serializers.BooleanField(source="is_header")
    created = serializers.DateTimeField()
    modified = serializers.DateTimeField()


class CategorySerializer(serializers.Serializer[Category]):
    """The 8 keys of a category."""

    id = serializers.IntegerField()
    title = serializers.CharField()
    slug = serializers.CharField()
    description = serializers.CharField()
    title_plural = serializers.CharField()
    show_pypi = serializers.BooleanField()
    created = serializers.DateTimeField()
    modified = serializers.DateTimeField()
