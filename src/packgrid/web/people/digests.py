"""Mails of what is new, for those who asked for them."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.utils.translation import ngettext

from packgrid.community import queries
from packgrid.community.models import Digest, Reader
from packgrid.community.watchlist import claim_digest
from packgrid.web.people.following import by_day, news

EVERY = {Digest.DAILY: timedelta(days=1), Digest.WEEKLY: timedelta(days=7)}
EARLY = timedelta(minutes=30)
"""So that who runs it at the same time each day does not miss a day for a few seconds."""


def send_due(now: datetime) -> int:
    """Mail everybody whose digest is due and has news; says how many mails were sent.

    Each is claimed before it is sent: of two that run at once, one mails. If the process dies in between, one digest is
    lost, and its news are still on the page.
    """
    return sum(send(reader, now) for reader in due(now))


def due(now: datetime) -> Iterator[Reader]:
    """The readers whose digest is due."""
    for digest, every in EVERY.items():
        yield from queries.readers_due(digest, now - every + EARLY)


def send(reader: Reader, now: datetime) -> bool:
    """Mail one reader; False if somebody else does, or nothing is new, or there is no address."""
    changes = news(reader.user, reader.digest_change, now=now)
    last = max((change.pk for change in changes), default=reader.digest_change)
    if not claim_digest(reader, last_change=last, now=now) or not changes or not reader.user.email:
        return False
    subject = ngettext("%(count)d change in what you follow", "%(count)d changes in what you follow", len(changes))
    site = {"site": settings.MAIL_SITE_URL, "title": settings.SITE_TITLE}
    EmailMessage(
        f"{settings.SITE_TITLE}: {subject % {'count': len(changes)}}",
        render_to_string("web/people/digest.txt", {"person": reader.user, "days": by_day(changes), **site}),
        to=[reader.user.email],
    ).send()
    return True
