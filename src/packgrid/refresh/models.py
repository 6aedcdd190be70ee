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


class IndexWatch(models.Model):
    """How far an index is followed: by its feed of new releases, and by its list of all projects.

    `awaited` are releases that the feed announced and that are not seen yet: the project, the version, and since when.
    `newest_at` is when the newest release in the feed was published.
    """

    index_url = models.CharField(max_length=300, primary_key=True)
    feed_due_at = models.DateTimeField()
    feed_etag = models.CharField(max_length=500, blank=True)
    newest_at = models.DateTimeField(null=True, blank=True)
    awaited = models.JSONField(default=list, blank=True)
    list_due_at = models.DateTimeField()
    list_read_at = models.DateTimeField(null=True, blank=True)
    list_etag = models.CharField(max_length=500, blank=True)
    failures_in_a_row = models.PositiveIntegerField(default=0)
    last_error = models.TextField(blank=True)

    class Meta:
        verbose_name_plural = "index watches"

    def __str__(self) -> str:
        return self.index_url
