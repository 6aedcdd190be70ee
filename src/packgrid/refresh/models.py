"""The schedule: what should be asked when, how it went, and how each host is doing. All an engine knows is in rows."""

from django.db import models
from django.utils import timezone

from packgrid.catalogue.models import Package


class FetchState(models.Model):
    """When a source should next be asked about a package, and how it answered last. One row a package and source.

    `subject` is what the source is asked about: the name on PyPI, or the repository's address, as the package had it.
    `host` is who will be asked, with its port if that is unusual. `validator` belongs to the source. Whoever works on
    the row holds a claim until `claimed_until`.
    """

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
    subject = models.CharField(max_length=300)
    host = models.CharField(max_length=255)
    due_at = models.DateTimeField(default=timezone.now)
    claim = models.CharField(max_length=32, blank=True)
    claimed_until = models.DateTimeField(null=True, blank=True)
    validator = models.CharField(max_length=500, blank=True)
    last_answer = models.CharField(max_length=20, choices=Answer.choices, default=Answer.NEVER_ASKED, blank=True)
    last_answer_at = models.DateTimeField(null=True, blank=True)
    last_success_at = models.DateTimeField(null=True, blank=True)
    last_change_at = models.DateTimeField(null=True, blank=True)
    failures_in_a_row = models.PositiveIntegerField(default=0)
    last_error = models.TextField(blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["package", "source"], name="one_fetch_state_a_source")]
        indexes = [models.Index(fields=["source", "host", "due_at", "id"], name="fetch_state_by_due")]

    def __str__(self) -> str:
        return f"{self.source} of {self.package_id}"


class Steps(models.Model):
    """The known values of a column of Facts in their order, or a thousand of them (see standing.py)."""

    column = models.CharField(max_length=30, primary_key=True)
    values = models.JSONField(default=list)

    def __str__(self) -> str:
        return self.column


class HostState(models.Model):
    """How an outside host is doing: its budget as its headers said, and until when it rests.

    `remaining` of `limit` requests are left until `resets_at`; None where it does not say. A host rests because it
    asked to be left alone, or because it failed `failures_in_a_row` times; the others go on.
    """

    host = models.CharField(max_length=300, primary_key=True)
    limit = models.PositiveIntegerField(null=True, blank=True)
    remaining = models.PositiveIntegerField(null=True, blank=True)
    resets_at = models.DateTimeField(null=True, blank=True)
    rests_until = models.DateTimeField(null=True, blank=True)
    failures_in_a_row = models.PositiveIntegerField(default=0)
    last_error = models.TextField(blank=True)
    last_answer_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["host"]

    def __str__(self) -> str:
        return self.host
