"""How many changes an account may make: enough to fill a grid in one sitting, too few to spoil the catalogue."""

from collections.abc import Sequence
from datetime import datetime, timedelta

import attrs
from django.db.models import Count, Q
from django.utils.translation import gettext as _

from packgrid.accounts.models import User
from packgrid.revisions.models import Edit

NEW_FOR = timedelta(days=3)


@attrs.frozen
class Allowance:
    """At most so many changes within a time."""

    most: int
    within: timedelta


NEW: Sequence[Allowance] = (Allowance(20, timedelta(hours=1)), Allowance(60, timedelta(days=1)))
KNOWN: Sequence[Allowance] = (Allowance(120, timedelta(hours=1)), Allowance(600, timedelta(days=1)))


def is_new(who: User, now: datetime) -> bool:
    """Whether an account is so young that it may do less."""
    return now - who.date_joined < NEW_FOR


def limit_reached(who: User, now: datetime) -> str:
    """The sentence for somebody who has to wait, "" for who need not; one query."""
    allowances = NEW if is_new(who, now) else KNOWN
    since = {f"last_{at}": Count("pk", filter=Q(at__gt=now - one.within)) for at, one in enumerate(allowances)}
    longest = max(one.within for one in allowances)
    counts = Edit.objects.filter(who=who, at__gt=now - longest).aggregate(**since)
    for at, one in enumerate(allowances):
        if counts[f"last_{at}"] >= one.most:
            return sentence(one, is_young=is_new(who, now))
    return ""


def sentence(reached: Allowance, *, is_young: bool) -> str:
    """Which limit was reached and what to do."""
    hours = int(reached.within.total_seconds() // 3600)
    span = _("hour") if hours == 1 else _("day")
    said = (
        _("You have made %(most)d changes within an %(span)s")
        if hours == 1
        else _("You have made %(most)d changes within a %(span)s")
    )
    more = _(" (accounts of the first three days may make fewer)") if is_young else ""
    return said % {"most": reached.most, "span": span} + more + _(". Nothing is lost: save this again later.")
