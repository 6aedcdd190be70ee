"""Django's cache in our database: what django-allauth counts holds for all processes and machines, and after a restart.

Django's own DatabaseCache is not used: it drops entries when there are many, counts all of them at each write, and
takes a failed write for done (docs/decisions/0024-sign-in-limits.md).
"""

import json
import time
from datetime import UTC, datetime

import attrs
from django.core.cache.backends.base import DEFAULT_TIMEOUT, BaseCache
from django.db import connection
from django.db.models import QuerySet
from django.utils import timezone

from packgrid.accounts.models import SharedCacheEntry

PURGE_EVERY_S = 60
NEVER = datetime(9999, 1, 1, tzinfo=UTC)
ADD = """
    INSERT INTO accounts_sharedcacheentry AS kept (key, value, expires_at) VALUES (%s, %s, %s)
    ON CONFLICT (key) DO UPDATE SET value = excluded.value, expires_at = excluded.expires_at
    WHERE kept.expires_at <= %s
"""


@attrs.define
class PurgeTimer:
    """When this process last deleted what has expired."""

    purged_at_s: float = 0.0

    def is_due(self) -> bool:
        """True if it is time again; asking sets the time."""
        now_s = time.time()
        if now_s - self.purged_at_s < PURGE_EVERY_S:
            return False
        self.purged_at_s = now_s
        return True


class SharedCache(BaseCache):
    """Values that JSON can hold, by key, each until it expires."""

    timer = PurgeTimer()

    def __init__(self, _location: str, params: dict[str, object]) -> None:
        super().__init__(params)

    def add(self, key: str, value: object, timeout: float | None = DEFAULT_TIMEOUT, version: int | None = None) -> bool:
        """Store a value unless there is one; whether it was stored. Of several at once, one stores."""
        now, expires_at = timezone.now(), self.expiry(timeout)
        times = [connection.ops.adapt_datetimefield_value(at) for at in (expires_at, now)]
        with connection.cursor() as cursor:
            cursor.execute(ADD, [self.make_key(key, version), json.dumps(value), *times])
            return bool(cursor.rowcount)

    def get(self, key: str, default: object = None, version: int | None = None) -> object:
        """The value; the default if there is none or it has expired."""
        row = self.entries(key, version).filter(expires_at__gt=timezone.now()).values_list("value").first()
        return json.loads(row[0]) if row else default

    def set(self, key: str, value: object, timeout: float | None = DEFAULT_TIMEOUT, version: int | None = None) -> None:
        """Store a value in place of what was there."""
        name = self.make_key(key, version)
        entry = SharedCacheEntry(key=name, value=json.dumps(value), expires_at=self.expiry(timeout))
        SharedCacheEntry.objects.bulk_create(
            [entry], update_conflicts=True, unique_fields=["key"], update_fields=["value", "expires_at"]
        )
        if self.timer.is_due():
            self.purge()

    def touch(self, key: str, timeout: float | None = DEFAULT_TIMEOUT, version: int | None = None) -> bool:
        """Let a value expire at another time; whether there was one."""
        rows = self.entries(key, version).filter(expires_at__gt=timezone.now())
        return bool(rows.update(expires_at=self.expiry(timeout)))

    def delete(self, key: str, version: int | None = None) -> bool:
        """Delete a value; whether there was one."""
        return bool(self.entries(key, version).delete()[0])

    def clear(self) -> None:
        """Delete everything."""
        SharedCacheEntry.objects.all().delete()

    def purge(self) -> None:
        """Delete what has expired."""
        SharedCacheEntry.objects.filter(expires_at__lte=timezone.now()).delete()

    def entries(self, key: str, version: int | None) -> QuerySet[SharedCacheEntry]:
        """The row of a key."""
        return SharedCacheEntry.objects.filter(key=self.make_key(key, version))

    def expiry(self, timeout: float | None) -> datetime:
        """When something expires that is stored now."""
        at_s = self.get_backend_timeout(timeout)
        return NEVER if at_s is None else datetime.fromtimestamp(at_s, UTC)
