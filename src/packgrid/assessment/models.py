"""Stored assessments, proposed corrections, and the values that percentiles are read from."""

from django.conf import settings
from django.db import models

from packgrid.catalogue.models import Package


class Assessment(models.Model):
    """The conclusions about a package (see rules/), stored so that lists can sort and filter by them. One each.

    `score` is None if too little is known. `labels` are the keys of the health checks that hold, worst first.
    """

    package = models.OneToOneField(Package, on_delete=models.CASCADE, primary_key=True, related_name="assessment")
    assessed_at = models.DateTimeField()
    status = models.CharField(max_length=20)
    sentence = models.TextField()
    score = models.PositiveSmallIntegerField(null=True, blank=True)
    identity = models.CharField(max_length=20)
    labels = models.JSONField(default=list)

    class Meta:
        indexes = [
            models.Index(fields=["assessed_at"], name="assessment_by_age"),
            models.Index(fields=["-score", "package"], name="assessment_by_score"),
        ]

    def __str__(self) -> str:
        return self.sentence


class Proposal(models.Model):
    """A correction of what people entered. Nothing is changed until somebody accepts it."""

    package = models.ForeignKey(Package, on_delete=models.CASCADE, related_name="proposals")
    field = models.CharField(max_length=30)
    value = models.CharField(max_length=300)
    reason = models.TextField()
    made_at = models.DateTimeField()
    is_accepted = models.BooleanField(null=True, blank=True, help_text="Unknown until somebody has decided.")
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", editable=False
    )

    class Meta:
        ordering = ["-made_at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["package", "field", "value"], name="one_proposal_a_value"),
        ]

    def __str__(self) -> str:
        return f"{self.field}: {self.value}"


class Quantiles(models.Model):
    """The known values of a column of Facts, sorted, or a thousand of them (see percentiles.py)."""

    column = models.CharField(max_length=30, primary_key=True)
    values = models.JSONField(default=list)

    def __str__(self) -> str:
        return self.column
