"""The sessions of an account: listed, tracked while they are used, and ended."""

import time
from collections.abc import Callable
from datetime import datetime

import attrs
from allauth.core import context
from allauth.core.internal.httpkit import HTTP_USER_AGENT_MAX_LENGTH
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db.models import Exists, OuterRef, QuerySet
from django.db.models.signals import post_save
from django.http import HttpRequest, HttpResponse

from packgrid.accounts.client_address import client_address
from packgrid.accounts.devices import describe_device
from packgrid.accounts.models import User

TRACK_EVERY_S = 300
MAX_TRACKED = 10_000


@attrs.frozen
class DeviceSession:
    """A browser in which somebody is signed in."""

    pk: int
    device: str
    address: str
    first_seen_at: datetime
    last_seen_at: datetime
    is_current: bool


def list_sessions(user: User, current_key: str | None, *, now: datetime) -> list[DeviceSession]:
    """The sessions that have not ended, the current one first, then the last seen; rows of others are deleted."""
    rows = UserSession.objects.filter(user=user)
    rows.filter(~Exists(live_sessions(now))).delete()
    found = [
        DeviceSession(
            pk=row.pk,
            device=describe_device(row.user_agent),
            address=row.ip,
            first_seen_at=row.created_at,
            last_seen_at=row.last_seen_at,
            is_current=row.session_key == current_key,
        )
        for row in rows.order_by("-last_seen_at", "-pk")
    ]
    return sorted(found, key=lambda session: not session.is_current)


def live_sessions(now: datetime) -> QuerySet[Session]:
    """Django's session for a row of UserSession, if it has not expired."""
    return Session.objects.filter(session_key=OuterRef("session_key"), expire_date__gt=now)


def end_session(user: User, pk: int) -> int:
    """End one session of somebody; how many that were."""
    return end_all(UserSession.objects.filter(user=user, pk=pk))


def end_other_sessions(user: User, current_key: str | None) -> int:
    """End all sessions of somebody but the current one; how many that were."""
    return end_all(UserSession.objects.filter(user=user).exclude(session_key=current_key or ""))


def end_all(rows: QuerySet[UserSession]) -> int:
    """End sessions; how many."""
    keys = list(rows.values_list("session_key", flat=True))
    Session.objects.filter(session_key__in=keys).delete()
    UserSession.objects.filter(session_key__in=keys).delete()
    return len(keys)


def delete_expired_sessions(now: datetime, limit: int) -> int:
    """Delete some sessions that have expired, and rows of the list whose session is gone; how many of them."""
    keys = list(Session.objects.filter(expire_date__lte=now).values_list("session_key", flat=True)[:limit])
    gone = UserSession.objects.filter(~Exists(Session.objects.filter(session_key=OuterRef("session_key"))))
    keys += gone.values_list("session_key", flat=True)[: limit - len(keys)]
    Session.objects.filter(session_key__in=keys, expire_date__lte=now).delete()
    UserSession.objects.filter(session_key__in=keys).delete()
    return len(keys)


def follow_new_passwords() -> None:
    """End the other sessions of whoever gets a new password, whoever sets it and where."""
    post_save.connect(end_after_new_password, sender=User, dispatch_uid="sessions end with a new password")


def end_after_new_password(instance: User, created: bool, **_: object) -> None:  # noqa: FBT001 Django's signature
    """Django keeps the new password until the account is saved; upgraded hashes of the same password are not new."""
    if created or getattr(instance, "_password", None) is None:  # what Django's own save looks at
        return
    request: HttpRequest | None = context.request
    is_own = request is not None and request.user.pk == instance.pk
    end_other_sessions(instance, request.session.session_key if request and is_own else None)


@attrs.frozen
class SessionTrackingMiddleware:
    """Records where and when a session was last used: in each process every five minutes, not at each request."""

    get_response: Callable[[HttpRequest], HttpResponse]
    tracked_at_s: dict[str, float] = attrs.field(factory=dict)

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The response; only sessions that were read anyway are recorded."""
        response = self.get_response(request)
        key = request.session.session_key
        if key and request.session.accessed and request.user.is_authenticated and self.is_due(key):
            record_use(request)
        return response

    def is_due(self, key: str) -> bool:
        """True if this process has not recorded the session for five minutes; asking counts as recording."""
        now_s = time.time()
        if now_s - self.tracked_at_s.get(key, 0.0) < TRACK_EVERY_S:
            return False
        if len(self.tracked_at_s) >= MAX_TRACKED:
            self.tracked_at_s.clear()
        self.tracked_at_s[key] = now_s
        return True


def record_use(request: HttpRequest) -> None:
    """Store the address, the browser and the time, unless no client address is known; one query."""
    if (address := client_address(request)) is None:
        return
    row = UserSession(
        user=request.user,
        session_key=request.session.session_key,
        ip=address,
        user_agent=request.headers.get("user-agent", "")[:HTTP_USER_AGENT_MAX_LENGTH],
    )
    updated = ["user", "ip", "user_agent", "last_seen_at"]
    UserSession.objects.bulk_create([row], update_conflicts=True, unique_fields=["session_key"], update_fields=updated)
