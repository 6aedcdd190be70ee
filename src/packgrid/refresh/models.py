from django.db import models
from django.utils import timezone

from packgrid.catalogue.models import Package


class FetchState(models.Model):
    """When a source should next be asked about a package, and how it answered last. One row a package and source."""

    class Answer(models.TextChoices):
        """How a source answered."""

        NEVER_ASKED = ""
        CHANGED = "changed"
        UNCHANGED = "unchanged"
        GONE = "gone"
        RATE_LIMITED = "rate limited"
        UNAVAILABLE = "unavailable"
        MALFORMED = "malformed"

    package = models.ForeignKey(Package, on_delete=models.CASCADE, related_name="fetch_states")
    source = models.CharField(max_length=30)
    due_at = models.DateTimeField(default=timezone.now)
    etag = models.CharField(max_length=200, blank=True)
    last_answer = models.CharField(max_length=20, choices=Answer.choices, default=Answer.NEVER_ASKED, blank=True)
    last_answer_at = models.DateTimeField(null=True, blank=True)
    last_success_at = models.DateTimeField(null=True, blank=True)
    failures_in_a_row = models.PositiveIntegerField(default=0)
    last_error = models.TextField(blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["package", "source"], name="one_fetch_state_a_source")]
        indexes = [models.Index(fields=["source", "due_at"], name="fetch_state_by_due")]

    def __str__(self) -> str:
        return f"{self.source} of {self.package_id}"
