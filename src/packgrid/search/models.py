from django.db import models
from django.db.models import Q
from django.utils import timezone

from packgrid.catalogue.models import Package
from packgrid.comparison.models import Grid


class Entry(models.Model):
    """What search knows of one package or one grid."""

    package = models.OneToOneField(Package, on_delete=models.CASCADE, null=True, related_name="search_entry")
    grid = models.OneToOneField(Grid, on_delete=models.CASCADE, null=True, related_name="search_entry")
    slug = models.CharField(max_length=100)
    title = models.CharField(max_length=100)
    description = models.TextField(blank=True)
    created = models.DateTimeField(default=timezone.now)
    modified = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name_plural = "entries"
        constraints = [
            models.CheckConstraint(
                condition=Q(package__isnull=False, grid__isnull=True) | Q(package__isnull=True, grid__isnull=False),
                name="entry_of_a_package_or_a_grid",
            )
        ]

    def __str__(self) -> str:
        return self.slug
