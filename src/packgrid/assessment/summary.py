"""Everything that is concluded of a package, with its reasons, concluded anew for each page that shows it."""

from collections.abc import Sequence
from datetime import datetime

import attrs

from packgrid.assessment.percentiles import PERCENTILES
from packgrid.assessment.rules.evidence import Evidence
from packgrid.assessment.rules.health import CheckResult, list_labels
from packgrid.assessment.rules.identity import Identity, match_identity
from packgrid.assessment.rules.score import BALANCED, Score, Weights, compute_score
from packgrid.assessment.rules.status import Claim, find_verdict, list_claims


@attrs.frozen(kw_only=True)
class Summary:
    """The conclusions about a package, and the evidence for them. `verdict` is the claim that sums up the status."""

    evidence: Evidence
    verdict: Claim
    claims: Sequence[Claim]
    labels: Sequence[CheckResult]
    score: Score
    identity: Identity

    @property
    def status(self) -> str:
        """Such as "maintained"; "" if it is unknown."""
        return self.verdict.status if self.verdict.is_true else ""


def summarize(evidence: Evidence, *, weights: Weights = BALANCED, now: datetime) -> Summary:
    """The conclusions from this evidence; one query an hour, for the percentiles."""
    return Summary(
        evidence=evidence,
        verdict=find_verdict(evidence, now),
        claims=list_claims(evidence, now),
        labels=list_labels(evidence, now),
        score=compute_score(evidence, PERCENTILES.read(now), weights=weights, now=now),
        identity=match_identity(evidence, now),
    )
