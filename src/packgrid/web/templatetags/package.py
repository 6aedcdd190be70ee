"""How the pages of a package show answers, levels and pauses."""

from datetime import datetime

from django import template
from django.utils import timezone
from django.utils.timesince import timesince, timeuntil
from django.utils.translation import gettext as _

from packgrid.assessment.rules.checks.check import Level
from packgrid.assessment.rules.status import Claim
from packgrid.assessment.rules.support_cells import SupportKind
from packgrid.web import addresses
from packgrid.web.answer_marks import LEVEL_MARKS, SUPPORT_MARKS, AnswerMark
from packgrid.web.package.releases import ReleaseRow
from packgrid.web.package.verdict import VerdictLine
from packgrid.web.package.verdict import verdict_line as line_of

register = template.Library()


@register.filter
def mark(value: SupportKind | Level) -> AnswerMark:
    """How a cell or a level is shown."""
    return LEVEL_MARKS[value] if isinstance(value, Level) else SUPPORT_MARKS[value]


@register.filter
def verdict_line(verdict: Claim) -> VerdictLine:
    """The line for a verdict."""
    return line_of(verdict)


@register.filter
def answer(value: bool | None) -> str:  # noqa: FBT001 an answer is all there is to show
    """Yes, no or unknown, as a word."""
    return {True: _("yes"), False: _("no"), None: _("unknown")}[value]


@register.filter
def hundredth(value: float | None) -> int | None:
    """A share of 0 to 1 as 0 to 100."""
    return None if value is None else round(100 * value)


@register.filter
def pause(row: ReleaseRow) -> str:
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
