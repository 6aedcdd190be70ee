"""The tasks of maintainers, so that the checks of health speak for their package."""

from collections.abc import Mapping
from datetime import datetime

import attrs

from packgrid.assessment.rules.health import CHECKS, run_check
from packgrid.assessment.rules.status_rules import Status
from packgrid.assessment.summary import Summary

WARNINGS: Mapping[str, str] = {
    "vulnerable": "Release a version without the known vulnerability",
    "yanked": "Release a version after the withdrawn one",
    "no-licence": "Add a licence expression",
    "repo-gone": "Correct the address of the repository",
    "mismatch": "Correct the address of the repository",
    "unverified": "Link to the repository from the project",
    "no-release-3-years": "Make a release",
    "no-release-1-year": "Make a release",
    "old-python": "Support a current Python",
    "old-django": "Support a current Django",
    "no-wheel": "Upload a wheel",
    "many-issues": "Answer or close open issues",
}
"""The tasks where a check holds, by its key, the most important first."""

GOALS: Mapping[str, str] = {
    "newest-django": "Support the newest Django",
    "lts-django": "Support the Django with long-term support",
}
"""The tasks where a check is known not to hold."""

ENDED = {Status.QUARANTINED, Status.GONE, Status.DEPRECATED, Status.SUPERSEDED, Status.ARCHIVED}
BY_KEY = {check.key: check for check in CHECKS}


@attrs.frozen
class MaintainerTask:
    """Something to do, and the key of the check whose page says how."""

    title: str
    key: str

    @property
    def how_url(self) -> str:
        return f"/metrics/{self.key}/#if-you-maintain-it"


def list_maintainer_tasks(found: Summary, now: datetime) -> list[MaintainerTask]:
    """The tasks that the checks give the maintainers of a package; none of one that has ended."""
    if found.status in ENDED:
        return []
    held = {finding.check.key for finding in found.labels}
    tasks = [MaintainerTask(title, key) for key, title in WARNINGS.items() if key in held]
    if "old-django" in held:
        return tasks
    missed = (key for key in GOALS if run_check(BY_KEY[key], found.evidence, now).holds is False)
    return tasks + [MaintainerTask(GOALS[key], key) for key in missed]
