"""What is concluded of a package, with its reasons, as its pages show it: concluded anew whenever it is asked for."""

from collections.abc import Mapping, Sequence
from datetime import datetime

import attrs

from packgrid.catalogue.judgement.evidence import Evidence
from packgrid.catalogue.judgement.health import Finding, labels
from packgrid.catalogue.judgement.identity import Identity, identity
from packgrid.catalogue.judgement.rulings import Status
from packgrid.catalogue.judgement.scoring import BALANCED, Score, Weights, score
from packgrid.catalogue.judgement.status import PERSON, Claim, claims, verdict
from packgrid.catalogue.judgement.wording import capital
from packgrid.catalogue.models import Package
from packgrid.refresh.evidence import gathered, of_package
from packgrid.refresh.standing import STANDING


@attrs.frozen
class Look:
    """How a page shows an answer: a colour by its name, a sign and a word, so that none of them stands alone."""

    tone: str
    sign: str
    word: str


LOOKS: Mapping[str, Look] = {
    Status.GONE: Look("bad", "✗", "Gone"),
    Status.DEPRECATED: Look("bad", "✗", "Deprecated"),
    Status.SUPERSEDED: Look("warn", "→", "Replaced"),
    Status.ARCHIVED: Look("warn", "■", "Archived"),
    Status.UNMAINTAINED: Look("warn", "!", "Unmaintained"),
    Status.FINISHED: Look("good", "✓", "Finished"),
    Status.MAINTAINED: Look("good", "✓", "Maintained"),
}
NOBODY_KNOWS = Look("", "?", "Unknown")
ANSWERS: Mapping[bool | None, str] = {True: "yes", False: "no", None: "unknown"}


@attrs.frozen
class Verdict:
    """The line at the top: the claim, its look, the sentence behind the word, and whether a person said so."""

    status: str
    look: Look
    sentence: str
    is_by_person: bool


@attrs.frozen(kw_only=True)
class Conclusions:
    """Everything that is concluded of a package, and what from."""

    evidence: Evidence
    verdict: Verdict
    claims: Sequence[Claim]
    labels: Sequence[Finding]
    score: Score
    identity: Identity


def evidence_for(package: Package) -> Evidence:
    """What is known of a package that was read with queries.package(); five queries."""
    return of_package(package, gathered({package.pk: package}))


def concluded(evidence: Evidence, *, weights: Weights = BALANCED, now: datetime) -> Conclusions:
    """Conclude it; a query once an hour, for the places among all packages."""
    return Conclusions(
        evidence=evidence,
        verdict=line(verdict(evidence, now)),
        claims=claims(evidence, now),
        labels=labels(evidence, now),
        score=score(evidence, STANDING.at(now), weights=weights, now=now),
        identity=identity(evidence, now),
    )


def line(claim: Claim) -> Verdict:
    """A claim as the line at the top; its word is not said twice."""
    look = LOOKS[claim.status] if claim.is_true else NOBODY_KNOWS
    rest = claim.sentence.removeprefix(look.word).lstrip(".: ") if claim.is_true else claim.sentence
    status = claim.status if claim.is_true else ""
    return Verdict(status, look, capital(rest), claim.decided_by == PERSON)
