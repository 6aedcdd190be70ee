from django.db import models
from django.utils import timezone


class Write(models.Model):
    """What one write touched: the tags of the answers that are no longer true, separated by spaces.

    Ids grow; on PostgreSQL a lower one may be committed after a higher one (see following.py).
    """

    tags = models.TextField()
    at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return self.tags
