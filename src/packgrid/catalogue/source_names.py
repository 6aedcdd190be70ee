"""The names of the sources, as provenance and the schedule store them, and as people read them."""

from packgrid.lib import git_hosts

PYPI, PYPI_RELEASES, PYPI_PROVENANCE = "pypi", "pypi-releases", "pypi-provenance"
PYPISTATS, OSV, GIT = "pypistats", "osv", "git"
DEPSDEV, TOP_DOWNLOADS = "depsdev", "top-downloads"
GITHUB = git_hosts.GITHUB.key
OF_HOSTS = frozenset(git_hosts.SOFTWARE)
OF_ONE_HOST = frozenset(key for key, software in git_hosts.SOFTWARE.items() if software.is_one_service)
UNDATED = frozenset({DEPSDEV})
"""Sources that pass on what others said on an unknown day: whatever has a date replaces it, and it makes no trend."""
NO_TREND = UNDATED | {TOP_DOWNLOADS}
"""Sources whose values make no trend; the list of downloads does not count as pypistats does."""
TITLES = {
    PYPI: "PyPI",
    PYPI_RELEASES: "older releases at PyPI",
    PYPI_PROVENANCE: "publishers of releases at PyPI",
    PYPISTATS: "pypistats",
    OSV: "OSV",
    **{key: software.title for key, software in git_hosts.SOFTWARE.items()},
    GIT: "git",
    DEPSDEV: "deps.dev",
    TOP_DOWNLOADS: "monthly list of downloads",
}
