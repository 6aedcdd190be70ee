"""The news that maintainers get by mail: flags of their packages that are shown, and verdicts that have changed.

What somebody was told last is stored with their claim. Each notice is claimed before it is sent, by a conditional
update, so that of two processes only one sends it.
"""

from collections.abc import Sequence
from datetime import datetime

import attrs

from packgrid.community.models import Flag, Maintainer

UNKNOWN_VERDICT = "unknown"


@attrs.frozen(kw_only=True)
class MaintainerNotice:
    """The news for one maintainer of one package.

    `flags` are those that are shown since the last notice. `before` and `after` are names of verdicts, "" where there
    was none; `sentence` is the reason of the verdict.
    """

    claim: Maintainer
    flags: Sequence[Flag]
    before: str
    after: str
    sentence: str

    @property
    def is_verdict_changed(self) -> bool:
        """True if there is another verdict than the one of which they know; the first one is no change."""
        return bool(self.before) and self.before != self.after

    @property
    def is_news(self) -> bool:
        """True if there is something to tell."""
        return bool(self.flags) or self.is_verdict_changed

    @property
    def told_until(self) -> datetime | None:
        """When the last flag was shown of which they know, once they got this notice."""
        return max((flag.decided_at for flag in self.flags if flag.decided_at), default=self.claim.told_until)


def list_notices() -> list[MaintainerNotice]:
    """A notice for each proven maintainer of whom something is to be stored; two queries."""
    claims = Maintainer.objects.filter(proven_at__isnull=False, user__is_active=True, package__is_hidden=False)
    found = list(claims.select_related("user", "package__assessment").order_by("pk"))
    rows = Flag.objects.filter(package__maintainers__in=found, is_accepted=True, contested_verdict="")
    shown = list(rows.distinct())
    notices = [make_notice(claim, shown) for claim in found]
    return [notice for notice in notices if notice.flags or notice.before != notice.after]


def make_notice(claim: Maintainer, shown: Sequence[Flag]) -> MaintainerNotice:
    """The news for one maintainer, of all the flags that are shown."""
    since = claim.told_until or claim.proven_at
    assessment = getattr(claim.package, "assessment", None)
    return MaintainerNotice(
        claim=claim,
        flags=[flag for flag in shown if flag.package_id == claim.package_id and is_later(flag.decided_at, since)],
        before=claim.told_verdict,
        after=(assessment.status or UNKNOWN_VERDICT) if assessment else claim.told_verdict,
        sentence=assessment.sentence if assessment else "",
    )


def is_later(at: datetime | None, since: datetime | None) -> bool:
    """True if both are known and the first is after the second."""
    return at is not None and since is not None and at > since


def claim_notice(notice: MaintainerNotice) -> bool:
    """Record that a notice is sent; False if another process has claimed it meanwhile."""
    claim = notice.claim
    rows = Maintainer.objects.filter(pk=claim.pk, told_until=claim.told_until, told_verdict=claim.told_verdict)
    return bool(rows.update(told_until=notice.told_until, told_verdict=notice.after))
