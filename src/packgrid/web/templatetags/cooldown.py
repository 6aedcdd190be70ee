"""Marks packages whose newest release is younger than the reader's cooldown."""

from datetime import datetime

from django import template
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from packgrid.catalogue.cooldown import DEFAULT_DAYS, count_days, is_cooling_down, read_release_age
from packgrid.catalogue.models import Package
from packgrid.catalogue.queries import facts_of

register = template.Library()
NOTHING = SafeString("")


def describe_days(count: int) -> str:
    """Such as "2 days"."""
    return ngettext("%(count)d day", "%(count)d days", count) % {"count": count}


@register.filter("days_since")
def describe_days_since(at: datetime) -> str:
    """How long ago a release came: "40 days ago", or "today" within the first 24 hours."""
    count = count_days(at, timezone.now())
    return _("%(days)s ago") % {"days": describe_days(count)} if count else _("today")


@register.simple_tag(takes_context=True)
def cooldown_mark(context: template.Context, package: Package) -> SafeString:
    """A mark with the age of the newest release if it is younger than the cooldown; else nothing."""
    days, now = int(context.get("cooldown") or 0) if "cooldown" in context else DEFAULT_DAYS, timezone.now()
    facts = facts_of(package)
    if not is_cooling_down(facts, now, days):
        return NOTHING
    age = read_release_age(facts, now)
    text = _("%(days)s old") % {"days": describe_days(age)} if age else _("today")
    title = _("The newest release is younger than your cooldown of %(days)s.") % {"days": describe_days(days)}
    return format_html(' <span class="tag warn" title="{}">{}</span>', title, text)
