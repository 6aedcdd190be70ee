"""Checks of releases."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from packgrid.assessment.rules.ages import LONG, YEAR, is_older, latest_release
from packgrid.assessment.rules.checks.check import Check, Level
from packgrid.assessment.rules.evidence import (
    Evidence,
    KnownVulnerability,
    first_released_at,
    highest_release,
    newest_release,
)
from packgrid.assessment.rules.finished_rule import has_license, is_neglected
from packgrid.assessment.rules.text_format import format_count, format_day, format_list
from packgrid.assessment.rules.three_valued import all_true, negate
from packgrid.lib.index_names import name_index

HALF_YEAR = timedelta(days=183)
ESTABLISHED = 5 * YEAR


def describe_last_release(evidence: Evidence, now: datetime) -> str:
    return f"No release since {latest_release(evidence).words(now)}."


def is_vulnerable(evidence: Evidence, _now: datetime) -> bool | None:
    return None if evidence.vulnerabilities is None else bool(evidence.vulnerabilities)


def describe_vulnerabilities(evidence: Evidence, _now: datetime) -> str:
    """The vulnerabilities of the newest version, malware first."""
    version = evidence.version or "The newest version"
    malware = [item.id for item in evidence.vulnerabilities or () if item.is_malware]
    known = [item for item in evidence.vulnerabilities or () if not item.is_malware]
    reported = f"{version} is reported as malware: {format_list(malware)}." if malware else ""
    return " ".join(filter(None, [reported, describe_known(evidence, known) if known else ""]))


def describe_known(evidence: Evidence, known: Sequence[KnownVulnerability]) -> str:
    """How many vulnerabilities there are, their names, and how many of them have a fix."""
    count = format_count(len(known), "known vulnerability", "known vulnerabilities")
    fixed = sum(1 for item in known if item.fixed_in)
    fixes = f"a fix is published for {fixed} of them" if fixed else "no fix is published"
    return (
        f"{count} in {evidence.version or 'the newest version'}: {format_list([item.id for item in known])}; {fixes}."
    )


def is_yanked(evidence: Evidence, _now: datetime) -> bool | None:
    """True if the highest version is yanked."""
    highest = highest_release(evidence)
    return None if highest is None else highest.is_yanked


def describe_yanked(evidence: Evidence, _now: datetime) -> str:
    highest = highest_release(evidence)
    instead = f"; installers choose {evidence.version}" if evidence.version else ""
    return f"{highest.version if highest else 'The newest version'} was yanked by its publisher{instead}."


def is_without_wheel(evidence: Evidence, _now: datetime) -> bool | None:
    """True if the newest release has a source archive and no wheel."""
    newest = newest_release(evidence)
    return all_true([negate(newest.has_wheel), newest.has_sdist])


def is_young(evidence: Evidence, now: datetime) -> bool | None:
    """True if the first release came within half a year."""
    return negate(is_older(first_released_at(evidence), HALF_YEAR, now=now))


def describe_first_release(evidence: Evidence, _now: datetime) -> str:
    first = first_released_at(evidence)
    return f"Its first release was on {format_day(first)}." if first else ""


def is_established(evidence: Evidence, now: datetime) -> bool | None:
    """True if it has been released for over five years, and within the last year."""
    old = is_older(first_released_at(evidence), ESTABLISHED, now=now)
    return all_true([old, negate(latest_release(evidence).is_silent(YEAR, now))])


def describe_established(evidence: Evidence, now: datetime) -> str:
    return f"{describe_first_release(evidence, now).removesuffix('.')}, its newest one {latest_release(evidence).on}."


def describe_missing_license(evidence: Evidence, _now: datetime) -> str:
    name = evidence.pypi_name or evidence.title or evidence.slug
    return f"{name} has no licence on {name_index(evidence.index_name)}."


RELEASES = (
    Check(
        key="vulnerable",
        level=Level.DANGER,
        title="Known vulnerability",
        holds=is_vulnerable,
        words=describe_vulnerabilities,
        exactly="OSV or the index knows a vulnerability of the newest version that was not withdrawn.",
        advice="Read the advisory. Use a version that fixes it, or do not use the affected part.",
    ),
    Check(
        key="no-release-3-years",
        level=Level.DANGER,
        title="No release in 3 years",
        holds=lambda evidence, now: is_neglected(evidence, latest_release(evidence), above=LONG, now=now),
        words=describe_last_release,
        exactly=f"The newest release is older than {LONG.days:,} days, and the package is not finished.",
        advice="Test it with your Django and Python before you rely on it, and check its commits and issues.",
    ),
    Check(
        key="no-release-1-year",
        level=Level.WARNING,
        title="No release in a year",
        holds=lambda evidence, now: is_neglected(evidence, latest_release(evidence), above=YEAR, up_to=LONG, now=now),
        words=describe_last_release,
        exactly=f"The newest release is older than {YEAR.days} days but not than {LONG.days:,}, and the package is not "
        "finished.",
        advice="Check for unreleased commits, and whether your Django and Python are supported.",
    ),
    Check(
        key="yanked",
        level=Level.WARNING,
        title="Newest version yanked",
        holds=is_yanked,
        words=describe_yanked,
        exactly="The highest version on the index, without pre-releases, is yanked.",
        advice="Read the reason in the list of releases. If you pinned that version, choose another one.",
    ),
    Check(
        key="no-licence",
        level=Level.WARNING,
        title="No licence",
        holds=lambda evidence, now: negate(has_license(evidence, now)),
        words=describe_missing_license,
        exactly=(
            "The index answered, and it has no licence expression, classifier or text with a licence;"
            " the git host has found none either."
        ),
        advice="Look for a licence file in the repository. If it has none, ask for one: you may not use the code.",
    ),
    Check(
        key="no-wheel",
        level=Level.NOTE,
        title="No wheel",
        holds=is_without_wheel,
        words=lambda evidence, _: f"{evidence.version or 'The newest release'} is published as a source archive only.",
        exactly="The newest release has a source archive and no wheel.",
        advice="Installing it runs its build code and takes longer.",
    ),
    Check(
        key="young",
        level=Level.NOTE,
        title="New package",
        holds=is_young,
        words=describe_first_release,
        exactly=f"The first known release is at most {HALF_YEAR.days} days old.",
        advice="Expect changes between versions. Pin the version that you use.",
    ),
    Check(
        key="established",
        level=Level.GOOD,
        title="Established",
        holds=is_established,
        words=describe_established,
        exactly=f"The first known release is more than {ESTABLISHED.days:,} days old, the newest at most {YEAR.days}.",
        advice="Expect few surprises: it has existed for long and is still released.",
    ),
)
