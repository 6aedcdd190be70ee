"""The names of the sources, as provenance and the schedule store them, and as people read them."""

PYPI, PYPI_RELEASES, PYPISTATS, GIT = "pypi", "pypi-releases", "pypistats", "git"
GITHUB, GITLAB, BITBUCKET, FORGEJO = "github", "gitlab", "bitbucket", "forgejo"
OF_HOSTS = {GITHUB, GITLAB, BITBUCKET, FORGEJO}
TITLES = {
    PYPI: "PyPI",
    PYPI_RELEASES: "older releases at PyPI",
    PYPISTATS: "pypistats",
    GITHUB: "GitHub",
    GITLAB: "GitLab",
    BITBUCKET: "Bitbucket",
    FORGEJO: "Forgejo",
    GIT: "git",
}
