"""Logs what concerns the security of accounts: one line for each event, with the account and the address it came from.

Nothing else that is private is logged: no mail address, no password, and no name that a stranger typed.
"""

import logging
from typing import Any

from allauth.account import signals as account_signals
from allauth.core import context
from allauth.mfa import signals as mfa_signals
from allauth.socialaccount import signals as social_signals
from django.contrib.auth import signals as auth_signals
from django.db.models.signals import m2m_changed, post_delete, pre_save
from django.http import HttpRequest

from packgrid.accounts.client_address import client_address
from packgrid.accounts.models import User
from packgrid.accounts.queries import find_account

logger = logging.getLogger("packgrid.security")
RIGHTS = ("is_active", "is_staff", "is_superuser")
EVENTS = {
    "signed_in": auth_signals.user_logged_in,
    "signed_out": auth_signals.user_logged_out,
    "password_changed": account_signals.password_changed,
    "password_set": account_signals.password_set,
    "password_reset": account_signals.password_reset,
    "mail_address_added": account_signals.email_added,
    "mail_address_removed": account_signals.email_removed,
    "mail_address_changed": account_signals.email_changed,
    "authenticator_added": mfa_signals.authenticator_added,
    "authenticator_removed": mfa_signals.authenticator_removed,
    "recovery_codes_made": mfa_signals.authenticator_reset,
    "provider_connected": social_signals.social_account_added,
    "provider_disconnected": social_signals.social_account_removed,
}
"""The signals that are events as they are; each is sent with the request, and the user or what belongs to one."""


def log_event(event: str, user: User | None, request: HttpRequest | None, **more: str) -> None:
    """Write a line such as `event=signed_in account=ada id=3 address=203.0.113.7`; what is not known is `-`.

    Signals of the database come without a request: the address is then that of the request under way.
    """
    request = request or context.request
    address = client_address(request) if request else None
    account, pk = (user.get_username() or "-", user.pk) if user else ("-", "-")
    known = {"event": event, "account": account, "id": pk, "address": address or "-", **more}
    logger.info(" ".join(f"{key}={value}" for key, value in known.items()))


def follow_events() -> None:
    """Log the events from now on."""
    for event, signal in EVENTS.items():
        signal.connect(make_receiver(event), weak=False, dispatch_uid=f"security log {event}")
    auth_signals.user_login_failed.connect(log_failed_sign_in, dispatch_uid="security log")
    pre_save.connect(log_changed_rights, sender=User, dispatch_uid="security log")
    post_delete.connect(log_deletion, sender=User, dispatch_uid="security log")
    for relation in (User.groups, User.user_permissions):
        m2m_changed.connect(log_changed_groups, sender=relation.through, dispatch_uid="security log")


def make_receiver(event: str) -> Any:  # noqa: ANN401 a receiver takes whatever its signal sends
    """A receiver that logs an event of the user that its signal is about."""

    def log_signal(request: HttpRequest | None = None, **sent: Any) -> None:  # noqa: ANN401 see above
        owner = sent.get("user") or getattr(sent.get("sociallogin") or sent.get("socialaccount"), "user", None)
        log_event(event, owner, request)

    return log_signal


def log_failed_sign_in(credentials: dict[str, Any], request: HttpRequest | None = None, **_: object) -> None:
    """Log the account that somebody failed to sign in to; none if there is no such account."""
    log_event("sign_in_failed", find_account(credentials), request)


def log_changed_rights(instance: User, update_fields: frozenset[str] | None = None, **_: object) -> None:
    """Log which rights of a stored account change."""
    watched = RIGHTS if update_fields is None else tuple(update_fields.intersection(RIGHTS))
    before = User.objects.filter(pk=instance.pk).values(*watched).first() if instance.pk and watched else None
    changed = {name: getattr(instance, name) for name in watched if before and before[name] != getattr(instance, name)}
    if changed:
        log_event("rights_changed", instance, None, **{name: str(value).lower() for name, value in changed.items()})


def log_changed_groups(instance: object, action: str, **_: object) -> None:
    """Log that the groups or permissions of an account changed."""
    if action in {"post_add", "post_remove", "post_clear"} and isinstance(instance, User):
        log_event("rights_changed", instance, None)


def log_deletion(instance: User, **_: object) -> None:
    log_event("account_deleted", instance, None)
