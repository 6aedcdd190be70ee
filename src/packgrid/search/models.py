from django.db import models
from django.db.models import Q
from django.utils import timezone

from packgrid.catalogue.models import Package
from packgrid.comparison.models import Grid


class Entry(models.Model):
    """The search entry of one package or one grid. The database maintains its full-text index (migration 3).

    `place` orders entries by popularity (see popularity.py). `names`, `words` and `tags` are words between single
    spaces, as entries.py makes them; the rest is for sorting and filtering. None is unknown.
    """

    package = models.OneToOneField(Package, on_delete=models.CASCADE, null=True, related_name="search_entry")
    grid = models.OneToOneField(Grid, on_delete=models.CASCADE, null=True, related_name="search_entry")
    slug = models.CharField(max_length=100)
    title = models.CharField(max_length=100)
    description = models.TextField(blank=True)
    created = models.DateTimeField(default=timezone.now)
    modified = models.DateTimeField(default=timezone.now)

    place = models.BigIntegerField(unique=True)
    names = models.TextField(blank=True)
    words = models.TextField(blank=True)
    tags = models.TextField(blank=True)
    stars = models.PositiveIntegerField(null=True)
    downloads = models.PositiveBigIntegerField(null=True)
    score = models.PositiveSmallIntegerField(null=True)
    updated_at = models.DateTimeField(null=True)
    released_at = models.DateTimeField(null=True)

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


class Word(models.Model):
    """A word of the index: how many entries have it, and its skeleton, by which mistyped ones are traced."""

    word = models.CharField(max_length=80, primary_key=True)
    skeleton = models.CharField(max_length=80, db_index=True)
    count = models.IntegerField(default=0)

    def __str__(self) -> str:
        return self.word


class CuratedSynonym(models.Model):
    """A decision of curators about words that mean the same, beside the built-in list (synonyms.py)."""

    class Kind(models.TextChoices):
        """How much the synonyms of a term count."""

        SAME = "same", "other names of the same thing"
        NEAR = "near", "often mean the same"
        NEVER = "never", "do not mean the same (takes a built-in pair away)"

    term = models.CharField(max_length=60, help_text="A word, or two words that stand beside each other.")
    synonyms = models.CharField(max_length=300, help_text="One or more, separated by commas: tenancy, multi tenant.")
    kind = models.CharField(max_length=10, choices=Kind.choices, default=Kind.NEAR)

    class Meta:
        verbose_name = "search synonym"
        ordering = ("term", "pk")

    def __str__(self) -> str:
        return f"{self.term} = {self.synonyms}"
