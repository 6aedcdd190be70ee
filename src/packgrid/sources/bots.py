"""Recognizes bots among committers by their names."""

import re

# The word at the end: dependabot[bot], Weblate (bot), pyup-bot, k8s-ci-robot.
SAYS_SO = re.compile(r"(?:^|[\W_])(?:ro)?bot\W*$|\[bot\]", re.IGNORECASE)
KNOWN = {
    "actions-user", "allcontributors", "autofix-ci", "azure-devops", "azure-pipelines", "bors", "circleci",
    "cla-assistant", "codecov", "codecov-io", "codegen-sh", "copilot", "crowdin", "cursor-agent", "deepsource",
    "deepsource-autofix", "dependabot", "dependabot-preview", "depfu", "devin-ai-integration", "fossabot", "github",
    "github-action", "github-actions", "gitlab-ci", "gitter-badger", "google-labs-jules", "greenkeeper",
    "hosted-weblate", "imgbot", "imgbotapp", "jenkins", "lgtm-com", "mend-bolt-for-github", "mergify", "pre-commit",
    "pre-commit-ci", "pyup", "pyup.io", "readthedocs-assistant", "release-please", "renovate", "renovate-preview",
    "requires-io", "restyled-commits", "scala-steward", "semantic-release", "snyk", "sourcery-ai", "step-security",
    "the-gitter-badger", "transifex", "transifex-integration", "travis-ci", "web-flow", "weblate", "whitesource",
}  # fmt: skip
# Addresses of services that commit in their own name.
SERVICE_ADDRESS = re.compile(
    r"^(?:\d+\+)?(?:bots?|actions|ci)@(?:github|gitlab|weblate|renovateapp|pyup)\.|@bots\.", re.IGNORECASE
)


def is_bot(name: str, email: str = "") -> bool:
    """True if this author or account is a bot: its name says so, or it is a known one."""
    if SAYS_SO.search(name) or SAYS_SO.search(email.partition("@")[0]):
        return True
    said = re.sub(r"[\s_]+", "-", name.strip().casefold())
    return said in KNOWN or SERVICE_ADDRESS.search(email) is not None
