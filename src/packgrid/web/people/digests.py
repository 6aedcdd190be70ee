"""Mails of the latest changes of what people follow, for those who asked for them."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string

from packgrid.community import queries
from packgrid.community.models import Digest, Reader
from packgrid.community.watchlist import claim_digest
from packgrid.lib.plurals import choose_plural
from packgrid.web.people.watched_changes import group_by_day, watched_changes_since

EVERY = {Digest.DAILY: timedelta(days=1), Digest.WEEKLY: timedelta(days=7)}
EARLY = timedelta(minutes=30)
"""How much earlier than due a digest is sent, so that a job at the same time each day misses none by seconds."""


def send_due_digests(now: datetime) -> int:
    """Mail everybody whose digest is due and has changes; the number of mails that were sent.

    Each is claimed before it is sent: of two processes that run at once, one mails. If the process dies in between, one
    digest is lost; its changes are still on the page.
    """
    return sum(send_digest(reader, now) for reader in find_due_readers(now))


def find_due_readers(now: datetime) -> Iterator[Reader]:
    """The readers whose digest is due."""
    for digest, every in EVERY.items():
        yield from queries.readers_due(digest, now - every + EARLY)


def send_digest(reader: Reader, now: datetime) -> bool:
    """Mail one reader; False if another process does, if nothing is new, or if there is no address."""
    changes = watched_changes_since(reader.user, reader.digest_change, now=now)
    last = max((change.pk for change in changes), default=reader.digest_change)
    if not claim_digest(reader, last_change=last, now=now) or not changes or not reader.user.email:
        return False
    subject = f"{len(changes)} {choose_plural(len(changes), 'change', 'changes')} in what you follow"
    site = {"site": settings.MAIL_SITE_URL, "title": settings.SITE_TITLE}
    EmailMessage(
        f"{settings.SITE_TITLE}: {subject}",
        render_to_string("web/people/digest.txt", {"person": reader.user, "days": group_by_day(changes), **site}),
        to=[reader.user.email],
    ).send()
    return True
