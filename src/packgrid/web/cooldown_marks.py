"""Marks packages whose newest release is younger than the reader's cooldown."""

from datetime import datetime

from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from jinja2 import Undefined

from packgrid.catalogue.cooldown import DEFAULT_DAYS, count_days, is_cooling_down, read_release_age
from packgrid.catalogue.models import Package
from packgrid.catalogue.queries import facts_of
from packgrid.lib.plurals import choose_plural

NOTHING = SafeString("")


def describe_days(count: int) -> str:
    """Such as "2 days"."""
    return f"{count} {choose_plural(count, 'day', 'days')}"


def describe_days_since(at: datetime) -> str:
    """How long ago a release came: "40 days ago", or "today" within the first 24 hours."""
    count = count_days(at, timezone.now())
    return f"{describe_days(count)} ago" if count else "today"


def mark_cooldown(package: Package, days: int | Undefined) -> SafeString:
    """A mark with the age of the newest release if it is younger than the cooldown; else nothing."""
    days = DEFAULT_DAYS if isinstance(days, Undefined) else days
    now, facts = timezone.now(), facts_of(package)
    if not is_cooling_down(facts, now, days):
        return NOTHING
    age = read_release_age(facts, now)
    text = f"{describe_days(age)} old" if age else "today"
    title = f"The newest release is younger than your cooldown of {describe_days(days)}."
    return format_html(' <span class="tag warn" title="{}">{}</span>', title, text)
