"""Functions for the pages of a package: marks of answers, percents, times."""

from datetime import datetime

from django.utils import timezone
from django.utils.timesince import timesince

from packgrid.assessment.rules.checks.check import Level
from packgrid.assessment.rules.status import Claim
from packgrid.assessment.rules.support_cells import SupportKind
from packgrid.assessment.rules.text_format import round_percent
from packgrid.catalogue.install_sizes import InstallSize
from packgrid.catalogue.models import Package
from packgrid.web import addresses
from packgrid.web.ages import describe_due
from packgrid.web.answer_marks import LEVEL_MARKS, SUPPORT_MARKS, AnswerMark
from packgrid.web.install_words import describe_whole_install_size
from packgrid.web.package.releases import ReleaseRow
from packgrid.web.package.verdict import VerdictLine, make_verdict_line


def get_answer_mark(value: SupportKind | Level) -> AnswerMark:
    """The mark of a support cell or of the level of a label."""
    return LEVEL_MARKS[value] if isinstance(value, Level) else SUPPORT_MARKS[value]


def format_verdict(verdict: Claim) -> VerdictLine:
    return make_verdict_line(verdict)


def format_answer(value: bool | None) -> str:  # noqa: FBT001 the only value of a filter
    """The word "yes", "no" or "not known"."""
    return {True: "yes", False: "no", None: "not known"}[value]


def convert_to_percent(value: float | None) -> int | None:
    """A number from 0 to 1 as one from 0 to 100."""
    return None if value is None else round_percent(value)


def format_install_size(value: InstallSize) -> str:
    """The bytes of everything that is installed, and what is not counted."""
    return describe_whole_install_size(value)


def format_time_since_previous(row: ReleaseRow) -> str:
    """The time between the previous release and this one; "" unless it was a long one."""
    until: datetime | None = row.release.uploaded_at
    return timesince(row.paused_since, until, depth=1) if row.paused_since and until else ""


def format_next_refresh(value: datetime) -> str:
    """When a source is asked again, such as "today" or "in 3 days"."""
    return describe_due(value, timezone.now())


def get_origin_title(origin: str, package: Package) -> str:
    return addresses.origin_title(origin, package.index_name)
