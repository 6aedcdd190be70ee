"""How the pages of a package show answers, levels and pauses."""

from datetime import datetime

from django import template
from django.utils import timezone
from django.utils.timesince import timesince, timeuntil
from django.utils.translation import gettext as _

from packgrid.catalogue.judgement.cells import Kind
from packgrid.catalogue.judgement.checks.check import Level
from packgrid.web import addresses
from packgrid.web.package.conclusions import Look
from packgrid.web.package.matrix import KINDS
from packgrid.web.package.releases import Row

register = template.Library()
LEVELS = {
    Level.DANGER: Look("bad", "✗", "danger"),
    Level.WARNING: Look("warn", "!", "warning"),
    Level.NOTE: Look("", "·", "note"),
    Level.GOOD: Look("good", "✓", "good"),
}


@register.filter
def look(value: Kind | Level) -> Look:
    """How a cell or a level is shown."""
    return LEVELS[value] if isinstance(value, Level) else KINDS[value]


@register.filter
def answer(value: bool | None) -> str:  # noqa: FBT001 an answer is all there is to show
    """Yes, no or unknown, as a word."""
    return {True: _("yes"), False: _("no"), None: _("unknown")}[value]


@register.filter
def hundredth(value: float | None) -> int | None:
    """A share of 0 to 1 as 0 to 100."""
    return None if value is None else round(100 * value)


@register.filter
def pause(row: Row) -> str:
    """How long it was from the release before to this one."""
    until: datetime | None = row.release.uploaded_at
    return timesince(row.paused_since, until, depth=1) if row.paused_since and until else ""


@register.filter
def due(value: datetime) -> str:
    """When a source will be asked again: the time until then, or "as soon as possible"."""
    if value <= timezone.now():
        return _("as soon as possible")
    return _("in %(time)s") % {"time": timeuntil(value, timezone.now(), depth=1)}


@register.filter
def origin_title(origin: str) -> str:
    """A source as people call it."""
    return addresses.origin_title(origin)
