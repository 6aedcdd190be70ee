from django.db import models

from packgrid.catalogue.models import Category, Package
from packgrid.comparison.models import Grid


class Document(models.Model):
    """A JSON document of API v4 as it is sent, but with open links (see documents.py).

    `schema_fingerprint` says which settings and which code built it; a document with another one counts as missing.
    `changed_s` moves by one at least when the body changes, because HTTP tells whole seconds.
    """

    body = models.BinaryField()
    schema_fingerprint = models.CharField(max_length=24)
    changed_s = models.BigIntegerField(help_text="Seconds since 1970.")

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{type(self).__name__} {self.pk}"


class PackageDocument(Document):
    """The document of a package that is listed."""

    row = models.OneToOneField(Package, on_delete=models.CASCADE, primary_key=True, related_name="document")


class GridDocument(Document):
    """The document of a grid."""

    row = models.OneToOneField(Grid, on_delete=models.CASCADE, primary_key=True, related_name="document")


class CategoryDocument(Document):
    """The document of a category."""

    row = models.OneToOneField(Category, on_delete=models.CASCADE, primary_key=True, related_name="document")
