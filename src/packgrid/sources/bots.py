"""Recognizes bots among committers by their names."""

import re

# The word at the end: dependabot[bot], Weblate (bot), pyup-bot, k8s-ci-robot.
SAYS_SO = re.compile(r"(?:^|[\W_])(?:ro)?bot\W*$|\[bot\]", re.IGNORECASE)
KNOWN = {
    "allcontributors", "azure-pipelines", "bors", "circleci", "copilot", "crowdin", "deepsource", "dependabot", "depfu",
    "dependabot-preview", "github-action", "github-actions", "greenkeeper", "hosted-weblate", "imgbot", "jenkins",
    "mergify", "pre-commit-ci", "pyup.io", "release-please", "renovate", "restyled-commits", "scala-steward",
    "semantic-release", "snyk", "sourcery-ai", "transifex", "transifex-integration", "travis-ci", "web-flow", "weblate",
}  # fmt: skip


def is_bot(name: str, email: str = "") -> bool:
    """True if this author or account is a bot: its name says so, or it is a known one."""
    if SAYS_SO.search(name) or SAYS_SO.search(email.partition("@")[0]):
        return True
    return re.sub(r"[\s_]+", "-", name.strip().casefold()) in KNOWN
