from django.db import models
from django.db.models.functions import Lower

from packgrid.catalogue.models import Dated, Package
from packgrid.catalogue.page_paths import grid_path
from packgrid.comparison.feature_kinds import FeatureKind


class Grid(Dated):
    """A comparison table: packages beside each other, features below each other."""

    slug = models.SlugField(max_length=100, unique=True)
    title = models.CharField(max_length=100)
    description = models.TextField(blank=True, max_length=1000)
    is_locked = models.BooleanField(default=False, help_text="Only moderators may edit it.")
    is_header = models.BooleanField(default=False, help_text="Shown at the top of the home page.")
    packages = models.ManyToManyField(Package, through="GridPackage", related_name="grids")

    class Meta:
        ordering = ["title", "id"]
        indexes = [
            models.Index(fields=["title", "id"], name="grid_by_title"),
            models.Index(Lower("title"), "id", name="grid_by_lower_title"),
            models.Index(fields=["-modified", "-id"], name="grid_by_modified"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return grid_path(self.slug)


class FormerGrid(models.Model):
    """A slug that a grid, or one that was merged into it, had before. Where a grid has it now, that one is meant.

    `former_id` is the id of a merged grid, whose row is gone; `merge` is the edit that merged it.
    """

    slug = models.SlugField(max_length=100, unique=True)
    former_id = models.PositiveBigIntegerField(null=True, blank=True, unique=True)
    grid = models.ForeignKey(Grid, on_delete=models.CASCADE, related_name="former_names")
    merge = models.ForeignKey(
        "revisions.Edit", on_delete=models.SET_NULL, null=True, blank=True, related_name="+", editable=False
    )

    class Meta:
        ordering = ["slug"]

    def __str__(self) -> str:
        return self.slug


class GridPackage(Dated):
    """A column: one package in one grid."""

    grid = models.ForeignKey(Grid, on_delete=models.CASCADE, related_name="columns")
    package = models.ForeignKey(Package, on_delete=models.CASCADE, related_name="columns")

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["grid", "package"], name="one_column_a_package")]

    def __str__(self) -> str:
        return f"{self.package_id} in {self.grid_id}"


class Feature(Dated):
    """A row that people fill in: something that a package of this grid does or does not do."""

    grid = models.ForeignKey(Grid, on_delete=models.CASCADE, related_name="features")
    title = models.CharField(max_length=100)
    description = models.TextField(blank=True, max_length=1000)
    kind = models.CharField(
        max_length=10, choices=FeatureKind, default=FeatureKind.TEXT, help_text="What its cells may contain."
    )
    position = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["position", "id"]
        indexes = [models.Index(fields=["grid", "position", "id"], name="feature_by_position")]

    def __str__(self) -> str:
        return self.title


class GridCell(Dated):
    """A cell: what people say of one feature of one package."""

    column = models.ForeignKey(GridPackage, on_delete=models.CASCADE, related_name="cells")
    feature = models.ForeignKey(Feature, on_delete=models.CASCADE, related_name="cells")
    text = models.TextField(blank=True, max_length=1000)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["column", "feature"], name="one_element_a_cell")]

    def __str__(self) -> str:
        return self.text


class RecentComparison(models.Model):
    """Packages that were compared with each other, and when that last happened; not who compared them."""

    key = models.CharField(max_length=200, unique=True, help_text='Their ids in order: "3,17,204".')
    compared_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["-compared_at", "-id"], name="compared_by_time")]

    def __str__(self) -> str:
        return self.key
