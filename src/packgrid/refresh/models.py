"""The schedule: what should be asked when, how it went, and how each host is doing. All an engine knows is in rows."""

from django.db import models


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
