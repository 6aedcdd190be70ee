"""Recognizes bots among committers by their names."""

import re

# The word at the end: dependabot[bot], Weblate (bot), pyup-bot, k8s-ci-robot; accounts of GitLab's access tokens.
SAYS_SO = re.compile(
    r"(?:^|[\W_])(?:ro)?bot(?:\W*$|\W+\(aka )|\[bot\]|^renovate-?bot$|^(?:project|group)_\d+_bot(?:_\w+)?$",
    re.IGNORECASE,
)
# The box ada.bot may be that of somebody called Bot.
MAILBOX_SAYS_SO = re.compile(r"(?:^|[-_+])(?:ro)?bot$|\[bot\]", re.IGNORECASE)
KNOWN = {
    "actions-user", "aider", "allcontributors", "autofix-ci", "azure-devops", "azure-pipelines", "bors", "circleci",
    "cla-assistant", "codecov", "codecov-io", "codegen-sh", "copilot", "crowdin", "cursor-agent", "deepsource",
    "deepsource-autofix", "dependabot", "dependabot-preview", "depfu", "devin-ai", "devin-ai-integration", "fossabot",
    "github", "bors-ng", "claude-code", "codefactor-io", "coderabbitai", "conda-forge-admin", "copilot-swe-agent",
    "cursoragent", "dependabot-core", "dosubot", "forgejo-actions", "gemini-code-assist", "gitea-actions",
    "github-merge-queue", "imgbot-app", "jenkins-ci", "kiro-agent", "kodiakhq", "meeseeksmachine", "mend-renovate",
    "miss-islington", "pep8speaks", "pre-commit-autoupdate", "pre-commit.ci", "python-semantic-release",
    "release-drafter", "renovate-approve", "requires.io", "restyled.io", "scrutinizer-auto-fixer", "sweep-ai",
    "the-knights-who-say-ni", "travis-ci-user", "weblate-translation-memory", "whitesource-renovate",
    "github-action", "github-actions", "gitlab-ci", "gitter-badger", "google-labs-jules", "greenkeeper",
    "hosted-weblate", "imgbot", "imgbotapp", "jenkins", "lgtm-com", "mend-bolt-for-github", "mergify", "pre-commit",
    "pre-commit-ci", "pyup", "pyup.io", "readthedocs-assistant", "release-please", "renovate", "renovate-preview",
    "requires-io", "restyled-commits", "scala-steward", "semantic-release", "snyk", "sourcery-ai", "step-security",
    "the-gitter-badger", "transifex", "transifex-integration", "travis-ci", "web-flow", "weblate", "whitesource",
}  # fmt: skip
# Addresses of services that commit in their own name.
SERVICE_ADDRESS = re.compile(
    r"^(?:\d+\+)?(?:bots?|actions?|ci)@(?:github|gitlab|weblate|renovateapp|pyup)\.|@bots\."
    r"|^noreply[\w-]*@(?:weblate\.org|anthropic\.com|github\.com)$|^cursoragent@cursor\.com$|^translate@codeberg\.org$"
    r"|^zuul@review\.|^(?:support|noreply)@dependabot\.com$",
    re.IGNORECASE,
)


def is_bot(name: str, email: str = "") -> bool:
    """True if this author or account is a bot: its name says so, or it is a known one."""
    if SAYS_SO.search(name) or MAILBOX_SAYS_SO.search(email.partition("@")[0]):
        return True
    said = re.sub(r"[\s_]+", "-", name.strip().casefold())
    return said in KNOWN or SERVICE_ADDRESS.search(email) is not None
