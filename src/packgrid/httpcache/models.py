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
