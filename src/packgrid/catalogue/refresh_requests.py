"""Requests of people to refresh a package now."""

from datetime import UTC, datetime, timedelta

from django.db.models import Q

from packgrid.catalogue.models import FetchState

HEAD_OF_THE_QUEUE = datetime(2000, 1, 1, tzinfo=UTC)
BETWEEN_ANSWERS = timedelta(minutes=5)
MOST_WAITING = 50


def request_refresh(package_id: int, *, now: datetime) -> str:
    """Put the sources of a package at the head of the queue; returns a sentence for whoever asked.

    Nothing is asked twice within five minutes and at most 50 requests wait at a time, so that requests cannot
    make us call a host too often. Three statements.
    """
    rows = FetchState.objects.filter(package=package_id)
    asked_long_ago = Q(last_answer_at=None) | Q(last_answer_at__lte=now - BETWEEN_ANSWERS)
    if not rows.exists():
        return "There is nothing to ask: it has no PyPI name and no repository."
    if FetchState.objects.filter(due_at=HEAD_OF_THE_QUEUE).exclude(package=package_id).count() >= MOST_WAITING:
        return "Many people are waiting for a refresh; try again in a few minutes."
    if not rows.filter(asked_long_ago).update(due_at=HEAD_OF_THE_QUEUE):
        return "It was refreshed within the last five minutes."
    return "It is next."
