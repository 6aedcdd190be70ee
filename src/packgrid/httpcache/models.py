from django.db import models
from django.utils import timezone


class Invalidation(models.Model):
    """The cache tags that one write invalidated, separated by spaces.

    Ids grow; on PostgreSQL a lower one may be committed after a higher one (see invalidation_log.py).
    """

    tags = models.TextField()
    at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return self.tags


class PreparedPage(models.Model):
    """A public page that was made before anybody asked (see prepared_pages.py).

    `content` is compressed by zstd; `headers` has a line for each; `fingerprint` names the version of the program and
    its settings; `expires_s` is in seconds since 1970.
    """

    path = models.CharField(max_length=500, unique=True)
    content = models.BinaryField()
    headers = models.TextField()
    tags = models.TextField()
    fingerprint = models.CharField(max_length=64)
    expires_s = models.FloatField(null=True)

    def __str__(self) -> str:
        return self.path


class PreparedPageTag(models.Model):
    """A cache tag of a prepared page."""

    page = models.ForeignKey(PreparedPage, models.DO_NOTHING, related_name="tag_rows")
    tag = models.CharField(max_length=250, db_index=True)

    def __str__(self) -> str:
        return self.tag
